// What is put back through the pointer that it was read through is there already, whichever object that is: nothing moves between
// the objects that the pointer may lead to. It must be the same pointer, what was read must not have been changed, and the
// reading must come before on every way.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
struct coder {
	unsigned char *text;
	unsigned at, range;
	void *more;
};
int random_number(void);

static void put(struct coder *e)
{
	e->text[e->at++] = e->range;
}

static void try_both(struct coder *e, unsigned n)
{
	struct coder save = *e;
	put(e);
	if (e->range > n) {
		*e = save;
		put(e);
	}
}

// CHECK: {{^}}in_callee text text does not escape{{$}}
// CHECK: {{^}}in_callee e e does not escape{{$}}
unsigned in_callee(unsigned char *text, struct coder *e)
{
	struct coder own = {text};
	if (!e)
		e = &own;
	try_both(e, 4);
	return e->at;
}

// CHECK: {{^}}in_one_function text text does not escape{{$}}
// CHECK: {{^}}in_one_function e e does not escape{{$}}
unsigned in_one_function(unsigned char *text, struct coder *e)
{
	struct coder own = {text}, save;
	if (!e)
		e = &own;
	save = *e;
	put(e);
	if (save.range > 3)
		*e = save;
	return e->at;
}

// CHECK: {{^}}member text text does not escape{{$}}
// CHECK: {{^}}member e e does not escape{{$}}
unsigned member(unsigned char *text, struct coder *e)
{
	struct coder own = {text};
	unsigned char *save;
	if (!e)
		e = &own;
	save = e->text;
	e->text = 0;
	e->text = save;
	return e->at;
}

// CHECK: {{^}}in_loop text text does not escape{{$}}
// CHECK: {{^}}in_loop e e does not escape{{$}}
unsigned in_loop(unsigned char *text, struct coder *e, int n)
{
	struct coder own = {text}, *each, save;
	for (int i = 0; i < n; i++) {
		each = random_number() ? e : &own;
		save = *each;
		put(each);
		*each = save;
	}
	return own.at;
}

static unsigned used(const struct coder *e)
{
	return e->at - e->range;
}

static unsigned used_twice(const struct coder *e)
{
	return used(e) * 2;
}

// CHECK: {{^}}read_by_callees text text does not escape{{$}}
// CHECK: {{^}}read_by_callees e e does not escape{{$}}
unsigned read_by_callees(unsigned char *text, struct coder *e)
{
	struct coder own = {text}, save;
	if (!e)
		e = &own;
	save = *e;
	put(e);
	if (used_twice(&save) > 3)
		*e = save;
	return e->at;
}

/* ---- not the same ------------------------------------------------------------------------------------ */

// CHECK: {{^}}other_pointer text leaking param: text to param f{{$}}
// CHECK: {{^}}other_pointer e leaking param content: e{{$}}
// CHECK: {{^}}other_pointer f f does not escape{{$}}
unsigned other_pointer(unsigned char *text, struct coder *e, struct coder *f)
{
	struct coder own = {text}, save;
	if (!e)
		e = &own;
	save = *e;
	*f = save;
	return e->at;
}

// CHECK: {{^}}other_member text leaking param: text to param e{{$}}
// CHECK: {{^}}other_member e e does not escape{{$}}
unsigned other_member(unsigned char *text, struct coder *e)
{
	struct coder own = {text};
	if (!e)
		e = &own;
	e->more = e->text;
	return e->at;
}

// Saved before the pointer was chosen again.
// CHECK: {{^}}chosen_again text leaking param: text to param e{{$}}
// CHECK: {{^}}chosen_again e e does not escape{{$}}
unsigned chosen_again(unsigned char *text, struct coder *e, int n)
{
	struct coder own = {text}, *each, save = {0};
	for (int i = 0; i < n; i++) {
		each = random_number() ? e : &own;
		if (i == 0)
			save = *each;
		*each = save;
	}
	return own.at;
}

// CHECK: {{^}}chosen_again_member text leaking param: text to param e{{$}}
// CHECK: {{^}}chosen_again_member e e does not escape{{$}}
unsigned chosen_again_member(unsigned char *text, struct coder *e, int n)
{
	struct coder own = {text}, *each;
	unsigned char *save = 0;
	for (int i = 0; i < n; i++) {
		each = random_number() ? e : &own;
		if (i == 0)
			save = each->text;
		each->text = save;
	}
	return own.at;
}

// CHECK: {{^}}changed text leaking param: text to param e{{$}}
// CHECK: {{^}}changed e e does not escape{{$}}
unsigned changed(unsigned char *text, struct coder *e)
{
	struct coder own = {0}, save;
	if (!e)
		e = &own;
	save = *e;
	put(e);
	save.more = text;
	*e = save;
	return e->at;
}

static void change(struct coder *e, void *more)
{
	e->more = more;
}

// CHECK: {{^}}changed_elsewhere text leaking param: text to param e{{$}}
// CHECK: {{^}}changed_elsewhere e e does not escape{{$}}
unsigned changed_elsewhere(unsigned char *text, struct coder *e)
{
	struct coder own = {0}, save;
	if (!e)
		e = &own;
	save = *e;
	change(&save, text);
	*e = save;
	return e->at;
}

// What was read did not last: but for the putting back nothing would be left of it.
// CHECK: {{^}}meanwhile text leaking param: text to param e{{$}}
// CHECK: {{^}}meanwhile e e does not escape{{$}}
unsigned meanwhile(unsigned char *text, struct coder *e)
{
	struct coder own = {0}, save, *each = random_number() ? e : &own;
	e->more = text;
	save = *each;
	e->more = 0;
	*each = save;
	return own.at;
}

// CHECK: {{^}}meanwhile_member text leaking param: text to param e{{$}}
// CHECK: {{^}}meanwhile_member e e does not escape{{$}}
unsigned meanwhile_member(unsigned char *text, struct coder *e)
{
	struct coder own = {0}, *each = random_number() ? e : &own;
	void *save;
	e->more = text;
	save = each->more;
	e->more = 0;
	each->more = save;
	return own.at;
}

// CHECK: {{^}}smaller text leaking param: text to param e{{$}}
// CHECK: {{^}}smaller e e does not escape{{$}}
unsigned smaller(unsigned char *text, struct coder *e)
{
	struct coder own = {.more = text}, save;
	if (!e)
		e = &own;
	__builtin_memcpy(&save, &own, sizeof save);
	__builtin_memcpy(&save, e, 16);
	*e = save;
	return e->at;
}

void look(struct coder *);

// CHECK: {{^}}given_away text leaking param: text{{$}}
// CHECK: {{^}}given_away e leaking param content: e{{$}}
// CHECK: {{^}}given_away &save &save escapes to heap{{$}}
unsigned given_away(unsigned char *text, struct coder *e)
{
	struct coder own = {text}, save;
	if (!e)
		e = &own;
	save = *e;
	look(&save);
	*e = save;
	return e->at;
}
