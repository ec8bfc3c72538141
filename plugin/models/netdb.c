/* <netdb.h>, <arpa/inet.h>, <ifaddrs.h>, <net/if.h>, <netinet/ether.h>, <resolv.h>: names and addresses.
 * Assumed: lookups read their arguments; plain results live in libc, _r results in the caller's record and
 * buffer (the record points into the buffer), getaddrinfo, getifaddrs and if_nameindex allocate.
 * getaddrinfo_a works on in another thread and keeps its requests. Name service modules call nothing of the
 * program. */
#include "model.h"
#include <ifaddrs.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>

#undef h_errno

/* The record of an _r function: its pointers go into the buffer, which holds vectors of pointers into itself.
 */
static void fill_hostent(struct hostent *h, char *buf)
{
	*(char **)model_within(buf) = model_within(buf);
	h->h_name = model_within(buf);
	h->h_aliases = model_within(buf);
	h->h_addr_list = model_within(buf);
}
static void fill_netent(struct netent *n, char *buf)
{
	*(char **)model_within(buf) = model_within(buf);
	n->n_name = model_within(buf);
	n->n_aliases = model_within(buf);
}
static void fill_protoent(struct protoent *p, char *buf)
{
	*(char **)model_within(buf) = model_within(buf);
	p->p_name = model_within(buf);
	p->p_aliases = model_within(buf);
}
static void fill_servent(struct servent *s, char *buf)
{
	*(char **)model_within(buf) = model_within(buf);
	s->s_name = model_within(buf);
	s->s_aliases = model_within(buf);
	s->s_proto = model_within(buf);
}
#define MODEL_LOOKUP_R(type, name, params) \
	int name params                    \
	{                                  \
		fill_##type(entry, buf);   \
		*result = entry;           \
		return model_any();        \
	}

/* hosts */
MODEL_VOID(sethostent, (int stay))
MODEL_VOID(endhostent, (void))
MODEL_DATA(struct hostent *, gethostent, (void))
MODEL_DATA(struct hostent *, gethostbyname, (const char *name))
MODEL_DATA(struct hostent *, gethostbyname2, (const char *name, int family))
MODEL_DATA(struct hostent *, gethostbyaddr, (const void *addr, socklen_t n, int family))
MODEL_LOOKUP_R(hostent, gethostent_r,
               (struct hostent * entry, char *buf, size_t n, struct hostent **result, int *error))
MODEL_LOOKUP_R(hostent, gethostbyname_r,
               (const char *name, struct hostent *entry, char *buf, size_t n, struct hostent **result,
                int *error))
MODEL_LOOKUP_R(hostent, gethostbyname2_r,
               (const char *name, int family, struct hostent *entry, char *buf, size_t n,
                struct hostent **result, int *error))
MODEL_LOOKUP_R(hostent, gethostbyaddr_r,
               (const void *addr, socklen_t addr_n, int family, struct hostent *entry, char *buf, size_t n,
                struct hostent **result, int *error))
MODEL_DATA(int *, __h_errno_location, (void))
MODEL_VOID(herror, (const char *s))
MODEL_DATA(const char *, hstrerror, (int e))

/* networks */
MODEL_VOID(setnetent, (int stay))
MODEL_VOID(endnetent, (void))
MODEL_DATA(struct netent *, getnetent, (void))
MODEL_DATA(struct netent *, getnetbyname, (const char *name))
MODEL_DATA(struct netent *, getnetbyaddr, (uint32_t net, int family))
MODEL_LOOKUP_R(netent, getnetent_r,
               (struct netent * entry, char *buf, size_t n, struct netent **result, int *error))
MODEL_LOOKUP_R(netent, getnetbyname_r,
               (const char *name, struct netent *entry, char *buf, size_t n, struct netent **result,
                int *error))
MODEL_LOOKUP_R(netent, getnetbyaddr_r,
               (uint32_t net, int family, struct netent *entry, char *buf, size_t n, struct netent **result,
                int *error))

/* protocols */
MODEL_VOID(setprotoent, (int stay))
MODEL_VOID(endprotoent, (void))
MODEL_DATA(struct protoent *, getprotoent, (void))
MODEL_DATA(struct protoent *, getprotobyname, (const char *name))
MODEL_DATA(struct protoent *, getprotobynumber, (int number))
MODEL_LOOKUP_R(protoent, getprotoent_r,
               (struct protoent * entry, char *buf, size_t n, struct protoent **result))
MODEL_LOOKUP_R(protoent, getprotobyname_r,
               (const char *name, struct protoent *entry, char *buf, size_t n, struct protoent **result))
MODEL_LOOKUP_R(protoent, getprotobynumber_r,
               (int number, struct protoent *entry, char *buf, size_t n, struct protoent **result))

/* services */
MODEL_VOID(setservent, (int stay))
MODEL_VOID(endservent, (void))
MODEL_DATA(struct servent *, getservent, (void))
MODEL_DATA(struct servent *, getservbyname, (const char *name, const char *protocol))
MODEL_DATA(struct servent *, getservbyport, (int port, const char *protocol))
MODEL_LOOKUP_R(servent, getservent_r, (struct servent * entry, char *buf, size_t n, struct servent **result))
MODEL_LOOKUP_R(servent, getservbyname_r,
               (const char *name, const char *protocol, struct servent *entry, char *buf, size_t n,
                struct servent **result))
MODEL_LOOKUP_R(servent, getservbyport_r,
               (int port, const char *protocol, struct servent *entry, char *buf, size_t n,
                struct servent **result))

/* netgroups */
MODEL_NOTHING(int, setnetgrent, (const char *name))
MODEL_VOID(endnetgrent, (void))
int getnetgrent(char **host, char **user, char **domain)
{
	*host = model_data();
	*user = model_data();
	*domain = model_data();
	return model_any();
}
int getnetgrent_r(char **host, char **user, char **domain, char *buf, size_t n)
{
	*host = model_within(buf);
	*user = model_within(buf);
	*domain = model_within(buf);
	return model_any();
}
MODEL_NOTHING(int, innetgr, (const char *group, const char *host, const char *user, const char *domain))

/* address lists: a new list whose cells point at each other and at memory of their own */
static struct addrinfo *new_addrinfo(void)
{
	struct addrinfo *a = model_new();
	a->ai_next = a;
	a->ai_addr = model_new();
	a->ai_canonname = model_new();
	return a;
}
int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints, struct addrinfo **result)
{
	*result = new_addrinfo();
	return model_any();
}
MODEL_VOID(freeaddrinfo, (struct addrinfo * a))
MODEL_NOTHING(int, getnameinfo,
              (const struct sockaddr *addr, socklen_t n, char *host, socklen_t host_n, char *service,
               socklen_t service_n, int flags))
MODEL_DATA(const char *, gai_strerror, (int e))

/* The resolver thread works on the requests after the call, and starts or signals what sev says. */
int getaddrinfo_a(int mode, struct gaicb *list[], int n, struct sigevent *sev)
{
	struct gaicb *request = list[model_any()];
	request->ar_result = new_addrinfo();
	model_keep(request, "heap");
	model_keep(list, "heap");
	model_keep(sev->sigev_value.sival_ptr, "callback-data");
	model_keep((void *)sev->sigev_notify_function, "thread");
	model_keep(sev->sigev_notify_attributes, "thread");
	return model_any();
}
MODEL_NOTHING(int, gai_error, (struct gaicb * request))
MODEL_NOTHING(int, gai_cancel, (struct gaicb * request))
MODEL_NOTHING(int, gai_suspend, (const struct gaicb *const list[], int n, const struct timespec *timeout))

/* text and addresses */
MODEL_NOTHING(in_addr_t, inet_addr, (const char *s))
MODEL_NOTHING(int, inet_aton, (const char *s, struct in_addr *addr))
MODEL_DATA(char *, inet_ntoa, (struct in_addr addr))
MODEL_NOTHING(int, inet_pton, (int family, const char *s, void *addr))
MODEL_RETURNS(const char *, inet_ntop, (int family, const void *addr, char *buf, socklen_t n), buf)
MODEL_RETURNS(const char *, __inet_ntop_chk,
              (int family, const void *addr, char *buf, socklen_t n, size_t room), buf)
MODEL_NOTHING(int, __inet_pton_chk, (int family, const char *s, void *addr, size_t room))
MODEL_NOTHING(in_addr_t, inet_network, (const char *s))
MODEL_NOTHING(in_addr_t, inet_lnaof, (struct in_addr addr))
MODEL_NOTHING(in_addr_t, inet_netof, (struct in_addr addr))
struct in_addr inet_makeaddr(in_addr_t net, in_addr_t host)
{
	return (struct in_addr){(in_addr_t)model_any()};
}
#undef htonl
#undef htons
#undef ntohl
#undef ntohs
MODEL_NOTHING(uint32_t, htonl, (uint32_t x))
MODEL_NOTHING(uint16_t, htons, (uint16_t x))
MODEL_NOTHING(uint32_t, ntohl, (uint32_t x))
MODEL_NOTHING(uint16_t, ntohs, (uint16_t x))

/* interfaces */
MODEL_NOTHING(unsigned, if_nametoindex, (const char *name))
MODEL_RETURNS(char *, if_indextoname, (unsigned index, char *buf), buf)
struct if_nameindex *if_nameindex(void)
{
	struct if_nameindex *list = model_new();
	list[model_any()].if_name = model_new();
	return list;
}
MODEL_VOID(if_freenameindex, (struct if_nameindex * list))
int getifaddrs(struct ifaddrs **result)
{
	struct ifaddrs *i = model_new();
	void *memory = model_new();
	i->ifa_next = i;
	i->ifa_name = memory;
	i->ifa_addr = memory;
	i->ifa_netmask = memory;
	i->ifa_ifu.ifu_dstaddr = memory;
	i->ifa_data = memory;
	*result = i;
	return model_any();
}
MODEL_VOID(freeifaddrs, (struct ifaddrs * list))

/* ethernet */
MODEL_DATA(char *, ether_ntoa, (const void *addr))
MODEL_RETURNS(char *, ether_ntoa_r, (const void *addr, char *buf), buf)
MODEL_DATA(void *, ether_aton, (const char *s))
MODEL_RETURNS(void *, ether_aton_r, (const char *s, void *addr), addr)
MODEL_NOTHING(int, ether_ntohost, (char *name, const void *addr))
MODEL_NOTHING(int, ether_hostton, (const char *name, void *addr))
MODEL_NOTHING(int, ether_line, (const char *line, void *addr, char *name))

/* the resolver; its state (res_state) is opaque here and receives no pointer of the caller's */
#define MODEL_RESOLVER(prefix)                                                                               \
	MODEL_NOTHING(int, prefix##res_init, (void))                                                         \
	MODEL_NOTHING(int, prefix##res_ninit, (void *state))                                                 \
	MODEL_VOID(prefix##res_nclose, (void *state))                                                        \
	MODEL_NOTHING(int, prefix##res_query, (const char *name, int class, int type, void *answer, int n))  \
	MODEL_NOTHING(int, prefix##res_search, (const char *name, int class, int type, void *answer, int n)) \
	MODEL_NOTHING(int, prefix##res_nquery,                                                               \
	              (void *state, const char *name, int class, int type, void *answer, int n))             \
	MODEL_NOTHING(int, prefix##res_nsearch,                                                              \
	              (void *state, const char *name, int class, int type, void *answer, int n))             \
	MODEL_NOTHING(int, prefix##res_querydomain,                                                          \
	              (const char *name, const char *domain, int class, int type, void *answer, int n))      \
	MODEL_NOTHING(int, prefix##res_nquerydomain,                                                         \
	              (void *state, const char *name, const char *domain, int class, int type, void *answer, \
	               int n))                                                                               \
	MODEL_NOTHING(int, prefix##res_nmkquery,                                                             \
	              (void *state, int op, const char *name, int class, int type, const void *data, int n,  \
	               const void *record, void *buf, int room))                                             \
	MODEL_NOTHING(int, prefix##res_nsend,                                                                \
	              (void *state, const void *query, int n, void *answer, int room))                       \
	MODEL_NOTHING(int, prefix##res_hnok, (const char *name))                                             \
	MODEL_NOTHING(int, prefix##res_ownok, (const char *name))                                            \
	MODEL_NOTHING(int, prefix##res_mailok, (const char *name))                                           \
	MODEL_NOTHING(int, prefix##res_dnok, (const char *name))                                             \
	MODEL_NOTHING(int, prefix##res_mkquery,                                                              \
	              (int op, const char *name, int class, int type, const void *data, int n,               \
	               const void *record, void *buf, int room))                                             \
	MODEL_NOTHING(int, prefix##res_send, (const void *query, int n, void *answer, int room))             \
	MODEL_NOTHING(int, prefix##dn_expand,                                                                \
	              (const void *message, const void *end, const void *name, char *buf, int n))            \
	MODEL_NOTHING(int, prefix##dn_skipname, (const void *name, const void *end))                         \
	int prefix##dn_comp(const char *name, unsigned char *buf, int n, unsigned char **seen,               \
	                    unsigned char **last)                                                            \
	{                                                                                                    \
		seen[model_any()] = buf;                                                                     \
		return model_any();                                                                          \
	}
MODEL_RESOLVER()
MODEL_RESOLVER(__)
MODEL_OUTSIDE(void *, __res_state, (void))

/* A parse handle (struct __ns_msg) points into the message it parses, and so do the records taken from it. */
int ns_initparse(const unsigned char *message, int n, void *handle)
{
	*(const void **)model_within(handle) = model_within(message);
	return model_any();
}
int ns_parserr(void *handle, int section, int number, void *record)
{
	*(void **)model_within(record) = *(void **)model_within(handle);
	*(void **)model_within(handle) = model_within(*(void **)model_within(handle));
	return model_any();
}
#define MODEL_NS_NAMES(prefix)                                                                       \
	MODEL_NOTHING(int, prefix##ns_name_uncompress,                                               \
	              (const void *message, const void *end, const void *name, char *buf, size_t n)) \
	MODEL_NOTHING(int, prefix##ns_name_unpack,                                                   \
	              (const void *message, const void *end, const void *name, void *buf, size_t n)) \
	MODEL_NOTHING(int, prefix##ns_name_ntop, (const void *name, char *buf, size_t n))            \
	MODEL_NOTHING(int, prefix##ns_name_pton, (const char *name, void *buf, size_t n))            \
	int prefix##ns_name_compress(const char *name, unsigned char *buf, size_t n,                 \
	                             const unsigned char **seen, const unsigned char **last)         \
	{                                                                                            \
		seen[model_any()] = buf;                                                             \
		return model_any();                                                                  \
	}                                                                                            \
	int prefix##ns_name_pack(const unsigned char *name, unsigned char *buf, int n,               \
	                         const unsigned char **seen, const unsigned char **last)             \
	{                                                                                            \
		seen[model_any()] = buf;                                                             \
		return model_any();                                                                  \
	}                                                                                            \
	int prefix##ns_name_skip(const unsigned char **at, const unsigned char *end)                 \
	{                                                                                            \
		*at = model_within(*at);                                                             \
		return model_any();                                                                  \
	}
MODEL_NS_NAMES()
MODEL_NS_NAMES(__)

/* IPv6 options and routing headers: built and found inside the caller's buffer */
MODEL_NOTHING(int, inet6_opt_init, (void *buf, socklen_t n))
MODEL_NOTHING(int, inet6_opt_finish, (void *buf, socklen_t n, int offset))
int inet6_opt_append(void *buf, socklen_t n, int offset, uint8_t type, socklen_t size, uint8_t align,
                     void **data)
{
	*data = model_within(buf);
	return model_any();
}
int inet6_opt_next(void *buf, socklen_t n, int offset, uint8_t *type, socklen_t *size, void **data)
{
	*data = model_within(buf);
	return model_any();
}
int inet6_opt_find(void *buf, socklen_t n, int offset, uint8_t type, socklen_t *size, void **data)
{
	*data = model_within(buf);
	return model_any();
}
int inet6_opt_set_val(void *data, int offset, void *value, socklen_t n)
{
	model_copy(model_within(data), value);
	return model_any();
}
int inet6_opt_get_val(void *data, int offset, void *value, socklen_t n)
{
	model_copy(value, model_within(data));
	return model_any();
}
MODEL_NOTHING(socklen_t, inet6_rth_space, (int type, int segments))
MODEL_RETURNS(void *, inet6_rth_init, (void *buf, socklen_t n, int type, int segments), buf)
MODEL_NOTHING(int, inet6_rth_add, (void *buf, const struct in6_addr *addr))
MODEL_NOTHING(int, inet6_rth_reverse, (const void *in, void *out))
MODEL_NOTHING(int, inet6_rth_segments, (const void *buf))
MODEL_RETURNS(struct in6_addr *, inet6_rth_getaddr, (const void *buf, int index), model_within(buf))
