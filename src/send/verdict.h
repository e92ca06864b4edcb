/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What came of one try to send a mail, and when to try again.  Pure.
 *
 * A mail server's reply code decides, never the library's error code: a
 * library that reports failure may have delivered, and the other way round.
 */
#ifndef SP_SEND_VERDICT_H
#define SP_SEND_VERDICT_H

#include <stdbool.h>
#include <stdint.h>

enum sp_verdict {
	SP_VERDICT_SENT,
	SP_VERDICT_REFUSED,   /* this mail will never be taken */
	SP_VERDICT_LATER,     /* not taken now */
	SP_VERDICT_UNKNOWN,   /* given over, no answer: it may have been taken */
	SP_VERDICT_UNREACHED, /* no mail was even tried: server, login or command not there */
	SP_VERDICT_UNTRIED,   /* we held it back ourselves */
	SP_VERDICTS
};

/* How far a dialog came before the reply that counts. */
enum sp_phase {
	SP_PHASE_GREETING, /* connecting, EHLO, STARTTLS, AUTH: nothing about this mail yet */
	SP_PHASE_ENVELOPE, /* MAIL, RCPT, DATA */
	SP_PHASE_BODY,     /* 354 was read */
};

/* `code`: the reply to the last command (or to the body) of that phase, 0 when
 * there was none.  RFC 5321, 4.2.1 and 4.2.4.3. */
enum sp_verdict sp_verdict_smtp(enum sp_phase phase, int code);

/* By what wait(2) says of a sendmail command (sysexits.h). */
enum sp_verdict sp_verdict_command(int wait_status);

/* Seconds to wait after the attempt that is the `attempts`th: 1, 5, 15 and 30
 * minutes, 1, 2 and 4 hours, then every 4 hours. */
int64_t sp_backoff(int64_t attempts);

/* Is it time to give a mail up that was queued at `created_at`, was tried
 * `attempts` times (this one included) and could next be tried at `next_at`?
 * Not before a handful of tries: a machine that was off for a week has to
 * try. */
bool sp_give_up(int64_t created_at, int64_t next_at, int64_t attempts, int64_t give_up_hours);

#endif
