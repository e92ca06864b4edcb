/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the files of the export share; nothing for anybody else.
 */
#ifndef SP_DESK_EXPORTING_H
#define SP_DESK_EXPORTING_H

#include "base/hash.h"
#include "base/json.h"
#include "desk/export.h"
#include "store/export.h"

/* A file that was written. */
struct sp_exported_file {
	const char *name; /* below the folder */
	int64_t size;
	struct sp_digest sha256;
};

struct sp_export_run {
	const struct sp_exporting *how;
	const struct sp_person *person;
	struct sp_arena *arena;
	struct sp_export_report *report;
	const char *language;
	struct sp_mentions others; /* blotted out in the desk's own words */
	int folder_fd;             /* -1: a dry run */
	struct sp_exported_file *files;
	size_t file_count, file_room;
	/* The archived ticket that was read last: its messages often follow each other. */
	struct sp_str archived;
	struct sp_buf mbox;
};

/* --- files (export_files.c) --- */

/* One that is being written. */
struct sp_export_file {
	const char *name;
	int fd;
	int64_t size;
	struct sp_sha256_state hash;
};

enum sp_status sp_export_open_folder(struct sp_export_run *run, struct sp_err *err) SP_MUST_CHECK;
void sp_export_close_folder(struct sp_export_run *run);

enum sp_status sp_export_open(struct sp_export_run *run, const char *name,
	struct sp_export_file *file_r, struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_export_write(struct sp_export_run *run, struct sp_export_file *file,
	struct sp_str bytes, struct sp_err *err) SP_MUST_CHECK;
/* Into the list of files, where it is whole. */
enum sp_status sp_export_close(struct sp_export_run *run, struct sp_export_file *file,
	enum sp_status status, struct sp_err *err) SP_MUST_CHECK;
/* All of a file at once. */
enum sp_status sp_export_put(struct sp_export_run *run, const char *name, struct sp_str bytes,
	struct sp_err *err) SP_MUST_CHECK;

/* --- data.json (export_data.c) --- */

/* A list that grows item by item in the file: `first` before the first one. */
struct sp_export_list {
	struct sp_export_run *run;
	struct sp_export_file *file;
	bool more;
};
/* Takes the item over. */
enum sp_status sp_export_item(struct sp_export_list *list, struct sp_json *item, struct sp_err *err)
	SP_MUST_CHECK;

/* Words of the file itself. */
enum sp_status sp_export_text(struct sp_export_list *list, const char *text, struct sp_err *err)
	SP_MUST_CHECK;
/* `,\n"tickets": [`: another member that grows item by item. */
enum sp_status sp_export_begin(struct sp_export_list *list, const char *key, struct sp_err *err)
	SP_MUST_CHECK;
/* Another member at once; takes it over. */
enum sp_status sp_export_member(struct sp_export_list *list, const char *key,
	struct sp_json *value, struct sp_err *err) SP_MUST_CHECK;

void sp_export_set_day(struct sp_json *object, const char *key, int64_t day);
void sp_export_set_word(struct sp_json *object, const char *key, const char *word);
void sp_export_set_instant(struct sp_json *object, const char *key, int64_t instant);
/* Text of the desk's: others blotted out. */
void sp_export_set_own(struct sp_export_run *run, struct sp_json *object, const char *key,
	struct sp_str text);

enum sp_status sp_export_data(struct sp_export_run *run, struct sp_err *err) SP_MUST_CHECK;

/* --- its members, a file each (export_tickets.c, _mails.c, _held.c) --- */

enum sp_status sp_export_put_tickets(struct sp_export_list *list, struct sp_err *err) SP_MUST_CHECK;
/* With sent/. */
enum sp_status sp_export_put_mails(struct sp_export_list *list, struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_export_put_held(struct sp_export_list *list, struct sp_err *err) SP_MUST_CHECK;

/* --- what he wrote (export_messages.c) --- */

/* messages/ and attachments/; each message an item of the list. */
enum sp_status sp_export_messages(struct sp_export_list *list, struct sp_err *err) SP_MUST_CHECK;

/* Where the message of that number is, below the folder. */
const char *sp_export_message_name(struct sp_arena *arena, int64_t id);

#endif
