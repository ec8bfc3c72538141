// Child processes: how many at a time, and each way to end.
//
// RUN: %leaks %unit/jobs_test
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "check.h"
#include "driver/jobs.h"

static ce_job sh(const char *script)
{
	static char *argv[8][4];
	static int n;
	char **a = argv[n++ % 8];
	/* What the suite sets for clang is nothing for a shell. */
	static char *env[] = {"PATH=/usr/bin:/bin", NULL};

	a[0] = "/bin/sh";
	a[1] = "-c";
	a[2] = (char *)script;
	a[3] = NULL;
	return (ce_job){.argv = a, .env = env};
}

static void check_ending(const ce_job *j, const char *want)
{
	char *text = ce_job_ending(j);

	CHECK_STR(text, want);
	free(text);
}

TEST(output_and_status)
{
	ce_job j = sh("echo out; echo err >&2; cat; exit 3");

	CHECK(ce_job_run(&j) == 0);
	CHECK(j.end == JOB_EXITED && j.status == 3 && !j.truncated);
	CHECK_STR(j.out.data, "out\n");
	CHECK_STR(j.err.data, "err\n");
	check_ending(&j, "exit status 3");
	ce_job_clear(&j);
}

TEST(folder)
{
	ce_job j = sh("pwd");

	j.cwd = "/usr";
	CHECK(ce_job_run(&j) == 0);
	CHECK_STR(j.out.data, "/usr\n");
	ce_job_clear(&j);
}

TEST(crash)
{
	ce_job j = sh("kill -SEGV $$");

	CHECK(ce_job_run(&j) == 0);
	CHECK(j.end == JOB_CRASHED && j.signal == SIGSEGV);
	check_ending(&j, "crashed: Segmentation fault");
	ce_job_clear(&j);
}

/* Its children must not live on, nor hold up the pipes. */
TEST(timeout)
{
	ce_job j = sh("sleep 60 & echo started; sleep 60");

	/* Enough for the shell to begin. */
	j.timeout_ms = 2000;
	CHECK(ce_job_run(&j) == 0);
	CHECK(j.end == JOB_TIMED_OUT && j.wall_ns < 20000000000u);
	CHECK_STR(j.out.data, "started\n");
	check_ending(&j, "stopped after 2 s (the time limit)");
	ce_job_clear(&j);
}

TEST(left_behind)
{
	ce_job j = sh("sleep 60 & echo done");

	CHECK(ce_job_run(&j) == 0);
	CHECK(j.end == JOB_EXITED && j.status == 0 && j.wall_ns < 20000000000u);
	ce_job_clear(&j);
}

TEST(memory)
{
	/* A variable that doubles; the time limit only ends a test that fails. */
	ce_job j = sh("x=0123456789; while :; do x=$x$x; done");

	j.memory_limit = (uint64_t)50 << 20;
	j.timeout_ms = 30000;
	CHECK(ce_job_run(&j) == 0);
	CHECK(j.end == JOB_OUT_OF_MEMORY && j.peak > j.memory_limit);
	check_ending(&j, "stopped at 50 MB (the memory limit)");
	ce_job_clear(&j);
}

TEST(not_there)
{
	char *argv[] = {"/nowhere/program", NULL};
	ce_job j = {.argv = argv};

	CHECK(ce_job_run(&j) == 0);
	CHECK(j.end == JOB_NOT_STARTED);
	check_ending(&j, "cannot start /nowhere/program: no such file or directory");
	ce_job_clear(&j);
}

/* ---- several ------------------------------------------------------------------------------ */

typedef struct batch {
	ce_job jobs[7];
	unsigned next, n, running, most, done;
	bool signal;
} batch;

static ce_job *next_of(void *ctx)
{
	batch *b = ctx;

	if (b->next == b->n)
		return NULL;
	if (++b->running > b->most)
		b->most = b->running;
	return &b->jobs[b->next++];
}

static void done_of(void *ctx, ce_job *j)
{
	batch *b = ctx;

	b->running--;
	b->done++;
	ce_job_clear(j);
}

static void interrupt(void *ctx)
{
	batch *b = ctx;

	if (b->signal)
		kill(getpid(), SIGTERM);
	b->signal = false;
}

TEST(bounded)
{
	batch b = {.n = 7};
	ce_job_source s = {next_of, done_of, NULL, &b};

	for (unsigned i = 0; i < b.n; i++)
		b.jobs[i] = sh("sleep 0.05");
	CHECK(ce_jobs_run(3, &s) == 0);
	CHECK(b.done == 7 && b.most == 3);
}

TEST(interrupted)
{
	batch b = {.n = 5, .signal = true};
	ce_job_source s = {next_of, done_of, interrupt, &b};

	for (unsigned i = 0; i < b.n; i++)
		b.jobs[i] = sh("sleep 60");
	CHECK(ce_jobs_run(2, &s) == SIGTERM);
	CHECK(b.next == 2 && b.done == 2);
	CHECK(b.jobs[0].end == JOB_INTERRUPTED && b.jobs[1].end == JOB_INTERRUPTED);
}

TEST(none)
{
	batch b = {0};
	ce_job_source s = {next_of, NULL, NULL, &b};

	CHECK(ce_jobs_run(2, &s) == 0);
}

int main(void)
{
	RUN(output_and_status);
	RUN(folder);
	RUN(crash);
	RUN(timeout);
	RUN(left_behind);
	RUN(memory);
	RUN(not_there);
	RUN(bounded);
	RUN(interrupted);
	RUN(none);
	return check_status();
}
