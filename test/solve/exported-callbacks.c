// What calls back into Go: functions exported from Go, directly or from where a pointer to one is kept.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -fplugin-arg-cgoescape-facts=%t -w %s | %check
// RUN: FileCheck --check-prefix=FACTS %s < %t
struct state {
	void (*step)(struct state *);
	void (*ready)(void *);
	void *data;
};
extern void goStep(struct state *);

// CHECK: {{^}}window_main state leaking param: state{{$}}
// FACTS-DAG: {{^}}window_main -1 - nocallback=unknown{{[[:space:]]}}
void window_main(struct state *state)
{
	state->step = goStep;
	state->step(state);
}
static void local_step(struct state *s)
{
	s->data = 0;
}

// CHECK: {{^}}quiet_main state state does not escape{{$}}
// FACTS-DAG: {{^}}quiet_main -1 - nocallback=yes{{[[:space:]]}}
void quiet_main(struct state *state)
{
	struct state s = {local_step};
	s.step(&s);
}
