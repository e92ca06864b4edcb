/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The text of a bounce, for people: from its first line to where the returned
 * mail begins. A line that names a recipient begins what is said of him; what
 * is said goes on to the next one.
 */
#include "mail/report.h"

enum { TEXT_LINES = 400, SAID_BYTES = 2000 };

struct reading {
	struct sp_report *report;
	struct sp_arena scratch;
	struct sp_str recipient; /* of whom is spoken, or absent */
	struct sp_str status;    /* that a rule says for him */
	struct sp_str intro;     /* the same, before anybody was named */
	struct sp_buf said;      /* of him so far */
	struct sp_buf before;    /* of nobody: the introduction */
	struct sp_str returned;  /* the text from where the returned mail begins */
	bool marked; /* only lines that begin with "<x@y>", wherever they are */
	bool any;                /* also the addresses that cannot be, when there is no other */
};

/* The end of what is said of a recipient. */
static void flush(struct reading *r)
{
	struct sp_str said = sp_buf_str(&r->said);
	struct sp_str status = sp_report_status(r->report->arena, said);

	if (!status.ptr)
		status = r->status;
	if (r->recipient.ptr)
		sp_report_add(r->report, r->recipient, SP_NONE, status, sp_str_trim(said));
	r->recipient = SP_NONE;
	r->status = SP_NONE;
	sp_buf_cut(&r->said, 0);
}

static void say(struct sp_buf *out, struct sp_str line)
{
	if (out->len < SAID_BYTES) {
		sp_buf_add_str(out, sp_str_sub(line, 0, SP_PATTERN_SUBJECT));
		sp_buf_add_char(out, '\n');
	}
}

/* Who wrote the bounce and who gets it were not missed: the desk itself, or
 * the postmaster that it tells to ask. */
static bool may_be_missed(const struct reading *r, struct sp_str address)
{
	const struct sp_message *m = r->report->message;

	for (size_t i = 0; i < m->from.count && !r->any; i++)
		if (sp_str_eq_nocase(m->from.items[i].address, address))
			return false;
	for (size_t i = 0; i < m->to.count && !r->any; i++)
		if (sp_str_eq_nocase(m->to.items[i].address, address))
			return false;
	return true;
}

static void ask_recipient(struct reading *r, const struct sp_rule_text *text)
{
	struct sp_rule_match match;
	struct sp_str address, said;

	if (!sp_filters_line(r->report->filters, SP_SAYS_RECIPIENT, text, &match) || !match.pattern)
		return;
	address = sp_pattern_group(match.pattern, "recipient");
	if (!address.len && !r->recipient.ptr) /* who counts when nobody was named above */
		address = sp_pattern_group(match.pattern, "otherwise");
	if (!address.len || !may_be_missed(r, address))
		return;
	/* "<x@y>: ... <x@y>" names the same one again. */
	if (r->recipient.ptr && sp_str_eq_nocase(r->recipient, address))
		return;
	flush(r);
	r->recipient = sp_arena_str(&r->scratch, address);
	said = sp_pattern_group(match.pattern, "diagnostic");
	if (said.len)
		say(&r->said, said);
}

static void ask_status(struct reading *r, const struct sp_rule_text *text)
{
	struct sp_rule_match match;
	const struct sp_rule *rule =
		sp_filters_line(r->report->filters, SP_SAYS_STATUS, text, &match);

	if (rule && !r->recipient.ptr && !r->intro.ptr)
		r->intro = rule->argument;
	else if (rule && r->recipient.ptr && !r->status.ptr)
		r->status = rule->argument;
}

/* "Reporting-MTA:", "Final-Recipient:" as lines of a text. */
static bool begins_fields(struct sp_str line)
{
	static const char *const names[] = { "Reporting-MTA:", "Final-Recipient:", "Original-Recipient:",
		"X-Postfix-Queue-ID:" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (sp_str_starts_nocase(line, sp_str(names[i])))
			return true;
	return false;
}

static void read_lines(struct reading *r, struct sp_str text)
{
	struct sp_str line, rest = text;

	for (int i = 0; i < TEXT_LINES && sp_str_next_line(&rest, &line); i++) {
		struct sp_rule_text asked;
		struct sp_rule_match match;

		if (!sp_str_trim(line).len)
			continue;
		if (r->marked && line.ptr[0] != '<')
			continue;
		asked = sp_rule_text(&r->scratch, line);
		if (!r->marked && sp_filters_line(r->report->filters, SP_SAYS_RETURNED, &asked, &match)) {
			r->returned = sp_str_from(text, (size_t)(line.ptr - text.ptr));
			return;
		}
		if (begins_fields(sp_str_trim(line))) {
			flush(r);
			sp_report_fields(r->report, sp_str_from(text, (size_t)(line.ptr - text.ptr)));
			return;
		}
		ask_recipient(r, &asked);
		ask_status(r, &asked);
		say(r->recipient.ptr ? &r->said : &r->before, line);
	}
}

/* "To: x@y" of the mail that is returned as text. */
static void use_returned_to(struct reading *r)
{
	struct sp_str line;

	while (sp_str_next_line(&r->returned, &line)) {
		struct sp_str s = sp_str_trim(line);

		if (!sp_str_starts_nocase(s, SP_STR("to:")))
			continue;
		s = sp_str_from(s, strlen("to:"));
		if (sp_str_find_char(s, ',') == s.len)
			sp_report_add(r->report, s, SP_NONE, SP_NONE, SP_NONE);
		return;
	}
}

/* What was said before anybody was named is said of who is named alone. */
static void use_introduction(struct reading *r)
{
	struct sp_report *report = r->report;
	struct sp_str status = sp_report_status(report->arena, sp_buf_str(&r->before));

	if (!status.ptr)
		status = r->intro;
	if (status.ptr && report->count == 1 && !report->items[0].status.ptr)
		report->items[0].status = sp_arena_str(report->arena, status);
}

/* Nobody was found: once more with less care. */
static void try_again(struct reading *r, struct sp_str text, bool *less)
{
	if (r->report->count || r->report->reached)
		return;
	*less = true;
	read_lines(r, text);
	flush(r);
}

void sp_report_text(struct sp_report *report, struct sp_str text)
{
	struct reading r = { .report = report, .scratch = SP_ARENA_INIT };

	sp_buf_init(&r.said);
	sp_buf_init(&r.before);
	read_lines(&r, text);
	flush(&r);
	try_again(&r, text, &r.any);
	if (!report->count && !report->reached)
		use_returned_to(&r);
	try_again(&r, text, &r.marked); /* a bounce in a bounce, as text */
	use_introduction(&r);
	sp_buf_release(&r.said);
	sp_buf_release(&r.before);
	sp_arena_release(&r.scratch);
}
