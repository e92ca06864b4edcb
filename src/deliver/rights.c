/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "deliver/rights.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

union control {
	char bytes[CMSG_SPACE(SP_RIGHTS * sizeof(int))];
	struct cmsghdr align;
};

bool sp_rights_send(int socket, struct sp_str packet, const int *fds, size_t count)
{
	union control control = { .bytes = { 0 } };
	struct iovec part = { (void *)(uintptr_t)packet.ptr, packet.len };
	struct msghdr header = {
		.msg_iov = &part, .msg_iovlen = 1,
		.msg_control = control.bytes, .msg_controllen = CMSG_SPACE(count * sizeof(int)),
	};
	struct cmsghdr *rights = CMSG_FIRSTHDR(&header);

	if (!rights)
		return false;
	rights->cmsg_level = SOL_SOCKET;
	rights->cmsg_type = SCM_RIGHTS;
	rights->cmsg_len = CMSG_LEN(count * sizeof(int));
	memcpy(CMSG_DATA(rights), fds, count * sizeof(int));
	return sendmsg(socket, &header, MSG_NOSIGNAL) == (ssize_t)packet.len;
}

/* There is room for SP_RIGHTS; the kernel itself closes those beyond. */
static void take_rights(struct msghdr *header, int fds[SP_RIGHTS])
{
	struct cmsghdr *one = CMSG_FIRSTHDR(header);
	size_t bytes;

	if (!one || one->cmsg_level != SOL_SOCKET || one->cmsg_type != SCM_RIGHTS)
		return;
	bytes = one->cmsg_len - CMSG_LEN(0);
	memcpy(fds, CMSG_DATA(one), bytes < SP_RIGHTS * sizeof(int) ? bytes : SP_RIGHTS * sizeof(int));
}

ssize_t sp_rights_take(int socket, void *packet, size_t room, int fds[SP_RIGHTS])
{
	union control control = { .bytes = { 0 } };
	struct iovec part = { packet, room };
	struct msghdr header = {
		.msg_iov = &part, .msg_iovlen = 1,
		.msg_control = control.bytes, .msg_controllen = sizeof control.bytes,
	};
	ssize_t got = recvmsg(socket, &header, MSG_CMSG_CLOEXEC);

	for (size_t i = 0; i < SP_RIGHTS; i++)
		fds[i] = -1;
	if (got < 0)
		return -1;
	take_rights(&header, fds);
	if (!(header.msg_flags & (MSG_TRUNC | MSG_CTRUNC)))
		return got;
	for (size_t i = 0; i < SP_RIGHTS; i++)
		if (fds[i] >= 0)
			close(fds[i]);
	errno = EMSGSIZE;
	return -1;
}
