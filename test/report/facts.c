// The facts table, byte by byte.
// RUN: rm -rf %t && mkdir %t && cd %S && %cc -fplugin-arg-cgoescape-facts=%t/a.tsv -fsyntax-only -w facts.c
// RUN: diff %S/Inputs/facts.tsv %t/a.tsv

#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct s { int *p; struct s *next; void (*hook)(struct s *); };
struct big { int *p; long pad[8]; };

int *global;
_Thread_local int *thread_local_;
void (*global_hook)(void);
int *unknown(int *p);

void direct(int *p) { global = p; }
void tls(int *p) { thread_local_ = p; }
int *result0(int *p) { return p; }
int *result1(int **pp) { return *pp; }
int *result01(int **pp, int c) { return c ? *pp : (int *)pp; }
struct big hidden_result(int *p) { return (struct big){p}; }
void stored(struct s *a, struct s *b, int *p) { b->p = p; a->p = p; }
void self(struct s *s) { s->next = s; }
void all(struct s *s, struct s *t) { global = s->p; t->next = s; }
void *thread(void *p) { return NULL; }
void start(void *p) { pthread_t t; pthread_create(&t, NULL, thread, p); }
void asked(int *p) { unknown(p); }
void called(void (*f)(int *), int *p) { f(p); }
void buffer(char *b) { setvbuf(stdout, b, _IOFBF, 9); }
void assembly(int *p) { __asm__("foo %0" : : "r"(p)); }
int none(int *p, int n, size_t size, double d) { return *p; }
void object_hook(struct s *s) { s->hook(NULL); }
void set_hook(void (*f)(void)) { global_hook = f; }
void run_hook(void) { if (global_hook) global_hook(); }
static int *only_here(int *p) { return p; }
int *(*table[])(int *) = {only_here};
int unnamed(int *) { return 0; }
