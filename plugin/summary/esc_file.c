/*
 * esc_file.c - the container: header, checksum, and several units in a file.
 *
 * Every message names the byte at which a reader should look.
 */
#include "summary/esc.h"

#include <inttypes.h>
#include <stdlib.h>
#include <xxhash.h>

#include "summary/esc_format.h"

static uint64_t le(const uint8_t *at, unsigned nbytes)
{
	uint64_t v = 0;

	for (unsigned i = 0; i < nbytes; i++)
		v |= (uint64_t)at[i] << 8 * i;
	return v;
}

static char *check_magic(const uint8_t *p, size_t n, size_t base)
{
	size_t known = n < ESC_AT_VERSION ? n : ESC_AT_VERSION;

	if (!n)
		return ce_format("byte %zu: not a unit summary (.esc): empty", base);
	if (memcmp(p, ESC_MAGIC, known) != 0)
		return ce_format("byte %zu: not a unit summary (.esc): it does not start with CGOESC", base);
	if (n < ESC_HEADER)
		return ce_format("byte %zu: truncated: ends inside the header of a unit summary", base + n);
	return NULL;
}

/* The byte order first: it decides how the version reads. */
static char *check_version(const uint8_t *p, size_t base)
{
	unsigned order = (unsigned)le(p + ESC_AT_ORDER, 2), version = (unsigned)le(p + ESC_AT_VERSION, 2);

	if (order == ESC_ORDER_SWAPPED)
		return ce_format("byte %zu: wrong byte order: the unit summary is big-endian, this program "
		                 "reads little-endian",
		                 base + ESC_AT_ORDER);
	if (order != ESC_ORDER)
		return ce_format("byte %zu: damaged header: 0x%04x where the byte-order mark 0x%04x belongs",
		                 base + ESC_AT_ORDER, order, ESC_ORDER);
	if (version != CE_ESC_VERSION)
		return ce_format("byte %zu: unit summary of format version %u, this program reads %u",
		                 base + ESC_AT_VERSION, version, CE_ESC_VERSION);
	return NULL;
}

static char *check_payload(const uint8_t *p, size_t n, size_t base)
{
	uint64_t length = le(p + ESC_AT_LENGTH, 8);

	if (length > n - ESC_HEADER)
		return ce_format("byte %zu: truncated: the file ends here, %" PRIu64
		                 " more bytes belong to the unit summary",
		                 base + n, length - (n - ESC_HEADER));
	if (XXH64(p + ESC_HEADER, length, 0) != le(p + ESC_AT_SUM, 8))
		return ce_format("byte %zu: checksum mismatch: the %" PRIu64
		                 " bytes from here on are damaged",
		                 base + ESC_HEADER, length);
	return NULL;
}

static char *check_header(const uint8_t *p, size_t n, size_t base)
{
	char *wrong = check_magic(p, n, base);

	if (!wrong)
		wrong = check_version(p, base);
	return wrong ? wrong : check_payload(p, n, base);
}

/* base: where in its file the unit starts. */
static ce_unit *decode_at(const uint8_t *p, size_t n, size_t base, size_t *consumed, char **error)
{
	char *header = check_header(p, n, base), *wrong;
	size_t length;
	ce_unit *u;

	*consumed = 0;
	if (header) {
		*error = header;
		return NULL;
	}
	length = (size_t)le(p + ESC_AT_LENGTH, 8);
	u = ce_esc_payload(p + ESC_HEADER, length, base + ESC_HEADER, error);
	if (u && (wrong = ce_unit_check(u))) {
		*error = ce_format("byte %zu: malformed payload of the unit that starts here: %s", base,
		                   wrong);
		free(wrong);
		ce_unit_free(u);
		return NULL;
	}
	if (u)
		*consumed = ESC_HEADER + length;
	return u;
}

ce_unit *ce_esc_decode(const void *bytes, size_t n, size_t *consumed, char **error)
{
	return decode_at(bytes, n, 0, consumed, error);
}

bool ce_esc_read_file(const char *path, void (*each)(void *ctx, ce_unit *unit), void *ctx, char **error)
{
	ce_buf b;
	size_t at = 0, consumed;
	char *wrong = NULL;

	if (!ce_file_read(&b, path, error))
		return false;
	/* An empty file must fail: it is what a full disk leaves behind. */
	do {
		ce_unit *u = decode_at(b.n ? (uint8_t *)b.data + at : NULL, b.n - at, at, &consumed, &wrong);

		if (u)
			each(ctx, u);
		at += consumed;
	} while (!wrong && at < b.n);
	ce_buf_free(&b);
	if (!wrong)
		return true;
	*error = ce_format("%s: %s", path, wrong);
	free(wrong);
	return false;
}

bool ce_esc_write_file(const char *path, const ce_unit *u, char **error)
{
	char *wrong = ce_unit_check(u);
	ce_buf b = {0};
	bool ok;

	if (wrong) {
		*error = ce_format("%s: not written, the unit is inconsistent: %s", path, wrong);
		free(wrong);
		return false;
	}
	ce_esc_encode(u, &b);
	ok = ce_file_write(path, b.data, b.n, error);
	ce_buf_free(&b);
	return ok;
}
