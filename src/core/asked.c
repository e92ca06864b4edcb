/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "core/asked.h"

#include "core/thanks.h"

enum { MAX_LINE = 80 };

static const char *const names[SP_ASKED_KINDS] = {
	[SP_ASKED_ESTIMATE] = "estimate",
	[SP_ASKED_CONSENT] = "consent",
};

const char *sp_asked_kind_name(enum sp_asked_kind kind)
{
	return names[kind];
}

static bool kind_of(const char *name, enum sp_asked_kind *kind_r)
{
	for (int i = 0; name && i < SP_ASKED_KINDS; i++)
		if (strcmp(names[i], name) == 0) {
			*kind_r = (enum sp_asked_kind)i;
			return true;
		}
	return false;
}

/* --- yes or no ------------------------------------------------------------------ */

static struct sp_str without_marks(struct sp_str text)
{
	text = sp_str_trim(text);
	while (text.len && strchr(".,;!:", text.ptr[text.len - 1]))
		text = sp_str_trim(sp_str_sub(text, 0, text.len - 1));
	return text;
}

static bool is_yes_or_no(const struct sp_words *words, struct sp_str typed, bool *yes_r)
{
	typed = without_marks(typed);
	*yes_r = sp_words_is(words, "answer.yes", typed);
	return *yes_r || sp_words_is(words, "answer.no", typed);
}

/* "Sì", "Va bene.", "Sì, grazie". */
static bool read_line(const struct sp_words *words, struct sp_str line, bool *yes_r)
{
	size_t comma = sp_str_find_char(line, ',');

	if (line.len > MAX_LINE)
		return false;
	if (is_yes_or_no(words, line, yes_r))
		return true;
	return comma < line.len && is_yes_or_no(words, sp_str_sub(line, 0, comma), yes_r) &&
	       sp_thanks_only_words(words, sp_str_from(line, comma + 1));
}

/* --- the subject of a link --------------------------------------------------------- */

/* Take the last word off. */
static struct sp_str last_word(struct sp_str *rest)
{
	size_t start;
	struct sp_str word;

	*rest = sp_str_trim(*rest);
	start = rest->len;
	while (start > 0 && rest->ptr[start - 1] != ' ')
		start--;
	word = sp_str_from(*rest, start);
	*rest = sp_str_sub(*rest, 0, start);
	return word;
}

static bool read_subject(const struct sp_words *words, struct sp_str topic,
	struct sp_asked_answer *answer)
{
	struct sp_str rest = topic;
	unsigned long long id;

	if (topic.len > MAX_LINE || !sp_str_number(last_word(&rest), 1000000000, &id) || id == 0 ||
		!kind_of(sp_words_key(words, "asked", last_word(&rest)), &answer->kind))
		return false;
	answer->id = (int64_t)id;
	answer->named = true;
	answer->line = topic;
	return is_yes_or_no(words, rest, &answer->yes);
}

bool sp_asked_read(const struct sp_words *words, const struct sp_message *message,
	const struct sp_subject *subject, struct sp_asked_answer *answer_r)
{
	struct sp_str rest = sp_str_trim(message->reply);

	*answer_r = (struct sp_asked_answer){ .text = SP_STR("") };
	if (message->forwarded || subject->forward)
		return false;
	/* "Re: Sì preventivo 12" answers what somebody said to it. */
	if (!subject->reply && read_subject(words, subject->topic, answer_r)) {
		answer_r->text = rest;
		return true;
	}
	*answer_r = (struct sp_asked_answer){ .text = SP_STR("") };
	if (!sp_str_next_line(&rest, &answer_r->line) ||
		!read_line(words, answer_r->line, &answer_r->yes))
		return false;
	answer_r->text = sp_str_trim(rest);
	return true;
}

/* --- what we write ------------------------------------------------------------------ */

struct sp_str sp_asked_subject(struct sp_arena *arena, const struct sp_words *words,
	const char *language, enum sp_asked_kind kind, int64_t id, bool yes)
{
	const char *key = sp_arena_printf(arena, "asked.%s", names[kind]);

	return sp_str(sp_arena_printf(arena, "%s %s %lld",
		sp_word(words, language, yes ? "answer.yes" : "answer.no"),
		sp_word(words, language, key), (long long)id));
}

const char *sp_asked_once(struct sp_arena *arena, enum sp_asked_kind kind, int64_t id)
{
	return sp_arena_printf(arena, "%s-%lld", names[kind], (long long)id);
}

bool sp_asked_of_once(struct sp_str once, enum sp_asked_kind *kind_r, int64_t *id_r)
{
	for (int i = 0; i < SP_ASKED_KINDS; i++) {
		size_t len = strlen(names[i]);
		unsigned long long id;

		if (!sp_str_starts(once, sp_str(names[i])) || once.len <= len || once.ptr[len] != '-' ||
			!sp_str_number(sp_str_from(once, len + 1), INT64_MAX, &id))
			continue;
		*kind_r = (enum sp_asked_kind)i;
		*id_r = (int64_t)id;
		return true;
	}
	return false;
}
