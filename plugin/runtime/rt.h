/*
 * rt.h - inside the checking runtime.
 *
 * The runtime is linked into instrumented objects (each brings a copy, the
 * linker keeps one) or comes as a library. It uses libc only, never malloc():
 * its own memory is mapped, and what it keeps of the program is in one struct.
 * Everything that more than one thread touches is behind one lock.
 */
#ifndef CE_RT_H
#define CE_RT_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "profile_format.h"
#include "record.h"

/* ---- memory.c: mapped memory ------------------------------------------------------------ */

/** A growing array of T in mapped memory; never shrinks. */
#define CE_RT_VEC(T)           \
	struct {               \
		T *at;         \
		size_t n, cap; \
	}

/** Make room for one more item. False: out of memory, nothing changed. */
bool ce_rt_grow(void **at, size_t *cap, size_t n, size_t size);

#define ce_rt_push(v, ...)                                                 \
	(ce_rt_grow((void **)&(v)->at, &(v)->cap, (v)->n, sizeof *(v)->at) \
	         ? ((v)->at[(v)->n++] = (__VA_ARGS__), true)               \
	         : false)

void *ce_rt_map(size_t size); /* zeroed; NULL when there is none */
void ce_rt_unmap(void *p, size_t size);

/* ---- objects.c: the record of the heap ------------------------------------------------------ */

typedef struct ce_rt_object {
	uintptr_t base, size;
	const ce_rt_site *site; /* NULL: unknown */
	uint64_t serial;        /* never 0; while calls are looked at, each object of a place has another */
	bool profiled;          /* see profile_objects.c */
} ce_rt_object;

typedef struct ce_rt_large {
	uintptr_t base, size;
} ce_rt_large;

typedef struct ce_rt_region ce_rt_region; /* see objects.c */

typedef struct ce_rt_heap {
	ce_rt_region **regions;       /* by the upper bits of addresses; NULL: no objects there */
	CE_RT_VEC(uintptr_t) numbers; /* of the regions that are there */
	CE_RT_VEC(ce_rt_large) large; /* large objects, sorted */
	CE_RT_VEC(uintptr_t) marked;  /* bases of the objects with marks */
	uintptr_t low, high;          /* all regions */
	uint64_t serial;
} ce_rt_heap;

/** Without the lock, by who owns the memory, and while no calls are looked at.
 * @retval false  it takes the lock; nothing was changed */
bool ce_rt_heap_add_quickly(ce_rt_heap *h, uintptr_t base, uintptr_t size, const ce_rt_site *site);
/** The same; what is not known needs no removal. Of *old size (0: not known) and site are set. */
bool ce_rt_heap_remove_quickly(ce_rt_heap *h, uintptr_t base, ce_rt_object *old);

/** @return false: out of memory, or no allocator would place it there */
bool ce_rt_heap_add(ce_rt_heap *h, uintptr_t base, uintptr_t size, const ce_rt_site *site);
/** @return whether it was known; *old is what was */
bool ce_rt_heap_remove(ce_rt_heap *h, uintptr_t base, ce_rt_object *old);
/** The object that an address is in. One past the end is not in it. */
bool ce_rt_heap_find(ce_rt_heap *h, uintptr_t address, ce_rt_object *out);
/** Whether another object begins inside of one, which was freed behind our back, then, and is removed. */
bool ce_rt_heap_is_gone(ce_rt_heap *h, const ce_rt_object *o);
/** @return false when it has one already */
bool ce_rt_heap_mark(ce_rt_heap *h, const ce_rt_object *o);
void ce_rt_heap_unmark_all(ce_rt_heap *h);
void ce_rt_heap_set_profiled(ce_rt_heap *h, uintptr_t base);
/** What the sites of all objects point to is gone, and so is the profile. */
void ce_rt_heap_forget(ce_rt_heap *h);

/* ---- profile_objects.c: objects that the profile wants to know more of ------------------------------ */

typedef struct ce_rt_profiled {
	uintptr_t base; /* 0: free slot */
	/* The call that made it, and the object's record in the profile. */
	ce_rt_frame *maker;
	uintptr_t maker_id;
	const struct ce_rt_thread *thread;
	uint64_t at;
} ce_rt_profiled;

typedef struct ce_rt_profiled_set {
	ce_rt_profiled *slots; /* hash by base */
	size_t n, nslots;
} ce_rt_profiled_set;

/** False: out of memory. */
bool ce_rt_profiled_add(ce_rt_profiled_set *s, ce_rt_profiled o);
bool ce_rt_profiled_take(ce_rt_profiled_set *s, uintptr_t base, ce_rt_profiled *out);
void ce_rt_profiled_clear(ce_rt_profiled_set *s);

/* ---- options.c: the environment -------------------------------------------------------------- */

typedef struct ce_rt_options {
	uint32_t rate;   /* of 2^32 - 1: calls looked at */
	uint32_t max;    /* profiles written at most */
	uint32_t budget; /* of 2^32 - 1: share of the time that may be spent on looking */
	bool budget_set;
	bool halt; /* abort() after the first finding */
	bool halt_set;
	bool quiet;
	char dir[1024]; /* "": no profile */
} ce_rt_options;

/** Read CGOESCAPE. Each thing that is wrong is one line; the default stays. */
void ce_rt_options_read(ce_rt_options *o);

#include "scan.h"

/* ---- one call that is looked at ------------------------------------------------------------------- */

#define CE_RT_TARGETS 16 /* argument words beyond these are not watched */

/** A large object of what is no pointers, which is not looked at. */
typedef struct ce_rt_left_out {
	uintptr_t base;
	uint64_t serial;
} ce_rt_left_out;

#define CE_RT_OTHERS 64 /* in programs of more threads than these they are not looked at */

/** A thread that was there before a call, and waited. */
typedef struct ce_rt_other {
	uint64_t thread; /* its number */
	uint64_t nwaits;
} ce_rt_other;

typedef struct ce_rt_check {
	struct ce_rt_check *next; /* of the same thread, outer; or of the free list */
	ce_rt_target targets[CE_RT_TARGETS];
	uint32_t ntargets;
	uint64_t serials[CE_RT_TARGETS]; /* of the heap object each argument word leads to, or 0 */
	ce_rt_left_out left_out[CE_RT_TARGETS];
	uint32_t nleft_out;
	const ce_rt_frame *frame; /* of the call, and its id */
	uintptr_t id;
	uint32_t nothers;  /* 0: not all other threads were known and quiet (others.c) */
	uint64_t go_calls; /* by and into Go, of all other threads */
	ce_rt_other others[CE_RT_OTHERS];
} ce_rt_check;

/* ---- threads --------------------------------------------------------------------------------------- */

/** Where a thread is. Only calls from outside are looked at. */
typedef enum ce_rt_thread_state {
	CE_RT_OUTSIDE,
	CE_RT_INSIDE, /* in the runtime, or never again */
	CE_RT_FREES,  /* in free(), without the lock */
} ce_rt_thread_state;

typedef struct ce_rt_thread {
	ce_rt_thread_state state;
	int error;                        /* while it is inside: the program's errno */
	struct ce_rt_thread *next, *prev; /* of all threads, while `known` */
	bool known;
	bool chosen; /* Go's call that is running, and all calls in it, are to be looked at */
	ce_rt_frame *frames;
	ce_rt_check *checks;
	uintptr_t stack_low, stack_high;
	uint64_t random;
	struct ce_rt_start *start; /* its own; NULL: it was not started by a call that could be looked at */
	bool calls_from_go;        /* Go runs on it: its calls are anybody's */
	uintptr_t nframes;         /* ever made */
	uint64_t number;           /* of all threads that were ever known */
	long id;                   /* the system's */
	uintptr_t pointer;         /* what its thread-local variables are found by: pthread_self() */
	uint64_t go_calls;         /* by and into Go */
	/* In one of the functions of waits.c: the lowest address of what others have on its stack, and the
	 * innermost frame. 0: it is not. */
	uintptr_t wait_low;
	const ce_rt_frame *waits_in;
	uint64_t nwaits;  /* begun and ended */
	uint64_t wait;    /* that it was last seen in */
	unsigned settled; /* how many times in a row in the same */
} ce_rt_thread;

/* ---- others.c: threads that were there before -------------------------------------------------------- */

/** At entry: note all other threads, and what they may lead to, if all are quiet. */
void ce_rt_others_note(struct ce_rt_check *c);

/** Whether what a thread has of a target, if anything, it has since the call began, and by the call. */
bool ce_rt_others_has_it_from(const struct ce_rt_check *c, const ce_rt_thread *t, const ce_rt_target *target);

/** Of the noted threads: whether some have gone on since the call began, and do not wait again yet. */
bool ce_rt_others_run(const struct ce_rt_check *c);
/** Ask again which of them wait. @return how many times in a row each of those was in the same place */
unsigned ce_rt_others_settle(const struct ce_rt_check *c);
/** At return, after ce_rt_scan_start(): scan what those have that wait, and have been seen to so many times.
 */
void ce_rt_others_scan(struct ce_rt_check *c, unsigned settled);

/** Scan what a thread keeps: what the variables of its calls hold that are used later (where that is not
 * known, their arguments), and its thread-local variables. */
void ce_rt_others_scan_thread(const ce_rt_thread *t);

/* ---- threads.c: those that calls have started ---------------------------------------------------- */

#define CE_RT_PLACE 192

/** A thread that runs, or will soon. */
typedef struct ce_rt_start {
	struct ce_rt_start *next;
	const ce_rt_thread *maker;  /* NULL: has ended */
	uintptr_t made;             /* frames that its maker had ever made by then */
	const ce_rt_thread *thread; /* NULL: not yet there */
	long id;                    /* 0: not yet there */
	union {
		void *(*posix)(void *);
		int (*c11)(void *);
	} run;
	void *argument;
	char place[CE_RT_PLACE]; /* the system call that it was last seen in; "": none */
	unsigned settled;        /* how many times in a row in the same */
} ce_rt_start;

/** The system call that a thread waits in, with its arguments and stack; "": it runs, or who knows. */
void ce_rt_read_place(long id, char *out, size_t room);

void ce_rt_start_end(ce_rt_start *s);
void ce_rt_starts_forget(const ce_rt_thread *maker);

/**
 * Whether threads that a call has started, or others that are quiet, may hold a target when it returns.
 * Then waits until they have ended or wait for something, at most 0.2 s, without the lock.
 *
 * @param patient  give those that run a moment, for they may wait then
 */
bool ce_rt_threads(struct ce_rt_check *c, const ce_rt_frame *f, bool patient);

/** Whether a thread was started by a call, itself or in one that it made. */
bool ce_rt_is_started_by(const ce_rt_thread *t, const ce_rt_frame *f);

/** Scan what those threads hold that wait. */
void ce_rt_threads_scan(struct ce_rt_check *c, const ce_rt_frame *f);

/* ---- the profile ------------------------------------------------------------------------- */

typedef struct ce_rt_profile_slot {
	uint64_t key, at; /* hash of a record; its offset. key 0: free */
} ce_rt_profile_slot;

typedef struct ce_rt_profile {
	char *base; /* the mapped file; NULL: none is open */
	int fd;
	size_t size; /* of the file */
	ce_rt_profile_slot *slots;
	size_t nslots, nused;
	char program[1024];
} ce_rt_profile;

/** What was said once is not said again. */
typedef struct ce_rt_said {
	const void *who;
	uint32_t param, root;
	const void *holder;
} ce_rt_said;

/* ---- all of it -------------------------------------------------------------------------------------- */

#define CE_RT_LANDINGS 1024

typedef struct ce_rt_state {
	pthread_once_t once;
	uint32_t lock; /* 0: free, 1: taken, 2: and others wait */
	bool is_ready;
	pthread_key_t key;
	uintptr_t cookie;
	ce_rt_options options;
	bool is_go;
	uintptr_t go_stack; /* some address on a stack of Go; 0: none known yet */
	ce_rt_unit *units;
	ce_rt_thread *threads;
	ce_rt_check *spare;
	uint64_t nthreads; /* ever known */
	uint64_t go_calls; /* of those that have ended */
	ce_rt_start *starts, *spare_starts;
	uint32_t nwatched;   /* calls that are being looked at */
	uint32_t takes_lock; /* 1: all of free() does, as it is not ready or the system lacks membarrier() */
	/* Nanoseconds of processor time: when it began; spent on looking; at the time (of the
	 * wall clock) when it was asked for last. */
	uint64_t started, spent, used, asked;
	ce_rt_heap heap;
	ce_rt_profiled_set profiled;
	ce_rt_scan scan;
	CE_RT_VEC(ce_rt_global) globals; /* of all units, sorted */
	CE_RT_VEC(ce_rt_said) said;
	ce_rt_profile profile;
	uintptr_t landings[CE_RT_LANDINGS]; /* the last buffers of setjmp() */
	uint32_t nlandings;
} ce_rt_state;

extern ce_rt_state ce_rt;
extern _Thread_local ce_rt_thread ce_rt_self;

/* A mutex whose usual case is a few instructions: each allocation takes it. */
void ce_rt_lock_wait(void);
void ce_rt_lock_wake(void);

static inline void ce_rt_lock(void)
{
	uint32_t none = 0;

	if (!__atomic_compare_exchange_n(&ce_rt.lock, &none, 1, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
		ce_rt_lock_wait();
}

static inline void ce_rt_unlock(void)
{
	if (__atomic_exchange_n(&ce_rt.lock, 0, __ATOMIC_RELEASE) == 2)
		ce_rt_lock_wake();
}

/** Once calls are being looked at: wait until no thread is in free() without the lock. False: one
 * stays there. */
bool ce_rt_wait_for_frees(void);

/** Ready for use; false inside the runtime itself (a signal, a hook). Ends with ce_rt_end(), after
 * which errno is what it was. */
bool ce_rt_begin(void);
void ce_rt_end(void);

/** Put this thread on the list of all that are known. */
static inline void ce_rt_be_known(void)
{
	if (!ce_rt_self.known && ce_rt_begin())
		ce_rt_end();
}

/* ---- profile_file.c -------------------------------------------------------------------------- */

/** Whether there is a profile to write to; made on first use, when a folder is given. */
bool ce_rt_profile_is_on(void);
void ce_rt_profile_modules(void); /* while it is on: add the modules that are loaded now */
void ce_rt_profile_close(void);
void ce_rt_profile_leave(void); /* in a child of fork(): the next use makes its own */
/** Append a record and its tail. @return its offset; 0: there is no room */
uint64_t ce_rt_profile_add(ce_rt_profile_kind kind, const void *record, size_t size, const void *tail,
                           size_t tail_size);

/* ---- profile.c: only while the profile is on ----------------------------------------------------- */

/** The record whose first `keyed` bytes are these, added if need be; NULL: no room. */
void *ce_rt_profile_count(ce_rt_profile_kind kind, ce_rt_profile_record *record, size_t size, size_t keyed);
uint64_t ce_rt_profile_text(const char *text);
/** Forget where records are, so that they are added again: what pointers stood for is gone. */
void ce_rt_profile_forget(void);

/** `caller` is the return address of the runtime's entry: where the stack begins. */
void ce_rt_profile_call_made(const ce_rt_func *f, const void *caller);
void ce_rt_profile_param_watched(const ce_rt_func *f, uint32_t param);
void ce_rt_profile_param_seen(const ce_rt_func *f, uint32_t param, const char *where, const ce_rt_hit *h,
                              uint64_t bytes, const void *caller);
/** @return for ce_rt_profile_alloc_freed() */
uint64_t ce_rt_profile_alloc_made(const ce_rt_site *site, uint64_t bytes, const void *caller);
void ce_rt_profile_alloc_freed(uint64_t at, uint64_t bytes);
void ce_rt_profile_callback_made(const ce_rt_func *f, const ce_rt_func *exported);

/* ---- roots.c: the memory that everybody can reach ------------------------------------- */

/** Scan all variables of static storage and of this thread. */
void ce_rt_roots(void);
ce_rt_memory ce_rt_memory_of(uintptr_t address);

void ce_rt_globals_add(const ce_rt_unit *u);
void ce_rt_globals_remove(const ce_rt_unit *u);
const ce_rt_global *ce_rt_global_find(uintptr_t address);

/* ---- call.c ------------------------------------------------------------------------------ */

/** Whether a frame is one that has not been left. */
bool ce_rt_is_live(const ce_rt_frame *f);

/** The call that a live one was made in, as far as known; NULL: none. */
ce_rt_frame *ce_rt_outer(const ce_rt_frame *f);

/** Give a check back. */
void ce_rt_check_free(ce_rt_check *c);

/** realloc() has made an object of an old one. */
void ce_rt_checks_moved(const ce_rt_object *old, uintptr_t base);

/** The innermost live call of a function that is looked at; NULL: none. */
ce_rt_frame *ce_rt_innermost(void);

/* ---- budget.c ---------------------------------------------------------------------------- */

/** Whether this call, or allocation, is to be looked at, by the rate. */
bool ce_rt_is_sampled(void);
/** How many calls of Go's it takes, this one included, until one is looked at. */
uint32_t ce_rt_draw_skip(void);

/** Whether it is one of the first calls of a function that are looked at whatever it costs. */
bool ce_rt_is_early(const ce_rt_func *f);
bool ce_rt_is_affordable(const ce_rt_func *f);

/** From now on it counts how much time is spent. */
void ce_rt_clock_start(void);
/** This thread's processor time, in nanoseconds; what has gone by since is spent on looking. */
uint64_t ce_rt_clock(void);
void ce_rt_spend(uint64_t since);

/* ---- report.c ------------------------------------------------------------------------------ */

void ce_rt_report(const ce_rt_func *f, uint32_t param, const ce_rt_target *t, const ce_rt_hit *h,
                  const void *caller);
void ce_rt_report_go(const ce_rt_func *f, const ce_rt_func *exported);

/** One line to standard error, after "cgoescape: ". */
void ce_rt_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
