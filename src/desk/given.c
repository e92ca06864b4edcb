/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/given.h"

#include "store/people.h"
#include "store/privacy.h"

/* The mails that say where terms and notice can be read. */
static bool names_them(const struct sp_mail_kind *kind)
{
	return strcmp(kind->name, "confirmation") == 0 || strcmp(kind->name, "terms") == 0;
}

static enum sp_status add(struct sp_applying *a, enum sp_registered what, enum sp_actor actor,
	int64_t person_id, const char *version, struct sp_err *err)
{
	struct sp_register line = { .what = what, .by = { actor, 0, a->c->facts->now },
		.person_id = person_id, .word = sp_str(version) };

	return sp_register_add(a->db, &line, err);
}

static enum sp_status add_once(struct sp_applying *a, enum sp_registered what, int64_t person_id,
	const char *version, struct sp_err *err)
{
	bool has = false;
	enum sp_status status = sp_register_has(a->db, person_id, what, sp_str(version), &has, err);

	return status == SP_OK && !has ? add(a, what, SP_BY_SYSTEM, person_id, version, err) : status;
}

enum sp_status sp_given(struct sp_applying *a, const struct sp_mail_kind *kind,
	const struct sp_person *to, const struct sp_policies *policies, struct sp_err *err)
{
	enum sp_status status = SP_OK;

	if (!to || to->role != SP_CUSTOMER || !names_them(kind))
		return SP_OK;
	if (*policies->terms_link)
		status = add_once(a, SP_REG_TERMS_GIVEN, to->id, policies->terms_version, err);
	if (status != SP_OK || !*policies->privacy_link || to->privacy_told_at)
		return status;
	status = sp_people_privacy_told(a->db, to->id, a->c->facts->now, err);
	return status == SP_OK ? add_once(a, SP_REG_NOTICE, to->id, policies->privacy_version, err) :
				 status;
}

enum sp_status sp_accepted(struct sp_applying *a, int64_t person_id,
	const struct sp_policies *policies, struct sp_err *err)
{
	return add(a, SP_REG_TERMS, SP_BY_CUSTOMER, person_id, policies->terms_version, err);
}
