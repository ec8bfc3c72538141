#include "packet.h"

#include <stdlib.h>
#include <string.h>

/* Defined in Go (packet.go). */
extern void packetDamaged(uint32_t want, uint32_t got);

static const uint8_t *secret;
static size_t nsecret;

/* Reads only: neither kept nor returned. */
uint32_t packet_checksum(const uint8_t *data, size_t n)
{
	uint32_t a = 1, b = 0;

	for (size_t i = 0; i < n; i++) {
		a = (a + data[i]) % 65521;
		b = (b + a) % 65521;
	}
	return b << 16 | a;
}

/* A table on the heap, freed before the end, holds pointers into `in`: nothing is kept. */
size_t packet_encode(uint8_t *out, size_t cap, const uint8_t *in, size_t n)
{
	const uint8_t **runs = malloc((n + 1) * sizeof *runs);
	size_t nruns = 0, used = 0;

	if (!runs)
		return 0;
	for (size_t i = 0; i < n; i++)
		if (i == 0 || in[i] != in[i - 1] || in + i - runs[nruns - 1] == 255)
			runs[nruns++] = in + i;
	runs[nruns] = in + n;
	for (size_t i = 0; i < nruns && used + 2 <= cap; i++) {
		out[used++] = (uint8_t)(runs[i + 1] - runs[i]);
		out[used++] = *runs[i];
	}
	free(runs);
	return used;
}

size_t packet_decode(uint8_t *out, size_t cap, const uint8_t *in, size_t n)
{
	size_t used = 0;

	for (; n >= 2 && in[0] <= cap - used; in += 2, n -= 2) {
		memset(out + used, in[1], in[0]);
		used += in[0];
	}
	return used;
}

/* The result is the parameter, a little further on. */
const uint8_t *packet_body(const uint8_t *packet, size_t n)
{
	return n < PACKET_HEADER ? NULL : packet + PACKET_HEADER;
}

/* Kept in the caller's reader: the cgo rules forbid it when `data` is Go's. */
void packet_open(packet_reader *r, const uint8_t *data, size_t n)
{
	r->next = data;
	r->left = n;
}

/* Moves r->next along, which was in *r before: nothing new is kept. */
size_t packet_read(packet_reader *r, uint8_t *out, size_t cap)
{
	size_t n = r->left < cap ? r->left : cap;

	memcpy(out, r->next, n);
	r->next += n;
	r->left -= n;
	return n;
}

/* Kept in a global. */
void packet_set_secret(const uint8_t *bytes, size_t n)
{
	secret = bytes;
	nsecret = n;
}

uint32_t packet_sign(const uint8_t *data, size_t n)
{
	return packet_checksum(data, n) ^ packet_checksum(secret, nsecret);
}

/* Hands pieces of `data`, and ctx, to a function that the caller brings. */
int packet_records(const uint8_t *data, size_t n, packet_visit *visit, void *ctx)
{
	int count = 0;

	for (; n > 0 && data[0] < n; count++) {
		size_t size = data[0];

		visit(ctx, data + 1, size);
		data += 1 + size;
		n -= 1 + size;
	}
	return count;
}

/* Keeps nothing, but may call Go. */
int packet_verify(const uint8_t *packet, size_t n)
{
	const uint8_t *body = packet_body(packet, n);
	uint32_t want, got;

	if (!body)
		return 0;
	memcpy(&want, packet, sizeof want);
	got = packet_checksum(body, n - PACKET_HEADER);
	if (got != want)
		packetDamaged(want, got);
	return got == want;
}
