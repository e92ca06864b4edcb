/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello filter test: which rule of which line took a message, and why; or,
 * of a .cases file, whether each case comes out as it says.
 */
#include "config.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "admin/command.h"
#include "admin/filter_cases.h"
#include "admin/find.h"
#include "admin/print.h"
#include "base/file.h"
#include "mail/parse.h"
#include "mail/reply.h"

static const struct sp_option options[] = {
	{ .name = "site", .value = "FOLDER", .help = "rules of your own, asked before the shipped ones" },
	{ .name = NULL },
};

/* The trace without what is said twice in a row. */
static void print_trace(struct sp_admin *admin, struct sp_str trace, struct sp_json *list)
{
	struct sp_str line, before = SP_NONE;

	while (sp_str_next_line(&trace, &line)) {
		if (sp_str_eq(line, before))
			continue;
		before = line;
		if (list)
			sp_json_push(list, sp_json_text(line));
		else
			fprintf(admin->out, "  rule    %.*s\n", SP_FMT(line));
	}
}

static void print_text(struct sp_admin *admin, const struct sp_message *m, struct sp_str trace,
	struct sp_str cuts)
{
	struct sp_str line;

	fprintf(admin->out, "  class   %s: %.*s\n", sp_class_name(m->class), SP_FMT(m->class_reason));
	print_trace(admin, trace, NULL);
	for (size_t i = 0; i < m->bounce_count; i++)
		fprintf(admin->out, "  bounce  %.*s %.*s %.*s\n", SP_FMT(m->bounces[i].recipient),
			SP_FMT(m->bounces[i].action), SP_FMT(m->bounces[i].status));
	if (m->bounced_id.ptr)
		fprintf(admin->out, "  about   %.*s\n", SP_FMT(m->bounced_id));
	while (sp_str_next_line(&cuts, &line))
		fprintf(admin->out, "  hidden  lines %.*s\n", SP_FMT(line));
}

static void print_object(struct sp_admin *admin, const char *path, const struct sp_message *m,
	struct sp_str trace, struct sp_str cuts)
{
	struct sp_json *object = sp_json_object(), *rules = sp_json_array(), *hidden = sp_json_array();
	struct sp_str line;

	sp_json_set_text(object, "file", sp_str(path));
	sp_json_set_text(object, "class", sp_str(sp_class_name(m->class)));
	sp_json_set_text(object, "reason", m->class_reason);
	print_trace(admin, trace, rules);
	while (sp_str_next_line(&cuts, &line))
		sp_json_push(hidden, sp_json_text(line));
	sp_json_set(object, "rules", rules);
	sp_json_set(object, "hidden", hidden);
	sp_json_set_text(object, "about", m->bounced_id);
	sp_json_set_text(object, "reply", m->reply);
	sp_print_json(admin, object);
}

static enum sp_status test_message(struct sp_admin *admin, const char *path,
	struct sp_filters *filters, struct sp_err *err)
{
	struct sp_buf raw = SP_BUF_INIT, trace = SP_BUF_INIT, cuts = SP_BUF_INIT;
	struct sp_arena arena = SP_ARENA_INIT;
	enum sp_status status;
	bool cut;

	status = strcmp(path, "-") == 0 ? sp_read_all(0, "standard input", SP_MAX_MESSAGE, &raw, &cut, err) :
					  sp_find_file(path, SP_MAX_MESSAGE, &raw, err);
	if (status == SP_OK) {
		struct sp_message *m;

		sp_filters_trace(filters, &trace);
		m = sp_message_parse(&arena, sp_buf_str(&raw), filters);
		sp_filters_trace(filters, NULL);
		sp_reply_explain(&arena, m, filters, &cuts);
		if (admin->json) {
			print_object(admin, path, m, sp_buf_str(&trace), sp_buf_str(&cuts));
		} else {
			fprintf(admin->out, "%s\n", path);
			print_text(admin, m, sp_buf_str(&trace), sp_buf_str(&cuts));
		}
	}
	sp_arena_release(&arena);
	sp_buf_release(&cuts);
	sp_buf_release(&trace);
	sp_buf_release(&raw);
	return status;
}

static enum sp_status test_cases(struct sp_admin *admin, const char *path,
	struct sp_filters *filters, struct sp_err *err)
{
	struct sp_case_counts counts = { 0 };
	enum sp_status status = sp_filter_cases_run(path, filters, admin->out, &counts, err);

	if (status != SP_OK)
		return status;
	fprintf(admin->out, "%s: %u cases, %u failed\n", path, counts.cases, counts.failed);
	if (counts.failed || !counts.cases)
		return sp_fail(err, SP_PERM, "%s: %s", path,
			counts.cases ? "not every case came out as it says" : "there is no case in it");
	return SP_OK;
}

static enum sp_status run(struct sp_admin *admin, struct sp_err *err)
{
	const char *site = sp_option(admin, "site");
	struct sp_filters *filters;
	enum sp_status status;

	if (admin->argc == 0)
		return sp_usage(admin, err, "which message or .cases file");
	if (site && access(site, X_OK) != 0)
		return sp_fail(err, SP_PERM, "%s: %s; --site is the folder of your own rules", site,
			strerror(errno));
	status = sp_filters_load_shipped(site, &filters, err);
	if (status != SP_OK)
		return status;
	status = sp_filters_check(filters, err);
	for (int i = 0; i < admin->argc && status == SP_OK; i++)
		status = sp_str_ends_nocase(sp_str(admin->argv[i]), SP_STR(".cases")) ?
			test_cases(admin, admin->argv[i], filters, err) :
			test_message(admin, admin->argv[i], filters, err);
	sp_filters_free(filters);
	return status;
}

const struct sp_command sp_cmd_filter_test = {
	.name = "filter test", .arguments = "FILE...",
	.summary = "say which rule took a message, or run a .cases file",
	.options = options, .run = run,
};
