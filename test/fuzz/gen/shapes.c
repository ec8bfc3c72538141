#include "shapes.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "statements.h"

/* ---- reading ------------------------------------------------------------------------------- */

static void split(shape *s, const char *at)
{
	while (*at == '[' && s->n < MAX_SECTIONS) {
		struct section *now = &s->sections[s->n++];
		const char *end = at + strcspn(at, "\n"), *next = strstr(end, "\n[");

		now->head = strndup(at + 1, (size_t)(end - at) - 2);
		now->text = next ? strndup(end + 1, (size_t)(next - end)) : strdup(end + 1);
		at = next ? next + 1 : "";
	}
}

bool shapes_read(shapes *s, const char *path, const char *wanted)
{
	helpers all;

	*s = (shapes){0};
	if (!helpers_read(&all, path))
		return false;
	for (int i = 0; i < all.n && s->n < MAX_SHAPES; i++)
		if (!wanted || strcmp(wanted, all.at[i].name) == 0) {
			s->at[s->n].name = all.at[i].name;
			split(&s->at[s->n++], all.at[i].text);
		}
	if (!s->n && wanted && strcmp(wanted, "none") != 0) {
		fprintf(stderr, "gen: no shape %s\n", wanted);
		return false;
	}
	return true;
}

/* ---- choices ------------------------------------------------------------------------------- */

static const char *copy(cluster *c, const char *s, page *out);

/* Behind the end of alternatives; the one of this number goes out. n: how many there are. */
static const char *alternatives(cluster *c, const char *s, unsigned number, page *out, unsigned *n)
{
	*n = 0;
	for (;;) {
		s = copy(c, s, (*n)++ == number ? out : NULL);
		if (s[0] != '$')
			return s;
		s += 2;
		if (s[-1] != ',')
			return s;
	}
}

static const char *one(cluster *c, const char *s, unsigned pick, page *out)
{
	unsigned n, none;

	alternatives(c, s, 0, NULL, &n);
	return alternatives(c, s, pick % n, out, &none);
}

static const char *any_order(cluster *c, const char *s, page *out)
{
	unsigned n, none, order[32];
	const char *end = alternatives(c, s, 0, NULL, &n);

	for (unsigned i = 0; i < n; i++) {
		unsigned j = rng_below(&c->r, i + 1);
		order[i] = order[j];
		order[j] = i;
	}
	for (unsigned i = 0; i < n; i++)
		alternatives(c, s, order[i], out, &none);
	return end;
}

/* Up to the end of this alternative, or of the text. */
static const char *copy(cluster *c, const char *s, page *out)
{
	while (*s) {
		size_t n = strcspn(s, "$");

		if (out && n)
			page_print(out, "%.*s", (int)n, s);
		s += n;
		if (!*s || strchr(",)>", s[1]))
			return s;
		if (s[1] == '(')
			s = one(c, s + 2, rng_below(&c->r, 1000), out);
		else if (isdigit((unsigned char)s[1]))
			s = one(c, s + 3, c->picks[s[1] - '0'], out);
		else if (s[1] == '<')
			s = any_order(c, s + 2, out);
		else {
			if (out)
				page_print(out, "%.2s", s);
			s += 2;
		}
	}
	return s;
}

static const char *chosen(cluster *c, const char *s)
{
	page p = {0};
	const char *all;

	page_add(&p, "");
	copy(c, s, &p);
	all = text("%s", p.bytes);
	page_free(&p);
	return all;
}

/* ---- variables ------------------------------------------------------------------------------ */

static const char letters[] = "AEFHIJLMQRXYZijlmqtyz";

const char *shapes_type(char kind)
{
	return kind == 'g'                     ? "char **"
	       : kind == 'e'                   ? "struct E@ "
	       : kind && strchr(letters, kind) ? text("struct %c@ *", kind)
	                                       : NULL;
}

static const char *variable(cluster *c, char kind)
{
	var *v = kind == 'E' && one_in(c, 2) ? pick_var(c, "e", false) : NULL;

	if (v)
		return text("(&%s)", v->name);
	v = pick_var(c, kind == 'G' ? "g" : (char[]){kind, 0}, false);
	return v ? v->name : NULL;
}

/* What stands for `$` and this letter; NULL: nothing can. */
static const char *filling(cluster *c, char letter, const char *vars[128])
{
	switch (letter) {
	case 'N':
		return node(c, 2);
	case 'S':
		return string(c);
	case 'K':
		return constant(c);
	case '#':
		return text("%d", c->counter);
	default:
		if (!vars[(int)letter])
			vars[(int)letter] = variable(c, letter);
		return vars[(int)letter];
	}
}

static const char *filled(cluster *c, const char *s)
{
	const char *vars[128] = {0}, *all = "", *known = NULL;
	size_t n;

	c->counter++;
	for (; *s; s += n) {
		n = strcspn(s, "$");
		all = text("%s%.*s", all, (int)n, s);
		s += n;
		n = *s ? 2 : 0;
		if (n && s[1] == '=') {
			known = s;
			n = strcspn(s, ";") + 1;
		} else if (n) {
			const char *with = filling(c, s[1], vars);
			if (!with)
				return NULL;
			all = text("%s%s", all, with);
		}
	}
	if (known) {
		const char *name = text("%.*s", (int)strcspn(known, ";") - 3, known + 3);
		const char *number = strchr(name, '$');
		if (number)
			name = text("%.*s%d", (int)(number - name), name, c->counter);
		declare(c, name, known[2], false);
	}
	return all;
}

/* ---- what goes into a cluster ------------------------------------------------------------------ */

static const struct section *find(const shape *s, const char *head)
{
	for (int i = 0; i < s->n; i++)
		if (strcmp(s->sections[i].head, head) == 0)
			return &s->sections[i];
	return NULL;
}

/* `fields X MEMBER:KIND ..`. */
static void add_fields(cluster *c, const char *head, char kind)
{
	const char *fields = text("static const struct field shape_%c_fields@[] = {", kind);

	for (const char *at = head; *(at += strspn(at, " ")); at += strcspn(at, " ")) {
		const char *member = text("%.*s", (int)strcspn(at, ":"), at), *of = strchr(at, ':') + 1;
		const char *end = strchr(of, ':');

		if (*of == 'b')
			fields = text("%sBOX(struct %c@, %s), ", fields, kind, member);
		else if (*of == 'x')
			fields = text("%s{offsetof(struct %c@, %s), 'x', (const void *const *)%.*s, %d}, ",
			              fields, kind, member, (int)strcspn(end + 1, ":"), end + 1,
			              atoi(strchr(end + 1, ':') + 1));
		else
			fields = text("%s{offsetof(struct %c@, %s), '%c'}, ", fields, kind, member, *of);
	}
	c->fields = text("%s%s{0}};\n", c->fields, fields);
	c->layouts =
		text("%s\t{'%c', sizeof(struct %c@), shape_%c_fields@},\n", c->layouts, kind, kind, kind);
	if (c->own_types)
		c->types = text("%sstruct %c@;\n", c->types, kind);
	c->letters = text("%s%c%s", c->letters, kind, kind == 'E' ? "e" : "");
}

static void add_inside(cluster *c, const char *head, char kind)
{
	char member[32] = "", in = 0;

	sscanf(head, " %c %31s", &in, member);
	c->layouts = text("%s\t{'%c', sizeof(struct %c@), 0, '%c', offsetof(struct %c@, %s)},\n", c->layouts,
	                  kind, kind, in, in, member);
}

static void add_shape(cluster *c, const shape *s)
{
	const struct section *types = find(s, "types"), *own = find(s, "private"),
			     *globals = find(s, "globals");

	if (types)
		c->types = text("%s%s", c->types, chosen(c, types->text));
	if (own)
		c->own_types = text("%s%s", c->own_types ? c->own_types : "", chosen(c, own->text));
	for (const char *at = globals ? globals->text : ""; *at && *at != '\n'; at += strcspn(at, "\n") + 1)
		types_add_global(c, text("%.*s", (int)strcspn(at, "\n"), at));
	for (int i = 0; i < s->n; i++) {
		const char *head = s->sections[i].head;
		if (strncmp(head, "fields ", 7) == 0)
			add_fields(c, head + 8, head[7]);
		if (strncmp(head, "inside ", 7) == 0)
			add_inside(c, head + 8, head[7]);
	}
}

void shapes_choose(cluster *c, const shapes *all)
{
	unsigned n = all->n ? 1 + rng_below(&c->r, 2) : 0;

	for (int i = 0; i < PICKS && n; i++)
		c->picks[i] = rng_below(&c->r, 1000);
	while (n--) {
		const shape *s = &all->at[rng_below(&c->r, (unsigned)all->n)];
		if (c->nshapes && c->shapes[0] == s)
			continue;
		c->shapes[c->nshapes++] = s;
		add_shape(c, s);
	}
}

/* `function K NAME K:P...` */
static void read_head(func *f, const shape *s, const char *head)
{
	char result = 0, name[32] = "", param[32];
	int at = 0, n;

	sscanf(head, "function %c %31s%n", &result, name, &at);
	*f = (func){.name = text("%.3s_%s_@", s->name, name), .result = result == '0' ? 0 : result};
	for (; sscanf(head + at, "%31s%n", param, &n) == 1 && f->nparams < MAX_PARAMS; at += n)
		f->params[f->nparams++] =
			(var){text("%s", strchr(param, ':') + 1), param[0], param[1] == '!', false};
}

static void write_line(cluster *c, const char *s)
{
	s = filled(c, s);
	if (s && s[strspn(s, "\t ")])
		line(c, s);
}

/* Line by line, since what may be used is found on the way. */
static void write_body(cluster *c, const char *at)
{
	for (; *at; at += strcspn(at, "\n") + 1) {
		const char *s = text("%.*s", (int)strcspn(at, "\n"), at), *random = strstr(s, "$T");

		if (random) {
			write_line(c, text("%.*s", (int)(random - s), s));
			for (unsigned n = 1 + rng_below(&c->r, 2); n--;)
				statement(c, 1);
			s = random + 2;
		}
		write_line(c, s);
		if (!strchr(at, '\n'))
			break;
	}
}

static void write_shape(cluster *c, int number)
{
	const shape *s = c->shapes[number];
	unsigned unit = one_in(c, 3) ? (c->home + 1) % c->units : c->home;
	const struct section *code = find(s, "code");

	c->own_unit = find(s, "private") ? unit : c->own_unit;
	if (code)
		page_add(&c->bodies[unit], chosen(c, code->text));
	c->uses[number] = &c->bodies[unit];
	for (int i = 0; i < s->n; i++) {
		func *f = &c->funcs[c->nfuncs];

		if (strncmp(s->sections[i].head, "function ", 9) != 0 || c->nfuncs == ALL_FUNCS)
			continue;
		read_head(f, s, s->sections[i].head);
		f->is_static = one_in(c, 8);
		f->unit = unit;
		c->nfuncs++;
		function_begin(c, f);
		write_body(c, chosen(c, s->sections[i].text));
		function_end(c);
	}
}

void shapes_write(cluster *c)
{
	for (int i = 0; i < c->nshapes; i++)
		write_shape(c, i);
	for (unsigned n = c->nshapes ? 3 + rng_below(&c->r, 5) : 0; n-- && c->nfuncs < ALL_FUNCS;)
		function_random(c, "u", false);
}

bool shapes_statement(cluster *c)
{
	int number = (int)rng_below(&c->r, (unsigned)c->nshapes);
	const shape *s = c->shapes[number];
	int first = s->n;
	const char *all;

	while (first && strcmp(s->sections[first - 1].head, "use") == 0)
		first--;
	if (first == s->n || c->uses[number] != c->out)
		return false;
	all = s->sections[first + (int)rng_below(&c->r, (unsigned)(s->n - first))].text;
	all = filled(c, chosen(c, text("%.*s", (int)strcspn(all, "\n"), all)));
	if (!all)
		return false;
	line(c, all);
	return true;
}
