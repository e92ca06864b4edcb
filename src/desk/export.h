/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Everything that is held about a person, in a folder that can be handed to him
 * (GDPR, Art. 15 and 20; SPEC.md section 12).
 *
 *   README.txt or LEGGIMI.txt   what is there, in his language
 *   data.json                   all of it, "version": 1
 *   messages/000017.eml         what he wrote, byte for byte as it came
 *   attachments/000017-1-NAME   the files of those messages, decoded
 *   manifest.json               each of these with its size and SHA-256
 *
 * Of other people there is nothing: what others wrote on his tickets is counted,
 * not told, and in the desk's own words their names and addresses are blotted
 * out.  The staff's notes are left out (SPEC.md section 8) and counted.
 *
 * One message at a time is in memory.  manifest.json is written last, by
 * sp_export_finish(): a folder without it is not to be handed to anybody.
 */
#ifndef SP_DESK_EXPORT_H
#define SP_DESK_EXPORT_H

#include "desk/desk.h"
#include "store/people.h"

enum { SP_EXPORT_VERSION = 1 };

struct sp_exporting {
	const struct sp_desk *desk;
	struct sp_db *db; /* for reading, all of one instant */
	int64_t now;
	const char *folder; /* is made, and must not be there yet */
	bool dry;           /* count, and write nothing */
	void (*step)(void *context, int64_t done, int64_t all);
	void *context;
};

struct sp_export_report {
	int64_t tickets, messages, attachments, mails;
	int64_t files, bytes; /* of all files, manifest.json left out */
	int64_t missing;      /* messages whose bytes were not found, in the archive either */
	int64_t notes;        /* of the staff, left out */
	int64_t others;       /* what others said, left out */
};

struct sp_export_run;

/* All files but the manifest; *run_r, in the arena, is for one of the two below
 * and NULL after a failure: then nothing is left of the folder. */
enum sp_status sp_export_person(const struct sp_exporting *how, const struct sp_person *person,
	struct sp_arena *arena, struct sp_export_run **run_r, struct sp_export_report *report_r,
	struct sp_err *err) SP_MUST_CHECK;

/* The manifest; how->db is not needed any more.  Or: remove all of it again. */
enum sp_status sp_export_finish(struct sp_export_run *run, struct sp_err *err) SP_MUST_CHECK;
void sp_export_abandon(struct sp_export_run *run);

#endif
