/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * store/: messages received, whole.
 */
#include "store_fixture.h"

static int64_t store(struct fixture *f, const char *header_id, const char *content, struct sp_str raw)
{
	struct sp_address from = { SP_STR("Mario"), SP_STR("Mario@Example.it") };
	struct sp_attachment attachments[] = {
		{ .name = SP_STR("foto.jpg"), .type = SP_STR("image/jpeg"), .size = 7, .part = 2 },
		{ .type = SP_STR("image/png"), .size = 8, .part = 1, .inline_image = true },
	};
	struct sp_message message = { .from = { &from, 1, false }, .subject = SP_STR("Ciao"),
		.message_id = sp_str(header_id), .class_reason = SP_STR("none"), .has_date = true,
		.date = NOW - 60, .attachments = attachments, .attachment_count = 2,
		.size = (int64_t)raw.len };
	struct sp_envelope envelope = { .sender = SP_STR("mario@example.it") };
	struct sp_message_row row = { .now = NOW, .received = NOW - 5,
		.content = sp_sha256(sp_str(content)) };
	int64_t id;

	attachments[0].sha256 = sp_sha256(SP_STR("x"));
	assert_ok(sp_message_store(f->db, &message, &envelope, &row, raw, &id, &f->err), &f->err);
	return id;
}

static void test_message_comes_back(void **state)
{
	struct fixture *f = *state;
	struct sp_str raw = SP_STR("From: x\r\n\r\n\0\xff body");
	int64_t id = store(f, "<1@x>", "content", raw), count;
	struct sp_digest digest = sp_sha256(SP_STR("x"));
	struct sp_attachment *list;
	struct sp_buf out = SP_BUF_INIT;
	size_t attachments;
	bool found;

	assert_ok(sp_message_raw(f->db, id, &out, &found, &f->err), &f->err);
	assert_true(found);
	assert_true(sp_str_eq(sp_buf_str(&out), raw));
	sp_buf_release(&out);
	assert_ok(sp_message_raw(f->db, id + 1, &out, &found, &f->err), &f->err);
	assert_false(found);
	assert_ok(sp_message_attachments(f->db, &f->arena, id, &list, &attachments, &f->err), &f->err);
	assert_int_equal(attachments, 2);
	assert_int_equal(list[0].part, 1);
	assert_true(list[0].inline_image);
	assert_str(list[0].name, "");
	assert_str(list[1].name, "foto.jpg");
	assert_str(list[1].type, "image/jpeg");
	assert_int_equal(list[1].size, 7);
	assert_false(list[1].inline_image);
	assert_memory_equal(&list[1].sha256, &digest, sizeof(digest));
	assert_ok(sp_messages_from(f->db, SP_STR("mario@example.it"), NOW, &count, &f->err), &f->err);
	assert_int_equal(count, 1);
	assert_ok(sp_messages_from(f->db, SP_STR("mario@example.it"), NOW + 1, &count, &f->err), &f->err);
	assert_int_equal(count, 0);
}

static void test_large_messages(void **state)
{
	static const size_t sizes[] = { 0, 1, 65536, 262144, 262145, 3000001 };
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(sizes); i++) {
		struct sp_buf raw = SP_BUF_INIT, out = SP_BUF_INIT;
		char name[32];
		bool found;
		int64_t id;

		for (size_t at = 0; at < sizes[i]; at++)
			sp_buf_add_char(&raw, (char)(at * 31 + at / 251));
		snprintf(name, sizeof(name), "<%zu@x>", sizes[i]);
		id = store(f, name, name, sp_buf_str(&raw));
		assert_ok(sp_message_raw(f->db, id, &out, &found, &f->err), &f->err);
		assert_true(found);
		assert_true(sp_str_eq(sp_buf_str(&out), sp_buf_str(&raw)));
		sp_buf_release(&raw);
		sp_buf_release(&out);
	}
}

static void test_seen(void **state)
{
	static const struct {
		const char *header_id, *content;
		bool seen, same_id;
	} cases[] = {
		{ "<1@x>", "one", true, false },
		{ "<1@x>", "two", false, true },
		{ "<2@x>", "one", true, false },
		{ "", "one", true, false }, /* the parser died: no Message-ID known */
		{ "", "bare", true, false },
		{ "", "other", false, false },
		{ "<3@x>", "bare", true, false },
	};
	struct fixture *f = *state;

	store(f, "<1@x>", "one", SP_STR("x"));
	store(f, "", "bare", SP_STR("x"));
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sp_digest digest = sp_sha256(sp_str(cases[i].content));
		bool seen, same_id;

		assert_ok(sp_message_seen(f->db, sp_str(cases[i].header_id), &digest, &seen, &same_id,
			&f->err), &f->err);
		assert_int_equal(seen, cases[i].seen);
		assert_int_equal(same_id, cases[i].same_id);
	}
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_message_comes_back),
		CASE(test_large_messages),
		CASE(test_seen),
	};

	return cmocka_run_group_tests_name("store-messages", tests, NULL, NULL);
}
