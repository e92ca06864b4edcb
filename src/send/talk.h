/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A dialog with a mail server, followed line by line, so that its outcome can
 * be judged by the reply to the command that mattered.
 */
#ifndef SP_SEND_TALK_H
#define SP_SEND_TALK_H

#include "base/str.h"
#include "send/verdict.h"

enum { SP_REPLY_BYTES = 500 };

struct sp_talk {
	enum sp_phase phase;
	bool over;       /* QUIT was said */
	bool data;       /* the last command was DATA */
	bool first;      /* no reply to a command of this mail was read yet */
	int code;        /* the reply to the last command; 0: none yet */
	char reply[SP_REPLY_BYTES + 1]; /* its lines in one, with the code */
};

/* Begin to follow a new mail. */
void sp_talk_begin(struct sp_talk *talk);

/* A command line that was sent. */
void sp_talk_sent(struct sp_talk *talk, struct sp_str line);

/* A reply line that was read.  True when it is the last one of a reply that
 * refuses this mail, now or for ever. */
bool sp_talk_got(struct sp_talk *talk, struct sp_str line);

#endif
