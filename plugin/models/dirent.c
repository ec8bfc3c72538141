/* <dirent.h>, <ftw.h>, <fts.h>: directories.
 * Assumed: an entry that readdir returns is part of the open directory. scandir makes its entries new and
 * calls the filter and the comparison with them. ftw and nftw call back with paths and records of their own.
 * fts keeps its comparison function and calls it again while reading; its entries belong to libc. */
#include "model.h"

typedef struct __dirstream DIR;
struct dirent;
struct FTW;
struct stat;

MODEL_NEW(DIR *, opendir, (const char *path))
MODEL_NEW(DIR *, fdopendir, (int fd))
MODEL_NOTHING(int, closedir, (DIR * dir))
MODEL_NOTHING(int, dirfd, (DIR * dir))
MODEL_VOID(rewinddir, (DIR * dir))
MODEL_VOID(seekdir, (DIR * dir, long position))
MODEL_NOTHING(long, telldir, (DIR * dir))
MODEL_RETURNS(struct dirent *, readdir, (DIR * dir), model_within(dir))
MODEL_RETURNS(struct dirent *, readdir64, (DIR * dir), model_within(dir))
#define MODEL_READDIR_R(name)                                            \
	int name(DIR *dir, struct dirent *entry, struct dirent **result) \
	{                                                                \
		*result = entry;                                         \
		return model_any();                                      \
	}
MODEL_READDIR_R(readdir_r)
MODEL_READDIR_R(readdir64_r)
MODEL_NOTHING(ssize_t, getdents64, (int fd, void *buf, size_t n))
MODEL_NOTHING(ssize_t, getdirentries, (int fd, char *buf, size_t n, off_t *base))
MODEL_NOTHING(ssize_t, getdirentries64, (int fd, char *buf, size_t n, int64_t *base))

typedef int (*filter_t)(const struct dirent *);
typedef int (*order_t)(const struct dirent **, const struct dirent **);
static void scan(struct dirent ***list, filter_t filter, order_t order)
{
	struct dirent **entries = model_new();
	entries[model_any()] = model_new();
	filter(entries[model_any()]);
	order((const struct dirent **)entries + model_any(), (const struct dirent **)entries + model_any());
	*list = entries;
}
#define MODEL_SCANDIR(name, params)        \
	int name params                    \
	{                                  \
		scan(list, filter, order); \
		return model_any();        \
	}
MODEL_SCANDIR(scandir, (const char *path, struct dirent ***list, filter_t filter, order_t order))
MODEL_SCANDIR(scandir64, (const char *path, struct dirent ***list, filter_t filter, order_t order))
MODEL_SCANDIR(scandirat, (int fd, const char *path, struct dirent ***list, filter_t filter, order_t order))
MODEL_SCANDIR(scandirat64, (int fd, const char *path, struct dirent ***list, filter_t filter, order_t order))
MODEL_NOTHING(int, alphasort, (const struct dirent **a, const struct dirent **b))
MODEL_NOTHING(int, alphasort64, (const struct dirent **a, const struct dirent **b))
MODEL_NOTHING(int, versionsort, (const struct dirent **a, const struct dirent **b))
MODEL_NOTHING(int, versionsort64, (const struct dirent **a, const struct dirent **b))

/* walking a tree */
#define MODEL_FTW(name)                                                                     \
	int name(const char *path, int (*f)(const char *, const struct stat *, int), int n) \
	{                                                                                   \
		return f(model_outside(), model_outside(), model_any());                    \
	}
MODEL_FTW(ftw)
MODEL_FTW(ftw64)
#define MODEL_NFTW(name)                                                                                  \
	int name(const char *path, int (*f)(const char *, const struct stat *, int, struct FTW *), int n, \
	         int flags)                                                                               \
	{                                                                                                 \
		return f(model_outside(), model_outside(), model_any(), model_outside());                 \
	}
MODEL_NFTW(nftw)
MODEL_NFTW(nftw64)

/* The open tree holds its comparison function behind everything a user may look at. */
struct tree {
	void *reserved[32];
	int (*order)(const void **, const void **);
};
#define MODEL_FTS(prefix)                                                                               \
	void *prefix##_open(char *const *argv, int options, int (*order)(const void **, const void **)) \
	{                                                                                               \
		struct tree *tree = model_new();                                                        \
		tree->order = order;                                                                    \
		order(model_outside(), model_outside());                                                \
		return tree;                                                                            \
	}                                                                                               \
	void *prefix##_read(struct tree *tree)                                                          \
	{                                                                                               \
		tree->order(model_outside(), model_outside());                                          \
		return model_outside();                                                                 \
	}                                                                                               \
	void *prefix##_children(struct tree *tree, int options)                                         \
	{                                                                                               \
		tree->order(model_outside(), model_outside());                                          \
		return model_outside();                                                                 \
	}                                                                                               \
	MODEL_NOTHING(int, prefix##_set, (struct tree * tree, void *entry, int how))                    \
	MODEL_NOTHING(int, prefix##_close, (struct tree * tree))
MODEL_FTS(fts)
MODEL_FTS(fts64)
