// The printed form of a unit: one item a line, flags as words, nothing trusted.
//
// RUN: %leaks %unit/dump_test
#include <stdlib.h>

#include "base/buf.h"
#include "check.h"
#include "units.h"

static const char want[] =
	"unit f.c directory=/src producer=\"cgoescape test\" pointer=8 cgo\n"
	"global g extern defined size=8 pos=f.c:1:6\n"
	"global keep.ops internal defined constant shown=ops size=24\n"
	"  at 0: &func log\n"
	"  at 16: &global g+4\n"
	"func keep extern boundary defined pos=f.c:3:6 params=(p, -) args=(0:direct, "
	"1:byval[16]) nodes=8 rets=1\n"
	"  param 0 p pointer pos=f.c:3:16 type=\"int *\"\n"
	"  param 1 - wide-int\n"
	"  local x size=4 pos=f.c:4:7\n"
	"  local x#1 size=? pos=f.c:5:9\n"
	"  local #2 hidden size=40\n"
	"  local p param=0 size=8\n"
	"  n4 <- &local x\n"
	"  n4 <- &local x#1+8\n"
	"  n4 <- &local #2\n"
	"  n4 <- &global keep.ops\n"
	"  n3 <- &func log\n"
	"  n5 <- n0\n"
	"  n5 <- n1-8\n"
	"  n5 <- n1+[0:8*4]\n"
	"  n5 <- n1+[4:8*]\n"
	"  n5 <- n1+any\n"
	"  n6 <- load8 n5 int (indirection \"*q\")\n"
	"  store8 n4 <- n0 if n1&0xff<-7 && !n0==0 (assign \"g = \\\"p\\\"\" f.c:7:4)\n"
	"  store4 n4 <- n0 transient calm if-returns if n1&0xff<-7 && !n0==0 (assign \"g = \\\"p\\\"\" "
	"f.c:7:4)\n"
	"  move n4 <- n5 16 if !n0==0\n"
	"  move n4 <- n5 ?\n"
	"  n7 <- call log(n0, -) returns-twice arg0=-1 arg1=n1 (call parameter \"log(p, 1)\" f.c:6:2)\n"
	"  call *n3(n4, -) arg1=-9223372036854775808 (f.c:8:2)\n"
	"  leak n1 asm limit\n"
	"  n3 <- opaque\n"
	"  n2 <- new\n"
	"  n5 <- n1+8[..32]\n"
	"  n5 <- n1+16+index[4:8*]\n"
	"  n5 <- n1-8 back\n"
	"  cast n2\n"
	"func log extern variadic params=() args=() nodes=1 rets=0\n"
	"func log2 extern alias=log params=() args=() nodes=0 rets=0\n";

TEST(prints_every_kind_of_item)
{
	ce_unit *u = sample_unit();
	ce_buf b = {0};

	ce_unit_dump(u, &b);
	CHECK_STR(b.data, want);
	ce_buf_free(&b);
	ce_unit_free(u);
}

static void dump_and_free(ce_unit *u, const char *contains)
{
	ce_buf b = {0};

	ce_unit_dump(u, &b);
	CHECK(strstr(b.data, contains));
	ce_buf_free(&b);
	ce_unit_free(u);
}

TEST(keeps_a_line_a_line)
{
	ce_unit *u = sample_unit();

	u->funcs.at[0].name = u->funcs.at[0].shown = ce_intern(&u->strings, "\1a b\nc");
	dump_and_free(u, "\nfunc \"\\x01a b\\x0ac\" extern");
}

/* A dump is wanted most of a unit that is wrong. */
TEST(prints_what_does_not_exist)
{
	ce_unit *u = sample_unit();
	ce_func *f = &u->funcs.at[0];

	add_edge(f, CE_NOPS, 0, 0, 0);
	add_edge(f, CE_OP_CALL, 0, 99, 0);
	add_edge(f, CE_OP_NEW, 0, 0, 99);
	for (unsigned kind = 0; kind < 4; kind++)
		add_edge(f, CE_OP_ADDR, 0, ce_ref_make(kind, 99), 0);
	add_edge(f, CE_OP_LEAK, 0, 99, 0)->category = 99;
	f->calls.at[1].args = UINT32_MAX;
	f->calls.at[1].nargs = 2;
	f->calls.at[0].target = 99;
	f->linkage = f->args.at[0].kind = f->locals.at[0].kind = 99;
	u->notes.at[1].reason = u->funcs.at[2].alias = u->source = 99;
	f->flags |= 1u << 31;
	dump_and_free(u, "unit \"<bad string>\"");
}

int main(void)
{
	RUN(prints_every_kind_of_item);
	RUN(keeps_a_line_a_line);
	RUN(prints_what_does_not_exist);
	return check_status();
}
