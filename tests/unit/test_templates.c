/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The mails as they are shipped: whole in both languages; and that the check
 * finds what is wrong with a site's own.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "core/mails.h"
#include "text/template_check.h"
#include "text/words.h"

static const char *const languages[] = { "en", "it", NULL };

static void keep(const char *line, void *context)
{
	sp_buf_printf(context, "%s\n", line);
}

static void test_shipped(void **state)
{
	struct sp_buf problems = SP_BUF_INIT;
	struct sp_err err = { 0 };
	size_t count = 0;

	(void)state;
	if (sp_templates_check("", languages, keep, &problems, &count, &err) != SP_OK)
		fail_msg("%s", err.text);
	if (problems.len)
		fail_msg("%s", problems.ptr);
	assert_true(count >= 13);
	sp_buf_release(&problems);
}

/* Nothing of what a stranger wrote goes back to an address that nothing
 * vouches for: not his words, his subject, his name. */
static void test_unvouched(void **state)
{
	static const char *const mails[] = { "confirmation", "joined", "reopened", "missing",
		"too_large", "terms", "not_customer", "refused", "no_package" };
	static const char *const his[] = { "name", "author", "text", "customer", "place", "category" };
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_variables variables;
	struct sp_err err = { 0 };

	(void)state;
	assert_int_equal(sp_variables_read(&arena, &variables, &err), SP_OK);
	for (size_t i = 0; i < sizeof mails / sizeof *mails; i++)
		for (size_t l = 0; languages[l]; l++) {
			struct sp_data *data = sp_variables_data(&arena, &variables, true);
			struct sp_mail_template mail;
			struct sp_buf out = SP_BUF_INIT;

			for (size_t k = 0; k < sizeof his / sizeof *his; k++)
				sp_data_set_text(&arena, data, his[k], SP_STR("HISWORDS"));
			sp_data_set_text(&arena, data, "subject", SP_STR(""));
			sp_data_set_bool(&arena, data, "vouched", false);
			assert_int_equal(sp_mail_template_load(&arena, "", languages[l], mails[i], &mail,
						 &err), SP_OK);
			assert_int_equal(sp_template_render(mail.subject, data, SP_ESCAPE_HEADER, true,
						 &out, &err), SP_OK);
			assert_true(out.len > strlen("[HT00191] "));
			sp_buf_add_char(&out, '\n');
			assert_int_equal(sp_template_render(mail.body, data, SP_ESCAPE_TEXT, true, &out,
						 &err), SP_OK);
			if (strstr(out.ptr, "HISWORDS"))
				fail_msg("%s/%s.txt: %s", languages[l], mails[i], out.ptr);
			sp_buf_release(&out);
		}
	sp_arena_release(&arena);
}

/* A preview is in one language: each text that has an example has one in English too. */
static void test_examples(void **state)
{
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_variables variables;
	struct sp_str *before;
	struct sp_err err = { 0 };

	(void)state;
	assert_int_equal(sp_variables_read(&arena, &variables, &err), SP_OK);
	before = sp_arena_array(&arena, variables.count, struct sp_str);
	for (size_t i = 0; i < variables.count; i++)
		before[i] = variables.items[i].example;
	assert_int_equal(sp_variables_translate(&arena, &variables, "it", &err), SP_OK);
	for (size_t i = 0; i < variables.count; i++)
		assert_ptr_equal(variables.items[i].example.ptr, before[i].ptr);
	if (sp_variables_translate(&arena, &variables, "en", &err) != SP_OK)
		fail_msg("%s", err.text);
	for (size_t i = 0; i < variables.count; i++) {
		const struct sp_variable *row = &variables.items[i];

		if (row->kind == SP_DATA_TEXT && before[i].len && row->example.ptr == before[i].ptr)
			fail_msg("en/EXAMPLES has no %.*s", SP_FMT(row->name));
	}
	sp_arena_release(&arena);
}

/* Every mail that the core can decide on has its template. */
static void test_kinds(void **state)
{
	(void)state;
	for (const struct sp_mail_kind *kind = sp_mail_kinds; kind->name; kind++)
		for (size_t l = 0; languages[l]; l++) {
			struct sp_arena arena = SP_ARENA_INIT;
			struct sp_mail_template mail;
			struct sp_err err = { 0 };

			if (sp_mail_template_load(&arena, "", languages[l], kind->name, &mail, &err) != SP_OK)
				fail_msg("%s", err.text);
			sp_arena_release(&arena);
		}
}

/* A site's own template "taken", and what the check says of it. */
static const struct {
	const char *content, *problem;
} own[] = {
	{ "Subject: x\n\n{{cod}}\n", "/it/taken.txt:3: there is no \"cod\"; did you mean \"code\"?; " },
	{ "Subject: x\n\n{{#qwertyuiop}}x{{/qwertyuiop}}\n", "taken.txt:3: there is no \"qwertyuiop\"; /" },
	{ "Subject: x\n\ncaff\xe8\n", "/it/taken.txt: this is not UTF-8" },
	{ "Subject: x\n\n{{#code}}\n", "/it/taken.txt:3: a section is never ended" },
	{ "x\n", "/it/taken.txt:1: the first line must be" },
	{ "Subject: {{subject}}\n\n{{text}}\n", "its subject or text is empty with nothing to say" },
	{ "Subject: x\n\n12345678901234567890123456789012345678901234567890123456789012345678901234567890\n",
		"wider than 78 columns" },
};

/* What the check says when the site's folder has these words in it/FILE; "" for nothing. */
static void expect_own(const char *file, const char *content, const char *problem)
{
	char folder[] = "/tmp/test_templates.XXXXXX";
	struct sp_buf path = SP_BUF_INIT, problems = SP_BUF_INIT;
	struct sp_err err = { 0 };
	size_t count, lines = 0;

	assert_non_null(mkdtemp(folder));
	sp_buf_printf(&path, "%s/it", folder);
	assert_int_equal(mkdir(path.ptr, 0700), 0);
	sp_buf_printf(&path, "/%s", file);
	assert_int_equal(sp_write_file(path.ptr, 0600, sp_str(content), &err), SP_OK);
	assert_int_equal(sp_templates_check(folder, languages, keep, &problems, &count, &err), SP_OK);
	for (size_t i = 0; i < problems.len; i++)
		lines += problems.ptr[i] == '\n';
	/* One fault, one line; what is empty is so with the examples and with nothing. */
	if (lines > 2 || (!*problem && lines) || (*problem && !strstr(problems.ptr, problem)))
		fail_msg("%s <%s>: %s", file, content, problems.ptr);
	unlink(path.ptr);
	sp_buf_cut(&path, path.len - strlen(file) - 1);
	rmdir(path.ptr);
	rmdir(folder);
	sp_buf_release(&path);
	sp_buf_release(&problems);
}

static void test_own(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		expect_own("taken.txt", own[i].content, own[i].problem);
	/* A short mail of one's own, in one language, is a site's choice. */
	expect_own("taken.txt", "Subject: x\n\nx\n", "");
	expect_own("takn.txt", "Subject: x\n\nx\n", "/it/takn.txt: there is no mail of that name; did you mean \"taken.txt\"?");
	expect_own("qwertyuiop.txt", "Subject: x\n\nx\n", "; sportello template dump NAME");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_shipped),
		cmocka_unit_test(test_unvouched),
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_examples),
		cmocka_unit_test(test_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
