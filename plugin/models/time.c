/* <time.h>, <sys/time.h>, <sys/timerfd.h>, <sys/timex.h>; timers that notify are in signal.c.
 * Assumed: plain results live in libc, _r results in the caller's buffer. The zone name in a struct tm points
 * into libc's tables. Sleeping and setting clocks keep nothing. */
#include "model.h"

extern char *tzname[2], *__tzname[2];
extern long timezone, __timezone;
extern int daylight, __daylight;
MODEL_VARIABLES(zone, tzname, __tzname, &timezone, &__timezone, &daylight, &__daylight)
#include <time.h>

struct timeval;
struct itimerval;
struct timex;

MODEL_NOTHING(time_t, time, (time_t *result))
MODEL_NOTHING(int, stime, (const time_t *when))
MODEL_NOTHING(clock_t, clock, (void))
MODEL_NOTHING(double, difftime, (time_t a, time_t b))
MODEL_NOTHING(clock_t, times, (void *buf))
MODEL_NOTHING(int, ftime, (void *buf))
MODEL_VOID(tzset, (void))

/* broken-down time */
#define MODEL_FILLS_TM(type, name, params, result) \
	type name params                           \
	{                                          \
		tm->tm_zone = model_data();        \
		return (type)(result);             \
	}
MODEL_DATA(struct tm *, gmtime, (const time_t *when))
MODEL_DATA(struct tm *, localtime, (const time_t *when))
MODEL_DATA(struct tm *, getdate, (const char *s))
MODEL_FILLS_TM(struct tm *, gmtime_r, (const time_t *when, struct tm *tm), tm)
MODEL_FILLS_TM(struct tm *, __gmtime_r, (const time_t *when, struct tm *tm), tm)
MODEL_FILLS_TM(struct tm *, localtime_r, (const time_t *when, struct tm *tm), tm)
MODEL_FILLS_TM(int, getdate_r, (const char *s, struct tm *tm), model_any())
MODEL_FILLS_TM(char *, strptime, (const char *s, const char *format, struct tm *tm), model_within(s))
MODEL_FILLS_TM(char *, strptime_l, (const char *s, const char *format, struct tm *tm, locale_t loc),
               model_within(s))
MODEL_FILLS_TM(time_t, mktime, (struct tm * tm), model_any())
MODEL_FILLS_TM(time_t, timelocal, (struct tm * tm), model_any())
MODEL_FILLS_TM(time_t, timegm, (struct tm * tm), model_any())
MODEL_DATA(char *, asctime, (const struct tm *tm))
MODEL_DATA(char *, ctime, (const time_t *when))
MODEL_RETURNS(char *, asctime_r, (const struct tm *tm, char *buf), buf)
MODEL_RETURNS(char *, ctime_r, (const time_t *when, char *buf), buf)
MODEL_NOTHING(size_t, strftime, (char *buf, size_t n, const char *format, const struct tm *tm))
MODEL_NOTHING(size_t, strftime_l,
              (char *buf, size_t n, const char *format, const struct tm *tm, locale_t loc))
MODEL_NOTHING(size_t, __strftime_l,
              (char *buf, size_t n, const char *format, const struct tm *tm, locale_t loc))

/* clocks */
MODEL_NOTHING(int, clock_gettime, (clockid_t clock, struct timespec *ts))
MODEL_NOTHING(int, __clock_gettime, (clockid_t clock, struct timespec *ts))
MODEL_NOTHING(int, clock_settime, (clockid_t clock, const struct timespec *ts))
MODEL_NOTHING(int, clock_getres, (clockid_t clock, struct timespec *ts))
MODEL_NOTHING(int, clock_nanosleep,
              (clockid_t clock, int flags, const struct timespec *time, struct timespec *left))
MODEL_NOTHING(int, clock_getcpuclockid, (pid_t pid, clockid_t *clock))
MODEL_NOTHING(int, clock_adjtime, (clockid_t clock, struct timex *timex))
MODEL_NOTHING(int, nanosleep, (const struct timespec *time, struct timespec *left))
MODEL_NOTHING(int, __nanosleep, (const struct timespec *time, struct timespec *left))
MODEL_NOTHING(int, timespec_get, (struct timespec * ts, int base))
MODEL_NOTHING(int, timespec_getres, (struct timespec * ts, int base))
MODEL_NOTHING(int, gettimeofday, (struct timeval * tv, void *zone))
MODEL_NOTHING(int, __gettimeofday, (struct timeval * tv, void *zone))
MODEL_NOTHING(int, settimeofday, (const struct timeval *tv, const void *zone))
MODEL_NOTHING(int, adjtime, (const struct timeval *delta, struct timeval *old))
MODEL_NOTHING(int, adjtimex, (void *timex))
MODEL_NOTHING(int, __adjtimex, (void *timex))
MODEL_NOTHING(int, ntp_adjtime, (void *timex))
MODEL_NOTHING(int, ntp_gettime, (void *ntptimeval))
MODEL_NOTHING(int, ntp_gettimex, (void *ntptimeval))

/* timers without a notification of their own */
MODEL_NOTHING(int, getitimer, (int which, struct itimerval *value))
MODEL_NOTHING(int, setitimer, (int which, const struct itimerval *value, struct itimerval *old))
MODEL_NOTHING(int, timer_settime,
              (timer_t timer, int flags, const struct itimerspec *value, struct itimerspec *old))
MODEL_NOTHING(int, timer_gettime, (timer_t timer, struct itimerspec *value))
MODEL_NOTHING(int, timer_getoverrun, (timer_t timer))
MODEL_NOTHING(int, timer_delete, (timer_t timer))
MODEL_NOTHING(int, timerfd_create, (int clock, int flags))
MODEL_NOTHING(int, timerfd_settime,
              (int fd, int flags, const struct itimerspec *value, struct itimerspec *old))
MODEL_NOTHING(int, timerfd_gettime, (int fd, struct itimerspec *value))
