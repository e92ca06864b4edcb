/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "store/organisations.h"

#include "store/handle.h"
#include "store/query.h"

enum sp_status sp_organisation_add(struct sp_db *db, struct sp_str name, int64_t now,
	int64_t *id_r, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_ORGANISATION_ADD, NULL, err);
	sp_bind_text(&query, name);
	sp_bind_int(&query, now);
	return sp_query_number(&query, id_r);
}

enum sp_status sp_organisation_by_name(struct sp_db *db, struct sp_str name, int64_t *id_r,
	struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_ORGANISATION_BY_NAME, NULL, err);
	sp_bind_text(&query, name);
	return sp_query_number(&query, id_r);
}

/* --- lists -------------------------------------------------------------------- */

static enum sp_status read_domains(struct sp_db *db, struct sp_arena *arena,
	struct sp_organisation *organisation, struct sp_err *err)
{
	struct sp_query query;
	size_t room = 0;

	sp_query_begin(&query, db, SP_SQL_DOMAINS, arena, err);
	sp_bind_int(&query, organisation->id);
	while (sp_query_row(&query)) {
		organisation->domains = sp_arena_grow(arena, organisation->domains,
			organisation->domain_count, &room, sizeof(*organisation->domains));
		organisation->domains[organisation->domain_count++] = sp_read_text(&query);
	}
	return sp_query_end(&query);
}

enum sp_status sp_organisation_list(struct sp_db *db, struct sp_arena *arena, int64_t id,
	struct sp_organisation **list_r, size_t *count_r, struct sp_err *err)
{
	struct sp_organisation *list = NULL;
	size_t count = 0, room = 0;
	enum sp_status status;
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_ORGANISATIONS, arena, err);
	sp_bind_int(&query, id);
	while (sp_query_row(&query)) {
		struct sp_organisation *one;

		list = sp_arena_grow(arena, list, count, &room, sizeof(*list));
		one = &list[count++];
		one->id = sp_read_int(&query);
		one->name = sp_read_text(&query);
		one->contact_id = sp_read_int(&query);
		one->contact = sp_read_text(&query);
		one->people = sp_read_int(&query);
		one->created_at = sp_read_int(&query);
	}
	status = sp_query_end(&query);
	for (size_t i = 0; status == SP_OK && i < count; i++)
		status = read_domains(db, arena, &list[i], err);
	*list_r = list;
	*count_r = count;
	return status;
}

enum sp_status sp_organisation_change(struct sp_db *db, const struct sp_organisation *organisation,
	struct sp_err *err)
{
	struct sp_query query;
	enum sp_status status;
	bool there;

	sp_query_begin(&query, db, SP_SQL_ORGANISATION_CHANGE, NULL, err);
	sp_bind_int(&query, organisation->id);
	sp_bind_text(&query, organisation->name);
	sp_bind_id(&query, organisation->contact_id);
	status = sp_query_exists(&query, &there);
	if (status == SP_OK && !there)
		return sp_fail(err, SP_PERM, "organisation %lld: there is none",
			(long long)organisation->id);
	return status;
}

/* --- domains ------------------------------------------------------------------ */

enum sp_status sp_organisation_remove_domain(struct sp_db *db, int64_t organisation_id,
	struct sp_str domain, struct sp_err *err)
{
	struct sp_query query;
	enum sp_status status;
	bool removed;

	sp_query_begin(&query, db, SP_SQL_DOMAIN_REMOVE, NULL, err);
	sp_bind_text(&query, domain);
	sp_bind_int(&query, organisation_id);
	status = sp_query_exists(&query, &removed);
	if (status == SP_OK && !removed)
		return sp_fail(err, SP_PERM, "%.*s: not a domain of that organisation", SP_FMT(domain));
	return status;
}

enum sp_status sp_organisation_add_domain(struct sp_db *db, int64_t organisation_id,
	struct sp_str domain, struct sp_err *err)
{
	struct sp_query query;
	enum sp_status status;
	bool added;

	sp_query_begin(&query, db, SP_SQL_DOMAIN_ADD, NULL, err);
	sp_bind_text(&query, domain);
	sp_bind_int(&query, organisation_id);
	status = sp_query_exists(&query, &added);
	if (status == SP_OK && !added)
		return sp_fail(err, SP_PERM, "%.*s: already the domain of an organisation",
			SP_FMT(domain));
	return status;
}

enum sp_status sp_organisation_of_domain(struct sp_db *db, struct sp_str domain, int64_t *id_r,
	struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_DOMAIN_ORGANISATION, NULL, err);
	sp_bind_text(&query, domain);
	return sp_query_number(&query, id_r);
}
