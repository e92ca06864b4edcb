/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Runs programs in turn, as a mail server would, and says what each took.
 *
 *     race ROUNDS MANY AT-ONCE <SPEC
 *
 * A line of SPEC is a contestant, its words separated by tabs: name, process to
 * wait for until it rests (0: none), file for standard input, the command and
 * its arguments.  "%d" in a file or an argument is the number of the run, from 1
 * on.  In each round each contestant runs MANY times, AT-ONCE of them at any
 * time; who begins moves on by one.  For each one a line is printed: name,
 * median, 99th percentile and slowest time of a run in microseconds (wall),
 * median of its processor time in microseconds, median of the runs a second of a
 * round, runs that ended with anything but 0, and how many times its median the
 * slowest run of a round took (median of the rounds).
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

enum { WORDS = 32, CONTESTANTS = 16, AT_ONCE = 64 };

struct contestant {
	char *name, *rests, *input;
	char *words[WORDS];
	double *wall, *cpu, *rate, *spread;
	size_t runs, rounds;
	unsigned failed;
};

struct running {
	pid_t pid;
	double began;
};

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void *room(size_t count, size_t size)
{
	void *memory = calloc(count, size);

	if (!memory)
		abort();
	return memory;
}

static char *numbered(const char *word, size_t number)
{
	const char *mark = strstr(word, "%d");
	char *out = NULL;

	if (!mark)
		out = strdup(word);
	else if (asprintf(&out, "%.*s%zu%s", (int)(mark - word), word, number, mark + 2) < 0)
		out = NULL;
	if (!out)
		abort();
	return out;
}

static pid_t start(const struct contestant *c, size_t number)
{
	posix_spawn_file_actions_t actions;
	char *words[WORDS] = { 0 }, *input = numbered(c->input, number);
	pid_t pid;

	for (size_t i = 0; c->words[i]; i++)
		words[i] = numbered(c->words[i], number);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, 1, 2);
	if (posix_spawn(&pid, words[0], &actions, NULL, words, environ) != 0) {
		perror(words[0]);
		exit(1);
	}
	posix_spawn_file_actions_destroy(&actions);
	for (size_t i = 0; words[i]; i++)
		free(words[i]);
	free(input);
	return pid;
}

static double seconds(const struct timeval *t)
{
	return (double)t->tv_sec * 1e6 + (double)t->tv_usec;
}

static void reap(struct contestant *c, struct running *list, size_t *count)
{
	struct rusage usage;
	int status;
	pid_t pid = wait4(-1, &status, 0, &usage);
	double ended = now();

	for (size_t i = 0; i < *count; i++)
		if (list[i].pid == pid) {
			c->wall[c->runs] = ended - list[i].began;
			c->cpu[c->runs++] = seconds(&usage.ru_utime) + seconds(&usage.ru_stime);
			c->failed += status != 0;
			list[i] = list[--*count];
			return;
		}
}

/* Processor time of another process, in ticks; -1 when it is gone. */
static long used_by(const char *pid)
{
	char path[64];
	unsigned long user = 0, system = 0;
	FILE *file;

	snprintf(path, sizeof path, "/proc/%s/schedstat", pid);
	file = fopen(path, "r");
	if (!file)
		return -1;
	if (fscanf(file, "%lu %lu", &user, &system) != 2)
		user = 0;
	fclose(file);
	return (long)user;
}

/* Until it has used no processor for five milliseconds; a second at most. */
static void let_rest(const char *pid)
{
	long before = -2;

	if (strcmp(pid, "0") == 0)
		return;
	for (int i = 0; i < 200; i++) {
		long used = used_by(pid);

		if (used < 0 || used == before)
			return;
		before = used;
		usleep(5000);
	}
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double part(double *list, size_t count, size_t percent)
{
	qsort(list, count, sizeof *list, by_size);
	return list[count * percent / 100 < count ? count * percent / 100 : count - 1];
}

static void run_round(struct contestant *c, size_t many, size_t at_once)
{
	struct running list[AT_ONCE];
	size_t running = 0, begin = c->runs;
	double began = now();

	for (size_t i = 0; i < many; i++) {
		if (running == at_once)
			reap(c, list, &running);
		list[running].began = now();
		list[running++].pid = start(c, begin + i + 1);
	}
	while (running)
		reap(c, list, &running);
	c->rate[c->rounds] = (double)many * 1e6 / (now() - began);
	c->spread[c->rounds++] = part(c->wall + begin, many, 100) / part(c->wall + begin, many, 50);
	let_rest(c->rests);
}

static size_t read_spec(struct contestant *list, size_t runs, size_t rounds)
{
	static char line[16384];
	size_t count = 0;

	while (count < CONTESTANTS && fgets(line, sizeof line, stdin)) {
		struct contestant *c = &list[count++];
		char *rest = strdup(line), *word;
		size_t i = 0;

		if (!rest)
			abort();
		rest[strcspn(rest, "\n")] = '\0';
		c->name = strsep(&rest, "\t");
		c->rests = strsep(&rest, "\t");
		c->input = strsep(&rest, "\t");
		while (i + 1 < WORDS && (word = strsep(&rest, "\t")) != NULL)
			c->words[i++] = word;
		c->wall = room(runs, sizeof(double));
		c->cpu = room(runs, sizeof(double));
		c->rate = room(rounds, sizeof(double));
		c->spread = room(rounds, sizeof(double));
	}
	return count;
}

int main(int argc, char **argv)
{
	struct contestant list[CONTESTANTS] = { 0 };
	size_t rounds, many, at_once, count;

	if (argc != 4)
		return 64;
	rounds = strtoul(argv[1], NULL, 10);
	many = strtoul(argv[2], NULL, 10);
	at_once = strtoul(argv[3], NULL, 10);
	if (!rounds || !many || !at_once || at_once > AT_ONCE)
		return 64;
	count = read_spec(list, rounds * many, rounds);
	for (size_t r = 0; r < rounds; r++)
		for (size_t i = 0; i < count; i++)
			run_round(&list[(i + r) % count], many, at_once);
	for (size_t i = 0; i < count; i++) {
		struct contestant *c = &list[i];
		double median = part(c->wall, c->runs, 50);

		printf("%s\t%.0f\t%.0f\t%.0f\t%.0f\t%.1f\t%u\t%.2f\n", c->name, median,
			part(c->wall, c->runs, 99), part(c->wall, c->runs, 100),
			part(c->cpu, c->runs, 50), part(c->rate, c->rounds, 50), c->failed,
			part(c->spread, c->rounds, 50));
	}
	return 0;
}
