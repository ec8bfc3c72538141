#include "lsp/summaries.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"

typedef struct summary_watch {
	uv_fs_event_t event; /* first: on_event() gets it */
	char *folder;
	char *name; /* of a list in it; NULL: all that is there counts */
} summary_watch;

static void on_event(uv_fs_event_t *h, const char *name, int events, int status)
{
	const summary_watch *w = (const summary_watch *)h;
	const ce_summaries *s = h->data;

	(void)events;
	(void)status;
	/* Scans of other programs write beside it. */
	if (!name || !w->name || strcmp(name, w->name) == 0)
		s->changed(s->ctx);
}

static bool is_watched(const ce_summaries *s, const char *folder, const char *name)
{
	for (uint32_t i = 0; i < s->watches.n; i++) {
		const summary_watch *w = s->watches.at[i];

		if (strcmp(w->folder, folder) == 0 && (!w->name || (name && strcmp(w->name, name) == 0)))
			return true;
	}
	return false;
}

void ce_summaries_watch(ce_summaries *s, const char *path)
{
	struct stat st;
	bool all = stat(path, &st) == 0 && S_ISDIR(st.st_mode);
	char *folder = all ? ce_strdup(path) : ce_path_join(path, "..");
	const char *name = all ? NULL : ce_path_base(path);
	summary_watch *w;

	if (is_watched(s, folder, name) || access(folder, R_OK) != 0) {
		free(folder);
		return;
	}
	w = ce_calloc(1, sizeof *w);
	w->folder = folder;
	w->name = name ? ce_strdup(name) : NULL;
	w->event.data = s;
	uv_fs_event_init(s->loop, &w->event);
	uv_fs_event_start(&w->event, on_event, folder, 0);
	ce_push(&s->watches, w);
}

void ce_summaries_end(ce_summaries *s)
{
	for (uint32_t i = 0; i < s->watches.n; i++)
		uv_close((uv_handle_t *)&s->watches.at[i]->event, NULL);
}

void ce_summaries_free(ce_summaries *s)
{
	for (uint32_t i = 0; i < s->watches.n; i++) {
		free(s->watches.at[i]->folder);
		free(s->watches.at[i]->name);
		free(s->watches.at[i]);
	}
	ce_vec_free(&s->watches);
}
