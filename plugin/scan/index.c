#include "scan/index.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "cgoescape/plugin.h"

/* Anything that changes is a new version; others are not read. */
#define INDEX_VERSION "2, cgoescape " CGOESCAPE_VERSION

static const char schema[] =
	"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
	"CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT);"
	"CREATE TABLE functions(id INTEGER PRIMARY KEY, name TEXT, file TEXT, line INT, col INT, static INT);"
	"CREATE TABLE facts(function INT, idx INT, name TEXT, facts TEXT, why TEXT, file TEXT, line INT, col "
	"INT, type TEXT);"
	"CREATE TABLE findings(id INTEGER PRIMARY KEY, rule TEXT, level TEXT, category TEXT, function TEXT, "
	"subject TEXT,"
	" message TEXT, file TEXT, line INT, col INT, fingerprint TEXT);"
	"CREATE TABLE steps(finding INT, text TEXT, file TEXT, line INT, col INT);"
	"BEGIN;";

static const char indexes[] = "CREATE INDEX functions_name ON functions(name);"
			      "CREATE INDEX facts_function ON facts(function);"
			      "CREATE INDEX findings_function ON findings(function);"
			      "CREATE INDEX findings_file ON findings(file, line);"
			      "CREATE INDEX steps_finding ON steps(finding);"
			      "COMMIT;";

static bool fail(sqlite3 *db, const char *path, char **error)
{
	*error = ce_format("%s: %s", path, db ? sqlite3_errmsg(db) : "out of memory");
	return false;
}

/* ---- write --------------------------------------------------------------------------------- */

/* s: text, i: integer */
static void bind(sqlite3_stmt *s, const char *form, va_list ap)
{
	for (int i = 1; *form; form++, i++)
		if (*form == 's')
			sqlite3_bind_text(s, i, va_arg(ap, const char *), -1, SQLITE_STATIC);
		else
			sqlite3_bind_int64(s, i, va_arg(ap, int));
}

static bool insert(sqlite3_stmt *s, const char *form, ...)
{
	va_list ap;
	int status;

	va_start(ap, form);
	bind(s, form, ap);
	va_end(ap);
	status = sqlite3_step(s);
	sqlite3_reset(s);
	return status == SQLITE_DONE;
}

enum { META, FUNCTION, FACT, FINDING, STEP, NINSERTS };

static const char *const inserts[NINSERTS] = {
	"INSERT INTO meta VALUES(?,?)",
	"INSERT INTO functions VALUES(?,?,?,?,?,?)",
	"INSERT INTO facts VALUES(?,?,?,?,?,?,?,?,?)",
	"INSERT INTO findings VALUES(?,?,?,?,?,?,?,?,?,?,?)",
	"INSERT INTO steps VALUES(?,?,?,?,?)",
};

static bool insert_function(sqlite3_stmt *const *s, const ce_function *f, int id)
{
	bool ok = insert(s[FUNCTION], "issiii", id, f->name, f->loc.file, (int)f->loc.line, (int)f->loc.col,
	                 (int)f->is_static);

	for (uint32_t i = 0; i < f->nrows && ok; i++) {
		const ce_fact_row *r = &f->rows[i];

		ok = insert(s[FACT], "iissssiis", id, r->index, r->name, r->facts, r->why, r->loc.file,
		            (int)r->loc.line, (int)r->loc.col, r->type);
	}
	return ok;
}

static bool insert_finding(sqlite3_stmt *const *s, const ce_finding *f, int id)
{
	char print[17];
	bool ok;

	snprintf(print, sizeof print, "%016llx", (unsigned long long)f->fingerprint);
	ok = insert(s[FINDING], "isssssssiis", id, ce_rule_name(f->rule), ce_level_name(f->level),
	            f->category, f->function, f->subject, f->message, f->loc.file, (int)f->loc.line,
	            (int)f->loc.col, print);
	for (uint32_t i = 0; i < f->nsteps && ok; i++)
		ok = insert(s[STEP], "issii", id, f->steps[i].text, f->steps[i].loc.file,
		            (int)f->steps[i].loc.line, (int)f->steps[i].loc.col);
	return ok;
}

static bool fill(sqlite3 *db, const char *program, const ce_findings *l)
{
	sqlite3_stmt *s[NINSERTS] = {NULL};
	bool ok = sqlite3_exec(db, schema, NULL, NULL, NULL) == SQLITE_OK;

	for (int i = 0; i < NINSERTS && ok; i++)
		ok = sqlite3_prepare_v2(db, inserts[i], -1, &s[i], NULL) == SQLITE_OK;
	ok = ok && insert(s[META], "ss", "version", INDEX_VERSION) &&
	     insert(s[META], "ss", "program", program);
	for (uint32_t i = 0; i < l->functions.n && ok; i++)
		ok = insert_function(s, &l->functions.at[i], (int)i);
	for (uint32_t i = 0; i < l->at.n && ok; i++)
		ok = insert_finding(s, &l->at.at[i], (int)i);
	for (int i = 0; i < NINSERTS; i++)
		sqlite3_finalize(s[i]);
	return ok && sqlite3_exec(db, indexes, NULL, NULL, NULL) == SQLITE_OK;
}

bool ce_index_write(const char *path, const char *program, const ce_findings *l, char **error)
{
	char *tmp = ce_format("%s.%ld.new", path, (long)getpid());
	sqlite3 *db = NULL;
	bool ok = ce_make_dirs_of(path, error);

	if (ok) {
		unlink(tmp);
		ok = sqlite3_open(tmp, &db) == SQLITE_OK && fill(db, program, l);
		if (!ok)
			fail(db, path, error);
		if (sqlite3_close(db) != SQLITE_OK && ok)
			ok = fail(db, path, error);
	}
	if (ok && rename(tmp, path) != 0) {
		*error = ce_format("%s: cannot write: %s", path, strerror(errno));
		ok = false;
	}
	if (!ok)
		unlink(tmp);
	free(tmp);
	return ok;
}

/* ---- read ------------------------------------------------------------------------------------ */

static const char *text(sqlite3_stmt *s, int column)
{
	const char *t = (const char *)sqlite3_column_text(s, column);

	return t ? t : "";
}

static ce_loc place(sqlite3_stmt *s, int column)
{
	return (ce_loc){text(s, column), (unsigned)sqlite3_column_int(s, column + 1),
	                (unsigned)sqlite3_column_int(s, column + 2)};
}

static ce_level level_of(const char *name)
{
	for (int i = CE_LEVEL_NONE; i <= CE_LEVEL_ERROR; i++)
		if (strcmp(ce_level_name((ce_level)i), name) == 0)
			return (ce_level)i;
	return CE_LEVEL_NOTE;
}

/* "a.c:f" and "f@a.c" are also found as "f". */
#define WHERE_FUNCTION(column)                                                                \
	" WHERE ?1 IS NULL OR " column "=?1 OR substr(" column ", -length(?1) - 1)=':' || ?1" \
	" OR substr(" column ", 1, length(?1) + 1)=?1 || '@'"
/* Others of the name are "f@b.c", which is looked up, and of targets "b:f". */
#define WHERE_SOLE(column)                                                             \
	" WHERE " column "=?1 AND NOT EXISTS"                                          \
	" (SELECT 1 FROM functions g WHERE g.name > ?1 || '@' AND g.name < ?1 || 'A')" \
	" AND NOT EXISTS (SELECT 1 FROM functions g WHERE NOT g.static AND"            \
	" substr(g.name, -length(?1) - 1)=':' || ?1)"

static sqlite3_stmt *query(sqlite3 *db, const char *sql, const char *function)
{
	sqlite3_stmt *s = NULL;

	if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK)
		return NULL;
	if (function)
		sqlite3_bind_text(s, 1, function, -1, SQLITE_STATIC);
	return s;
}

/* A statement about functions: it comes twice, for it ends differently. */
#define QUERY(db, wish, select, column, order)                                                         \
	query(db, (wish).sole ? select WHERE_SOLE(column) order : select WHERE_FUNCTION(column) order, \
	      (wish).function)

static bool read_functions(sqlite3 *db, ce_index_wish wish, ce_findings *l)
{
	sqlite3_stmt *s =
		QUERY(db, wish,
	              "SELECT f.id, f.name, f.file, f.line, f.col, f.static, r.idx, r.name, r.facts, r.why, "
	              "r.file, r.line, r.col, r.type FROM functions f JOIN facts r ON r.function=f.id",
	              "f.name", " ORDER BY f.id, r.rowid");
	CE_VEC(ce_fact_row) rows = {0};
	ce_arena texts = {0};
	ce_function f = {0};
	int id = -1, status = SQLITE_ERROR;

	while (s && (status = sqlite3_step(s)) == SQLITE_ROW) {
		ce_fact_row r = {sqlite3_column_int(s, 6),
		                 text(s, 7),
		                 text(s, 8),
		                 text(s, 9),
		                 place(s, 10),
		                 text(s, 13)};
		ce_findings keep = {.arena = texts};

		if (sqlite3_column_int(s, 0) != id) {
			f.rows = rows.at;
			f.nrows = rows.n;
			if (id >= 0)
				ce_findings_function(l, &f);
			rows.n = 0;
			id = sqlite3_column_int(s, 0);
			f.name = ce_findings_keep(&keep, text(s, 1));
			f.loc = place(s, 2);
			f.loc.file = ce_findings_keep(&keep, f.loc.file);
			f.is_static = sqlite3_column_int(s, 5);
		}
		r.name = ce_findings_keep(&keep, r.name);
		r.facts = ce_findings_keep(&keep, r.facts);
		r.why = ce_findings_keep(&keep, r.why);
		r.type = ce_findings_keep(&keep, r.type);
		r.loc.file = ce_findings_keep(&keep, r.loc.file);
		texts = keep.arena;
		ce_push(&rows, r);
	}
	f.rows = rows.at;
	f.nrows = rows.n;
	if (id >= 0)
		ce_findings_function(l, &f);
	sqlite3_finalize(s);
	ce_vec_free(&rows);
	ce_arena_free(&texts);
	return status == SQLITE_DONE;
}

static bool read_findings(sqlite3 *db, ce_index_wish wish, ce_findings *l)
{
	sqlite3_stmt *s = QUERY(
		db, wish,
		"SELECT rule, level, category, function, subject, message, file, line, col, fingerprint "
		"FROM findings",
		"function", " ORDER BY id");
	int status = SQLITE_ERROR;

	while (s && (status = sqlite3_step(s)) == SQLITE_ROW) {
		ce_finding f = {.level = level_of(text(s, 1)),
		                .category = text(s, 2),
		                .function = text(s, 3),
		                .subject = text(s, 4),
		                .message = text(s, 5),
		                .loc = place(s, 6)};

		f.rule = ce_rule_of(text(s, 0));
		if (f.rule == CE_NRULES)
			break; /* the status says that this was not the end */
		f.fingerprint = strtoull(text(s, 9), NULL, 16);
		ce_findings_add(l, &f);
	}
	sqlite3_finalize(s);
	return status == SQLITE_DONE;
}

/* In order of findings: both lists are walked once. */
static bool read_steps(sqlite3 *db, ce_index_wish wish, ce_findings *l, uint32_t first)
{
	sqlite3_stmt *s =
		QUERY(db, wish,
	              "SELECT s.finding, s.text, s.file, s.line, s.col FROM findings f JOIN steps s ON "
	              "s.finding=f.id",
	              "f.function", " ORDER BY f.id, s.rowid");
	sqlite3_stmt *ids = QUERY(db, wish, "SELECT id FROM findings", "function", " ORDER BY id");
	CE_VEC(ce_finding_step) steps = {0};
	int status = s ? sqlite3_step(s) : SQLITE_ERROR;

	for (uint32_t i = first; i < l->at.n && ids && sqlite3_step(ids) == SQLITE_ROW; i++) {
		int id = sqlite3_column_int(ids, 0);

		for (steps.n = 0; status == SQLITE_ROW && sqlite3_column_int(s, 0) == id;
		     status = sqlite3_step(s)) {
			ce_finding_step step = {place(s, 2), text(s, 1)};

			step.loc.file = ce_findings_keep(l, step.loc.file);
			step.text = ce_findings_keep(l, step.text);
			ce_push(&steps, step);
		}
		ce_finding_set_steps(l, &l->at.at[i], steps.at, steps.n);
	}
	sqlite3_finalize(s);
	sqlite3_finalize(ids);
	ce_vec_free(&steps);
	return status == SQLITE_DONE;
}

static bool is_wanted(sqlite3 *db, const char *path, ce_index_wish wish, char **error)
{
	sqlite3_stmt *s =
		query(db, "SELECT value FROM meta WHERE key IN ('program','version') ORDER BY key", NULL);
	bool ok = false;

	if (!s)
		return fail(db, path, error);
	if (sqlite3_step(s) != SQLITE_ROW)
		*error = ce_format("%s: not a program index", path);
	else if (wish.program && strcmp(text(s, 0), wish.program) != 0)
		*error = ce_format("%s: index of another program", path);
	else if (sqlite3_step(s) != SQLITE_ROW || strcmp(text(s, 0), INDEX_VERSION) != 0)
		*error = ce_format("%s: index of another version", path);
	else
		ok = true;
	sqlite3_finalize(s);
	return ok;
}

bool ce_index_read(const char *path, ce_index_wish wish, ce_findings *l, char **error)
{
	sqlite3 *db = NULL;
	uint32_t first = l->at.n;
	bool ok = sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK;

	if (!ok)
		fail(db, path, error);
	else if ((ok = is_wanted(db, path, wish, error)))
		ok = (read_functions(db, wish, l) && read_findings(db, wish, l) &&
		      (!wish.steps || read_steps(db, wish, l, first))) ||
		     fail(db, path, error);
	sqlite3_close(db);
	return ok;
}

bool ce_is_index(const char *path)
{
	char head[16] = {0};
	FILE *f = fopen(path, "re");
	bool is = f && fread(head, 1, sizeof head, f) == sizeof head &&
	          memcmp(head, "SQLite format 3", 16) == 0;

	if (f)
		fclose(f);
	return is;
}
