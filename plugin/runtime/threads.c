/*
 * threads.c - threads that a call has started and that still run when it returns.
 *
 * What such a thread was given, and what it has as arguments of its own calls, is kept
 * after the return. Stacks are not searched: frames that are in use have places that
 * are not, with what earlier calls left in them. A thread that is about to end, or
 * has just been told to go on, keeps nothing: only one counts that waits for something,
 * which is told by the system call that it stays in.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <threads.h>
#include <time.h>
#include <unistd.h>

#include "rt.h"

/* Nanoseconds; how many times at most; how many times in one place; how many until those that run may wait.
 */
enum { STEP = 2000000, STEPS = 100, SETTLED = 10, PATIENCE = 5 };

/* ---- the list of those that run ------------------------------------------------------------- */

/* NULL: no call is being made that could be asked about it. */
static ce_rt_start *make(void)
{
	ce_rt_start *s;

	if (!ce_rt_is_live(ce_rt_self.frames) || !ce_rt_begin())
		return NULL;
	if ((s = ce_rt.spare_starts))
		ce_rt.spare_starts = s->next;
	else
		s = ce_rt_map(sizeof *s);
	if (s) {
		*s = (ce_rt_start){.next = ce_rt.starts, .maker = &ce_rt_self, .made = ce_rt_self.nframes};
		ce_rt.starts = s;
	}
	ce_rt_end();
	return s;
}

void ce_rt_start_end(ce_rt_start *s)
{
	ce_rt_start **at = &ce_rt.starts;

	while (*at && *at != s)
		at = &(*at)->next;
	if (!*at)
		return;
	*at = s->next;
	s->next = ce_rt.spare_starts;
	ce_rt.spare_starts = s;
}

static void drop(ce_rt_start *s)
{
	if (!ce_rt_begin())
		return;
	if (ce_rt_self.start == s)
		ce_rt_self.start = NULL;
	ce_rt_start_end(s);
	ce_rt_end();
}

void ce_rt_starts_forget(const ce_rt_thread *maker)
{
	for (ce_rt_start *s = ce_rt.starts; s; s = s->next)
		if (s->maker == maker)
			s->maker = NULL;
}

/* ---- in place of the functions that start threads -------------------------------------------- */

static ce_rt_start *begin(void *start)
{
	ce_rt_start *s = start;

	if (ce_rt_begin()) {
		s->thread = &ce_rt_self;
		s->id = ce_rt_self.id;
		ce_rt_self.start = s;
		ce_rt_end();
	}
	return s;
}

static void *run_posix(void *start)
{
	ce_rt_start *s = begin(start);
	void *value = s->run.posix(s->argument);

	drop(s);
	return value;
}

static int run_c11(void *start)
{
	ce_rt_start *s = begin(start);
	int value = s->run.c11(s->argument);

	drop(s);
	return value;
}

#pragma GCC visibility push(default)

int __cgoescape_pthread_create(pthread_t *id, const pthread_attr_t *attr, void *(*run)(void *),
                               void *argument)
{
	ce_rt_start *s = make();
	int status;

	if (!s)
		return pthread_create(id, attr, run, argument);
	s->run.posix = run;
	s->argument = argument;
	status = pthread_create(id, attr, run_posix, s);
	if (status)
		drop(s);
	return status;
}

int __cgoescape_thrd_create(thrd_t *id, thrd_start_t run, void *argument)
{
	ce_rt_start *s = make();
	int status;

	if (!s)
		return thrd_create(id, run, argument);
	s->run.c11 = run;
	s->argument = argument;
	status = thrd_create(id, run_c11, s);
	if (status != thrd_success)
		drop(s);
	return status;
}

#pragma GCC visibility pop

/* ---- at return ----------------------------------------------------------------------------------- */

static bool is_of(const ce_rt_start *s, const ce_rt_frame *f)
{
	return s->maker == &ce_rt_self && s->made >= f->id;
}

bool ce_rt_is_started_by(const ce_rt_thread *t, const ce_rt_frame *f)
{
	return t->start && is_of(t->start, f);
}

void ce_rt_read_place(long id, char *out, size_t room)
{
	char path[64];
	ssize_t n = -1;
	int file;

	snprintf(path, sizeof path, "/proc/self/task/%ld/syscall", id);
	if (id && (file = open(path, O_RDONLY | O_CLOEXEC)) >= 0) {
		n = read(file, out, room - 1);
		close(file);
	}
	out[n > 0 && *out >= '0' && *out <= '9' ? n : 0] = 0;
}

/* What it was given, and, except in threads of Go's, what it keeps. */
static void scan_thread(ce_rt_start *s)
{
	uintptr_t at = (uintptr_t)&s->argument;

	ce_rt_scan_range(CE_RT_ROOT_THREAD, "argument of a thread", at, sizeof s->argument, at);
	if (s->thread && !s->thread->calls_from_go)
		ce_rt_others_scan_thread(s->thread);
}

static size_t scan_all(ce_rt_check *c, const ce_rt_frame *f, unsigned settled)
{
	ce_rt_scan_start(c, false);
	for (ce_rt_start *s = ce_rt.starts; s; s = s->next)
		if (is_of(s, f) && s->settled >= settled)
			scan_thread(s);
	ce_rt_others_scan(c, settled);
	return ce_rt.scan.hits.n;
}

static void sleep_a_step(void)
{
	const struct timespec step = {.tv_nsec = STEP};

	ce_rt_unlock();
	nanosleep(&step, NULL);
	ce_rt_lock();
}

/* Until all have ended or stay where they are, or it has taken too long. */
static void wait_for_all(ce_rt_check *c, const ce_rt_frame *f)
{
	bool ready = false;

	for (int i = 0; i < STEPS && !ready; i++) {
		sleep_a_step();
		ready = ce_rt_others_settle(c) >= SETTLED;
		for (ce_rt_start *s = ce_rt.starts; s; s = s->next) {
			char place[CE_RT_PLACE];

			if (!is_of(s, f))
				continue;
			ce_rt_read_place(s->id, place, sizeof place);
			s->settled = *place && strcmp(place, s->place) == 0 ? s->settled + 1 : 0;
			strcpy(s->place, place);
			ready &= s->settled >= SETTLED;
		}
	}
}

static bool has_started_any(const ce_rt_frame *f)
{
	for (const ce_rt_start *s = ce_rt.starts; s; s = s->next)
		if (is_of(s, f))
			return true;
	return false;
}

static bool any_runs(const ce_rt_check *c, const ce_rt_frame *f)
{
	char place[CE_RT_PLACE];

	for (const ce_rt_start *s = ce_rt.starts; s; s = s->next) {
		if (is_of(s, f))
			ce_rt_read_place(s->id, place, sizeof place);
		if (is_of(s, f) && !*place)
			return true;
	}
	return ce_rt_others_run(c);
}

bool ce_rt_threads(ce_rt_check *c, const ce_rt_frame *f, bool patient)
{
	for (int i = 0; i < PATIENCE && patient && any_runs(c, f); i++)
		sleep_a_step();
	if ((!c->nothers && !has_started_any(f)) || !scan_all(c, f, 0))
		return false;
	wait_for_all(c, f);
	return true;
}

void ce_rt_threads_scan(ce_rt_check *c, const ce_rt_frame *f)
{
	scan_all(c, f, SETTLED);
}
