/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/rectify.h"

#include "store/people.h"

enum sp_status sp_rectify_begin(struct sp_db *db, struct sp_arena *arena, int64_t person_id,
	struct sp_rectifying *was_r, struct sp_err *err)
{
	struct sp_person *person = NULL;
	enum sp_status status = sp_people_by_id(db, arena, person_id, &person, err);

	*was_r = (struct sp_rectifying){ .address_count = 0 };
	if (status == SP_OK && !person)
		return sp_fail(err, SP_PERM, "person %lld: there is none", (long long)person_id);
	if (status != SP_OK)
		return status;
	was_r->was = *person;
	return sp_people_addresses(db, arena, person_id, &was_r->addresses, &was_r->address_count,
		err);
}

static bool has(const struct sp_str *list, size_t count, struct sp_str one)
{
	for (size_t i = 0; i < count; i++)
		if (sp_str_eq(list[i], one))
			return true;
	return false;
}

/* In whatever order. */
static bool same(const struct sp_str *a, size_t a_count, const struct sp_str *b, size_t b_count)
{
	bool all = a_count == b_count;

	for (size_t i = 0; all && i < a_count; i++)
		all = has(b, b_count, a[i]);
	return all;
}

static void say(struct sp_buf *words, int64_t *count, bool changed, const char *word)
{
	if (!changed)
		return;
	sp_buf_printf(words, "%s%s", words->len ? "," : "", word);
	++*count;
}

static void compare(const struct sp_rectifying *was, const struct sp_rectifying *is,
	struct sp_buf *words, int64_t *count)
{
	const struct sp_person *a = &was->was, *b = &is->was;

	say(words, count, !sp_str_eq(a->name, b->name), "name");
	say(words, count, !sp_str_eq(a->language, b->language), "language");
	say(words, count, a->organisation_id != b->organisation_id, "organisation");
	say(words, count, a->on_call != b->on_call, "on-call");
	say(words, count, !same(a->queues, a->queue_count, b->queues, b->queue_count), "queues");
	say(words, count, !sp_str_eq(a->address, b->address), "main-address");
	say(words, count, !same(was->addresses, was->address_count, is->addresses,
		is->address_count), "addresses");
}

enum sp_status sp_rectify_end(struct sp_db *db, struct sp_arena *arena,
	const struct sp_rectifying *was, const struct sp_by *by, struct sp_err *err)
{
	struct sp_register line = { .what = SP_REG_RECTIFIED, .by = *by,
		.person_id = was->was.id };
	struct sp_buf words = SP_BUF_INIT;
	struct sp_rectifying is;
	enum sp_status status = sp_rectify_begin(db, arena, was->was.id, &is, err);

	if (status == SP_OK)
		compare(was, &is, &words, &line.number);
	line.word = sp_buf_str(&words);
	if (status == SP_OK && line.number)
		status = sp_register_add(db, &line, err);
	sp_buf_release(&words);
	return status;
}

enum sp_status sp_rectify_merged(struct sp_db *db, int64_t from_id, int64_t into_id,
	const struct sp_by *by, struct sp_err *err)
{
	struct sp_register from = { .what = SP_REG_RECTIFIED, .by = *by, .person_id = from_id,
		.word = SP_STR("merged-into"), .number = into_id };
	struct sp_register into = { .what = SP_REG_RECTIFIED, .by = *by, .person_id = into_id,
		.word = SP_STR("merged"), .number = from_id };
	enum sp_status status = sp_register_add(db, &from, err);

	return status == SP_OK ? sp_register_add(db, &into, err) : status;
}
