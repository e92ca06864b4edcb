/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "send/verdict.h"

#include <stddef.h>
#include <sys/wait.h>
#include <sysexits.h>

enum { LEAST_ATTEMPTS = 5 };

/* Replies to MAIL or RCPT that say how we came, not what we brought: "must
 * issue STARTTLS first", "authentication required" ... (RFC 4954, 6). */
static bool is_about_login(int code)
{
	return code == 530 || code == 534 || code == 535 || code == 538;
}

enum sp_verdict sp_verdict_smtp(enum sp_phase phase, int code)
{
	if (phase == SP_PHASE_GREETING || (phase == SP_PHASE_ENVELOPE && is_about_login(code)))
		return SP_VERDICT_UNREACHED;
	if (code >= 500 && code <= 599)
		return SP_VERDICT_REFUSED;
	if (code >= 400 && code <= 499)
		return SP_VERDICT_LATER;
	if (phase == SP_PHASE_ENVELOPE)
		return SP_VERDICT_LATER; /* the connection went away */
	return code >= 200 && code <= 299 ? SP_VERDICT_SENT : SP_VERDICT_UNKNOWN;
}

enum sp_verdict sp_verdict_command(int wait_status)
{
	static const struct {
		int code;
		enum sp_verdict verdict;
	} exits[] = {
		{ EX_OK, SP_VERDICT_SENT },
		{ EX_DATAERR, SP_VERDICT_REFUSED },
		{ EX_NOUSER, SP_VERDICT_REFUSED },
		/* The command is called or set up wrongly: that is no mail's fault. */
		{ EX_USAGE, SP_VERDICT_UNREACHED },
		{ EX_NOINPUT, SP_VERDICT_UNREACHED },
		{ EX_OSFILE, SP_VERDICT_UNREACHED },
		{ EX_NOPERM, SP_VERDICT_UNREACHED },
		{ EX_CONFIG, SP_VERDICT_UNREACHED },
		{ 126, SP_VERDICT_UNREACHED },
		{ 127, SP_VERDICT_UNREACHED },
	};

	if (!WIFEXITED(wait_status))
		return SP_VERDICT_UNKNOWN;
	for (size_t i = 0; i < sizeof exits / sizeof *exits; i++)
		if (WEXITSTATUS(wait_status) == exits[i].code)
			return exits[i].verdict;
	return SP_VERDICT_LATER;
}

int64_t sp_backoff(int64_t attempts)
{
	static const int minutes[] = { 1, 5, 15, 30, 60, 120, 240 };
	int64_t last = sizeof minutes / sizeof *minutes - 1;
	int64_t row = attempts < 1 ? 0 : attempts - 1;

	return 60 * (int64_t)minutes[row < last ? row : last];
}

bool sp_give_up(int64_t created_at, int64_t next_at, int64_t attempts, int64_t give_up_hours)
{
	return attempts >= LEAST_ATTEMPTS && next_at > created_at + give_up_hours * 3600;
}
