// What is read from memory as a number is no pointer of the same memory (A8), however coarsely a function is solved.
//
// RUN: %clang -w -fsyntax-only -fplugin=%plugin -fplugin-arg-cgoescape-esc=%t.d %s
// RUN: %cgoescape link --format=tsv %t.d/*.esc | FileCheck %s --implicit-check-not='{{^[a-z_]+ [01] }}'
// RUN: env CGOESCAPE_NOTCH=plain4 %build/bin/cgoescape-coarse link --format=tsv %t.d/*.esc | FileCheck %s --implicit-check-not='{{^[a-z_]+ [01] }}'
// RUN: env CGOESCAPE_NOTCH=plain6 %build/bin/cgoescape-coarse link --format=tsv %t.d/*.esc | FileCheck %s --implicit-check-not='{{^[a-z_]+ [01] }}'
// RUN: env CGOESCAPE_NOTCH=last %build/bin/cgoescape-coarse link --format=tsv %t.d/*.esc | FileCheck %s --implicit-check-not='{{^[a-z_]+ [01] }}'
// CHECK: {{^}}read_data 0 p content+content:param:1
// CHECK: {{^}}read_data 1 m none
// CHECK: {{^}}read_header 0 p none
// CHECK: {{^}}read_header 1 m none
// CHECK: {{^}}read_numbers 0 p none
// CHECK: {{^}}read_numbers 1 m none
// CHECK: {{^}}read_user 0 p content+content:param:1
// CHECK: {{^}}read_user 1 m none
#include <stddef.h>
struct buffer {
	const unsigned char *data;
	size_t length, at;
};
struct parser {
	struct buffer *in;
	void *user;
};
struct message {
	size_t length, start;
	void *user;
};

static void read_header(struct parser *p, struct message *m)
{
	m->length = p->in->length;
	m->start = p->in->at;
	p->in->at += 12;
}

void read_numbers(struct parser *p, struct message *m)
{
	read_header(p, m);
}

void read_user(struct parser *p, struct message *m)
{
	read_header(p, m);
	m->user = p->user;
}

void read_data(struct parser *p, struct message *m)
{
	read_header(p, m);
	m->user = (void *)p->in->data;
}
