/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello check: is the desk well, and if not, what to do.
 */
#include "config.h"

#include <stdarg.h>
#include <sys/stat.h>

#include "admin/check.h"
#include "admin/print.h"
#include "base/clock.h"
#include "base/show.h"
#include "core/address.h"
#include "mail/filters.h"
#include "store/db.h"
#include "text/conf.h"
#include "text/template_check.h"
#include "text/words.h"

enum { LOCAL_PART_OCTETS = 27 }; /* core/token.h says why */

static const char *const result_names[] = {
	[SP_CHECK_OK] = "ok", [SP_CHECK_WARNING] = "warning", [SP_CHECK_ERROR] = "error",
};

void sp_check_say(struct sp_checking *c, enum sp_check_result result, const char *format, ...)
{
	struct sp_buf text = SP_BUF_INIT, shown = SP_BUF_INIT;
	struct sp_json *one;
	va_list args;

	va_start(args, format);
	sp_buf_vprintf(&text, format, args);
	va_end(args);
	c->errors += result == SP_CHECK_ERROR;
	c->warnings += result == SP_CHECK_WARNING;
	if (c->list) {
		one = sp_json_object();
		sp_json_set_text(one, "check", sp_str(c->name));
		sp_json_set_text(one, "result", sp_str(result_names[result]));
		sp_json_set_text(one, "text", sp_buf_str(&text));
		sp_json_push(c->list, one);
	} else {
		sp_show_line(&shown, sp_buf_str(&text));
		fprintf(c->admin->out, "%-8s %-13s %s\n", result_names[result], c->name, shown.ptr);
		fflush(c->admin->out); /* the next question may take long */
	}
	sp_buf_release(&text);
	sp_buf_release(&shown);
}

bool sp_check_desk_made(const struct sp_admin *admin)
{
	struct stat info;

	return lstat(admin->conf->database, &info) == 0 || lstat(admin->conf->key_file, &info) == 0;
}

/* --- what is read -------------------------------------------------------------- */

/* A signed address is the queue's with 37 characters more. */
static void check_addresses(struct sp_checking *c)
{
	const struct sp_conf *conf = c->admin->conf;

	for (size_t q = 0; q < conf->queue_count; q++)
		for (const char *const *a = conf->queues[q].addresses; *a; a++)
			if (sp_address_local(sp_str(*a)).len > LOCAL_PART_OCTETS)
				sp_check_say(c, SP_CHECK_ERROR,
					"%s: %s has more than %d characters before the @; answers to it "
					"cannot be signed; choose a shorter one",
					conf->path, *a, LOCAL_PART_OCTETS);
}

static void check_configuration(struct sp_checking *c)
{
	struct sp_admin *admin = c->admin;
	struct sp_err err = { 0 };
	unsigned before = c->errors;

	if (sp_conf_read(admin->conf_path, &admin->conf, &err) != SP_OK) {
		admin->conf = NULL;
		sp_check_say(c, SP_CHECK_ERROR, "%s", err.text);
		return;
	}
	check_addresses(c);
	if (c->errors == before)
		sp_check_say(c, SP_CHECK_OK, "%s: queues %zu, calendars %zu, tariffs %zu", admin->conf_path,
			admin->conf->queue_count, admin->conf->calendar_count, admin->conf->tariff_count);
}

static void template_problem(const char *line, void *context)
{
	sp_check_say(context, SP_CHECK_ERROR, "%s", line);
}

static void check_templates(struct sp_checking *c)
{
	const char *site = c->admin->conf->templates_folder;
	unsigned before = c->errors;
	struct sp_words *words = NULL;
	struct sp_err err = { 0 };
	size_t count = 0;
	enum sp_status status = sp_words_load(site, &words, &err);

	if (status == SP_OK)
		status = sp_words_check(words, &err);
	if (status == SP_OK)
		status = sp_templates_check(site, sp_words_languages(words), template_problem, c, &count,
			&err);
	sp_words_free(words);
	if (status != SP_OK)
		sp_check_say(c, SP_CHECK_ERROR, "%s", err.text);
	else if (c->errors == before)
		sp_check_say(c, SP_CHECK_OK, "%zu mails, and the words of every language", count);
}

static void check_filters(struct sp_checking *c)
{
	struct sp_filters *filters = NULL;
	struct sp_err err = { 0 };
	enum sp_status status;

	status = sp_filters_load_shipped(c->admin->conf->filters_folder, &filters, &err);
	if (status == SP_OK)
		status = sp_filters_check(filters, &err);
	if (status == SP_OK)
		sp_check_say(c, SP_CHECK_OK, "every rule is understood");
	else
		sp_check_say(c, SP_CHECK_ERROR, "%s", err.text);
	sp_filters_free(filters);
}

static void check_database(struct sp_checking *c)
{
	struct sp_admin *admin = c->admin;
	struct sp_err err = { 0 };

	if (!sp_check_desk_made(admin)) {
		sp_check_say(c, SP_CHECK_WARNING, "%s: there is no desk yet; run `sportello init`",
			admin->conf->state_folder);
		return;
	}
	if (sp_db_open_read(admin->conf->database, &admin->db, &err) != SP_OK) {
		admin->db = NULL;
		sp_check_say(c, SP_CHECK_ERROR, "%s", err.text);
		return;
	}
	sp_check_integrity(c);
}

/* --- the questions -------------------------------------------------------------- */

enum check_needs { NEEDS_CONF = 1, NEEDS_DB = 2 };

/* In the order in which an administrator would look. */
static const struct {
	const char *name;
	unsigned needs;
	void (*run)(struct sp_checking *c);
} questions[] = {
	{ "configuration", 0, check_configuration },
	{ "templates", NEEDS_CONF, check_templates },
	{ "filters", NEEDS_CONF, check_filters },
	{ "sending", NEEDS_CONF, sp_check_sending },
	{ "mail server", NEEDS_CONF, sp_check_probe },
	{ "delivery", NEEDS_CONF, sp_check_programs },
	{ "database", NEEDS_CONF, check_database },
	{ "clock", NEEDS_CONF, sp_check_clock },
	{ "files", NEEDS_CONF, sp_check_folder },
	{ "key", NEEDS_CONF, sp_check_key },
	{ "lock", NEEDS_CONF, sp_check_lock },
	{ "disk", NEEDS_CONF, sp_check_disk },
	{ "staff", NEEDS_DB, sp_check_staff },
	{ "outbox", NEEDS_DB, sp_check_outbox },
	{ "ledger", NEEDS_DB, sp_check_ledger },
	{ "jobs", NEEDS_DB, sp_check_jobs },
	{ "numbers", NEEDS_DB, sp_check_numbers },
	{ "privacy", NEEDS_DB, sp_check_privacy },
	{ "round trip", NEEDS_DB, sp_check_round_trip },
	{ "alarms", NEEDS_DB, sp_check_alarms },
};

static void ask_all(struct sp_checking *c)
{
	for (size_t i = 0; i < sizeof(questions) / sizeof(questions[0]); i++) {
		if ((questions[i].needs & NEEDS_CONF) && !c->admin->conf)
			continue;
		if ((questions[i].needs & NEEDS_DB) && !c->admin->db)
			continue;
		c->name = questions[i].name;
		questions[i].run(c);
	}
}

static enum sp_status run(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_checking c = { .admin = admin };

	if (admin->argc)
		return sp_usage(admin, err, "no argument is needed");
	if (sp_option(admin, "patience") && !sp_option(admin, "round-trip"))
		return sp_usage(admin, err, "--patience is for --round-trip");
	c.list = admin->json ? sp_json_array() : NULL;
	ask_all(&c);
	if (c.list)
		sp_print_json(admin, c.list);
	else if (c.errors || c.warnings)
		fprintf(admin->out, "%u error%s, %u warning%s\n", c.errors, c.errors == 1 ? "" : "s",
			c.warnings, c.warnings == 1 ? "" : "s");
	return c.errors ? SP_PERM : SP_OK;
}

static const struct sp_option options[] = {
	{ "round-trip", NULL, "send the desk a mail through the mail server, and wait for it", false },
	{ "patience", "SECONDS", "wait so long for it; else 120", false },
	{ NULL, NULL, NULL, false },
};

const struct sp_command sp_cmd_check = {
	.name = "check", .arguments = "",
	.summary = "is the desk well, and if not, what to do", .options = options, .run = run,
};
