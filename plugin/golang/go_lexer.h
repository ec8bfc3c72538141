/*
 * go_lexer.h - Go source as tokens, comments among them.
 *
 * Enough of the Go specification to find import "C", the calls of C functions and
 * their arguments. It never fails: what is no Go becomes tokens of kind GO_OTHER,
 * an unfinished comment or string ends with the file. (Whether a file is Go at
 * all, the go command has said before.)
 */
#ifndef CE_GO_LEXER_H
#define CE_GO_LEXER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"

typedef enum ce_go_kind {
	GO_END,     /* after the last token */
	GO_IDENT,   /* also keywords */
	GO_NUMBER,  /* integer, floating-point, imaginary */
	GO_CHAR,    /* 'x' */
	GO_STRING,  /* "x" or `x` */
	GO_COMMENT, /* to the end of the line, or of the block */
	GO_OTHER,   /* one operator or delimiter */
} ce_go_kind;

typedef struct ce_go_token {
	uint8_t kind;       /* ce_go_kind */
	uint32_t line, col; /* 1-based, bytes */
	size_t at, n;       /* its bytes in the source */
} ce_go_token;

typedef struct ce_go_tokens {
	const char *text;         /* the source, borrowed */
	CE_VEC(ce_go_token) list; /* the last is GO_END */
} ce_go_tokens;

/** Split n bytes of source. The text must outlive the tokens. */
void ce_go_lex(ce_go_tokens *out, const char *text, size_t n);
void ce_go_tokens_free(ce_go_tokens *t);

/** Reports whether token i has this text. */
bool ce_go_is(const ce_go_tokens *t, uint32_t i, const char *text);

/** Reports whether token i is Go's name of a type without pointers: int8, float64, bool (not uintptr). */
bool ce_go_is_basic(const ce_go_tokens *t, uint32_t i);

/** A copy of a token's text; the caller frees it. */
char *ce_go_copy(const ce_go_tokens *t, uint32_t i);

/** The token after the bracket that closes the one at i; the end when none does. */
uint32_t ce_go_skip_group(const ce_go_tokens *t, uint32_t i);

#endif
