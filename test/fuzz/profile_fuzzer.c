// The readers of escape profiles take any bytes, those that the runtime writes and pprof ones, and what they
// make of them can be printed. What was written as pprof counts the same when it is read again.
//
// RUN: %fuzzer -I%build/plugin/profile %s \
// RUN:   %root/plugin/base/*.c %root/plugin/profile/profile.c %root/plugin/profile/profile_text.c \
// RUN:   %root/plugin/profile/pprof.c %root/plugin/profile/read_raw.c %root/plugin/report/json_text.c \
// RUN:   %build/plugin/profile/profile.pb-c.c -ljansson -lxxhash -lprotobuf-c -lz -o %t
// RUN: %leaks %t %runs=8000 -max_len=2048 2>&1
// Real profiles of both forms, whole and cut short:
// RUN: rm -rf %t.d && %checked -O1 -g %root/test/runtime/observed.c -o %t.run
// RUN: env CGOESCAPE=dir=%t.d,quiet=1 %t.run
// RUN: %cgoescape profile --format=pprof -o %t.d/a.pb.gz %t.d/*.prof && gunzip -k %t.d/a.pb.gz
// RUN: for f in %t.d/*; do for n in 60 200 1000; do head -c $n $f > $f.$n; done; done
// RUN: %leaks %t %t.d/* %S/Inputs/profile/* 2>&1
//
// To look for longer: the same program with -max_total_time=SECONDS and a folder.
#include <zlib.h>

#include "fuzzer.h"
#include "profile/profile.h"
#include "runtime/profile_format.h"

/* ---- a good file of either form ---------------------------------------------------------- */

static uint64_t put(ce_buf *b, ce_rt_profile_kind kind, const void *record, size_t size, const void *tail,
                    size_t tail_size)
{
	uint64_t at = b->n;
	uint32_t whole = (uint32_t)((size + tail_size + 7) & ~(size_t)7);
	ce_rt_profile_record head = {kind, whole};

	ce_buf_add(b, &head, sizeof head);
	ce_buf_add(b, (const char *)record + sizeof head, size - sizeof head);
	ce_buf_add(b, tail, tail_size);
	while (b->n < at + whole)
		ce_buf_addc(b, 0);
	return at;
}

#define PUT(b, kind, ...) put(b, kind, &(__VA_ARGS__), sizeof(__VA_ARGS__), NULL, 0)

static uint64_t put_text(ce_buf *b, const char *text)
{
	ce_rt_profile_string s = {.length = (uint32_t)strlen(text)};

	return put(b, CE_RT_PROFILE_STRING, &s, offsetof(ce_rt_profile_string, text), text, s.length + 1);
}

static void make_raw(ce_buf *b)
{
	ce_rt_profile_header h = {CE_RT_PROFILE_MAGIC, CE_RT_PROFILE_VERSION, CE_RT_PROFILE_ORDER,
	                          .started = 1, .rate = UINT32_MAX};
	uint64_t pcs[2] = {0x1234, 0x5678}, text, file, func, stack, site;
	ce_rt_profile_param param = {.line = 1, .col = 2, .index = 1};
	ce_rt_profile_stack s = {.n = 2};
	ce_rt_profile_func f = {.line = 3, .col = 4, .nparams = 1};

	ce_buf_add(b, &h, sizeof h);
	text = put_text(b, "name");
	file = put_text(b, "a.c");
	PUT(b, CE_RT_PROFILE_MODULE, (ce_rt_profile_module){.base = 0x1000, .end = 0x9000, .path = file});
	stack = put(b, CE_RT_PROFILE_STACK, &s, sizeof s, pcs, sizeof pcs);
	f.name = param.name = text;
	f.file = file;
	func = put(b, CE_RT_PROFILE_FUNC, &f, sizeof f, &param, sizeof param);
	site = PUT(b, CE_RT_PROFILE_SITE,
	           (ce_rt_profile_site){.function = text, .file = file, .text = text, .verdict = 2});
	PUT(b, CE_RT_PROFILE_CALL, (ce_rt_profile_call){.func = func, .stack = stack, .count = 5});
	PUT(b, CE_RT_PROFILE_PARAM, (ce_rt_profile_watched){.func = func, .count = 4});
	PUT(b, CE_RT_PROFILE_SEEN,
	    (ce_rt_profile_seen){.func = func, .stack = stack, .where = text, .count = 3, .bytes = 24});
	PUT(b, CE_RT_PROFILE_ALLOC,
	    (ce_rt_profile_alloc){.site = site, .stack = stack, .objects = 2, .bytes = 16});
	PUT(b, CE_RT_PROFILE_CALLBACK, (ce_rt_profile_callback){.func = func, .exported = func, .count = 1});
	((ce_rt_profile_header *)(void *)b->data)->used = b->n;
}

static void unzip(const ce_buf *from, ce_buf *to)
{
	z_stream z = {.next_in = (Bytef *)from->data, .avail_in = (uInt)from->n};
	char out[65536];

	require(inflateInit2(&z, 15 + 16) == Z_OK);
	z.next_out = (Bytef *)out;
	z.avail_out = sizeof out;
	require(inflate(&z, Z_FINISH) == Z_STREAM_END);
	ce_buf_add(to, out, sizeof out - z.avail_out);
	inflateEnd(&z);
}

static void zip(const uint8_t *data, size_t n, ce_buf *to)
{
	z_stream z = {.next_in = (Bytef *)data, .avail_in = (uInt)n};
	char out[65536];

	require(deflateInit2(&z, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
	z.next_out = (Bytef *)out;
	z.avail_out = sizeof out;
	require(deflate(&z, Z_FINISH) == Z_STREAM_END);
	ce_buf_add(to, out, sizeof out - z.avail_out);
	deflateEnd(&z);
}

/* ---- reading ------------------------------------------------------------------------------- */

typedef bool (*reading)(ce_profile *p, const char *path, const ce_buf *bytes, char **error);

static bool read_with(reading how, ce_profile *p, const ce_buf *bytes)
{
	char *error = NULL;
	bool ok = how(p, "x.prof", bytes, &error);

	require(ok == !error && (ok || strncmp(error, "x.prof: ", 8) == 0));
	free(error);
	return ok;
}

static void print_all(const ce_profile *p, ce_buf *tsv)
{
	ce_buf text = {0}, json = {0};

	ce_profile_tsv(p, tsv);
	ce_profile_text(p, &text);
	ce_profile_json(p, &json);
	ce_buf_free(&text);
	ce_buf_free(&json);
}

static uint64_t total(const ce_profile *p)
{
	uint64_t sum = 0;

	for (uint32_t i = 0; i < p->rows.n; i++)
		sum += p->rows.at[i].count + p->rows.at[i].bytes;
	return sum;
}

/* Whatever is in it; what a whole file counted is kept by pprof's form. */
static void use(ce_profile *p, bool ok)
{
	ce_buf tsv = {0}, again = {0}, pprof = {0};
	ce_profile second;

	ce_profile_init(&second);
	ce_profile_sort(p);
	print_all(p, &tsv);
	require(ce_profile_pprof(p, &pprof));
	if (ok) {
		require(read_with(ce_profile_read_pprof, &second, &pprof));
		ce_profile_sort(&second);
		print_all(&second, &again);
		require(total(&second) == total(p));
	}
	ce_buf_free(&tsv);
	ce_buf_free(&again);
	ce_buf_free(&pprof);
	ce_profile_free(&second);
}

/* The first byte says which form the others are. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	bool is_pprof = size && *data == 'P';
	ce_buf bytes = {0};
	ce_profile p;

	if (!size)
		return 0;
	ce_profile_init(&p);
	if (is_pprof)
		zip(data + 1, size - 1, &bytes);
	else
		ce_buf_add(&bytes, data + 1, size - 1);
	use(&p, read_with(is_pprof ? ce_profile_read_pprof : ce_profile_read_raw, &p, &bytes));
	ce_profile_free(&p);
	ce_buf_free(&bytes);
	return 0;
}

/* Now and then a good one. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
	ce_buf raw = {0}, zipped = {0}, plain = {0};
	const ce_buf *good = seed % 32 == 0 ? &plain : &raw;
	ce_profile p;

	if (seed % 16)
		return LLVMFuzzerMutate(data, size, max);
	make_raw(&raw);
	ce_profile_init(&p);
	require(read_with(ce_profile_read_raw, &p, &raw) && ce_profile_pprof(&p, &zipped));
	unzip(&zipped, &plain);
	size = good->n + 1;
	require(size <= max);
	data[0] = good == &raw ? 'R' : 'P';
	memcpy(data + 1, good->data, good->n);
	ce_profile_free(&p);
	ce_buf_free(&raw);
	ce_buf_free(&zipped);
	ce_buf_free(&plain);
	return size;
}
