/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "core/dispute.h"

enum { MAX_YEAR = 9999, MAX_NUMBER = 1000000, MAX_LINE_NUMBER = 100000 };

static bool next_word(struct sp_str *rest, struct sp_str *word_r)
{
	size_t end = 0;

	while (rest->len && sp_ascii_blank(rest->ptr[0]))
		*rest = sp_str_from(*rest, 1);
	while (end < rest->len && !sp_ascii_blank(rest->ptr[end]))
		end++;
	*word_r = sp_str_sub(*rest, 0, end);
	*rest = sp_str_from(*rest, end);
	return word_r->len > 0;
}

static struct sp_str without_marks(struct sp_str word)
{
	while (word.len && strchr(".,;:!", word.ptr[word.len - 1]))
		word.len--;
	return word;
}

/* --- which statement -------------------------------------------------------------- */

/* "2026/12" anywhere in the subject. */
static void read_number(struct sp_str subject, struct sp_dispute *dispute)
{
	struct sp_str word;

	while (next_word(&subject, &word) && dispute->number == 0) {
		struct sp_str rest = without_marks(word), field;
		unsigned long long year, number;

		if (sp_str_next_field(&rest, '/', &field) && field.len == 4 &&
			sp_str_number(field, MAX_YEAR, &year) &&
			sp_str_number(rest, MAX_NUMBER, &number) && number > 0) {
			dispute->year = (int64_t)year;
			dispute->number = (int64_t)number;
		}
	}
}

/* --- which lines -------------------------------------------------------------------- */

static void add_line(struct sp_dispute *dispute, int64_t line)
{
	for (size_t i = 0; i < dispute->line_count; i++)
		if (dispute->lines[i] == line)
			return;
	if (dispute->line_count < SP_MAX_DISPUTED)
		dispute->lines[dispute->line_count++] = line;
}

/* Take "riga 3", "le righe 1, 4 e 5" off the front; what follows is text. */
static void take_lines(const struct sp_words *words, struct sp_str *rest,
	struct sp_dispute *dispute)
{
	struct sp_str before = *rest, word;
	unsigned long long line;

	while (next_word(rest, &word)) {
		word = without_marks(word);
		if (sp_str_number(word, MAX_LINE_NUMBER, &line) && line > 0)
			add_line(dispute, (int64_t)line);
		else if (!sp_words_key(words, "statement", word))
			break;
		before = *rest;
	}
	*rest = before;
}

/* "riga 3" or "2026/12 riga 3": what stands in the subject behind the word. */
static void take_subject_lines(const struct sp_words *words, struct sp_str topic,
	struct sp_dispute *dispute)
{
	struct sp_str rest = topic, word;

	if (next_word(&rest, &word) && sp_str_has(word, SP_STR("/")))
		topic = rest;
	take_lines(words, &topic, dispute);
}

static bool is_the_word(const struct sp_words *words, struct sp_str word)
{
	return sp_words_is(words, "command.dispute", without_marks(word));
}

bool sp_dispute_read(const struct sp_words *words, const struct sp_message *message,
	const struct sp_subject *subject, struct sp_dispute *dispute_r)
{
	struct sp_str rest = message->reply, topic = subject->topic, word;
	bool said;

	*dispute_r = (struct sp_dispute){ .text = SP_STR("") };
	if (message->forwarded || subject->forward)
		return false;
	/* "Re: Contesto 2026/12" answers what somebody said to it. */
	said = !subject->reply && next_word(&topic, &word) && is_the_word(words, word);
	if (!said)
		topic = SP_STR("");
	if (next_word(&rest, &word) && is_the_word(words, word))
		said = true;
	else
		rest = message->reply;
	if (!said)
		return false;
	read_number(subject->topic, dispute_r);
	take_lines(words, &rest, dispute_r);
	if (dispute_r->line_count == 0)
		take_subject_lines(words, topic, dispute_r);
	dispute_r->text = sp_str_trim(rest);
	return dispute_r->line_count > 0;
}
