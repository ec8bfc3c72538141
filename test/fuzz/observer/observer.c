/* Calls the functions of a generated program and looks who holds what afterwards.
 *
 *   observer PROGRAM.so SEED CALLS [RUNTIME.so]
 *
 * All memory that the program sees is one arena, mapped at many addresses (views). A pointer to an
 * object tells by its view where the program has it from: parameter i itself, memory reachable from
 * parameter i, the program's own allocations, or earlier calls. So parameters may alias, and yet
 * each pointer found after the call belongs to one of them.
 *
 * Prints, for each function and parameter, what was seen to hold it after a return:
 *   NAME I direct       a global, a thread-local, another thread, or somebody outside; or new memory
 *                       that is found there or through the result
 *   NAME I result       the result itself
 *   NAME I param MASK   memory that was reachable from these parameters before the call, or new
 *                       memory that is found only there: also what an object's allocator made
 *   NAME I leak         any of these, in a call that was given memory with several ways to it
 *   NAME I content MASK a pointer that was loaded through it, anywhere but in its own memory; MASK:
 *                       the parameters from which that memory could be reached
 *   NAME -1 called      code from outside ran on the calling thread
 * and last `CALLS n`. With RUNTIME.so, the checking runtime that the program is instrumented for, that one
 * looks instead.
 */
#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "arena.h"
#include "arguments.h"
#include "image.h"
#include "look.h"
#include "outside.h"

static const struct function *functions;
static unsigned nfunctions, current; /* current: the one that is being called */
static struct {
	sighting of[PARAMS];
	bool called;
} *all;
static unsigned long calls;
static bool is_checked;

static void one_call(unsigned number)
{
	/* On the stack, where the checking runtime does not look. */
	char values[PARAMS][VALUE], result[VALUE];
	const struct function *f = &functions[number];
	void *args[PARAMS];

	current = number;
	arguments_make(f, values);
	for (int i = 0; i < PARAMS; i++)
		args[i] = values[i];
	fuel = 60;
	called = false;
	forget_threads();
	memset(result, 0, sizeof result);
	f->call(args, result);
	calls++;
	all[number].called |= called;
	if (!is_checked)
		look(result, f->result, all[number].of);
	run_threads();
	make_all_old();
}

/* A few calls of functions of one family, which share globals, then all is as at the start. */
static void one_round(void)
{
	unsigned at = rnd(nfunctions);

	image_reset();
	memset(kept, 0, sizeof kept);
	arena_clear();
	arguments_clear();
	for (int i = 0; i < 6; i++) {
		one_call(at);
		for (int tries = 0; tries < 8; tries++) {
			unsigned next = at + rnd(9);
			if (next >= 4 && next - 4 < nfunctions &&
			    functions[next - 4].family == functions[at].family) {
				at = next - 4;
				break;
			}
		}
	}
}

static void print_mask(const char *name, int i, const char *what, uint64_t masks)
{
	for (int m = 0; m < 64; m++)
		if (masks >> m & 1)
			printf("%s %d %s %d\n", name, i, what, m);
}

static void print_all(void)
{
	for (unsigned k = 0; k < nfunctions; k++) {
		const char *name = functions[k].name;

		for (int i = 0; i < PARAMS; i++) {
			if (all[k].of[i].direct)
				printf("%s %d direct\n", name, i);
			if (all[k].of[i].result)
				printf("%s %d result\n", name, i);
			if (all[k].of[i].leak)
				printf("%s %d leak\n", name, i);
			print_mask(name, i, "param", all[k].of[i].params);
			print_mask(name, i, "content", all[k].of[i].contents);
		}
		if (all[k].called)
			printf("%s -1 called\n", name);
	}
	printf("CALLS %lu\n", calls);
}

static void died(int signal)
{
	fprintf(stderr, "observer: signal %d in %s\n", signal, functions[current].name);
	_exit(3);
}

int main(int argc, char **argv)
{
	static const int deadly[] = {SIGSEGV, SIGBUS, SIGXCPU, SIGABRT};

	if (argc != 4 && argc != 5) {
		fprintf(stderr, "usage: observer PROGRAM.so SEED CALLS [RUNTIME.so]\n");
		return 2;
	}
	is_checked = argc == 5;
	arena_make(is_checked);
	arguments_start();
	outside_start(is_checked);
	if (is_checked && !dlopen(argv[4], RTLD_NOW | RTLD_GLOBAL)) {
		fprintf(stderr, "observer: %s\n", dlerror());
		return 2;
	}
	functions = image_load(argv[1]);
	while (functions[nfunctions].name)
		nfunctions++;
	all = calloc(nfunctions + 1, sizeof *all);
	if (!all)
		give_up("observer");
	seed_random(strtoull(argv[2], NULL, 10));
	for (size_t i = 0; i < sizeof deadly / sizeof *deadly; i++)
		signal(deadly[i], died);
	setrlimit(RLIMIT_CPU, &(struct rlimit){60, 70});
	while (calls < strtoul(argv[3], NULL, 10) * nfunctions)
		one_round();
	print_all();
	return 0;
}
