/*
 * memory.c - the runtime's own memory: mapped, never malloc()ed, so that looking
 * at the program's heap does not change it.
 */
#include <string.h>
#include <sys/mman.h>

#include "rt.h"

void *ce_rt_map(size_t size)
{
	void *p =
		mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	return p == MAP_FAILED ? NULL : p;
}

void ce_rt_unmap(void *p, size_t size)
{
	if (p)
		munmap(p, size);
}

bool ce_rt_grow(void **at, size_t *cap, size_t n, size_t size)
{
	size_t room = *cap ? *cap * 2 : 16384 / size;
	void *p;

	if (n < *cap)
		return true;
	p = *cap ? mremap(*at, *cap * size, room * size, MREMAP_MAYMOVE) : ce_rt_map(room * size);
	if (!p || p == MAP_FAILED)
		return false;
	*at = p;
	*cap = room;
	return true;
}
