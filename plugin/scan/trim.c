#include "scan/trim.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <xxhash.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/path.h"

enum { HOUR = 3600, DAY = 24 * HOUR };

int ce_cache_enter(const char *dir)
{
	char *path = ce_format("%s/lock", dir);
	int fd = open(path, O_RDONLY | O_CREAT | O_CLOEXEC, 0666);

	free(path);
	if (fd >= 0 && flock(fd, LOCK_SH) != 0) {
		close(fd);
		fd = -1;
	}
	return fd;
}

void ce_cache_used(const char *path)
{
	struct stat st;

	if (stat(path, &st) == 0 && st.st_mtim.tv_sec < time(NULL) - HOUR)
		utimensat(AT_FDCWD, path, NULL, 0);
}

/* ---- names ---------------------------------------------------------------------------------- */

static size_t count_hex(const char *text)
{
	size_t n = 0;

	while (isdigit((unsigned char)text[n]) || (text[n] >= 'a' && text[n] <= 'f'))
		n++;
	return n;
}

/* "NAME-0123456789abcdef", a Go package; with ".new-PID" or ".old-PID" one that was being made. */
static bool is_package(const char *name, bool *unfinished)
{
	for (const char *dash = strchr(name, '-'); dash; dash = strchr(dash + 1, '-')) {
		const char *end = dash + 1 + 16;

		if (count_hex(dash + 1) != 16)
			continue;
		*unfinished = strncmp(end, ".new-", 5) == 0 || strncmp(end, ".old-", 5) == 0;
		if (!*end || *unfinished)
			return true;
	}
	return false;
}

/* ---- files ------------------------------------------------------------------------------------ */

typedef struct trimming {
	time_t now;
	ce_map needed; /* hashes of the paths of summaries that a program in use was linked of */
} trimming;

static bool is_old(const char *path, time_t limit)
{
	struct stat st;

	return lstat(path, &st) == 0 && st.st_mtim.tv_sec < limit;
}

typedef void entry_fn(trimming *t, const char *path, const char *name);

static void each(trimming *t, const char *dir, entry_fn *fn)
{
	DIR *d = opendir(dir);
	struct dirent *e;

	while (d && (e = readdir(d))) {
		char *path = ce_format("%s/%s", dir, e->d_name);

		if (e->d_name[0] != '.')
			fn(t, path, e->d_name);
		free(path);
	}
	if (d)
		closedir(d);
}

static void trim_file(trimming *t, const char *path, const char *name)
{
	const char *end = name + count_hex(name);

	if (end - name != 30 || (*end && *end != '.') || !is_old(path, t->now - CE_CACHE_DAYS * DAY) ||
	    ce_map_get(&t->needed, XXH3_64bits(path, strlen(path))) != CE_NONE)
		return;
	unlink(path);
}

static void trim_shard(trimming *t, const char *path, const char *name)
{
	if (count_hex(name) == 2 && !name[2])
		each(t, path, trim_file);
}

static void trim_program(trimming *t, const char *path, const char *name)
{
	const char *end = name + count_hex(name);

	if (end - name == 32 && *end == '.' && is_old(path, t->now - CE_CACHE_DAYS * DAY))
		unlink(path);
}

/* The list of a program that was scanned, or is open in an editor. */
static void keep_units(trimming *t, const char *path, const char *name)
{
	ce_buf list = {0};
	char *error = NULL;

	if (strstr(name, ".units") && ce_file_read(&list, path, &error))
		for (char *line = list.data, *end; line && (end = strchr(line, '\n')); line = end + 1)
			ce_map_put(&t->needed, XXH3_64bits(line, (size_t)(end - line)), 1);
	free(error);
	ce_buf_free(&list);
}

/* A package is one: without its manifest the rest is nothing, so that goes first. */
static void trim_package(trimming *t, const char *path, const char *name)
{
	char *manifest = ce_format("%s/manifest.json", path), *esc = ce_format("%s/esc", path);
	char *listed = ce_format("%s/" CE_CACHE_LISTED, path);
	bool unfinished = false, ours = is_package(name, &unfinished) && access(esc, F_OK) == 0;
	bool whole = access(manifest, F_OK) == 0;

	if (ours &&
	    is_old(whole && !unfinished ? manifest : path,
	           t->now - (unfinished ? DAY : CE_CACHE_DAYS * DAY)) &&
	    (unfinished || access(listed, F_OK) != 0 ||
	     is_old(listed, t->now - CE_CACHE_LISTED_DAYS * DAY))) {
		unlink(manifest);
		ce_remove_dir(path);
	}
	free(manifest);
	free(listed);
	free(esc);
}

static void trim(const char *dir)
{
	trimming t = {.now = time(NULL)};
	char *programs = ce_format("%s/programs", dir), *manifests = ce_format("%s/manifests", dir),
	     *units = ce_format("%s/units", dir);

	each(&t, programs, trim_program);
	each(&t, programs, keep_units);
	each(&t, manifests, trim_shard);
	each(&t, units, trim_shard);
	each(&t, dir, trim_package);
	ce_map_free(&t.needed);
	free(programs);
	free(manifests);
	free(units);
}

void ce_cache_leave(const char *dir, int lock)
{
	struct stat st;

	if (lock < 0)
		return;
	/* The time of the lock's file is that of the last trimming. */
	if (fstat(lock, &st) == 0 && st.st_mtim.tv_sec < time(NULL) - DAY &&
	    flock(lock, LOCK_EX | LOCK_NB) == 0 && futimens(lock, NULL) == 0)
		trim(dir);
	close(lock);
}
