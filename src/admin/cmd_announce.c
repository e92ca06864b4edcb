/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello announce: a notice to the customers, paced, to each once.
 */
#include "config.h"

#include <unistd.h>

#include "admin/command.h"
#include "admin/find.h"
#include "admin/print.h"
#include "admin/progress.h"
#include "base/file.h"
#include "base/utf8.h"
#include "desk/announce.h"

enum { USUAL_PACE = 60, TEXT_BYTES = 64 * 1024, TITLE_BYTES = 200 };

static const struct sp_option options[] = {
	{ .name = "title", .value = "TITLE", .help = "what it is about: the mails' subject" },
	{ .name = "queue", .value = "NAME", .help = "only to who ever wrote to this queue" },
	{ .name = "per-minute", .value = "NUMBER", .help = "so many mails a minute; else 60" },
	{ .name = "resume", .help = "go on with what was interrupted; nothing new" },
	{ .name = "dry-run", .help = "say whom it would go to, and do nothing" },
	{ .name = NULL },
};

/* The text: of a file, or of standard input. */
static enum sp_status read_text(struct sp_admin *admin, struct sp_str *text_r, struct sp_err *err)
{
	struct sp_buf text = SP_BUF_INIT;
	bool cut = false;
	enum sp_status status = admin->argc ?
		sp_find_file(admin->argv[0], TEXT_BYTES, &text, err) :
		sp_read_all(STDIN_FILENO, "standard input", TEXT_BYTES, &text, &cut, err);

	if (status == SP_OK && cut)
		status = sp_fail(err, SP_PERM, "an announcement has at most %d KB", TEXT_BYTES / 1024);
	if (status == SP_OK && !sp_utf8_valid(sp_buf_str(&text)))
		status = sp_fail(err, SP_PERM, "the text of an announcement is to be UTF-8");
	*text_r = sp_arena_str(&admin->arena, sp_str_trim(sp_buf_str(&text)));
	if (status == SP_OK && text_r->len == 0)
		status = sp_fail(err, SP_PERM, "the announcement is empty");
	sp_buf_release(&text);
	return status;
}

static enum sp_status read_title(struct sp_admin *admin, struct sp_str *title_r, struct sp_err *err)
{
	*title_r = sp_str_trim(sp_str(sp_option(admin, "title")));
	if (!title_r->len)
		return sp_usage(admin, err, "--title is needed");
	if (title_r->len > TITLE_BYTES || !sp_utf8_valid(*title_r))
		return sp_fail(err, SP_PERM, "the title is to be UTF-8, of at most %d bytes", TITLE_BYTES);
	for (size_t i = 0; i < title_r->len; i++)
		if ((unsigned char)title_r->ptr[i] < ' ')
			return sp_fail(err, SP_PERM, "the title is to be one line");
	return SP_OK;
}

static enum sp_status read_new(struct sp_admin *admin, struct sp_announcement *announcement,
	struct sp_str *queue_r, struct sp_err *err)
{
	const char *pace = sp_option(admin, "per-minute"), *queue = sp_option(admin, "queue");
	enum sp_status status = read_title(admin, &announcement->title, err);

	announcement->pace = USUAL_PACE;
	announcement->at = admin->now;
	*queue_r = SP_NONE;
	if (status == SP_OK && pace)
		status = sp_find_number("mails", pace, &announcement->pace, err);
	if (status == SP_OK && queue)
		status = sp_find_queue(admin, *queue_r = sp_str(queue), err);
	if (status == SP_OK)
		status = read_text(admin, &announcement->text, err);
	return status;
}

static void report(struct sp_admin *admin, const struct sp_announcing *announcing, bool dry)
{
	struct sp_buf out = SP_BUF_INIT;
	struct sp_json *object;

	if (admin->json) {
		object = sp_json_object();
		sp_json_set_bool(object, "busy", announcing->busy);
		sp_json_set_bool(object, "dry_run", dry);
		sp_json_set_number(object, "mails", announcing->mails);
		sp_json_set_instant(object, "last_at", announcing->last_at);
		sp_print_json(admin, object);
		return;
	}
	if (announcing->busy)
		sp_buf_add_text(&out, "another run is at work; sportello announce --resume later");
	else if (announcing->mails == 0)
		sp_buf_add_text(&out, "nobody is to be told");
	else
		sp_buf_printf(&out, "%s %lld mail%s", dry ? "would queue" : "queued",
			(long long)announcing->mails, announcing->mails == 1 ? "" : "s");
	if (announcing->last_at) {
		sp_buf_add_text(&out, "; the last may leave at ");
		sp_add_instant(&out, announcing->last_at);
	}
	sp_buf_add_char(&out, '\n');
	sp_print(admin, &out);
	sp_buf_release(&out);
}

static enum sp_status told_already(int64_t at, struct sp_err *err)
{
	struct sp_buf when = SP_BUF_INIT;

	sp_add_instant(&when, at);
	sp_fail(err, SP_PERM, "the very same was announced at %s, and nothing was done; to tell them "
		"again, give it another title", when.ptr);
	sp_buf_release(&when);
	return SP_PERM;
}

static enum sp_status announce(struct sp_admin *admin, struct sp_announcement *announcement,
	struct sp_str queue, struct sp_err *err)
{
	bool dry = sp_option(admin, "dry-run") != NULL;
	struct sp_progress progress;
	struct sp_announcing announcing = { .step = sp_progress_next, .context = &progress };
	struct sp_desk desk;
	enum sp_status status = sp_desk_open(admin->conf_path, &desk, err);

	if (status != SP_OK)
		return status;
	sp_progress_begin(&progress, "queueing");
	status = sp_announce(&desk, admin->now, announcement, queue, dry, &announcing, err);
	sp_progress_end(&progress);
	if (status == SP_OK && announcing.told_at)
		status = told_already(announcing.told_at, err);
	if (status == SP_OK)
		report(admin, &announcing, dry);
	sp_desk_close(&desk);
	if (status == SP_OK && announcing.busy)
		status = sp_fail(err, SP_TEMP, "nothing was announced");
	return status;
}

static enum sp_status run(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_announcement announcement = { .id = 0 };
	struct sp_str queue = SP_NONE;
	enum sp_status status;

	if (sp_option(admin, "resume"))
		return admin->argc || sp_option(admin, "title") ?
			sp_usage(admin, err, "--resume goes on with what is there already") :
			announce(admin, NULL, queue, err);
	if (admin->argc > 1)
		return sp_usage(admin, err, "one file at most");
	status = read_new(admin, &announcement, &queue, err);
	return status == SP_OK ? announce(admin, &announcement, queue, err) : status;
}

const struct sp_command sp_cmd_announce = {
	.name = "announce", .arguments = "[FILE]", .summary = "a notice to the customers, to each once",
	.options = options, .needs = SP_NEEDS_CONF, .run = run,
};
