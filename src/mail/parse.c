/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/parse.h"

#include "base/utf8.h"
#include "mail/address.h"
#include "mail/attach.h"
#include "mail/body.h"
#include "mail/classify.h"
#include "mail/date.h"
#include "mail/reply.h"
#include "mail/scan.h"

/* --- header fields --------------------------------------------------------------- */

/* All fields of that name: two From fields are two senders (core/policy wants
 * to know). */
static void read_addresses(struct sp_arena *arena, const struct sp_fields *fields, const char *name,
	struct sp_address_list *list_r)
{
	const struct sp_field *field = NULL;

	while ((field = sp_fields_next(fields, name, field)) != NULL)
		sp_addresses_parse(arena, field->raw, list_r);
}

static struct sp_str one_line(struct sp_arena *arena, struct sp_str s, size_t max, bool *cut)
{
	struct sp_buf out = SP_BUF_INIT;
	struct sp_str line;

	if (!s.ptr)
		return SP_NONE;
	s = sp_str_trim(s);
	for (size_t i = 0; i < s.len; i++)
		if (s.ptr[i] != ' ' || s.ptr[i - 1] != ' ')
			sp_buf_add_char(&out, s.ptr[i]);
	line = sp_utf8_cut(sp_buf_str(&out), max);
	*cut = *cut || line.len < out.len;
	line = sp_arena_str(arena, line);
	sp_buf_release(&out);
	return line;
}

static struct sp_str first_tag(struct sp_arena *arena, struct sp_str value)
{
	size_t end = 0;

	while (end < value.len && end < 35 && (sp_ascii_alnum(value.ptr[end]) || value.ptr[end] == '-'))
		end++;
	return end ? sp_arena_str(arena, sp_str_sub(value, 0, end)) : SP_NONE;
}

/* What the sender wrote into the header. */
static void read_sender_fields(struct sp_arena *arena, const struct sp_fields *fields,
	struct sp_message *message)
{
	read_addresses(arena, fields, "From", &message->from);
	read_addresses(arena, fields, "Reply-To", &message->reply_to);
	read_addresses(arena, fields, "To", &message->to);
	read_addresses(arena, fields, "Cc", &message->cc);
	message->cut = message->cut || message->to.cut || message->cc.cut || message->from.cut ||
		message->reply_to.cut;
	message->sender = sp_address_parse(arena, sp_fields_raw(fields, "Sender"));
	message->subject = one_line(arena, sp_fields_decoded(fields, "Subject"), SP_MAX_SUBJECT,
		&message->cut);
	message->message_id = sp_message_id_parse(arena, sp_fields_raw(fields, "Message-ID"));
	message->in_reply_to = sp_in_reply_to_parse(arena, sp_fields_raw(fields, "In-Reply-To"));
	message->reference_count = sp_references_parse(arena, sp_fields_raw(fields, "References"),
		&message->references);
	message->has_date = sp_date_parse(sp_fields_raw(fields, "Date"), &message->date,
		&message->date_offset);
	message->language = first_tag(arena, sp_fields_raw(fields, "Content-Language"));
}

/* The date is what stands after the last semicolon (RFC 5322, 3.6.7). */
static bool received_date(struct sp_str raw, int64_t *instant_r)
{
	int offset;
	size_t at = raw.len;

	while (at && raw.ptr[at - 1] != ';')
		at--;
	return at && sp_date_parse(sp_str_from(raw, at), instant_r, &offset);
}

/* What the servers on the way wrote: always the outermost header's. */
static void read_trace_fields(struct sp_arena *arena, const struct sp_fields *fields,
	struct sp_message *message)
{
	const struct sp_field *field = NULL;
	struct sp_str results = sp_fields_raw(fields, "Authentication-Results");

	while ((field = sp_fields_next(fields, "Received", field)) != NULL)
		if (message->hops++ == 0)
			message->has_received = received_date(field->raw, &message->received);
	if (results.ptr)
		message->authentication = sp_authentication_parse(arena, results);
}

/* --- certified mail (SPEC.md section 12) --------------------------------------------- */

static enum sp_pec pec_kind(const struct sp_fields *fields)
{
	struct sp_str transport = sp_str_trim(sp_fields_raw(fields, "X-Trasporto"));

	if (sp_str_eq_nocase(transport, SP_STR("posta-certificata")))
		return SP_PEC_MESSAGE;
	return sp_str_eq_nocase(transport, SP_STR("errore")) ? SP_PEC_ERROR : SP_PEC_NONE;
}

/* The customer's message in the envelope, or 0 (the whole). */
static size_t envelope_content(const struct sp_tree *tree)
{
	size_t found = 0;

	for (size_t i = 1; i < tree->count; i = sp_part_is_message(&tree->parts[i]) ?
		tree->parts[i].end : i + 1) {
		const struct sp_part *part = &tree->parts[i];

		if (!sp_part_is_message(part) || part->end == i + 1)
			continue;
		if (!found || sp_str_eq_nocase(part->name, SP_STR("postacert.eml")))
			found = i + 1;
		if (sp_str_eq_nocase(part->name, SP_STR("postacert.eml")))
			break;
	}
	return found;
}

/* --- all of it ------------------------------------------------------------------------ */

static bool text_starts(struct sp_str text, const char *begin)
{
	return sp_str_starts(sp_str_trim(text), sp_str(begin));
}

/* S/MIME (RFC 8551) and OpenPGP (RFC 3156, and the older form in the text). */
static void read_protection(const struct sp_tree *tree, size_t root, struct sp_message *message)
{
	for (size_t i = root; i < tree->parts[root].end; i++) {
		const struct sp_part *part = &tree->parts[i];
		struct sp_str protocol = sp_params_get(&part->params, "protocol");
		struct sp_str kind = sp_params_get(&part->params, "smime-type");
		bool signature = sp_str_has(protocol, SP_STR("signature"));

		if (sp_part_is(part, "multipart/signed")) {
			message->signed_pgp = message->signed_pgp || sp_str_has(protocol, SP_STR("pgp"));
			message->signed_smime = message->signed_smime ||
				(signature && sp_str_has(protocol, SP_STR("pkcs7")));
		} else if (sp_part_is(part, "multipart/encrypted")) {
			message->encrypted = true;
		} else if (sp_part_is(part, "application/pkcs7-mime") ||
			sp_part_is(part, "application/x-pkcs7-mime")) {
			if (sp_str_eq_nocase(kind, SP_STR("signed-data")))
				message->signed_smime = true;
			else if (!sp_str_eq_nocase(kind, SP_STR("certs-only")))
				message->encrypted = true;
		}
	}
	if (text_starts(message->text, "-----BEGIN PGP MESSAGE-----"))
		message->encrypted = true;
	if (text_starts(message->text, "-----BEGIN PGP SIGNED MESSAGE-----"))
		message->signed_pgp = true;
}

static void read_body(struct sp_arena *arena, struct sp_str raw, const struct sp_tree *tree,
	size_t root, struct sp_message *message)
{
	struct sp_body body = sp_body_read(arena, tree, root);
	struct sp_str text = sp_utf8_cut(sp_buf_str(&body.text), SP_MAX_TEXT);

	message->cut = message->cut || body.cut || text.len < body.text.len;
	message->text = sp_arena_str(arena, text);
	message->html_only = body.from_html && !body.from_plain;
	sp_buf_release(&body.text);
	sp_attachments_add(arena, raw, tree, root, body.uses, message);
	read_protection(tree, root, message);
}

/* A mail that hands on one message as a file.  Returns the message inside, 0 for
 * none. */
static size_t handed_on(const struct sp_tree *tree, size_t root, const struct sp_message *message)
{
	size_t found = 0;

	if (sp_part_is(&tree->parts[root], "multipart/report") ||
		message->pec != SP_PEC_NONE || message->class != SP_PERSON)
		return 0;
	for (size_t i = root; i < tree->parts[root].end;
		i = sp_part_is_message(&tree->parts[i]) ? tree->parts[i].end : i + 1) {
		if (!sp_part_is_message(&tree->parts[i]) || tree->parts[i].end == i + 1)
			continue;
		if (found)
			return 0;
		found = i + 1;
	}
	return found;
}

/* Where he wrote nothing himself, what is inside is what there is to read; else it
 * is kept beside, and a forward only where his text is none. */
static void read_handed_on(struct sp_arena *arena, const struct sp_tree *tree, size_t inside,
	struct sp_message *message)
{
	const struct sp_fields *fields = &tree->parts[inside].fields;
	struct sp_body body = sp_body_read(arena, tree, inside);
	struct sp_str text = sp_arena_str(arena, sp_utf8_cut(sp_buf_str(&body.text), SP_MAX_TEXT));
	struct sp_address_list from = { NULL, 0, false };

	message->cut = message->cut || body.cut;
	sp_buf_release(&body.text);
	read_addresses(arena, fields, "From", &from);
	message->forwarded_from = from.count == 1 ? from.items[0] : (struct sp_address){ SP_NONE, SP_NONE };
	message->quoted_subject = one_line(arena, sp_fields_decoded(fields, "Subject"), SP_MAX_SUBJECT,
		&message->cut);
	if (sp_str_trim(message->text).len) {
		message->attached_text = text;
		return;
	}
	message->text = message->reply = text;
	message->forwarded = true;
}

/* The other parts of a certified envelope are kept in sight too. */
static void read_envelope(struct sp_arena *arena, struct sp_str raw, const struct sp_tree *tree,
	size_t inner, struct sp_message *message)
{
	enum sp_part_use *uses = sp_arena_array(arena, tree->count, enum sp_part_use);

	for (size_t i = 0; i < tree->count; i++)
		if (!sp_part_is_multipart(&tree->parts[i]) && !sp_part_is_message(&tree->parts[i]) &&
			!sp_part_is(&tree->parts[i], "text/plain") &&
			!sp_part_is(&tree->parts[i], "text/html") &&
			(i < inner || i >= tree->parts[inner].end))
			uses[i] = SP_USE_FILE;
	sp_attachments_add(arena, raw, tree, 0, uses, message);
}

static void mark_unparsed(struct sp_message *message)
{
	message->class = SP_UNPARSED;
	message->class_reason = SP_STR("parts nested deeper than the limit");
	message->cut = true;
}

struct sp_message *sp_message_parse(struct sp_arena *arena, struct sp_str raw,
	const struct sp_filters *filters)
{
	struct sp_message *message = sp_arena_new(arena, struct sp_message);
	struct sp_tree tree = sp_scan(arena, sp_str_sub(raw, 0, SP_MAX_MESSAGE));
	const struct sp_fields *outer = &tree.parts[0].fields;
	size_t inner = 0, inside;

	message->size = (int64_t)raw.len;
	message->cut = tree.cut || raw.len > SP_MAX_MESSAGE;
	message->pec = pec_kind(outer);
	if (message->pec != SP_PEC_NONE)
		inner = envelope_content(&tree);
	read_sender_fields(arena, &tree.parts[inner].fields, message);
	if (inner && !message->message_id.ptr)
		message->message_id = sp_message_id_parse(arena, sp_fields_raw(outer, "Message-ID"));
	read_trace_fields(arena, outer, message);
	read_body(arena, raw, &tree, inner, message);
	if (inner)
		read_envelope(arena, raw, &tree, inner, message);
	sp_classify(arena, &tree, message, filters);
	sp_reply_text(arena, message, filters);
	inside = handed_on(&tree, inner, message);
	/* Below an inline forward a message is a file like any other. */
	if (inside && !message->forwarded)
		read_handed_on(arena, &tree, inside, message);
	if (tree.too_deep)
		mark_unparsed(message);
	return message;
}
