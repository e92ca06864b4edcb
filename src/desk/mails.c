/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * One mail: its data, its template, its headers, its row in the outbox.
 */
#include "desk/files.h"
#include "desk/given.h"
#include "desk/mail_data.h"

#include "base/wrap.h"
#include "core/address.h"
#include "mail/compose.h"
#include "mail/invitation.h"
#include "store/outbox.h"
#include "store/people.h"

enum { THREAD_IDS = 12, TIME_BYTES = 5, ID_BYTES = 10, DAY = 86400, INVITED_MINUTES = 60 };

/* One mail in the making. */
struct sending {
	struct sp_applying *a;
	const struct sp_decision *decision;
	const struct sp_mail_kind *kind;
	struct sp_person *to;
	struct sp_str desk_address; /* of the ticket's queue */
	struct sp_mail mail;
	struct sp_buf subject, body, bytes, invitation;
	struct sp_buf *decoded; /* one for each file that goes along */
	size_t decoded_count;
};

/* The queue a mail speaks for: the ticket's, else the message's. */
static const struct sp_queue_conf *queue_of(const struct sending *s)
{
	const struct sp_queue_conf *queue = NULL;

	if (s->decision->ticket_id)
		queue = sp_conf_queue(s->a->desk->conf, s->a->ticket.queue);
	return queue ? queue : s->a->c->queue;
}

/* The desk's address with the recipient's own token. */
static enum sp_status set_reply_address(struct sending *s, struct sp_err *err)
{
	struct sp_token token = {
		.purpose = s->kind->reply,
		.ticket_id = s->decision->ticket_id ? s->a->ticket.id : 0,
		.person_id = s->to->id,
		.day = s->a->c->facts->now / DAY,
	};
	struct sp_buf out = SP_BUF_INIT;
	enum sp_status status = SP_OK;
	int64_t shown = 0;

	if (s->kind->reply == SP_TOKEN_STAFF)
		status = sp_people_tokens_shown(s->a->db, s->to->id, token.ticket_id, &shown, err);
	token.generation = sp_token_generation(s->to, shown);
	sp_buf_add_str(&out, sp_address_local(s->desk_address));
	sp_buf_add_char(&out, '+');
	sp_token_write(&out, &s->a->desk->keys, &token);
	sp_buf_add_char(&out, '@');
	sp_buf_add_str(&out, sp_address_domain(s->desk_address));
	s->mail.reply_to = sp_arena_str(s->a->arena, sp_buf_str(&out));
	sp_buf_release(&out);
	return status;
}

/* "<time-and-random.identity@domain>": unique, and not to be guessed.  The time, in its
 * first letters, puts those of one hour side by side: on a desk with millions of mails
 * an index over them is then read and written in one place. */
static enum sp_status make_id(struct sending *s, struct sp_err *err)
{
	uint8_t bytes[TIME_BYTES + ID_BYTES];
	struct sp_buf letters = SP_BUF_INIT;
	enum sp_status status = sp_random(bytes + TIME_BYTES, ID_BYTES, err);
	int64_t now = s->a->c->facts->now;

	for (size_t i = TIME_BYTES; i-- > 0; now >>= 8)
		bytes[i] = (uint8_t)now;
	if (status == SP_OK) {
		sp_base32_add(&letters, bytes, 8 * sizeof bytes);
		s->mail.message_id = sp_str(sp_arena_printf(s->a->arena, "<%s.%.*s@%.*s>", letters.ptr,
			SP_FMT(s->a->identity), SP_FMT(sp_address_domain(s->desk_address))));
	}
	sp_buf_release(&letters);
	return status;
}

/* References: the ticket's thread, as far as its reader has it: what the staff
 * write to each other stays among them.  In-Reply-To: the newest of it. */
static enum sp_status set_thread(struct sending *s, struct sp_err *err)
{
	struct sp_str own = s->a->c->message->message_id;
	bool outside = s->kind->audience == SP_TO_CUSTOMER;
	struct sp_str *ids = NULL;
	enum sp_status status;

	if (!s->decision->ticket_id) {
		s->mail.in_reply_to = own;
		s->mail.references = own.len ? &s->mail.in_reply_to : NULL;
		s->mail.reference_count = own.len > 0;
		return SP_OK;
	}
	/* A supplier sees nothing but what he sent and got, not even an id. */
	if (s->kind->audience == SP_TO_SUPPLIER)
		status = sp_thread_ids_of(s->a->db, s->a->arena, s->a->ticket.id, s->to->id,
			THREAD_IDS, &ids, &s->mail.reference_count, err);
	else
		status = sp_thread_ids(s->a->db, s->a->arena, s->a->ticket.id, outside, THREAD_IDS,
			&ids, &s->mail.reference_count, err);
	s->mail.references = ids;
	if (s->mail.reference_count)
		s->mail.in_reply_to = ids[s->mail.reference_count - 1];
	return status;
}

/* A person's words come with his name; the desk's own mail with the desk's. */
static struct sp_str from_name(const struct sending *s)
{
	const struct sp_case *c = s->a->c;
	const struct sp_address *from = c->message->from.count == 1 ? &c->message->from.items[0] :
								       NULL;

	if (s->kind->auto_submitted == NULL && c->facts->sender && c->facts->sender->name.len)
		return c->facts->sender->name;
	if (s->kind->audience != SP_TO_STAFF || strcmp(s->kind->name, "notification") != 0)
		return sp_str(s->a->desk->conf->desk_name);
	if (s->a->plan->actor_id && c->facts->sender && c->facts->sender->name.len)
		return c->facts->sender->name;
	return from && from->name.len ? from->name : sp_str(s->a->desk->conf->desk_name);
}

static enum sp_status render(struct sending *s, struct sp_err *err)
{
	const struct sp_desk *desk = s->a->desk;
	struct sp_mail_template template;
	struct sp_buf body = SP_BUF_INIT;
	struct sp_data *data = NULL;
	enum sp_status status = sp_mail_data(s->a, s->decision, s->to, &data, err);

	if (status == SP_OK)
		status = sp_mail_template_load(s->a->arena, desk->conf->templates_folder,
			sp_arena_text(s->a->arena, s->decision->mail.language), s->kind->name,
			&template, err);
	if (status == SP_OK)
		status = sp_template_render(template.subject, data, SP_ESCAPE_HEADER, true,
			&s->subject, err);
	if (status == SP_OK)
		status = sp_template_render(template.body, data, SP_ESCAPE_TEXT, true, &body, err);
	/* What people quote of the staff's mails is for nobody to use. */
	sp_token_hide(&s->subject, &desk->keys, false);
	sp_token_hide(&body, &desk->keys, false);
	/* Names and titles are as long as people make them. */
	if (status == SP_OK)
		sp_wrap_mail(&s->body, sp_buf_str(&body), SP_MAIL_COLUMNS);
	sp_buf_release(&body);
	return status;
}

/* Decode the files that go along, once each. */
static enum sp_status enclose(struct sending *s, struct sp_err *err)
{
	struct sp_applying *a = s->a;
	struct sp_enclosure *enclosures = sp_arena_array(a->arena, a->file_count + 1,
		struct sp_enclosure);
	enum sp_status status = SP_OK;

	s->decoded = sp_arena_array(a->arena, a->file_count + 1, struct sp_buf);
	for (size_t i = 0; i < a->file_count && status == SP_OK; i++) {
		const struct sp_attachment *attachment = a->files[i].attachment;
		struct sp_buf *bytes = &s->decoded[s->decoded_count];

		if (!a->files[i].enclosed)
			continue;
		sp_buf_init(bytes);
		status = sp_file_bytes(a, &a->files[i], bytes, err);
		if (s->kind->audience != SP_TO_STAFF)
			sp_token_hide(bytes, &a->desk->keys, true);
		enclosures[s->decoded_count++] = (struct sp_enclosure){
			attachment->name, attachment->type, sp_buf_str(bytes),
		};
	}
	s->mail.enclosures = enclosures;
	s->mail.enclosure_count = s->decoded_count;
	return status;
}

/* How many dates the ticket had before: calendars take the highest. */
static enum sp_status count_dates(struct sending *s, int64_t *count_r, struct sp_err *err)
{
	struct sp_event *events = NULL;
	size_t count = 0;
	enum sp_status status = sp_events(s->a->db, s->a->arena, s->a->ticket.id, &events, &count,
		err);

	*count_r = -1;
	for (size_t i = 0; i < count; i++)
		*count_r += sp_str_eq(events[i].what, sp_str(sp_ticket_field_name(SP_FIELD_PLANNED_AT)));
	return status;
}

/* The planned date, for his calendar. */
static enum sp_status invite(struct sending *s, struct sp_err *err)
{
	const struct sp_ticket *ticket = &s->a->ticket;
	struct sp_invitation invitation = {
		.uid = sp_str(sp_arena_printf(s->a->arena, "%.*s.%.*s@%.*s", SP_FMT(ticket->code),
			SP_FMT(s->a->identity), SP_FMT(sp_address_domain(s->desk_address)))),
		.start = ticket->planned_at,
		.minutes = INVITED_MINUTES,
		.stamp = s->a->c->facts->now,
		.summary = sp_buf_str(&s->subject),
		.description = sp_buf_str(&s->body),
		.organizer_name = sp_str(s->a->desk->conf->desk_name),
		.organizer_address = s->desk_address,
		.attendee_name = s->to ? s->to->name : SP_NONE,
		.attendee_address = s->decision->mail.recipient,
	};
	enum sp_status status;

	if (!s->kind->invites || !ticket->planned_at)
		return SP_OK;
	status = count_dates(s, &invitation.sequence, err);
	if (status != SP_OK)
		return status;
	sp_invitation_write(&s->invitation, &invitation);
	s->mail.invitation = sp_buf_str(&s->invitation);
	return SP_OK;
}

/* RFC 2919, for the staff's filters: a queue is a list that they are on. */
static struct sp_str list_id(const struct sending *s)
{
	if (s->kind->audience != SP_TO_STAFF)
		return SP_NONE;
	return sp_str(sp_arena_printf(s->a->arena, "%s <%s.%.*s>", queue_of(s)->title,
		queue_of(s)->name, SP_FMT(sp_address_domain(s->desk_address))));
}

static enum sp_status compose(struct sending *s, struct sp_err *err)
{
	struct sp_mail *mail = &s->mail;

	mail->from_name = from_name(s);
	mail->from_address = s->desk_address;
	mail->to_name = s->to ? s->to->name : SP_NONE;
	mail->to_address = s->decision->mail.recipient;
	mail->subject = sp_buf_str(&s->subject);
	mail->date = s->a->c->facts->now;
	mail->language = s->decision->mail.language;
	mail->auto_submitted = sp_str(s->kind->auto_submitted);
	mail->list_id = list_id(s);
	mail->text = sp_buf_str(&s->body);
	return sp_mail_compose(mail, &s->bytes, err);
}

/* What asks has a name, by which an answer to it is known. */
static const char *once_of(const struct sending *s)
{
	const struct sp_asked *asked = &s->a->asked;

	if (!s->decision->mail.once && asked->id &&
		strcmp(s->kind->name, sp_asked_kind_name(asked->kind)) == 0)
		return sp_asked_once(s->a->arena, asked->kind, asked->id);
	return s->decision->mail.once;
}

static enum sp_status queue_mail(struct sending *s, struct sp_err *err)
{
	struct sp_applying *a = s->a;
	struct sp_outbox row = {
		.header_id = s->mail.message_id,
		.template_name = sp_str(s->kind->name),
		.language = s->decision->mail.language,
		.ticket_id = s->decision->ticket_id ? a->ticket.id : 0,
		.person_id = s->to ? s->to->id : 0,
		.cause_id = a->message_id,
		.once = once_of(s),
		.automatic = s->kind->counted,
		/* Nobody answers a machine's mail with a bounce (RFC 3834, 3.3). */
		.sender = s->kind->auto_submitted ? SP_STR("") : s->desk_address,
		.recipient = s->decision->mail.recipient,
		.subject = sp_buf_str(&s->subject),
		.bytes = sp_buf_str(&s->bytes),
		.size = (int64_t)s->bytes.len,
		.next_at = s->decision->mail.not_before,
	};
	enum sp_status status;
	bool added = false;

	status = sp_outbox_add(a->db, &row, a->c->facts->now, &row.id, &added, err);
	if (status != SP_OK || !added)
		return status;
	a->mails++;
	if (row.ticket_id)
		status = sp_thread_add(a->db, row.ticket_id, row.header_id,
			s->kind->audience == SP_TO_CUSTOMER, a->c->facts->now, err);
	return status == SP_OK ? sp_given(a, s->decision, s->to, &queue_of(s)->policies, err) : status;
}

/* Restricted: no mail but those about that.  Who is kept for the accounts alone has an
 * answer to what he writes, and is not written to otherwise. */
static bool is_forbidden(const struct sending *s)
{
	if (!s->to || !s->to->restriction || sp_restriction_allows(s->decision))
		return false;
	if (sp_person_is_restricted(s->to))
		return true;
	return s->decision->ticket_id ? s->a->ticket.restricted : s->a->plan->actor != SP_BY_CUSTOMER;
}

enum sp_status sp_apply_mail(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_err *err)
{
	struct sending s = {
		.a = a, .decision = decision, .kind = decision->mail.kind,
		.subject = SP_BUF_INIT, .body = SP_BUF_INIT, .bytes = SP_BUF_INIT,
		.invitation = SP_BUF_INIT,
	};
	enum sp_status status = SP_OK;

	if (decision->ticket_id)
		status = sp_apply_ticket(a, sp_apply_id(a, decision->ticket_id), err);
	if (status == SP_OK && decision->person_id)
		status = sp_people_by_id(a->db, a->arena, sp_apply_id(a, decision->person_id), &s.to,
			err);
	if (status != SP_OK || is_forbidden(&s))
		return status;
	s.desk_address = sp_str(queue_of(&s)->addresses[0]);
	if (status == SP_OK)
		status = make_id(&s, err);
	if (status == SP_OK)
		status = set_thread(&s, err);
	if (status == SP_OK && s.to)
		status = set_reply_address(&s, err);
	if (status == SP_OK)
		status = sp_files_of(a, decision, &a->files, &a->file_count, err);
	if (status == SP_OK)
		status = render(&s, err);
	if (status == SP_OK)
		status = enclose(&s, err);
	if (status == SP_OK)
		status = invite(&s, err);
	if (status == SP_OK)
		status = compose(&s, err);
	if (status == SP_OK)
		status = queue_mail(&s, err);
	for (size_t i = 0; i < s.decoded_count; i++)
		sp_buf_release(&s.decoded[i]);
	sp_buf_release(&s.subject);
	sp_buf_release(&s.body);
	sp_buf_release(&s.bytes);
	sp_buf_release(&s.invitation);
	return status;
}
