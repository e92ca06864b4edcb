/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A packet and descriptors through a socket of one machine (unix(7), SCM_RIGHTS).
 */
#ifndef SP_DELIVER_RIGHTS_H
#define SP_DELIVER_RIGHTS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/str.h"

enum { SP_RIGHTS = 2 };

/* Send `packet` with `count` (1 to SP_RIGHTS) descriptors; false when it is not gone. */
bool sp_rights_send(int socket, struct sp_str packet, const int *fds, size_t count);

/* Receive one packet of at most `room` bytes without waiting, unless the socket does:
 * its length, 0 at the end, -1 with errno.  The first descriptors that came with it
 * are in `fds`, close-on-exec, the rest of them -1; one that is cut short is an error
 * (EMSGSIZE), and of what came with it nothing is kept. */
ssize_t sp_rights_take(int socket, void *packet, size_t room, int fds[SP_RIGHTS]);

#endif
