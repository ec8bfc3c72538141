/* <pwd.h>, <grp.h>, <shadow.h>, <mntent.h>: records of /etc.
 * Assumed: plain results live in libc; _r results in the caller's record, whose pointers go into the caller's
 * buffer. Records written (putpwent, addmntent) are read only. */
#include "model.h"
#include <grp.h>
#include <mntent.h>
#include <pwd.h>
#include <shadow.h>

static void fill_passwd(struct passwd *p, char *buf)
{
	p->pw_name = model_within(buf);
	p->pw_passwd = model_within(buf);
	p->pw_gecos = model_within(buf);
	p->pw_dir = model_within(buf);
	p->pw_shell = model_within(buf);
}
static void fill_group(struct group *g, char *buf)
{
	*(char **)model_within(buf) = model_within(buf);
	g->gr_name = model_within(buf);
	g->gr_passwd = model_within(buf);
	g->gr_mem = model_within(buf);
}
static void fill_spwd(struct spwd *s, char *buf)
{
	s->sp_namp = model_within(buf);
	s->sp_pwdp = model_within(buf);
}
#define MODEL_RECORD_R(type, name, params) \
	int name params                    \
	{                                  \
		fill_##type(entry, buf);   \
		*result = entry;           \
		return model_any();        \
	}

MODEL_VOID(setpwent, (void))
MODEL_VOID(endpwent, (void))
MODEL_DATA(struct passwd *, getpwent, (void))
MODEL_DATA(struct passwd *, getpwnam, (const char *name))
MODEL_DATA(struct passwd *, getpwuid, (uid_t id))
MODEL_DATA(struct passwd *, fgetpwent, (FILE * fp))
MODEL_RECORD_R(passwd, getpwent_r, (struct passwd * entry, char *buf, size_t n, struct passwd **result))
MODEL_RECORD_R(passwd, getpwnam_r,
               (const char *name, struct passwd *entry, char *buf, size_t n, struct passwd **result))
MODEL_RECORD_R(passwd, getpwuid_r,
               (uid_t id, struct passwd *entry, char *buf, size_t n, struct passwd **result))
MODEL_RECORD_R(passwd, fgetpwent_r,
               (FILE * fp, struct passwd *entry, char *buf, size_t n, struct passwd **result))
MODEL_NOTHING(int, putpwent, (const struct passwd *entry, FILE *fp))
MODEL_NOTHING(int, getpw, (uid_t id, char *buf))

MODEL_VOID(setgrent, (void))
MODEL_VOID(endgrent, (void))
MODEL_DATA(struct group *, getgrent, (void))
MODEL_DATA(struct group *, getgrnam, (const char *name))
MODEL_DATA(struct group *, getgrgid, (gid_t id))
MODEL_DATA(struct group *, fgetgrent, (FILE * fp))
MODEL_RECORD_R(group, getgrent_r, (struct group * entry, char *buf, size_t n, struct group **result))
MODEL_RECORD_R(group, getgrnam_r,
               (const char *name, struct group *entry, char *buf, size_t n, struct group **result))
MODEL_RECORD_R(group, getgrgid_r, (gid_t id, struct group *entry, char *buf, size_t n, struct group **result))
MODEL_RECORD_R(group, fgetgrent_r,
               (FILE * fp, struct group *entry, char *buf, size_t n, struct group **result))
MODEL_NOTHING(int, putgrent, (const struct group *entry, FILE *fp))
MODEL_NOTHING(int, getgrouplist, (const char *user, gid_t id, gid_t *list, int *n))
MODEL_NOTHING(int, initgroups, (const char *user, gid_t id))

MODEL_VOID(setspent, (void))
MODEL_VOID(endspent, (void))
MODEL_DATA(struct spwd *, getspent, (void))
MODEL_DATA(struct spwd *, getspnam, (const char *name))
MODEL_DATA(struct spwd *, fgetspent, (FILE * fp))
MODEL_DATA(struct spwd *, sgetspent, (const char *line))
MODEL_RECORD_R(spwd, getspent_r, (struct spwd * entry, char *buf, size_t n, struct spwd **result))
MODEL_RECORD_R(spwd, getspnam_r,
               (const char *name, struct spwd *entry, char *buf, size_t n, struct spwd **result))
MODEL_RECORD_R(spwd, fgetspent_r, (FILE * fp, struct spwd *entry, char *buf, size_t n, struct spwd **result))
MODEL_RECORD_R(spwd, sgetspent_r,
               (const char *line, struct spwd *entry, char *buf, size_t n, struct spwd **result))
MODEL_NOTHING(int, putspent, (const struct spwd *entry, FILE *fp))
MODEL_NOTHING(int, lckpwdf, (void))
MODEL_NOTHING(int, ulckpwdf, (void))

/* other tables of /etc */
MODEL_NOTHING(int, setfsent, (void))
MODEL_VOID(endfsent, (void))
MODEL_DATA(void *, getfsent, (void))
MODEL_DATA(void *, getfsspec, (const char *name))
MODEL_DATA(void *, getfsfile, (const char *name))
MODEL_NOTHING(int, setttyent, (void))
MODEL_NOTHING(int, endttyent, (void))
MODEL_DATA(void *, getttyent, (void))
MODEL_DATA(void *, getttynam, (const char *name))

/* mounted file systems */
MODEL_NEW(FILE *, setmntent, (const char *path, const char *mode))
MODEL_NEW(FILE *, __setmntent, (const char *path, const char *mode))
MODEL_NOTHING(int, endmntent, (FILE * fp))
MODEL_NOTHING(int, __endmntent, (FILE * fp))
MODEL_DATA(struct mntent *, getmntent, (FILE * fp))
#define MODEL_GETMNTENT_R(name)                                           \
	struct mntent *name(FILE *fp, struct mntent *m, char *buf, int n) \
	{                                                                 \
		m->mnt_fsname = model_within(buf);                        \
		m->mnt_dir = model_within(buf);                           \
		m->mnt_type = model_within(buf);                          \
		m->mnt_opts = model_within(buf);                          \
		return m;                                                 \
	}
MODEL_GETMNTENT_R(getmntent_r)
MODEL_GETMNTENT_R(__getmntent_r)
MODEL_NOTHING(int, addmntent, (FILE * fp, const struct mntent *m))
MODEL_RETURNS(char *, hasmntopt, (const struct mntent *m, const char *option), model_within(m->mnt_opts))
