/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello template: check, preview and dump the mails.
 */
#include "config.h"

#include <string.h>

#include "admin/command.h"
#include "admin/print.h"
#include "base/clock.h"
#include "base/file.h"
#include "core/address.h"
#include "core/mails.h"
#include "mail/compose.h"
#include "mail/invitation.h"
#include "text/conf.h"
#include "text/shipped.h"
#include "text/template_check.h"
#include "text/words.h"

enum { MAX_TEMPLATE = 256 * 1024 };

/* --- check --------------------------------------------------------------------- */

struct checking {
	struct sp_admin *admin;
	struct sp_json *problems;
	size_t count;
};

static void problem(const char *line, void *context)
{
	struct checking *c = context;

	c->count++;
	if (c->problems)
		sp_json_push(c->problems, sp_json_text(sp_str(line)));
	else
		fprintf(c->admin->out, "%s\n", line);
}

static enum sp_status check_words(struct sp_admin *admin, struct checking *c, struct sp_words **words_r,
	struct sp_err *err)
{
	struct sp_err fault = { 0 };
	enum sp_status status = sp_words_load(admin->conf->templates_folder, words_r, err);

	if (status == SP_OK && sp_words_check(*words_r, &fault) != SP_OK)
		problem(fault.text, c);
	return status;
}

static void print_result(struct checking *c, size_t templates)
{
	struct sp_json *object;

	if (!c->problems) {
		if (c->count == 0)
			fprintf(c->admin->out, "%zu templates, all well\n", templates);
		return;
	}
	object = sp_json_object();
	sp_json_set_number(object, "templates", (int64_t)templates);
	sp_json_set(object, "problems", c->problems);
	sp_print_json(c->admin, object);
}

static enum sp_status run_check(struct sp_admin *admin, struct sp_err *err)
{
	struct checking c = { .admin = admin };
	struct sp_words *words = NULL;
	size_t templates = 0;
	enum sp_status status;

	if (admin->argc)
		return sp_usage(admin, err, "no argument is needed");
	c.problems = admin->json ? sp_json_array() : NULL;
	status = check_words(admin, &c, &words, err);
	if (status == SP_OK)
		status = sp_templates_check(admin->conf->templates_folder, sp_words_languages(words),
			problem, &c, &templates, err);
	sp_words_free(words);
	if (status != SP_OK) {
		sp_json_free(c.problems);
		return status;
	}
	print_result(&c, templates);
	return c.count ? sp_fail(err, SP_CONFIG, "%zu fault%s in the templates", c.count,
		c.count == 1 ? "" : "s") : SP_OK;
}

const struct sp_command sp_cmd_template_check = {
	.name = "template check", .arguments = "",
	.summary = "are the mails and words of all languages whole", .needs = SP_NEEDS_CONF,
	.run = run_check,
};

/* --- preview and dump ------------------------------------------------------------ */

static const struct sp_option language_options[] = {
	{ .name = "language", .value = "LANGUAGE", .help = "it or en; else the desk's" },
	{ .name = NULL },
};

static const char *language_of(const struct sp_admin *admin)
{
	const char *language = sp_option(admin, "language");

	return language ? language : admin->conf->policies.language;
}

/* A name that is in the language's list, so that it is no path. */
static enum sp_status find_name(struct sp_admin *admin, const char *site_folder, struct sp_err *err)
{
	const char *const *names, *nearest;
	enum sp_status status;

	if (admin->argc != 1)
		return sp_usage(admin, err, "one NAME is needed");
	if (strchr(language_of(admin), '/'))
		return sp_fail(err, SP_PERM, "there is no language \"%s\"", language_of(admin));
	status = sp_template_list(&admin->arena, site_folder, language_of(admin), &names, err);
	for (size_t i = 0; status == SP_OK && names[i]; i++)
		if (strcmp(names[i], admin->argv[0]) == 0)
			return SP_OK;
	if (status != SP_OK)
		return status;
	nearest = sp_nearest(sp_str(admin->argv[0]), names);
	return sp_fail(err, SP_PERM, "there is no template \"%s\"%s%s%s", admin->argv[0],
		nearest ? "; did you mean \"" : "", nearest ? nearest : "", nearest ? "\"?" : "");
}

/* Without "due, packages": as when there is nothing to say of it.  With: as when there
 * is, for what the examples have not. */
static enum sp_status set_each(struct sp_admin *admin, const struct sp_variables *variables,
	struct sp_data *data, const char *option, struct sp_err *err)
{
	const char *value = sp_option(admin, option);
	struct sp_str rest = sp_str(value ? value : ""), name;
	bool with = strcmp(option, "with") == 0;

	while (sp_str_next_field(&rest, ',', &name)) {
		const struct sp_variable *row = sp_variable_find(variables, sp_str_trim(name));

		if (!row || (with && row->kind != SP_DATA_BOOL))
			return sp_fail(err, SP_PERM, "--%s %.*s: %s has no %s of that name", option,
				SP_FMT(name), variables->path, with ? "bool" : "line");
		sp_variables_set(&admin->arena, data, row, with);
	}
	return SP_OK;
}

static enum sp_status set_options(struct sp_admin *admin, const struct sp_variables *variables,
	struct sp_data *data, struct sp_err *err)
{
	enum sp_status status = set_each(admin, variables, data, "with", err);

	return status == SP_OK ? set_each(admin, variables, data, "without", err) : status;
}

static enum sp_status render(struct sp_admin *admin, struct sp_buf *subject, struct sp_buf *body,
	struct sp_err *err)
{
	struct sp_variables variables;
	struct sp_mail_template mail;
	struct sp_data *data;
	enum sp_status status = sp_variables_read(&admin->arena, &variables, err);

	if (status == SP_OK)
		status = sp_variables_translate(&admin->arena, &variables, language_of(admin), err);
	if (status == SP_OK)
		status = sp_mail_template_load(&admin->arena, admin->conf->templates_folder,
			language_of(admin), admin->argv[0], &mail, err);
	if (status != SP_OK)
		return status;
	data = sp_variables_data(&admin->arena, &variables, true);
	sp_data_set_text(&admin->arena, data, "desk", sp_str(admin->conf->desk_name));
	status = set_options(admin, &variables, data, err);
	if (status != SP_OK)
		return status;
	status = sp_template_render(mail.subject, data, SP_ESCAPE_HEADER, true, subject, err);
	return status == SP_OK ?
		sp_template_render(mail.body, data, SP_ESCAPE_TEXT, true, body, err) : status;
}

static void print_mail(struct sp_admin *admin, const struct sp_buf *subject, const struct sp_buf *body)
{
	struct sp_json *object;

	if (!admin->json) {
		fprintf(admin->out, "Subject: %s\n\n%s", subject->ptr, body->ptr);
		return;
	}
	object = sp_json_object();
	sp_json_set_text(object, "subject", sp_buf_str(subject));
	sp_json_set_text(object, "text", sp_buf_str(body));
	sp_print_json(admin, object);
}

/* The dates that the examples speak of are made up; so is the invitation's. */
static void add_invitation(struct sp_admin *admin, struct sp_mail *mail, struct sp_buf *out)
{
	struct sp_invitation invitation = {
		.uid = sp_str(sp_arena_printf(&admin->arena, "HT00191@%.*s",
			SP_FMT(sp_address_domain(mail->from_address)))),
		.start = mail->date / 86400 * 86400 + 7 * 86400, .minutes = 60, .stamp = mail->date,
		.summary = mail->subject, .description = mail->text,
		.organizer_name = mail->from_name, .organizer_address = mail->from_address,
		.attendee_name = mail->to_name, .attendee_address = mail->to_address,
	};

	sp_invitation_write(out, &invitation);
	mail->invitation = sp_buf_str(out);
}

/* As it leaves, to look at it in a mail program. */
static enum sp_status print_raw(struct sp_admin *admin, const struct sp_buf *subject,
	const struct sp_buf *body, struct sp_err *err)
{
	const struct sp_mail_kind *kind = sp_mail_kind(admin->argv[0]);
	struct sp_str address = sp_str(admin->conf->queues[0].addresses[0]);
	struct sp_str first = SP_STR("<example.1@example.com>");
	struct sp_mail mail = {
		.from_name = sp_str(admin->conf->desk_name), .from_address = address,
		.reply_to = address, .to_name = SP_STR("Mario Rossi"),
		.to_address = SP_STR("mario@example.com"), .subject = sp_buf_str(subject),
		.message_id = sp_str(sp_arena_printf(&admin->arena, "<example.2@%.*s>",
			SP_FMT(sp_address_domain(address)))),
		.in_reply_to = first, .references = &first, .reference_count = 1,
		.date = sp_clock_now(), .language = sp_str(language_of(admin)),
		.auto_submitted = sp_str(kind ? kind->auto_submitted : "auto-generated"),
		.text = sp_buf_str(body),
	};
	struct sp_buf invitation = SP_BUF_INIT, bytes = SP_BUF_INIT;
	enum sp_status status;

	if (kind && kind->invites)
		add_invitation(admin, &mail, &invitation);
	status = sp_mail_compose(&mail, &bytes, err);
	if (status == SP_OK)
		fwrite(bytes.ptr, 1, bytes.len, admin->out);
	sp_buf_release(&invitation);
	sp_buf_release(&bytes);
	return status;
}

static const struct sp_option preview_options[] = {
	{ .name = "language", .value = "LANGUAGE", .help = "it or en; else the desk's" },
	{ .name = "raw", .help = "the whole mail, as it would leave" },
	{ .name = "with", .value = "NAME,...", .list = true, .help = "as when that holds" },
	{ .name = "without", .value = "NAME,...", .list = true,
		.help = "as when that does not hold, or there is nothing of it" },
	{ .name = NULL },
};

static enum sp_status run_preview(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_buf subject = SP_BUF_INIT, body = SP_BUF_INIT;
	enum sp_status status = find_name(admin, admin->conf->templates_folder, err);

	if (status == SP_OK && admin->json && sp_option(admin, "raw"))
		status = sp_usage(admin, err, "either --raw or --json");
	if (status == SP_OK)
		status = render(admin, &subject, &body, err);
	if (status == SP_OK && sp_option(admin, "raw"))
		status = print_raw(admin, &subject, &body, err);
	else if (status == SP_OK)
		print_mail(admin, &subject, &body);
	sp_buf_release(&subject);
	sp_buf_release(&body);
	return status;
}

const struct sp_command sp_cmd_template_preview = {
	.name = "template preview", .arguments = "NAME",
	.summary = "a mail filled in with the examples", .options = preview_options,
	.needs = SP_NEEDS_CONF, .run = run_preview,
};

/* Always the program's own: the site's may be the very file that the shell is
 * about to write into. */
static enum sp_status run_dump(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_buf text = SP_BUF_INIT;
	const char *path;
	enum sp_status status = find_name(admin, "", err);

	if (status != SP_OK)
		return status;
	path = sp_shipped_path(&admin->arena, "", "templates",
		sp_arena_printf(&admin->arena, "%s/%s.txt", language_of(admin), admin->argv[0]));
	status = sp_read_file(path, MAX_TEMPLATE, &text, err);
	if (status == SP_OK && admin->json) {
		struct sp_json *object = sp_json_object();

		sp_json_set_text(object, "template", sp_str(admin->argv[0]));
		sp_json_set_text(object, "language", sp_str(language_of(admin)));
		sp_json_set_text(object, "text", sp_buf_str(&text));
		sp_print_json(admin, object);
	} else if (status == SP_OK) {
		fwrite(text.ptr, 1, text.len, admin->out);
	}
	sp_buf_release(&text);
	return status;
}

const struct sp_command sp_cmd_template_dump = {
	.name = "template dump", .arguments = "NAME",
	.summary = "the program's own text of a mail, to copy and change", .options = language_options,
	.needs = SP_NEEDS_CONF, .run = run_dump,
};
