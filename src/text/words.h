/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The words of each language, from templates/LANGUAGE/words.conf: labels of
 * statuses, names of days and months, the commands that customers and staff
 * write, the keywords of a first message, subject prefixes, common words that
 * tell a text's language.  A key has one value (what we write) and may have a
 * list of others (what we accept).
 *
 * Groups and their keys, which core/ and desk/ look up by name:
 *   status.CODE       the labels of SPEC.md section 3
 *   outcome.resolved, outcome.unresolved
 *   command.KEY       customers' commands: help status list history balance news
 *                     close reopen complaint cancel dispute privacy
 *   staff.KEY         staff commands, after the '#'
 *   wrong.KEY         what is wrong with such a line, and what would be right
 *   done.KEY          what such a line did
 *   staff_help.KEY    the list of them: what follows the word
 *   field.KEY         first lines of a message: queue category place priority note
 *   prefix.reply      Re, R, RE, RIF, AW ... (without the colon)
 *   prefix.forward    I, Fwd, FW, WG ...
 *   urgent.word       urgente, urgent
 *   negation.word     non, not ...       (directly before the urgent word,
 *   copula.word       e', è, is ...       or with one of these between)
 *   thanks.word       every word that a mere thank-you may consist of
 *   kind.KEY          kinds of work: ordinary extraordinary urgent remote included
 */
#ifndef SP_TEXT_WORDS_H
#define SP_TEXT_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

struct sp_words; /* all languages, immutable once read */

/* Read words.conf of every language folder, shipped ones first, then the
 * site's, which may override.  SP_CONFIG with file and line when a language
 * lacks a key that another has. */
enum sp_status sp_words_load(const char *site_folder, struct sp_words **words_r,
	struct sp_err *err) SP_MUST_CHECK;
void sp_words_free(struct sp_words *words);

/* What we write for `key` ("status.waiting_input") in that language; never
 * NULL: an unknown key is a defect of the program and gives the key itself. */
const char *sp_word(const struct sp_words *words, const char *language, const char *key);

/* The key below `group` ("command", "field", "status") whose words in any
 * language are `typed` (case, accents and a final apostrophe do not matter), or
 * NULL.  "chiudi" in group "command" gives "close". */
const char *sp_words_key(const struct sp_words *words, const char *group, struct sp_str typed);

/* Is `typed` one of the words of `key` ("thanks.words") in any language? */
bool sp_words_is(const struct sp_words *words, const char *key, struct sp_str typed);

/* All words of `key` in all languages, folded as sp_words_fold() does, the
 * longest first, a NULL at the end: to find one at the start of a text.  Never
 * NULL itself; empty for an unknown key. */
const char *const *sp_words_all(const struct sp_words *words, const char *key);

/* Append `typed` as words are compared: lower case, no accents, blanks as one,
 * none at the ends, no apostrophe at the end of a word ("priorita'"),
 * typographic apostrophes as '. */
void sp_words_fold(struct sp_buf *out, struct sp_str typed);

/* The keys below `group` in the order of the file ("status": "new",
 * "waiting_input" ...), a NULL at the end; in `arena`. */
const char *const *sp_words_keys(const struct sp_words *words, struct sp_arena *arena,
	const char *group);

/* No word may stand for two keys of one group: SP_CONFIG with both of them. */
enum sp_status sp_words_check(const struct sp_words *words, struct sp_err *err) SP_MUST_CHECK;

/* The language, of those we have, whose common words the text uses most (the
 * first 2,000 words are looked at); NULL when it cannot be told, or when it is
 * rather one of templates/foreign.conf. */
const char *sp_words_language(const struct sp_words *words, struct sp_str text);

/* The languages there are ("en", "it"), NULL at the end. */
const char *const *sp_words_languages(const struct sp_words *words);

/* "giovedì 3 dicembre 2026, ore 10:00" / "Thursday 3 December 2026, 10:00" in
 * the desk's zone, appended. */
void sp_words_date_time(const struct sp_words *words, const char *language, int64_t instant,
	struct sp_buf *out);
/* "giovedì 3 dicembre" when the year is this year's, else with the year. */
void sp_words_date(const struct sp_words *words, const char *language, int64_t instant,
	int64_t now, struct sp_buf *out);

/* "03/12/2026" in Italian, "2026-12-03" in English; days since 1970. */
void sp_words_day(const char *language, int64_t day, struct sp_buf *out);

#endif
