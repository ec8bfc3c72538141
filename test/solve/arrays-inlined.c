// How long an array is that is a member holds for what is inlined before as well: another pointer to its place, which
// nothing bounds, goes on behind it.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#define intrinsic static __inline__ __attribute__((__always_inline__, __nodebug__))
struct tags {
	long n;
	void *tags[2];
	void *more, *last;
};
void *kept;

intrinsic void **behind_number(char *s)
{
	return (void **)(s + sizeof(long));
}

static void put_behind(struct tags *s, void *p, int i)
{
	void **tags = s->tags;
	tags[i & 1] = 0;
	behind_number((char *)s)[i] = p;
}

// CHECK: {{^}}behind_the_array p leaking param: p{{$}}
void behind_the_array(void *p, int i)
{
	struct tags s = {0};
	put_behind(&s, p, i);
	kept = s.last;
}

intrinsic void **tags_of(struct tags *s)
{
	return s->tags;
}

static void put_in(struct tags *s, void *p, int i)
{
	s->tags[i & 1] = 0;
	tags_of(s)[i] = p;
}

// CHECK: {{^}}in_the_array p p does not escape{{$}}
void in_the_array(void *p, int i)
{
	struct tags s = {0};
	put_in(&s, p, i);
	kept = s.last;
}
