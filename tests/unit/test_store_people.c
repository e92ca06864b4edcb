/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * store/: persons, their addresses, firms.
 */
#include "store_fixture.h"

#include "store/merge.h"
#include "store/privacy.h"
#include "store/rectify.h"

/* --- persons ------------------------------------------------------------------ */

static void test_people(void **state)
{
	struct fixture *f = *state;
	struct sp_person person = { .role = SP_STAFF, .name = SP_STR("Anna"),
		.address = SP_STR("anna@desk.example"), .on_call = true }, *found, *list;
	int64_t id, other, firm;
	size_t count;

	assert_ok(sp_organisation_add(f->db, SP_STR("Rossi srl"), NOW, &firm, &f->err), &f->err);
	assert_ok(sp_people_add(f->db, &person, NOW, &id, &f->err), &f->err);
	assert_ok(sp_people_add_queue(f->db, id, SP_STR("software"), &f->err), &f->err);
	assert_ok(sp_people_add_queue(f->db, id, SP_STR("computer"), &f->err), &f->err);
	assert_ok(sp_people_add_queue(f->db, id, SP_STR("software"), &f->err), &f->err);
	assert_ok(sp_people_add_address(f->db, id, SP_STR("anna@casa.example"), NOW, &f->err), &f->err);
	assert_ok(sp_people_by_address(f->db, &f->arena, SP_STR("anna@casa.example"), &found,
		&f->err), &f->err);
	assert_non_null(found);
	assert_int_equal(found->id, id);
	assert_int_equal(found->role, SP_STAFF);
	assert_int_equal(found->state, SP_PERSON_ACTIVE);
	assert_str(found->name, "Anna");
	assert_str(found->address, "anna@desk.example");
	assert_null(found->language.ptr);
	assert_null(found->organisation.ptr);
	assert_true(found->on_call);
	assert_int_equal(found->token_generation, 1);
	assert_int_equal(found->queue_count, 2);
	assert_str(found->queues[0], "computer");
	assert_str(found->queues[1], "software");

	found->organisation_id = firm;
	found->language = SP_STR("en");
	found->name = SP_STR("Anna B");
	found->on_call = false;
	found->state = SP_PERSON_DISABLED;
	assert_ok(sp_people_change(f->db, found, NOW + 1, &f->err), &f->err);
	assert_ok(sp_people_remove_queue(f->db, id, SP_STR("computer"), &f->err), &f->err);
	assert_ok(sp_people_revoke_tokens(f->db, id, NOW + 1, &f->err), &f->err);
	assert_ok(sp_people_privacy_told(f->db, id, NOW + 2, &f->err), &f->err);
	assert_ok(sp_people_privacy_told(f->db, id, NOW + 3, &f->err), &f->err);
	assert_ok(sp_people_by_id(f->db, &f->arena, id, &found, &f->err), &f->err);
	assert_str(found->name, "Anna B");
	assert_str(found->language, "en");
	assert_str(found->organisation, "Rossi srl");
	assert_false(found->on_call);
	assert_int_equal(found->token_generation, 2);
	assert_int_equal(found->privacy_told_at, NOW + 2);
	assert_int_equal(found->queue_count, 1);

	other = add_customer(f, "mario@example.it", "Mario");
	assert_ok(sp_people_list(f->db, &f->arena, SP_STAFF, false, &list, &count, &f->err), &f->err);
	assert_int_equal(count, 0);
	assert_ok(sp_people_list(f->db, &f->arena, SP_STAFF, true, &list, &count, &f->err), &f->err);
	assert_int_equal(count, 1);
	assert_int_equal(list[0].queue_count, 1);
	assert_ok(sp_people_list(f->db, &f->arena, SP_CUSTOMER, false, &list, &count, &f->err), &f->err);
	assert_int_equal(count, 1);
	assert_int_equal(list[0].id, other);

	assert_ok(sp_people_by_address(f->db, &f->arena, SP_STR("nobody@x"), &found, &f->err), &f->err);
	assert_null(found);
	assert_int_equal(sp_people_add(f->db, &person, NOW, &id, NULL), SP_PERM);
	assert_int_equal(sp_people_add_address(f->db, other, person.address, NOW, &f->err), SP_PERM);
	assert_non_null(strstr(f->err.text, "anna@desk.example"));
	assert_int_equal(sp_people_revoke_tokens(f->db, 4711, NOW, NULL), SP_PERM);
}

static void test_addresses(void **state)
{
	struct fixture *f = *state;
	int64_t mario = add_customer(f, "mario@example.it", "Mario");
	int64_t anna = add_customer(f, "anna@example.it", "Anna");
	struct sp_person *person;
	struct sp_str *list;
	size_t count;

	assert_ok(sp_people_add_address(f->db, mario, SP_STR("m@casa.example"), NOW, &f->err), &f->err);
	assert_ok(sp_people_addresses(f->db, &f->arena, mario, &list, &count, &f->err), &f->err);
	assert_int_equal(count, 2);
	assert_str(list[0], "mario@example.it");
	assert_int_equal(sp_people_remove_address(f->db, mario, SP_STR("mario@example.it"), NULL), SP_PERM);
	assert_int_equal(sp_people_remove_address(f->db, anna, SP_STR("m@casa.example"), NULL), SP_PERM);
	assert_int_equal(sp_people_main_address(f->db, anna, SP_STR("m@casa.example"), NULL), SP_PERM);
	assert_ok(sp_people_main_address(f->db, mario, SP_STR("m@casa.example"), &f->err), &f->err);
	assert_ok(sp_people_by_id(f->db, &f->arena, mario, &person, &f->err), &f->err);
	assert_str(person->address, "m@casa.example");
	assert_ok(sp_people_remove_address(f->db, mario, SP_STR("mario@example.it"), &f->err), &f->err);
	assert_ok(sp_people_addresses(f->db, &f->arena, mario, &list, &count, &f->err), &f->err);
	assert_int_equal(count, 1);
	assert_ok(sp_people_by_address(f->db, &f->arena, SP_STR("mario@example.it"), &person, &f->err),
		&f->err);
	assert_null(person);
}

/* The newest line of the register of him, as `what word number`. */
static const char *last_line(struct fixture *f, int64_t person_id)
{
	struct sp_register *lines;
	size_t count;

	assert_ok(sp_register_list(f->db, &f->arena, person_id, &lines, &count, &f->err), &f->err);
	return !count ? "" : sp_arena_printf(&f->arena, "%s %.*s %lld by %lld",
		sp_registered_name(lines[count - 1].what), SP_FMT(lines[count - 1].word),
		(long long)lines[count - 1].number, (long long)lines[count - 1].by.person_id);
}

static void test_rectified(void **state)
{
	struct fixture *f = *state;
	int64_t mario = add_customer(f, "mario@example.it", "Mario"), carla;
	struct sp_by by = { .actor = SP_BY_STAFF, .person_id = 7, .at = NOW };
	struct sp_rectifying was;
	struct sp_person *person;

	assert_ok(sp_rectify_begin(f->db, &f->arena, mario, &was, &f->err), &f->err);
	assert_ok(sp_rectify_end(f->db, &f->arena, &was, &by, &f->err), &f->err);
	assert_string_equal(last_line(f, mario), ""); /* nothing has changed */
	assert_ok(sp_people_by_id(f->db, &f->arena, mario, &person, &f->err), &f->err);
	person->name = SP_STR("Mario Rossi");
	person->state = SP_PERSON_BLOCKED; /* what the desk decides is no datum of his */
	assert_ok(sp_people_change(f->db, person, NOW, &f->err), &f->err);
	assert_ok(sp_people_add_address(f->db, mario, SP_STR("m@casa.example"), NOW, &f->err), &f->err);
	assert_ok(sp_rectify_end(f->db, &f->arena, &was, &by, &f->err), &f->err);
	assert_string_equal(last_line(f, mario), "rectified name,addresses 2 by 7");
	assert_ok(sp_rectify_begin(f->db, &f->arena, mario, &was, &f->err), &f->err);
	assert_ok(sp_people_main_address(f->db, mario, SP_STR("m@casa.example"), &f->err), &f->err);
	assert_ok(sp_rectify_end(f->db, &f->arena, &was, &by, &f->err), &f->err);
	assert_string_equal(last_line(f, mario), "rectified main-address 1 by 7");
	carla = add_customer(f, "carla@example.it", "Carla");
	assert_ok(sp_rectify_merged(f->db, carla, mario, &by, &f->err), &f->err);
	assert_string_equal(last_line(f, carla), sp_arena_printf(&f->arena,
		"rectified merged-into %lld by 7", (long long)mario));
	assert_string_equal(last_line(f, mario), sp_arena_printf(&f->arena,
		"rectified merged %lld by 7", (long long)carla));
	assert_int_equal(sp_rectify_begin(f->db, &f->arena, 4711, &was, NULL), SP_PERM);
}

/* A consent that was taken back is not given again by being one with somebody. */
static void test_merged_withdrawal(void **state)
{
	struct fixture *f = *state;
	int64_t mario = add_customer(f, "mario@example.it", "Mario");
	int64_t other = add_customer(f, "m@casa.example", "Mario");
	struct sp_by by = { .actor = SP_BY_CUSTOMER, .person_id = other, .at = NOW };
	struct sp_person *person;
	bool first;

	assert_ok(sp_privacy_withdraw(f->db, other, &by, &first, &f->err), &f->err);
	assert_ok(sp_people_by_id(f->db, &f->arena, mario, &person, &f->err), &f->err);
	assert_int_equal(person->withdrawn_at, 0);
	assert_ok(sp_people_merge(f->db, other, mario, NOW + 60, &f->err), &f->err);
	assert_ok(sp_people_by_id(f->db, &f->arena, mario, &person, &f->err), &f->err);
	assert_int_equal(person->withdrawn_at, NOW);
}

static void test_organisation_lists(void **state)
{
	struct fixture *f = *state;
	int64_t mario = add_customer(f, "mario@example.it", "Mario"), rossi, bianchi;
	struct sp_organisation *list, changed;
	struct sp_person *person;
	size_t count;

	assert_ok(sp_organisation_add(f->db, SP_STR("Rossi"), NOW, &rossi, &f->err), &f->err);
	assert_ok(sp_organisation_add(f->db, SP_STR("Bianchi"), NOW, &bianchi, &f->err), &f->err);
	assert_ok(sp_organisation_add_domain(f->db, rossi, SP_STR("rossi.example"), &f->err), &f->err);
	assert_ok(sp_organisation_add_domain(f->db, rossi, SP_STR("a.example"), &f->err), &f->err);
	assert_ok(sp_people_by_id(f->db, &f->arena, mario, &person, &f->err), &f->err);
	person->organisation_id = rossi;
	assert_ok(sp_people_change(f->db, person, NOW, &f->err), &f->err);
	changed = (struct sp_organisation){ .id = rossi, .name = SP_STR("Rossi srl"), .contact_id = mario };
	assert_ok(sp_organisation_change(f->db, &changed, &f->err), &f->err);
	assert_ok(sp_organisation_list(f->db, &f->arena, 0, &list, &count, &f->err), &f->err);
	assert_int_equal(count, 2);
	assert_str(list[0].name, "Bianchi");
	assert_null(list[0].contact.ptr);
	assert_int_equal(list[0].people, 0);
	assert_str(list[1].name, "Rossi srl");
	assert_str(list[1].contact, "mario@example.it");
	assert_int_equal(list[1].people, 1);
	assert_int_equal(list[1].domain_count, 2);
	assert_str(list[1].domains[0], "a.example");
	assert_ok(sp_organisation_remove_domain(f->db, rossi, SP_STR("a.example"), &f->err), &f->err);
	assert_int_equal(sp_organisation_remove_domain(f->db, bianchi, SP_STR("rossi.example"), NULL),
		SP_PERM);
	assert_ok(sp_organisation_list(f->db, &f->arena, rossi, &list, &count, &f->err), &f->err);
	assert_int_equal(count, 1);
	assert_int_equal(list[0].domain_count, 1);
	changed.id = 4711;
	assert_int_equal(sp_organisation_change(f->db, &changed, NULL), SP_PERM);
}

static void test_organisations(void **state)
{
	struct fixture *f = *state;
	int64_t id, found;

	assert_ok(sp_organisation_add(f->db, SP_STR("Rossi srl"), NOW, &id, &f->err), &f->err);
	assert_ok(sp_organisation_by_name(f->db, SP_STR("Rossi srl"), &found, &f->err), &f->err);
	assert_int_equal(found, id);
	assert_ok(sp_organisation_by_name(f->db, SP_STR("Bianchi"), &found, &f->err), &f->err);
	assert_int_equal(found, 0);
	assert_ok(sp_organisation_add_domain(f->db, id, SP_STR("rossi.example"), &f->err), &f->err);
	assert_int_equal(sp_organisation_add_domain(f->db, id, SP_STR("rossi.example"), NULL), SP_PERM);
	assert_ok(sp_organisation_of_domain(f->db, SP_STR("rossi.example"), &found, &f->err), &f->err);
	assert_int_equal(found, id);
	assert_ok(sp_organisation_of_domain(f->db, SP_STR("x.example"), &found, &f->err), &f->err);
	assert_int_equal(found, 0);
	assert_int_equal(sp_organisation_add_domain(f->db, 4711, SP_STR("y.example"), NULL), SP_TEMP);
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_people),
		CASE(test_addresses),
		CASE(test_rectified),
		CASE(test_organisations),
		CASE(test_merged_withdrawal),
		CASE(test_organisation_lists),
	};

	return cmocka_run_group_tests_name("store-people", tests, NULL, NULL);
}
