/*
 * profile.c - the escape profile: what is counted, under which key.
 *
 * All of it happens behind the runtime's lock, and only while a folder is given.
 */
#include <execinfo.h>
#include <stdlib.h>
#include <string.h>

#include "rt.h"

enum { STACK_MAX = 32, SKIP_MAX = 8 };

/* ---- which record is it? -------------------------------------------------------------- */

static uint64_t hash(uint64_t seed, const void *bytes, size_t n)
{
	const unsigned char *b = bytes;
	uint64_t h = 0xcbf29ce484222325u ^ seed;

	for (size_t i = 0; i < n; i++)
		h = (h ^ b[i]) * 0x100000001b3u;
	return h | 1;
}

static ce_rt_profile_slot *slot_of(uint64_t key)
{
	ce_rt_profile *p = &ce_rt.profile;
	size_t mask = p->nslots - 1, i = (size_t)(key >> 16) & mask;

	while (p->slots[i].key && p->slots[i].key != key)
		i = (i + 1) & mask;
	return &p->slots[i];
}

static bool grow_slots(void)
{
	ce_rt_profile *p = &ce_rt.profile;
	ce_rt_profile_slot *old = p->slots, *made;
	size_t n = p->nslots;

	if (p->nused * 2 < n)
		return true;
	if (!(made = ce_rt_map((n ? n * 2 : 4096) * sizeof *made)))
		return false;
	p->slots = made;
	p->nslots = n ? n * 2 : 4096;
	for (size_t i = 0; i < n; i++)
		if (old[i].key)
			*slot_of(old[i].key) = old[i];
	ce_rt_unmap(old, n * sizeof *old);
	return true;
}

void ce_rt_profile_forget(void)
{
	ce_rt_profile *p = &ce_rt.profile;

	ce_rt_unmap(p->slots, p->nslots * sizeof *p->slots);
	p->slots = NULL;
	p->nslots = p->nused = 0;
}

/* The offset of a record, added when it is not there yet; 0: there is no room. */
static uint64_t find_or_add(uint64_t key, ce_rt_profile_kind kind, const void *record, size_t size,
                            const void *tail, size_t tail_size)
{
	ce_rt_profile_slot *s;

	if (!grow_slots())
		return 0;
	s = slot_of(key);
	if (!s->key && (s->at = ce_rt_profile_add(kind, record, size, tail, tail_size))) {
		s->key = key;
		ce_rt.profile.nused++;
	}
	return s->at;
}

void *ce_rt_profile_count(ce_rt_profile_kind kind, ce_rt_profile_record *record, size_t size, size_t keyed)
{
	uint64_t key = hash(kind, record + 1, keyed - sizeof *record);
	uint64_t at = find_or_add(key, kind, record, size, NULL, 0);

	return at ? ce_rt.profile.base + at : NULL;
}

/* ---- what records refer to ------------------------------------------------------------------- */

uint64_t ce_rt_profile_text(const char *text)
{
	ce_rt_profile_string s = {.length = (uint32_t)strlen(text)};

	return find_or_add(hash(CE_RT_PROFILE_STRING, text, s.length), CE_RT_PROFILE_STRING, &s,
	                   offsetof(ce_rt_profile_string, text), text, s.length + 1);
}

static uint64_t key_of(ce_rt_profile_kind kind, const void *pointer)
{
	return hash((uint64_t)kind << 32, &pointer, sizeof pointer);
}

static uint64_t func_at(const ce_rt_func *f)
{
	ce_rt_profile_param params[64];
	uint64_t key = key_of(CE_RT_PROFILE_FUNC, f);
	ce_rt_profile_func out = {.line = f->line, .col = f->col, .flags = f->flags};

	if (ce_rt.profile.nslots && slot_of(key)->key)
		return slot_of(key)->at;
	for (; out.nparams < f->nparams && out.nparams < 64; out.nparams++) {
		const ce_rt_param *p = &f->params[out.nparams];

		params[out.nparams] = (ce_rt_profile_param){ce_rt_profile_text(p->name), p->line, p->col,
		                                            p->index, p->flags};
	}
	out.name = ce_rt_profile_text(f->name);
	out.file = ce_rt_profile_text(f->file);
	return find_or_add(key, CE_RT_PROFILE_FUNC, &out, sizeof out, params, out.nparams * sizeof *params);
}

static uint64_t site_at(const ce_rt_site *s)
{
	uint64_t key = key_of(CE_RT_PROFILE_SITE, s);
	ce_rt_profile_site out = {.line = s->line, .col = s->col, .verdict = s->verdict};

	if (ce_rt.profile.nslots && slot_of(key)->key)
		return slot_of(key)->at;
	out.function = ce_rt_profile_text(s->function);
	out.file = ce_rt_profile_text(s->file ? s->file : "");
	out.text = ce_rt_profile_text(s->text);
	return find_or_add(key, CE_RT_PROFILE_SITE, &out, sizeof out, NULL, 0);
}

/* From `caller` outwards: what is below is the runtime. */
static uint64_t stack_at(const void *caller)
{
	void *pcs[STACK_MAX + SKIP_MAX];
	uint64_t words[STACK_MAX];
	int n = backtrace(pcs, STACK_MAX + SKIP_MAX), first = 0;
	ce_rt_profile_stack out = {.n = 0};

	while (first < n && first < SKIP_MAX && pcs[first] != caller)
		first++;
	if (first == n || pcs[first] != caller) {
		pcs[0] = (void *)caller;
		first = 0;
		n = 1;
	}
	for (int i = first; i < n && out.n < STACK_MAX; i++)
		words[out.n++] = (uint64_t)(uintptr_t)pcs[i];
	return find_or_add(hash(CE_RT_PROFILE_STACK, words, out.n * sizeof *words), CE_RT_PROFILE_STACK, &out,
	                   sizeof out, words, out.n * sizeof *words);
}

/* ---- what is counted --------------------------------------------------------------------------- */

void ce_rt_profile_call_made(const ce_rt_func *f, const void *caller)
{
	ce_rt_profile_call key = {.func = func_at(f), .stack = stack_at(caller)}, *c;

	c = ce_rt_profile_count(CE_RT_PROFILE_CALL, &key.head, sizeof key,
	                        offsetof(ce_rt_profile_call, count));
	if (c)
		c->count++;
}

void ce_rt_profile_param_watched(const ce_rt_func *f, uint32_t param)
{
	ce_rt_profile_watched key = {.func = func_at(f), .param = param}, *c;

	c = ce_rt_profile_count(CE_RT_PROFILE_PARAM, &key.head, sizeof key,
	                        offsetof(ce_rt_profile_watched, count));
	if (c)
		c->count++;
}

void ce_rt_profile_param_seen(const ce_rt_func *f, uint32_t param, const char *where, const ce_rt_hit *h,
                              uint64_t bytes, const void *caller)
{
	ce_rt_profile_seen key = {.func = func_at(f),
	                          .stack = stack_at(caller),
	                          .where = ce_rt_profile_text(where),
	                          .param = param,
	                          .root = h->where.root,
	                          .to = h->where.root == CE_RT_ROOT_PARAM ? h->where.param : 0};
	ce_rt_profile_seen *c;

	/* A heap object that only the result leads to is not the result. */
	if (h->where.root == CE_RT_ROOT_RESULT && !h->where.name)
		key.root = CE_RT_ROOT_GLOBAL;
	c = ce_rt_profile_count(CE_RT_PROFILE_SEEN, &key.head, sizeof key,
	                        offsetof(ce_rt_profile_seen, count));
	if (c) {
		c->count++;
		c->bytes += bytes;
	}
}

uint64_t ce_rt_profile_alloc_made(const ce_rt_site *site, uint64_t bytes, const void *caller)
{
	ce_rt_profile_alloc key = {.site = site_at(site), .stack = stack_at(caller)}, *c;

	c = ce_rt_profile_count(CE_RT_PROFILE_ALLOC, &key.head, sizeof key,
	                        offsetof(ce_rt_profile_alloc, objects));
	if (!c)
		return 0;
	c->objects++;
	c->bytes += bytes;
	return (uint64_t)((char *)c - ce_rt.profile.base);
}

void ce_rt_profile_alloc_freed(uint64_t at, uint64_t bytes)
{
	ce_rt_profile_alloc *c = (void *)(ce_rt.profile.base + at);

	if (!ce_rt.profile.base || !at)
		return;
	c->freed_objects++;
	c->freed_bytes += bytes;
}

void ce_rt_profile_callback_made(const ce_rt_func *f, const ce_rt_func *exported)
{
	ce_rt_profile_callback key = {.func = func_at(f), .exported = func_at(exported)}, *c;

	c = ce_rt_profile_count(CE_RT_PROFILE_CALLBACK, &key.head, sizeof key,
	                        offsetof(ce_rt_profile_callback, count));
	if (c)
		c->count++;
}
