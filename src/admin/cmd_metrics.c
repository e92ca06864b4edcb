/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello metrics: numbers to watch the desk by, in the text format of
 * Prometheus, for the folder that its node exporter reads, or as JSON.  With a file
 * it is replaced at once, whole; nothing of anybody's mail is in it.
 */
#include "config.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "admin/command.h"
#include "base/file.h"
#include "store/measures.h"
#include "text/conf.h"

/* How the rows of a measure are written.  `labels`: the names of its one or two
 * labels, NULL for none; `at` is an instant, or the age of what is oldest. */
static const struct series {
	enum sp_measure measure;
	const char *name, *type, *help; /* of the number; name NULL: not written */
	const char *labels[2];
	const char *at_name, *at_help;
	bool age;
} series[] = {
	{ SP_MEASURE_TICKETS, "sportello_tickets", "gauge", "Tickets that are not archived",
		{ "queue", "status" }, "sportello_ticket_oldest_seconds",
		"How long ago the oldest of them was opened", true },
	{ SP_MEASURE_NUMBERED, "sportello_tickets_opened_total", "counter",
		"Tickets opened since the desk began", { "prefix", NULL }, NULL, NULL, false },
	{ SP_MEASURE_OUTBOX, "sportello_outbox_mails", "gauge", "Mails that were not sent (yet)",
		{ "state", NULL }, "sportello_outbox_oldest_seconds",
		"How long ago the oldest of them was queued", true },
	{ SP_MEASURE_QUEUED, "sportello_outbox_queued_total", "counter",
		"Mails queued since the desk began", { NULL, NULL }, NULL, NULL, false },
	{ SP_MEASURE_QUARANTINE, "sportello_quarantine_messages", "gauge",
		"Messages in quarantine", { NULL, NULL }, "sportello_quarantine_oldest_seconds",
		"How long ago the oldest of them came", true },
	{ SP_MEASURE_ALARMS, "sportello_alarms_total", "counter",
		"Alarms raised; sportello check shows them", { "kind", NULL },
		"sportello_alarm_last_timestamp_seconds", "When the last of them was raised", false },
	{ SP_MEASURE_JOBS, NULL, NULL, NULL, { "job", NULL },
		"sportello_job_last_success_timestamp_seconds",
		"When the job was last through with everything", false },
};

enum { SERIES = sizeof(series) / sizeof(series[0]) };

static void add_label(struct sp_buf *out, const char *name, struct sp_str value, bool first)
{
	sp_buf_printf(out, "%s%s=\"", first ? "{" : ",", name);
	for (size_t i = 0; i < value.len; i++) {
		if (value.ptr[i] == '"' || value.ptr[i] == '\\')
			sp_buf_add_char(out, '\\');
		if (value.ptr[i] == '\n')
			sp_buf_add_text(out, "\\n");
		else
			sp_buf_add_char(out, value.ptr[i]);
	}
	sp_buf_add_char(out, '"');
}

/* The numbers, in one of the two forms. */
struct writing {
	struct sp_buf text;
	struct sp_json *list; /* --json: an object a number; else NULL */
};

static void add_head(struct writing *w, const char *name, const char *type, const char *help)
{
	if (!w->list)
		sp_buf_printf(&w->text, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void add_text(struct sp_buf *out, const struct series *s, const char *name,
	const struct sp_measured *row, int64_t value)
{
	sp_buf_add_text(out, name);
	if (s->labels[0])
		add_label(out, s->labels[0], row->label, true);
	if (s->labels[1])
		add_label(out, s->labels[1], row->second, false);
	sp_buf_printf(out, "%s %lld\n", s->labels[0] ? "}" : "", (long long)value);
}

static struct sp_json *to_json(const struct series *s, const char *name, const char *type,
	const struct sp_measured *row, int64_t value)
{
	struct sp_json *one = sp_json_object(), *labels = sp_json_object();

	if (s->labels[0])
		sp_json_set_text(labels, s->labels[0], row->label);
	if (s->labels[1])
		sp_json_set_text(labels, s->labels[1], row->second);
	sp_json_set_text(one, "name", sp_str(name));
	sp_json_set_text(one, "type", sp_str(type));
	sp_json_set(one, "labels", labels);
	sp_json_set_number(one, "value", value);
	return one;
}

static void add_sample(struct writing *w, const struct series *s, const char *name,
	const char *type, const struct sp_measured *row, int64_t value)
{
	if (w->list)
		sp_json_push(w->list, to_json(s, name, type, row, value));
	else
		add_text(&w->text, s, name, row, value);
}

/* The instant, or how long ago it was. */
static int64_t time_of(const struct sp_admin *admin, const struct series *s, int64_t at)
{
	if (!s->age)
		return at;
	return admin->now > at ? admin->now - at : 0;
}

static enum sp_status add_series(struct sp_admin *admin, const struct series *s, struct writing *w,
	struct sp_err *err)
{
	struct sp_measured *rows;
	size_t count;
	enum sp_status status = sp_measure(admin->db, &admin->arena, s->measure, &rows, &count, err);

	if (status != SP_OK)
		return status;
	if (s->name)
		add_head(w, s->name, s->type, s->help);
	for (size_t i = 0; s->name && i < count; i++)
		add_sample(w, s, s->name, s->type, &rows[i], rows[i].number);
	if (s->at_name)
		add_head(w, s->at_name, "gauge", s->at_help);
	for (size_t i = 0; s->at_name && i < count; i++)
		if (rows[i].at)
			add_sample(w, s, s->at_name, "gauge", &rows[i], time_of(admin, s, rows[i].at));
	return SP_OK;
}

static void add_size(struct writing *w, const char *database)
{
	static const struct series size = { .name = "sportello_database_bytes", .type = "gauge",
		.help = "Size of the database file" };
	struct stat info;

	if (stat(database, &info) != 0)
		return;
	add_head(w, size.name, size.type, size.help);
	add_sample(w, &size, size.name, size.type, NULL, info.st_size);
}

static enum sp_status run(struct sp_admin *admin, struct sp_err *err)
{
	struct writing w = { SP_BUF_INIT, admin->json ? sp_json_array() : NULL };
	enum sp_status status = SP_OK;

	if (admin->argc > 1)
		status = sp_usage(admin, err, "one file at most");
	for (size_t i = 0; i < SERIES && status == SP_OK; i++)
		status = add_series(admin, &series[i], &w, err);
	if (status == SP_OK)
		add_size(&w, admin->conf->database);
	if (status == SP_OK && w.list) {
		sp_json_print(&w.text, w.list, false);
		sp_buf_add_char(&w.text, '\n');
	}
	if (status == SP_OK && admin->argc == 1)
		status = sp_write_file(admin->argv[0], 0644, sp_buf_str(&w.text), err);
	else if (status == SP_OK)
		fwrite(w.text.ptr, 1, w.text.len, admin->out);
	sp_buf_release(&w.text);
	sp_json_free(w.list);
	return status;
}

const struct sp_command sp_cmd_metrics = {
	.name = "metrics", .arguments = "[FILE]",
	.summary = "numbers to watch the desk by, for Prometheus",
	.needs = SP_NEEDS_CONF | SP_NEEDS_DB_READ, .run = run,
};
