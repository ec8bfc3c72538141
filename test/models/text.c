// Text and memory of libc: the facts of each pointer parameter, then whether it calls back.
// RUN: %cc -w -D_GNU_SOURCE -fplugin-arg-cgoescape-facts=%t -fsyntax-only %s
// RUN: %python %S/Inputs/table.py %s %t 45
#include <ctype.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <wchar.h>

int w_strlen(const char *a) { return strlen(a); } // none yes
int w_strnlen(const char *a) { return strnlen(a, 9); } // none yes
int w_strcmp(const char *a, const char *b) { return strcmp(a, b); } // none none yes
int w_strncmp(const char *a, const char *b) { return strncmp(a, b, 9); } // none none yes
int w_strcasecmp(const char *a, const char *b) { return strcasecmp(a, b); } // none none yes
int w_strcoll(const char *a, const char *b) { return strcoll(a, b); } // none none yes
int w_memcmp(const void *a, const void *b, long n) { return memcmp(a, b, n); } // none none yes
int w_strspn(const char *a, const char *b) { return strspn(a, b); } // none none yes
char *w_strchr(const char *a) { return strchr(a, 'x'); } // result:0 yes
char *w_strrchr(const char *a) { return strrchr(a, 'x'); } // result:0 yes
char *w_strchrnul(const char *a) { return strchrnul(a, 'x'); } // result:0 yes
char *w_strstr(const char *a, const char *b) { return strstr(a, b); } // result:0 none yes
char *w_strcasestr(const char *a, const char *b) { return strcasestr(a, b); } // result:0 none yes
char *w_strpbrk(const char *a, const char *b) { return strpbrk(a, b); } // result:0 none yes
void *w_memchr(const void *a, long n) { return memchr(a, 1, n); } // result:0 yes
void *w_memrchr(const void *a, long n) { return memrchr(a, 1, n); } // result:0 yes
void *w_memmem(const void *a, const void *b) { return memmem(a, 9, b, 2); } // result:0 none yes
char *w_strcpy(char *a, const char *b) { return strcpy(a, b); } // result:0 none yes
char *w_stpcpy(char *a, const char *b) { return stpcpy(a, b); } // result:0 none yes
char *w_strncpy(char *a, const char *b) { return strncpy(a, b, 9); } // result:0 none yes
char *w_strcat(char *a, const char *b) { return strcat(a, b); } // result:0 none yes
void w_strcpy_unused(char *a, const char *b) { strcpy(a, b); } // none none yes
char *w_strdup(const char *a) { return strdup(a); } // none yes
char *w_strndup(const char *a) { return strndup(a, 9); } // none yes
void w_memset(void *a, long n) { memset(a, 0, n); } // none yes
void *w_memset_result(void *a, long n) { return memset(a, 0, n); } // result:0 yes
void w_bzero(void *a, long n) { bzero(a, n); } // none yes
void w_strtok(char *a, const char *b) { strtok(a, b); } // direct none yes
char *w_strtok_r(char *a, const char *b) { char *save = a; return strtok_r(a, b, &save); } // result:0 none yes
void w_strtok_r_save(char *a, const char *b, char **c) { strtok_r(a, b, c); } // param:2 none none yes
char *w_strsep(char **a, const char *b) { return strsep(a, b); } // result:1+content:result none yes
long w_strtol(const char *a) { return strtol(a, 0, 10); } // none yes
void w_strtol_end(const char *a, char **b) { strtol(a, b, 10); } // param:1 none yes
long w_strtol_local(const char *a) { char *e; long n = strtol(a, &e, 10); return n + *e; } // none yes
double w_strtod(const char *a, char **b) { return strtod(a, b); } // param:1 none yes
unsigned long long w_strtoull(const char *a, char **b) { return strtoull(a, b, 0); } // param:1 none yes
int w_atoi(const char *a) { return atoi(a); } // none yes
double w_atof(const char *a) { return atof(a); } // none yes
char *w_strerror(int n) { return strerror(n); } // yes
char *w_strerror_r(char *a) { return strerror_r(1, a, 9); } // result:0 yes
char *w_setlocale(const char *a) { return setlocale(LC_ALL, a); } // none yes
int w_toupper(const char *a) { return toupper(*a) + isalpha(*a); } // none yes
int w_wcslen(const wchar_t *a) { return wcslen(a); } // none yes
wchar_t *w_wcschr(const wchar_t *a) { return wcschr(a, L'x'); } // result:0 yes
int w_mbstowcs(wchar_t *a, const char *b) { return mbstowcs(a, b, 9); } // none none yes
int w_mbsrtowcs(wchar_t *a, const char **b, mbstate_t *c) { return mbsrtowcs(a, b, 9, c); } // none none none yes
int w_strverscmp(const char *a, const char *b) { return strverscmp(a, b); } // none none yes
int w_strxfrm(char *a, const char *b) { return strxfrm(a, b, 9); } // none none yes
// Contents move when pointers are copied.
void w_memcpy(void *a, const void *b) { memcpy(a, b, 64); } // none content+content:param:0 yes
void *w_memccpy(void *a, const void *b) { return memccpy(a, b, 0, 64); } // result:0 content+content:param:0 yes
