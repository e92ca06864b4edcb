/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A fresh database in a folder of its own for each test of the store.
 */
#ifndef SP_TESTS_STORE_FIXTURE_H
#define SP_TESTS_STORE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "store/db.h"
#include "store/messages.h"
#include "store/outbox.h"
#include "store/people.h"
#include "store/tickets.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define assert_str(s, text) assert_string_equal_str((s), (text), __FILE__, __LINE__)
#define assert_ok(status, err) assert_ok_at((status), (err), __FILE__, __LINE__)

enum { NOW = 1800000000 };

struct fixture {
	char folder[64];
	char path[96];
	char lock[96];
	struct sp_arena arena;
	struct sp_err err;
	struct sp_db *db;
};

static inline void assert_string_equal_str(struct sp_str s, const char *text, const char *file,
	int line)
{
	if (!s.ptr || !sp_str_eq(s, sp_str(text))) {
		print_error("%s:%d: \"%.*s\" is not \"%s\"\n", file, line, SP_FMT(s), text);
		fail();
	}
}

static inline void assert_ok_at(enum sp_status status, const struct sp_err *err, const char *file,
	int line)
{
	if (status != SP_OK) {
		print_error("%s:%d: %s\n", file, line, err->text);
		fail();
	}
}

static inline int64_t in_seconds(int seconds)
{
	return sp_clock_monotonic_ms() + seconds * INT64_C(1000);
}

/* An empty folder, no database yet. */
static inline int setup_folder(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	snprintf(f->folder, sizeof(f->folder), "/tmp/sportello-store-XXXXXX");
	if (!mkdtemp(f->folder))
		return -1;
	snprintf(f->path, sizeof(f->path), "%s/sportello.db", f->folder);
	snprintf(f->lock, sizeof(f->lock), "%s/sportello.lock", f->folder);
	*state = f;
	return 0;
}

/* A database, open, in a transaction. */
static inline int setup(void **state)
{
	struct fixture *f;

	if (setup_folder(state) != 0)
		return -1;
	f = *state;
	assert_ok(sp_db_init(f->path, f->lock, NOW, &f->err), &f->err);
	assert_ok(sp_db_open(f->path, f->lock, in_seconds(30), &f->db, &f->err), &f->err);
	assert_ok(sp_db_begin(f->db, &f->err), &f->err);
	return 0;
}

static inline int teardown(void **state)
{
	struct fixture *f = *state;
	struct dirent *entry;
	DIR *folder;

	sp_db_close(f->db);
	sp_arena_release(&f->arena);
	folder = opendir(f->folder);
	while (folder && (entry = readdir(folder)) != NULL) {
		char name[400];

		snprintf(name, sizeof(name), "%s/%s", f->folder, entry->d_name);
		unlink(name);
	}
	if (folder)
		closedir(folder);
	rmdir(f->folder);
	free(f);
	return 0;
}

static inline int64_t add_customer(struct fixture *f, const char *address, const char *name)
{
	struct sp_person person = { .role = SP_CUSTOMER, .name = sp_str(name),
		.address = sp_str(address), .language = SP_STR("it") };
	int64_t id;

	assert_ok(sp_people_add(f->db, &person, NOW, &id, &f->err), &f->err);
	return id;
}

static inline struct sp_ticket open_ticket(struct fixture *f, int64_t requester, const char *queue,
	int priority)
{
	struct sp_ticket ticket = { .queue = sp_str(queue), .state = SP_NEW, .priority = priority,
		.subject = SP_STR("Il sito non risponde"), .language = SP_STR("it"),
		.requester_id = requester, .opened_at = NOW, .received_at = NOW - 5 };

	assert_ok(sp_ticket_open(f->db, &f->arena, "HT", &ticket, &f->err), &f->err);
	return ticket;
}

#endif
