/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "admin/person.h"

#include "admin/find.h"
#include "admin/print.h"
#include "store/rectify.h"
#include "text/conf.h"

/* --- what the options say ------------------------------------------------------ */

static enum sp_status read_language(struct sp_admin *admin, struct sp_person *person,
	struct sp_err *err)
{
	static const char *const languages[] = { "it", "en", NULL };
	const char *language = sp_option(admin, "language");

	if (!language)
		return SP_OK;
	for (size_t i = 0; languages[i]; i++)
		if (strcmp(language, languages[i]) == 0) {
			person->language = sp_str(language);
			return SP_OK;
		}
	return sp_fail(err, SP_PERM, "there is no language \"%s\"; there are it and en", language);
}

static enum sp_status read_on_call(struct sp_admin *admin, struct sp_person *person,
	struct sp_err *err)
{
	const char *word = sp_option(admin, "on-call");

	if (!word)
		return SP_OK;
	if (strcmp(word, "yes") != 0 && strcmp(word, "no") != 0)
		return sp_usage(admin, err, "--on-call is yes or no, not \"%s\"", word);
	person->on_call = *word == 'y';
	return SP_OK;
}

static enum sp_status read_organisation(struct sp_admin *admin, struct sp_person *person,
	struct sp_err *err)
{
	const char *text = sp_option(admin, "organisation");
	struct sp_organisation organisation;
	enum sp_status status;

	if (!text)
		return SP_OK;
	person->organisation_id = 0;
	if (!*text)
		return SP_OK;
	status = sp_find_organisation(admin, text, &organisation, err);
	if (status == SP_OK)
		person->organisation_id = organisation.id;
	return status;
}

static enum sp_status read_options(struct sp_admin *admin, struct sp_person *person,
	struct sp_err *err)
{
	const char *name = sp_option(admin, "name");
	enum sp_status status;

	if (name)
		person->name = sp_str_trim(sp_str(name));
	status = read_language(admin, person, err);
	if (status == SP_OK)
		status = read_on_call(admin, person, err);
	if (status == SP_OK)
		status = read_organisation(admin, person, err);
	return status;
}

/* The queues of --queue, all known to the configuration. */
static enum sp_status check_queues(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_str rest = sp_str(sp_option(admin, "queue")), name;
	enum sp_status status = SP_OK;

	while (status == SP_OK && sp_str_next_field(&rest, ',', &name))
		status = sp_find_queue(admin, sp_str_trim(name), err);
	return status;
}

static enum sp_status set_queues(struct sp_admin *admin, const struct sp_person *person,
	struct sp_err *err)
{
	struct sp_str rest = sp_str(sp_option(admin, "queue")), name;
	enum sp_status status = check_queues(admin, err);

	if (!rest.ptr)
		return status;
	for (size_t i = 0; status == SP_OK && i < person->queue_count; i++)
		status = sp_people_remove_queue(admin->db, person->id, person->queues[i], err);
	while (status == SP_OK && sp_str_next_field(&rest, ',', &name))
		status = sp_people_add_queue(admin->db, person->id, sp_str_trim(name), err);
	return status;
}

/* Each address of a list of them. */
static enum sp_status for_addresses(struct sp_admin *admin, int64_t id, struct sp_str list,
	enum sp_status (*act)(struct sp_admin *, int64_t, struct sp_str, struct sp_err *),
	struct sp_err *err)
{
	enum sp_status status = SP_OK;
	struct sp_str one, address;

	while (status == SP_OK && sp_str_next_field(&list, ',', &one)) {
		status = sp_find_address(admin, one, &address, err);
		if (status == SP_OK)
			status = act(admin, id, address, err);
	}
	return status;
}

static enum sp_status add_address(struct sp_admin *admin, int64_t id, struct sp_str address,
	struct sp_err *err)
{
	return sp_people_add_address(admin->db, id, address, admin->now, err);
}

static enum sp_status remove_address(struct sp_admin *admin, int64_t id, struct sp_str address,
	struct sp_err *err)
{
	return sp_people_remove_address(admin->db, id, address, err);
}

static enum sp_status main_address(struct sp_admin *admin, int64_t id, struct sp_str address,
	struct sp_err *err)
{
	return sp_people_main_address(admin->db, id, address, err);
}

/* --- add and change ------------------------------------------------------------ */

static enum sp_status say(struct sp_admin *admin, int64_t id, const char *done, struct sp_err *err)
{
	struct sp_person *person;
	enum sp_status status = sp_people_by_id(admin->db, &admin->arena, id, &person, err);
	struct sp_buf out = SP_BUF_INIT;

	if (status != SP_OK || !person)
		return status;
	sp_buf_printf(&out, "%s %lld %s: ", sp_role_name(person->role), (long long)id, done);
	sp_add_person_line(admin, &out, person);
	if (!admin->json)
		sp_print(admin, &out);
	sp_buf_release(&out);
	return admin->json ? sp_person_print_json(admin, person, err) : SP_OK;
}

enum sp_status sp_person_add(struct sp_admin *admin, enum sp_role role, struct sp_err *err)
{
	struct sp_str addresses = sp_str(sp_option(admin, "address")), first = SP_NONE;
	struct sp_person person = { .role = role, .state = SP_PERSON_ACTIVE };
	enum sp_status status;

	if (admin->argc)
		return sp_usage(admin, err, "no argument is needed");
	if (!sp_str_next_field(&addresses, ',', &first))
		return sp_usage(admin, err, "--address is needed");
	status = sp_find_address(admin, first, &person.address, err);
	if (status == SP_OK)
		status = read_options(admin, &person, err);
	if (status == SP_OK)
		status = sp_people_add(admin->db, &person, admin->now, &person.id, err);
	if (status == SP_OK)
		status = for_addresses(admin, person.id, addresses, add_address, err);
	if (status == SP_OK && role == SP_STAFF)
		status = set_queues(admin, &person, err);
	if (status == SP_OK)
		status = sp_note(admin, person.id, "person-added", "", sp_role_name(role), err);
	return status == SP_OK ? say(admin, person.id, "added", err) : status;
}

static enum sp_status change_addresses(struct sp_admin *admin, int64_t id, struct sp_err *err)
{
	enum sp_status status;

	status = for_addresses(admin, id, sp_str(sp_option(admin, "add-address")), add_address, err);
	if (status == SP_OK)
		status = for_addresses(admin, id, sp_str(sp_option(admin, "main-address")),
			main_address, err);
	if (status == SP_OK)
		status = for_addresses(admin, id, sp_str(sp_option(admin, "remove-address")),
			remove_address, err);
	return status;
}

enum sp_status sp_person_change(struct sp_admin *admin, enum sp_role role, struct sp_err *err)
{
	struct sp_by by = { .actor = SP_BY_ADMINISTRATOR, .at = admin->now };
	struct sp_rectifying was;
	struct sp_person *person;
	enum sp_status status;

	if (admin->argc != 1)
		return sp_usage(admin, err, "one address or number is needed");
	if (!sp_any_option(admin))
		return sp_usage(admin, err, "say what is to be changed");
	status = sp_find_person_who_is(admin, role, admin->argv[0], &person, err);
	if (status == SP_OK && person->restriction)
		return sp_fail(err, SP_PERM, "person %lld is restricted: nothing of his is changed; see "
			"sportello privacy lift", (long long)person->id);
	if (status == SP_OK)
		status = sp_rectify_begin(admin->db, &admin->arena, person->id, &was, err);
	if (status == SP_OK)
		status = read_options(admin, person, err);
	if (status == SP_OK)
		status = sp_people_change(admin->db, person, admin->now, err);
	if (status == SP_OK)
		status = change_addresses(admin, person->id, err);
	if (status == SP_OK && role == SP_STAFF)
		status = set_queues(admin, person, err);
	if (status == SP_OK)
		status = sp_note(admin, person->id, "person-changed", "", "", err);
	if (status == SP_OK)
		status = sp_rectify_end(admin->db, &admin->arena, &was, &by, err);
	return status == SP_OK ? say(admin, person->id, "changed", err) : status;
}

enum sp_status sp_person_set_state(struct sp_admin *admin, struct sp_person *person,
	enum sp_person_state state, struct sp_err *err)
{
	const char *was = sp_person_state_name(person->state);
	enum sp_status status;

	person->state = state;
	status = sp_people_change(admin->db, person, admin->now, err);
	if (status == SP_OK)
		status = sp_note(admin, person->id, "person-state", was, sp_person_state_name(state), err);
	return status;
}
