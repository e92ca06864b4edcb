/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "deliver/command_line.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

static bool read_options(int argc, char **argv, struct sp_command_line *line)
{
	int option;

	opterr = 0;
	while ((option = getopt(argc, argv, "c:f:a:d:q:")) != -1) {
		switch (option) {
		case 'c':
			line->conf_path = optarg;
			break;
		case 'f':
			line->envelope.sender = sp_str(optarg);
			break;
		case 'a':
			line->envelope.extension = sp_str(optarg);
			break;
		case 'd':
			line->envelope.original_recipient = sp_str(optarg);
			break;
		case 'q':
			line->envelope.mail_queue_id = sp_str(optarg);
			break;
		default:
			return false;
		}
	}
	return true;
}

bool sp_command_line_read(int argc, char **argv, struct sp_command_line *line_r)
{
	const char *conf = getenv("SPORTELLO_CONF");
	struct sp_str *recipients;

	*line_r = (struct sp_command_line){ .conf_path = conf && *conf ? conf : SP_CONF_FILE };
	if (!read_options(argc, argv, line_r))
		return false;
	line_r->envelope.recipient_count = (size_t)(argc - optind);
	recipients = sp_alloc(line_r->envelope.recipient_count, sizeof *recipients);
	for (int i = optind; i < argc; i++)
		recipients[i - optind] = sp_str(argv[i]);
	line_r->envelope.recipients = recipients;
	return true;
}

void sp_command_line_release(struct sp_command_line *line)
{
	free((void *)(uintptr_t)line->envelope.recipients);
	line->envelope.recipients = NULL;
}

bool sp_command_line_first(int *argc, char ***argv, const char *word)
{
	if (*argc < 2 || strcmp((*argv)[1], word) != 0)
		return false;
	(*argv)[1] = (*argv)[0];
	--*argc;
	++*argv;
	return true;
}
