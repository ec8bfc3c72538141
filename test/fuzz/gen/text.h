/* Random numbers and text for the generator. */
#ifndef GEN_TEXT_H
#define GEN_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* A stream of random numbers (splitmix64); equal seeds give equal streams everywhere. */
typedef struct {
	uint64_t state;
} rng;

unsigned rng_below(rng *r, unsigned n);

/* printf into memory that lives until text_reset(). */
__attribute__((format(printf, 1, 2))) const char *text(const char *format, ...);
void text_reset(void);

/* Growing text. */
typedef struct {
	char *bytes;
	size_t n, room;
} page;

void page_add(page *p, const char *s);
__attribute__((format(printf, 2, 3))) void page_print(page *p, const char *format, ...);
/* Every `@` becomes the number: names of one cluster stay apart from the next one's. */
void page_add_numbered(page *p, const char *s, unsigned number);
void page_free(page *p);
/* Frees p. False, with a message, if the file cannot be written. */
bool page_write(page *p, const char *path);

#endif
