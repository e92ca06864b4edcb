/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The words of the languages as they are shipped, how they are compared, and
 * what a site may change.
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

#include "base/buf.h"
#include "base/clock.h"
#include "base/file.h"
#include "text/words.h"

static struct sp_words *words;

static int load(void **state)
{
	struct sp_err err = { 0 };

	(void)state;
	if (sp_words_load("", &words, &err) != SP_OK)
		fail_msg("%s", err.text);
	return 0;
}

static int unload(void **state)
{
	(void)state;
	sp_words_free(words);
	return 0;
}

static void test_shipped(void **state)
{
	struct sp_err err = { 0 };

	(void)state;
	assert_string_equal(sp_words_languages(words)[0], "en");
	assert_string_equal(sp_words_languages(words)[1], "it");
	assert_null(sp_words_languages(words)[2]);
	if (sp_words_check(words, &err) != SP_OK)
		fail_msg("%s", err.text);
	assert_string_equal(sp_word(words, "it", "status.waiting_input"), "In attesa di input");
	assert_string_equal(sp_word(words, "en", "status.waiting_input"), "Waiting for input");
	assert_string_equal(sp_word(words, "it", "status.nothing"), "status.nothing");
	assert_string_equal(sp_word(words, "xx", "status.new"), "status.new");
}

static const struct {
	const char *group, *typed, *key;
} typed[] = {
	{ "command", "chiudi", "close" },
	{ "command", "CHIUDI", "close" },
	{ "command", "  Close ", "close" },
	{ "command", "chiudere", NULL },
	{ "command", "", NULL },
	{ "field", "Priorità", "priority" },
	{ "field", "PRIORITA'", "priority" },
	{ "field", "priorita\xE2\x80\x99", "priority" },
	{ "field", "priority", "priority" },
	{ "staff", "priorita", "priority" },
	{ "staff", "remoto", "remote" },
	{ "status", "in  attesa\xC2\xA0" "del\ncliente", "waiting_customer" },
	{ "status", "Nuova data", "rescheduled" },
	{ "status", "rescheduled", "rescheduled" },
	{ "stat", "Nuovo", NULL },
	{ "outcome", "non risolto", "unresolved" },
	{ "prefix", "R", "reply" },
	{ "prefix", "I", "forward" },
	{ "prefix", "wg", "forward" },
	{ "prefix", "RIF", "reply" },
	{ "negation", "isn't", "word" },
	{ "copula", "e'", "word" },
	{ "copula", "è", "word" },
	{ "urgent", "URGENTE", "word" },
};

static void test_key(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
		const char *key = sp_words_key(words, typed[i].group, sp_str(typed[i].typed));

		if (!typed[i].key ? key != NULL : !key || strcmp(key, typed[i].key) != 0)
			fail_msg("%s: \"%s\" gives %s", typed[i].group, typed[i].typed, key ? key : "none");
	}
	assert_true(sp_words_is(words, "thanks.thanks", SP_STR("Grazie")));
	assert_true(sp_words_is(words, "thanks.thanks", SP_STR("thanks")));
	assert_false(sp_words_is(words, "thanks.thanks", SP_STR("mille")));
	assert_false(sp_words_is(words, "thanks.nothing", SP_STR("mille")));
}

static void test_all(void **state)
{
	struct sp_arena arena = SP_ARENA_INIT;
	const char *const *all = sp_words_all(words, "argument.unresolved");
	const char *const *keys = sp_words_keys(words, &arena, "outcome");

	(void)state;
	assert_string_equal(all[0], "not resolved");
	assert_string_equal(all[1], "non risolto");
	for (size_t i = 1; all[i]; i++)
		assert_true(strlen(all[i]) <= strlen(all[i - 1]));
	assert_ptr_equal(sp_words_all(words, "argument.unresolved"), all);
	assert_null(sp_words_all(words, "argument.nothing")[0]);
	assert_string_equal(keys[0], "resolved");
	assert_string_equal(keys[1], "unresolved");
	assert_null(keys[2]);
	sp_arena_release(&arena);
}

static const struct {
	const char *text, *language;
} texts[] = {
	{ "Buongiorno, da ieri la stampante non funziona più. Grazie, Mario", "it" },
	{ "Hello, since yesterday the printer does not work. Regards", "en" },
	{ "Non riesco ad accedere al sito", "it" },
	{ "I can't log in to the site", "en" },
	{ "Bonjour, depuis hier l'imprimante ne fonctionne pas. Merci de votre aide", NULL },
	{ "Guten Tag, der Drucker funktioniert seit gestern nicht. Danke", NULL },
	{ "Hola, desde ayer la impresora no funciona. Gracias por su ayuda", NULL },
	{ "Bună ziua, imprimanta nu merge de ieri. Vă mulțumesc", NULL },
	{ "HT00191", NULL },
	{ "", NULL },
	{ "ok", NULL },
	{ "PERCHE' NON FUNZIONA LA POSTA?", "it" },
	{ "Il server e' down, please check. Grazie, la situazione e' critica per noi", "it" },
};

static void test_language(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		const char *got = sp_words_language(words, sp_str(texts[i].text));

		if (!texts[i].language ? got != NULL : !got || strcmp(got, texts[i].language) != 0)
			fail_msg("\"%s\": %s", texts[i].text, got ? got : "none");
	}
}

static void test_dates(void **state)
{
	struct sp_buf out = SP_BUF_INIT;
	struct sp_err err = { 0 };
	int64_t instant;

	(void)state;
	assert_int_equal(sp_zone_set("Europe/Rome", &err), SP_OK);
	assert_true(sp_instant_parse(SP_STR("2026-12-03 10:00"), &instant));
	sp_words_date_time(words, "it", instant, &out);
	assert_string_equal(out.ptr, "giovedì 3 dicembre 2026, ore 10:00");
	sp_buf_cut(&out, 0);
	sp_words_date_time(words, "en", instant, &out);
	assert_string_equal(out.ptr, "Thursday 3 December 2026, 10:00");
	sp_buf_cut(&out, 0);
	sp_words_date(words, "it", instant, instant - 86400 * 30, &out);
	assert_string_equal(out.ptr, "giovedì 3 dicembre");
	sp_buf_cut(&out, 0);
	sp_words_date(words, "it", instant, instant + 86400 * 30, &out);
	assert_string_equal(out.ptr, "giovedì 3 dicembre 2026");
	sp_buf_release(&out);
}

/* --- a site's own words --------------------------------------------------------- */

static const struct {
	const char *content;
	const char *error; /* NULL: read */
} sites[] = {
	{ "status = { new = \"Appena arrivato\"; };", NULL },
	{ "status = { nwe = \"x\"; };", "it/words.conf:1: there is no word \"status.nwe\"; "
					"did you mean \"status.new\"?" },
	{ "status = { new = 5; };", "it/words.conf:1: status.new: a word in quotes" },
	{ "status = { new = (); };", "it/words.conf:1: status.new: there is no word" },
	{ "\nstatus = 5;", "it/words.conf:2: status: a word in quotes" },
	{ "\nstatus = \"x\";", "it/words.conf:2: status must be a group" },
	{ "status = {", "it/words.conf:1: status: the group has no end" },
	{ "status = { new = \"a };\n};", "it/words.conf:1: status.new: the word has no end" },
	{ "status = { new = (\"a\"\n\"b\", \"c\" \n= };", "it/words.conf:3: status.new: between words" },
	{ "status = { new = (\"a\", \"b\"", "it/words.conf:1: status.new: between words" },
	{ "status = { new \"a\"; };", "it/words.conf:1: status: after a name" },
	{ "status = { = \"a\"; };", "it/words.conf:1: status: a name is expected" },
	{ "status = {\nnew = \"a\";\nnew = \"b\"; };", "it/words.conf:3: status.new is there already, in line 2" },
	{ "// so\nstatus : { # here\n new = [ \"Appena\" \" arrivato\", \"x\", ], }", NULL },
	{ "status = { new = \"Appena\\x20arrivato\"; }", NULL },
	{ "status = { new = \"\\xff\"; };", "it/words.conf:1: status.new: a word in quotes" },
};

static void test_site(void **state)
{
	char folder[] = "/tmp/test_words.XXXXXX";
	struct sp_buf path = SP_BUF_INIT;

	(void)state;
	assert_non_null(mkdtemp(folder));
	sp_buf_printf(&path, "%s/it", folder);
	assert_int_equal(mkdir(path.ptr, 0700), 0);
	sp_buf_add_text(&path, "/words.conf");
	for (size_t i = 0; i < sizeof sites / sizeof *sites; i++) {
		struct sp_words *own = NULL;
		struct sp_err err = { 0 };
		enum sp_status status;

		assert_int_equal(sp_write_file(path.ptr, 0600, sp_str(sites[i].content), &err), SP_OK);
		status = sp_words_load(folder, &own, &err);
		if (!sites[i].error) {
			assert_int_equal(status, SP_OK);
			assert_string_equal(sp_word(own, "it", "status.new"), "Appena arrivato");
			assert_string_equal(sp_word(own, "it", "status.done"), "Terminato");
			sp_words_free(own);
		} else if (status != SP_CONFIG || !strstr(err.text, sites[i].error)) {
			fail_msg("%s: %s", sites[i].content, err.text);
		}
	}
	unlink(path.ptr);
	sp_buf_cut(&path, path.len - strlen("/words.conf"));
	rmdir(path.ptr);
	rmdir(folder);
	sp_buf_release(&path);
}

/* A language that lacks a key is told, with where the other has it. */
static void test_not_whole(void **state)
{
	char folder[] = "/tmp/test_words.XXXXXX";
	const char *shipped = getenv("SPORTELLO_DATA");
	struct sp_buf saved = SP_BUF_INIT, command = SP_BUF_INIT;
	struct sp_words *own = NULL;
	struct sp_err err = { 0 };

	(void)state;
	assert_non_null(mkdtemp(folder));
	sp_buf_add_text(&saved, shipped);
	sp_buf_printf(&command, "cp -r '%s/templates' %s/ && chmod -R u+w %s && "
		"sed -i '/reopen = \"reopen\"/d' %s/templates/en/words.conf",
		shipped, folder, folder, folder);
	assert_int_equal(system(command.ptr), 0);
	setenv("SPORTELLO_DATA", folder, 1);
	assert_int_equal(sp_words_load("", &own, &err), SP_CONFIG);
	setenv("SPORTELLO_DATA", saved.ptr, 1);
	if (!strstr(err.text, "it/words.conf:") ||
		!strstr(err.text, "\"command.reopen\" is here, but not in the words.conf of language \"en\""))
		fail_msg("%s", err.text);
	sp_buf_cut(&command, 0);
	sp_buf_printf(&command, "rm -rf %s", folder);
	assert_int_equal(system(command.ptr), 0);
	sp_buf_release(&command);
	sp_buf_release(&saved);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_shipped),
		cmocka_unit_test(test_key),
		cmocka_unit_test(test_all),
		cmocka_unit_test(test_language),
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_site),
		cmocka_unit_test(test_not_whole),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
