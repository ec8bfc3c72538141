/* <aio.h>, libaio, <mqueue.h>: work that goes on after the call.
 * Assumed: a request's control block is kept until it is done, and with it everything it points to (buffer,
 * notification value and function). The list of lio_listio and of io_submit is read during the call. What
 * io_getevents delivers comes from outside. Messages leave the program byte by byte; mq_notify is in
 * signal.c. */
#include "model.h"
#include <aio.h>

#define MODEL_AIO(suffix)                                                                   \
	int aio_read##suffix(struct aiocb##suffix *cb)                                      \
	{                                                                                   \
		model_keep(cb, "heap");                                                     \
		return model_any();                                                         \
	}                                                                                   \
	int aio_write##suffix(struct aiocb##suffix *cb)                                     \
	{                                                                                   \
		model_keep(cb, "heap");                                                     \
		return model_any();                                                         \
	}                                                                                   \
	int aio_fsync##suffix(int operation, struct aiocb##suffix *cb)                      \
	{                                                                                   \
		model_keep(cb, "heap");                                                     \
		return model_any();                                                         \
	}                                                                                   \
	int lio_listio##suffix(int mode, struct aiocb##suffix *const list[restrict], int n, \
	                       struct sigevent *restrict sev)                               \
	{                                                                                   \
		model_keep(list[model_any()], "heap");                                      \
		model_keep(sev->sigev_value.sival_ptr, "callback-data");                    \
		model_keep((void *)sev->sigev_notify_function, "thread");                   \
		model_keep(sev->sigev_notify_attributes, "thread");                         \
		return model_any();                                                         \
	}                                                                                   \
	MODEL_NOTHING(int, aio_error##suffix, (const struct aiocb##suffix *cb))             \
	MODEL_NOTHING(ssize_t, aio_return##suffix, (struct aiocb##suffix * cb))             \
	MODEL_NOTHING(int, aio_cancel##suffix, (int fd, struct aiocb##suffix *cb))          \
	MODEL_NOTHING(int, aio_suspend##suffix,                                             \
	              (const struct aiocb##suffix *const list[], int n, const struct timespec *timeout))
MODEL_AIO()
MODEL_AIO(64)
MODEL_VOID(aio_init, (const struct aioinit *init))

/* libaio */
struct io_event {
	void *data;
	void *obj;
	unsigned long res, res2;
};
int io_setup(int n, void **context)
{
	*context = model_outside();
	return model_any();
}
MODEL_NOTHING(int, io_destroy, (void *context))
int io_submit(void *context, long n, void **requests)
{
	model_keep(requests[model_any()], "heap");
	return model_any();
}
static void deliver(struct io_event *events)
{
	events[model_any()].data = model_outside();
	events[model_any()].obj = model_outside();
}
int io_getevents(void *context, long min, long n, struct io_event *events, struct timespec *timeout)
{
	deliver(events);
	return model_any();
}
int io_pgetevents(void *context, long min, long n, struct io_event *events, struct timespec *timeout,
                  void *mask)
{
	deliver(events);
	return model_any();
}
int io_cancel(void *context, void *request, struct io_event *event)
{
	deliver(event);
	return model_any();
}

/* message queues */
MODEL_NOTHING(int, mq_open, (const char *name, int flags, ...))
MODEL_NOTHING(int, __mq_open_2, (const char *name, int flags))
MODEL_NOTHING(int, mq_close, (int queue))
MODEL_NOTHING(int, mq_unlink, (const char *name))
MODEL_NOTHING(int, mq_getattr, (int queue, void *attr))
MODEL_NOTHING(int, mq_setattr, (int queue, const void *attr, void *old))
MODEL_NOTHING(ssize_t, mq_receive, (int queue, char *buf, size_t n, unsigned *priority))
MODEL_NOTHING(ssize_t, mq_timedreceive,
              (int queue, char *buf, size_t n, unsigned *priority, const struct timespec *until))
int mq_send(int queue, const char *buf, size_t n, unsigned priority)
{
	model_sends(buf);
	return model_any();
}
int mq_timedsend(int queue, const char *buf, size_t n, unsigned priority, const struct timespec *until)
{
	model_sends(buf);
	return model_any();
}
