/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "deliver/guest.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "deliver/parser.h"
#include "deliver/rights.h"
#include "deliver/sealed.h"
#include "mail/record.h"
#include "mail/sandbox.h"

enum {
	SPEAK_MS = 1000,      /* from the connection to what it says */
	WAIT_MS = 15 * 1000,  /* for a parser; a delivery waits no longer either */
};

void sp_guest_arrive(struct sp_guest *guest, int fd, uint64_t number)
{
	*guest = (struct sp_guest){
		.state = SP_GUEST_ARRIVED, .fd = fd, .record_fd = -1, .message_fd = -1,
		.number = number, .until_ms = sp_clock_monotonic_ms() + SPEAK_MS,
		.arena = SP_ARENA_INIT, .said = SP_BUF_INIT,
	};
}

/* Of the size that was said. */
static bool see_message(struct sp_guest *guest)
{
	return sp_sealed_see(guest->message_fd, SP_HANDED_MESSAGE, &guest->raw) &&
		guest->raw.len == guest->handed.size;
}

static bool take_packet(struct sp_guest *guest, const struct sp_handed *self)
{
	static char packet[SP_HANDED_PACKET];
	int fds[SP_RIGHTS];
	ssize_t got = sp_rights_take(guest->fd, packet, sizeof packet, fds);

	guest->message_fd = fds[0];
	if (fds[1] >= 0)
		close(fds[1]);
	return got > 0 && fds[0] >= 0 && fds[1] < 0 &&
		sp_handed_read(&guest->arena,
			sp_arena_str(&guest->arena, sp_str_n(packet, (size_t)got)), &guest->handed) &&
		sp_handed_alike(self, &guest->handed);
}

void sp_guest_ask(struct sp_guest *guest, const struct sp_handed *self)
{
	if (!take_packet(guest, self) || !see_message(guest)) {
		sp_guest_show_out(guest);
		return;
	}
	guest->state = SP_GUEST_WAITING;
	guest->until_ms = sp_clock_monotonic_ms() + WAIT_MS;
}

void sp_guest_parse(struct sp_guest *guest, int parser)
{
	if (!sp_parser_give(parser, guest->message_fd, guest->raw.len, &guest->record_fd)) {
		sp_guest_show_out(guest);
		return;
	}
	close(guest->message_fd);
	guest->message_fd = -1;
	guest->state = SP_GUEST_PARSING;
	guest->until_ms = sp_clock_monotonic_ms() + SP_PARSER_MS;
}

void sp_guest_hear(struct sp_guest *guest)
{
	enum sp_heard heard = sp_contained_hear(guest->record_fd, SP_MAX_RECORD, &guest->said);
	const char *why;

	if (heard == SP_HEARD_SOME)
		return;
	if (heard == SP_HEARD_ALL)
		guest->message = sp_record_read(&guest->arena, sp_contained_said(&guest->said),
			(int64_t)guest->raw.len, &why);
	if (!guest->message) { /* the delivery's own parser will say what is wrong */
		sp_guest_show_out(guest);
		return;
	}
	close(guest->record_fd);
	guest->record_fd = -1;
	guest->state = SP_GUEST_PARSED;
	guest->until_ms = INT64_MAX;
}

/* It has nothing more to say, so what can be read there is the end. */
bool sp_guest_is_there(const void *guest)
{
	char byte;

	return recv(((const struct sp_guest *)guest)->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 &&
		(errno == EAGAIN || errno == EWOULDBLOCK);
}

void sp_guest_answer(struct sp_guest *guest)
{
	static const char stored = SP_HANDED_STORED;

	/* One that is gone finds out when it is delivered again. */
	(void)send(guest->fd, &stored, 1, MSG_NOSIGNAL | MSG_DONTWAIT);
}

static void close_if(int fd)
{
	if (fd >= 0)
		close(fd);
}

void sp_guest_show_out(struct sp_guest *guest)
{
	close_if(guest->fd);
	close_if(guest->record_fd);
	close_if(guest->message_fd);
	sp_sealed_release(&guest->raw);
	sp_buf_release(&guest->said);
	sp_arena_release(&guest->arena);
	guest->state = SP_GUEST_NONE;
}
