/*
 * waits.c - functions that wait are led to the runtime (runtime/waits.c).
 */
#include <stdlib.h>

#include "check/rewrite.h"

/* Result and parameters: i: 32 bits, w: a word, p: a pointer. A function of another type is another one. */
static const struct {
	const char *name, *type;
} functions[] = {
	{"pthread_cond_wait", "ipp"},
	{"pthread_cond_timedwait", "ippp"},
	{"pthread_barrier_wait", "ip"},
	{"pthread_join", "iwp"},
	{"cnd_wait", "ipp"},
	{"cnd_timedwait", "ippp"},
	{"thrd_join", "iwp"},
	{"thrd_sleep", "ipp"},
	{"sem_wait", "ip"},
	{"sem_timedwait", "ipp"},
	{"read", "wipw"},
	{"recv", "wipwi"},
	{"recvmsg", "wipi"},
	{"poll", "ipwi"},
	{"select", "iipppp"},
	{"pause", "i"},
	{"sleep", "ii"},
	{"usleep", "ii"},
	{"nanosleep", "ipp"},
	{"sigwait", "ipp"},
	{"waitpid", "iipi"},
};

static bool is_type(const rewrite *r, LLVMTypeRef type, char letter)
{
	return type == (letter == 'i' ? r->i32 : letter == 'w' ? r->word : r->ptr);
}

static bool has_type(const rewrite *r, LLVMValueRef f, const char *letters)
{
	LLVMTypeRef type = LLVMGlobalGetValueType(f);
	unsigned n = LLVMCountParams(f);
	bool same = !LLVMIsFunctionVarArg(type) && n == strlen(letters) - 1 &&
	            is_type(r, LLVMGetReturnType(type), *letters);

	for (unsigned i = 0; i < n && same; i++)
		same = is_type(r, LLVMTypeOf(LLVMGetParam(f, i)), letters[i + 1]);
	return same;
}

typedef CE_VEC(LLVMValueRef) functions_list;

static void add(rewrite *r, functions_list *list, LLVMValueRef f)
{
	if (ce_map_get(&r->may_wait, (uintptr_t)f) != CE_NONE)
		return;
	ce_map_put(&r->may_wait, (uintptr_t)f, 1);
	ce_push(list, f);
}

/* Who calls a function that may wait may wait. */
static void add_callers(rewrite *r, functions_list *list)
{
	for (uint32_t i = 0; i < list->n; i++)
		for (LLVMUseRef u = LLVMGetFirstUse(list->at[i]); u; u = LLVMGetNextUse(u)) {
			LLVMValueRef call = LLVMGetUser(u);

			if (LLVMIsACallInst(call) && LLVMGetCalledValue(call) == list->at[i])
				add(r, list, LLVMGetBasicBlockParent(LLVMGetInstructionParent(call)));
		}
}

void rewrite_waits(rewrite *r)
{
	functions_list list = {0};

	for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
		LLVMValueRef f = LLVMGetNamedFunction(r->module, functions[i].name);

		if (f && has_type(r, f, functions[i].type) && (f = rewrite_replace(r, functions[i].name)))
			add(r, &list, f);
	}
	add_callers(r, &list);
	ce_vec_free(&list);
}
