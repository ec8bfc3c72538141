/* What was said of a program, what was seen, and where they contradict. */
#ifndef GEN_FACTS_H
#define GEN_FACTS_H

#include "program.h"

typedef struct {
	char function[24]; /* external functions only */
	int index;         /* -1: nocallback */
	unsigned params;   /* bit j: `param:j` */
	bool direct, result, content, none, nocallback;
} fact;

typedef struct {
	fact *at;
	unsigned n;
	unsigned long proved, rows; /* parameters: `none`, all */
} facts;

/* Reads the facts TSV; false, with a message, if it is none. */
bool facts_read(facts *f, const char *path);
void facts_free(facts *f);
/* Adds a line to bad for each contradiction with what the observer printed (docs/fuzz.md has the
 * rules); false, with a message, if it did not finish. calls, leaks: are increased by what it made and saw.
 */
bool facts_compare(const facts *f, const char *seen, page *bad, unsigned long *calls, unsigned long *leaks);

#endif
