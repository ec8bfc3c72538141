// A field that is read back yields what was stored in that field; its neighbour does not.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
struct pair {
	void *first, *second;
};
struct outer {
	int n;
	struct pair in[2];
	struct pair last;
};
void *kept;

// CHECK: {{^}}same_field p leaking param: p{{$}}
void same_field(void *p)
{
	struct pair s = {0};
	s.first = p;
	kept = s.first;
}

// CHECK: {{^}}other_field p p does not escape{{$}}
void other_field(void *p)
{
	struct pair s = {0};
	s.first = p;
	kept = s.second;
}

// CHECK: {{^}}nested_field p leaking param: p{{$}}
void nested_field(void *p)
{
	struct outer o = {0};
	o.last.second = p;
	kept = o.last.second;
}

// CHECK: {{^}}nested_neighbour p p does not escape{{$}}
void nested_neighbour(void *p)
{
	struct outer o = {0};
	o.last.second = p;
	kept = o.last.first;
}

// CHECK: {{^}}through_two_levels p leaking param: p{{$}}
void through_two_levels(void *p)
{
	struct pair a = {0}, b = {0};
	a.first = &b;
	((struct pair *)a.first)->second = p;
	kept = b.second;
}

// CHECK: {{^}}into_parameter s s does not escape{{$}}
// CHECK: {{^}}into_parameter p leaking param: p to param s{{$}}
void into_parameter(struct outer *s, void *p)
{
	s->in[1].first = p;
}

// CHECK: {{^}}element_by_variable p leaking param: p{{$}}
void element_by_variable(void *p, int i, int k)
{
	struct outer o = {0};
	o.in[i].second = p;
	kept = o.in[k].second;
}

// CHECK: {{^}}other_member_of_element p p does not escape{{$}}
void other_member_of_element(void *p, int i, int k)
{
	struct outer o = {0};
	o.in[i].second = p;
	kept = o.in[k].first;
}

// CHECK: {{^}}beside_the_array p p does not escape{{$}}
void beside_the_array(void *p, int i)
{
	struct outer o = {0};
	o.in[i].second = p;
	kept = o.last.second;
}
