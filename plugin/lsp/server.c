/*
 * server.c - one session: standard input and output, the loop, and the end.
 */
#include "lsp/server.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "analysis.h"
#include "base/path.h"
#include "lsp/analyser.h"
#include "lsp/clangd.h"
#include "lsp/uri.h"

enum { NSIGNALS = 3, STATUS_TROUBLE = 2 };

typedef struct session {
	ce_server server;
	uv_signal_t signals[NSIGNALS];
} session;

/* ---- to the client ----------------------------------------------------------------- */

void ce_server_forward(ce_server *s, ce_frame f)
{
	ce_writer_send(&s->out, f);
	if (s->out.broken)
		ce_server_end(s);
}

void ce_server_send(ce_server *s, json_t *message)
{
	ce_server_forward(s, rpc_frame(message));
}

static void say(ce_server *s, const char *method, int type, const char *text)
{
	if (s->o->verbose)
		fprintf(stderr, "cgoescape lsp: %s\n", text);
	ce_server_send(s, rpc_notification(method, json_pack("{s:i,s:o}", "type", type, "message",
	                                                     ce_json_string(text))));
}

void ce_server_show(ce_server *s, int type, const char *text)
{
	say(s, "window/showMessage", type, text);
}

void ce_server_log(ce_server *s, int type, const char *text)
{
	say(s, "window/logMessage", type, text);
}

void ce_server_ask(ce_server *s, const char *method, json_t *params)
{
	char *id = ce_format("cgoescape-%llu", (unsigned long long)++s->requests);

	ce_server_send(s, rpc_request(id, method, params));
	free(id);
}

/* The client reads again. */
static void drained(void *ctx)
{
	ce_server *s = ctx;

	if (s->clangd)
		ce_clangd_hold(s->clangd, false);
}

/* ---- from the client ------------------------------------------------------------------- */

static void message(void *ctx, ce_frame f)
{
	ce_server *s = ctx;

	if (s->ended)
		free(f.bytes);
	else
		ce_client_message(s, f);
}

static void bad_bytes(void *ctx, const char *what)
{
	char *text = ce_format("the client sent %s", what);

	ce_server_log(ctx, MESSAGE_ERROR, text);
	free(text);
}

static void client_left(void *ctx)
{
	ce_server_end(ctx);
}

/* ---- begin and end ------------------------------------------------------------------------ */

const char *ce_server_folder(ce_server *s)
{
	const char *tmp = getenv("TMPDIR");

	if (s->folder)
		return s->folder;
	s->folder = ce_format("%s/cgoescape-lsp-XXXXXX", tmp && *tmp ? tmp : "/tmp");
	if (!mkdtemp(s->folder)) {
		free(s->folder);
		s->folder = NULL;
	}
	return s->folder;
}

void ce_server_rest(ce_server *s)
{
	ce_analyser_end(s->analyser);
	if (s->folder)
		ce_remove_dir(s->folder);
	free(s->folder);
	s->folder = NULL;
}

void ce_server_end(ce_server *s)
{
	session *x = (session *)s;

	if (s->ended)
		return;
	s->ended = true;
	ce_reader_stop(&s->in);
	if (s->clangd)
		ce_clangd_end(s->clangd);
	ce_server_rest(s);
	uv_close((uv_handle_t *)&s->in.stream, NULL);
	uv_close((uv_handle_t *)&s->out.stream, NULL);
	for (int i = 0; i < NSIGNALS; i++)
		uv_close((uv_handle_t *)&x->signals[i], NULL);
}

static void on_signal(uv_signal_t *h, int number)
{
	(void)number;
	ce_server_end(h->data);
}

static void catch_signals(session *x)
{
	static const int numbers[NSIGNALS] = {SIGINT, SIGTERM, SIGHUP};

	signal(SIGPIPE, SIG_IGN);
	for (int i = 0; i < NSIGNALS; i++) {
		uv_signal_init(&x->server.loop, &x->signals[i]);
		x->signals[i].data = x;
		uv_signal_start(&x->signals[i], on_signal, numbers[i]);
	}
}

/* Standard input that is a file cannot be waited for: it is read at once. */
static bool read_file(ce_server *s)
{
	ssize_t n;

	while ((n = read(STDIN_FILENO, s->in.room, sizeof s->in.room)) > 0)
		ce_framer_feed(&s->in.framer, s->in.room, (size_t)n);
	return n == 0;
}

static bool open_streams(ce_server *s)
{
	bool file = uv_guess_handle(STDIN_FILENO) == UV_FILE;
	/* What is written later must not go where the protocol goes. */
	int out = dup(STDOUT_FILENO), in = file ? open("/dev/null", O_RDONLY | O_CLOEXEC) : STDIN_FILENO;

	uv_pipe_init(&s->loop, &s->in.stream, 0);
	uv_pipe_init(&s->loop, &s->out.stream, 0);
	s->in.stream.data = &s->in;
	if (out < 0 || in < 0 || dup2(STDERR_FILENO, STDOUT_FILENO) < 0)
		return false;
	fcntl(out, F_SETFD, FD_CLOEXEC);
	if (uv_pipe_open(&s->out.stream, out) != 0)
		return false;
	if (file)
		return close(in), true;
	return uv_pipe_open(&s->in.stream, in) == 0;
}

static void start(ce_server *s)
{
	s->in.framer = (ce_framer){.message = message, .bad = bad_bytes, .ctx = s};
	s->in.ended = client_left;
	s->out.drained = drained;
	s->in.ctx = s->out.ctx = s;
	if (uv_guess_handle(STDIN_FILENO) != UV_FILE) {
		ce_reader_start(&s->in);
		return;
	}
	if (!read_file(s))
		ce_server_log(s, MESSAGE_ERROR, strerror(errno));
	client_left(s);
}

/* Installed beside the models, or the folder of the build's source. */
static char *find_docs(void)
{
	char *models = ce_models_path();
	char *path = models ? ce_path_join(models, "../../../share/doc/cgoescape") : NULL;
	char *uri = ce_path_uri(path && access(path, R_OK) == 0 ? path : CE_DOCS);

	free(models);
	free(path);
	return uri;
}

int ce_lsp_run(const ce_lsp_options *o)
{
	session *x = ce_calloc(1, sizeof *x);
	ce_server *s = &x->server;
	bool whole;

	s->o = o;
	ce_settings_default(&s->settings);
	s->given = s->settings;
	s->docs_uri = find_docs();
	json_object_seed(0); /* before there are threads */
	if (uv_loop_init(&s->loop) != 0 || !open_streams(s)) {
		fprintf(stderr, "cgoescape: lsp: standard input and output cannot be used: %s\n",
		        strerror(errno));
		free(x);
		return STATUS_TROUBLE;
	}
	catch_signals(x);
	s->analyser = ce_analyser_new(s);
	start(s);
	uv_run(&s->loop, UV_RUN_DEFAULT);
	uv_loop_close(&s->loop);
	whole = s->shut_down;
	ce_analyser_free(s->analyser);
	ce_documents_free(&s->docs);
	ce_framer_free(&s->in.framer);
	ce_writer_clear(&s->out);
	if (s->folder)
		ce_remove_dir(s->folder);
	free(s->folder);
	free(s->docs_uri);
	free(x);
	return whole ? 0 : 1;
}
