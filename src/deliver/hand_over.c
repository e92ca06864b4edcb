/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "deliver/hand_over.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include "base/clock.h"
#include "deliver/handed.h"
#include "deliver/rights.h"

enum { PATIENCE_MS = 20 * 1000 }; /* from the start: the rest is for doing it ourselves */

/* The storer that is what we are; -1 when there is none that we may trust. */
static int call(const struct sp_handed *self, const char *conf_path)
{
	struct sockaddr_un address;
	socklen_t length;
	int fd;

	if (!sp_handed_address(self, conf_path, &address, &length))
		return -1;
	/* One that has more callers than it can count is not waited for. */
	fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return -1;
	if (connect(fd, (struct sockaddr *)&address, length) == 0 && sp_handed_same_user(fd))
		return fd;
	close(fd);
	return -1;
}

static bool hand(int fd, const struct sp_handed *handed, int message)
{
	struct sp_buf packet = SP_BUF_INIT;
	bool sent = sp_handed_write(&packet, handed) &&
		sp_rights_send(fd, sp_buf_str(&packet), &message, 1);

	sp_buf_release(&packet);
	return sent;
}

/* What it answers: one byte, or the end. */
static bool is_stored(int fd, int64_t until_ms)
{
	struct pollfd wait_for = { .fd = fd, .events = POLLIN };
	int ready;
	char answer;

	do {
		int64_t left = until_ms - sp_clock_monotonic_ms();

		ready = poll(&wait_for, 1, left > 0 ? (int)left : 0);
	} while (ready < 0 && errno == EINTR);
	return ready > 0 && recv(fd, &answer, 1, MSG_DONTWAIT) == 1 && answer == SP_HANDED_STORED;
}

bool sp_hand_over(const struct sp_handing *handing)
{
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_handed handed;
	bool stored = false;
	int fd;

	if (handing->size == 0 || handing->size > SP_HANDED_MESSAGE)
		return false;
	sp_handed_self(&handed, &arena, SP_DELIVER_PROGRAM, handing->conf_path);
	handed.started_ms = handing->started_ms;
	handed.size = handing->size;
	handed.envelope = *handing->envelope;
	fd = call(&handed, handing->conf_path);
	if (fd >= 0) {
		stored = hand(fd, &handed, handing->message) &&
			is_stored(fd, handing->started_ms + PATIENCE_MS);
		close(fd);
	}
	sp_arena_release(&arena);
	return stored;
}
