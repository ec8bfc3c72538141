/* Objects for the calls, and who holds them afterwards. */
void outside(int k, struct N *a, struct N *b)
{
	called = 1;
	kept_by_callback[0] = a;
	kept_by_callback[1] = b;
}
static struct N *make_node(int depth);
static void fill_box(struct B *b, int depth)
{
	b->n = make_node(depth - 1);
	b->v = make_node(depth - 1);
	b->link = depth > 0 ? block(sizeof *b, 2) : b;
	if (depth > 0) {
		b->link->n = b->link->v = make_node(0);
		b->link->link = b->link;
	}
	b->k = (int)rnd(4);
}
static void *make_box(int depth)
{
	struct B *b = block(sizeof *b, 2);
	fill_box(b, depth);
	return b;
}
static struct N **make_vector(int depth)
{
	struct N **v = block(4 * sizeof *v, 3);
	for (int i = 0; i < 4; i++)
		v[i] = make_node(depth - 1);
	return v;
}
static struct N *make_node(int depth)
{
	struct N *n = block(sizeof *n, 1), *c;
	int deep = depth > 0;
	n->tag = (int)rnd(4);
	n->fn = rnd(3) ? outside : 0;
	c = deep ? make_node(depth - 1) : n;
	n->ops = all_ops[rnd(3)];
	n->next = deep ? make_node(depth - 1) : n;
	n->prev = c;
	n->data = c;
	n->u.n = c;
	n->word = (uintptr_t)(deep && rnd(2) ? make_node(depth - 1) : c);
	n->pair.a = c;
	n->pair.b = deep && rnd(2) ? make_node(depth - 1) : c;
	for (unsigned i = 0; i < sizeof n->arr / sizeof *n->arr; i++)
		n->arr[i] = deep && !rnd(3) ? make_node(0) : c;
	n->vec = block(4 * sizeof *n->vec, 3);
	for (int i = 0; i < 4; i++)
		n->vec[i] = c;
	n->box.n = n->more[0].n = n->more[1].n = c;
	n->box.v = n->more[0].v = n->more[1].v = deep && rnd(2) ? make_node(depth - 1) : c;
	n->box.link = block(sizeof(struct B), 2);
	n->more[0].link = n->more[1].link = n->box.link;
	n->box.link->n = c;
	n->box.link->v = c;
	n->box.link->link = n->box.link;
	return n;
}
static void *make_pair(int depth)
{
	struct P *p = block(sizeof *p, 4);
	p->a = make_node(depth);
	p->b = make_node(depth);
	return p;
}

/* Something that the globals hold already, of this type; or NULL. */
static void *old_one(int type, int before)
{
	int from, mark = ++marks;
	look_globals(mark);
	if (!before)
		return 0;
	from = (int)rnd((unsigned)before);
	for (int i = 0; i < 200; i++)
		if (w->blocks[(from + i) % before].seen == mark &&
		    w->blocks[(from + i) % before].type == type && w->blocks[(from + i) % before].live)
			return w->blocks[(from + i) % before].at;
	return 0;
}

static int held(int i, int mark)
{
	struct sort *a = &one[i];
	if (!a->copy)
		return find(a->o) && find(a->o)->seen == mark;
	for (size_t k = 0; k + 8 <= find(a->o)->size; k += 8) {
		struct block *b = find(*(char **)((char *)a->o + k));
		if (b && b->seen == mark && b != find(a->o))
			return 1;
	}
	return 0;
}
/* One of the objects that came with parameter i, but not the first. */
static int content_held(int i, int mark)
{
	for (int b = one[i].first; b < one[i].last; b++) {
		int direct = w->blocks[b].at == (char *)one[i].o;
		if (one[i].copy)
			for (size_t k = 0; k + 8 <= find(one[i].o)->size; k += 8)
				direct |= find(*(char **)((char *)one[i].o + k)) == &w->blocks[b];
		if (!direct && w->blocks[b].seen == mark)
			return 1;
	}
	return 0;
}
static void look_param(int j, int mark)
{
	struct block *b = find(one[j].o);
	if (!b)
		return;
	if (!one[j].copy) {
		look(b->at, b->size, mark);
		return;
	}
	for (size_t k = 0; k + 8 <= b->size; k += 8) {
		struct block *c = find(*(char **)(b->at + k));
		if (c)
			look(c->at, c->size, mark);
	}
}
static void report(const char *name, int n, const void *result, size_t size)
{
	for (int i = 0; i < n; i++) {
		int mark;
		if (!one[i].o || one[i].old)
			continue;
		/* Where it may also be found as something else, that one may answer for it. */
		mark = ++marks;
		look_globals(mark);
		if (held(i, mark))
			printf("%s %d leak %d\n", name, i, one[i].shared);
		if (content_held(i, mark))
			printf("%s %d content %d\n", name, i, one[i].shared);
		mark = ++marks;
		look(result, size, mark);
		if (held(i, mark))
			printf("%s %d leak %d\n", name, i, one[i].shared);
		if (content_held(i, mark))
			printf("%s %d content %d\n", name, i, one[i].shared);
		for (int j = 0; j < n; j++) {
			if (!one[j].o || (i == j && one[i].copy) || (one[j].shared & 256) ||
			    (one[i].shared & 256))
				continue;
			mark = ++marks;
			look_param(j, mark);
			if (held(i, mark))
				printf("%s %d leak %d\n", name, i, one[i].shared);
			if (i != j && !(one[i].shared & 255) && !(one[j].shared & 255) &&
			    content_held(i, mark))
				printf("%s %d content %d\n", name, i, one[i].shared);
		}
	}
	if (called)
		printf("%s -1 called 0\n", name);
}
