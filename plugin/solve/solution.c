#include "solve/solution.h"

#include <stdlib.h>

#include "solve/solver.h"

void ce_solution_begin(ce_program *p, ce_solution *s)
{
	s->reads.n = s->known.n = s->attempts.n = s->places.n = s->sticky.n = 0;
	ce_map_reuse(&s->seen);
	p->nsolutions++;
	p->solution = s;
}

void ce_solution_end(ce_program *p)
{
	p->solution = NULL;
}

void ce_solution_free(ce_solution *s)
{
	ce_vec_free(&s->reads);
	ce_vec_free(&s->known);
	ce_vec_free(&s->attempts);
	ce_vec_free(&s->places);
	ce_vec_free(&s->sticky);
	ce_map_free(&s->seen);
}

void ce_note_read(const ce_program *p, ce_read r)
{
	ce_solution *s = p->solution;
	uint32_t *at;

	switch ((ce_read_kind)r.kind) {
	case CE_READ_FN: /* these come once, by ce_first_read() */
	case CE_READ_SUMMARY:
	case CE_READ_GLOBAL:
	case CE_READ_CONTENTS:
		break;
	default:
		at = ce_map_at(&s->seen, ce_mix((uint64_t)r.id << 32 | r.other, r.kind));
		if (*at != CE_NONE)
			return;
		*at = 0;
	}
	ce_push(&s->reads, r);
}

void ce_note_special(const ce_program *p, uint32_t base, const ce_arg_value *known, uint32_t n, uint32_t to)
{
	ce_solution *s = p->solution;
	uint64_t key = ce_mix(base, CE_READ_SPECIAL);
	uint32_t *at;

	if (!s)
		return;
	for (uint32_t i = 0; i < n; i++)
		key = ce_mix(key, ce_mix(known[i].arg, (uint64_t)known[i].value));
	at = ce_map_at(&s->seen, key);
	if (*at != CE_NONE)
		return;
	*at = 0;
	ce_push(&s->reads, ((ce_read){CE_READ_SPECIAL, base, to, s->known.n, n}));
	for (uint32_t i = 0; i < n; i++)
		ce_push(&s->known, known[i]);
}

bool ce_read_same_place(const ce_program *p, ce_gnote a, ce_gnote b)
{
	const ce_unit *ua, *ub;
	const ce_note *na = ce_program_note(p, a, &ua), *nb = ce_program_note(p, b, &ub);

	if (p->solution)
		ce_note_read(p, (ce_read){.kind = CE_READ_SAME_PLACE, .id = a, .other = b});
	return ua == ub && na->text && na->text == nb->text && na->pos.line == nb->pos.line &&
	       na->pos.col == nb->pos.col;
}

void ce_depend(ce_program *p, uint32_t fn, uint32_t callee)
{
	uint32_t *at;

	if (p->solution)
		ce_note_read(p, (ce_read){.kind = CE_READ_CALLEE, .id = callee});
	if (p->settled) /* nobody is solved again */
		return;
	at = ce_map_at(&p->call_index, (uint64_t)callee << 32 | fn);
	if (*at != CE_NONE)
		return;
	*at = 0;
	ce_push(&p->fns.at[callee].callers, fn);
}

void ce_depend_on_place(ce_program *p, uint32_t fn, ce_place to)
{
	uint32_t *at =
		ce_map_at(&p->reader_index, ce_mix((uint64_t)to.gl << 32 | to.off << 1 | to.calls, fn));

	if (p->solution)
		ce_push(&p->solution->places, to);
	if (*at != CE_NONE)
		return;
	*at = 0;
	ce_push(&p->gls.at[to.gl].readers, ((ce_gl_reader){fn, to.off, to.calls}));
}

void ce_stick(ce_program *p, uint32_t fn, ce_sticky what)
{
	ce_fn *f = &p->fns.at[fn];
	ce_map *names = what.kind == CE_STICKY_OUTWARD  ? &f->outward
	                : what.kind == CE_STICKY_JOINED ? &f->joined
	                                                : &f->collapsed;
	uint32_t *at = ce_map_at(names, what.name);

	if (*at != CE_NONE)
		return;
	*at = what.kind == CE_STICKY_JOINED ? f->joined_with.n : 0;
	if (what.kind == CE_STICKY_JOINED)
		ce_push(&f->joined_with, what.with);
	f->stuck += ce_mix(what.name, ce_mix(what.kind, what.with));
	if (p->solution)
		ce_push(&p->solution->sticky, what);
}
