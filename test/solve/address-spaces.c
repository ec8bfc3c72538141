// In other address spaces there is memory at 0 and near it: data of a thread or a processor. In the usual one there is none.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w -target x86_64-linux-gnu %s | %check
// CHECK: {{^}}at_zero p leaking param: p{{$}}
void at_zero(void *p) { *(void *__seg_gs *)0 = p; }
// CHECK: {{^}}near_zero p leaking param: p{{$}}
void near_zero(void *p) { *(void *__seg_gs *)16 = p; }
struct percpu {
	void *current, *q;
};
// CHECK: {{^}}member p leaking param: p{{$}}
void member(void *p) { ((struct percpu __seg_fs *)0)->q = p; }
// CHECK: {{^}}null p p does not escape{{$}}
void null(void *p) { *(void *volatile *)0 = p; }
