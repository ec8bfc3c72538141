/*
 * roots.c - the memory that every function can reach: variables of static
 * storage, of the program and its libraries, and those of this thread.
 *
 * In a Go program the executable's own data is Go's: there only the variables
 * count that instrumented units have named.
 */
#include <link.h>
#include <stdlib.h>
#include <string.h>

#include "rt.h"

/* The variables of static storage that are not C's business: sanitizers have some of
 * hundreds of megabytes. */
#define SEGMENT_MAX ((uintptr_t)16 << 20)

/* Go's heap, its stacks among it, is one stretch of addresses somewhere (since Go 1.26 a
 * random place), far from where C's memory is. */
#define GO_HEAP_MAX ((uintptr_t)1 << 36)

/* The size of a variable that is to be taken off the list. */
#define GONE UINTPTR_MAX

typedef struct segment {
	uintptr_t base, size;
	bool writable, is_main;
} segment;

static bool is_writable(const ElfW(Phdr) * p)
{
	return p->p_type == PT_LOAD && p->p_flags & PF_W;
}

static bool is_main(const struct dl_phdr_info *info)
{
	return !info->dlpi_name || !*info->dlpi_name;
}

/* ---- names ------------------------------------------------------------------------- */

static int by_address(const void *a, const void *b)
{
	const ce_rt_global *x = a, *y = b;

	if (x->address != y->address)
		return x->address < y->address ? -1 : 1;
	/* Empty ones may be at one place; the name is the unit's own. */
	return x->name < y->name ? -1 : x->name > y->name;
}

void ce_rt_globals_add(const ce_rt_unit *u)
{
	for (uintptr_t i = 0; i < u->nglobals; i++)
		(void)ce_rt_push(&ce_rt.globals, u->globals[i]);
	qsort(ce_rt.globals.at, ce_rt.globals.n, sizeof *ce_rt.globals.at, by_address);
}

void ce_rt_globals_remove(const ce_rt_unit *u)
{
	size_t n = 0;

	for (uintptr_t i = 0; i < u->nglobals; i++) {
		ce_rt_global *g = ce_rt.globals.n ? bsearch(&u->globals[i], ce_rt.globals.at, ce_rt.globals.n,
		                                            sizeof *g, by_address)
		                                  : NULL;

		if (g)
			g->size = GONE;
	}
	for (size_t i = 0; i < ce_rt.globals.n; i++)
		if (ce_rt.globals.at[i].size != GONE)
			ce_rt.globals.at[n++] = ce_rt.globals.at[i];
	ce_rt.globals.n = n;
}

const ce_rt_global *ce_rt_global_find(uintptr_t address)
{
	size_t low = 0, high = ce_rt.globals.n;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (ce_rt.globals.at[middle].address <= address)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low || address - ce_rt.globals.at[low - 1].address >= ce_rt.globals.at[low - 1].size)
		return NULL;
	return &ce_rt.globals.at[low - 1];
}

/* ---- scanning ------------------------------------------------------------------------------ */

/* Leaves out what is the runtime's own. */
static void scan_around(ce_rt_root_kind root, const char *name, uintptr_t base, uintptr_t size,
                        const void *own, size_t own_size)
{
	uintptr_t hole = (uintptr_t)own, end = base + size;

	if (hole >= end || hole + own_size <= base) {
		ce_rt_scan_range(root, name, base, size, base);
		return;
	}
	if (hole > base)
		ce_rt_scan_range(root, name, base, hole - base, base);
	if (hole + own_size < end)
		ce_rt_scan_range(root, name, hole + own_size, end - (hole + own_size), base);
}

static const char *module_name(const struct dl_phdr_info *info)
{
	const char *slash = strrchr(info->dlpi_name, '/');

	return is_main(info) ? "the program's data" : slash ? slash + 1 : info->dlpi_name;
}

static int scan_module(struct dl_phdr_info *info, size_t size, void *ctx)
{
	bool foreign = !(ce_rt.is_go && is_main(info));

	(void)size, (void)ctx;
	for (ElfW(Half) i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *p = &info->dlpi_phdr[i];

		if (is_writable(p) && foreign && p->p_memsz <= SEGMENT_MAX)
			scan_around(CE_RT_ROOT_GLOBAL, module_name(info), info->dlpi_addr + p->p_vaddr,
			            p->p_memsz, &ce_rt, sizeof ce_rt);
		if (p->p_type == PT_TLS && info->dlpi_tls_data)
			scan_around(CE_RT_ROOT_TLS, "thread-local data", (uintptr_t)info->dlpi_tls_data,
			            p->p_memsz, &ce_rt_self, sizeof ce_rt_self);
	}
	return 0;
}

void ce_rt_roots(void)
{
	if (ce_rt.is_go)
		for (size_t i = 0; i < ce_rt.globals.n; i++)
			ce_rt_scan_range(CE_RT_ROOT_GLOBAL, ce_rt.globals.at[i].name,
			                 ce_rt.globals.at[i].address, ce_rt.globals.at[i].size,
			                 ce_rt.globals.at[i].address);
	dl_iterate_phdr(scan_module, NULL);
}

/* ---- which memory is whose -------------------------------------------------------------------- */

static int find_segment(struct dl_phdr_info *info, size_t size, void *ctx)
{
	segment *s = ctx;

	(void)size;
	for (ElfW(Half) i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *p = &info->dlpi_phdr[i];

		if (p->p_type == PT_LOAD && s->base - (info->dlpi_addr + p->p_vaddr) < p->p_memsz) {
			s->size = p->p_memsz;
			s->writable = is_writable(p);
			s->is_main = is_main(info);
			return 1;
		}
	}
	return 0;
}

ce_rt_memory ce_rt_memory_of(uintptr_t address)
{
	segment s = {.base = address};

	if (ce_rt_global_find(address))
		return CE_RT_STATIC;
	if (dl_iterate_phdr(find_segment, &s))
		return ce_rt.is_go && s.is_main && s.writable ? CE_RT_GO : CE_RT_STATIC;
	if (ce_rt.go_stack && address - ce_rt.go_stack + GO_HEAP_MAX < 2 * GO_HEAP_MAX)
		return CE_RT_GO;
	return CE_RT_OTHER;
}
