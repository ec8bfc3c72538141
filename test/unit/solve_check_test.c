// RUN: %unit/solve_check_test
// The invariants of a solved function: each is found broken, and the whole is not.
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "solve/solver.h"

typedef struct fixture {
	ce_unit unit;
	ce_func func;
	ce_program program;
	solver s;
	uint32_t local, param;
} fixture;

/* *p = &x, solved: node 0 is p, node 1 the address, node 2 a copy of it. */
static void solve(fixture *f)
{
	ce_unit_map map = {.unit = &f->unit};
	ce_fn fn = {.func = &f->func};

	memset(f, 0, sizeof *f);
	f->unit.pointer_size = 8;
	f->func.nnodes = 3;
	f->program.budget = 1000000;
	ce_offs_init(&f->program.offs);
	ce_push(&f->program.units, map);
	ce_push(&f->program.fns, fn);
	solver_init(&f->s, &f->program, 0, &notches[0], false);
	f->param = obj_new(&f->s, CE_OBJ_PARAM, 0, 1);
	f->local = obj_new(&f->s, CE_OBJ_LOCAL, 0, 2);
	add_copy(&f->s, 2, 1, CE_OFFID_ZERO, 0);
	add_store(&f->s, 0, 2, 8, 0, 0);
	add_val(&f->s, 0, val_make(f->param, CE_OFFID_ZERO), (cause){CE_NONE, 0, 0});
	add_val(&f->s, 1, val_make(f->local, CE_OFFID_ZERO), (cause){CE_NONE, 0, 0});
	propagate(&f->s);
}

/* Whether the check ends the process; the fixture is done with. */
static bool is_broken(fixture *f)
{
	int status = 0;
	pid_t pid = fork();

	if (pid == 0) {
		close(2);
		solver_check(&f->s);
		_exit(0);
	}
	CHECK(pid > 0 && waitpid(pid, &status, 0) == pid);
	solver_free(&f->s);
	ce_offs_free(&f->program.offs);
	ce_vec_free(&f->program.units);
	ce_vec_free(&f->program.fns);
	/* By a signal, which a sanitizer may catch and end the process itself. */
	return !WIFEXITED(status) || WEXITSTATUS(status) != 0;
}

TEST(a_solved_function_passes)
{
	fixture f;

	solve(&f);
	CHECK(f.s.objs.at[f.local].escapes);
	CHECK(!is_broken(&f));
}

TEST(a_value_that_is_not_propagated)
{
	fixture f;

	solve(&f);
	f.s.nodes.at[1].done = 0;
	CHECK(is_broken(&f));
	solve(&f);
	f.s.nodes.at[2].n = f.s.nodes.at[2].done = 0; /* the copy is lost */
	CHECK(is_broken(&f));
}

TEST(a_visible_object_that_is_private)
{
	fixture f;

	solve(&f);
	f.s.objs.at[f.local].escapes = false;
	CHECK(is_broken(&f));
	solve(&f);
	f.s.objs.at[f.local].symbolic = false;
	CHECK(is_broken(&f));
	solve(&f);
	f.s.nodes.at[f.s.cells.at[f.s.objs.at[f.param].cells].in].escapes = false;
	CHECK(is_broken(&f));
}

TEST(cells_that_are_lost)
{
	fixture f;

	solve(&f);
	f.s.objs.at[f.param].ncells++;
	CHECK(is_broken(&f));
	solve(&f);
	f.s.cells.at[f.s.objs.at[f.param].cells].obj = f.local;
	CHECK(is_broken(&f));
}

TEST(a_child_of_nothing)
{
	fixture f;
	uint32_t child;

	solve(&f);
	child = obj_child(&f.s, f.param, CE_OFFID_ZERO, AS_POINTER);
	CHECK(!is_broken(&f));
	solve(&f);
	child = obj_child(&f.s, f.param, CE_OFFID_ZERO, AS_POINTER);
	f.s.objs.at[child].level = 5;
	CHECK(is_broken(&f));
	solve(&f);
	child = obj_child(&f.s, f.param, CE_OFFID_ZERO, AS_POINTER);
	f.s.objs.at[child].origins.n = 0;
	CHECK(is_broken(&f));
}

int main(void)
{
	RUN(a_solved_function_passes);
	RUN(a_value_that_is_not_propagated);
	RUN(a_visible_object_that_is_private);
	RUN(cells_that_are_lost);
	RUN(a_child_of_nothing);
	return check_status();
}
