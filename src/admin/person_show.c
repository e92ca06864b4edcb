/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Persons in lists and one by one.
 */
#include "config.h"

#include "admin/find.h"
#include "admin/person.h"
#include "admin/print.h"
#include "base/show.h"

static void add_queues(struct sp_buf *out, const struct sp_person *person)
{
	for (size_t i = 0; i < person->queue_count; i++)
		sp_buf_printf(out, "%s%.*s", i ? " " : "", SP_FMT(person->queues[i]));
}

void sp_add_person_line(struct sp_admin *admin, struct sp_buf *out, const struct sp_person *person)
{
	sp_show_line(out, sp_name_and_address(&admin->arena, person->name, person->address));
	if (person->queue_count) {
		sp_buf_add_text(out, ", queues ");
		add_queues(out, person);
	}
	if (person->organisation.len) {
		sp_buf_add_text(out, ", ");
		sp_show_line(out, person->organisation);
	}
	sp_end_line(out);
}

/* --- JSON --------------------------------------------------------------------- */

static void fill_json(struct sp_json *object, const struct sp_person *person)
{
	sp_json_set_number(object, "id", person->id);
	sp_json_set_text(object, "role", sp_str(sp_role_name(person->role)));
	sp_json_set_text(object, "state", sp_str(sp_person_state_name(person->state)));
	sp_json_set_some(object, "restriction", sp_str(sp_restriction_name(person->restriction)));
	sp_json_set_some(object, "name", person->name);
	sp_json_set_some(object, "address", person->address);
	sp_json_set_some(object, "language", person->language);
	sp_json_set_some(object, "organisation", person->organisation);
	if (person->role == SP_STAFF) {
		sp_json_set_bool(object, "on_call", person->on_call);
		sp_json_set_list(object, "queues", person->queues, person->queue_count);
	}
}

enum sp_status sp_person_print_json(struct sp_admin *admin, const struct sp_person *person,
	struct sp_err *err)
{
	struct sp_json *object;
	struct sp_str *addresses;
	enum sp_status status;
	size_t count;

	status = sp_people_addresses(admin->db, &admin->arena, person->id, &addresses, &count, err);
	if (status != SP_OK)
		return status;
	object = sp_json_object();
	fill_json(object, person);
	sp_json_set_list(object, "addresses", addresses, count);
	sp_print_json(admin, object);
	return SP_OK;
}

/* --- list --------------------------------------------------------------------- */

static void add_row(struct sp_buf *out, const struct sp_person *person)
{
	struct sp_buf queues = SP_BUF_INIT;

	sp_buf_printf(out, "%5lld  ", (long long)person->id);
	sp_show_column(out, person->address, 30);
	sp_buf_add_char(out, ' ');
	sp_show_column(out, person->name, 18);
	sp_buf_add_char(out, ' ');
	sp_show_column(out, sp_str(person->restriction ? "restrict" : person->on_call ? "on call" :
				person->state == SP_PERSON_ACTIVE ? "" : sp_person_state_name(person->state)), 8);
	sp_buf_add_char(out, ' ');
	add_queues(&queues, person);
	sp_show_column(out, person->role == SP_STAFF ? sp_buf_str(&queues) : person->organisation, 14);
	sp_end_line(out);
	sp_buf_release(&queues);
}

static void print_list(struct sp_admin *admin, enum sp_role role, const struct sp_person *people,
	size_t count)
{
	struct sp_json *list = admin->json ? sp_json_array() : NULL;
	struct sp_buf out = SP_BUF_INIT;

	if (count)
		sp_buf_printf(&out, "   ID  %-30s %-18s %-8s %s\n", "ADDRESS", "NAME", "STATE",
			role == SP_STAFF ? "QUEUES" : "ORGANISATION");
	for (size_t i = 0; i < count; i++) {
		struct sp_json *one = list ? sp_json_object() : NULL;

		add_row(&out, &people[i]);
		if (one) {
			fill_json(one, &people[i]);
			sp_json_push(list, one);
		}
	}
	if (list) {
		sp_buf_release(&out);
		sp_print_json(admin, list);
		return;
	}
	sp_buf_printf(&out, "%zu %s%s\n", count, sp_role_name(role),
		role == SP_CUSTOMER && count != 1 ? "s" : "");
	sp_print(admin, &out);
}

enum sp_status sp_person_list(struct sp_admin *admin, enum sp_role role, struct sp_err *err)
{
	bool all = sp_option(admin, "all") != NULL;
	struct sp_person *people;
	enum sp_status status;
	size_t count;

	if (admin->argc)
		return sp_usage(admin, err, "no argument is needed");
	status = sp_people_list(admin->db, &admin->arena, role, all, &people, &count, err);
	if (status == SP_OK)
		print_list(admin, role, people, count);
	return status;
}

/* --- show --------------------------------------------------------------------- */

static enum sp_status add_tickets(struct sp_admin *admin, struct sp_buf *out,
	const struct sp_person *person, struct sp_err *err)
{
	struct sp_ticket_filter filter = { .open_only = true, .limit = 20 };
	struct sp_ticket *tickets;
	enum sp_status status;
	size_t count;

	if (person->role == SP_STAFF)
		filter.assignee_id = person->id;
	else
		filter.requester_id = person->id;
	status = sp_ticket_list(admin->db, &admin->arena, &filter, &tickets, &count, err);
	for (size_t i = 0; status == SP_OK && i < count; i++) {
		sp_buf_printf(out, "  %-13s ", i ? "" : "open tickets");
		sp_show_column(out, tickets[i].code, 10);
		sp_show_column(out, tickets[i].subject, 54);
		sp_end_line(out);
	}
	return status;
}

static enum sp_status print_person(struct sp_admin *admin, const struct sp_person *person,
	struct sp_err *err)
{
	struct sp_buf out = SP_BUF_INIT, queues = SP_BUF_INIT;
	struct sp_str *addresses;
	enum sp_status status;
	size_t count;

	status = sp_people_addresses(admin->db, &admin->arena, person->id, &addresses, &count, err);
	if (status != SP_OK)
		return status;
	sp_buf_printf(&out, "%s %lld\n", sp_role_name(person->role), (long long)person->id);
	sp_add_field(&out, "name", person->name);
	for (size_t i = 0; i < count; i++)
		sp_add_field(&out, i ? "also" : "address", addresses[i]);
	sp_add_field(&out, "state", sp_str(sp_person_state_name(person->state)));
	sp_add_field(&out, "restricted", sp_str(sp_restriction_name(person->restriction)));
	sp_add_field(&out, "language", person->language);
	sp_add_field(&out, "organisation", person->organisation);
	add_queues(&queues, person);
	sp_add_field(&out, "queues", sp_buf_str(&queues));
	sp_add_field(&out, "on call", person->on_call ? SP_STR("yes") : SP_NONE);
	status = add_tickets(admin, &out, person, err);
	sp_buf_release(&queues);
	sp_print(admin, &out);
	return status;
}

enum sp_status sp_person_show(struct sp_admin *admin, enum sp_role role, struct sp_err *err)
{
	struct sp_person *person;
	enum sp_status status;

	if (admin->argc != 1)
		return sp_usage(admin, err, "one address or number is needed");
	status = sp_find_person_who_is(admin, role, admin->argv[0], &person, err);
	if (status != SP_OK)
		return status;
	return admin->json ? sp_person_print_json(admin, person, err) :
			     print_person(admin, person, err);
}
