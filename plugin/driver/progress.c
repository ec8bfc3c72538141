#include "driver/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <uv.h>

#include "base/path.h"

static bool is_terminal(int fd)
{
	const char *term = getenv("TERM");

	return isatty(fd) && term && strcmp(term, "dumb") != 0;
}

bool ce_has_colour(int fd)
{
	const char *no = getenv("NO_COLOR");

	return is_terminal(fd) && !(no && *no);
}

void ce_progress_start(ce_progress *p, unsigned all, bool quiet)
{
	*p = (ce_progress){
		.shown = !quiet && is_terminal(STDERR_FILENO), .all = all, .start_ns = uv_hrtime()};
}

static unsigned width(void)
{
	struct winsize w;

	return ioctl(STDERR_FILENO, TIOCGWINSZ, &w) == 0 && w.ws_col ? w.ws_col : 80;
}

void ce_progress_draw(const ce_progress *p)
{
	enum { BAR = 20 };
	double seconds = (double)(uv_hrtime() - p->start_ns) / 1e9;
	unsigned filled = p->all ? p->done * BAR / p->all : BAR;
	char head[96];
	int room;

	if (!p->shown)
		return;
	snprintf(head, sizeof head, "[%.*s%.*s] %u/%u units, %.1f/s ", (int)filled, "####################",
	         (int)(BAR - filled), "....................", p->done, p->all,
	         seconds > 0 ? p->done / seconds : 0.0);
	room = (int)width() - 1 - (int)strlen(head);
	fprintf(stderr, "\r%s%.*s\33[K", head, room > 0 ? room : 0,
	        p->current ? ce_path_base(p->current) : "");
	fflush(stderr);
}

void ce_progress_clear(const ce_progress *p)
{
	if (p->shown)
		fputs("\r\33[K", stderr);
}
