/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "admin/find.h"

#include "base/file.h"
#include "base/idn.h"
#include "core/address.h"
#include "core/subject.h"
#include "text/conf.h"

/* --- addresses ---------------------------------------------------------------- */

static struct sp_str as_stored(struct sp_arena *arena, struct sp_str text)
{
	struct sp_buf address = SP_BUF_INIT;
	struct sp_str key = SP_NONE;

	sp_buf_add_str(&address, sp_address_local(text));
	sp_buf_add_char(&address, '@');
	if (sp_idn_add_ascii(&address, sp_address_domain(text)))
		key = sp_address_key(arena, sp_buf_str(&address));
	sp_buf_release(&address);
	return key;
}

enum sp_status sp_find_address(struct sp_admin *admin, struct sp_str text, struct sp_str *address_r,
	struct sp_err *err)
{
	text = sp_str_trim(text);
	*address_r = as_stored(&admin->arena, text);
	if (!address_r->ptr || sp_str_find_char(*address_r, '@') == 0)
		return sp_fail(err, SP_PERM, "\"%.*s\" is no address; one looks like mario@example.it",
			SP_FMT(text));
	if (sp_conf_queue_of_address(admin->conf, *address_r, NULL))
		return sp_fail(err, SP_PERM, "%.*s is an address of the desk itself", SP_FMT(*address_r));
	return SP_OK;
}

enum sp_status sp_find_domain(struct sp_admin *admin, struct sp_str text, struct sp_str *domain_r,
	struct sp_err *err)
{
	struct sp_buf domain = SP_BUF_INIT;
	bool good = sp_idn_add_ascii(&domain, sp_str_trim(text)) &&
		    sp_str_find_char(sp_buf_str(&domain), '.') < domain.len &&
		    sp_str_find_char(sp_buf_str(&domain), '@') == domain.len;

	*domain_r = sp_arena_str(&admin->arena, sp_buf_str(&domain));
	sp_buf_release(&domain);
	if (!good)
		return sp_fail(err, SP_PERM, "\"%.*s\" is no domain; one looks like example.it",
			SP_FMT(text));
	return SP_OK;
}

enum sp_status sp_find_number(const char *what, const char *text, int64_t *number_r,
	struct sp_err *err)
{
	unsigned long long number;

	if (!sp_str_number(sp_str(text), INT64_MAX, &number) || number == 0)
		return sp_fail(err, SP_PERM, "\"%s\" is no number of %s", text, what);
	*number_r = (int64_t)number;
	return SP_OK;
}

/* --- people ------------------------------------------------------------------- */

enum sp_status sp_find_person(struct sp_admin *admin, const char *text,
	struct sp_person **person_r, struct sp_err *err)
{
	struct sp_str address;
	enum sp_status status;
	int64_t id;

	*person_r = NULL;
	if (strchr(text, '@')) {
		status = sp_find_address(admin, sp_str(text), &address, err);
		if (status == SP_OK)
			status = sp_people_by_address(admin->db, &admin->arena, address, person_r, err);
	} else {
		status = sp_find_number("a person (nor an address)", text, &id, err);
		if (status == SP_OK)
			status = sp_people_by_id(admin->db, &admin->arena, id, person_r, err);
	}
	if (status == SP_OK && !*person_r)
		return sp_fail(err, SP_PERM, "there is nobody known as \"%s\"", text);
	return status;
}

enum sp_status sp_find_person_who_is(struct sp_admin *admin, enum sp_role role, const char *text,
	struct sp_person **person_r, struct sp_err *err)
{
	enum sp_status status = sp_find_person(admin, text, person_r, err);

	if (status == SP_OK && (*person_r)->role != role)
		return sp_fail(err, SP_PERM, "\"%s\" is %s, not %s", text,
			sp_role_name((*person_r)->role), sp_role_name(role));
	return status;
}

/* --- tickets, firms, queues --------------------------------------------------- */

enum sp_status sp_find_ticket(struct sp_admin *admin, const char *text,
	struct sp_ticket *ticket_r, struct sp_err *err)
{
	struct sp_code code;
	enum sp_status status;
	bool found;

	if (!sp_code_parse(&admin->arena, sp_str(text), &code))
		return sp_fail(err, SP_PERM, "\"%s\" is no ticket; one looks like HT00191", text);
	status = sp_ticket_by_number(admin->db, &admin->arena, code.prefix, code.number, ticket_r,
		&found, err);
	if (status == SP_OK && !found)
		return sp_fail(err, SP_PERM, "there is no ticket %s", text);
	return status;
}

static enum sp_status organisation_id(struct sp_admin *admin, const char *text, int64_t *id_r,
	struct sp_err *err)
{
	unsigned long long number;
	enum sp_status status = sp_organisation_by_name(admin->db, sp_str(text), id_r, err);

	if (status == SP_OK && *id_r == 0 && sp_str_number(sp_str(text), INT64_MAX, &number))
		*id_r = (int64_t)number;
	return status;
}

enum sp_status sp_find_organisation(struct sp_admin *admin, const char *text,
	struct sp_organisation *organisation_r, struct sp_err *err)
{
	struct sp_organisation *list;
	size_t count = 0;
	int64_t id;
	enum sp_status status = organisation_id(admin, text, &id, err);

	if (status == SP_OK && id)
		status = sp_organisation_list(admin->db, &admin->arena, id, &list, &count, err);
	if (status == SP_OK && count == 0)
		return sp_fail(err, SP_PERM, "there is no organisation \"%s\"; see sportello organisation list",
			text);
	if (status == SP_OK)
		*organisation_r = list[0];
	return status;
}

enum sp_status sp_find_queue(struct sp_admin *admin, struct sp_str name, struct sp_err *err)
{
	const struct sp_conf *conf = admin->conf;
	const char **names, *nearest;

	if (sp_conf_queue(conf, name))
		return SP_OK;
	names = sp_arena_array(&admin->arena, conf->queue_count + 1, const char *);
	for (size_t i = 0; i < conf->queue_count; i++)
		names[i] = conf->queues[i].name;
	nearest = sp_nearest(name, names);
	return sp_fail(err, SP_PERM, "%s has no queue \"%.*s\"%s%s%s", conf->path, SP_FMT(name),
		nearest ? "; did you mean \"" : "", nearest ? nearest : "", nearest ? "\"?" : "");
}

/* --- journal ------------------------------------------------------------------ */

enum sp_status sp_note(struct sp_admin *admin, int64_t person_id, const char *what,
	const char *was, const char *now_is, struct sp_err *err)
{
	struct sp_event event = { .at = admin->now, .actor = SP_BY_ADMINISTRATOR,
		.person_id = person_id, .what = sp_str(what), .was = sp_str(was),
		.now_is = sp_str(now_is) };

	return sp_event_add(admin->db, &event, err);
}

/* What the configuration names is an error of the configuration; this is not. */
enum sp_status sp_find_file(const char *path, size_t limit, struct sp_buf *out, struct sp_err *err)
{
	if (sp_read_file(path, limit, out, err) == SP_CONFIG)
		err->status = SP_PERM;
	return err->status;
}
