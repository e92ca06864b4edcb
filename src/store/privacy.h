/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Requests about personal data, the register of what was done about them,
 * restrictions and holds (SPEC.md section 12).
 *
 * Everything here that changes something writes its line of the register in
 * the same transaction.
 */
#ifndef SP_STORE_PRIVACY_H
#define SP_STORE_PRIVACY_H

#include "core/plan.h"
#include "core/privacy.h"
#include "store/db.h"

/* Who does it, and when: for the register. */
struct sp_by {
	enum sp_actor actor;
	int64_t person_id; /* 0: nobody by name */
	int64_t at;
};

/* --- the register ------------------------------------------------------------ */

struct sp_register {
	int64_t id;
	enum sp_registered what;
	struct sp_by by;
	int64_t person_id; /* whose data */
	int64_t ticket_id;
	struct sp_str ticket; /* its code, absent when none; read only */
	int64_t request_id;
	struct sp_str word; /* one of ours: a version, a right, a result, a reason */
	int64_t number;
};
enum sp_status sp_register_add(struct sp_db *db, const struct sp_register *line,
	struct sp_err *err) SP_MUST_CHECK;
/* Is there a line of that about him, with that word? */
enum sp_status sp_register_has(struct sp_db *db, int64_t person_id, enum sp_registered what,
	struct sp_str word, bool *has_r, struct sp_err *err) SP_MUST_CHECK;
/* Oldest first; of one person and those who were made one with him, or with 0 all. */
enum sp_status sp_register_list(struct sp_db *db, struct sp_arena *arena, int64_t person_id,
	struct sp_register **lines_r, size_t *count_r, struct sp_err *err) SP_MUST_CHECK;

/* --- requests ----------------------------------------------------------------- */

struct sp_privacy_request {
	int64_t id;
	enum sp_right right;
	int64_t person_id;
	struct sp_str address; /* where he is written to, absent once erased; read only */
	int64_t ticket_id;
	struct sp_str ticket; /* its code, absent when none; read only */
	int64_t started_at, due_at, confirmed_at, finished_at;
	enum sp_privacy_result result;
};
/* right, person_id, ticket_id (0: none) and started_at count; a month from there. */
enum sp_status sp_privacy_start(struct sp_db *db, const struct sp_privacy_request *request,
	const struct sp_by *by, int64_t *id_r, struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_privacy_by_id(struct sp_db *db, struct sp_arena *arena, int64_t id,
	struct sp_privacy_request *request_r, bool *found_r, struct sp_err *err) SP_MUST_CHECK;
/* The newest request of that ticket. */
enum sp_status sp_privacy_of_ticket(struct sp_db *db, struct sp_arena *arena, int64_t ticket_id,
	struct sp_privacy_request *request_r, bool *found_r, struct sp_err *err) SP_MUST_CHECK;
/* Of one person, or with 0 of all; the finished ones too with `all`.  By due date. */
enum sp_status sp_privacy_list(struct sp_db *db, struct sp_arena *arena, int64_t person_id,
	bool all, struct sp_privacy_request **requests_r, size_t *count_r, struct sp_err *err)
	SP_MUST_CHECK;
/* The open ones that this staff member has to do with: of his tickets, and of those of
 * his queues that nobody has.  By due date. */
enum sp_status sp_privacy_of_staff(struct sp_db *db, struct sp_arena *arena, int64_t staff_id,
	struct sp_privacy_request **requests_r, size_t *count_r, struct sp_err *err) SP_MUST_CHECK;
/* Those of all that have to be answered soon (SP_PRIVACY_SOON), or had to be. */
enum sp_status sp_privacy_pressing(struct sp_db *db, struct sp_arena *arena, int64_t now,
	struct sp_privacy_request **requests_r, size_t *count_r, struct sp_err *err) SP_MUST_CHECK;
/* It was him.  Nothing when that is known, or the request is finished. */
enum sp_status sp_privacy_confirm(struct sp_db *db, const struct sp_privacy_request *request,
	const struct sp_by *by, struct sp_err *err) SP_MUST_CHECK;
/* SP_PERM when it is finished already. */
enum sp_status sp_privacy_finish(struct sp_db *db, const struct sp_privacy_request *request,
	enum sp_privacy_result result, const struct sp_by *by, struct sp_err *err) SP_MUST_CHECK;

/* --- restriction, consent ------------------------------------------------------- */

/* From now on his data are stored and nothing else (until: 0, or an instant);
 * his mails that wait to be sent are held.  SP_UNRESTRICTED lifts it, and they
 * go out.  SP_PERM: no such person. */
enum sp_status sp_privacy_restrict(struct sp_db *db, int64_t person_id,
	enum sp_restriction restriction, int64_t until, const struct sp_by *by, struct sp_err *err)
	SP_MUST_CHECK;

/* He withdrew his consent.  *first_r: he had not before. */
enum sp_status sp_privacy_withdraw(struct sp_db *db, int64_t person_id, const struct sp_by *by,
	bool *first_r, struct sp_err *err) SP_MUST_CHECK;

/* He gives it again.  SP_PERM when he never withdrew it. */
enum sp_status sp_privacy_consent(struct sp_db *db, int64_t person_id, const struct sp_by *by,
	struct sp_err *err) SP_MUST_CHECK;

/* --- holds ------------------------------------------------------------------------ */

struct sp_hold {
	int64_t id;
	int64_t person_id, ticket_id; /* one of them */
	struct sp_str address, ticket; /* to show them by; read only */
	struct sp_str reason;
	int64_t at, until_at, lifted_at;
};
enum sp_status sp_hold_add(struct sp_db *db, const struct sp_hold *hold, const struct sp_by *by,
	int64_t *id_r, struct sp_err *err) SP_MUST_CHECK;
/* SP_PERM when there is none, or it was lifted before. */
enum sp_status sp_hold_lift(struct sp_db *db, int64_t id, const struct sp_by *by,
	struct sp_err *err) SP_MUST_CHECK;
/* Those in force at `now`; with 0 all there ever were. */
enum sp_status sp_holds(struct sp_db *db, struct sp_arena *arena, int64_t now,
	struct sp_hold **holds_r, size_t *count_r, struct sp_err *err) SP_MUST_CHECK;

#endif
