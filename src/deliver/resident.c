/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "deliver/resident.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/program.h"
#include "deliver/guest.h"
#include "deliver/parser.h"
#include "deliver/storing.h"
#include "desk/stored.h"

enum {
	GUESTS = 64,       /* more wait in the socket's line */
	PARSING = 4,       /* at a time */
	LINE = 128,
	HEAP_BYTES = 256 * 1024,
	LOOK_MS = 1000,    /* at who takes too long, while there are guests */
};

struct resident {
	struct sp_desk desk;
	struct sp_handed self;
	struct sp_arena arena;
	struct sp_storing storing;
	struct sp_guest guests[GUESTS];
	uint64_t arrived;
	int lock_fd, signal_fd, listen_fd, parser_fd;
	bool over, no_parser;
};

/* --- guests ----------------------------------------------------------------------------- */

static size_t count_of(const struct resident *r, enum sp_guest_state state)
{
	size_t count = 0;

	for (size_t i = 0; i < GUESTS; i++)
		count += r->guests[i].state == state;
	return count;
}

/* Who came first of those in this state; NULL when there is none. */
static struct sp_guest *first_of(struct resident *r, enum sp_guest_state state)
{
	struct sp_guest *first = NULL;

	for (size_t i = 0; i < GUESTS; i++)
		if (r->guests[i].state == state && (!first || r->guests[i].number < first->number))
			first = &r->guests[i];
	return first;
}

static void let_in(struct resident *r)
{
	for (size_t i = 0; i < GUESTS; i++) {
		int fd;

		if (r->guests[i].state != SP_GUEST_NONE)
			continue;
		fd = accept4(r->listen_fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
		if (fd < 0)
			return;
		sp_guest_arrive(&r->guests[i], fd, r->arrived++);
		if (!sp_handed_same_user(fd))
			sp_guest_show_out(&r->guests[i]);
	}
}

/* Before a message that came after a change is stored, and while its parser works. */
static void look_at_files(struct resident *r)
{
	if (sp_sources_unchanged())
		return;
	r->over = true;
	for (size_t i = 0; i < GUESTS; i++)
		if (r->guests[i].state != SP_GUEST_NONE)
			sp_guest_show_out(&r->guests[i]);
}

static void hear(struct resident *r, struct sp_guest *guest)
{
	if (guest->state == SP_GUEST_ARRIVED) {
		sp_guest_ask(guest, &r->self);
		/* Perhaps it is not alike because we are of yesterday. */
		if (guest->state == SP_GUEST_NONE)
			look_at_files(r);
	} else if (guest->state == SP_GUEST_PARSING) {
		sp_guest_hear(guest);
		/* A mail that needs others parsed as well. */
		if (guest->state == SP_GUEST_PARSED && sp_stored_needed(&r->desk, guest->message))
			sp_guest_show_out(guest);
	}
}

static void parse_next(struct resident *r)
{
	bool has_new = false;
	struct sp_guest *next;

	while (count_of(r, SP_GUEST_PARSING) < PARSING &&
		(next = first_of(r, SP_GUEST_WAITING)) != NULL) {
		sp_guest_parse(next, r->parser_fd);
		has_new = true;
	}
	if (has_new)
		look_at_files(r);
}

static void store_parsed(struct resident *r)
{
	struct sp_guest *parsed[GUESTS];
	size_t count = 0;

	while ((parsed[count] = first_of(r, SP_GUEST_PARSED)) != NULL)
		parsed[count++]->state = SP_GUEST_STORING;
	if (count)
		sp_storing_store(&r->storing, parsed, count, count_of(r, SP_GUEST_NONE) + count < GUESTS);
}

static void show_out_late(struct resident *r)
{
	int64_t now_ms = sp_clock_monotonic_ms();

	for (size_t i = 0; i < GUESTS; i++)
		if (r->guests[i].state != SP_GUEST_NONE && now_ms > r->guests[i].until_ms)
			sp_guest_show_out(&r->guests[i]);
}

/* --- serving ------------------------------------------------------------------------------ */

enum { KEEPER, SIGNALS, CALLERS, PARSER, FIRST_GUEST };

static int listened_to(const struct sp_guest *guest)
{
	return guest->state == SP_GUEST_ARRIVED ? guest->fd :
		guest->state == SP_GUEST_PARSING ? guest->record_fd : -1;
}

/* It asks now and then whether we are there; when it is gone, we are not needed. */
static bool keeper_is_there(void)
{
	char asked[16];
	ssize_t got = recv(STDIN_FILENO, asked, sizeof asked, MSG_DONTWAIT);

	if (got > 0)
		(void)send(STDIN_FILENO, asked, (size_t)got, MSG_DONTWAIT | MSG_NOSIGNAL);
	return got > 0 || (got < 0 && (errno == EAGAIN || errno == EINTR));
}

static void serve_once(struct resident *r)
{
	struct pollfd fds[FIRST_GUEST + GUESTS] = {
		[KEEPER] = { .fd = STDIN_FILENO, .events = POLLIN },
		[SIGNALS] = { .fd = r->signal_fd, .events = POLLIN },
		[CALLERS] = { .fd = r->listen_fd, .events = POLLIN },
		[PARSER] = { .fd = r->parser_fd, .events = POLLIN },
	};
	size_t free_places = count_of(r, SP_GUEST_NONE);

	if (free_places == 0)
		fds[CALLERS].fd = -1;
	for (size_t i = 0; i < GUESTS; i++)
		fds[FIRST_GUEST + i] =
			(struct pollfd){ .fd = listened_to(&r->guests[i]), .events = POLLIN };
	if (poll(fds, FIRST_GUEST + GUESTS, free_places == GUESTS ? -1 : LOOK_MS) < 0)
		return; /* EINTR */
	r->no_parser = fds[PARSER].revents; /* it has nothing to say but its end */
	r->over = fds[SIGNALS].revents || r->no_parser ||
		(fds[KEEPER].revents && !keeper_is_there());
	r->self.clock = sp_clock_now();
	for (size_t i = 0; i < GUESTS; i++)
		if (fds[FIRST_GUEST + i].revents)
			hear(r, &r->guests[i]);
	if (fds[CALLERS].revents)
		let_in(r);
	parse_next(r);
	store_parsed(r);
	show_out_late(r);
}

/* --- beginning and ending ------------------------------------------------------------------- */

static enum sp_status failed(struct sp_err *err, const char *what)
{
	return sp_fail(err, SP_TEMP, "%s: %s", what, strerror(errno));
}

static enum sp_status open_signals(struct resident *r, struct sp_err *err)
{
	sigset_t ending;

	sigemptyset(&ending);
	sigaddset(&ending, SIGTERM);
	sigaddset(&ending, SIGINT);
	sigaddset(&ending, SIGHUP);
	sigprocmask(SIG_BLOCK, &ending, NULL);
	r->signal_fd = signalfd(-1, &ending, SFD_CLOEXEC | SFD_NONBLOCK);
	return r->signal_fd < 0 ? failed(err, "signals") : SP_OK;
}

/* One storer a desk. */
static enum sp_status take_place(struct resident *r, struct sp_err *err)
{
	const char *path = sp_arena_printf(&r->arena, "%s/sportello.storer.lock",
		r->desk.conf->state_folder);
	enum sp_status status = sp_try_lock_file(path, &r->lock_fd, err);

	if (status == SP_OK && r->lock_fd < 0)
		return sp_fail(err, SP_TEMP, "%s: another storer serves this desk", path);
	return status;
}

static enum sp_status listen_for_callers(struct resident *r, const char *conf_path,
	struct sp_err *err)
{
	struct sockaddr_un address;
	socklen_t length;

	if (!sp_handed_address(&r->self, conf_path, &address, &length))
		return sp_fail(err, SP_CONFIG, "%s: this file's name is too long for the storer's address",
			conf_path);
	r->listen_fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (r->listen_fd < 0)
		return failed(err, "no socket");
	if (bind(r->listen_fd, (struct sockaddr *)&address, length) != 0 ||
		listen(r->listen_fd, LINE) != 0)
		return failed(err, address.sun_path + 1);
	return SP_OK;
}

/* The parser knows the rules, and neither keys nor words nor a database. */
static enum sp_status start_parser(struct resident *r, struct sp_err *err)
{
	struct sp_filters *filters = NULL;
	enum sp_status status = sp_filters_load_shipped(r->desk.conf->filters_folder, &filters, err);

	if (status == SP_OK)
		status = sp_filters_ready(filters, err);
	if (status == SP_OK)
		status = sp_parser_start(filters, &r->parser_fd, err);
	sp_filters_free(filters);
	return status;
}

/* An upgrade puts other files there. */
static void watch_programs(void)
{
	static const char *const names[] = { SP_DELIVER_PROGRAM, SP_STORE_PROGRAM };
	char path[PATH_MAX];

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (sp_program_beside(path, names[i]))
			sp_source(path);
}

static enum sp_status begin(struct resident *r, const char *conf_path, struct sp_err *err)
{
	enum sp_status status;

	sp_memory_ready(HEAP_BYTES);
	sp_handed_self(&r->self, &r->arena, SP_STORE_PROGRAM, conf_path);
	sp_sources_watch();
	watch_programs();
	status = sp_desk_begin(conf_path, &r->desk, err);
	if (status == SP_OK)
		status = take_place(r, err);
	if (status == SP_OK)
		status = start_parser(r, err);
	if (status == SP_OK)
		status = sp_desk_complete(&r->desk, err);
	sp_sources_rest();
	if (status == SP_OK)
		status = open_signals(r, err);
	if (status == SP_OK)
		status = sp_storing_begin(&r->storing, &r->desk, err);
	return status == SP_OK ? listen_for_callers(r, conf_path, err) : status;
}

static void end(struct resident *r)
{
	const int fds[] = { r->listen_fd, r->parser_fd, r->signal_fd };

	for (size_t i = 0; i < GUESTS; i++)
		if (r->guests[i].state != SP_GUEST_NONE)
			sp_guest_show_out(&r->guests[i]);
	for (size_t i = 0; i < sizeof fds / sizeof *fds; i++)
		if (fds[i] >= 0)
			close(fds[i]);
	sp_storing_end(&r->storing);
	sp_desk_close(&r->desk);
	sp_arena_release(&r->arena);
	if (r->lock_fd >= 0)
		close(r->lock_fd);
}

enum sp_status sp_resident_run(const char *conf_path, struct sp_err *err)
{
	static struct resident resident = {
		.arena = SP_ARENA_INIT, .lock_fd = -1, .signal_fd = -1, .listen_fd = -1, .parser_fd = -1,
	};
	enum sp_status status = begin(&resident, conf_path, err);

	while (status == SP_OK && !resident.over)
		serve_once(&resident);
	end(&resident);
	if (resident.no_parser)
		return sp_fail(err, SP_TEMP, "the storer's parser has ended");
	return status;
}
