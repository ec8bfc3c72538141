/* <obstack.h>: the functions behind the macros.
 * Assumed: chunks come from the functions stored in the obstack, so whoever grows or frees one calls them.
 * What the macros do to the fields is in the user's own code. */
#include "model.h"

/* The public layout, ABI of the macros. A chunk function takes the extra argument first if there is one. */
struct chunk {
	char *limit;
	struct chunk *prev;
	char contents[4];
};
struct obstack {
	long chunk_size;
	struct chunk *chunk;
	char *object_base, *next_free, *chunk_limit;
	void *temp;
	int alignment_mask;
	void *chunkfun, *freefun, *extra_arg;
	unsigned flags;
};

static void use_chunk(struct obstack *h)
{
	struct chunk *chunk;
	if (model_any())
		chunk = ((struct chunk * (*)(long)) h->chunkfun)(model_any());
	else
		chunk = ((struct chunk * (*)(void *, long)) h->chunkfun)(h->extra_arg, model_any());
	chunk->prev = h->chunk;
	model_copy(chunk->contents, h->object_base);
	h->object_base = h->next_free = chunk->contents;
	h->chunk_limit = chunk->limit = model_within(chunk);
	h->chunk = chunk;
}
static void give_back(struct obstack *h)
{
	if (model_any())
		((void (*)(void *))h->freefun)(h->chunk);
	else
		((void (*)(void *, void *))h->freefun)(h->extra_arg, h->chunk);
	h->chunk = h->chunk->prev;
}
#define MODEL_OBSTACK_BEGIN(name, params, argument) \
	int name params                             \
	{                                           \
		h->chunkfun = make;                 \
		h->freefun = release;               \
		h->extra_arg = argument;            \
		use_chunk(h);                       \
		return model_any();                 \
	}
MODEL_OBSTACK_BEGIN(_obstack_begin, (struct obstack * h, int n, int align, void *make, void *release), NULL)
MODEL_OBSTACK_BEGIN(_obstack_begin_1,
                    (struct obstack * h, int n, int align, void *make, void *release, void *arg), arg)
void _obstack_newchunk(struct obstack *h, int n)
{
	use_chunk(h);
	give_back(h);
}
#define MODEL_OBSTACK_FREE(name)                        \
	void name(struct obstack *h, void *object)      \
	{                                               \
		give_back(h);                           \
		h->object_base = h->next_free = object; \
		h->chunk_limit = h->chunk->limit;       \
	}
MODEL_OBSTACK_FREE(obstack_free)
MODEL_OBSTACK_FREE(_obstack_free)
MODEL_NOTHING(int, _obstack_allocated_p, (struct obstack * h, void *object))
MODEL_NOTHING(int, _obstack_memory_used, (struct obstack * h))
#define MODEL_OBSTACK_PRINTF(name, params) \
	int name params                    \
	{                                  \
		use_chunk(h);              \
		give_back(h);              \
		return model_any();        \
	}
MODEL_OBSTACK_PRINTF(obstack_printf, (struct obstack * h, const char *format, ...))
MODEL_OBSTACK_PRINTF(obstack_vprintf, (struct obstack * h, const char *format, va_list ap))
MODEL_OBSTACK_PRINTF(__obstack_printf_chk, (struct obstack * h, int flag, const char *format, ...))
MODEL_OBSTACK_PRINTF(__obstack_vprintf_chk, (struct obstack * h, int flag, const char *format, va_list ap))
