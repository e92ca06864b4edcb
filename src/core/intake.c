/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "core/intake.h"

enum { MAX_KEYWORD = 32, MAX_VALUE = 200 };

/* "Luogo: via Roma 1": the field's key and the value, or NULL. */
static const char *field_line(const struct sp_words *words, struct sp_str line,
	struct sp_str *value_r)
{
	size_t colon = sp_str_find_char(line, ':');

	if (colon == line.len || colon > MAX_KEYWORD)
		return NULL;
	*value_r = sp_str_sub(sp_str_trim(sp_str_from(line, colon + 1)), 0, MAX_VALUE);
	return sp_words_key(words, "field", sp_str_trim(sp_str_sub(line, 0, colon)));
}

/* "2", "**", "★★": how many stars; more than three are three. */
static int stars(struct sp_str value)
{
	static const struct sp_str star = { "\xe2\x98\x85", 3 };
	unsigned long long number;
	int count = 0;

	if (sp_str_number(value, 9, &number))
		return number > 3 ? 3 : (int)number;
	for (; value.len; value = sp_str_from(value, 1))
		count += value.ptr[0] == '*' || sp_str_starts(value, star);
	return count > 3 ? 3 : count;
}

static void set_field(struct sp_intake *intake, const char *key, struct sp_str value)
{
	if (strcmp(key, "queue") == 0)
		intake->queue = value;
	else if (strcmp(key, "category") == 0)
		intake->category = value;
	else if (strcmp(key, "place") == 0)
		intake->place = value;
	else if (strcmp(key, "priority") == 0)
		intake->priority = stars(value);
}

/* Field lines may stand at the beginning only, empty lines between them. */
static struct sp_str take_fields(struct sp_intake *intake, const struct sp_words *words,
	struct sp_str text)
{
	struct sp_str rest = text, line, value;
	const char *key;

	while (sp_str_next_line(&rest, &line)) {
		if (sp_str_trim(line).len) {
			key = field_line(words, line, &value);
			if (!key || strcmp(key, "note") == 0)
				break;
			set_field(intake, key, value);
		}
		text = rest;
	}
	return text;
}

struct sp_intake sp_intake_parse(const struct sp_words *words, struct sp_str text)
{
	struct sp_intake intake = { .priority = -1 };
	struct sp_str rest, line, value;
	const char *key;

	text = take_fields(&intake, words, text);
	intake.text = text;
	for (rest = text; sp_str_next_line(&rest, &line);) {
		key = field_line(words, line, &value);
		if (!key || strcmp(key, "note") != 0)
			continue;
		intake.text = sp_str_n(text.ptr, (size_t)(line.ptr - text.ptr));
		intake.note = sp_str_n(value.ptr, (size_t)(text.ptr + text.len - value.ptr));
		break;
	}
	intake.text = sp_str_trim(intake.text);
	return intake;
}

bool sp_has_file(const struct sp_message *message)
{
	for (size_t i = 0; i < message->attachment_count; i++)
		if (!message->attachments[i].inline_image ||
			message->attachments[i].size >= SP_SMALLEST_PHOTO)
			return true;
	return false;
}

struct sp_str sp_category_of(const struct sp_queue_conf *queue, struct sp_str typed)
{
	const char *const *categories = queue->categories;

	if (!categories || !categories[0])
		return typed;
	for (size_t i = 0; categories[i]; i++)
		if (sp_str_eq_nocase(typed, sp_str(categories[i])))
			return sp_str(categories[i]);
	return SP_NONE;
}

unsigned sp_missing(const struct sp_queue_conf *queue, struct sp_str category, struct sp_str place,
	bool attached)
{
	return (queue->require_category && category.len == 0 ? SP_MISSING_CATEGORY : 0u) |
	       (queue->require_place && place.len == 0 ? SP_MISSING_PLACE : 0u) |
	       (queue->require_attachment && !attached ? SP_MISSING_ATTACHMENT : 0u);
}
