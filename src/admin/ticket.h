/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A ticket and a mail as JSON, the same in every command.
 */
#ifndef SP_ADMIN_TICKET_H
#define SP_ADMIN_TICKET_H

#include "admin/command.h"
#include "core/facts.h"
#include "store/outbox.h"

/* What to call him in a narrow column: his name, else his address. */
struct sp_str sp_person_label(const struct sp_person *person);

/* Fill `object` with the head of a ticket. */
enum sp_status sp_ticket_json(struct sp_admin *admin, const struct sp_ticket *ticket,
	struct sp_json *object, struct sp_err *err) SP_MUST_CHECK;

/* A mail that we send, without its bytes. */
struct sp_json *sp_mail_json(const struct sp_outbox *mail);

/* Work and costs: lines of the text, members of the object (ticket_hours.c). */
enum sp_status sp_ticket_hours_text(struct sp_admin *admin, int64_t ticket_id, struct sp_buf *out,
	struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_ticket_hours_json(struct sp_admin *admin, int64_t ticket_id,
	struct sp_json *object, struct sp_err *err) SP_MUST_CHECK;

/* What was asked and what is disputed (ticket_asked.c). */
enum sp_status sp_ticket_asked_text(struct sp_admin *admin, int64_t ticket_id, struct sp_buf *out,
	struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_ticket_asked_json(struct sp_admin *admin, int64_t ticket_id,
	struct sp_json *object, struct sp_err *err) SP_MUST_CHECK;

/* A disputed line, the same in every command (cmd_dispute.c). */
struct sp_dispute_row;
struct sp_json *sp_dispute_json(struct sp_admin *admin, const struct sp_dispute_row *row);

#endif
