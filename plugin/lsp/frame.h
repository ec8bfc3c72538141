/*
 * frame.h - the base protocol of LSP: messages with a header in a stream of bytes.
 *
 * Knows neither JSON nor where the bytes come from.
 */
#ifndef CE_LSP_FRAME_H
#define CE_LSP_FRAME_H

#include "base/buf.h"

/** A message as it came, so that it can be forwarded as it came. */
typedef struct ce_frame {
	char *bytes; /* header and content, a 0 behind them; malloc'd */
	size_t n;
	size_t content; /* where the JSON begins */
} ce_frame;

/** Receives each message and owns its bytes from then on. */
typedef void ce_frame_fn(void *ctx, ce_frame frame);

/** Receives one line about bytes that were no message; the stream goes on. */
typedef void ce_frame_bad_fn(void *ctx, const char *what);

enum {
	CE_FRAME_MAX_HEADER = 8 << 10,
	CE_FRAME_MAX_CONTENT = 256 << 20, /* larger ones are skipped and reported */
};

/** Zero-initialise, then set the callbacks. */
typedef struct ce_framer {
	ce_frame_fn *message;
	ce_frame_bad_fn *bad;
	void *ctx;
	/* private */
	ce_buf head; /* of the header, what is there */
	char *bytes; /* of the message being read */
	size_t n, size, content;
	size_t skip; /* bytes of an oversized message still to come */
} ce_framer;

/** Take what was read, in pieces of any size; calls back for each message in it. */
void ce_framer_feed(ce_framer *f, const char *bytes, size_t n);

/** Reports whether the stream may end here: not in the middle of a message. */
bool ce_framer_idle(const ce_framer *f);

void ce_framer_free(ce_framer *f);

/** Header and content of a message of our own. */
ce_frame ce_frame_make(const char *content, size_t n);

#endif
