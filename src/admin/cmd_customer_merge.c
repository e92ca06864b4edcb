/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello customer merge: who wrote from an address that nobody knew is somebody
 * whom the desk has already.  All that was his goes over, in one transaction.
 */
#include "config.h"

#include "admin/command.h"
#include "admin/find.h"
#include "admin/print.h"
#include "core/merge.h"
#include "store/merge.h"
#include "store/rectify.h"

static const struct sp_option options[] = {
	{ .name = "dry-run", .help = "say what would go over, and do nothing" },
	{ .name = NULL },
};

static enum sp_status judge(struct sp_admin *admin, const struct sp_person *from,
	const struct sp_person *into, struct sp_err *err)
{
	static const char *const why[] = {
		[SP_MERGE_SAME] = "they are one already",
		[SP_MERGE_NOT_CUSTOMER] = "one of them is no active customer; see sportello customer show",
		[SP_MERGE_WAITS] = "he waits to become a customer: first sportello customer activate",
		[SP_MERGE_RESTRICTED] = "the data of one of them are restricted; see sportello privacy lift",
		[SP_MERGE_OTHER_FIRM] = "they belong to two organisations; see sportello customer change "
					"--organisation",
		[SP_MERGE_HOURS] = "he has packages, work or costs of his own, which stay his; cancel "
				   "the work first (sportello worklog), or leave them two",
	};
	enum sp_merge_bar bar;
	bool has_hours = false;
	enum sp_status status = sp_people_has_hours(admin->db, from->id, &has_hours, err);

	if (status != SP_OK)
		return status;
	bar = sp_merge_bar(from, into, has_hours);
	return bar == SP_MERGE_MAY ? SP_OK : sp_fail(err, SP_PERM,
		"customer %lld cannot be merged into %lld: %s", (long long)from->id,
		(long long)into->id, why[bar]);
}

static void report(struct sp_admin *admin, int64_t from, int64_t into,
	const struct sp_merge_counts *counts, bool dry)
{
	struct sp_buf out = SP_BUF_INIT;
	struct sp_json *object;

	if (admin->json) {
		object = sp_json_object();
		sp_json_set_number(object, "customer", from);
		sp_json_set_number(object, "into", into);
		sp_json_set_number(object, "moved_addresses", counts->addresses);
		sp_json_set_number(object, "moved_tickets", counts->tickets);
		sp_json_set_number(object, "moved_messages", counts->messages);
		sp_json_set_bool(object, "dry_run", dry);
		sp_print_json(admin, object);
		return;
	}
	sp_buf_printf(&out, "customer %lld %s customer %lld: %lld addresses, %lld tickets, %lld messages",
		(long long)from, dry ? "would become" : "is now", (long long)into,
		(long long)counts->addresses, (long long)counts->tickets, (long long)counts->messages);
	sp_end_line(&out);
	sp_print(admin, &out);
}

static enum sp_status merge(struct sp_admin *admin, int64_t from, int64_t into, struct sp_err *err)
{
	struct sp_by by = { .actor = SP_BY_ADMINISTRATOR, .at = admin->now };
	enum sp_status status = sp_people_merge(admin->db, from, into, admin->now, err);

	if (status == SP_OK)
		status = sp_rectify_merged(admin->db, from, into, &by, err);
	return status == SP_OK ? sp_note(admin, into, "person-merged",
		sp_arena_printf(&admin->arena, "%lld", (long long)from),
		sp_arena_printf(&admin->arena, "%lld", (long long)into), err) : status;
}

static enum sp_status run(struct sp_admin *admin, struct sp_err *err)
{
	bool dry = sp_option(admin, "dry-run") != NULL;
	struct sp_person *from = NULL, *into = NULL;
	struct sp_merge_counts counts;
	enum sp_status status;

	if (admin->argc != 2)
		return sp_usage(admin, err, "two are needed: who he was taken for, and who he is");
	status = sp_find_person_who_is(admin, SP_CUSTOMER, admin->argv[0], &from, err);
	if (status == SP_OK)
		status = sp_find_person_who_is(admin, SP_CUSTOMER, admin->argv[1], &into, err);
	if (status == SP_OK)
		status = judge(admin, from, into, err);
	if (status == SP_OK)
		status = sp_people_merge_counts(admin->db, from->id, &counts, err);
	if (status == SP_OK && !dry)
		status = merge(admin, from->id, into->id, err);
	if (status == SP_OK)
		report(admin, from->id, into->id, &counts, dry);
	return status;
}

const struct sp_command sp_cmd_customer_merge = {
	.name = "customer merge", .arguments = "ADDRESS|ID ADDRESS|ID",
	.summary = "the first is the second: all that was his goes over",
	.options = options, .needs = SP_NEEDS_DB_WRITE, .run = run,
};
