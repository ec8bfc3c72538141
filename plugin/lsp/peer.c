#include "lsp/peer.h"

#include <signal.h>
#include <stdlib.h>

#include "base/mem.h"

static void handle_closed(uv_handle_t *h)
{
	ce_peer *p = h->data;

	if (--p->open)
		return;
	ce_framer_free(&p->out.framer);
	ce_writer_clear(&p->in);
	free(p);
}

static void close_all(ce_peer *p)
{
	uv_handle_t *handles[] = {(uv_handle_t *)&p->handle, (uv_handle_t *)&p->in.stream,
	                          (uv_handle_t *)&p->out.stream};

	for (size_t i = 0; i < sizeof handles / sizeof *handles; i++) {
		handles[i]->data = p;
		uv_close(handles[i], handle_closed);
	}
}

static void on_exit_status(uv_process_t *h, int64_t status, int sig)
{
	ce_peer *p = h->data;

	p->over = true;
	p->in.drained = NULL; /* its owner may be gone before its pipes are */
	close_all(p);
	p->ended(p, status, sig);
}

ce_peer *ce_peer_start(uv_loop_t *loop, const char *program, char **args, int *error)
{
	ce_peer *p = ce_calloc(1, sizeof *p);
	size_t n = 0;
	char **argv;
	uv_stdio_container_t stdio[3] = {
		{.flags = UV_CREATE_PIPE | UV_READABLE_PIPE, .data.stream = (uv_stream_t *)&p->in.stream},
		{.flags = UV_CREATE_PIPE | UV_WRITABLE_PIPE, .data.stream = (uv_stream_t *)&p->out.stream},
		{.flags = UV_INHERIT_FD, .data.fd = 2},
	};
	uv_process_options_t options = {.exit_cb = on_exit_status, .stdio_count = 3, .stdio = stdio};

	while (args && args[n])
		n++;
	argv = ce_calloc(n + 2, sizeof *argv);
	argv[0] = (char *)program;
	if (n)
		memcpy(argv + 1, args, n * sizeof *argv);
	options.file = program;
	options.args = argv;
	p->open = 3;
	uv_pipe_init(loop, &p->in.stream, 0);
	uv_pipe_init(loop, &p->out.stream, 0);
	*error = uv_spawn(loop, &p->handle, &options);
	p->handle.data = p;
	free(argv);
	if (!*error)
		return p;
	close_all(p);
	return NULL;
}

void ce_peer_kill(ce_peer *p)
{
	uv_process_kill(&p->handle, SIGKILL);
}

static void input_closed(uv_shutdown_t *request, int status)
{
	(void)status;
	free(request);
}

void ce_peer_leave(ce_peer *p)
{
	uv_shutdown_t *request = ce_malloc(sizeof *request);

	if (uv_shutdown(request, (uv_stream_t *)&p->in.stream, input_closed) != 0)
		free(request);
}
