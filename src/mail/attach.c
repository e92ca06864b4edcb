/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/attach.h"

#include "base/utf8.h"
#include "mail/decode.h"
#include "mail/tnef.h"

/* Characters that are not seen or that turn the others around. */
static bool is_invisible(uint32_t c)
{
	return c < ' ' || (c >= 0x7F && c < 0xA0) || c == 0xAD || (c >= 0x200B && c <= 0x200F) ||
		(c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
		c == 0x61C || c == 0x180E || (c >= 0xFFF9 && c <= 0xFFFB) ||
		(c >= 0xE0000 && c <= 0xE0FFF);
}

static bool is_reserved(struct sp_str name)
{
	static const char *const names[] = {
		"con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7",
		"com8", "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
	};
	struct sp_str stem = sp_str_sub(name, 0, sp_str_find_char(name, '.'));

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (sp_str_eq_nocase(stem, sp_str(names[i])))
			return true;
	return false;
}

/* At most `max` bytes: the middle goes, the ending stays. */
static void shorten(struct sp_buf *name, size_t max)
{
	enum { LONGEST_ENDING = 16 };
	struct sp_str s = sp_buf_str(name), start;
	size_t dot = s.len;
	struct sp_buf out = SP_BUF_INIT;

	if (s.len <= max)
		return;
	while (dot && s.len - dot < LONGEST_ENDING && s.ptr[dot - 1] != '.')
		dot--;
	dot = dot && s.ptr[dot - 1] == '.' ? dot - 1 : s.len;
	start = sp_utf8_cut(s, max - (s.len - dot));
	sp_buf_add_str(&out, start);
	sp_buf_add_str(&out, sp_str_from(s, dot));
	sp_buf_release(name);
	*name = out;
}

static struct sp_str trim_dots(struct sp_str s)
{
	while (s.len && (s.ptr[0] == '.' || s.ptr[0] == ' '))
		s = sp_str_from(s, 1);
	while (s.len && (s.ptr[s.len - 1] == '.' || s.ptr[s.len - 1] == ' '))
		s.len--;
	return s;
}

struct sp_str sp_attachment_name(struct sp_arena *arena, struct sp_str raw)
{
	struct sp_buf seen = SP_BUF_INIT, name = SP_BUF_INIT;
	struct sp_str result = SP_NONE, s;

	while (raw.len) {
		uint32_t c = sp_utf8_next(&raw);

		if (c == '/' || c == '\\')
			sp_buf_cut(&seen, 0);
		else if (!is_invisible(c))
			sp_utf8_add(&seen, c == SP_UTF8_BAD ? 0xFFFD : c);
		else if (c == '\t' || c == '\n' || c == '\r')
			sp_buf_add_char(&seen, ' ');
	}
	s = trim_dots(sp_buf_str(&seen));
	if (is_reserved(s))
		sp_buf_add_char(&name, '_');
	sp_buf_add_str(&name, s);
	shorten(&name, SP_MAX_NAME);
	if (name.len)
		result = sp_arena_str(arena, sp_buf_str(&name));
	sp_buf_release(&seen);
	sp_buf_release(&name);
	return result;
}

/* Room for one more; counted by doubling from what is there, so that nobody has
 * to carry the number along. */
static struct sp_attachment *append(struct sp_arena *arena, struct sp_message *message)
{
	size_t count = message->attachment_count;

	if ((count & (count - 1)) == 0) {
		struct sp_attachment *more =
			sp_arena_array(arena, count ? 2 * count : 1, struct sp_attachment);

		if (count)
			memcpy(more, message->attachments, count * sizeof(*more));
		message->attachments = more;
	}
	message->attachment_count++;
	return &message->attachments[count];
}

void sp_attachments_add_inner(struct sp_arena *arena, struct sp_str name, struct sp_str type,
	struct sp_str bytes, unsigned part, struct sp_message *message)
{
	struct sp_attachment *attachment;

	if (message->attachment_count >= SP_MAX_PARTS) {
		message->cut = true;
		return;
	}
	attachment = append(arena, message);
	*attachment = (struct sp_attachment){
		.name = sp_attachment_name(arena, name), .type = type, .size = (int64_t)bytes.len,
		.sha256 = sp_sha256(bytes), .part = part,
	};
}

static bool is_inside(struct sp_str whole, struct sp_str piece)
{
	return piece.ptr >= whole.ptr && piece.ptr + piece.len <= whole.ptr + whole.len;
}

static bool is_inline_image(const struct sp_part *part)
{
	return part->content_id.ptr && sp_str_starts(part->type, SP_STR("image/")) &&
		!sp_str_eq(part->disposition, SP_STR("attachment"));
}

static void add_part(struct sp_arena *arena, struct sp_str raw, const struct sp_part *part,
	unsigned position, struct sp_message *message)
{
	struct sp_attachment *attachment = append(arena, message);

	*attachment = (struct sp_attachment){
		.name = sp_attachment_name(arena, part->name), .type = part->type, .part = position,
		.inline_image = is_inline_image(part), .encoding = part->encoding,
	};
	attachment->size = sp_decode_digest(part->encoding, part->body, &attachment->sha256);
	if (part->body.len && is_inside(raw, part->body)) {
		attachment->body_at = (size_t)(part->body.ptr - raw.ptr);
		attachment->body_len = part->body.len;
	}
}

static bool is_tnef(const struct sp_part *part)
{
	return sp_part_is(part, "application/ms-tnef") || sp_part_is(part, "application/vnd.ms-tnef") ||
		sp_str_eq_nocase(part->name, SP_STR("winmail.dat"));
}

void sp_attachments_add(struct sp_arena *arena, struct sp_str raw, const struct sp_tree *tree,
	size_t root, const enum sp_part_use *uses, struct sp_message *message)
{
	for (size_t i = root; i < tree->parts[root].end; i++) {
		const struct sp_part *part = &tree->parts[i];

		if (uses[i] != SP_USE_FILE)
			continue;
		add_part(arena, raw, part, (unsigned)i, message);
		if (is_tnef(part))
			sp_tnef_read(arena, part, (unsigned)i, message);
	}
}
