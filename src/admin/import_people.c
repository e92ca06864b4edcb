/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rows of people and firms.
 */
#include "config.h"

#include "admin/find.h"
#include "admin/import.h"
#include "admin/print.h"
#include "base/show.h"
#include "base/utf8.h"

extern const struct sp_command sp_cmd_organisation_add, sp_cmd_organisation_change;

/* What is changed of it, after who it is. */
static void say_changed(struct sp_import *import, const char *what)
{
	sp_buf_printf(&import->shown, "%s%s", import->what == SP_IMPORT_CHANGED ? ", " : ": ", what);
	import->what = SP_IMPORT_CHANGED;
}

/* --- firms --------------------------------------------------------------------------- */

static struct sp_str folded(struct sp_import *import, struct sp_str name)
{
	struct sp_buf out = SP_BUF_INIT;
	struct sp_str result;

	sp_utf8_fold(&out, name);
	result = sp_arena_str(&import->admin->arena, sp_buf_str(&out));
	sp_buf_release(&out);
	return result;
}

static void keep_firm(struct sp_import *import, struct sp_str name, int64_t id)
{
	struct sp_arena *arena = &import->arena;

	import->firms = sp_arena_grow(arena, import->firms, import->firm_count, &import->firm_room,
		sizeof *import->firms);
	import->firms[import->firm_count++] = (struct sp_import_firm){
		sp_arena_str(arena, folded(import, name)), sp_arena_str(arena, name), id };
}

enum sp_status sp_import_load_firms(struct sp_import *import, struct sp_err *err)
{
	struct sp_organisation *list = NULL;
	size_t count = 0;
	enum sp_status status = sp_organisation_list(import->admin->db, &import->admin->arena, 0,
		&list, &count, err);

	for (size_t i = 0; status == SP_OK && i < count; i++)
		keep_firm(import, list[i].name, list[i].id);
	return status;
}

const struct sp_import_firm *sp_import_firm(struct sp_import *import, const char *name)
{
	struct sp_str word = folded(import, sp_str(name));
	const struct sp_import_firm *other = NULL;

	for (size_t i = 0; i < import->firm_count; i++) {
		if (sp_str_eq(import->firms[i].name, sp_str(name)))
			return &import->firms[i];
		if (sp_str_eq(import->firms[i].folded, word))
			other = &import->firms[i];
	}
	return other;
}

static enum sp_status add_firm(struct sp_import *import, struct sp_import_call *call,
	const struct sp_import_firm **firm_r, struct sp_err *err)
{
	struct sp_str name = sp_str(call->argument);
	int64_t id = 0;
	enum sp_status status;

	call->command = &sp_cmd_organisation_add;
	status = sp_import_run(import, call, err);
	if (status == SP_OK)
		status = sp_organisation_by_name(import->admin->db, name, &id, err);
	if (status == SP_OK) {
		keep_firm(import, name, id);
		*firm_r = &import->firms[import->firm_count - 1];
	}
	return status;
}

/* The firm of a person's row, made when there is none. */
static enum sp_status firm_of_row(struct sp_import *import, const struct sp_import_firm **firm_r,
	struct sp_err *err)
{
	const char *name = sp_import_value(import, "organisation");
	struct sp_import_call call = { .argument = name };

	*firm_r = name ? sp_import_firm(import, name) : NULL;
	if (!name || *firm_r)
		return SP_OK;
	sp_buf_add_text(&import->shown, " (with the new organisation \"");
	sp_show_line(&import->shown, sp_str(name));
	sp_buf_add_text(&import->shown, "\")");
	return add_firm(import, &call, firm_r, err);
}

/* --- whose row it is ------------------------------------------------------------------- */

static enum sp_status same_person(struct sp_import *import, const struct sp_person *person,
	struct sp_person **person_r, struct sp_str address, struct sp_err *err)
{
	if (person->role != import->noun->role)
		return sp_fail(err, SP_PERM, "%.*s is an address of %s %lld, not of a %s", SP_FMT(address),
			sp_role_name(person->role), (long long)person->id, import->noun->name);
	if (*person_r && (*person_r)->id != person->id)
		return sp_fail(err, SP_PERM, "its addresses are of two people, %lld and %lld; give each a "
			"row of his own", (long long)(*person_r)->id, (long long)person->id);
	return SP_OK;
}

/* Who has its addresses, NULL for nobody; and those addresses that nobody has. */
static enum sp_status find_person(struct sp_import *import, struct sp_person **person_r,
	struct sp_buf *missing, struct sp_err *err)
{
	struct sp_str rest = sp_str(sp_import_value(import, "address")), one, address;
	struct sp_admin *admin = import->admin;
	enum sp_status status = SP_OK;

	*person_r = NULL;
	while (status == SP_OK && sp_str_next_field(&rest, ',', &one)) {
		struct sp_person *person = NULL;

		status = sp_find_address(admin, one, &address, err);
		if (status == SP_OK)
			status = sp_people_by_address(admin->db, &admin->arena, address, &person, err);
		if (status == SP_OK && person) {
			status = same_person(import, person, person_r, address, err);
			*person_r = person;
		} else if (status == SP_OK) {
			sp_buf_printf(missing, "%s%.*s", missing->len ? "," : "", SP_FMT(address));
		}
	}
	return status;
}

/* --- people ----------------------------------------------------------------------------- */

static void show_person(struct sp_import *import, struct sp_str name, struct sp_str address)
{
	sp_show_line(&import->shown, sp_name_and_address(&import->admin->arena, name, address));
}

static enum sp_status add_person(struct sp_import *import, struct sp_err *err)
{
	struct sp_str addresses = sp_str(sp_import_value(import, "address")), first = SP_NONE, key;
	struct sp_import_call call = { .command = import->noun->add };
	const struct sp_import_firm *firm = NULL;
	struct sp_admin *admin = import->admin;
	struct sp_person *person = NULL;
	enum sp_status status;

	sp_str_next_field(&addresses, ',', &first);
	show_person(import, sp_str(sp_import_value(import, "name")), first);
	status = firm_of_row(import, &firm, err);
	sp_import_give_all(import, &call);
	if (firm)
		sp_import_give(&call, "organisation", firm->name.ptr);
	if (status == SP_OK)
		status = sp_import_run(import, &call, err);
	if (status == SP_OK)
		status = sp_find_address(admin, first, &key, err);
	if (status == SP_OK)
		status = sp_people_by_address(admin->db, &admin->arena, key, &person, err);
	if (status == SP_OK) {
		import->id = person->id;
		import->what = SP_IMPORT_ADDED;
	}
	return status;
}

/* The options of `change` for what the row says otherwise. */
static void compare(struct sp_import *import, const struct sp_person *person,
	const struct sp_import_firm *firm, struct sp_import_call *call)
{
	const char *name = sp_import_value(import, "name"), *queue = sp_import_value(import, "queue");
	const char *language = sp_import_value(import, "language");
	const char *on_call = sp_import_value(import, "on-call");

	if (name && !sp_str_eq(sp_str(name), person->name)) {
		sp_import_give(call, "name", name);
		say_changed(import, "name");
	}
	if (firm && firm->id != person->organisation_id) {
		sp_import_give(call, "organisation", firm->name.ptr);
		say_changed(import, "organisation");
	}
	if (language && !sp_str_eq(sp_str(language), person->language)) {
		sp_import_give(call, "language", language);
		say_changed(import, "language");
	}
	if (queue && !sp_import_same(queue, person->queues, person->queue_count)) {
		sp_import_give(call, "queue", queue);
		say_changed(import, "queues");
	}
	if (on_call && (*on_call == 'y') != person->on_call) {
		sp_import_give(call, "on-call", on_call);
		say_changed(import, "on call");
	}
}

static enum sp_status may_change(struct sp_import *import, const struct sp_person *person,
	int line, struct sp_err *err)
{
	if (line)
		return sp_fail(err, SP_PERM, "line %d says otherwise of the same person; keep one of the two",
			line);
	if (person->restriction != SP_UNRESTRICTED)
		return sp_fail(err, SP_PERM, "%s %lld is restricted (sportello privacy list): nothing of "
			"his is changed; take the row out", import->noun->name, (long long)person->id);
	return SP_OK;
}

static enum sp_status change_person(struct sp_import *import, const struct sp_person *person,
	const char *missing, struct sp_err *err)
{
	struct sp_import_call call = { .command = import->noun->change,
		.argument = sp_arena_printf(&import->admin->arena, "%lld", (long long)person->id) };
	int line = sp_import_seen(&import->seen, person->id, import->line);
	const struct sp_import_firm *firm = NULL;
	enum sp_status status;

	import->id = person->id;
	show_person(import, person->name, person->address);
	if (person->state != SP_PERSON_ACTIVE)
		sp_buf_printf(&import->shown, " (%s)", sp_person_state_name(person->state));
	status = firm_of_row(import, &firm, err);
	compare(import, person, firm, &call);
	if (*missing) {
		sp_import_give(&call, "add-address", missing);
		say_changed(import, "addresses");
	}
	if (status == SP_OK && call.count)
		status = may_change(import, person, line, err);
	return status == SP_OK && call.count ? sp_import_run(import, &call, err) : status;
}

/* The column "contact" of a customer: he is told of his firm's hours and money. */
static enum sp_status set_contact(struct sp_import *import, struct sp_err *err)
{
	const char *yes = sp_import_value(import, "contact"), *name;
	struct sp_import_call call = { .command = &sp_cmd_organisation_change };
	struct sp_organisation firm;
	enum sp_status status;
	int line;

	name = sp_import_value(import, "organisation");
	if (!yes || *yes != 'y')
		return SP_OK;
	if (!name)
		return sp_fail(err, SP_PERM, "he is the contact of no organisation; fill in that cell too");
	call.argument = sp_import_firm(import, name)->name.ptr;
	status = sp_find_organisation(import->admin, call.argument, &firm, err);
	if (status != SP_OK || firm.contact_id == import->id)
		return status;
	line = sp_import_seen(&import->contacts, firm.id, import->line);
	if (line)
		return sp_fail(err, SP_PERM, "line %d has another contact of the same organisation; keep "
			"one of the two", line);
	sp_import_give(&call, "contact", sp_arena_printf(&import->admin->arena, "%lld",
		(long long)import->id));
	if (import->what != SP_IMPORT_ADDED)
		say_changed(import, "contact");
	return sp_import_run(import, &call, err);
}

enum sp_status sp_import_person(struct sp_import *import, struct sp_err *err)
{
	struct sp_buf missing = SP_BUF_INIT;
	struct sp_person *person = NULL;
	enum sp_status status = find_person(import, &person, &missing, err);

	if (status == SP_OK && !person) {
		status = add_person(import, err);
		if (status == SP_OK)
			sp_import_seen(&import->seen, import->id, import->line);
	} else if (status == SP_OK) {
		status = change_person(import, person, missing.ptr, err);
	}
	if (status == SP_OK && import->noun->role == SP_CUSTOMER)
		status = set_contact(import, err);
	sp_buf_release(&missing);
	return status;
}

/* --- organisations ------------------------------------------------------------------------ */

/* Those of its domains that it has not. */
static enum sp_status missing_domains(struct sp_import *import, const struct sp_organisation *firm,
	struct sp_buf *missing, struct sp_err *err)
{
	struct sp_str rest = sp_str(sp_import_value(import, "domain")), one, domain;
	enum sp_status status = SP_OK;

	while (status == SP_OK && sp_str_next_field(&rest, ',', &one)) {
		bool there = false;

		status = sp_find_domain(import->admin, one, &domain, err);
		for (size_t i = 0; status == SP_OK && i < firm->domain_count; i++)
			there = there || sp_str_eq(firm->domains[i], domain);
		if (status == SP_OK && !there)
			sp_buf_printf(missing, "%s%.*s", missing->len ? "," : "", SP_FMT(domain));
	}
	return status;
}

static enum sp_status compare_contact(struct sp_import *import, const struct sp_organisation *firm,
	struct sp_import_call *call, struct sp_err *err)
{
	const char *contact = sp_import_value(import, "contact");
	struct sp_person *person;
	enum sp_status status;

	if (!contact)
		return SP_OK;
	status = sp_find_person_who_is(import->admin, SP_CUSTOMER, contact, &person, err);
	if (status == SP_OK && person->id != firm->contact_id) {
		sp_import_give(call, "contact", contact);
		say_changed(import, "contact");
	}
	return status;
}

static enum sp_status change_organisation(struct sp_import *import,
	const struct sp_import_firm *known, struct sp_err *err)
{
	struct sp_import_call call = { .command = &sp_cmd_organisation_change,
		.argument = known->name.ptr };
	int line = sp_import_seen(&import->seen, known->id, import->line);
	struct sp_buf missing = SP_BUF_INIT;
	struct sp_organisation firm;
	enum sp_status status = sp_find_organisation(import->admin, known->name.ptr, &firm, err);

	sp_show_line(&import->shown, known->name);
	if (status == SP_OK)
		status = compare_contact(import, &firm, &call, err);
	if (status == SP_OK)
		status = missing_domains(import, &firm, &missing, err);
	if (status == SP_OK && missing.len) {
		sp_import_give(&call, "add-domain", missing.ptr);
		say_changed(import, "domains");
	}
	if (status == SP_OK && call.count && line)
		status = sp_fail(err, SP_PERM, "line %d says otherwise of the same organisation; keep one "
			"of the two", line);
	if (status == SP_OK && call.count)
		status = sp_import_run(import, &call, err);
	sp_buf_release(&missing);
	return status;
}

enum sp_status sp_import_organisation(struct sp_import *import, struct sp_err *err)
{
	const char *name = sp_import_value(import, "name");
	const struct sp_import_firm *firm = sp_import_firm(import, name);
	struct sp_import_call call = { .argument = name };
	enum sp_status status;

	if (firm) {
		import->id = firm->id;
		return change_organisation(import, firm, err);
	}
	sp_show_line(&import->shown, sp_str(name));
	sp_import_give(&call, "contact", sp_import_value(import, "contact"));
	sp_import_give(&call, "domain", sp_import_value(import, "domain"));
	status = add_firm(import, &call, &firm, err);
	if (status != SP_OK)
		return status;
	import->id = firm->id;
	import->what = SP_IMPORT_ADDED;
	sp_import_seen(&import->seen, firm->id, import->line);
	return SP_OK;
}
