/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a mail says: the data that templates are filled with.  The names are in
 * templates/VARIABLES, which a test compares with this.
 */
#ifndef SP_DESK_MAIL_DATA_H
#define SP_DESK_MAIL_DATA_H

#include "desk/apply.h"
#include "text/template.h"

/* What people wrote at 72 to 76 columns, as their programs do, stays as it was
 * broken; 78 is what RFC 5322, 2.1.1, asks of lines. */
enum { SP_MAIL_COLUMNS = 78 };

/* Everything that templates may use for this decision's mail, about a->ticket
 * (when the decision names one), the message that caused it and a->files, as of
 * the facts' now.  `to` is whom the mail is for, NULL when he is not known. */
enum sp_status sp_mail_data(struct sp_applying *a, const struct sp_decision *decision,
	const struct sp_person *to, struct sp_data **data_r, struct sp_err *err) SP_MUST_CHECK;

/* desk/hours_data.c: what the mail says of hours and money; `ticket` of id 0: none. */
enum sp_status sp_hours_data(struct sp_applying *a, const struct sp_decision *decision,
	const struct sp_ticket *ticket, const struct sp_policies *policies,
	const struct sp_person *to, const char *language, struct sp_data *data,
	struct sp_err *err) SP_MUST_CHECK;

/* desk/asks_data.c: the links of a customer's mail about a ticket. */
void sp_asks_data(struct sp_applying *a, const struct sp_decision *decision,
	const struct sp_person *to, const char *language, struct sp_data *data);

/* desk/right_data.c: mails about a request on personal data. */
enum sp_status sp_right_data(struct sp_applying *a, const struct sp_decision *decision,
	const char *language, struct sp_data *data, struct sp_err *err) SP_MUST_CHECK;

/* desk/request_data.c: what the answer to a customer's request shows besides. */
enum sp_status sp_request_data(struct sp_applying *a, const struct sp_decision *decision,
	const char *language, struct sp_data *data, struct sp_err *err) SP_MUST_CHECK;

/* The tickets that such an answer shows.  STATO HT00191: that one (a->ticket);
 * STATO: all open ones of his; ELENCO: those chosen. */
enum sp_status sp_request_tickets(struct sp_applying *a, const struct sp_request *request,
	struct sp_ticket **tickets_r, size_t *count_r, struct sp_err *err) SP_MUST_CHECK;

/* desk/summary_data.c: what the mail that ends a ticket shows besides. */
enum sp_status sp_summary_data(struct sp_applying *a, const struct sp_person *to,
	const char *language, struct sp_data *data, struct sp_err *err) SP_MUST_CHECK;

/* desk/asked_data.c: what one says of what a contact is asked, has said or disputes. */
void sp_asked_data(struct sp_applying *a, const struct sp_decision *decision,
	const struct sp_policies *policies, const struct sp_person *to, const char *language,
	struct sp_data *data);

/* desk/clock_data.c: what a mail of the clock's shows besides. */
enum sp_status sp_clock_data(struct sp_applying *a, const struct sp_decision *decision,
	const struct sp_person *to, const char *language, struct sp_data *data, struct sp_err *err) SP_MUST_CHECK;

#endif
