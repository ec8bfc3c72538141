#include "golang/go_program.h"

#include <stdlib.h>

#include "base/path.h"
#include "boundary/cgo_names.h"
#include "cgoescape/source.h"

/* ---- positions --------------------------------------------------------------------------- */

typedef struct mover {
	const ce_go_sources *s;
	const char *from;
	ce_unit *u;
	ce_map paths; /* string number -> its new path's */
} mover;

static const ce_go_file *go_file(const mover *m, const char *path)
{
	for (size_t i = 0; i < m->s->nfiles; i++)
		if (strcmp(m->s->files[i].path, path) == 0)
			return &m->s->files[i];
	return NULL;
}

static void move(mover *m, ce_pos *pos)
{
	const char *file = ce_text(&m->u->strings, pos->file);
	uint32_t *at;

	if (!pos->line)
		return;
	if (ce_cgo_is_go_file(file)) {
		const ce_go_file *f = go_file(m, file);

		/* cgo cut the comment's marker off before the compiler counted. */
		if (f)
			pos->col += ce_go_file_cut(f, pos->line);
	}
	at = ce_map_at(&m->paths, pos->file);
	if (*at == CE_NONE) {
		char *full = file[0] == '<' ? ce_strdup(file) : ce_path_join(m->s->dir, file);
		char *shown = ce_path_relative(full, m->from);
		uint32_t id = ce_intern(&m->u->strings, shown);

		at = ce_map_at(&m->paths, pos->file);
		*at = id;
		ce_map_put(&m->paths, id, id);
		free(full);
		free(shown);
		at = ce_map_at(&m->paths, pos->file);
	}
	pos->file = *at;
}

static void move_unit(mover *m)
{
	ce_unit *u = m->u;

	for (uint32_t i = 1; i < u->notes.n; i++)
		move(m, &u->notes.at[i].pos);
	for (uint32_t i = 0; i < u->globals.n; i++)
		move(m, &u->globals.at[i].pos);
	for (uint32_t i = 0; i < u->funcs.n; i++) {
		ce_func *f = &u->funcs.at[i];

		move(m, &f->pos);
		for (uint32_t k = 0; k < f->params.n; k++)
			move(m, &f->params.at[k].pos);
		for (uint32_t k = 0; k < f->locals.n; k++)
			move(m, &f->locals.at[k].pos);
	}
	ce_map_free(&m->paths);
}

/* ---- what Go calls --------------------------------------------------------------------------- */

/* The call in a wrapper that Go asked for; what else it calls (errno, _cgo_topofstack) is no function that
 * Go calls. CE_NONE: there is none, since the compiler does it itself.
 *
 * @retval false  more than one, or through a pointer, for which the name can be a macro */
static bool wrapped_call(const ce_unit *u, const ce_func *wrapper, uint32_t *index)
{
	*index = CE_NONE;
	for (uint32_t i = 0; i < wrapper->calls.n; i++) {
		const ce_call *c = &wrapper->calls.at[i];

		if (c->direct && !(u->funcs.at[c->target].flags & CE_FUNC_BOUNDARY))
			continue;
		if (!c->direct || *index != CE_NONE)
			return false;
		*index = i;
	}
	return true;
}

static bool is_wrapper(const ce_unit *u, const ce_func *f, const char **name)
{
	ce_cgo_symbol s = ce_cgo_parse_symbol(ce_text(&u->strings, f->name), name);

	return s == CE_CGO_CFUNC || s == CE_CGO_C2FUNC;
}

/* The body behind a name; units are not linked yet. */
static const ce_func *find_body(const ce_go_program *p, const ce_unit *u, uint32_t target)
{
	const ce_func *f = &u->funcs.at[target];
	const char *name = ce_text(&u->strings, f->name);

	if (f->flags & CE_FUNC_DEFINED || f->linkage == CE_LINK_INTERNAL)
		return f;
	for (uint32_t i = 0; i < p->a.units.n; i++) {
		const ce_unit *other = p->a.units.at[i];

		for (uint32_t k = 0; k < other->funcs.n; k++) {
			const ce_func *g = &other->funcs.at[k];

			if (g->flags & CE_FUNC_DEFINED && g->linkage != CE_LINK_INTERNAL &&
			    strcmp(ce_text(&other->strings, g->name), name) == 0)
				return g;
		}
	}
	return f;
}

/* ---- constants ---------------------------------------------------------------------------------- */

/* Whether no file gives argument i another value than *value, which the first call sets. */
static bool same_in(const ce_go_file *files, size_t nfiles, const char *name, uint32_t i, int64_t *value,
                    bool *any)
{
	for (size_t n = 0; n < nfiles; n++) {
		for (uint32_t k = 0; k < files[n].uses.n; k++)
			if (strcmp(files[n].uses.at[k].name, name) == 0)
				return false; /* called through its address, perhaps */
		for (uint32_t k = 0; k < files[n].calls.n; k++) {
			const ce_go_call *c = &files[n].calls.at[k];

			if (strcmp(c->name, name) != 0)
				continue;
			if (i >= c->args.n ||
			    (c->args.at[i].kind != CE_ARG_NIL && c->args.at[i].kind != CE_ARG_CONSTANT) ||
			    (*any && c->args.at[i].value != *value))
				return false;
			*value = c->args.at[i].value;
			*any = true;
		}
	}
	return true;
}

/* The value that all of Go's calls give to argument i, in this build and in others. */
static bool same_in_all(const ce_go_sources *s, const char *name, uint32_t i, int64_t *value)
{
	bool any = false;

	return same_in(s->files, s->nfiles, name, i, value, &any) && any &&
	       same_in(s->left_out, s->nleft_out, name, i, value, &any);
}

static bool has_const(const ce_func *f, uint32_t call, uint32_t arg)
{
	for (uint32_t i = 0; i < f->consts.n; i++)
		if (f->consts.at[i].call == call && f->consts.at[i].arg == arg)
			return true;
	return false;
}

static int by_call(const void *a, const void *b)
{
	const ce_const *x = a, *y = b;

	if (x->call != y->call)
		return x->call < y->call ? -1 : 1;
	return x->arg < y->arg ? -1 : x->arg > y->arg;
}

/* The wrapper is Go's call: what Go always passes is a constant there. */
static void fix_arguments(ce_go_program *p, ce_unit *u, ce_func *wrapper, const ce_go_called *called,
                          const ce_go_sources *s)
{
	uint32_t index;
	bool one = wrapped_call(u, wrapper, &index) && index != CE_NONE;
	const ce_call *c = one ? &wrapper->calls.at[index] : NULL;
	const ce_func *body = c ? find_body(p, u, c->target) : NULL;

	for (uint32_t i = 0; i < called->types->types.n; i++) {
		int64_t value;

		if (!same_in_all(s, called->name, i, &value))
			continue;
		for (uint32_t k = 0; body && k < body->args.n && k < c->nargs; k++)
			if (body->args.at[k].kind == CE_ARG_DIRECT && body->args.at[k].param == i &&
			    !has_const(wrapper, index, k))
				ce_push(&wrapper->consts, ((ce_const){index, k, CE_NONE, value}));
	}
	if (wrapper->consts.n)
		qsort(wrapper->consts.at, wrapper->consts.n, sizeof *wrapper->consts.at, by_call);
}

static ce_go_called *find_called(ce_go_program *p, const char *name)
{
	for (uint32_t i = 0; i < p->called.n; i++)
		if (strcmp(p->called.at[i].name, name) == 0)
			return &p->called.at[i];
	return NULL;
}

static void fix_all(ce_go_program *p, const ce_go_sources *s)
{
	for (uint32_t i = 0; i < p->a.units.n; i++) {
		ce_unit *u = p->a.units.at[i];

		for (uint32_t k = 0; k < u->funcs.n && !u->is_model; k++) {
			const char *name;
			const ce_go_called *c;

			if (is_wrapper(u, &u->funcs.at[k], &name) && (c = find_called(p, name)))
				fix_arguments(p, u, &u->funcs.at[k], c, s);
		}
	}
}

/* ---- what cannot run ------------------------------------------------------------------------------ */

typedef struct reach {
	ce_go_program *p;
	const ce_go_strings *wanted;
	uint32_t *base; /* number of each unit's first function */
	uint32_t *unit; /* of each function */
	ce_strings names;
	ce_map first;   /* a name of external linkage -> a function that has it */
	uint32_t *next; /* another one; CE_NONE: no more */
	bool *live;
	ce_ids todo;
} reach;

static void mark(reach *r, uint32_t unit, uint32_t i)
{
	uint32_t n = r->base[unit] + i;

	if (r->live[n])
		return;
	r->live[n] = true;
	ce_push(&r->todo, n);
}

/* A name that one unit uses: every function of that name. */
static void mark_name(reach *r, uint32_t unit, uint32_t i)
{
	const ce_unit *u = r->p->a.units.at[unit];
	const char *name = ce_text(&u->strings, u->funcs.at[i].name);

	mark(r, unit, i);
	if (u->funcs.at[i].linkage == CE_LINK_INTERNAL)
		return;
	for (uint32_t n = ce_map_get(&r->first, ce_intern(&r->names, name)); n != CE_NONE; n = r->next[n])
		mark(r, r->unit[n], n - r->base[r->unit[n]]);
}

static bool is_wanted(const ce_go_strings *wanted, const char *name)
{
	for (uint32_t i = 0; wanted && i < wanted->n; i++)
		if (strcmp(wanted->at[i], name) == 0)
			return true;
	return false;
}

static void mark_roots(reach *r, bool complete)
{
	for (uint32_t k = 0; k < r->p->a.units.n; k++) {
		const ce_unit *u = r->p->a.units.at[k];

		for (uint32_t i = 0; i < u->funcs.n; i++) {
			const ce_func *f = &u->funcs.at[i];
			bool entry = f->flags & (CE_FUNC_BOUNDARY | CE_FUNC_WRAPPER | CE_FUNC_ENTRY);

			/* Code that is not here may call whatever has a name. */
			if (u->is_model || entry ||
			    (f->linkage != CE_LINK_INTERNAL &&
			     (!complete || is_wanted(r->wanted, ce_text(&u->strings, f->name)))))
				mark_name(r, k, i);
		}
		/* Tables, constructors: whatever data refers to can be called. */
		for (uint32_t g = 0; g < u->globals.n; g++)
			for (uint32_t i = 0; i < u->globals.at[g].inits.n; i++) {
				ce_ref target = u->globals.at[g].inits.at[i].target;

				if (ce_ref_kind(target) == CE_REF_FUNC)
					mark_name(r, k, ce_ref_index(target));
			}
	}
}

static void follow(reach *r, uint32_t n)
{
	uint32_t unit = r->unit[n];
	const ce_unit *u = r->p->a.units.at[unit];
	const ce_func *f;

	f = &u->funcs.at[n - r->base[unit]];
	if (f->flags & CE_FUNC_ALIAS)
		mark_name(r, unit, f->alias);
	for (uint32_t i = 0; i < f->calls.n; i++)
		if (f->calls.at[i].direct)
			mark_name(r, unit, f->calls.at[i].target);
	for (uint32_t i = 0; i < f->edges.n; i++)
		if (f->edges.at[i].op == CE_OP_ADDR && ce_ref_kind(f->edges.at[i].src) == CE_REF_FUNC)
			mark_name(r, unit, ce_ref_index(f->edges.at[i].src));
}

static void mark_reached(reach *r, bool complete)
{
	mark_roots(r, complete);
	while (r->todo.n)
		follow(r, r->todo.at[--r->todo.n]);
}

/* A function that nothing can call has no body. */
static void bury(reach *r)
{
	for (uint32_t k = 0; k < r->p->a.units.n; k++) {
		ce_unit *u = r->p->a.units.at[k];

		for (uint32_t i = 0; i < u->funcs.n; i++) {
			ce_func *f = &u->funcs.at[i];

			if (r->live[r->base[k] + i] || u->is_model)
				continue;
			f->flags &= ~(uint32_t)CE_FUNC_DEFINED;
			f->edges.n = f->calls.n = f->consts.n = f->guards.n = f->locals.n = 0;
		}
	}
}

/* Whether what can be reached is all defined: else there is code that is not here, in another
 * package perhaps. Not said of weak names, which nobody need define. */
static bool is_whole(const reach *r)
{
	ce_strings names;
	ce_map defined = {0};
	bool whole = true;

	ce_strings_init(&names);
	for (uint32_t k = 0; k < r->p->a.units.n; k++) {
		const ce_unit *u = r->p->a.units.at[k];

		for (uint32_t i = 0; i < u->funcs.n; i++)
			if (u->funcs.at[i].flags & (CE_FUNC_DEFINED | CE_FUNC_ALIAS | CE_FUNC_GO_EXPORT))
				ce_map_put(&defined,
				           ce_intern(&names, ce_text(&u->strings, u->funcs.at[i].name)), 1);
	}
	for (uint32_t k = 0; k < r->p->a.units.n; k++) {
		const ce_unit *u = r->p->a.units.at[k];

		for (uint32_t i = 0; i < u->funcs.n && !u->is_model; i++) {
			const char *name = ce_text(&u->strings, u->funcs.at[i].name), *of_go;

			whole &= !r->live[r->base[k] + i] || u->funcs.at[i].linkage == CE_LINK_WEAK ||
			         ce_cgo_is_plumbing(name) ||
			         ce_cgo_parse_symbol(name, &of_go) == CE_CGO_EXPORT ||
			         ce_map_get(&defined, ce_intern(&names, name)) != CE_NONE;
		}
	}
	ce_map_free(&defined);
	ce_strings_free(&names);
	return whole;
}

static void index_names(reach *r)
{
	ce_strings_init(&r->names);
	for (uint32_t k = 0; k < r->p->a.units.n; k++) {
		const ce_unit *u = r->p->a.units.at[k];

		for (uint32_t i = 0; i < u->funcs.n; i++) {
			uint32_t n = r->base[k] + i, *at;

			r->unit[n] = k;
			r->next[n] = CE_NONE;
			if (u->funcs.at[i].linkage == CE_LINK_INTERNAL)
				continue;
			at = ce_map_at(&r->first,
			               ce_intern(&r->names, ce_text(&u->strings, u->funcs.at[i].name)));
			r->next[n] = *at;
			*at = n;
		}
	}
}

/* Returns whether the program is as complete as it seemed. */
static bool remove_dead(ce_go_program *p, const ce_go_strings *wanted, bool complete)
{
	reach r = {.p = p, .wanted = wanted, .base = ce_calloc(p->a.units.n + 1, sizeof *r.base)};
	uint32_t n = 0;

	for (uint32_t k = 0; k < p->a.units.n; k++) {
		r.base[k] = n;
		n += p->a.units.at[k]->funcs.n;
	}
	r.live = ce_calloc(n + 1, sizeof *r.live);
	r.unit = ce_calloc(n + 1, sizeof *r.unit);
	r.next = ce_calloc(n + 1, sizeof *r.next);
	index_names(&r);
	mark_reached(&r, complete);
	if (complete && !is_whole(&r)) {
		complete = false;
		mark_reached(&r, false);
	}
	bury(&r);
	ce_vec_free(&r.todo);
	ce_map_free(&r.first);
	ce_strings_free(&r.names);
	free(r.next);
	free(r.unit);
	free(r.live);
	free(r.base);
	return complete;
}

/* A variable that only one unit of a complete package knows, and Go does not name, is
 * as good as static: nobody else stores there. */
static void make_private(ce_go_program *p, const ce_go_sources *s)
{
	ce_strings names;
	ce_map seen = {0};

	ce_strings_init(&names);
	for (uint32_t k = 0; k < p->a.units.n; k++)
		for (uint32_t g = 0; g < p->a.units.at[k]->globals.n; g++) {
			const ce_unit *u = p->a.units.at[k];
			uint32_t *at = ce_map_at(
				&seen, ce_intern(&names, ce_text(&u->strings, u->globals.at[g].name)));

			*at = *at == CE_NONE ? 1 : *at + 1;
		}
	for (size_t n = 0; n < s->nfiles; n++)
		for (uint32_t i = 0; i < s->files[n].uses.n; i++)
			ce_map_put(&seen, ce_intern(&names, s->files[n].uses.at[i].name), 2);
	for (uint32_t i = 0; s->wanted && i < s->wanted->n; i++)
		ce_map_put(&seen, ce_intern(&names, s->wanted->at[i]), 2);
	for (uint32_t k = 0; k < p->a.units.n; k++) {
		ce_unit *u = p->a.units.at[k];

		for (uint32_t g = 0; g < u->globals.n; g++) {
			ce_global *v = &u->globals.at[g];

			if (v->linkage == CE_LINK_EXTERNAL && v->flags & CE_GLOBAL_DEFINED && !u->is_model &&
			    ce_map_get(&seen, ce_intern(&names, ce_text(&u->strings, v->name))) == 1)
				v->linkage = CE_LINK_INTERNAL;
		}
	}
	ce_map_free(&seen);
	ce_strings_free(&names);
}

/* ---- verdicts ---------------------------------------------------------------------------------------- */

/* The specialisation that the wrapper calls, or the function itself. */
static uint32_t as_called(const ce_program *p, uint32_t wrapper, uint32_t callee)
{
	for (uint32_t i = 0; i < p->fns.n; i++) {
		const ce_fn *f = &p->fns.at[i];

		if (f->base != callee || i == callee)
			continue;
		for (uint32_t k = 0; k < f->callers.n; k++)
			if (f->callers.at[k] == wrapper)
				return i;
	}
	return callee;
}

static void judge_called(ce_go_program *p, ce_go_called *c, uint32_t wrapper, uint32_t callee)
{
	const ce_fn *f = &p->a.program->fns.at[callee];

	/* The other of two wrappers: a static function may be another one in its file. */
	if (c->fn != CE_NONE) {
		c->unclear |= c->fn != callee;
		return;
	}
	c->fn = callee;
	c->func = f->func;
	c->unit = p->a.program->units.at[f->unit].unit;
	c->is_go = f->is_go;
	if (f->defined)
		c->verdict = ce_judge_explained(p->a.program, as_called(p->a.program, wrapper, callee));
}

static void judge_all(ce_go_program *p, bool any_caller)
{
	const ce_program *q = p->a.program;

	for (uint32_t i = 0; i < q->fns.n; i++) {
		const ce_unit_map *m = &q->units.at[q->fns.at[i].unit];
		const char *name;
		ce_go_called *c;
		uint32_t index;

		if (q->fns.at[i].base != i || !is_wrapper(m->unit, q->fns.at[i].func, &name) ||
		    !(c = find_called(p, name)))
			continue;
		if (!wrapped_call(m->unit, q->fns.at[i].func, &index))
			c->unclear = true;
		else if (index != CE_NONE)
			judge_called(p, c, any_caller ? CE_NONE : i,
			             m->funcs[q->fns.at[i].func->calls.at[index].target]);
	}
	/* What the compiler knows itself (memcpy, abs) is no call in the wrapper. (A macro for such a name
	 * is none either, so the package's own function of that name may be another one.) */
	for (uint32_t i = 0; i < p->called.n; i++) {
		uint32_t fn = ce_program_find(q, p->called.at[i].name);

		if (p->called.at[i].fn == CE_NONE && fn != CE_NONE &&
		    q->units.at[q->fns.at[fn].unit].unit->is_model)
			judge_called(p, &p->called.at[i], CE_NONE, fn);
		if (p->called.at[i].unclear) {
			ce_verdict_free(p->called.at[i].verdict);
			p->called.at[i].verdict = NULL;
			p->called.at[i].is_go = false;
		}
	}
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const ce_go_called *)a)->name, ((const ce_go_called *)b)->name);
}

/* Go's helpers have a form of functions but are none of C. */
static bool is_helper(const char *name)
{
	static const char *const helpers[] = {"CString",   "CBytes",  "GoString",
	                                      "GoStringN", "GoBytes", "_CMalloc"};

	for (size_t i = 0; i < sizeof helpers / sizeof *helpers; i++)
		if (strcmp(name, helpers[i]) == 0)
			return true;
	return false;
}

void ce_go_program_run(ce_go_program *p, const ce_go_sources *s, const char *from, ce_buf *problems)
{
	bool complete;

	for (uint32_t i = 0; i < s->types->funcs.n; i++) {
		const ce_cgo_func *f = &s->types->funcs.at[i];

		if (!is_helper(f->name))
			ce_push(&p->called, ((ce_go_called){.name = f->name, .types = f, .fn = CE_NONE}));
	}
	if (p->called.n)
		qsort(p->called.at, p->called.n, sizeof *p->called.at, by_name);
	for (uint32_t i = 0; i < p->a.units.n; i++) {
		mover m = {s, from, p->a.units.at[i], {0}};

		/* Where the source of a library was, nobody knows any more. */
		if (!m.u->is_model)
			move_unit(&m);
	}
	if (!s->any_caller)
		fix_all(p, s);
	complete = remove_dead(p, s->wanted, s->complete && !s->any_caller);
	if (complete)
		make_private(p, s);
	p->a.program = ce_link(p->a.units.at, p->a.units.n, complete, problems);
	for (uint32_t i = 0; i < p->a.assumed.n; i++)
		ce_program_assume(p->a.program, p->a.assumed.at[i], complete);
	ce_program_solve(p->a.program, NULL);
	judge_all(p, s->any_caller);
}

void ce_go_program_free(ce_go_program *p)
{
	for (uint32_t i = 0; i < p->called.n; i++)
		ce_verdict_free(p->called.at[i].verdict);
	ce_vec_free(&p->called);
	ce_analysis_free(&p->a);
}
