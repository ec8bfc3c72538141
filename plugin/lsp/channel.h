/*
 * channel.h - streams of messages on libuv: to and from the client or clangd.
 */
#ifndef CE_LSP_CHANNEL_H
#define CE_LSP_CHANNEL_H

#include <uv.h>

#include "lsp/frame.h"

/** The incoming half. Fill stream (an open pipe) and the framer's callbacks first. */
typedef struct ce_reader {
	uv_pipe_t stream;
	ce_framer framer;
	void (*ended)(void *ctx); /* end of file or an error; once */
	void *ctx;
	bool reading;
	char room[64 << 10];
} ce_reader;

void ce_reader_start(ce_reader *r);

/** Stop taking bytes, for what reads too slowly on the other side. */
void ce_reader_stop(ce_reader *r);

/** The outgoing half. */
typedef struct ce_writer {
	uv_pipe_t stream;
	size_t queued;              /* bytes that nobody has taken yet */
	void (*drained)(void *ctx); /* few are queued again */
	void *ctx;
	bool broken;   /* the other side is gone: what is sent is dropped */
	char *dropped; /* the last of that, still readable */
} ce_writer;

/** So many bytes queued are enough: stop reading what fills them. */
enum { CE_WRITER_FULL = 8 << 20 };

/** Send a message, and own its bytes. They stay as they are until control returns
 * to the loop, sent or not. */
void ce_writer_send(ce_writer *w, ce_frame f);

/** Free what it holds; the stream is closed already. */
void ce_writer_clear(ce_writer *w);

#endif
