/* Small functions for every program: ways to hand a pointer on, and constants that decide. */
static void set(struct N **o, struct N *v)
{
	*o = v;
}
static struct N *get(struct N **o)
{
	return *o;
}
static void swap(struct N **a, struct N **b)
{
	struct N *t = *a;
	*a = *b;
	*b = t;
}
static void copy_bytes(char *d, const char *s, int n)
{
	while (n--)
		*d++ = *s++;
}
static void copy_words(uintptr_t *d, uintptr_t *s, int n)
{
	for (int i = 0; i < n; i++)
		d[i] = s[i];
}
static struct N *of_box(struct B *b)
{
	return (struct N *)((char *)b - offsetof(struct N, box));
}
static void *pass(void *v)
{
	return v;
}
static void push(struct N *list, struct N *x)
{
	x->next = list->next;
	list->next = x;
}
static struct N *last(struct N *x, int n)
{
	while (n-- > 0 && x->next)
		x = x->next;
	return x;
}
static struct N *make(void)
{
	struct N *n = malloc(sizeof *n);
	memset(n, 0, sizeof *n);
	return n;
}
static struct B box_of(struct N *n)
{
	struct B b = {0};
	b.n = n;
	return b;
}
static struct N *box_in(struct B b)
{
	return b.n;
}
static struct P pair_of(struct N *a, struct N *b)
{
	struct P p = {a, b};
	return p;
}
static struct N *choose(int k, struct N *a, struct N *b)
{
	return k ? a : b;
}
static void store_if(int flags, struct N *x, struct N *v)
{
	if (flags & 1)
		x->next = v;
	if (flags & 2)
		g0 = v;
	if (flags & 4)
		x->box.n = v;
}
static void store_case(unsigned k, struct N *x, struct N *v)
{
	switch (k) {
	case 0:
		x->prev = v;
		break;
	case 1:
		x->data = v;
		break;
	case 2:
		g1 = v;
		break;
	default:
		(void)v;
	}
}
static void store_range(int k, struct N *x, struct N *v)
{
	if (k > 2)
		x->prev = v;
	else if (k <= -1)
		gv = v;
	if (k >= 0 && k < 2 && x->tag)
		g2 = v;
}
static void store_both(_Bool b, int k, struct N *v)
{
	store_range(b ? k : 1, v, v->prev ? v->prev : v);
	if (b)
		store_if(k, v, v);
}
static void store_null(struct N *maybe, struct N *v)
{
	if (maybe)
		maybe->next = v;
	else
		g0 = v;
}
static void store_unless(struct N *v, struct N **o)
{
	if (!o)
		return;
	*o = v;
}
static void with_hook(callback f, struct N *a, struct N *b)
{
	if (f)
		f(1, a, b);
}
static void nothing(int k, struct N *a, struct N *b)
{
	(void)k, (void)a, (void)b;
}
static void link_both(int k, struct N *a, struct N *b)
{
	if (k && a)
		a->next = b;
}
static void keep_second(int k, struct N *a, struct N *b)
{
	(void)k, (void)a;
	g2 = b;
}
static const callback table[] = {nothing, link_both, keep_second, nothing};
static callback changing[3] = {nothing, link_both, nothing};
static struct N *va_pick(int n, ...)
{
	va_list ap;
	struct N *x = 0;
	va_start(ap, n);
	while (n-- > 0)
		x = va_arg(ap, struct N *);
	va_end(ap);
	return x;
}
static void va_store(struct N *x, int n, ...)
{
	va_list ap, again;
	va_start(ap, n);
	va_copy(again, ap);
	for (int i = 0; i < n; i++)
		x->arr[i & 1] = va_arg(ap, struct N *);
	va_end(ap);
	va_end(again);
}
static void grow(struct N *x, struct N *v)
{
	struct N **more = realloc(x->vec, 8 * sizeof *more);
	more[1] = v;
	x->vec = more;
}
static struct N *find(struct N *x, void *v, int n)
{
	for (; x && n; x = x->next, n--)
		if (x->data == v)
			return x;
	return 0;
}
static struct N *walk(struct N *x, struct N *v, int n)
{
	if (n <= 0 || !x)
		return v;
	x->prev = v;
	return walk(x->next, x, n - 1);
}
static void put_nothing(struct N **o, struct N *v)
{
	(void)o, (void)v;
}
static const struct ops quiet_ops = {nothing, put_nothing}, link_ops = {link_both, set},
			keep_ops = {keep_second, put_nothing};
