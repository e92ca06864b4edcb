/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Firms: who pays.
 *
 * Domains are in lower case, A-label.
 */
#ifndef SP_STORE_ORGANISATIONS_H
#define SP_STORE_ORGANISATIONS_H

#include "base/arena.h"
#include "store/db.h"

struct sp_organisation {
	int64_t id;
	struct sp_str name;
	int64_t contact_id;
	struct sp_str contact; /* his address, absent when none */
	int64_t people;        /* who belong to it and are not erased */
	int64_t created_at;
	struct sp_str *domains;
	size_t domain_count;
};

enum sp_status sp_organisation_add(struct sp_db *db, struct sp_str name, int64_t now,
	int64_t *id_r, struct sp_err *err) SP_MUST_CHECK;

/* 0 when there is none; to the letter, else whatever the case of A to Z. */
enum sp_status sp_organisation_by_name(struct sp_db *db, struct sp_str name, int64_t *id_r,
	struct sp_err *err) SP_MUST_CHECK;

/* By name; only that one when `id` is not 0. */
enum sp_status sp_organisation_list(struct sp_db *db, struct sp_arena *arena, int64_t id,
	struct sp_organisation **list_r, size_t *count_r, struct sp_err *err) SP_MUST_CHECK;

/* Name and contact (0: none).  SP_PERM when there is no such organisation. */
enum sp_status sp_organisation_change(struct sp_db *db, const struct sp_organisation *organisation,
	struct sp_err *err) SP_MUST_CHECK;

/* SP_PERM: the domain is some organisation's already / not this one's. */
enum sp_status sp_organisation_add_domain(struct sp_db *db, int64_t organisation_id,
	struct sp_str domain, struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_organisation_remove_domain(struct sp_db *db, int64_t organisation_id,
	struct sp_str domain, struct sp_err *err) SP_MUST_CHECK;

/* 0 when there is none. */
enum sp_status sp_organisation_of_domain(struct sp_db *db, struct sp_str domain, int64_t *id_r,
	struct sp_err *err) SP_MUST_CHECK;

#endif
