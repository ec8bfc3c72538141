/*
 * clangd.c - one clangd after the other. What dies or hangs is started again and
 * told all that the client has open; requests it owed are answered with an error
 * that clients pass over. One that cannot be kept alive is given up.
 */
#include "lsp/clangd.h"

#include <stdlib.h>

#include "base/map.h"
#include "lsp/analyser.h"
#include "lsp/owed.h"
#include "lsp/peer.h"

enum {
	MAX_RESTARTS = 4, /* in RESTARTS_MS; then it is given up */
	RESTARTS_MS = 180 * 1000,
	RESTART_DELAY_MS = 100, /* doubled each time */
	WATCH_MS = 500,
	END_MS = 2 * 1000, /* to leave by itself */
};

struct ce_clangd {
	ce_server *s;
	ce_peer *p; /* NULL: none runs */
	ce_owed_list owed;
	char *initialize; /* the client's message, to be told again */
	size_t initialize_n;
	json_t *initialize_id; /* of an answer that the client has already */
	bool initialized_seen;
	uv_timer_t watch, restart, grace;
	unsigned timers; /* not closed yet */
	unsigned restarts;
	uint64_t first_restart;
	bool ping_sent, told, ending;
	uint64_t pinged;
};

#define PING_ID "cgoescape-ping"

static void launch(struct ce_clangd *c);

static uint64_t now(const struct ce_clangd *c)
{
	return uv_now(&c->s->loop);
}

/* ---- what clangd says ------------------------------------------------------------------------ */

static void answered(struct ce_clangd *c, uint32_t i, ce_frame f, json_t *message)
{
	ce_owed *o = &c->owed.at[i];
	json_t *result = json_object_get(message, "result"), *joined;

	if (json_object_get(message, "error") || (!o->params && !ce_owed_is_initialize(o))) {
		ce_server_forward(c->s, f);
	} else {
		joined = ce_owed_join(c->s, o, result);
		json_object_set_new(message, "result", joined);
		free(f.bytes);
		ce_server_send(c->s, json_incref(message));
	}
	ce_owed_drop(&c->owed, i);
}

static void diagnostics(struct ce_clangd *c, ce_frame f, json_t *message)
{
	if (!ce_show_merge(c->s, json_object_get(message, "params"))) {
		ce_server_forward(c->s, f);
		return;
	}
	free(f.bytes);
	ce_server_send(c->s, json_incref(message));
}

/* A message that has to be read. */
static void read_message(struct ce_clangd *c, ce_frame f)
{
	rpc_view view;
	json_t *message = rpc_parse(f, &view);
	uint32_t i;

	if (!message) {
		ce_server_forward(c->s, f); /* not ours to judge */
		return;
	}
	if (view.method && !view.id && strcmp(view.method, "textDocument/publishDiagnostics") == 0) {
		diagnostics(c, f, message);
	} else if (view.method || !view.id) {
		ce_server_forward(c->s, f);
	} else if (json_is_string(view.id) && strcmp(json_string_value(view.id), PING_ID) == 0) {
		c->ping_sent = false;
		free(f.bytes);
	} else if (c->initialize_id && json_equal(view.id, c->initialize_id)) {
		json_decref(c->initialize_id);
		c->initialize_id = NULL;
		free(f.bytes);
	} else if ((i = ce_owed_find(&c->owed, view.id)) != CE_NONE) {
		answered(c, i, f, message);
	} else {
		ce_server_forward(c->s, f);
	}
	json_decref(message);
}

/* Most answers go through unread, for they may be large. */
static void from_clangd(void *ctx, ce_frame f)
{
	ce_peer *p = ctx;
	struct ce_clangd *c = p->ctx;
	json_t *id;
	uint32_t i;

	if (p->over || p != c->p) {
		free(f.bytes);
		return;
	}
	id = rpc_peek_result(f);
	i = id ? ce_owed_find(&c->owed, id) : CE_NONE;
	if (i != CE_NONE && !c->owed.at[i].params && !ce_owed_is_initialize(&c->owed.at[i])) {
		ce_owed_drop(&c->owed, i);
		ce_server_forward(c->s, f);
	} else {
		read_message(c, f);
	}
	json_decref(id);
	if (c->s->out.queued >= CE_WRITER_FULL)
		ce_clangd_hold(c, true);
}

static void bad_bytes(void *ctx, const char *what)
{
	const struct ce_clangd *c = ((ce_peer *)ctx)->ctx;
	char *text = ce_format("clangd sent %s", what);

	ce_server_log(c->s, MESSAGE_WARNING, text);
	free(text);
}

/* ---- its end --------------------------------------------------------------------------------------- */

static void timer_closed(uv_handle_t *h)
{
	struct ce_clangd *c = h->data;

	if (--c->timers)
		return;
	free(c->initialize);
	json_decref(c->initialize_id);
	ce_owed_free(&c->owed);
	free(c);
}

/* Nothing of it runs any more. */
static void release(struct ce_clangd *c)
{
	if (uv_is_closing((uv_handle_t *)&c->grace))
		return;
	uv_close((uv_handle_t *)&c->watch, timer_closed);
	uv_close((uv_handle_t *)&c->restart, timer_closed);
	uv_close((uv_handle_t *)&c->grace, timer_closed);
}

/* Answer what clangd will not: ourselves where we can. */
static void settle(struct ce_clangd *c, bool for_good)
{
	for (uint32_t i = c->owed.n; i-- > 0;) {
		ce_owed *o = &c->owed.at[i];
		json_t *id = json_incref(o->id);

		if (ce_owed_is_initialize(o) && !for_good) {
			json_decref(id);
			continue;
		}
		if (ce_owed_is_initialize(o))
			ce_server_send(c->s, rpc_result(id, ce_client_capabilities(c->s, NULL)));
		else if (strcmp(o->method, "shutdown") == 0)
			ce_server_send(c->s, rpc_result(id, NULL));
		else if (for_good)
			ce_server_send(c->s, rpc_result(id, ce_client_answer(c->s, o->method, o->params)));
		else
			ce_server_send(c->s, rpc_error(id, RPC_CONTENT_MODIFIED, "clangd was restarted"));
		ce_owed_drop(&c->owed, i);
	}
}

static void give_up(struct ce_clangd *c, const char *why)
{
	char *text = ce_format("%s: %s. cgoescape goes on without it.", c->s->o->clangd, why);

	ce_server_show(c->s, MESSAGE_ERROR, text);
	free(text);
	c->s->clangd = NULL;
	settle(c, true);
	ce_show_without_clangd(c->s);
	release(c);
}

static void on_restart(uv_timer_t *t)
{
	launch(t->data);
}

static void died(struct ce_clangd *c, const char *how)
{
	char *text;

	c->ping_sent = false;
	if (c->s->shut_down) {
		settle(c, false);
		c->s->clangd = NULL;
		release(c);
		return;
	}
	if (!c->restarts || now(c) - c->first_restart > RESTARTS_MS) {
		c->restarts = 0;
		c->first_restart = now(c);
	}
	if (c->restarts++ >= MAX_RESTARTS) {
		give_up(c, "it ends again and again");
		return;
	}
	text = ce_format("%s %s; it is started again.", c->s->o->clangd, how);
	if (c->told)
		ce_server_log(c->s, MESSAGE_WARNING, text);
	else
		ce_server_show(c->s, MESSAGE_WARNING, text);
	c->told = true;
	free(text);
	settle(c, false);
	uv_timer_start(&c->restart, on_restart, (uint64_t)RESTART_DELAY_MS << c->restarts, 0);
}

static void ended(ce_peer *p, int64_t status, int sig)
{
	struct ce_clangd *c = p->ctx;
	char *how =
		sig ? ce_format("crashed (signal %d)", sig) : ce_format("ended with status %d", (int)status);

	if (!c->s->ended)
		ce_reader_start(&c->s->in); /* it may have waited for this one */
	if (c->p == p) {
		c->p = NULL;
		if (c->ending)
			release(c);
		else
			died(c, c->ping_sent && sig == SIGKILL ? "did not answer any more" : how);
	}
	free(how);
}

/* Its output is at the end: the process is, or is of no use. */
static void no_more_output(void *ctx)
{
	ce_peer *p = ctx;
	const struct ce_clangd *c = p->ctx;

	if (!p->over && !c->ending)
		ce_peer_kill(p);
}

/* ---- its start ---------------------------------------------------------------------------------------- */

static void drained(void *ctx)
{
	ce_server *s = ((struct ce_clangd *)((ce_peer *)ctx)->ctx)->s;

	if (!s->ended)
		ce_reader_start(&s->in);
}

/* What the client said to the one before. */
static void tell_again(struct ce_clangd *c)
{
	bool waits = false;

	if (!c->initialize)
		return;
	for (uint32_t i = 0; i < c->owed.n; i++)
		waits |= ce_owed_is_initialize(&c->owed.at[i]);
	if (!waits) {
		json_t *message = json_loadb(c->initialize, c->initialize_n, JSON_ALLOW_NUL, NULL);

		json_decref(c->initialize_id);
		c->initialize_id = json_incref(json_object_get(message, "id"));
		json_decref(message);
	}
	ce_writer_send(&c->p->in, ce_frame_make(c->initialize, c->initialize_n));
	if (c->initialized_seen)
		ce_clangd_send(c, rpc_notification("initialized", json_object()));
	ce_analyser_tell_clangd(c->s->analyser);
	for (uint32_t i = 0; i < c->s->docs.at.n; i++)
		if (c->s->docs.at.at[i]->language != CE_LANGUAGE_GO)
			ce_clangd_send(c, ce_sync_opened(c->s->docs.at.at[i]));
}

static void launch(struct ce_clangd *c)
{
	int error;
	ce_peer *p = ce_peer_start(&c->s->loop, c->s->o->clangd, c->s->o->clangd_args, &error);

	c->p = p;
	if (!p) {
		give_up(c, uv_strerror(error));
		return;
	}
	p->ctx = c;
	p->ended = ended;
	p->in.drained = drained;
	p->out.framer = (ce_framer){.message = from_clangd, .bad = bad_bytes, .ctx = p};
	p->out.ended = no_more_output;
	p->in.ctx = p->out.ctx = p;
	ce_reader_start(&p->out);
	tell_again(c);
}

/* Ask whether it lives when it owes an answer for long. Its main thread only passes
 * messages on: one that is well answers at once, whatever else it has to do. */
static void on_watch(uv_timer_t *t)
{
	struct ce_clangd *c = t->data;
	uint64_t oldest = UINT64_MAX, patience = c->s->settings.clangd_timeout_ms;

	if (!c->p)
		return;
	if (c->ping_sent) {
		if (now(c) - c->pinged > patience)
			ce_peer_kill(c->p);
		return;
	}
	for (uint32_t i = 0; i < c->owed.n; i++)
		if (c->owed.at[i].since < oldest)
			oldest = c->owed.at[i].since;
	if (oldest == UINT64_MAX || now(c) - oldest < patience)
		return;
	c->ping_sent = true;
	c->pinged = now(c);
	ce_clangd_send(c, rpc_request(PING_ID, "$/cgoescape/ping", NULL));
}

struct ce_clangd *ce_clangd_start(ce_server *s)
{
	struct ce_clangd *c = ce_calloc(1, sizeof *c);

	c->s = s;
	c->timers = 3;
	uv_timer_init(&s->loop, &c->watch);
	uv_timer_init(&s->loop, &c->restart);
	uv_timer_init(&s->loop, &c->grace);
	c->watch.data = c->restart.data = c->grace.data = c;
	s->clangd = c;
	launch(c);
	if (s->clangd)
		uv_timer_start(&c->watch, on_watch, WATCH_MS, WATCH_MS);
	return s->clangd;
}

/* ---- what it is told ----------------------------------------------------------------------------- */

void ce_clangd_send(struct ce_clangd *c, json_t *message)
{
	if (c->p)
		ce_writer_send(&c->p->in, rpc_frame(message));
	else
		json_decref(message);
}

bool ce_clangd_runs(const struct ce_clangd *c)
{
	return c->p != NULL;
}

void ce_clangd_note(struct ce_clangd *c, ce_frame f, const rpc_view *view, bool merge)
{
	bool request = view->id && view->method,
	     initialize = request && strcmp(view->method, "initialize") == 0;

	if (initialize) {
		free(c->initialize);
		c->initialize_n = f.n - f.content;
		c->initialize = ce_malloc(c->initialize_n);
		memcpy(c->initialize, f.bytes + f.content, c->initialize_n);
	}
	if (view->method && strcmp(view->method, "initialized") == 0)
		c->initialized_seen = true;
	if (request && (c->p || initialize))
		ce_owed_add(&c->owed, view, merge, now(c));
	else if (request && strcmp(view->method, "shutdown") == 0)
		ce_server_send(c->s, rpc_result(json_incref(view->id), NULL));
	else if (request)
		ce_server_send(c->s, rpc_error(json_incref(view->id), RPC_CONTENT_MODIFIED,
		                               "clangd is being restarted"));
}

void ce_clangd_forward(struct ce_clangd *c, ce_frame f)
{
	if (!c->p) {
		free(f.bytes);
		return;
	}
	ce_writer_send(&c->p->in, f);
	if (c->p->in.queued >= CE_WRITER_FULL)
		ce_reader_stop(&c->s->in);
}

void ce_clangd_hold(struct ce_clangd *c, bool hold)
{
	if (c->p)
		(hold ? ce_reader_stop : ce_reader_start)(&c->p->out);
}

static void on_grace(uv_timer_t *t)
{
	struct ce_clangd *c = t->data;

	if (c->p)
		ce_peer_kill(c->p);
}

void ce_clangd_end(struct ce_clangd *c)
{
	c->ending = true;
	c->s->clangd = NULL;
	uv_timer_stop(&c->restart);
	uv_timer_stop(&c->watch);
	if (!c->p) {
		release(c);
		return;
	}
	ce_peer_leave(c->p);
	uv_timer_start(&c->grace, on_grace, END_MS, 0);
}
