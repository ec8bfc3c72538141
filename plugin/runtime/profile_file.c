/*
 * profile_file.c - the file behind the profile: making it, and adding records.
 *
 * Space is had from the file system before it is written to: a full disk would
 * otherwise be a signal.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "rt.h"

#define FILE_STEP ((size_t)256 << 10)
#define FILE_MAX ((size_t)256 << 20)

static ce_rt_profile_header *header(void)
{
	return (ce_rt_profile_header *)ce_rt.profile.base;
}

static void give_up(const char *what)
{
	ce_rt_say("%s: %s; no profile is written", what, strerror(errno));
	ce_rt_profile_close();
	ce_rt.options.dir[0] = 0;
}

/* ---- the file ------------------------------------------------------------------------ */

/* How many profiles the folder holds. */
static uint32_t count_profiles(const char *dir)
{
	DIR *d = opendir(dir);
	uint32_t n = 0;

	for (struct dirent *e; d && (e = readdir(d));) {
		size_t length = strlen(e->d_name);

		n += strncmp(e->d_name, "cgoescape-", 10) == 0 && length > 5 &&
		     strcmp(e->d_name + length - 5, ".prof") == 0;
	}
	if (d)
		closedir(d);
	return n;
}

/* DIR/cgoescape-PID-TIME.prof, the time in UTC. */
static int make_file(void)
{
	const char *dir = ce_rt.options.dir;
	struct timespec now;
	struct tm tm;
	char path[sizeof ce_rt.options.dir + 64];
	int n, fd = -1;

	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &tm);
	n = snprintf(path, sizeof path, "%s/cgoescape-%d-", dir, (int)getpid());
	n += (int)strftime(path + n, sizeof path - (size_t)n, "%Y%m%dT%H%M%S", &tm);
	for (int i = 0; fd < 0 && i < 100; i++) {
		snprintf(path + n, sizeof path - (size_t)n, i ? ".%d.prof" : ".prof", i);
		fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
		if (fd < 0 && errno != EEXIST)
			break;
	}
	return fd;
}

static bool map_file(int fd)
{
	void *p;

	if ((errno = posix_fallocate(fd, 0, FILE_STEP)) != 0)
		return false;
	p = mmap(NULL, FILE_MAX, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (p == MAP_FAILED)
		return false;
	ce_rt.profile.base = p;
	ce_rt.profile.fd = fd;
	ce_rt.profile.size = FILE_STEP;
	return true;
}

static void write_header(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	*header() =
		(ce_rt_profile_header){.magic = CE_RT_PROFILE_MAGIC,
	                               .version = CE_RT_PROFILE_VERSION,
	                               .order = CE_RT_PROFILE_ORDER,
	                               .used = sizeof *header(),
	                               .started = (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec,
	                               .pid = (uint32_t)getpid(),
	                               .flags = ce_rt.is_go ? CE_RT_PROFILE_GO : 0,
	                               .rate = ce_rt.options.rate};
}

static int add_module(struct dl_phdr_info *info, size_t size, void *ctx)
{
	(void)size, (void)ctx;
	for (ElfW(Half) i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *p = &info->dlpi_phdr[i];
		const char *path =
			info->dlpi_name && *info->dlpi_name ? info->dlpi_name : ce_rt.profile.program;

		if (p->p_type == PT_LOAD && p->p_flags & PF_X) {
			uint64_t base = info->dlpi_addr + p->p_vaddr;
			ce_rt_profile_module m = {.base = base,
			                          .end = base + p->p_memsz,
			                          .offset = p->p_offset,
			                          .path = ce_rt_profile_text(path)};

			ce_rt_profile_count(CE_RT_PROFILE_MODULE, &m.head, sizeof m, sizeof m);
		}
	}
	return 0;
}

void ce_rt_profile_modules(void)
{
	if (ce_rt.is_go)
		header()->flags |= CE_RT_PROFILE_GO;
	dl_iterate_phdr(add_module, NULL);
}

bool ce_rt_profile_is_on(void)
{
	const char *dir = ce_rt.options.dir;
	ssize_t n;
	int fd;

	if (ce_rt.profile.base)
		return true;
	if (!*dir)
		return false;
	if (mkdir(dir, 0777) != 0 && errno != EEXIST) {
		give_up(dir);
		return false;
	}
	if (count_profiles(dir) >= ce_rt.options.max) {
		ce_rt_say("%s: holds %u profiles already (CGOESCAPE=max=), no other is written", dir,
		          ce_rt.options.max);
		ce_rt.options.dir[0] = 0;
		return false;
	}
	fd = make_file();
	if (fd < 0 || !map_file(fd)) {
		give_up(dir);
		if (fd >= 0)
			close(fd);
		return false;
	}
	write_header();
	n = readlink("/proc/self/exe", ce_rt.profile.program, sizeof ce_rt.profile.program - 1);
	ce_rt.profile.program[n > 0 ? n : 0] = 0;
	ce_rt_profile_modules();
	return true;
}

void ce_rt_profile_close(void)
{
	ce_rt_profile *p = &ce_rt.profile;

	if (p->base) {
		size_t used = header()->used;

		munmap(p->base, FILE_MAX);
		(void)!ftruncate(p->fd, (off_t)used);
		close(p->fd);
	}
	ce_rt_profile_forget();
	p->base = NULL;
}

/* A child of fork() has the parent's file mapped: it is not for it to write there. */
void ce_rt_profile_leave(void)
{
	if (!ce_rt.profile.base)
		return;
	munmap(ce_rt.profile.base, FILE_MAX);
	close(ce_rt.profile.fd);
	ce_rt_heap_forget(&ce_rt.heap);
	ce_rt_profile_forget();
	ce_rt.profile.base = NULL;
}

/* ---- records ------------------------------------------------------------------------------- */

static bool make_room(size_t size)
{
	ce_rt_profile *p = &ce_rt.profile;

	if (header()->used + size <= p->size)
		return true;
	if (header()->flags & CE_RT_PROFILE_FULL)
		return false;
	if (p->size + FILE_STEP > FILE_MAX || posix_fallocate(p->fd, (off_t)p->size, FILE_STEP) != 0) {
		header()->flags |= CE_RT_PROFILE_FULL;
		ce_rt_say("%s: no more room: the profile is not complete", ce_rt.options.dir);
		return false;
	}
	p->size += FILE_STEP;
	return true;
}

/* Whoever reads the file meanwhile sees whole records only. */
uint64_t ce_rt_profile_add(ce_rt_profile_kind kind, const void *record, size_t size, const void *tail,
                           size_t tail_size)
{
	uint64_t at = header()->used, whole = (size + tail_size + 7) & ~(size_t)7;
	ce_rt_profile_record *to = (void *)(ce_rt.profile.base + at);

	if (whole > FILE_STEP || !make_room(whole))
		return 0;
	memcpy(to, record, size);
	if (tail_size)
		memcpy((char *)to + size, tail, tail_size);
	to->kind = kind;
	to->size = (uint32_t)whole;
	__atomic_store_n(&header()->used, at + whole, __ATOMIC_RELEASE);
	return at;
}
