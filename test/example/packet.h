/*
 * packet.h - checksums, run-length coding and records of a toy wire format.
 */
#ifndef PACKET_H
#define PACKET_H

#include <stddef.h>
#include <stdint.h>

enum { PACKET_HEADER = 4 };

typedef struct packet_reader {
	const uint8_t *next;
	size_t left;
} packet_reader;

typedef void packet_visit(void *ctx, const uint8_t *record, size_t n);

uint32_t packet_checksum(const uint8_t *data, size_t n);
size_t packet_encode(uint8_t *out, size_t cap, const uint8_t *in, size_t n);
size_t packet_decode(uint8_t *out, size_t cap, const uint8_t *in, size_t n);
const uint8_t *packet_body(const uint8_t *packet, size_t n);
void packet_open(packet_reader *r, const uint8_t *data, size_t n);
size_t packet_read(packet_reader *r, uint8_t *out, size_t cap);
void packet_set_secret(const uint8_t *secret, size_t n);
uint32_t packet_sign(const uint8_t *data, size_t n);
int packet_records(const uint8_t *data, size_t n, packet_visit *visit, void *ctx);
int packet_verify(const uint8_t *packet, size_t n);

#endif
