/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello-send: sends what the outbox holds.  Once (for cron), or with
 * --wait for as long as it lives.
 */
#include "config.h"

#include <curl/curl.h>
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/log.h"
#include "send/sender.h"
#include "send/transport.h"

struct options {
	const char *conf_path;
	bool stay, probe;
};

static const char usage[] = "usage: sportello-send [-c FILE] [--wait | --probe]\n"
	"\n"
	"  -c FILE    the configuration (default $SPORTELLO_CONF, else " SP_CONF_FILE ")\n"
	"  --wait     stay, and send what is queued at once\n"
	"  --probe    send nothing: would the mail server take our mail?\n"
	"  --help     print this\n"
	"  --version  print the version\n";

/* -1: go on; else the exit code. */
static int read_options(int argc, char **argv, struct options *options)
{
	static const struct option known[] = {
		{ "wait", no_argument, NULL, 'w' },
		{ "probe", no_argument, NULL, 'p' },
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'v' },
		{ NULL, 0, NULL, 0 },
	};
	const char *conf = getenv("SPORTELLO_CONF");
	int option;

	*options = (struct options){ .conf_path = conf && *conf ? conf : SP_CONF_FILE };
	while ((option = getopt_long(argc, argv, "c:", known, NULL)) != -1) {
		switch (option) {
		case 'c':
			options->conf_path = optarg;
			break;
		case 'w':
			options->stay = true;
			break;
		case 'p':
			options->probe = true;
			break;
		case 'h':
			fputs(usage, stdout);
			return EX_OK;
		case 'v':
			puts("sportello-send " PACKAGE_VERSION);
			return EX_OK;
		default:
			fputs(usage, stderr);
			return EX_USAGE;
		}
	}
	if (optind == argc)
		return -1;
	fprintf(stderr, "sportello-send: what is \"%s\"?\n%s", argv[optind], usage);
	return EX_USAGE;
}

/* Signals to end come through a descriptor; a connection that breaks is no
 * reason to die. */
static int open_signals(void)
{
	sigset_t ending;

	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&ending);
	sigaddset(&ending, SIGTERM);
	sigaddset(&ending, SIGINT);
	sigaddset(&ending, SIGHUP);
	sigprocmask(SIG_BLOCK, &ending, NULL);
	return signalfd(-1, &ending, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* SP_TEMP: not now; SP_CONFIG: what is configured is wrong. */
static enum sp_status probe(const struct sp_route *route, struct sp_err *err)
{
	struct sp_lane *lane = route->transport->create(route);
	struct sp_try attempt;

	route->transport->probe(lane, &attempt);
	route->transport->free(lane);
	if (attempt.verdict == SP_VERDICT_SENT)
		return SP_OK;
	return sp_fail(err, attempt.verdict == SP_VERDICT_LATER ? SP_TEMP : SP_CONFIG, "%s",
		attempt.reply);
}

static enum sp_status send_mail(const struct options *options, struct sp_err *err)
{
	struct sp_conf *conf = NULL;
	struct sp_route route = { .conf = NULL };
	enum sp_status status = sp_conf_read(options->conf_path, &conf, err);
	int signal_fd = open_signals();

	if (signal_fd < 0)
		status = sp_fail(err, SP_TEMP, "signals: %s", strerror(errno));
	if (status == SP_OK)
		status = sp_route_open(&conf->send, &route, err);
	if (status == SP_OK)
		status = options->probe ? probe(&route, err) :
			sp_sender_run(conf, &route, options->stay, signal_fd, err);
	if (signal_fd >= 0)
		close(signal_fd);
	sp_route_release(&route);
	sp_conf_free(conf);
	return status;
}

int main(int argc, char **argv)
{
	static const int codes[] = {
		[SP_OK] = EX_OK, [SP_TEMP] = EX_TEMPFAIL, [SP_PERM] = EX_TEMPFAIL, [SP_CONFIG] = EX_CONFIG,
	};
	struct options options;
	struct sp_err err = { .status = SP_OK };
	enum sp_status status;
	int code = read_options(argc, argv, &options);

	if (code >= 0)
		return code;
	sp_log_open("sportello-send", isatty(STDERR_FILENO));
	if (curl_global_init(CURL_GLOBAL_ALL) != CURLE_OK) {
		fputs("sportello-send: libcurl does not start\n", stderr);
		return EX_TEMPFAIL;
	}
	status = send_mail(&options, &err);
	if (status != SP_OK)
		fprintf(stderr, "sportello-send: %s\n", err.text);
	curl_global_cleanup();
	return codes[status];
}
