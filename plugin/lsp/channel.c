#include "lsp/channel.h"

#include <stdlib.h>

#include "base/mem.h"

/* ---- in ------------------------------------------------------------------------------ */

static void give_room(uv_handle_t *h, size_t wanted, uv_buf_t *buf)
{
	ce_reader *r = h->data;

	(void)wanted;
	*buf = uv_buf_init(r->room, sizeof r->room);
}

static void got(uv_stream_t *s, ssize_t n, const uv_buf_t *buf)
{
	ce_reader *r = s->data;

	if (n > 0) {
		ce_framer_feed(&r->framer, buf->base, (size_t)n);
	} else if (n < 0) {
		ce_reader_stop(r);
		r->ended(r->ctx);
	}
}

void ce_reader_start(ce_reader *r)
{
	r->stream.data = r;
	if (!r->reading && !uv_is_closing((uv_handle_t *)&r->stream))
		r->reading = uv_read_start((uv_stream_t *)&r->stream, give_room, got) == 0;
}

void ce_reader_stop(ce_reader *r)
{
	if (r->reading)
		uv_read_stop((uv_stream_t *)&r->stream);
	r->reading = false;
}

/* ---- out ----------------------------------------------------------------------------- */

typedef struct sending {
	uv_write_t request;
	ce_writer *w;
	ce_frame frame;
} sending;

static void sent(uv_write_t *request, int status)
{
	sending *s = request->data;
	ce_writer *w = s->w;
	bool was_full = w->queued >= CE_WRITER_FULL;

	w->queued -= s->frame.n;
	if (status < 0)
		w->broken = true;
	free(s->frame.bytes);
	free(s);
	if (was_full && w->queued < CE_WRITER_FULL && w->drained)
		w->drained(w->ctx);
}

void ce_writer_send(ce_writer *w, ce_frame f)
{
	sending *s = ce_calloc(1, sizeof *s);
	uv_buf_t buf = uv_buf_init(f.bytes, (unsigned)f.n);

	s->request.data = s;
	s->w = w;
	s->frame = f;
	w->queued += f.n;
	/* libuv never calls back at once, so the bytes outlive this call. */
	if (w->broken || uv_write(&s->request, (uv_stream_t *)&w->stream, &buf, 1, sent) != 0) {
		w->broken = true;
		w->queued -= f.n;
		free(s);
		ce_writer_clear(w);
		w->dropped = f.bytes;
	}
}

void ce_writer_clear(ce_writer *w)
{
	free(w->dropped);
	w->dropped = NULL;
}
