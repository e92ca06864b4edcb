/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Persons, their addresses and queues.
 *
 * Addresses are compared in lower case with the domain as A-label; the caller
 * hands them in so (core/address.h).  What is found is put into the arena.
 */
#ifndef SP_STORE_PEOPLE_H
#define SP_STORE_PEOPLE_H

#include "core/facts.h"
#include "store/db.h"
#include "store/organisations.h"

/* *person_r is NULL when there is none. */
enum sp_status sp_people_by_address(struct sp_db *db, struct sp_arena *arena,
	struct sp_str address, struct sp_person **person_r, struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_people_by_id(struct sp_db *db, struct sp_arena *arena, int64_t id,
	struct sp_person **person_r, struct sp_err *err) SP_MUST_CHECK;

/* All persons of a role, by id, the disabled and erased ones only when
 * `all`; staff with their queues. */
enum sp_status sp_people_list(struct sp_db *db, struct sp_arena *arena, enum sp_role role,
	bool all, struct sp_person **people_r, size_t *count_r, struct sp_err *err) SP_MUST_CHECK;

/* Add a person with his main address: role, state, name, language and
 * organisation_id and on_call of `person` count.  SP_PERM when the address is taken. */
enum sp_status sp_people_add(struct sp_db *db, const struct sp_person *person, int64_t now,
	int64_t *id_r, struct sp_err *err) SP_MUST_CHECK;

/* Give a person one more address.  SP_PERM when somebody has it (the first
 * one that he has is the main one). */
enum sp_status sp_people_add_address(struct sp_db *db, int64_t person_id, struct sp_str address,
	int64_t now, struct sp_err *err) SP_MUST_CHECK;

/* His addresses, the main one first. */
enum sp_status sp_people_addresses(struct sp_db *db, struct sp_arena *arena, int64_t person_id,
	struct sp_str **addresses_r, size_t *count_r, struct sp_err *err) SP_MUST_CHECK;

/* Take an address from him / write to this one from now on.  SP_PERM when it
 * is not his, or is the main one (which can only be replaced). */
enum sp_status sp_people_remove_address(struct sp_db *db, int64_t person_id,
	struct sp_str address, struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_people_main_address(struct sp_db *db, int64_t person_id, struct sp_str address,
	struct sp_err *err) SP_MUST_CHECK;

/* Name, state, language, organisation and on-call of `person`, by its id.
 * SP_PERM when there is none. */
enum sp_status sp_people_change(struct sp_db *db, const struct sp_person *person, int64_t now,
	struct sp_err *err) SP_MUST_CHECK;

/* All tokens given to him are worth nothing from now on.  SP_PERM: no such person. */
enum sp_status sp_people_revoke_tokens(struct sp_db *db, int64_t person_id, int64_t now,
	struct sp_err *err) SP_MUST_CHECK;

/* Outsiders saw a signed address of his on that ticket (0: of no ticket): those that
 * he was given there are worth nothing as proof.  And how often that happened
 * (core/token.h, sp_token_generation); also of a person that was merged. */
enum sp_status sp_people_token_shown(struct sp_db *db, int64_t person_id, int64_t ticket_id,
	int64_t now, struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_people_tokens_shown(struct sp_db *db, int64_t person_id, int64_t ticket_id,
	int64_t *times_r, struct sp_err *err) SP_MUST_CHECK;

enum sp_status sp_people_privacy_told(struct sp_db *db, int64_t person_id, int64_t now,
	struct sp_err *err) SP_MUST_CHECK;

enum sp_status sp_people_add_queue(struct sp_db *db, int64_t person_id, struct sp_str queue,
	struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_people_remove_queue(struct sp_db *db, int64_t person_id, struct sp_str queue,
	struct sp_err *err) SP_MUST_CHECK;

#endif
