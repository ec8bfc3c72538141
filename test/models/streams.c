// Streams, files and sockets: what they keep is what the caller gave them to keep.
// RUN: %cc -w -D_GNU_SOURCE -fplugin-arg-cgoescape-facts=%t -fsyntax-only %s
// RUN: %python %S/Inputs/table.py %s %t 60
#include <arpa/inet.h>
#include <dirent.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

int w_printf(const char *a) { return printf("%s", a); } // none yes
int w_printf_format(const char *a, int *b) { return printf(a, 1, b); } // none none yes
int w_printf_n(int *a) { return printf("%n", a); } // none yes
int w_fprintf(FILE *a, const char *b) { return fprintf(a, "%d %s", 1, b); } // none none yes
int w_snprintf(char *a, const char *b) { return snprintf(a, 9, "%s", b); } // none none yes
int w_vprintf(const char *a, va_list b) { return vprintf(a, b); } // none none yes
int w_asprintf(char **a, const char *b) { return asprintf(a, "%s", b); } // none none yes
int w_dprintf(const char *a) { return dprintf(1, "%s", a); } // none yes
int w_puts(const char *a) { return puts(a); } // none yes
int w_fputs(const char *a, FILE *b) { return fputs(a, b); } // none none yes
int w_fputc(FILE *a) { return fputc('x', a); } // none yes
void w_perror(const char *a) { perror(a); } // none yes
int w_scanf(int *a, char *b) { return scanf("%d %s", a, b); } // none none yes
int w_sscanf(const char *a, int *b) { return sscanf(a, "%d", b); } // none none yes
int w_fscanf(FILE *a, const char *b, int *c) { return fscanf(a, b, c); } // none none none yes
char *w_fgets(char *a, FILE *b) { return fgets(a, 9, b); } // result:0 none yes
long w_getline(char **a, size_t *b, FILE *c) { return getline(a, b, c); } // none none none yes
long w_fread(void *a, FILE *b) { return fread(a, 1, 9, b); } // none none yes
long w_fwrite(const void *a, FILE *b) { return fwrite(a, 1, 9, b); } // content none yes
FILE *w_fopen(const char *a, const char *b) { return fopen(a, b); } // none none yes
FILE *w_freopen(const char *a, const char *b, FILE *c) { return freopen(a, b, c); } // none none result:0 yes
FILE *w_fdopen(const char *a) { return fdopen(0, a); } // none yes
int w_fclose(FILE *a) { return fclose(a); } // none yes
int w_fflush(FILE *a) { return fflush(a); } // none yes
int w_ungetc(FILE *a) { return ungetc('x', a); } // none yes
long w_ftell(FILE *a) { return ftell(a) + fseek(a, 0, 0) + feof(a) + fileno(a); } // none yes
void w_setvbuf(FILE *a, char *b) { setvbuf(a, b, _IOFBF, 9); } // none direct+param:0 yes
void w_setvbuf_null(FILE *a) { setvbuf(a, 0, _IONBF, 0); } // none yes
void w_setbuf(FILE *a, char *b) { setbuf(a, b); } // none direct+param:0 yes
FILE *w_popen(const char *a) { return popen(a, "r"); } // none yes
int w_remove(const char *a, const char *b) { return remove(a) + rename(a, b); } // none none yes
long w_read(void *a) { return read(0, a, 9); } // none yes
long w_write(const void *a) { return write(1, a, 9); } // content yes
long w_write_text(const char *a) { return write(1, a, 9); } // none yes
long w_send_int(const int *a) { return send(0, a, 4, 0); } // none yes
long w_pread(void *a) { return pread(0, a, 9, 0); } // none yes
long w_readv(struct iovec *a) { return readv(0, a, 1); } // none yes
long w_writev(const struct iovec *a) { return writev(1, a, 1); } // content yes
int w_open(const char *a) { return open(a, O_RDONLY); } // none yes
int w_openat(const char *a) { return openat(0, a, O_CREAT, 0644); } // none yes
int w_stat(const char *a, struct stat *b) { return stat(a, b); } // none none yes
int w_access(const char *a) { return access(a, 0) + unlink(a) + chdir(a) + mkdir(a, 0777); } // none yes
int w_pipe(int *a) { return pipe(a); } // none yes
char *w_getcwd(char *a) { return getcwd(a, 9); } // result:0 yes
char *w_realpath(const char *a, char *b) { return realpath(a, b); } // none result:0 yes
long w_readlink(const char *a, char *b) { return readlink(a, b, 9); } // none none yes
DIR *w_opendir(const char *a) { return opendir(a); } // none yes
int w_socket(const struct sockaddr *a) { return socket(1, 1, 0) + bind(0, a, 9) + connect(0, a, 9); } // none yes
int w_accept(struct sockaddr *a, socklen_t *b) { return accept(0, a, b); } // none none yes
long w_send(const void *a) { return send(0, a, 9, 0); } // content yes
long w_recv(void *a) { return recv(0, a, 9, 0); } // none yes
long w_sendto(const void *a, const struct sockaddr *b) { return sendto(0, a, 9, 0, b, 9); } // content none yes
long w_sendmsg(const struct msghdr *a) { return sendmsg(0, a, 0); } // content yes
long w_recvmsg(struct msghdr *a) { return recvmsg(0, a, 0); } // none yes
int w_setsockopt(const void *a) { return setsockopt(0, 1, 2, a, 4); } // none yes
int w_getaddrinfo(const char *a, const struct addrinfo *b, struct addrinfo **c) { return getaddrinfo(a, 0, b, c); } // none none none yes
int w_inet_pton(const char *a, void *b) { return inet_pton(AF_INET, a, b); } // none none yes
const char *w_inet_ntop(const void *a, char *b) { return inet_ntop(AF_INET, a, b, 9); } // none result:0 yes
int w_poll(struct pollfd *a) { return poll(a, 1, 0); } // none yes
int w_select(fd_set *a, struct timeval *b) { return select(1, a, a, a, b); } // none none yes
int w_epoll_ctl(struct epoll_event *a) { return epoll_ctl(0, EPOLL_CTL_ADD, 1, a); } // content yes
int w_epoll_data(void *a) { struct epoll_event e = {.data.ptr = a}; return epoll_ctl(0, 1, 1, &e); } // direct yes
int w_ioctl(int *a) { return ioctl(0, FIONREAD, a); } // BAD: direct yes
int w_munmap(void *a) { return munmap(a, 9); } // none yes
FILE *w_fmemopen(char *a) { return fmemopen(a, 9, "r"); } // direct yes
FILE *w_open_memstream(char **a, size_t *b) { return open_memstream(a, b); } // direct direct yes
