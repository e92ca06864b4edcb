/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello search, sportello ticket search: where words were said.
 */
#include "config.h"

#include "admin/command.h"
#include "admin/find.h"
#include "admin/print.h"
#include "base/show.h"
#include "store/search.h"

enum { USUAL_LIMIT = 20 };

static const struct sp_option options[] = {
	{ .name = "customer", .value = "ADDRESS", .help = "only in the tickets of this customer" },
	{ .name = "limit", .value = "NUMBER", .help = "the newest so many; else 20" },
	{ .name = NULL },
};

/* The arguments, with a blank between them: one in quotes of the shell is a phrase
 * only when it has quotes of its own. */
static struct sp_str expression_of(struct sp_admin *admin)
{
	struct sp_buf typed = SP_BUF_INIT;
	struct sp_str expression;

	for (int i = 0; i < admin->argc; i++) {
		sp_buf_add_text(&typed, admin->argv[i]);
		sp_buf_add_char(&typed, ' ');
	}
	expression = sp_search_expression(&admin->arena, sp_buf_str(&typed));
	sp_buf_release(&typed);
	return expression;
}

static struct sp_json *as_json(const struct sp_found *found)
{
	struct sp_json *object = sp_json_object();

	sp_json_set_text(object, "ticket", found->ticket);
	sp_json_set_text(object, "subject", found->subject);
	sp_json_set_text(object, "status", sp_str(sp_state_name(found->state)));
	sp_json_set_text(object, "kind", sp_str(sp_entry_kind_name(found->kind)));
	sp_json_set_some(object, "author", found->author);
	sp_json_set_instant(object, "at", found->at);
	sp_json_set_text(object, "said", found->said);
	return object;
}

/* Two lines and a bit: which ticket, who and when, the words. */
static void add_text(struct sp_arena *arena, struct sp_buf *out, const struct sp_found *found)
{
	struct sp_buf said = SP_BUF_INIT;

	sp_show_column(out, found->ticket, 9);
	sp_show_column(out, sp_str(sp_state_name(found->state)), 18);
	sp_show_column(out, found->subject, 52);
	sp_end_line(out);
	sp_buf_add_text(out, "         ");
	sp_add_instant(out, found->at);
	sp_buf_printf(out, "  %s", sp_entry_kind_name(found->kind));
	if (found->author.len) {
		sp_buf_add_text(out, ", ");
		sp_show_column(out, found->author, 36);
	}
	sp_end_line(out);
	sp_show_line(&said, found->said);
	sp_add_wrapped(out, "         ", sp_arena_str(arena, sp_buf_str(&said)));
	sp_buf_release(&said);
}

static enum sp_status read_options(struct sp_admin *admin, int64_t *requester_r, int64_t *limit_r,
	struct sp_err *err)
{
	const char *customer = sp_option(admin, "customer"), *limit = sp_option(admin, "limit");
	struct sp_person *person;
	enum sp_status status = SP_OK;

	*requester_r = 0;
	*limit_r = USUAL_LIMIT;
	if (customer) {
		status = sp_find_person(admin, customer, &person, err);
		*requester_r = status == SP_OK ? person->id : 0;
	}
	if (status == SP_OK && limit)
		status = sp_find_number("places", limit, limit_r, err);
	return status;
}

static enum sp_status run(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_json *list = NULL;
	struct sp_found *found = NULL;
	struct sp_buf out = SP_BUF_INIT;
	int64_t requester = 0, limit = 0;
	size_t count = 0;
	struct sp_str expression = expression_of(admin);
	enum sp_status status;

	if (!expression.len)
		return sp_usage(admin, err, "words to look for are needed");
	status = read_options(admin, &requester, &limit, err);
	if (status == SP_OK)
		status = sp_search(admin->db, &admin->arena, expression, requester, limit, &found,
			&count, err);
	if (status != SP_OK)
		return status;
	if (admin->json)
		list = sp_json_array();
	for (size_t i = 0; i < count; i++)
		if (list)
			sp_json_push(list, as_json(&found[i]));
		else
			add_text(&admin->arena, &out, &found[i]);
	sp_buf_printf(&out, "%zu place%s\n", count, count == 1 ? "" : "s");
	if (list)
		sp_print_json(admin, list);
	else
		sp_print(admin, &out);
	sp_buf_release(&out);
	return SP_OK;
}

const struct sp_command sp_cmd_search = {
	.name = "search", .arguments = "WORD...", .summary = "where words were said, the newest first",
	.options = options, .needs = SP_NEEDS_DB_READ, .run = run,
};
const struct sp_command sp_cmd_ticket_search = {
	.name = "ticket search", .arguments = "WORD...", .summary = "the same as search",
	.options = options, .needs = SP_NEEDS_DB_READ, .run = run,
};
