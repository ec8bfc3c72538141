/*
 * peer.h - a program that speaks the protocol on its standard input and output.
 */
#ifndef CE_LSP_PEER_H
#define CE_LSP_PEER_H

#include "lsp/channel.h"

/** It frees itself when it has ended and its pipes are closed. */
typedef struct ce_peer {
	uv_process_t handle;
	ce_reader out; /* what it says: fill the callbacks, then start */
	ce_writer in;
	void (*ended)(struct ce_peer *p, int64_t status, int sig);
	void *ctx;
	bool over;
	unsigned open; /* handles */
} ce_peer;

/** Start a program, found on PATH. NULL: *error is libuv's.
 * @param args  NULL-terminated, without the name; or NULL */
ce_peer *ce_peer_start(uv_loop_t *loop, const char *program, char **args, int *error);

void ce_peer_kill(ce_peer *p);

/** The end of its input: one that is well leaves by itself. */
void ce_peer_leave(ce_peer *p);

#endif
