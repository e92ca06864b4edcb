/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "store/numbers.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "core/numbering.h"
#include "store/handle.h"
#include "store/query.h"
#include "store/tickets.h"

enum { MOST_BYTES = 16 * 1024, MOST_MARKS = 400, PACE_OF = 30 * 86400 };

static const char tickets[] = "tickets", statements[] = "statements";

/* A line of the lock file. */
struct mark {
	struct sp_str sort, name;
	int64_t number;
};

struct marks {
	struct sp_arena arena;
	struct mark items[MOST_MARKS];
	size_t count;
};

/* --- the lock file --------------------------------------------------------------- */

static bool next_word(struct sp_str *rest, struct sp_str *word_r)
{
	size_t blank = sp_str_find_char(*rest, ' ');

	*word_r = sp_str_sub(*rest, 0, blank);
	*rest = sp_str_from(*rest, blank + 1);
	return word_r->len > 0;
}

/* What is no mark is left out: it was written by nobody of ours. */
static void parse(struct marks *marks, struct sp_str text)
{
	struct sp_str line;

	while (marks->count < MOST_MARKS && sp_str_next_line(&text, &line)) {
		struct mark *mark = &marks->items[marks->count];
		unsigned long long number;

		if (!next_word(&line, &mark->sort) || !next_word(&line, &mark->name) ||
			!sp_str_number(line, INT64_MAX / 2, &number))
			continue;
		mark->number = (int64_t)number;
		marks->count++;
	}
}

static void read_marks(int fd, struct marks *marks)
{
	char *text = sp_arena_array(&marks->arena, MOST_BYTES, char);
	ssize_t got;

	marks->count = 0;
	do
		got = pread(fd, text, MOST_BYTES, 0);
	while (got < 0 && errno == EINTR);
	if (got > 0)
		parse(marks, sp_str_n(text, (size_t)got));
}

static struct mark *find(struct marks *marks, const char *sort, struct sp_str name)
{
	for (size_t i = 0; i < marks->count; i++)
		if (sp_str_eq(marks->items[i].sort, sp_str(sort)) &&
			sp_str_eq(marks->items[i].name, name))
			return &marks->items[i];
	return NULL;
}

static int64_t number_of(struct marks *marks, const char *sort, struct sp_str name)
{
	const struct mark *mark = find(marks, sort, name);

	return mark ? mark->number : 0;
}

/* True: it is news. */
static bool raise_mark(struct marks *marks, const char *sort, struct sp_str name, int64_t number)
{
	struct mark *mark = find(marks, sort, name);

	if (!mark && marks->count < MOST_MARKS) {
		mark = &marks->items[marks->count++];
		*mark = (struct mark){ sp_str(sort), name, 0 };
	}
	if (!mark || mark->number >= number)
		return false;
	mark->number = number;
	return true;
}

/* In place: it is longer than before, or as long. */
static enum sp_status write_marks(const struct sp_db *db, const struct marks *marks,
	struct sp_err *err)
{
	struct sp_buf text = SP_BUF_INIT;
	enum sp_status status = SP_OK;
	size_t at = 0;

	for (size_t i = 0; i < marks->count; i++)
		sp_buf_printf(&text, "%.*s %.*s %lld\n", SP_FMT(marks->items[i].sort),
			SP_FMT(marks->items[i].name), (long long)marks->items[i].number);
	while (at < text.len && status == SP_OK) {
		ssize_t put = pwrite(db->lock_fd, text.ptr + at, text.len - at, (off_t)at);

		if (put < 0 && errno != EINTR)
			status = sp_fail(err, SP_TEMP, "%s: cannot write down which numbers were given: %s",
				db->lock_path, strerror(errno));
		at += put > 0 ? (size_t)put : 0;
	}
	sp_buf_release(&text);
	return status;
}

/* --- after a commit ---------------------------------------------------------------- */

static enum sp_status raise_marks(struct sp_db *db, struct marks *marks, bool *news_r,
	struct sp_err *err)
{
	static const struct {
		unsigned bit;
		const char *sort;
		enum sp_statement statement;
	} series[] = {
		{ SP_NUMBERED_TICKET, tickets, SP_SQL_NUMBERS },
		{ SP_NUMBERED_STATEMENT, statements, SP_SQL_STATEMENT_NUMBERS },
	};
	enum sp_status status = SP_OK;

	for (size_t i = 0; i < sizeof series / sizeof *series && status == SP_OK; i++) {
		struct sp_query query;

		if (!(db->numbered & series[i].bit))
			continue;
		sp_query_begin(&query, db, series[i].statement, &marks->arena, err);
		while (sp_query_row(&query)) {
			struct sp_str name = sp_read_text(&query);

			*news_r |= raise_mark(marks, series[i].sort, name, sp_read_int(&query));
		}
		status = sp_query_end(&query);
	}
	return status;
}

/* What was committed is durable and stands; that it could not be noted is only said. */
void sp_numbers_note(struct sp_db *db)
{
	struct marks marks = { .arena = SP_ARENA_INIT };
	struct sp_err err = { 0 };
	struct sp_log_line line;
	enum sp_status status;
	bool news = false;

	if (!db->numbered)
		return;
	read_marks(db->lock_fd, &marks);
	status = raise_marks(db, &marks, &news, &err);
	if (status == SP_OK && news)
		status = write_marks(db, &marks, &err);
	if (status != SP_OK) {
		sp_log_begin(&line, "numbers-not-noted");
		sp_log_text(&line, "error", sp_str(err.text));
		sp_log_end(&line, SP_LOG_ERROR);
	}
	db->numbered = 0;
	sp_arena_release(&marks.arena);
}

/* --- a database that is older than its desk ------------------------------------------ */

static enum sp_status set_number(struct sp_db *db, struct sp_str prefix, int64_t number,
	struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_NUMBER_SET, NULL, err);
	sp_bind_text(&query, prefix);
	sp_bind_int(&query, number);
	return sp_query_run(&query);
}

static enum sp_status recent(struct sp_db *db, struct sp_str prefix, int64_t since,
	int64_t *count_r, struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_NUMBERED_SINCE, NULL, err);
	sp_bind_text(&query, prefix);
	sp_bind_int(&query, since);
	return sp_query_number(&query, count_r);
}

/* One series; *ahead_r: adds up by how much. */
static enum sp_status go_ahead(struct sp_db *db, struct marks *marks, struct sp_str prefix,
	int64_t last, int64_t changed, int64_t now, int64_t *ahead_r, struct sp_buf *said,
	struct sp_err *err)
{
	struct sp_numbering numbering = { .last = last, .mark = number_of(marks, tickets, prefix),
		.window = PACE_OF, .away = now - changed };
	enum sp_status status;
	int64_t after;

	if (numbering.away > 0 && numbering.away < PACE_OF)
		numbering.window = numbering.away;
	status = recent(db, prefix, changed - numbering.window, &numbering.recent, err);
	if (status != SP_OK)
		return status;
	after = sp_numbering_after(&numbering);
	*ahead_r += after - last;
	sp_buf_printf(said, "%s%.*s%05lld", said->len ? " " : "", SP_FMT(prefix),
		(long long)after + 1);
	return set_number(db, prefix, after, err);
}

/* Also a series that was begun since. */
static enum sp_status all_ahead(struct sp_db *db, struct marks *marks, int64_t now,
	int64_t *ahead_r, struct sp_buf *said, struct sp_err *err)
{
	struct marks series = { .arena = SP_ARENA_INIT };
	enum sp_status status;
	struct sp_query query;
	int64_t changed = now;

	status = sp_db_last_change(db, &changed, err);
	sp_query_begin(&query, db, SP_SQL_NUMBERS, &series.arena, err);
	while (sp_query_row(&query)) {
		struct sp_str prefix = sp_read_text(&query);

		raise_mark(&series, tickets, prefix, sp_read_int(&query));
	}
	if (status == SP_OK)
		status = sp_query_end(&query);
	for (size_t i = 0; i < marks->count && status == SP_OK; i++)
		if (sp_str_eq(marks->items[i].sort, sp_str(tickets)) &&
			!find(&series, tickets, marks->items[i].name) && series.count < MOST_MARKS)
			series.items[series.count++] = (struct mark){ sp_str(tickets),
				marks->items[i].name, 0 };
	for (size_t i = 0; i < series.count && status == SP_OK; i++)
		status = go_ahead(db, marks, series.items[i].name, series.items[i].number, changed, now,
			ahead_r, said, err);
	sp_arena_release(&series.arena);
	return status;
}

/* Ids that were seen outside, but the ledger's, which have no gaps; and what proved a
 * staff member may have been shown since. */
static enum sp_status ids_ahead(struct sp_db *db, int64_t ahead, int64_t now, struct sp_err *err)
{
	static const enum sp_statement ids[] = { SP_SQL_IDS_ALL, SP_SQL_IDS_AHEAD };
	enum sp_status status = SP_OK;
	struct sp_query query;

	for (size_t i = 0; i < sizeof ids / sizeof *ids && status == SP_OK; i++) {
		sp_query_begin(&query, db, ids[i], NULL, err);
		if (ids[i] == SP_SQL_IDS_AHEAD)
			sp_bind_int(&query, 10 * (ahead > SP_NUMBERS_KNOWN ? ahead : SP_NUMBERS_KNOWN));
		status = sp_query_run(&query);
	}
	if (status != SP_OK)
		return status;
	sp_query_begin(&query, db, SP_SQL_TOKENS_SHOWN_ALL, NULL, err);
	sp_bind_int(&query, now);
	return sp_query_run(&query);
}

static enum sp_status tell(struct sp_db *db, struct sp_str numbers, int64_t now, struct sp_err *err)
{
	struct sp_event event = { .at = now, .actor = SP_BY_SYSTEM, .what = SP_STR("restored"),
		.reason = SP_STR("the database is older than the desk: numbers go on further ahead") };
	struct sp_buf detail = SP_BUF_INIT;
	enum sp_status status = sp_event_add(db, &event, err);
	struct sp_log_line line;

	sp_buf_printf(&detail, "the database went back to a backup; ticket numbers go on at %.*s",
		SP_FMT(numbers));
	if (status == SP_OK)
		status = sp_alarm_raise(db, "restored", sp_buf_str(&detail), now, err);
	sp_buf_release(&detail);
	if (status != SP_OK)
		return status;
	sp_log_begin(&line, "restored");
	sp_log_text(&line, "numbers", numbers);
	sp_log_end(&line, SP_LOG_WARNING);
	return SP_OK;
}

static enum sp_status restored(struct sp_db *db, struct marks *marks, struct sp_err *err)
{
	struct sp_buf said = SP_BUF_INIT;
	int64_t now = sp_clock_now(), ahead = 0;
	enum sp_status status = all_ahead(db, marks, now, &ahead, &said, err);

	if (status == SP_OK)
		status = ids_ahead(db, ahead, now, err);
	if (status == SP_OK)
		status = tell(db, said.len ? sp_buf_str(&said) : SP_STR("1"), now, err);
	if (status == SP_OK)
		db->numbered |= SP_NUMBERED_TICKET;
	sp_buf_release(&said);
	return status;
}

enum sp_status sp_numbers_take_over(struct sp_db *db, struct sp_err *err)
{
	struct marks marks = { .arena = SP_ARENA_INIT };
	enum sp_status status;

	read_marks(db->lock_fd, &marks);
	status = restored(db, &marks, err);
	if (status == SP_OK)
		status = sp_db_set_application(db, SP_APPLICATION_ID, err);
	sp_arena_release(&marks.arena);
	return status;
}

static enum sp_status next_of(struct sp_db *db, const char *prefix, int64_t *number_r,
	struct sp_err *err)
{
	struct sp_query query;

	sp_query_begin(&query, db, SP_SQL_NUMBER_NEXT, NULL, err);
	sp_bind_word(&query, prefix);
	return sp_query_number(&query, number_r);
}

enum sp_status sp_numbers_next(struct sp_db *db, const char *prefix, int64_t *number_r,
	struct sp_err *err)
{
	struct marks marks = { .arena = SP_ARENA_INIT };
	enum sp_status status = next_of(db, prefix, number_r, err);

	read_marks(db->lock_fd, &marks);
	if (status == SP_OK && *number_r <= number_of(&marks, tickets, sp_str(prefix))) {
		status = restored(db, &marks, err);
		if (status == SP_OK)
			status = next_of(db, prefix, number_r, err);
	}
	db->numbered |= SP_NUMBERED_TICKET;
	sp_arena_release(&marks.arena);
	return status;
}

/* Before a person, whose id is in addresses, gets one: he may come before his ticket. */
enum sp_status sp_numbers_look(struct sp_db *db, struct sp_err *err)
{
	struct marks marks = { .arena = SP_ARENA_INIT };
	enum sp_status status = SP_OK;
	bool older = false;
	struct sp_query query;

	read_marks(db->lock_fd, &marks);
	for (size_t i = 0; i < marks.count && status == SP_OK && !older; i++) {
		int64_t last = 0;

		if (!sp_str_eq(marks.items[i].sort, sp_str(tickets)))
			continue;
		sp_query_begin(&query, db, SP_SQL_NUMBER_LAST, NULL, err);
		sp_bind_text(&query, marks.items[i].name);
		status = sp_query_number(&query, &last);
		older = last < marks.items[i].number;
	}
	if (status == SP_OK && older)
		status = restored(db, &marks, err);
	sp_arena_release(&marks.arena);
	return status;
}

/* --- statements ------------------------------------------------------------------------ */

enum sp_status sp_statements_lost(struct sp_db *db, const char *lock_path,
	struct sp_lost_statements *lost_r, struct sp_err *err)
{
	struct marks marks = { .arena = SP_ARENA_INIT }, made = { .arena = SP_ARENA_INIT };
	int fd = open(lock_path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	enum sp_status status;
	struct sp_query query;

	*lost_r = (struct sp_lost_statements){ 0, 0, 0 };
	if (fd < 0)
		return errno == ENOENT ? SP_OK :
			sp_fail(err, SP_TEMP, "%s: cannot open: %s", lock_path, strerror(errno));
	read_marks(fd, &marks);
	close(fd);
	sp_query_begin(&query, db, SP_SQL_STATEMENT_NUMBERS, &made.arena, err);
	while (sp_query_row(&query)) {
		struct sp_str year = sp_read_text(&query);

		raise_mark(&made, statements, year, sp_read_int(&query));
	}
	status = sp_query_end(&query);
	for (size_t i = 0; i < marks.count && status == SP_OK && !lost_r->last; i++) {
		const struct mark *mark = &marks.items[i];
		int64_t last = number_of(&made, statements, mark->name);
		unsigned long long year;

		if (sp_str_eq(mark->sort, sp_str(statements)) && last < mark->number &&
			sp_str_number(mark->name, 9999, &year))
			*lost_r = (struct sp_lost_statements){ (int64_t)year, last + 1, mark->number };
	}
	sp_arena_release(&marks.arena);
	sp_arena_release(&made.arena);
	return status;
}

enum sp_status sp_statements_refuse(const struct sp_lost_statements *lost, struct sp_err *err)
{
	return sp_fail(err, SP_CONFIG, "statements %lld/%lld to %lld/%lld were sent and are not in the "
		"database, which went back to a backup; enter again what was worked since, then run "
		"`sportello statements --again`", (long long)lost->year, (long long)lost->first,
		(long long)lost->year, (long long)lost->last);
}
