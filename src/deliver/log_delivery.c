/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "deliver/log_delivery.h"

#include "base/clock.h"
#include "base/log.h"

void sp_log_delivery(const struct sp_delivery *delivery, const struct sp_received *received,
	int64_t started_ms)
{
	const struct sp_message *message = delivery->message;
	struct sp_log_line line;

	sp_log_begin(&line, received->summary);
	sp_log_text(&line, "queue_id", delivery->envelope->mail_queue_id);
	sp_log_text(&line, "message_id", message->message_id);
	if (message->from.count)
		sp_log_text(&line, "from", message->from.items[0].address);
	if (received->ticket.len)
		sp_log_text(&line, "ticket", received->ticket);
	sp_log_text(&line, "class", sp_str(sp_class_name(message->class)));
	sp_log_number(&line, "stored", received->message_id);
	sp_log_number(&line, "mails", (int64_t)received->mails);
	sp_log_number(&line, "size", (int64_t)delivery->raw.len);
	sp_log_number(&line, "ms", sp_clock_monotonic_ms() - started_ms);
	sp_log_end(&line, SP_LOG_INFO);
}
