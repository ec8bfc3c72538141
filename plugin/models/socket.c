/* <sys/socket.h>: sockets.
 * Assumed: addresses, options and data are copied during the call; what is sent leaves the program byte by
 * byte (model_sends). Sending with MSG_ZEROCOPY lets the kernel read the buffer after the call: that is not
 * covered, as the flag is not looked at. */
#include "model.h"
#include <sys/uio.h>

typedef uint32_t socklen_t;
struct sockaddr;
struct msghdr {
	void *msg_name;
	socklen_t msg_namelen;
	struct iovec *msg_iov;
	size_t msg_iovlen;
	void *msg_control;
	size_t msg_controllen;
	int msg_flags;
};
struct mmsghdr {
	struct msghdr msg_hdr;
	unsigned msg_len;
};

MODEL_NOTHING(int, socket, (int domain, int type, int protocol))
MODEL_NOTHING(int, __socket, (int domain, int type, int protocol))
MODEL_NOTHING(int, socketpair, (int domain, int type, int protocol, int fd[2]))
MODEL_NOTHING(int, bind, (int fd, const struct sockaddr *addr, socklen_t n))
MODEL_NOTHING(int, connect, (int fd, const struct sockaddr *addr, socklen_t n))
MODEL_NOTHING(int, __connect, (int fd, const struct sockaddr *addr, socklen_t n))
MODEL_NOTHING(int, listen, (int fd, int backlog))
MODEL_NOTHING(int, accept, (int fd, struct sockaddr *addr, socklen_t *n))
MODEL_NOTHING(int, accept4, (int fd, struct sockaddr *addr, socklen_t *n, int flags))
MODEL_NOTHING(int, shutdown, (int fd, int how))
MODEL_NOTHING(int, getsockname, (int fd, struct sockaddr *addr, socklen_t *n))
MODEL_NOTHING(int, getpeername, (int fd, struct sockaddr *addr, socklen_t *n))
MODEL_NOTHING(int, getsockopt, (int fd, int level, int option, void *value, socklen_t *n))
MODEL_NOTHING(int, setsockopt, (int fd, int level, int option, const void *value, socklen_t n))
MODEL_NOTHING(int, sockatmark, (int fd))
MODEL_NOTHING(int, isfdtype, (int fd, int type))

MODEL_NOTHING(ssize_t, recv, (int fd, void *buf, size_t n, int flags))
MODEL_NOTHING(ssize_t, __recv, (int fd, void *buf, size_t n, int flags))
MODEL_NOTHING(ssize_t, __recv_chk, (int fd, void *buf, size_t n, size_t room, int flags))
MODEL_NOTHING(ssize_t, recvfrom,
              (int fd, void *buf, size_t n, int flags, struct sockaddr *addr, socklen_t *addr_n))
MODEL_NOTHING(ssize_t, __recvfrom_chk,
              (int fd, void *buf, size_t n, size_t room, int flags, struct sockaddr *addr, socklen_t *addr_n))
MODEL_NOTHING(ssize_t, recvmsg, (int fd, struct msghdr *msg, int flags))
MODEL_NOTHING(int, recvmmsg, (int fd, struct mmsghdr *msgs, unsigned n, int flags, void *timeout))

#define MODEL_SENDS(name, params)   \
	ssize_t name params         \
	{                           \
		model_sends(buf);   \
		return model_any(); \
	}
MODEL_SENDS(send, (int fd, const void *buf, size_t n, int flags))
MODEL_SENDS(__send, (int fd, const void *buf, size_t n, int flags))
MODEL_SENDS(sendto,
            (int fd, const void *buf, size_t n, int flags, const struct sockaddr *addr, socklen_t addr_n))
ssize_t sendmsg(int fd, const struct msghdr *msg, int flags)
{
	model_sends(msg->msg_iov[model_any()].iov_base);
	return model_any();
}
int sendmmsg(int fd, struct mmsghdr *msgs, unsigned n, int flags)
{
	model_sends(msgs[model_any()].msg_hdr.msg_iov[model_any()].iov_base);
	return model_any();
}
/* the next header in the control buffer of a message */
MODEL_RETURNS(void *, __cmsg_nxthdr, (struct msghdr * msg, void *header), model_within(header))
