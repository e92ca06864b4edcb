/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the commands for staff and customers have in common.
 *
 * Options that both take: name, language, address, add-address,
 * remove-address, main-address, organisation, queue, on-call; a command that
 * has not one of them in its row does without it.
 */
#ifndef SP_ADMIN_PERSON_H
#define SP_ADMIN_PERSON_H

#include "admin/command.h"
#include "base/buf.h"
#include "core/facts.h"

/* Make one from the options, say so. */
enum sp_status sp_person_add(struct sp_admin *admin, enum sp_role role, struct sp_err *err)
	SP_MUST_CHECK;

/* Change the one named by the first argument, say so. */
enum sp_status sp_person_change(struct sp_admin *admin, enum sp_role role, struct sp_err *err)
	SP_MUST_CHECK;

enum sp_status sp_person_list(struct sp_admin *admin, enum sp_role role, struct sp_err *err)
	SP_MUST_CHECK;
enum sp_status sp_person_show(struct sp_admin *admin, enum sp_role role, struct sp_err *err)
	SP_MUST_CHECK;

/* His state, in the database and in the journal. */
enum sp_status sp_person_set_state(struct sp_admin *admin, struct sp_person *person,
	enum sp_person_state state, struct sp_err *err) SP_MUST_CHECK;

/* "Anna <anna@example.it>, queues software", with its line end. */
void sp_add_person_line(struct sp_admin *admin, struct sp_buf *out, const struct sp_person *person);
enum sp_status sp_person_print_json(struct sp_admin *admin, const struct sp_person *person,
	struct sp_err *err) SP_MUST_CHECK;

#endif
