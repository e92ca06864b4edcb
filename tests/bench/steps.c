/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What each step of a delivery costs: `steps CONF NOTHING MESSAGES ROUNDS`, where
 * NOTHING is a program that does nothing and MESSAGES the files' names with a "%d".
 * Prints "alone" or "resident", the step and the median of its microseconds.
 *
 * Alone: all of it one step after the other, in a fork of its own each time (a real
 * delivery lets the child parse while it opens the database).  Resident: as the storer
 * does it, with everything in memory; the parser's fork belongs to its step.
 */
#include "config.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "deliver/parser.h"
#include "desk/receive.h"
#include "mail/record.h"
#include "mail/sandbox.h"

enum { START, READ, KNOW, CHILD, OPEN, DECIDE, COMMIT, CLOSE, STEPS };

static const char *const names[STEPS] = {
	"start of a process", "read the message", "configuration, words, rules", "child and parsing",
	"open the database", "decide", "commit", "close the database",
};

struct bench {
	const char *conf_path, *nothing, *messages;
	int rounds, next;
	double *taken[STEPS]; /* shared with the forks */
};

struct round {
	struct sp_arena arena;
	struct sp_desk desk;
	struct sp_buf raw, said; /* what the parser said is looked at until the end */
	struct sp_delivery delivery;
	struct sp_received received;
	struct sp_db *db;
};

extern char **environ;
static struct timespec before;

static void must(bool good, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "steps: %s\n", what);
	exit(1);
}

static void begin_step(void)
{
	clock_gettime(CLOCK_MONOTONIC, &before);
}

/* The next one begins where this one ends. */
static void end_step(struct bench *bench, int step, int number)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	bench->taken[step][number] = (double)(now.tv_sec - before.tv_sec) * 1e6 +
		(double)(now.tv_nsec - before.tv_nsec) / 1e3;
	before = now;
}

static void start_nothing(const struct bench *bench)
{
	char *const argv[] = { (char *)(uintptr_t)bench->nothing, NULL };
	pid_t pid;
	int code;

	must(posix_spawn(&pid, bench->nothing, NULL, NULL, argv, environ) == 0 &&
		waitpid(pid, &code, 0) == pid && code == 0, bench->nothing);
}

static void read_message(struct bench *bench, struct round *round)
{
	struct sp_err err = { 0 };
	char path[4096];
	bool cut;
	char *sign;
	int fd;

	snprintf(path, sizeof path, "%s", bench->messages);
	sign = strstr(path, "%d");
	must(sign != NULL, "the messages' names have no %d");
	snprintf(sign, sizeof path - (size_t)(sign - path), "%d", ++bench->next);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	must(fd >= 0 && sp_read_all(fd, path, SP_MAX_MESSAGE, &round->raw, &cut, &err) == SP_OK, path);
	close(fd);
}

static void decide(struct bench *bench, struct round *round, int number)
{
	struct sp_str recipient = SP_STR("assistenza@desk.example.it");
	const struct sp_envelope envelope = {
		.sender = SP_STR("maria.rossi@example.com"), .recipients = &recipient,
		.recipient_count = 1, .mail_queue_id = SP_STR("4ABC"),
	};
	struct sp_err err = { 0 };

	round->delivery.raw = sp_buf_str(&round->raw);
	round->delivery.envelope = &envelope;
	must(sp_db_begin(round->db, &err) == SP_OK &&
		sp_receive_within(&round->desk, round->db, &round->arena, &round->delivery,
			&round->received, &err) == SP_OK, err.text);
	end_step(bench, DECIDE, number);
	must(sp_db_commit(round->db, &err) == SP_OK, err.text);
	end_step(bench, COMMIT, number);
}

/* --- alone -------------------------------------------------------------------------------- */

static void alone(struct bench *bench, int number)
{
	struct round round = { .arena = SP_ARENA_INIT, .raw = SP_BUF_INIT, .said = SP_BUF_INIT };
	struct sp_err err = { 0 };
	const char *why = NULL;

	begin_step();
	start_nothing(bench);
	end_step(bench, START, number);
	read_message(bench, &round);
	end_step(bench, READ, number);
	must(sp_desk_open(bench->conf_path, &round.desk, &err) == SP_OK, err.text);
	end_step(bench, KNOW, number);
	round.delivery.message = sp_message_parse_contained(&round.arena, sp_buf_str(&round.raw),
		round.desk.filters, sp_clock_monotonic_ms() + 10000, &why);
	must(round.delivery.message && !why, why ? why : "no message");
	end_step(bench, CHILD, number);
	must(sp_db_open(round.desk.conf->database, round.desk.conf->lock,
		sp_clock_monotonic_ms() + 10000, &round.db, &err) == SP_OK, err.text);
	end_step(bench, OPEN, number);
	decide(bench, &round, number);
	sp_db_close(round.db);
	end_step(bench, CLOSE, number);
	_exit(0);
}

static void run_alone(struct bench *bench)
{
	for (int i = 0; i < bench->rounds; i++) {
		pid_t pid = fork();
		int code;

		if (pid == 0)
			alone(bench, i);
		must(pid > 0 && waitpid(pid, &code, 0) == pid && code == 0, "a delivery failed");
		bench->next++;
	}
}

/* --- resident ------------------------------------------------------------------------------- */

static void parse(struct round *round, int parser)
{
	struct sp_str raw = sp_buf_str(&round->raw);
	int message = memfd_create("message", MFD_CLOEXEC), record = -1;
	enum sp_heard heard = SP_HEARD_SOME;
	const char *why = "nonsense";

	must(message >= 0 && sp_write_all(message, "the message", raw, NULL) == SP_OK &&
		sp_parser_give(parser, message, raw.len, &record), "no parser");
	while (heard == SP_HEARD_SOME)
		heard = sp_contained_hear(record, SP_MAX_RECORD, &round->said);
	if (heard == SP_HEARD_ALL)
		round->delivery.message = sp_record_read(&round->arena, sp_contained_said(&round->said),
			(int64_t)raw.len, &why);
	must(round->delivery.message != NULL, why);
	close(message);
	close(record);
}

static void resident(struct bench *bench, struct round *round, int parser, int number)
{
	struct sp_err err = { 0 };

	begin_step();
	read_message(bench, round);
	end_step(bench, READ, number);
	parse(round, parser);
	end_step(bench, CHILD, number);
	must(sp_db_resume(round->db, sp_clock_monotonic_ms() + 10000, &err) == SP_OK, err.text);
	end_step(bench, OPEN, number);
	decide(bench, round, number);
	sp_db_pause(round->db);
	end_step(bench, CLOSE, number);
	sp_buf_release(&round->raw);
	sp_buf_release(&round->said);
	sp_arena_release(&round->arena);
}

static void run_resident(struct bench *bench)
{
	struct round round = { .arena = SP_ARENA_INIT, .raw = SP_BUF_INIT, .said = SP_BUF_INIT };
	struct sp_err err = { 0 };
	int parser;

	must(sp_desk_open(bench->conf_path, &round.desk, &err) == SP_OK &&
		sp_filters_ready(round.desk.filters, &err) == SP_OK &&
		sp_parser_start(round.desk.filters, &parser, &err) == SP_OK &&
		sp_db_open(round.desk.conf->database, round.desk.conf->lock,
			sp_clock_monotonic_ms() + 10000, &round.db, &err) == SP_OK, err.text);
	while (sp_db_prepare_early(round.db))
		;
	sp_db_pause(round.db);
	for (int i = 0; i < bench->rounds; i++)
		resident(bench, &round, parser, i);
	close(parser);
	sp_db_close(round.db);
	sp_desk_close(&round.desk);
}

/* --- what is printed -------------------------------------------------------------------------- */

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void show(struct bench *bench, const char *how)
{
	for (int step = 0; step < STEPS; step++) {
		qsort(bench->taken[step], (size_t)bench->rounds, sizeof(double), by_size);
		printf("%s\t%s\t%.0f\n", how, names[step], bench->taken[step][bench->rounds / 2]);
		memset(bench->taken[step], 0, (size_t)bench->rounds * sizeof(double));
	}
	fflush(stdout);
}

int main(int argc, char **argv)
{
	struct bench bench = { 0 };

	must(argc == 5, "usage: steps CONF NOTHING MESSAGES ROUNDS");
	bench = (struct bench){ .conf_path = argv[1], .nothing = argv[2], .messages = argv[3],
		.rounds = atoi(argv[4]) };
	must(bench.rounds > 0, "no rounds");
	for (int step = 0; step < STEPS; step++) {
		bench.taken[step] = mmap(NULL, (size_t)bench.rounds * sizeof(double),
			PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
		must(bench.taken[step] != MAP_FAILED, "no memory");
	}
	sp_db_set_up_brief();
	run_alone(&bench);
	show(&bench, "alone");
	run_resident(&bench);
	show(&bench, "resident");
	return 0;
}
