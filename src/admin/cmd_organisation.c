/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello organisation: who pays.
 */
#include "config.h"

#include "admin/command.h"
#include "admin/find.h"
#include "admin/print.h"
#include "base/show.h"
#include "store/asked.h"

static const struct sp_option add_options[] = {
	{ .name = "contact", .value = "ADDRESS",
		.help = "the customer who is told of hours and money" },
	{ .name = "domain", .value = "DOMAIN", .list = true,
		.help = "a stranger who writes from there is put to the staff" },
	{ .name = NULL },
};

static const struct sp_option change_options[] = {
	{ .name = "name", .value = "NAME", .help = "its new name" },
	{ .name = "contact", .value = "ADDRESS",
		.help = "the customer who is told of hours and money; \"\" for nobody" },
	{ .name = "add-domain", .value = "DOMAIN", .list = true,
		.help = "a stranger who writes from there is put to the staff" },
	{ .name = "remove-domain", .value = "DOMAIN", .list = true, .help = "no more its own" },
	{ .name = NULL },
};

/* --- print -------------------------------------------------------------------- */

static struct sp_json *to_json(const struct sp_organisation *organisation)
{
	struct sp_json *object = sp_json_object();

	sp_json_set_number(object, "id", organisation->id);
	sp_json_set_text(object, "name", organisation->name);
	sp_json_set_some(object, "contact", organisation->contact);
	sp_json_set_list(object, "domains", organisation->domains, organisation->domain_count);
	sp_json_set_number(object, "people", organisation->people);
	sp_json_set_instant(object, "created_at", organisation->created_at);
	return object;
}

static void add_row(struct sp_buf *out, const struct sp_organisation *organisation)
{
	sp_buf_printf(out, "%5lld  ", (long long)organisation->id);
	sp_show_column(out, organisation->name, 28);
	sp_buf_printf(out, " %6lld  ", (long long)organisation->people);
	sp_show_column(out, organisation->contact.len ? organisation->contact : SP_STR("-"), 36);
	sp_end_line(out);
}

static enum sp_status run_list(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_json *array = admin->json ? sp_json_array() : NULL;
	struct sp_buf out = SP_BUF_INIT;
	struct sp_organisation *list;
	size_t count = 0;
	enum sp_status status = admin->argc ? sp_usage(admin, err, "no argument is needed") :
		sp_organisation_list(admin->db, &admin->arena, 0, &list, &count, err);

	for (size_t i = 0; i < count; i++)
		if (array)
			sp_json_push(array, to_json(&list[i]));
		else
			add_row(&out, &list[i]);
	if (status != SP_OK) {
		sp_json_free(array);
	} else if (array) {
		sp_print_json(admin, array);
	} else {
		if (count)
			fprintf(admin->out, "%5s  %-28s PEOPLE  CONTACT\n", "ID", "NAME");
		sp_print(admin, &out);
		fprintf(admin->out, "%zu organisation%s\n", count, count == 1 ? "" : "s");
	}
	return status;
}

static void print_one(struct sp_admin *admin, const struct sp_organisation *organisation)
{
	struct sp_buf out = SP_BUF_INIT;

	sp_buf_printf(&out, "organisation %lld\n", (long long)organisation->id);
	sp_add_field(&out, "name", organisation->name);
	sp_add_field(&out, "contact", organisation->contact);
	for (size_t i = 0; i < organisation->domain_count; i++)
		sp_add_field(&out, i ? "" : "domains", organisation->domains[i]);
	sp_print(admin, &out);
}

static enum sp_status print_people(struct sp_admin *admin, int64_t id, struct sp_err *err)
{
	struct sp_buf out = SP_BUF_INIT;
	struct sp_person *people;
	enum sp_status status;
	bool first = true;
	size_t count;

	status = sp_people_list(admin->db, &admin->arena, SP_CUSTOMER, false, &people, &count, err);
	for (size_t i = 0; status == SP_OK && i < count; i++) {
		if (people[i].organisation_id != id)
			continue;
		sp_add_field(&out, first ? "people" : "",
			sp_name_and_address(&admin->arena, people[i].name, people[i].address));
		first = false;
	}
	sp_print(admin, &out);
	return status;
}

static enum sp_status run_show(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_organisation organisation;
	enum sp_status status;

	if (admin->argc != 1)
		return sp_usage(admin, err, "one name or number is needed");
	status = sp_find_organisation(admin, admin->argv[0], &organisation, err);
	if (status != SP_OK)
		return status;
	if (admin->json) {
		sp_print_json(admin, to_json(&organisation));
		return SP_OK;
	}
	print_one(admin, &organisation);
	return print_people(admin, organisation.id, err);
}

/* --- add and change ------------------------------------------------------------ */

static enum sp_status for_domains(struct sp_admin *admin, int64_t id, const char *option,
	enum sp_status (*act)(struct sp_db *, int64_t, struct sp_str, struct sp_err *),
	struct sp_err *err)
{
	struct sp_str list = sp_str(sp_option(admin, option)), one, domain;
	enum sp_status status = SP_OK;

	while (status == SP_OK && sp_str_next_field(&list, ',', &one)) {
		status = sp_find_domain(admin, one, &domain, err);
		if (status == SP_OK)
			status = act(admin->db, id, domain, err);
	}
	return status;
}

static enum sp_status read_contact(struct sp_admin *admin, struct sp_organisation *organisation,
	struct sp_err *err)
{
	const char *text = sp_option(admin, "contact");
	struct sp_person *person;
	enum sp_status status;

	if (!text)
		return SP_OK;
	organisation->contact_id = 0;
	if (!*text)
		return SP_OK;
	status = sp_find_person_who_is(admin, SP_CUSTOMER, text, &person, err);
	if (status == SP_OK)
		organisation->contact_id = person->id;
	return status;
}

/* `own`: the organisation that it is for, which may change the case of its own. */
static enum sp_status name_is_free(struct sp_admin *admin, struct sp_str name, int64_t own,
	struct sp_err *err)
{
	enum sp_status status;
	int64_t id;

	if (!name.len)
		return sp_fail(err, SP_PERM, "an organisation needs a name");
	status = sp_organisation_by_name(admin->db, name, &id, err);
	if (status == SP_OK && id && id != own)
		return sp_fail(err, SP_PERM, "there already is an organisation \"%.*s\", number %lld",
			SP_FMT(name), (long long)id);
	return status;
}

static enum sp_status note(struct sp_admin *admin, int64_t id, const char *what, struct sp_err *err)
{
	return sp_note(admin, 0, what, "", sp_arena_printf(&admin->arena, "%lld", (long long)id), err);
}

static enum sp_status say(struct sp_admin *admin, int64_t id, struct sp_err *err)
{
	struct sp_organisation *list;
	enum sp_status status;
	size_t count;

	status = sp_organisation_list(admin->db, &admin->arena, id, &list, &count, err);
	if (status != SP_OK || count == 0)
		return status;
	if (admin->json)
		sp_print_json(admin, to_json(list));
	else
		print_one(admin, list);
	return SP_OK;
}

/* What only the contact before could have answered. */
static enum sp_status say_waiting(struct sp_admin *admin, int64_t id, struct sp_err *err)
{
	struct sp_asked_row *list = NULL;
	size_t count = 0;
	enum sp_status status = sp_asked_list(admin->db, &admin->arena, 0, id, &list, &count, err);

	for (size_t i = 0; status == SP_OK && i < count && !admin->json; i++)
		if (list[i].kind == SP_ASKED_ESTIMATE)
			fprintf(admin->out, "  estimate %lld of %.*s waits for the contact before him: "
				"ask again there\n", (long long)list[i].id, SP_FMT(list[i].ticket));
	return status;
}

static enum sp_status run_add(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_organisation organisation = { .id = 0 };
	enum sp_status status;

	if (admin->argc != 1)
		return sp_usage(admin, err, "one name is needed");
	organisation.name = sp_str_trim(sp_str(admin->argv[0]));
	status = name_is_free(admin, organisation.name, 0, err);
	if (status == SP_OK)
		status = sp_organisation_add(admin->db, organisation.name, admin->now, &organisation.id,
			err);
	if (status == SP_OK)
		status = read_contact(admin, &organisation, err);
	if (status == SP_OK)
		status = sp_organisation_change(admin->db, &organisation, err);
	if (status == SP_OK)
		status = for_domains(admin, organisation.id, "domain", sp_organisation_add_domain, err);
	if (status == SP_OK)
		status = note(admin, organisation.id, "organisation-added", err);
	return status == SP_OK ? say(admin, organisation.id, err) : status;
}

static enum sp_status rename_it(struct sp_admin *admin, struct sp_organisation *organisation,
	struct sp_err *err)
{
	struct sp_str name = sp_str(sp_option(admin, "name"));

	if (!name.ptr || sp_str_eq(name, organisation->name))
		return SP_OK;
	organisation->name = sp_str_trim(name);
	return name_is_free(admin, organisation->name, organisation->id, err);
}

static enum sp_status run_change(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_organisation organisation;
	enum sp_status status;

	if (admin->argc != 1)
		return sp_usage(admin, err, "one name or number is needed");
	if (!sp_any_option(admin))
		return sp_usage(admin, err, "say what is to be changed");
	status = sp_find_organisation(admin, admin->argv[0], &organisation, err);
	if (status == SP_OK)
		status = rename_it(admin, &organisation, err);
	if (status == SP_OK)
		status = read_contact(admin, &organisation, err);
	if (status == SP_OK)
		status = sp_organisation_change(admin->db, &organisation, err);
	if (status == SP_OK)
		status = for_domains(admin, organisation.id, "add-domain", sp_organisation_add_domain,
			err);
	if (status == SP_OK)
		status = for_domains(admin, organisation.id, "remove-domain",
			sp_organisation_remove_domain, err);
	if (status == SP_OK)
		status = note(admin, organisation.id, "organisation-changed", err);
	if (status == SP_OK)
		status = say(admin, organisation.id, err);
	return status == SP_OK && sp_option(admin, "contact") ?
		say_waiting(admin, organisation.id, err) : status;
}

const struct sp_command sp_cmd_organisation_add = {
	.name = "organisation add", .arguments = "NAME", .summary = "a new organisation",
	.options = add_options, .needs = SP_NEEDS_DB_WRITE, .run = run_add,
};
const struct sp_command sp_cmd_organisation_change = {
	.name = "organisation change", .arguments = "NAME|ID", .summary = "change an organisation",
	.options = change_options, .needs = SP_NEEDS_DB_WRITE, .run = run_change,
};
const struct sp_command sp_cmd_organisation_list = {
	.name = "organisation list", .arguments = "", .summary = "all organisations",
	.needs = SP_NEEDS_DB_READ, .run = run_list,
};
const struct sp_command sp_cmd_organisation_show = {
	.name = "organisation show", .arguments = "NAME|ID", .summary = "one organisation",
	.needs = SP_NEEDS_DB_READ, .run = run_show,
};
