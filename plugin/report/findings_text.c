/*
 * findings_text.c - findings in the form of `go build -gcflags=-m`.
 */
#include <string.h>

#include "report/finding.h"

static const char *paint(ce_text_style style, const char *code)
{
	return style.colour ? code : "";
}

#define DIM "\33[2m"

/* What is in a baseline steps back behind what is new. */
static const char *own_paint(const ce_finding *f, ce_text_style style, const char *code)
{
	return paint(style, f->state == CE_STATE_UNCHANGED ? DIM : code);
}

static void add_place(ce_buf *out, const ce_finding *f, ce_text_style style)
{
	ce_buf_adds(out, own_paint(f, style, "\33[1m"));
	if (f->loc.line)
		ce_buf_addf(out, "%s:%u:%u: ", f->loc.file, f->loc.line, f->loc.col);
	else if (*f->loc.file)
		ce_buf_addf(out, "%s: ", f->loc.file);
	ce_buf_adds(out, paint(style, "\33[0m"));
}

static void add_steps(ce_buf *out, const ce_finding *f, ce_text_style style)
{
	for (uint32_t i = 0; i < f->nsteps; i++) {
		const ce_finding_step *s = &f->steps[i];

		add_place(out, f, style);
		ce_buf_addf(out, "%s%s%s", paint(style, DIM), s->text, paint(style, "\33[0m"));
		if (strncmp(s->text, "    from ", 9) == 0)
			ce_buf_addf(out, " at %s:%u:%u", s->loc.file, s->loc.line, s->loc.col);
		ce_buf_addc(out, '\n');
	}
}

/* Plain leaks have Go's words alone; what is wrong by itself is marked. */
static void add_message(ce_buf *out, const ce_finding *f, ce_text_style style)
{
	static const char *const colours[] = {"\33[32m", "\33[36m", "\33[1;35m", "\33[1;31m"};

	add_place(out, f, style);
	if (f->level >= CE_LEVEL_WARNING)
		ce_buf_addf(out, "%s%s:%s %s", own_paint(f, style, colours[f->level]),
		            ce_level_name(f->level), paint(style, "\33[0m"), f->message);
	else
		ce_buf_addf(out, "%s%s%s", own_paint(f, style, colours[f->level]), f->message,
		            paint(style, "\33[0m"));
	if (f->state == CE_STATE_UNCHANGED)
		ce_buf_adds(out, " (in the baseline)");
	ce_buf_addc(out, '\n');
}

void ce_findings_text(const ce_findings *l, ce_text_style style, ce_buf *out)
{
	for (uint32_t i = 0; i < l->at.n; i++) {
		const ce_finding *f = &l->at.at[i];

		if (f->suppressed || f->state == CE_STATE_ABSENT)
			continue;
		if (style.steps)
			add_steps(out, f, style);
		add_message(out, f, style);
	}
}
