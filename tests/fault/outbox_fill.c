/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * For tests of the sender: queues mails through the store, as a desk would.
 *
 *     outbox_fill FOLDER [SENDER RECIPIENT COUNT [AGE_HOURS]]
 *
 * makes FOLDER/sportello.db when it is missing, queues COUNT mails to RECIPIENT
 * (a "%d" in it becomes their number) from SENDER ("" for the null sender), as
 * if AGE_HOURS ago, wakes a sender that waits, and prints their ids.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/wake.h"
#include "mail/compose.h"
#include "store/outbox.h"

static void require(enum sp_status status, const struct sp_err *err)
{
	if (status == SP_OK)
		return;
	fprintf(stderr, "outbox_fill: %s\n", err->text);
	exit(1);
}

/* A mail whose body has what SMTP could get wrong. */
static void compose(struct sp_buf *out, struct sp_str id, const char *to, struct sp_err *err)
{
	struct sp_mail mail = {
		.from_name = SP_STR("Assistenza"), .from_address = SP_STR("desk@example.it"),
		.to_address = sp_str(to), .subject = SP_STR("[HT00001] Perch\xc3\xa9 no"),
		.message_id = id, .date = 1798043400,
		.text = SP_STR("Buongiorno.\n.\n..\nFrom qui\nPerch\xc3\xa9 s\xc3\xac.\n"),
	};

	require(sp_mail_compose(&mail, out, err), err);
}

static char *numbered(struct sp_arena *arena, const char *pattern, int number)
{
	const char *mark = strstr(pattern, "%d");

	if (!mark)
		return sp_arena_text(arena, sp_str(pattern));
	return sp_arena_printf(arena, "%.*s%d%s", (int)(mark - pattern), pattern, number, mark + 2);
}

static int64_t queue_one(struct sp_db *db, const char *sender, const char *recipient, int64_t at,
	int number, struct sp_err *err)
{
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_buf bytes = SP_BUF_INIT;
	char *to = numbered(&arena, recipient, number);
	struct sp_str id = sp_str(sp_arena_printf(&arena, "<%lld.%d.%d@example.it>", (long long)at,
		(int)getpid(), number));
	struct sp_outbox mail = {
		.header_id = id, .template_name = SP_STR("confirmation"), .language = SP_STR("it"),
		.sender = sp_str(sender), .recipient = sp_str(to), .subject = SP_STR("x"),
		.automatic = true,
	};
	bool plain = strpbrk(to, "\r\n \t") == NULL;
	int64_t row;
	bool added;

	compose(&bytes, id, plain ? to : "a@example.com", err);
	mail.bytes = sp_buf_str(&bytes);
	require(sp_outbox_add(db, &mail, at, &row, &added, err), err);
	sp_buf_release(&bytes);
	sp_arena_release(&arena);
	return row;
}

int main(int argc, char **argv)
{
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_err err = { .status = SP_OK };
	struct sp_db *db;
	char *path, *lock;
	int count = argc > 4 ? atoi(argv[4]) : 0;
	int64_t at = sp_clock_now() - (argc > 5 ? atoi(argv[5]) : 0) * 3600;

	if (argc < 2 || (argc > 2 && argc < 5)) {
		fputs("usage: outbox_fill FOLDER [SENDER RECIPIENT COUNT [AGE_HOURS]]\n", stderr);
		return 64;
	}
	path = sp_arena_printf(&arena, "%s/sportello.db", argv[1]);
	lock = sp_arena_printf(&arena, "%s/sportello.lock", argv[1]);
	if (access(path, F_OK) != 0)
		require(sp_db_init(path, lock, at, &err), &err);
	require(sp_db_open(path, lock, sp_clock_monotonic_ms() + 60000, &db, &err), &err);
	require(sp_db_begin(db, &err), &err);
	for (int i = 0; i < count; i++)
		printf("%lld\n", (long long)queue_one(db, argv[2], argv[3], at, i, &err));
	require(sp_db_commit(db, &err), &err);
	sp_db_close(db);
	sp_wake_sender(argv[1]);
	sp_arena_release(&arena);
	return 0;
}
