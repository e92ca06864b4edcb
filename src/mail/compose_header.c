/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The header of a mail of ours.
 *
 * Its fields are written by libetpan (mailimf), which gets ASCII that
 * mail/encode.h made or checked, from structs on our stack: it takes no
 * memory and cannot fail half way.
 */
#include "mail/compose_header.h"

#include <libetpan/mailimf.h>
#include <libetpan/mailimf_write_generic.h>

#include "base/arena.h"
#include "base/clock.h"
#include "mail/encode.h"

enum { REFERENCES = 32, REFERENCES_OCTETS = 998 - 12 };

/* What one call works with.  The texts that libetpan reads live in the arena. */
struct composer {
	struct sp_arena arena;
	struct sp_buf *out;
	struct sp_err *err;
};

static int add_bytes(void *out, const char *bytes, size_t len)
{
	sp_buf_add(out, bytes, len);
	return 1;
}

static enum sp_status write_field(struct composer *to, struct mailimf_field *field)
{
	int column = 0;

	if (mailimf_field_write_driver(add_bytes, to->out, &column, field) != MAILIMF_NO_ERROR)
		return sp_fail(to->err, SP_PERM, "a field of the mail cannot be written");
	return SP_OK;
}

/* A field whose value is ASCII already and folded at its blanks. */
static enum sp_status write_plain(struct composer *to, const char *name, struct sp_str value)
{
	struct mailimf_optional_field optional = {
		.fld_name = sp_arena_text(&to->arena, sp_str(name)),
		.fld_value = sp_arena_text(&to->arena, value),
	};
	struct mailimf_field field = { .fld_type = MAILIMF_FIELD_OPTIONAL_FIELD };

	field.fld_data.fld_optional_field = &optional;
	return write_field(to, &field);
}

static enum sp_status write_subject(struct composer *to, struct sp_str text)
{
	struct sp_buf words = SP_BUF_INIT;
	struct mailimf_subject subject;
	struct mailimf_field field = { .fld_type = MAILIMF_FIELD_SUBJECT };
	enum sp_status status;

	sp_encode_words(&words, text, sizeof "Subject: " - 1);
	subject.sbj_value = words.ptr;
	field.fld_data.fld_subject = &subject;
	status = write_field(to, &field);
	sp_buf_release(&words);
	return status;
}

static enum sp_status write_from(struct composer *to, struct mailimf_mailbox *mailbox)
{
	clistcell cell = { .data = mailbox };
	clist list = { .first = &cell, .last = &cell, .count = 1 };
	struct mailimf_mailbox_list mailboxes = { .mb_list = &list };
	struct mailimf_from from = { .frm_mb_list = &mailboxes };
	struct mailimf_field field = { .fld_type = MAILIMF_FIELD_FROM };

	field.fld_data.fld_from = &from;
	return write_field(to, &field);
}

/* To or Reply-To, which differ from From only in libetpan's types. */
static enum sp_status write_to(struct composer *to, int type, struct mailimf_mailbox *mailbox)
{
	struct mailimf_address address = { .ad_type = MAILIMF_ADDRESS_MAILBOX };
	clistcell cell = { .data = &address };
	clist list = { .first = &cell, .last = &cell, .count = 1 };
	struct mailimf_address_list addresses = { .ad_list = &list };
	struct mailimf_to receiver = { .to_addr_list = &addresses };
	struct mailimf_reply_to reply_to = { .rt_addr_list = &addresses };
	struct mailimf_field field = { .fld_type = type };

	address.ad_data.ad_mailbox = mailbox;
	if (type == MAILIMF_FIELD_TO)
		field.fld_data.fld_to = &receiver;
	else
		field.fld_data.fld_reply_to = &reply_to;
	return write_field(to, &field);
}

static enum sp_status write_mailbox(struct composer *to, int type, struct sp_str name,
	struct sp_str address)
{
	struct mailimf_mailbox mailbox = { .mb_display_name = NULL };
	struct sp_buf phrase = SP_BUF_INIT;
	enum sp_status status;

	if (!sp_address_is_sendable(address))
		return sp_fail(to->err, SP_PERM, "\"%.*s\" is no address that mail can be written to",
			SP_FMT(sp_str_sub(address, 0, 100)));
	sp_encode_name(&phrase, name);
	if (phrase.len)
		mailbox.mb_display_name = phrase.ptr;
	mailbox.mb_addr_spec = sp_arena_text(&to->arena, address);
	status = type == MAILIMF_FIELD_FROM ? write_from(to, &mailbox) : write_to(to, type, &mailbox);
	sp_buf_release(&phrase);
	return status;
}

/* Without its angle brackets, as libetpan has them. */
static char *bare_id(struct composer *to, struct sp_str id)
{
	return sp_arena_text(&to->arena, sp_str_sub(id, 1, id.len - 2));
}

static enum sp_status write_message_id(struct composer *to, struct sp_str id)
{
	struct mailimf_message_id message_id;
	struct mailimf_field field = { .fld_type = MAILIMF_FIELD_MESSAGE_ID };

	if (!sp_message_id_is_sendable(id))
		return sp_fail(to->err, SP_PERM, "a mail of ours needs a Message-ID");
	message_id.mid_value = bare_id(to, id);
	field.fld_data.fld_message_id = &message_id;
	return write_field(to, &field);
}

/* Which ids go into References: the first and, as far as the field stays
 * within 998 octets, the newest.  Those that no strict reader would take (they
 * come from strangers) are left out.  `chosen` is in order; returns how many. */
static size_t choose_references(const struct sp_mail *mail, struct sp_str chosen[REFERENCES])
{
	size_t octets = 0, count = 0, last = mail->reference_count, first = 0;

	while (first < last && !sp_message_id_is_sendable(mail->references[first]))
		first++;
	if (first == last)
		return 0;
	octets = mail->references[first].len;
	while (last > first + 1 && count < REFERENCES - 1) {
		struct sp_str id = mail->references[--last];

		if (!sp_message_id_is_sendable(id))
			continue;
		octets += 1 + id.len;
		if (octets > REFERENCES_OCTETS)
			break;
		chosen[count++] = id;
	}
	chosen[count++] = mail->references[first];
	for (size_t i = 0; i < count / 2; i++) {
		struct sp_str swap = chosen[i];

		chosen[i] = chosen[count - 1 - i];
		chosen[count - 1 - i] = swap;
	}
	return count;
}

static enum sp_status write_ids(struct composer *to, int type, const struct sp_str *ids, size_t count)
{
	clistcell cells[REFERENCES];
	clist list = { .first = cells, .last = cells + count - 1, .count = (int)count };
	struct mailimf_in_reply_to in_reply_to = { .mid_list = &list };
	struct mailimf_references references = { .mid_list = &list };
	struct mailimf_field field = { .fld_type = type };

	if (count == 0)
		return SP_OK;
	for (size_t i = 0; i < count; i++) {
		cells[i].data = bare_id(to, ids[i]);
		cells[i].previous = i ? &cells[i - 1] : NULL;
		cells[i].next = i + 1 < count ? &cells[i + 1] : NULL;
	}
	if (type == MAILIMF_FIELD_IN_REPLY_TO)
		field.fld_data.fld_in_reply_to = &in_reply_to;
	else
		field.fld_data.fld_references = &references;
	return write_field(to, &field);
}

static enum sp_status write_thread(struct composer *to, const struct sp_mail *mail)
{
	struct sp_str chosen[REFERENCES];
	size_t count = choose_references(mail, chosen);
	enum sp_status status = write_message_id(to, mail->message_id);

	if (status == SP_OK && sp_message_id_is_sendable(mail->in_reply_to))
		status = write_ids(to, MAILIMF_FIELD_IN_REPLY_TO, &mail->in_reply_to, 1);
	if (status == SP_OK)
		status = write_ids(to, MAILIMF_FIELD_REFERENCES, chosen, count);
	return status;
}

static enum sp_status write_date(struct composer *to, int64_t instant)
{
	struct sp_buf date = SP_BUF_INIT;
	enum sp_status status;

	sp_rfc5322_date_add(&date, instant);
	status = write_plain(to, "Date", sp_buf_str(&date));
	sp_buf_release(&date);
	return status;
}

/* Needs no quotes as a phrase. */
static bool is_phrase(struct sp_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (strchr("()<>[]:;@\\,.\"", s.ptr[i]))
			return false;
	return true;
}

/* RFC 2919: a phrase (left out where it would need quotes), and a name like a domain in angle brackets. */
static enum sp_status write_list_id(struct composer *to, struct sp_str list_id)
{
	size_t open = sp_str_find_char(list_id, '<');
	struct sp_str name = sp_str_sub(list_id, 0, open), id = sp_str_from(list_id, open + 1);
	struct sp_buf value = SP_BUF_INIT;
	enum sp_status status;

	if (id.len < 2 || id.len > 255 || id.ptr[id.len - 1] != '>')
		return sp_fail(to->err, SP_PERM, "a List-Id is \"Name <name.domain>\"");
	for (size_t i = 0; i + 1 < id.len; i++)
		if (!sp_ascii_alnum(id.ptr[i]) && !strchr("-._", id.ptr[i]))
			return sp_fail(to->err, SP_PERM, "a List-Id is \"Name <name.domain>\"");
	sp_encode_name(&value, name);
	if (!is_phrase(sp_buf_str(&value)))
		sp_buf_cut(&value, 0);
	sp_buf_printf(&value, "%s<", value.len ? " " : "");
	sp_buf_add_str(&value, id);
	status = write_plain(to, "List-Id", sp_buf_str(&value));
	sp_buf_release(&value);
	return status;
}

static enum sp_status write_marks(struct composer *to, const struct sp_mail *mail)
{
	enum sp_status status = SP_OK;

	if (mail->auto_submitted.ptr) {
		if (!sp_is_token(mail->auto_submitted))
			return sp_fail(to->err, SP_PERM, "Auto-Submitted takes one word (RFC 3834)");
		status = write_plain(to, "Auto-Submitted", mail->auto_submitted);
		if (status == SP_OK)
			status = write_plain(to, "X-Auto-Response-Suppress", SP_STR("All"));
	}
	if (status == SP_OK && mail->list_id.ptr)
		status = write_list_id(to, mail->list_id);
	if (status == SP_OK && sp_is_token(mail->language))
		status = write_plain(to, "Content-Language", mail->language);
	return status;
}

static enum sp_status write_fields(struct composer *to, const struct sp_mail *mail)
{
	enum sp_status status = write_mailbox(to, MAILIMF_FIELD_FROM, mail->from_name, mail->from_address);

	if (status == SP_OK && mail->reply_to.ptr)
		status = write_mailbox(to, MAILIMF_FIELD_REPLY_TO, mail->from_name, mail->reply_to);
	if (status == SP_OK)
		status = write_mailbox(to, MAILIMF_FIELD_TO, mail->to_name, mail->to_address);
	if (status == SP_OK)
		status = write_subject(to, mail->subject);
	if (status == SP_OK)
		status = write_date(to, mail->date);
	if (status == SP_OK)
		status = write_thread(to, mail);
	if (status == SP_OK)
		status = write_marks(to, mail);
	if (status == SP_OK)
		status = write_plain(to, "MIME-Version", SP_STR("1.0"));
	return status;
}

enum sp_status sp_compose_header(const struct sp_mail *mail, struct sp_buf *out, struct sp_err *err)
{
	struct composer to = { .arena = SP_ARENA_INIT, .out = out, .err = err };
	size_t start = out->len;
	enum sp_status status = write_fields(&to, mail);

	if (status != SP_OK)
		sp_buf_cut(out, start);
	sp_arena_release(&to.arena);
	return status;
}
