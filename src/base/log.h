/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * One line an event, key=value, for the administrator who reads once a month.
 *
 * Goes to syslog (facility mail), and to standard error too when a person
 * runs the program.  sportello-deliver never writes to standard error: Postfix
 * would put it into a bounce.  Values are escaped so that nothing a mail says
 * can begin a new line or look like another key: anything outside printable
 * ASCII, and '"', '\' and '=', is written \xHH inside quotes.  Never give it a
 * token, a password or the text of a mail.
 */
#ifndef SP_BASE_LOG_H
#define SP_BASE_LOG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

enum sp_log_level { SP_LOG_ERROR = 3, SP_LOG_WARNING = 4, SP_LOG_NOTICE = 5, SP_LOG_INFO = 6 };

struct sp_log_line {
	struct sp_buf text;
};

void sp_log_open(const char *program, bool also_stderr);

/* A line is begun with what happened ("delivered"), given its pairs, and
 * ended, which writes it. */
void sp_log_begin(struct sp_log_line *line, const char *event);
void sp_log_text(struct sp_log_line *line, const char *key, struct sp_str value);
void sp_log_number(struct sp_log_line *line, const char *key, int64_t value);
void sp_log_end(struct sp_log_line *line, enum sp_log_level level);

#endif
