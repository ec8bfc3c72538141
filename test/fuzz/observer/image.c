#define _GNU_SOURCE
#include "image.h"

#include <dlfcn.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "outside.h"

static struct {
	char *at;
	size_t size;
	char *image;
} segments[8], tls;
static int nsegments;

struct tls_index {
	unsigned long module, offset;
};
extern void *__tls_get_addr(struct tls_index *);

static int find_segments(struct dl_phdr_info *info, size_t size, void *name)
{
	(void)size;
	if (strcmp(info->dlpi_name, name) != 0)
		return 0;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *h = &info->dlpi_phdr[i];
		if (h->p_type == PT_TLS) {
			/* This thread's block is there from the first access on. */
			tls.at = __tls_get_addr(&(struct tls_index){info->dlpi_tls_modid, 0});
			tls.size = h->p_memsz;
		}
		if (h->p_type != PT_LOAD || !(h->p_flags & PF_W) || nsegments == 8)
			continue;
		segments[nsegments].at = (char *)info->dlpi_addr + h->p_vaddr;
		segments[nsegments].size = h->p_memsz;
		nsegments++;
	}
	return 1;
}

const struct function *image_load(const char *path)
{
	void *program = dlopen(path, RTLD_NOW);
	const struct function *functions = program ? dlsym(program, "functions") : NULL;

	if (!functions) {
		fprintf(stderr, "observer: %s\n", dlerror());
		exit(2);
	}
	dl_iterate_phdr(find_segments, (void *)path);
	for (int i = 0; i < nsegments; i++) {
		segments[i].image = malloc(segments[i].size);
		if (!segments[i].image)
			give_up("image");
		memcpy(segments[i].image, segments[i].at, segments[i].size);
	}
	return functions;
}

void image_reset(void)
{
	for (int i = 0; i < nsegments; i++)
		memcpy(segments[i].at, segments[i].image, segments[i].size);
	if (tls.at)
		memset(tls.at, 0, tls.size);
}

void each_word(char *at, size_t n, void (*visit)(void **, void *), void *data)
{
	uintptr_t end = (uintptr_t)(at + n) & ~(uintptr_t)7;

	for (uintptr_t word = ((uintptr_t)at + 7) & ~(uintptr_t)7; word < end; word += 8)
		if (in_arena(*(void **)word))
			visit((void **)word, data);
}

void each_root(void (*visit)(void **, void *), void *data)
{
	for (int i = 0; i < nsegments; i++)
		each_word(segments[i].at, segments[i].size, visit, data);
	if (tls.at)
		each_word(tls.at, tls.size, visit, data);
	each_word((char *)kept, sizeof kept, visit, data);
}
