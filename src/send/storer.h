/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The sender that stays keeps a resident storer beside it (`sportello-store
 * --resident`), so that deliveries are quick where one runs, and nobody has a further
 * service to look after.
 *
 * The storer holds the other end of a socket as its standard input: it ends when we
 * do, however that comes about, and we see when it has ended.  It may end at any time
 * for reasons of its own (its configuration was changed): it is started again, at
 * once when it has lived a while, else after a rest that doubles.
 *
 * Every ten seconds it is asked through that socket whether it is there.  One that
 * gives no answer hangs, and each delivery would wait for it: it is killed, and the
 * deliveries that wait do the work themselves.
 */
#ifndef SP_SEND_STORER_H
#define SP_SEND_STORER_H

#include <stdint.h>
#include <sys/types.h>

struct sp_storer {
	const char *conf_path; /* borrowed */
	pid_t pid;             /* 0: there is none */
	int fd;                /* to be polled for reading while there is one; else -1 */
	int64_t started_ms, again_ms; /* sp_clock_monotonic_ms() */
	int64_t ask_ms;        /* when it is asked next */
	int64_t asked_ms;      /* since when it owes an answer; 0: it does not */
	int64_t rest_ms;
};

/* Ready to be started by the first sp_storer_look(). */
void sp_storer_init(struct sp_storer *storer, const char *conf_path);

/* After a wait: take note of one that has ended, start one when it is time, ask the one
 * there is. */
void sp_storer_look(struct sp_storer *storer);

/* Milliseconds until sp_storer_look() has something to do of its own accord; `most`
 * when there is nothing. */
int64_t sp_storer_patience(const struct sp_storer *storer, int64_t most);

/* Let it finish what it has begun, and wait for its end. */
void sp_storer_stop(struct sp_storer *storer);

#endif
