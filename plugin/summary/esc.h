/*
 * esc.h - unit summaries as bytes: the .esc file (docs/format.md).
 *
 * A file is one or more units one after another, so `cat a.esc b.esc` makes an
 * archive. Equal units have equal bytes. Encoded are only the fields that
 * unit.h gives a meaning; one that an operation does not use comes back as
 * CE_NONE if it is an index and as 0 otherwise. Numbers of strings, notes, nodes
 * and functions survive; the items of ce_func.lists may be in another order.
 *
 * All functions may be called from several threads at once.
 */
#ifndef CE_ESC_H
#define CE_ESC_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "graph/unit.h"

/** Any change of the bytes or of what they mean is a new version; that includes
 * the order of ce_op, ce_category and ce_reason. */
enum { CE_ESC_VERSION = 12 };

/** Append one unit to out. It must pass ce_unit_check(). */
void ce_esc_encode(const ce_unit *u, ce_buf *out);

/**
 * Decode the first unit in n bytes, which are borrowed for the call. What is
 * returned has passed ce_unit_check().
 *
 * @param[out] consumed  how many bytes the unit took; the next one starts there
 * @param[out] error     on failure "byte N: ...", which the caller frees: not a
 *                       summary, wrong byte order, foreign version, truncated,
 *                       checksum mismatch, malformed. Untouched on success.
 * @return the unit, owned by the caller; NULL on failure
 *
 * Allocates at most a small multiple of n, whatever the bytes claim.
 */
ce_unit *ce_esc_decode(const void *bytes, size_t n, size_t *consumed, char **error);

/**
 * Decode all units of a file and hand each to the callback, which owns it. On
 * failure *error is "PATH: byte N: ..." or "PATH: cannot read: ..."; units that
 * stand before the bad one have been handed over.
 */
bool ce_esc_read_file(const char *path, void (*each)(void *ctx, ce_unit *unit), void *ctx, char **error);

/** Write one unit as a file, atomically. A unit that fails ce_unit_check() is an
 * error like an unwritable path, and leaves nothing behind. */
bool ce_esc_write_file(const char *path, const ce_unit *u, char **error);

#endif
