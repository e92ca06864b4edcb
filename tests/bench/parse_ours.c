/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * parse_ours ROUNDS FILE...: processor time of parsing the files, in process.
 * Three lines: the work that parse_gmime does (tree, every header decoded,
 * addresses, date, SHA-256 of every decoded part); a whole sp_message_parse()
 * without rules; for a single file the same in the contained child, of both
 * processes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "base/clock.h"
#include "base/file.h"
#include "mail/address.h"
#include "mail/date.h"
#include "mail/decode.h"
#include "mail/sandbox.h"
#include "mail/scan.h"

/* Of this process and the children it has seen end. */
static double seconds(void)
{
	struct rusage self, children;

	getrusage(RUSAGE_SELF, &self);
	getrusage(RUSAGE_CHILDREN, &children);
	return (double)(self.ru_utime.tv_sec + self.ru_stime.tv_sec + children.ru_utime.tv_sec +
		children.ru_stime.tv_sec) + (double)(self.ru_utime.tv_usec + self.ru_stime.tv_usec +
		children.ru_utime.tv_usec + children.ru_stime.tv_usec) / 1e6;
}

static void same_work(struct sp_str raw)
{
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_tree tree = sp_scan(&arena, raw);
	const struct sp_fields *fields = &tree.parts[0].fields;
	struct sp_address_list list = { NULL, 0, false };
	struct sp_digest digest;
	int64_t instant;
	int offset;

	sp_addresses_parse(&arena, sp_fields_raw(fields, "From"), &list);
	sp_addresses_parse(&arena, sp_fields_raw(fields, "To"), &list);
	sp_addresses_parse(&arena, sp_fields_raw(fields, "Cc"), &list);
	(void)sp_date_parse(sp_fields_raw(fields, "Date"), &instant, &offset);
	for (size_t i = 0; i < tree.count; i++)
		if (tree.parts[i].end == i + 1)
			sp_decode_digest(tree.parts[i].encoding, tree.parts[i].body, &digest);
	sp_arena_release(&arena);
}

static void whole(struct sp_str raw)
{
	struct sp_arena arena = SP_ARENA_INIT;

	sp_message_parse(&arena, raw, NULL);
	sp_arena_release(&arena);
}

static void contained(struct sp_str raw)
{
	struct sp_arena arena = SP_ARENA_INIT;
	const char *why;

	sp_message_parse_contained(&arena, raw, NULL, sp_clock_monotonic_ms() + 60000, &why);
	if (why)
		fprintf(stderr, "parse_ours: %s\n", why);
	sp_arena_release(&arena);
}

static void measure(const char *name, void (*work)(struct sp_str),
	const struct sp_buf *mails, int count, int rounds)
{
	double start = seconds();

	for (int round = 0; round < rounds; round++)
		for (int i = 0; i < count; i++)
			work(sp_buf_str(&mails[i]));
	printf("%-28s %10.3f ms a round\n", name, (seconds() - start) * 1e3 / rounds);
}

int main(int argc, char **argv)
{
	struct sp_buf *mails = calloc((size_t)argc, sizeof(*mails));
	int rounds = argc > 2 ? atoi(argv[1]) : 0;
	struct sp_err err = { 0 };

	if (rounds < 1 || !mails)
		return 64;
	for (int i = 2; i < argc; i++) {
		sp_buf_init(&mails[i - 2]);
		if (sp_read_file(argv[i], SP_MAX_MESSAGE + 1024, &mails[i - 2], &err) != SP_OK) {
			fprintf(stderr, "%s\n", err.text);
			return 1;
		}
	}
	measure("ours, the same work", same_work, mails, argc - 2, rounds);
	measure("ours, a whole message", whole, mails, argc - 2, rounds);
	/* A fork copies what its parent has: with one message, as in a delivery. */
	if (argc == 3)
		measure("ours, contained", contained, mails, argc - 2, rounds);
	for (int i = 2; i < argc; i++)
		sp_buf_release(&mails[i - 2]);
	free(mails);
	return 0;
}
