/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An erasure told: to him what is gone and what stays, to the DPO the same
 * without a name.
 */
#include "desk/clock_step.h"
#include "desk/erasing.h"
#include "store/people.h"

/* "HT00191: fino al 3 dicembre 2036" */
static void add_kept(struct sp_erasing_run *run, const char *language, struct sp_buf *out)
{
	const struct sp_words *words = run->how->desk->words;

	for (size_t i = 0; i < run->report->kept_count; i++) {
		const struct sp_kept *kept = &run->report->kept[i];
		int64_t until = kept->held_until > kept->accounts_until ? kept->held_until :
									  kept->accounts_until;

		sp_buf_printf(out, "  %.*s: %s ", SP_FMT(kept->ticket),
			sp_word(words, language, "erased.until"));
		sp_words_date(words, language, until, run->how->now, out);
		sp_buf_add_char(out, '\n');
	}
}

static void add_count(struct sp_erasing_run *run, const char *language, const char *key,
	int64_t count, struct sp_buf *out)
{
	if (count)
		sp_buf_printf(out, "  %s: %lld\n", sp_word(run->how->desk->words, language,
			sp_arena_printf(run->arena, "erased.%s", key)), (long long)count);
}

static void add_report(struct sp_erasing_run *run, const char *language, struct sp_buf *out)
{
	const struct sp_words *words = run->how->desk->words;
	const struct sp_erase_report *report = run->report;

	sp_buf_printf(out, "  %s %lld\n", sp_word(words, language, "erased.person"),
		(long long)run->erasure.person_id);
	if (run->erasure.request_id)
		sp_buf_printf(out, "  %s %lld\n", sp_word(words, language, "erased.request"),
			(long long)run->erasure.request_id);
	add_count(run, language, "tickets", report->rows.tickets, out);
	add_count(run, language, "messages", report->rows.messages, out);
	add_count(run, language, "others", report->others, out);
	add_count(run, language, "archives", report->archives, out);
	add_count(run, language, "unread", report->unread, out);
	sp_buf_printf(out, "  %s%s\n", sp_word(words, language, report->kept_count ? "erased.kept" :
		"erased.none"), report->kept_count ? ":" : "");
	add_kept(run, language, out);
}

/* A language is one of ours, or the desk's. */
static const char *language_of(const struct sp_desk *desk, const struct sp_person *person)
{
	const char *const *all = sp_words_languages(desk->words);

	for (; person && *all; all++)
		if (sp_str_eq(person->language, sp_str(*all)))
			return *all;
	return desk->conf->policies.language;
}

enum sp_status sp_erase_tell(struct sp_erasing_run *run, bool quiet, struct sp_err *err)
{
	const struct sp_desk *desk = run->how->desk;
	struct sp_buf kept = SP_BUF_INIT, report = SP_BUF_INIT;
	struct sp_person *person = NULL;
	struct sp_clock_step step;
	enum sp_status status = sp_people_by_id(run->db, run->arena, run->erasure.person_id, &person,
		err);

	if (status == SP_OK)
		status = sp_clock_step(&step, desk, run->db, run->arena, run->how->now, err);
	if (status == SP_OK) {
		add_kept(run, language_of(desk, person), &kept);
		add_report(run, desk->conf->policies.language, &report);
		step.a.plan = sp_decide_erased(run->arena, &step.c, quiet ? NULL : person,
			sp_str_trim_end(sp_buf_str(&kept)), sp_str_trim_end(sp_buf_str(&report)));
		status = sp_apply(&step.a, err);
	}
	sp_buf_release(&kept);
	sp_buf_release(&report);
	return status;
}
