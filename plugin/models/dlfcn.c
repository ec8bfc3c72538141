/* <dlfcn.h>, <link.h>, <execinfo.h>: loaded code.
 * Assumed: names are copied; handles and symbols come from outside, so calling one is a call of unknown code.
 * Opening and closing a library runs its constructors and destructors, unknown code too, on this thread.
 * Backtraces hold code addresses. */
#include "model.h"

typedef struct {
	const char *dli_fname;
	void *dli_fbase;
	const char *dli_sname;
	void *dli_saddr;
} Dl_info;

static void run_unknown(void)
{
	((void (*)(void))model_outside())();
}
void *dlopen(const char *path, int flags)
{
	run_unknown();
	return model_outside();
}
void *dlmopen(long space, const char *path, int flags)
{
	run_unknown();
	return model_outside();
}
int dlclose(void *handle)
{
	run_unknown();
	return model_any();
}
MODEL_OUTSIDE(void *, dlsym, (void *handle, const char *name))
MODEL_OUTSIDE(void *, dlvsym, (void *handle, const char *name, const char *version))
MODEL_DATA(char *, dlerror, (void))
static void describe(const void *addr, Dl_info *info)
{
	info->dli_fname = model_outside();
	info->dli_fbase = model_either(addr, model_outside());
	info->dli_sname = model_outside();
	info->dli_saddr = model_either(addr, model_outside());
}
int dladdr(const void *addr, Dl_info *info)
{
	describe(addr, info);
	return model_any();
}
int dladdr1(const void *addr, Dl_info *info, void **extra, int flags)
{
	describe(addr, info);
	*extra = model_outside();
	return model_any();
}
int dlinfo(void *handle, int request, void *result)
{
	*(void **)model_within(result) = model_either(handle, model_outside());
	return model_any();
}
int dl_iterate_phdr(int (*f)(void *info, size_t n, void *data), void *data)
{
	return f(model_outside(), (size_t)model_any(), data);
}
int _dl_find_object(void *addr, void *result)
{
	*(void **)model_within(result) = model_outside();
	return model_any();
}
MODEL_OUTSIDE(void *, __tls_get_addr, (void *index))

/* backtraces */
#define MODEL_BACKTRACE(prefix)                                   \
	int prefix##backtrace(void **buf, int n)                  \
	{                                                         \
		buf[model_any()] = model_outside();               \
		return model_any();                               \
	}                                                         \
	char **prefix##backtrace_symbols(void *const *buf, int n) \
	{                                                         \
		char **names = model_new();                       \
		names[model_any()] = model_within(names);         \
		return names;                                     \
	}                                                         \
	MODEL_VOID(prefix##backtrace_symbols_fd, (void *const *buf, int n, int fd))
MODEL_BACKTRACE()
MODEL_BACKTRACE(__)
