/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * #fornitore: a ticket is passed to a supplier.  He gets what the customer
 * asked, the place and the photographs, and the text below the line, which is
 * for him and for nobody else; his answers come to the staff
 * (core/decide_answer.c).
 */
#include "core/commanding.h"

#include "core/address.h"

/* One on file, or of a domain that the configuration names. */
static bool may_be_supplier(const struct sp_commanding *c, const struct sp_person *person,
	struct sp_str address)
{
	const struct sp_conf *conf = c->d->c->conf;

	if (person)
		return person->role == SP_SUPPLIER && person->state == SP_PERSON_ACTIVE;
	if (sp_conf_queue_of_address(conf, address, NULL))
		return false;
	for (size_t i = 0; conf->suppliers_domains && conf->suppliers_domains[i]; i++)
		if (sp_domain_within(sp_address_domain(address), sp_str(conf->suppliers_domains[i])))
			return true;
	return false;
}

static int64_t new_supplier(struct sp_commanding *c)
{
	struct sp_decision *person = sp_plan_add(c->d->plan, SP_DO_PERSON,
		"supplier_domains: a supplier who is not on file yet");

	person->person_id = SP_FIRST_NAMED - (c->line - c->d->plan->lines);
	person->person.role = SP_SUPPLIER;
	person->person.address = c->command->address;
	person->person.language = sp_str(c->d->c->queue->policies.language);
	return person->person_id;
}

static bool has_it_already(const struct sp_commanding *c, int64_t person_id)
{
	for (size_t i = 0; i < c->after.participant_count; i++)
		if (c->after.participants[i].person_id == person_id &&
			c->after.participants[i].part == SP_PART_SUPPLIER)
			return true;
	return false;
}

static void pass_on(struct sp_commanding *c, const struct sp_person *person)
{
	struct sp_participant supplier = { .part = SP_PART_SUPPLIER, .state = SP_PERSON_ACTIVE,
		.address = c->command->address, .language = person ? person->language : SP_NONE };
	struct sp_decision *mail;

	supplier.person_id = person ? person->id : new_supplier(c);
	mail = sp_add_mail(c->d, "supplier_request", c->after.ticket.id, supplier.person_id,
		person ? person->address : c->command->address, supplier.language.len ?
		supplier.language : sp_str(c->d->c->queue->policies.language),
		"#fornitore: description, place and photographs, no notes and no hours");
	/* He has the rest: this is only what is said to him now. */
	mail->mail.again = has_it_already(c, supplier.person_id);
	if (mail->mail.again)
		return;
	sp_line_join(c, supplier.person_id, SP_PART_SUPPLIER,
		"#fornitore: his answers belong to the ticket");
	sp_line_participant(c, supplier);
}

void sp_command_supplier(struct sp_commanding *c)
{
	const struct sp_person *person = sp_named_person(c->d->c->facts, c->command->address);

	if (!may_be_supplier(c, person, c->command->address)) {
		sp_line_wrong(c, person ? "not_supplier" : "unknown_supplier", SP_NONE);
		return;
	}
	if (c->text_is == SP_ENTRY_QUESTION) {
		sp_line_wrong(c, "two_texts", SP_NONE);
		return;
	}
	if (!sp_line_move(c, SP_EV_FORWARD, "#fornitore: passed to a supplier"))
		return;
	pass_on(c, person);
	sp_line_text(c, c->command->address);
}
