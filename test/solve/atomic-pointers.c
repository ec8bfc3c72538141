// Pointers that are moved by atomic operations, which have no type in the code: a unit that has one takes none of its atomic
// operations for one on an integer.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w -DBUILTIN %s | %check --check-prefixes=CHECK,BUILTIN
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w -DSYNC %s | %check --check-prefixes=CHECK,SYNC
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w -DOPERATOR %s | %check --check-prefixes=CHECK,OPERATOR
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w -DCAST %s | %check --check-prefixes=CHECK,CAST
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w -DUNION %s | %check --check-prefixes=CHECK,UNION
#include <stdint.h>
struct pair {
	void *first, *second;
};
union both {
	uintptr_t number;
	void **at;
};

#ifdef BUILTIN
// BUILTIN: {{^}}move p leaking param: p to result ~r0 level=0{{$}}
void *move(void *p)
{
	struct pair pair = {0};
	void **at = &pair.first;

	__atomic_fetch_add(&at, sizeof(void *), __ATOMIC_SEQ_CST);
	*at = p;
	return pair.second;
}
#endif
#ifdef SYNC
// SYNC: {{^}}move p leaking param: p to result ~r0 level=0{{$}}
void *move(void *p)
{
	struct pair pair = {0};
	void **at = &pair.first;

	__sync_fetch_and_add(&at, (void **)sizeof(void *));
	*at = p;
	return pair.second;
}
#endif
#ifdef OPERATOR
// OPERATOR: {{^}}move p leaking param: p to result ~r0 level=0{{$}}
void *move(void *p)
{
	struct pair pair = {0};
	void **_Atomic at = &pair.first;

	at++;
	*at = p;
	return pair.second;
}
#endif
#ifdef CAST
// CAST: {{^}}move p leaking param: p to result ~r0 level=0{{$}}
void *move(void *p)
{
	struct pair pair = {0};
	void **at = &pair.first;

	__sync_fetch_and_add((uintptr_t *)&at, sizeof(void *));
	*at = p;
	return pair.second;
}
#endif
#ifdef UNION
// UNION: {{^}}move p leaking param: p to result ~r0 level=0{{$}}
void *move(void *p)
{
	struct pair pair = {0};
	union both u = {.at = &pair.first};

	__atomic_fetch_add(&u.number, sizeof(void *), __ATOMIC_SEQ_CST);
	*u.at = p;
	return pair.second;
}
#endif

// Here no integer, either.
// CHECK: {{^}}count n n does not escape{{$}}
void count(uintptr_t *n)
{
	__atomic_fetch_add(n, 1, __ATOMIC_SEQ_CST);
}
