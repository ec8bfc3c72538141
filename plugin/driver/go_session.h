/*
 * go_session.h - packages from the command line to their C, compiled and judged.
 *
 * A session asks the go command which packages are meant, makes each one's C half
 * (golang/cgo_build.h) in a folder of the cache, and judges it. What has not changed
 * since last time is taken from the cache: by the contents of every file that the
 * compiler read, never by time.
 */
#ifndef CE_DRIVER_GO_SESSION_H
#define CE_DRIVER_GO_SESSION_H

#include "driver/driver.h"
#include "golang/cgo_build.h"
#include "golang/go_check.h"
#include "golang/go_names.h"
#include "scan/cache.h"
#include "scan/config.h"

/** One package with cgo in it. */
typedef struct ce_go_target {
	const ce_go_package *package;
	const ce_config *config;     /* after ce_go_session_configure() */
	ce_go_strings pkg_config;    /* what pkg-config says for the compiler */
	ce_go_strings libraries;     /* summaries of external libraries, paths */
	ce_go_strings missing;       /* names of those that have none; files that are linked as they are */
	char *folder;                /* generated files, summaries and results; in the cache */
	char *key;                   /* of everything but file contents that decides what is in it */
	char *fresh;                 /* where it is made anew; NULL: what is in the folder is good */
	ce_cgo_build build;          /* with the folder, or `fresh`, as object folder */
	CE_VEC(ce_go_file) left_out; /* files of cgo that build constraints leave out */
	ce_ids inputs;               /* of session.read: what was read, as far as it was not generated */
	ce_go_linkage linkage;       /* of its C; once it is wanted */
	ce_go_strings wanted; /* what the C of the other targets uses of it, and what `left_out` does */
	bool failed;          /* it could not be made; that has been said */
	bool partial;         /* some of its units have no summary; that has been said */
	CE_VEC(ce_go_file)
	files; /* those of cgo, then the others. its arguments are judged once it has a result */
	ce_go_result result;
} ce_go_target;

typedef struct ce_go_session {
	const ce_args *args;
	ce_go_env env;
	ce_go_packages packages;
	CE_VEC(ce_go_target) targets; /* in the order of go list */
	CE_VEC(ce_config *) configs;  /* each once; the packages that have none share an empty one */
	char *from;                   /* the working directory */
	char *cache, *plugin, *models;
	const char *clang;
	uint64_t tools; /* identity of our own parts */
	ce_cache read;  /* what was read, each file hashed once */
	int64_t started_ns;
	bool any_caller;      /* of ce_go_sources; set it before judging */
	bool trouble;         /* something could not be done; it has been said */
	ce_findings problems; /* what that was, as notices */
	int interrupted;      /* signal, or 0 */
} ce_go_session;

/**
 * List the packages that the arguments mean. False: nothing can be done, or there is
 * nothing to do (then trouble is false); it has been said.
 */
bool ce_go_session_open(ce_go_session *s, const ce_args *args);

/**
 * Read the configuration of each package, which is looked for from its folder upwards.
 * False: one is wrong, or --fail-on is; it has been said.
 */
bool ce_go_session_configure(ce_go_session *s);

/** Generate and compile whatever is not in the cache. False: interrupted. */
bool ce_go_session_build(ce_go_session *s);

/** Judge every target that could be built. False: interrupted. */
bool ce_go_session_judge(ce_go_session *s);

/** Editors are told of a folder of the cache: it is to stay longer than others. */
void ce_go_keep_listed(const char *folder);

void ce_go_session_close(ce_go_session *s);

/** Print a line of error on standard error; the session is in trouble. */
void ce_go_session_fail(ce_go_session *s, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/** The session is in trouble; why has been said. The text is copied. */
void ce_go_session_note_failure(ce_go_session *s, const char *text);

/** The exit status of a session that found something, or nothing. */
int ce_go_session_status(const ce_go_session *s, bool found);

#endif
