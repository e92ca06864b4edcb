/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello metrics: numbers to watch the desk by, in the text format of
 * Prometheus, for the folder that its node exporter reads.  With a file it is
 * replaced at once, whole; nothing of anybody's mail is in it.
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

static void add_sample(struct sp_buf *out, const struct series *s, const char *name,
	const struct sp_measured *row, int64_t value)
{
	sp_buf_add_text(out, name);
	if (s->labels[0])
		add_label(out, s->labels[0], row->label, true);
	if (s->labels[1])
		add_label(out, s->labels[1], row->second, false);
	sp_buf_printf(out, "%s %lld\n", s->labels[0] ? "}" : "", (long long)value);
}

static void add_head(struct sp_buf *out, const char *name, const char *type, const char *help)
{
	sp_buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static enum sp_status add_series(struct sp_admin *admin, const struct series *s, struct sp_buf *out,
	struct sp_err *err)
{
	struct sp_measured *rows;
	size_t count;
	enum sp_status status = sp_measure(admin->db, &admin->arena, s->measure, &rows, &count, err);

	if (status != SP_OK)
		return status;
	if (s->name)
		add_head(out, s->name, s->type, s->help);
	for (size_t i = 0; s->name && i < count; i++)
		add_sample(out, s, s->name, &rows[i], rows[i].number);
	if (s->at_name)
		add_head(out, s->at_name, "gauge", s->at_help);
	for (size_t i = 0; s->at_name && i < count; i++)
		if (rows[i].at)
			add_sample(out, s, s->at_name, &rows[i],
				s->age ? (admin->now > rows[i].at ? admin->now - rows[i].at : 0) :
					rows[i].at);
	return SP_OK;
}

static void add_size(struct sp_buf *out, const char *database)
{
	struct stat info;

	if (stat(database, &info) != 0)
		return;
	add_head(out, "sportello_database_bytes", "gauge", "Size of the database file");
	sp_buf_printf(out, "sportello_database_bytes %lld\n", (long long)info.st_size);
}

static enum sp_status run(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_buf out = SP_BUF_INIT;
	enum sp_status status = SP_OK;

	if (admin->argc > 1)
		return sp_usage(admin, err, "one file at most");
	for (size_t i = 0; i < SERIES && status == SP_OK; i++)
		status = add_series(admin, &series[i], &out, err);
	if (status == SP_OK)
		add_size(&out, admin->conf->database);
	if (status == SP_OK && admin->argc == 1)
		status = sp_write_file(admin->argv[0], 0644, sp_buf_str(&out), err);
	else if (status == SP_OK)
		fwrite(out.ptr, 1, out.len, admin->out);
	sp_buf_release(&out);
	return status;
}

const struct sp_command sp_cmd_metrics = {
	.name = "metrics", .arguments = "[FILE]",
	.summary = "numbers to watch the desk by, for Prometheus",
	.needs = SP_NEEDS_CONF | SP_NEEDS_DB_READ, .run = run,
};
