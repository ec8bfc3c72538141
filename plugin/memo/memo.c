#include "memo/memo.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "memo/state.h"
#include "solve/solve.h"

ce_memo *ce_memo_open(const char *path, uint64_t tool)
{
	ce_memo *m = ce_calloc(1, sizeof *m);

	m->path = ce_strdup(path);
	m->run = ce_mix((uint64_t)time(NULL), (uint64_t)getpid());
	m->tool = tool;
	m->check = getenv("CGOESCAPE_CHECK_MEMO");
	memo_load(m);
	return m;
}

void ce_memo_begin(ce_memo *m, ce_program *p)
{
	m->p = p;
	memo_numbers_init(m);
}

void ce_memo_free(ce_memo *m)
{
	if (!m)
		return;
	memo_numbers_free(m);
	ce_solution_free(&m->solution);
	ce_vec_free(&m->entries);
	ce_map_free(&m->index);
	ce_vec_free(&m->bodies);
	ce_vec_free(&m->fn_hashes);
	ce_vec_free(&m->gl_hashes);
	ce_vec_free(&m->contents_hashes);
	ce_vec_free(&m->ncontents);
	ce_buf_free(&m->file);
	ce_buf_free(&m->fresh);
	ce_buf_free(&m->text);
	free(m->path);
	free(m);
}

ce_memo_stats ce_memo_counts(const ce_memo *m)
{
	return m->stats;
}

/* ---- entries ------------------------------------------------------------------------------- */

static ce_memo_text text_of(const ce_memo *m, uint32_t entry)
{
	const unsigned char *at = memo_entry_text(m, &m->entries.at[entry]);

	return (ce_memo_text){at, at + m->entries.at[entry].n, true};
}

/* The entry whose function has this key, and that read what is there now; CE_NONE: there is none. */
static uint32_t find(ce_memo *m, uint32_t fn, XXH128_hash_t key, bool solution)
{
	uint32_t i = ce_map_get(&m->index, key.low64);

	for (; i != CE_NONE; i = m->entries.at[i].next) {
		ce_memo_text t = text_of(m, i);

		if (XXH128_isEqual(m->entries.at[i].key, key) && memo_same_reads(m, fn, &t) &&
		    (!solution || memo_same_course(m, t)))
			break;
	}
	if (i != CE_NONE)
		m->entries.at[i].used = true;
	return i;
}

/* m->text as an entry. */
static void keep(ce_memo *m, XXH128_hash_t key)
{
	ce_push(&m->entries, ((ce_memo_entry){.key = key,
	                                      .at = m->fresh.n,
	                                      .n = (uint32_t)m->text.n,
	                                      .fresh = true,
	                                      .used = true}));
	ce_buf_add(&m->fresh, m->text.data, m->text.n);
	memo_index_entry(m, m->entries.n - 1);
}

/* What was just made anew is what the entry says. */
static void check(const ce_memo *m, uint32_t fn, uint32_t entry, bool whole)
{
	ce_memo_text t = text_of(m, entry);

	if (!whole || m->text.n != (size_t)(t.end - t.at) || memcmp(m->text.data, t.at, m->text.n) != 0)
		ce_fatal("the memo of %s is not what solving it says", ce_fn_name(m->p, fn));
}

/* ---- solutions ------------------------------------------------------------------------------ */

bool ce_memo_solve(ce_memo *m, ce_program *p, uint32_t fn, bool widen)
{
	XXH128_hash_t key;
	uint32_t entry;
	uint64_t before;
	bool changed, whole;

	if (!m || p->fns.at[fn].any_of.n || (p->fns.at[fn].summary && p->fns.at[fn].summary->top))
		return ce_solve_function(p, fn, widen);
	key = memo_solution_key(m, fn, widen);
	entry = find(m, fn, key, true);
	m->stats.solutions++;
	if (entry != CE_NONE) {
		m->stats.known_solutions++;
		if (!m->check && memo_replay(m, fn, text_of(m, entry), &changed))
			return changed;
	}
	before = memo_summary_hash(m, fn);
	ce_solution_begin(p, &m->solution);
	changed = ce_solve_function(p, fn, widen);
	ce_solution_end(p);
	whole = memo_put_solution(m, fn, before);
	if (entry != CE_NONE) {
		const ce_summary *s = p->fns.at[fn].summary;

		/* Of what is not in the text neither knows: another print would tell. */
		check(m, fn, entry, whole && (s->top ? 0 : s->print) == memo_print(m, fn, text_of(m, entry)));
	} else if (whole) {
		keep(m, key);
	}
	return changed;
}

/* ---- verdicts ------------------------------------------------------------------------------- */

static ce_stats work_since(const ce_stats *now, const ce_stats *then)
{
	return (ce_stats){.solves = now->solves - then->solves,
	                  .steps = now->steps - then->steps,
	                  .nodes = now->nodes - then->nodes};
}

ce_verdict *ce_memo_judge(ce_memo *m, ce_program *p, uint32_t fn)
{
	ce_verdict *v;
	XXH128_hash_t key;
	ce_stats then = p->stats;
	uint32_t entry;
	bool whole;

	if (!m)
		return ce_judge_explained(p, fn);
	key = memo_verdict_key(m, fn);
	entry = find(m, fn, key, false);
	m->stats.verdicts++;
	if (entry != CE_NONE) {
		m->stats.known_verdicts++;
		v = m->check ? NULL : memo_get_verdict(m, fn, text_of(m, entry));
		if (v)
			return v;
	}
	ce_solution_begin(p, &m->solution);
	v = ce_judge_explained(p, fn);
	ce_solution_end(p);
	whole = memo_put_verdict(m, fn, v, work_since(&p->stats, &then));
	if (entry != CE_NONE)
		check(m, fn, entry, whole);
	else if (whole)
		keep(m, key);
	return v;
}
