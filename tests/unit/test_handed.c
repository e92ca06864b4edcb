/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a delivery hands to the storer comes out as it went in; whatever else comes
 * through the socket is refused; who is not alike is told apart.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "deliver/handed.h"

static struct sp_handed sample(struct sp_str *recipients, size_t count)
{
	return (struct sp_handed){
		.deliver = { 1, 2, 3, 4, 5 }, .store = { 13, 14, 15, 16, 17 }, .conf = { 6, 7, 8, 9, 10 }, .conf_folder = { 11, 12, 0, 0, 0 },
		.clock = 1795424400, .started_ms = 123456, .size = 789,
		.data_folder = SP_STR("/usr/share/sportello"),
		.envelope = {
			.sender = SP_STR(""), .extension = { NULL, 0 },
			.original_recipient = SP_STR("info@example.it"),
			.mail_queue_id = SP_STR("4ABC"), .recipients = recipients, .recipient_count = count,
		},
	};
}

static void test_round_trip(void **state)
{
	struct sp_str recipients[] = { SP_STR("a@example.it"), SP_STR(""), SP_STR("-x") };
	struct sp_handed in = sample(recipients, 3), out;
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_buf packet = SP_BUF_INIT;

	(void)state;
	assert_true(sp_handed_write(&packet, &in));
	assert_true(sp_handed_read(&arena, sp_buf_str(&packet), &out));
	assert_true(sp_handed_alike(&in, &out));
	assert_int_equal(out.started_ms, in.started_ms);
	assert_int_equal(out.size, in.size);
	assert_non_null(out.envelope.sender.ptr); /* the null sender is not the same as none */
	assert_int_equal(out.envelope.sender.len, 0);
	assert_null(out.envelope.extension.ptr);
	assert_true(sp_str_eq(out.envelope.original_recipient, in.envelope.original_recipient));
	assert_true(sp_str_eq(out.envelope.mail_queue_id, in.envelope.mail_queue_id));
	assert_int_equal(out.envelope.recipient_count, 3);
	for (size_t i = 0; i < 3; i++)
		assert_true(sp_str_eq(out.envelope.recipients[i], recipients[i]));
	sp_buf_release(&packet);
	sp_arena_release(&arena);
}

/* Cut short anywhere, or with a byte more, it is none. */
static void test_cut_short(void **state)
{
	struct sp_str recipients[] = { SP_STR("a@example.it") };
	struct sp_handed in = sample(recipients, 1), out;
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_buf packet = SP_BUF_INIT;

	(void)state;
	assert_true(sp_handed_write(&packet, &in));
	for (size_t len = 0; len < packet.len; len++)
		assert_false(sp_handed_read(&arena, sp_str_n(packet.ptr, len), &out));
	sp_buf_add_char(&packet, '+');
	assert_false(sp_handed_read(&arena, sp_buf_str(&packet), &out));
	sp_buf_release(&packet);
	sp_arena_release(&arena);
}

/* No byte of it makes the reader leave its bounds (a sanitizer would say so). */
static void test_any_byte(void **state)
{
	struct sp_str recipients[] = { SP_STR("a@example.it") };
	struct sp_handed in = sample(recipients, 1), out;
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_buf packet = SP_BUF_INIT;
	size_t refused = 0;

	(void)state;
	assert_true(sp_handed_write(&packet, &in));
	for (size_t at = 0; at < packet.len; at++) {
		for (int value = 0; value < 256; value++) {
			char *copy = sp_arena_alloc(&arena, packet.len, 1);

			memcpy(copy, packet.ptr, packet.len);
			copy[at] = (char)value;
			refused += !sp_handed_read(&arena, sp_str_n(copy, packet.len), &out) ||
				!sp_handed_alike(&in, &out);
		}
		sp_arena_release(&arena);
	}
	assert_true(refused > 10000);
	sp_buf_release(&packet);
}

static void test_too_long(void **state)
{
	static struct sp_str recipients[2000];
	struct sp_handed in = sample(recipients, 2000);
	struct sp_buf packet = SP_BUF_INIT;

	(void)state;
	for (size_t i = 0; i < 2000; i++)
		recipients[i] = SP_STR("somebody.with.a.name@example.com");
	assert_false(sp_handed_write(&packet, &in));
	sp_buf_cut(&packet, 0);
	in.envelope.recipient_count = 900; /* few enough, but too many bytes */
	assert_false(sp_handed_write(&packet, &in));
	sp_buf_release(&packet);
}

static void test_not_alike(void **state)
{
	struct sp_handed a = sample(NULL, 0), b;

	(void)state;
	b = a;
	assert_true(sp_handed_alike(&a, &b));
	b.clock = a.clock + SP_HANDED_CLOCK;
	assert_true(sp_handed_alike(&a, &b));
	b.clock++;
	assert_false(sp_handed_alike(&a, &b));
	assert_false(sp_handed_alike(&b, &a));
	b = a;
	b.deliver.changed++;
	assert_false(sp_handed_alike(&a, &b));
	b = a;
	b.store.inode--;
	assert_false(sp_handed_alike(&a, &b));
	b = a;
	b.conf.modified--;
	assert_false(sp_handed_alike(&a, &b));
	b = a;
	b.conf_folder.inode++;
	assert_false(sp_handed_alike(&a, &b));
	b = a;
	b.data_folder = SP_STR("/usr/share/sportell0");
	assert_false(sp_handed_alike(&a, &b));
	b = a;
	a.deliver = b.deliver = (struct sp_mark){ 0 }; /* two that know nothing of themselves */
	assert_false(sp_handed_alike(&a, &b));
	a = b = sample(NULL, 0);
	a.store = b.store = (struct sp_mark){ 0 };
	assert_false(sp_handed_alike(&a, &b));
}

/* Known from the place of the configuration alone, and another for another place. */
static void test_address(void **state)
{
	struct sp_handed self = sample(NULL, 0), other = sample(NULL, 0);
	struct sockaddr_un address, again;
	socklen_t length, length_again;
	char long_name[200] = { 0 };

	(void)state;
	assert_true(sp_handed_address(&self, "/etc/sportello/sportello.conf", &address, &length));
	assert_int_equal(address.sun_path[0], 0);
	assert_true(sp_handed_address(&other, "sportello.conf", &again, &length_again));
	assert_int_equal(length_again, length);
	assert_memory_equal(&again, &address, sizeof address);
	assert_true(sp_handed_address(&self, "/etc/sportello/other.conf", &again, &length_again));
	assert_memory_not_equal(&again, &address, sizeof address);
	other.conf_folder.inode++;
	assert_true(sp_handed_address(&other, "sportello.conf", &again, &length_again));
	assert_memory_not_equal(&again, &address, sizeof address);
	other.conf_folder.inode = 0; /* there is no such folder */
	assert_false(sp_handed_address(&other, "sportello.conf", &again, &length_again));
	memset(long_name, 'x', sizeof long_name - 1);
	assert_false(sp_handed_address(&self, long_name, &again, &length_again));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_cut_short),
		cmocka_unit_test(test_any_byte),
		cmocka_unit_test(test_too_long),
		cmocka_unit_test(test_not_alike),
		cmocka_unit_test(test_address),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
