/* <poll.h>, <sys/select.h>, <sys/epoll.h>: waiting for descriptors.
 * Assumed: sets and lists are read and filled in during the call. epoll_ctl keeps the data of the event, not
 * the event; epoll_wait delivers such data, which then comes from outside. */
#include "model.h"
#include <sys/epoll.h>

struct pollfd;

MODEL_NOTHING(int, poll, (struct pollfd * fds, unsigned long n, int timeout))
MODEL_NOTHING(int, __poll, (struct pollfd * fds, unsigned long n, int timeout))
MODEL_NOTHING(int, __poll_chk, (struct pollfd * fds, unsigned long n, int timeout, size_t room))
MODEL_NOTHING(int, ppoll,
              (struct pollfd * fds, unsigned long n, const struct timespec *timeout, const sigset_t *mask))
MODEL_NOTHING(int, __ppoll_chk,
              (struct pollfd * fds, unsigned long n, const struct timespec *timeout, const sigset_t *mask,
               size_t room))
MODEL_NOTHING(int, select, (int n, fd_set *in, fd_set *out, fd_set *except, struct timeval *timeout))
MODEL_NOTHING(int, __select, (int n, fd_set *in, fd_set *out, fd_set *except, struct timeval *timeout))
MODEL_NOTHING(int, pselect,
              (int n, fd_set *in, fd_set *out, fd_set *except, const struct timespec *timeout,
               const sigset_t *mask))
MODEL_NOTHING(long, __fdelt_chk, (long fd))
MODEL_NOTHING(long, __fdelt_warn, (long fd))

MODEL_NOTHING(int, epoll_create, (int n))
MODEL_NOTHING(int, epoll_create1, (int flags))
int epoll_ctl(int epoll, int operation, int fd, struct epoll_event *event)
{
	model_keep(event->data.ptr, "heap");
	return model_any();
}
#define MODEL_EPOLL_WAIT(name, params)                          \
	int name params                                         \
	{                                                       \
		events[model_any()].data.ptr = model_outside(); \
		return model_any();                             \
	}
MODEL_EPOLL_WAIT(epoll_wait, (int epoll, struct epoll_event *events, int n, int timeout))
MODEL_EPOLL_WAIT(epoll_pwait,
                 (int epoll, struct epoll_event *events, int n, int timeout, const sigset_t *mask))
MODEL_EPOLL_WAIT(epoll_pwait2, (int epoll, struct epoll_event *events, int n, const struct timespec *timeout,
                                const sigset_t *mask))
