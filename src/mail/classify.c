/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/classify.h"

#include "mail/bounce.h"
#include "mail/filters.h"

enum { ASKED_LINES = 60 };

/* What rules are asked about, made ready when they ask for it. */
struct asker {
	struct sp_arena *arena;
	const struct sp_tree *tree;
	const struct sp_fields *fields;
	const struct sp_message *message;
	struct sp_rule_text **field_texts; /* one for each field, NULL until asked */
	struct sp_rule_text *lines;
	size_t line_count;
	bool lines_made, text_made;
	struct sp_rule_text text;
	struct sp_rule_text other; /* from, type ... */
};

/* --- the places of rules --------------------------------------------------------- */

static bool field_text(struct asker *a, const struct sp_rule_condition *c, size_t index,
	const struct sp_rule_text **text_r)
{
	for (size_t i = 0; i < a->fields->count; i++) {
		if (!sp_str_eq_nocase(a->fields->items[i].name, sp_str(c->name)) || index-- > 0)
			continue;
		if (!a->field_texts[i]) {
			a->field_texts[i] = sp_arena_new(a->arena, struct sp_rule_text);
			*a->field_texts[i] = sp_rule_text(a->arena, a->fields->items[i].decoded);
		}
		*text_r = a->field_texts[i];
		return true;
	}
	return false;
}

static void make_lines(struct asker *a)
{
	struct sp_str rest = a->message->text, line;

	a->lines_made = true;
	a->lines = sp_arena_array(a->arena, ASKED_LINES, struct sp_rule_text);
	while (a->line_count < ASKED_LINES && sp_str_next_line(&rest, &line))
		if (sp_str_trim(line).len)
			a->lines[a->line_count++] = sp_rule_text(a->arena, line);
}

static bool line_text(struct asker *a, size_t index, const struct sp_rule_text **text_r)
{
	if (!a->lines_made)
		make_lines(a);
	*text_r = index < a->line_count ? &a->lines[index] : NULL;
	return *text_r != NULL;
}

/* The text's beginning with blanks for its line breaks, so that a sentence is
 * one whatever its lines. */
static bool whole_text(struct asker *a, size_t index, const struct sp_rule_text **text_r)
{
	if (!a->text_made) {
		struct sp_str start = sp_str_sub(sp_str_trim(a->message->text), 0, SP_PATTERN_SUBJECT + 4);
		char *copy = sp_arena_text(a->arena, start);

		for (size_t i = 0; i < start.len; i++)
			if (copy[i] == '\n' || copy[i] == '\t')
				copy[i] = ' ';
		a->text = sp_rule_text(a->arena, sp_str_n(copy, start.len));
		a->text_made = true;
	}
	*text_r = &a->text;
	return index == 0 && a->text.raw.len > 0;
}

static bool other_text(struct asker *a, struct sp_str s, const struct sp_rule_text **text_r)
{
	if (!s.len)
		return false;
	a->other = sp_rule_text(a->arena, s);
	*text_r = &a->other;
	return true;
}

static bool place_text(void *context, const struct sp_rule_condition *c, size_t index,
	const struct sp_rule_text **text_r)
{
	struct asker *a = context;
	const struct sp_message *m = a->message;

	switch ((enum sp_filter_place)c->place) {
	case SP_AT_FIELD:
		return field_text(a, c, index, text_r);
	case SP_AT_FROM:
		return index < m->from.count && other_text(a, m->from.items[index].address, text_r);
	case SP_AT_TYPE:
		return index == 0 && other_text(a, a->tree->parts[0].type, text_r);
	case SP_AT_REPORT:
		return index == 0 &&
		       other_text(a, sp_params_get(&a->tree->parts[0].params, "report-type"), text_r);
	case SP_AT_PART:
		return index < a->tree->count && other_text(a, a->tree->parts[index].type, text_r);
	case SP_AT_LINE:
		return line_text(a, index, text_r);
	case SP_AT_TEXT:
		return whole_text(a, index, text_r);
	case SP_FILTER_PLACES:
		break;
	}
	return false;
}

/* --- structure, which needs no rule ------------------------------------------------ */

struct structure {
	bool delivery, disposition, feedback;
};

static struct structure look(const struct sp_tree *tree)
{
	struct structure s = { 0 };

	for (size_t i = 0; i < tree->count; i++) {
		const struct sp_part *part = &tree->parts[i];

		if (sp_str_starts(part->type, SP_STR("message/")) && !sp_bounce_inside_message(tree, i)) {
			s.delivery = s.delivery || sp_part_is(part, "message/delivery-status") ||
				     sp_part_is(part, "message/global-delivery-status");
			s.disposition = s.disposition ||
					sp_part_is(part, "message/disposition-notification");
			s.feedback = s.feedback || sp_part_is(part, "message/feedback-report");
		}
	}
	return s;
}

static void decide(struct sp_message *message, enum sp_class class, const char *reason)
{
	message->class = class;
	message->class_reason = sp_str(reason);
}

/* --- certified mail ------------------------------------------------------------------ */

/* The receipts that say that a mail did not arrive. */
static bool pec_failed(struct sp_str kind)
{
	static const char *const failures[] = { "non-accettazione", "errore-consegna",
		"preavviso-errore-consegna", "rilevazione-virus" };

	for (size_t i = 0; i < sizeof failures / sizeof *failures; i++)
		if (sp_str_eq_nocase(kind, sp_str(failures[i])))
			return true;
	return false;
}

static bool take_pec_receipt(struct asker *a, struct sp_message *message,
	const struct sp_filters *filters)
{
	struct sp_str kind = sp_str_trim(sp_fields_decoded(a->fields, "X-Ricevuta"));
	struct sp_str about = sp_fields_raw(a->fields, "X-Riferimento-Message-ID");

	if (!kind.len)
		return false;
	decide(message, SP_PEC_RECEIPT, "structure: X-Ricevuta of certified mail");
	message->pec = SP_PEC_RICEVUTA;
	message->pec_kind = sp_arena_str(a->arena, sp_str_sub(kind, 0, 100));
	if (pec_failed(kind))
		sp_bounce_read(a->arena, a->tree, message, filters);
	if (about.ptr)
		message->bounced_id = sp_message_id_parse(a->arena, about);
	return true;
}

/* --- classes --------------------------------------------------------------------------- */

static const struct sp_rule *first(struct asker *a, const struct sp_filters *filters,
	enum sp_filter_says says)
{
	struct sp_rule_source source = { place_text, a };
	struct sp_rule_match match;

	return sp_filters_first(filters, says, &source, &match);
}

static bool take_rule(struct asker *a, struct sp_message *message, const struct sp_filters *filters,
	enum sp_filter_says says, enum sp_class class)
{
	const struct sp_rule *rule = first(a, filters, says);

	if (rule)
		decide(message, class, sp_rule_reason(a->arena, rule));
	return rule != NULL;
}

/* What names neither a recipient nor a mail is automatic mail all the same. */
static bool take_bounce(struct asker *a, struct sp_message *message,
	const struct sp_filters *filters, const struct structure *s)
{
	if (s->delivery)
		decide(message, SP_BOUNCE, "structure: message/delivery-status (RFC 3464)");
	else if (!take_rule(a, message, filters, SP_SAYS_BOUNCE, SP_BOUNCE))
		return false;
	if (first(a, filters, SP_SAYS_NO_BOUNCE)) {
		message->class = SP_RECEIPT;
		sp_bounce_find_id(a->arena, a->tree, message);
	} else if (!sp_bounce_read(a->arena, a->tree, message, filters)) {
		message->class = SP_RECEIPT;
	} else if (!message->bounce_count && !message->bounced_id.ptr) {
		message->class = SP_AUTOMATIC;
	}
	return true;
}

static bool take_report(struct asker *a, struct sp_message *message, const struct structure *s)
{
	if (s->disposition)
		decide(message, SP_RECEIPT, "structure: message/disposition-notification (RFC 8098)");
	else if (s->feedback)
		decide(message, SP_AUTOMATIC, "structure: message/feedback-report (RFC 5965)");
	else
		return false;
	sp_bounce_find_id(a->arena, a->tree, message);
	return true;
}

/* The order of enum sp_filter_says. */
static void find_class(struct asker *a, struct sp_message *message, const struct sp_filters *filters)
{
	struct structure s = look(a->tree);

	if (take_pec_receipt(a, message, filters) ||
		take_rule(a, message, filters, SP_SAYS_PEC_RECEIPT, SP_PEC_RECEIPT) ||
		(s.feedback && take_report(a, message, &s)) ||
		take_bounce(a, message, filters, &s) || take_report(a, message, &s) ||
		take_rule(a, message, filters, SP_SAYS_RECEIPT, SP_RECEIPT) ||
		take_rule(a, message, filters, SP_SAYS_PERSON, SP_PERSON) ||
		take_rule(a, message, filters, SP_SAYS_SIGN_UP, SP_SPAM) ||
		take_rule(a, message, filters, SP_SAYS_AUTOMATIC, SP_AUTOMATIC) ||
		take_rule(a, message, filters, SP_SAYS_LIST, SP_LIST))
		return;
	if (message->spam_header)
		message->class = SP_SPAM;
	else
		decide(message, SP_PERSON, "no rule");
}

/* The header that speaks for the sender: of certified mail the inner one's. */
static const struct sp_fields *sender_fields(const struct sp_tree *tree,
	const struct sp_message *message)
{
	if (message->pec == SP_PEC_MESSAGE || message->pec == SP_PEC_ERROR)
		for (size_t i = 1; i < tree->count; i++)
			if (sp_str_eq_nocase(tree->parts[tree->parts[i].parent].name, SP_STR("postacert.eml")))
				return &tree->parts[i].fields;
	return &tree->parts[0].fields;
}

void sp_classify(struct sp_arena *arena, const struct sp_tree *tree, struct sp_message *message,
	const struct sp_filters *filters)
{
	struct asker a = { .arena = arena, .tree = tree, .message = message };

	a.fields = sender_fields(tree, message);
	a.field_texts = sp_arena_array(arena, a.fields->count + 1, struct sp_rule_text *);
	if (take_rule(&a, message, filters, SP_SAYS_SPAM, SP_SPAM))
		message->spam_header = true;
	find_class(&a, message, filters);
}
