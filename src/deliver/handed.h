/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a delivery hands to the resident storer (deliver/resident.h), but for the
 * bytes of the message, which go with it as a sealed memory file.
 *
 * One packet through a socket of one machine and one user, so as the processor has
 * it.  It begins with the marks of the programs and the configuration: a storer that
 * is of another build looks no further.
 */
#ifndef SP_DELIVER_HANDED_H
#define SP_DELIVER_HANDED_H

#include <sys/socket.h>
#include <sys/un.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/sources.h"
#include "core/facts.h"

enum {
	SP_HANDED_PACKET = 16 * 1024,   /* bytes; with more recipients than that it is not handed over */
	SP_HANDED_MESSAGE = 1024 * 1024, /* of the message: on a larger one little is saved */
	SP_HANDED_CLOCK = 2, /* seconds by which two clocks of one machine may differ */
};

/* The storer's only answer: it is durable.  Anything else, and nothing at all, says
 * that the delivery is to do the work itself. */
enum { SP_HANDED_STORED = 'S' };

struct sp_handed {
	struct sp_mark deliver, store; /* the two programs */
	struct sp_mark conf, conf_folder;
	int64_t clock; /* seconds: the time for whoever delivers */
	int64_t started_ms; /* sp_clock_monotonic_ms() when it began */
	uint64_t size; /* bytes of the message */
	struct sp_str data_folder; /* sp_shipped_folder() */
	struct sp_envelope envelope;
};

/* The two programs, which stand in one folder. */
#define SP_DELIVER_PROGRAM "sportello-deliver"
#define SP_STORE_PROGRAM "sportello-store"

/* What `program`, the one of these that we are, knows of itself: the marks, the clock
 * and the data folder.  The configuration is looked at, not read. */
void sp_handed_self(struct sp_handed *handed_r, struct sp_arena *arena, const char *program,
	const char *conf_path);

/* The same program with the same configuration at the same time? */
bool sp_handed_alike(const struct sp_handed *a, const struct sp_handed *b);

/* False when it would be longer than SP_HANDED_PACKET. */
bool sp_handed_write(struct sp_buf *out, const struct sp_handed *handed);

/* False when `packet` is none.  The result points into it and into the arena. */
bool sp_handed_read(struct sp_arena *arena, struct sp_str packet, struct sp_handed *handed_r);

/* Where the storer listens: a name without a file (unix(7), abstract), so that it can
 * be known from the user and the place of the configuration, without reading it.
 * Others may take the name or call there; sp_handed_same_user() tells.  `self` is of
 * sp_handed_self() for this `conf_path`.  False when the name is too long for one. */
bool sp_handed_address(const struct sp_handed *self, const char *conf_path,
	struct sockaddr_un *address_r, socklen_t *length_r);

/* Is who is at the other end of this socket the user that we are? */
bool sp_handed_same_user(int fd);

#endif
