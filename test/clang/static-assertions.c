// The text of a static assertion has no type; what is around it is analysed all the same.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s 2>&1 | %check --implicit-check-not=warning
void *kept;
_Static_assert(sizeof(int) == 4, "of the file");

// CHECK: {{^}}keep p leaking param: p{{$}}
void keep(void *p)
{
	_Static_assert(sizeof(void *) >= 4, "of the function");
	kept = p;
}

// CHECK: {{^}}look p p does not escape{{$}}
int look(const int *p)
{
	struct s {
		_Static_assert(1, "of the struct");
		int n;
	} s = {*p};
	return s.n;
}
