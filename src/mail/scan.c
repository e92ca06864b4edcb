/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * How it goes: the header of a part is read where it begins; a multipart puts
 * its boundary on the stack; then the next line that is a delimiter of any open
 * boundary is sought, and closes what is above it.  Each byte is looked at once
 * by the search for '-' and, in headers, once by sp_fields_parse().
 */
#include "mail/scan.h"

#include "base/charset.h"
#include "mail/decode.h"

enum {
	MAX_EXPANDED = 20,        /* encoded messages that are looked into */
	MAX_FIELDS_IN_ALL = 20000, /* header fields of all parts together */
};

/* A part that is not closed yet; boundary absent for one that is no multipart. */
struct open_part {
	size_t part;
	struct sp_str boundary;
};

struct scanner {
	struct sp_arena *arena;
	struct sp_str raw; /* all of it; positions below count from its start */
	struct sp_tree *tree;
	size_t room;
	size_t fields; /* read so far */
	struct open_part stack[SP_MAX_DEPTH + 1];
	size_t open;
	uint64_t lengths; /* bit n: an open boundary has a length of n modulo 64 */
};

struct delimiter {
	size_t at;    /* where its line begins */
	size_t after; /* where the next line begins */
	size_t level; /* of the stack */
	bool last;    /* "--boundary--" */
};

/* --- the header of a part --------------------------------------------------- */

/* "From a@b Mon Jan ...", which mail programs put between messages; not the field
 * "From : a@b". */
static bool is_mbox_line(struct sp_str s)
{
	if (sp_str_starts(s, SP_STR(">")))
		s = sp_str_from(s, 1);
	if (!sp_str_starts(s, SP_STR("From ")))
		return false;
	s = sp_str_from(s, 5);
	while (s.len && s.ptr[0] == ' ')
		s = sp_str_from(s, 1);
	return s.len && s.ptr[0] != ':';
}

/* An mbox line, a byte order mark or blank lines before the first field of a
 * message are passed over; blank lines only where fields do follow. */
static size_t skip_leading(struct sp_str raw, size_t at)
{
	struct sp_str rest = sp_str_from(raw, at);
	size_t blank = 0;

	if (sp_str_starts(rest, SP_STR("\xEF\xBB\xBF")))
		rest = sp_str_from(rest, 3);
	while (blank < rest.len && sp_ascii_blank(rest.ptr[blank]))
		blank++;
	if (blank) {
		size_t colon = blank;

		while (colon < rest.len && (sp_ascii_alnum(rest.ptr[colon]) || rest.ptr[colon] == '-'))
			colon++;
		if ((colon > blank && colon < rest.len && rest.ptr[colon] == ':') ||
			is_mbox_line(sp_str_from(rest, blank)))
			rest = sp_str_from(rest, blank);
	}
	while (is_mbox_line(rest)) {
		size_t end = 0;

		while (end < rest.len && rest.ptr[end] != '\n' && rest.ptr[end] != '\r')
			end++;
		while (end < rest.len && rest.ptr[end] == '\r')
			end++;
		rest = sp_str_from(rest, end + (end < rest.len && rest.ptr[end] == '\n'));
	}
	return raw.len - rest.len;
}

static bool in_digest(const struct scanner *scanner)
{
	return scanner->open &&
		sp_part_is(&scanner->tree->parts[scanner->stack[scanner->open - 1].part],
			"multipart/digest");
}

/* Begin the part whose header is at `at`; returns where its body begins. */
static size_t begin_part(struct scanner *scanner, size_t at, bool message)
{
	struct sp_tree *tree = scanner->tree;
	struct sp_part *part;
	struct sp_str rest;

	tree->parts = sp_arena_grow(scanner->arena, tree->parts, tree->count, &scanner->room,
		sizeof(*tree->parts));
	part = &tree->parts[tree->count];
	*part = (struct sp_part){ .depth = (unsigned)scanner->open };
	part->parent = scanner->open ? scanner->stack[scanner->open - 1].part : tree->count;
	if (message)
		at = skip_leading(scanner->raw, at);
	rest = sp_str_from(scanner->raw, at);
	if (scanner->fields < MAX_FIELDS_IN_ALL)
		part->fields = sp_fields_parse(scanner->arena, &rest);
	else
		tree->cut = true;
	scanner->fields += part->fields.count;
	tree->cut = tree->cut || part->fields.cut;
	part->head = sp_str_sub(scanner->raw, at, scanner->raw.len - rest.len - at);
	part->body = rest;
	sp_part_read_head(scanner->arena, part, in_digest(scanner));
	tree->count++;
	return scanner->raw.len - rest.len;
}

/* --- delimiters ---------------------------------------------------------------- */

static void push(struct scanner *scanner, size_t part, struct sp_str boundary)
{
	scanner->stack[scanner->open].part = part;
	scanner->stack[scanner->open++].boundary = boundary;
	if (boundary.ptr)
		scanner->lengths |= UINT64_C(1) << boundary.len % 64;
}

/* Close what is above `level`; its bodies end at `at`. */
static void pop_to(struct scanner *scanner, size_t level, size_t at)
{
	while (scanner->open > level) {
		struct sp_part *part = &scanner->tree->parts[scanner->stack[--scanner->open].part];
		size_t start = (size_t)(part->body.ptr - scanner->raw.ptr);

		part->end = scanner->tree->count;
		part->body.len = at > start ? at - start : 0;
	}
	scanner->lengths = 0;
	for (size_t i = 0; i < scanner->open; i++)
		if (scanner->stack[i].boundary.ptr)
			scanner->lengths |= UINT64_C(1) << scanner->stack[i].boundary.len % 64;
}

/* Whether `word`, what follows "--" on a line, is an open boundary. */
static bool match(const struct scanner *scanner, struct sp_str word, struct delimiter *delimiter_r)
{
	if (!(scanner->lengths >> word.len % 64 & 1))
		return false;
	for (size_t i = scanner->open; i-- > 0;)
		if (scanner->stack[i].boundary.ptr && sp_str_eq(scanner->stack[i].boundary, word)) {
			delimiter_r->level = i;
			return true;
		}
	return false;
}

/* Read the line that begins with "--" at `at`. */
static bool read_delimiter(const struct scanner *scanner, size_t at, struct delimiter *delimiter_r)
{
	struct sp_str line = sp_str_sub(scanner->raw, at + 2, SP_MAX_BOUNDARY + 100);
	size_t end = 0;

	while (end < line.len && line.ptr[end] != '\n' && line.ptr[end] != '\r')
		end++;
	delimiter_r->at = at;
	delimiter_r->after = at + 2 + end;
	while (delimiter_r->after < scanner->raw.len && scanner->raw.ptr[delimiter_r->after] == '\r')
		delimiter_r->after++;
	if (delimiter_r->after < scanner->raw.len && scanner->raw.ptr[delimiter_r->after] == '\n')
		delimiter_r->after++;
	line = sp_str_trim_end(sp_str_sub(line, 0, end));
	delimiter_r->last = false;
	if (match(scanner, line, delimiter_r))
		return true;
	if (line.len < 2 || line.ptr[line.len - 1] != '-' || line.ptr[line.len - 2] != '-')
		return false;
	delimiter_r->last = true;
	return match(scanner, sp_str_sub(line, 0, line.len - 2), delimiter_r);
}

/* The next delimiter at or after `at`. */
static bool next_delimiter(const struct scanner *scanner, size_t at, struct delimiter *delimiter_r)
{
	struct sp_str raw = scanner->raw;

	if (scanner->lengths == 0)
		return false;
	while (at < raw.len) {
		at += sp_str_find_char(sp_str_from(raw, at), '-');
		if (at + 1 < raw.len && raw.ptr[at + 1] == '-' &&
			(at == 0 || raw.ptr[at - 1] == '\n' || raw.ptr[at - 1] == '\r') &&
			read_delimiter(scanner, at, delimiter_r))
			return true;
		while (at < raw.len && raw.ptr[at] == '-')
			at++;
	}
	return false;
}

/* Where a body ends whose delimiter's line begins at `at`: the line break before
 * it is the delimiter's. */
static size_t body_end(const struct scanner *scanner, size_t at)
{
	const char *raw = scanner->raw.ptr;

	if (at && raw[at - 1] == '\n')
		at--;
	if (at && raw[at - 1] == '\r')
		at--;
	return at;
}

/* --- the pass ---------------------------------------------------------------------- */

/* What is inside the part just begun?  Puts it on the stack; true when a message
 * begins at its body. */
static bool open_inside(struct scanner *scanner)
{
	size_t index = scanner->tree->count - 1;
	struct sp_part *part = &scanner->tree->parts[index];
	struct sp_str boundary = SP_NONE;
	bool message = sp_part_is_message(part) && part->encoding == SP_IDENTITY;

	if (sp_part_is_multipart(part)) {
		boundary = sp_str_trim_end(sp_params_get(&part->params, "boundary"));
		if (boundary.len == 0 || boundary.len > SP_MAX_BOUNDARY) {
			scanner->tree->cut = scanner->tree->cut || boundary.len > SP_MAX_BOUNDARY;
			boundary = SP_NONE;
		}
	}
	if ((boundary.ptr || message) && scanner->open + 1 >= SP_MAX_DEPTH) {
		scanner->tree->too_deep = true;
		message = false;
		boundary = SP_NONE;
	}
	push(scanner, index, boundary);
	return message && scanner->tree->count < SP_MAX_PARTS;
}

static void scan_tree(struct scanner *scanner)
{
	struct delimiter next = { 0, 0, 0, false };
	size_t at = begin_part(scanner, 0, true);

	for (;;) {
		while (open_inside(scanner))
			at = begin_part(scanner, at, true);
		do {
			if (!next_delimiter(scanner, at, &next)) {
				pop_to(scanner, 0, scanner->raw.len);
				return;
			}
			pop_to(scanner, next.level + 1, body_end(scanner, next.at));
			at = next.after;
			if (next.last)
				pop_to(scanner, next.level, body_end(scanner, next.at));
		} while (next.last);
		if (scanner->tree->count >= SP_MAX_PARTS) {
			scanner->tree->cut = true;
			pop_to(scanner, 0, scanner->raw.len);
			return;
		}
		at = begin_part(scanner, at, false);
	}
}

static void scan_one(struct sp_arena *arena, struct sp_str raw, struct sp_tree *tree_r)
{
	struct scanner scanner = { .arena = arena, .raw = raw, .tree = tree_r };

	*tree_r = (struct sp_tree){ NULL, 0, false, false };
	if (!raw.ptr)
		scanner.raw = SP_STR("");
	scan_tree(&scanner);
}

/* --- messages that are themselves encoded ------------------------------------------- */

/* Put `inside` behind part `at` of `tree` as its child. */
static void splice(struct sp_arena *arena, struct sp_tree *tree, size_t at,
	const struct sp_tree *inside)
{
	size_t take = inside->count;
	struct sp_part *parts = sp_arena_array(arena, tree->count + take, struct sp_part);

	memcpy(parts, tree->parts, (at + 1) * sizeof(*parts));
	memcpy(parts + at + 1, inside->parts, take * sizeof(*parts));
	memcpy(parts + at + 1 + take, tree->parts + at + 1, (tree->count - at - 1) * sizeof(*parts));
	for (size_t i = 0; i <= at; i++)
		if (parts[i].end > at)
			parts[i].end += take;
	for (size_t i = at + 1; i <= at + take; i++) {
		parts[i].parent = i == at + 1 ? at : parts[i].parent + at + 1;
		parts[i].end += at + 1;
		parts[i].depth += parts[at].depth + 1;
	}
	for (size_t i = at + take + 1; i < tree->count + take; i++) {
		parts[i].end += take;
		if (parts[i].parent > at)
			parts[i].parent += take;
	}
	tree->parts = parts;
	tree->count += take;
	tree->cut = tree->cut || inside->cut;
	tree->too_deep = tree->too_deep || inside->too_deep;
}

/* The decoded body in the arena: no encoding makes its text longer, so room for
 * all of it is taken at once, and only what is used is ever touched. */
static struct sp_str decoded(struct sp_arena *arena, const struct sp_part *part)
{
	size_t room = part->body.len + SP_DECODE_ROOM, len = 0, more;
	char *bytes = sp_arena_array(arena, room, char);
	struct sp_decoder decoder;

	sp_decoder_init(&decoder, part->encoding, part->body);
	while (room - len >= SP_DECODE_ROOM &&
		(more = sp_decoder_read(&decoder, bytes + len, room - len)) > 0)
		len += more;
	return sp_str_n(bytes, len);
}

/* Decode part `at` and look into it. */
static void expand(struct sp_arena *arena, struct sp_tree *tree, size_t at, size_t *budget)
{
	struct sp_part *part = &tree->parts[at];
	struct sp_tree inside;

	if (part->body.len > *budget || part->depth + 1 >= SP_MAX_DEPTH) {
		tree->cut = true;
		return;
	}
	*budget -= part->body.len;
	scan_one(arena, decoded(arena, part), &inside);
	if (tree->count + inside.count > SP_MAX_PARTS) {
		tree->cut = true;
		return;
	}
	splice(arena, tree, at, &inside);
}

struct sp_tree sp_scan(struct sp_arena *arena, struct sp_str raw)
{
	struct sp_tree tree;
	size_t budget = raw.len, expanded = 0;

	scan_one(arena, raw, &tree);
	for (size_t i = 0; i < tree.count; i++) {
		const struct sp_part *part = &tree.parts[i];

		if (!sp_part_is_message(part) || part->encoding == SP_IDENTITY)
			continue;
		if (expanded++ == MAX_EXPANDED) {
			tree.cut = true;
			break;
		}
		expand(arena, &tree, i, &budget);
	}
	return tree;
}
