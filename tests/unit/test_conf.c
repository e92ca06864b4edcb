/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The configuration: what is read, what is refused and in which words, and
 * that the table of settings is whole.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/file.h"
#include "text/calendar.h"
#include "text/conf.h"
#include "text/settings.h"
#include "text/tariff.h"

#define RETENTION "retention = (\"conversation 3650\", \"accounts 3650\", \"automatic 365\"," \
	" \"spam 30\", \"sent 365\");"

static const char whole[] =
	"desk = { name = \"Rossi Web\"; state = \"state\"; " RETENTION "\n"
	"  authserv_id = \"mx.example.it\"; response_minutes = 480; message_size_limit = \"10 MB\";\n"
	"  calendar = \"ufficio\"; reopening_hours = \"unlimited\"; };\n"
	"queues = (\n"
	"  { name = \"assistenza\"; title = \"Assistenza\"; prefix = \"HT\";\n"
	"    addresses = (\"Assistenza@Example.IT\", \"help@example.it\"); response_minutes = 240;\n"
	"    registration = \"closed\"; tariff = \"remoto\"; required = (\"luogo\", \"attachment\"); },\n"
	"  { name = \"info\"; title = \"Informazioni\"; prefix = \"IN\"; addresses = \"info@example.it\";\n"
	"    calendar = \"mai-chiuso\"; reopening_hours = 24; reply_closes = true; } );\n"
	"calendars = {\n"
	"  ufficio = { hours = (\"mon-fri 09:00-13:00 14:00-18:00\"); holidays = (\"it\");\n"
	"    days = (\"06-24\"); closed = (\"08-15..08-31\"); };\n"
	"  mai-chiuso = { hours = \"mon-sun 00:00-24:00\"; }; };\n"
	"tariffs = { remoto = { first_hour = 100; next_hour = \"70.00\"; unit = (\"60\"); extra = \"30%\"; }; };\n"
	"send = { host = \"mail.example.it\"; port = 587; };\n";

static struct sp_conf *read_whole(const char *text)
{
	struct sp_conf *conf = NULL;
	struct sp_err err = { 0 };

	if (sp_conf_parse("/etc/s/sportello.conf", sp_str(text), &conf, &err) != SP_OK)
		fail_msg("%s", err.text);
	return conf;
}

static void test_values(void **state)
{
	struct sp_conf *conf = read_whole(whole);
	const struct sp_queue_conf *first = &conf->queues[0], *second = &conf->queues[1];

	(void)state;
	assert_string_equal(conf->desk_name, "Rossi Web");
	assert_string_equal(conf->state_folder, "/etc/s/state");
	assert_string_equal(conf->database, "/etc/s/state/sportello.db");
	assert_string_equal(conf->zone, "Europe/Rome");
	assert_int_equal(conf->retention.days[SP_KEEP_CONVERSATION], 3650);
	assert_int_equal(conf->retention.days[SP_KEEP_SPAM], 30);
	assert_int_equal(conf->legal_basis, SP_BASIS_CONTRACT);
	assert_int_equal(conf->message_size_limit, 10 * 1024 * 1024);
	assert_int_equal(conf->automatic_hourly_known, 20);
	assert_int_equal(conf->proof, SP_PROOF_EITHER);
	assert_string_equal(conf->templates_folder, "");
	assert_int_equal(conf->queue_count, 2);
	assert_string_equal(first->addresses[0], "Assistenza@example.it");
	assert_string_equal(first->addresses[1], "help@example.it");
	assert_null(first->addresses[2]);
	assert_null(first->categories[0]);
	assert_true(first->require_place && first->require_attachment && !first->require_category);
	assert_int_equal(first->policies.registration, SP_REGISTER_CLOSED);
	assert_int_equal(first->policies.response_minutes, 240);
	assert_int_equal(first->policies.reopening_hours, -1);
	assert_ptr_equal(first->policies.calendar, sp_conf_calendar(conf, "ufficio"));
	assert_ptr_equal(first->policies.tariff, sp_conf_tariff(conf, "remoto"));
	assert_int_equal(first->policies.tariff->first_hour, 10000);
	assert_int_equal(first->policies.tariff->next_hour, 7000);
	assert_int_equal(first->policies.tariff->unit[SP_WORK_ORDINARY], 60);
	assert_int_equal(first->policies.tariff->extra.percent, 30);
	assert_int_equal(first->policies.calendar->closed_count, 2);
	assert_int_equal(second->policies.registration, SP_REGISTER_OPEN);
	assert_int_equal(second->policies.response_minutes, 480);
	assert_int_equal(second->policies.reopening_hours, 24);
	assert_true(second->policies.reply_closes);
	assert_null(second->policies.tariff_name);
	assert_null(second->policies.tariff);
	assert_int_equal(second->line, 8);
	assert_int_equal(conf->send.tls, SP_TLS_REQUIRED);
	assert_string_equal(conf->send.command[0], "/usr/sbin/sendmail");
	assert_string_equal(conf->send.command[1], "-i");
	assert_null(conf->send.command[2]);
	sp_conf_free(conf);
}

static void test_addresses(void **state)
{
	static const struct {
		const char *address, *queue, *extension;
	} cases[] = {
		{ "assistenza@example.it", "assistenza", NULL },
		{ "ASSISTENZA@EXAMPLE.IT", "assistenza", NULL },
		{ "help+abc@example.it", "assistenza", "abc" },
		{ "info+a+b@example.it", "info", "a+b" },
		{ "info+@example.it", "info", "" },
		{ "info@example.com", NULL, NULL },
		{ "info", NULL, NULL },
		{ "", NULL, NULL },
		{ "@example.it", NULL, NULL },
		{ "\"x@y\"@example.it", NULL, NULL },
	};
	struct sp_conf *conf = read_whole(whole);

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sp_str extension;
		const struct sp_queue_conf *queue =
			sp_conf_queue_of_address(conf, sp_str(cases[i].address), &extension);

		if (!cases[i].queue) {
			assert_null(queue);
			continue;
		}
		assert_non_null(queue);
		assert_string_equal(queue->name, cases[i].queue);
		assert_int_equal(extension.ptr != NULL, cases[i].extension != NULL);
		if (cases[i].extension)
			assert_true(sp_str_eq(extension, sp_str(cases[i].extension)));
	}
	assert_ptr_equal(sp_conf_queue(conf, SP_STR("info")), &conf->queues[1]);
	assert_null(sp_conf_queue(conf, SP_STR("inf")));
	sp_conf_free(conf);
}

/* In `whole`, `find` is replaced by `with`; the error is then `error`. */
static const struct {
	const char *find, *with, *error;
} wrong[] = {
	{ "calendar = \"ufficio\"", "calender = \"ufficio\"",
		":3: unknown setting \"calender\"; did you mean \"calendar\"?" },
	{ "authserv_id", "zzzzzz", ":2: unknown setting \"zzzzzz\" in desk; see sportello show settings" },
	{ "authserv_id", "templates = \"nowhere\"; authserv_id",
		":2: the folder /etc/s/nowhere is not there or cannot be read; make it" },
	{ "authserv_id", "filters = \"/etc/passwd\"; authserv_id", ":2: the folder /etc/passwd is not" },
	{ "Rossi Web", "Caff\xe8", ":1: this is not UTF-8; convert the file" },
	{ "authserv_id", "name = \"x\"; authserv_id", ":2: duplicate setting name; it is given twice" },
	{ "authserv_id", "port", ":2: desk does not take \"port\"; it belongs in send" },
	{ "send = {", "sned = {", ":15: unknown group \"sned\"; did you mean \"send\"?" },
	{ "send = {", "host = \"x\"; send = {", ":15: \"host\" belongs in send" },
	{ "calendar = \"mai-chiuso\"", "calendar = \"uficio\"",
		":9: there is no calendar \"uficio\"; did you mean \"ufficio\"?" },
	{ "calendar = \"ufficio\"", "calendar = \"altro\"",
		":3: there is no calendar \"altro\"; define it in calendars = { }" },
	{ "calendar = \"ufficio\"; ", "", ":5: queue \"assistenza\" has no calendar; write calendar =" },
	{ "calendar = \"ufficio\"", "calendar = \"ufficio\"; tariff = \"no\"",
		":3: there is no tariff \"no\"; define it in tariffs = { }" },
	{ "tariff = \"remoto\"", "tariff = \"remote\"",
		":7: there is no tariff \"remote\"; did you mean \"remoto\"?" },
	{ "response_minutes = 240", "response_minutes = 527041",
		":6: response_minutes = \"527041\": must be a number from 0 to 527040" },
	{ "response_minutes = 240", "response_minutes = -1", ":6: response_minutes = \"-1\": must be" },
	{ "response_minutes = 240", "response_minutes = 2.5",
		":6: response_minutes: write a number with a fraction in quotes" },
	{ "response_minutes = 240", "response_minutes = { }", ":6: response_minutes: a value is expected" },
	{ "response_minutes = 240", "response_minutes = (1, 2)", ":6: response_minutes: one value, not" },
	{ RETENTION, "", ":1: desk must give retention: How many days" },
	{ "\"spam 30\", ", "", ":1: retention does not say how long spam is kept; add \"spam DAYS\"" },
	{ "spam 30", "spam 0", ":1: retention: \"spam 0\": after spam a number of days from 1 to 36525" },
	{ "accounts 3650", "accounts", ":1: retention: \"accounts\": after accounts a number" },
	{ "spam 30", "sent 30", ":1: retention: \"sent 365\": sent stands here twice" },
	{ "spam 30", "junk 30", ":1: retention: \"junk 30\": must be \"CLASS DAYS\"" },
	{ "registration = \"closed\"", "registration = \"open sesame\"",
		":7: registration = \"open sesame\": must be one of open, register, closed" },
	{ "reply_closes = true", "reply_closes = \"maybe\"", ":9: reply_closes = \"maybe\": must be yes or no" },
	{ "prefix = \"IN\"", "prefix = \"in\"", ":8: prefix = \"in\": must be 1 to 8 capital letters A-Z" },
	{ "prefix = \"IN\"", "prefix = \"ABCDEFGHI\"", ":8: prefix = \"ABCDEFGHI\": must be" },
	{ "name = \"info\"", "name = \"Info point\"", ":8: name = \"Info point\": must be 1 to 32 of a-z" },
	{ "name = \"info\"", "name = \"assistenza\"",
		":8: the name \"assistenza\" is already that of the queue in line 5" },
	{ "\"info@example.it\"", "\"HELP@example.it\"",
		":8: the address HELP@example.it is already that of queue \"assistenza\" in line 5" },
	{ "\"info@example.it\"", "\"info+x@example.it\"", ":8: the address info+x@example.it has a \"+\"" },
	{ "\"info@example.it\"", "\"abcdefghijklmnopqrstuvwxyz01@example.it\"",
		":8: the address abcdefghijklmnopqrstuvwxyz01@example.it has 28 characters before the @; "
		"at most 27" },
	{ "\"info@example.it\"", "\"info\"", ":8: addresses = \"info\": must be an address like" },
	{ "\"info@example.it\"", "\"a b@example.it\"", ":8: addresses = \"a b@example.it\": must be" },
	{ "\"info@example.it\"", "\"x@-a.it\"", ":8: addresses = \"x@-a.it\": must be" },
	{ "\"info@example.it\"", "(\"a@b.it\", \"a@B.it\")", ":8: addresses = \"a@B.it\": stands here twice" },
	{ "\"info@example.it\"", "()", ":8: addresses: at least one is needed" },
	{ "addresses = \"info@example.it\";", "", ":8: queue \"info\" must give addresses:" },
	{ "hours = \"mon-sun", "hours = \"mon-sux", ":13: hours: " },
	{ "hours = \"mon-sun 00:00-24:00\"; ", "", ":13: calendar \"mai-chiuso\" must give hours:" },
	{ "(\"it\")", "(\"xx\")", ":11: holidays: " },
	{ "08-15..08-31", "01-01..12-31", ":11: " }, /* never open: at the calendar's own line */
	{ "first_hour = 100", "first_hour = 1.5", ":14: first_hour: write a number with a fraction" },
	{ "first_hour = 100; ", "", ":14: tariff \"remoto\" must give first_hour:" },
	{ "\"30%\"", "\"a lot\"", ":14: extra: " },
	{ "port = 587", "port = 99999", ":15: port = \"99999\": must be a number from 1 to 65535" },
	{ "port = 587", "user = \"u\"", ":15: a user needs a password_file" },
	{ "port = 587", "user = \"u\"; password_file = \"nowhere\"",
		":15: password_file /etc/s/nowhere: No such file" },
	{ "port = 587", "command = \"sendmail\"", ":15: command = \"sendmail\": must begin with" },
	{ "port = 587", "host = \"x\"", ":15: duplicate setting name" },
	{ "port = 587;", "port = 587", NULL },
	{ "\"10 MB\"", "\"51 MB\"", ":2: message_size_limit = \"51 MB\": must be a size from 64 KB to 50 MB" },
	{ "\"10 MB\"", "\"ten\"", ":2: message_size_limit = \"ten\": must be" },
	{ "\"mx.example.it\"", "\"mx.example.it; x\"", ":2: authserv_id = \"mx.example.it; x\": must be" },
	{ "\"state\"", "\"a\\nb\"", ":1: state = \"a?b\": must be one line" },
	{ "state = \"state\"", "zone = \"Europe/Roma\"", ":1: time zone \"Europe/Roma\" is not known" },
	{ "state = \"state\"", "terms_link = \"javascript:x\"", ":1: terms_link = \"javascript:x\": must be" },
	{ "\"luogo\"", "\"targa\"", ":7: required = \"targa\": must be list of place, category" },
	{ "prefix = \"HT\";\n", "prefix = \"HT\"\"\n", ":" },
};

static void patch(struct sp_buf *out, const char *find, const char *with)
{
	const char *at = strstr(whole, find);

	if (!at)
		fail_msg("\"%s\" is not in the configuration of this test", find);
	sp_buf_add(out, whole, (size_t)(at - whole));
	sp_buf_add_text(out, with);
	sp_buf_add_text(out, at + strlen(find));
}

static void test_wrong(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct sp_buf text = SP_BUF_INIT, expected = SP_BUF_INIT;
		struct sp_conf *conf = NULL;
		struct sp_err err = { 0 };
		enum sp_status status;

		patch(&text, wrong[i].find, wrong[i].with);
		status = sp_conf_parse("/etc/s/sportello.conf", sp_buf_str(&text), &conf, &err);
		if (!wrong[i].error) {
			assert_int_equal(status, SP_OK);
			sp_conf_free(conf);
		} else {
			sp_buf_printf(&expected, "/etc/s/sportello.conf%s", wrong[i].error);
			if (status != SP_CONFIG || strncmp(err.text, expected.ptr, expected.len) != 0)
				fail_msg("%s -> %s: %d: %s", wrong[i].find, wrong[i].with, status, err.text);
		}
		sp_buf_release(&text);
		sp_buf_release(&expected);
	}
}

static void test_empty(void **state)
{
	static const struct {
		const char *text, *error;
	} cases[] = {
		{ "", "x.conf:1: there is no desk; it must give name" },
		{ "desk = 5;", "x.conf:1: desk must be a group" },
		{ "desk = {", "x.conf:1: syntax error" },
		{ "desk = { name = \"x\"; " RETENTION " };", "x.conf:1: there is no queue; write queues" },
		{ "desk = { name = \"x\"; " RETENTION " };\nqueues = { a = 1; };",
			"x.conf:2: queues must be a list" },
		{ "desk = { name = \"x\"; " RETENTION " };\nqueues = ( 1 );",
			"x.conf:2: a queue must be a group" },
		{ "desk = { name = \"x\"; " RETENTION " };\ncalendars = ( 1 );",
			"x.conf:2: calendars must be a group" },
		{ "\ndesk = { name = \"x\";\n name = \"y\"; };", "x.conf:3: duplicate setting name" },
	};
	struct sp_conf *conf;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sp_err err = { 0 };

		assert_int_equal(sp_conf_parse("x.conf", sp_str(cases[i].text), &conf, &err), SP_CONFIG);
		if (strncmp(err.text, cases[i].error, strlen(cases[i].error)) != 0)
			fail_msg("<%s>: %s", cases[i].text, err.text);
	}
	{
		struct sp_err err = { 0 };

		assert_int_equal(sp_conf_parse("x.conf", SP_STR("a\0b"), &conf, &err), SP_CONFIG);
		assert_non_null(strstr(err.text, "NUL"));
		err = (struct sp_err){ 0 };
		assert_int_equal(sp_conf_read("/nonexistent/x.conf", &conf, &err), SP_CONFIG);
		assert_non_null(strstr(err.text, "/nonexistent/x.conf"));
	}
}

static void test_password_file(void **state)
{
	char folder[] = "/tmp/test_conf.XXXXXX";
	struct sp_buf path = SP_BUF_INIT, text = SP_BUF_INIT;
	struct sp_conf *conf = NULL;
	struct sp_err err = { 0 };

	(void)state;
	assert_non_null(mkdtemp(folder));
	sp_buf_printf(&path, "%s/password", folder);
	assert_int_equal(sp_write_file(path.ptr, 0600, SP_STR("secret\n"), &err), SP_OK);
	patch(&text, "port = 587", "user = \"u\"; password_file = \"password\"");
	sp_buf_printf(&path, ".conf");
	assert_int_equal(sp_conf_parse(path.ptr, sp_buf_str(&text), &conf, &err), SP_OK);
	sp_conf_free(conf);
	sp_buf_cut(&path, path.len - 5);
	assert_int_equal(chmod(path.ptr, 0644), 0);
	sp_buf_printf(&path, ".conf");
	assert_int_equal(sp_conf_parse(path.ptr, sp_buf_str(&text), &conf, &err), SP_CONFIG);
	assert_non_null(strstr(err.text, "others may read it; chmod 600 it"));
	sp_buf_cut(&path, path.len - 5);
	unlink(path.ptr);
	rmdir(folder);
	sp_buf_release(&path);
	sp_buf_release(&text);
}

/* --- the table ---------------------------------------------------------------- */

static void count_row(const struct sp_setting_row *row, void *context)
{
	size_t *count = context;

	assert_true(*row->group && *row->name && *row->type && strlen(row->help) > 10);
	assert_int_equal(row->help[strlen(row->help) - 1], '.');
	++*count;
}

/* Every name once in its place, every default accepted by its own check. */
static void test_table(void **state)
{
	static _Alignas(16) char target[sizeof(struct sp_calendar) + sizeof(struct sp_conf)];
	size_t shown = 0;

	(void)state;
	for (size_t i = 0; i < sp_settings_count; i++) {
		const struct sp_setting *row = &sp_settings[i];
		struct sp_arena arena = SP_ARENA_INIT;
		struct sp_err err = { 0 };
		struct sp_str value;
		bool none;

		assert_ptr_equal(sp_setting_find(row->group, row->name), row);
		for (size_t k = 0; k < i; k++)
			if (strcmp(sp_settings[k].name, row->name) == 0)
				assert_false((row->group == SP_GROUP_POLICY) !=
						(sp_settings[k].group == SP_GROUP_POLICY) ||
					row->group == sp_settings[k].group);
		if (!row->standard)
			continue;
		value = sp_str(row->standard);
		none = sp_setting_is_list(row) && value.len == 0;
		if (sp_setting_put(row, &arena, "/x", target, &value, none ? 0 : 1, &err) != SP_OK)
			fail_msg("%s", err.text);
		sp_arena_release(&arena);
	}
	sp_conf_settings(count_row, &shown);
	assert_int_equal(shown, sp_settings_count);
}

static void test_nearest(void **state)
{
	static const char *const words[] = { "calendar", "name", "closed", "days", NULL };
	static const struct {
		const char *word, *nearest;
	} cases[] = {
		{ "calender", "calendar" }, { "clanedar", "calendar" }, { "nmae", "name" },
		{ "nam", "name" }, { "CLOSD", "closed" }, { "x", NULL }, { "", NULL },
		{ "holidays", NULL }, { "daze", NULL }, { "closing", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *got = sp_nearest(sp_str(cases[i].word), words);

		if (!cases[i].nearest ? got != NULL : !got || strcmp(got, cases[i].nearest) != 0)
			fail_msg("%s: %s", cases[i].word, got ? got : "nothing");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_wrong),
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_password_file),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_nearest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
