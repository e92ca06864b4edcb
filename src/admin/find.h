/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the words of a command line mean: a person, a ticket, a firm.
 */
#ifndef SP_ADMIN_FIND_H
#define SP_ADMIN_FIND_H

#include "admin/command.h"
#include "store/people.h"
#include "store/tickets.h"

/* An address as it is stored: lower case, the domain as A-label.  SP_PERM when
 * it is none that mail can be sent to, or one of the desk's own. */
enum sp_status sp_find_address(struct sp_admin *admin, struct sp_str text, struct sp_str *address_r,
	struct sp_err *err) SP_MUST_CHECK;

/* A domain likewise. */
enum sp_status sp_find_domain(struct sp_admin *admin, struct sp_str text, struct sp_str *domain_r,
	struct sp_err *err) SP_MUST_CHECK;

/* By an address or the number that the lists show.  SP_PERM when there is none. */
enum sp_status sp_find_person(struct sp_admin *admin, const char *text,
	struct sp_person **person_r, struct sp_err *err) SP_MUST_CHECK;

/* The same, and he must have that role. */
enum sp_status sp_find_person_who_is(struct sp_admin *admin, enum sp_role role, const char *text,
	struct sp_person **person_r, struct sp_err *err) SP_MUST_CHECK;

/* By its code: "HT00191", "ht191", "[HT00191]". */
enum sp_status sp_find_ticket(struct sp_admin *admin, const char *text,
	struct sp_ticket *ticket_r, struct sp_err *err) SP_MUST_CHECK;

/* By its name or number. */
enum sp_status sp_find_organisation(struct sp_admin *admin, const char *text,
	struct sp_organisation *organisation_r, struct sp_err *err) SP_MUST_CHECK;

/* A queue that the configuration has. */
enum sp_status sp_find_queue(struct sp_admin *admin, struct sp_str name, struct sp_err *err)
	SP_MUST_CHECK;

/* A whole number from 1 on; `what` is for the error. */
enum sp_status sp_find_number(const char *what, const char *text, int64_t *number_r,
	struct sp_err *err) SP_MUST_CHECK;

/* A file that the command line names: SP_PERM when it cannot be read. */
enum sp_status sp_find_file(const char *path, size_t limit, struct sp_buf *out,
	struct sp_err *err) SP_MUST_CHECK;

/* A line in the journal: the administrator did `what` to a person or a ticket. */
enum sp_status sp_note(struct sp_admin *admin, int64_t person_id, const char *what,
	const char *was, const char *now_is, struct sp_err *err) SP_MUST_CHECK;

#endif
