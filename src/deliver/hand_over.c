/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "deliver/hand_over.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "deliver/handed.h"
#include "deliver/rights.h"

enum { PATIENCE_MS = 20 * 1000 }; /* from the start: the rest is for doing it ourselves */

/* The storer of this state folder; -1 when there is none that we may trust. */
static int call(const char *state_folder)
{
	struct sockaddr_un address;
	int fd;

	if (!sp_handed_address(state_folder, &address))
		return -1;
	/* One that has more callers than it can count is not waited for. */
	fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return -1;
	if (connect(fd, (struct sockaddr *)&address, sizeof address) == 0 && sp_handed_same_user(fd))
		return fd;
	close(fd);
	return -1;
}

/* The message where nobody can change it any more; -1 when that cannot be had. */
static int sealed(struct sp_str raw)
{
	int fd = memfd_create("message", MFD_CLOEXEC | MFD_ALLOW_SEALING);

	if (fd < 0)
		return -1;
	if (sp_write_all(fd, "the message", raw, NULL) == SP_OK &&
		fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) == 0)
		return fd;
	close(fd);
	return -1;
}

static bool hand(int fd, const struct sp_handing *handing)
{
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_buf packet = SP_BUF_INIT;
	struct sp_handed handed;
	int message = sealed(handing->raw);
	bool sent = false;

	if (message < 0)
		return false;
	sp_handed_self(&handed, &arena, handing->conf_path);
	handed.started_ms = handing->started_ms;
	handed.size = handing->raw.len;
	handed.envelope = *handing->envelope;
	if (sp_handed_write(&packet, &handed))
		sent = sp_rights_send(fd, sp_buf_str(&packet), &message, 1);
	close(message);
	sp_buf_release(&packet);
	sp_arena_release(&arena);
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
	bool stored;
	int fd;

	if (handing->raw.len == 0 || handing->raw.len > SP_HANDED_MESSAGE)
		return false;
	fd = call(handing->state_folder);
	if (fd < 0)
		return false;
	stored = hand(fd, handing) && is_stored(fd, handing->started_ms + PATIENCE_MS);
	close(fd);
	return stored;
}
