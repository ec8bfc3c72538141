// Callbacks kept in an object of the caller: what goes to them leaks, other parameters do not; nocallback depends
// on the object.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -fplugin-arg-cgoescape-facts=%t -w %s | %check
// RUN: FileCheck --check-prefix=FACTS %s < %t
struct sink {
	void (*fn)(const char *, void *);
	void *data;
};
struct ctx {
	struct sink illegal, error;
};
static void quiet(const char *text, void *data)
{
	(void)text;
	(void)data;
}

// CHECK: {{^}}verify ctx leaking param content: ctx{{$}}
// CHECK: {{^}}verify sig sig does not escape{{$}}
// CHECK: {{^}}verify msg msg does not escape{{$}}
// FACTS-DAG: {{^}}verify -1 - nocallback=depends object-hook {{[^ ]*}}
int verify(struct ctx *ctx, const unsigned char *sig, const unsigned char *msg)
{
	if (sig[0] != msg[0]) {
		ctx->illegal.fn("bad signature", ctx->illegal.data);
		return 0;
	}
	return 1;
}

// CHECK: {{^}}complain ctx ctx does not escape{{$}}
// CHECK: {{^}}complain sig leaking param: sig{{$}}
// FACTS-DAG: {{^}}complain -1 - nocallback=depends object-hook {{[^ ]*}}
void complain(struct ctx *ctx, const char *sig)
{
	ctx->error.fn(sig, 0);
}

// CHECK: {{^}}verify_quietly sig sig does not escape{{$}}
// FACTS-DAG: {{^}}verify_quietly -1 - nocallback=yes{{[[:space:]]}}
int verify_quietly(const unsigned char *sig)
{
	struct ctx c = {{quiet}, {quiet}};
	return verify(&c, sig, sig);
}
