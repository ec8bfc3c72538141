// Hooks that are copied through a local, into memory that leads to a hook table, are in that table.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <string.h>
void *kept;
static void keep(void *p)
{
	kept = p;
}
static void ignore(void *p)
{
	(void)p;
}
typedef void (*handler)(void *);
struct hooks {
	handler open, close;
};
struct leads {
	struct hooks *to;
};
static struct hooks shown = {ignore, ignore}, other = {ignore, ignore};

void set_other(void)
{
	other.open = keep;
}

// CHECK: {{^}}lead_to_shown l l does not escape{{$}}
void lead_to_shown(struct leads *l)
{
	l->to = &shown;
}

// CHECK: {{^}}fill_through_local l l does not escape{{$}}
void fill_through_local(struct leads *l)
{
	struct hooks h;
	memcpy(&h, &other, sizeof h);
	memcpy(l->to, &h, sizeof h);
}

// CHECK: {{^}}called p leaking param: p{{$}}
void called(void *p)
{
	shown.open(p);
}

// CHECK: {{^}}the_other p p does not escape{{$}}
void the_other(void *p)
{
	shown.close(p);
}
