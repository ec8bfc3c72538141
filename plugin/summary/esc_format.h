/*
 * esc_format.h - what the encoder and the decoder agree on (docs/format.md).
 */
#ifndef CE_ESC_FORMAT_H
#define CE_ESC_FORMAT_H

#include <stddef.h>
#include <stdint.h>

#include "graph/unit.h"

/* CR and LF are there so that a transfer in text mode is noticed. */
#define ESC_MAGIC "CGOESC\r\n"

/* The header: where its fields start, all little-endian. */
enum {
	ESC_AT_VERSION = 8, /* u16 */
	ESC_AT_ORDER = 10,  /* u16: ESC_ORDER */
	ESC_AT_LENGTH = 12, /* u64: bytes of the payload */
	ESC_AT_SUM = 20,    /* u64: XXH64 of the payload, seed 0 */
	ESC_HEADER = 28,
};

enum { ESC_ORDER = 0xfeff, ESC_ORDER_SWAPPED = 0xfffe };

/* Two bits for an index that is mostly near the one before; 0 is "none". */
enum {
	ESC_NEAR_NONE,
	ESC_NEAR_SAME,
	ESC_NEAR_NEXT, /* last + 1 */
	ESC_NEAR_FAR,  /* the difference follows */
};

/* What differences are taken to; starts as zero. node and item start anew in
 * each function, init_at in each global. */
typedef struct esc_last {
	uint32_t str, file, line, text;
	uint32_t edge_note, call_note;
	uint32_t node, call; /* of an edge */
	uint32_t item;       /* of an argument or result list */
	int64_t init_at;
} esc_last;

/* Head byte of an edge. ESC_EDGE_COMMON: the offset is zero, the size is that of
 * a pointer, the call is the next one. */
enum {
	ESC_EDGE_OP = 0x0f,
	ESC_EDGE_FLAGS = 0x10,
	ESC_EDGE_COMMON = 0x20,
	ESC_EDGE_NOTE_SHIFT = 6,
};

/* Head byte of a note. */
enum { ESC_NOTE_REASON = 0x1f, ESC_NOTE_TEXT_SHIFT = 5 };

/* Head byte of a call. */
enum { ESC_CALL_DIRECT = 1, ESC_CALL_TWICE = 2, ESC_CALL_NOTE_SHIFT = 2 };

/* Head byte of an argument. */
enum { ESC_ARG_KIND = 3, ESC_ARG_PARAM = 4, ESC_ARG_SIZE = 8 };

enum { ESC_UNIT_CGO = 1, ESC_UNIT_MODEL = 2, ESC_UNIT_UNTYPED = 4, ESC_UNIT_CUTS = 8 };

/* Linkage and flags of a global share a byte. */
enum { ESC_GLOBAL_LINKAGE = 3, ESC_GLOBAL_FLAGS_SHIFT = 2, ESC_GLOBAL_ELEMENT = 0x200 };

/** Decode a payload whose checksum is right. base is its place in the file, for
 * the message. What is returned has not been checked. (esc_decode.c) */
ce_unit *ce_esc_payload(const uint8_t *bytes, size_t n, size_t base, char **error);

_Static_assert(CE_NOPS <= ESC_EDGE_OP + 1, "operations no longer fit the head of an edge");
_Static_assert(CE_NREASONS <= ESC_NOTE_REASON + 1, "reasons no longer fit the head of a note");
_Static_assert((int)CE_LINK_ONCE <= (int)ESC_GLOBAL_LINKAGE, "linkage no longer fits the head of a global");

#endif
