/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What has to fit together in a configuration, and what is looked up in it.
 */
#include "config.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "text/calendar.h"
#include "text/conf_check.h"
#include "text/tariff.h"

const struct sp_calendar *sp_conf_calendar(const struct sp_conf *conf, const char *name)
{
	for (size_t i = 0; i < conf->calendar_count; i++)
		if (strcmp(conf->calendars[i].name, name) == 0)
			return conf->calendars[i].calendar;
	return NULL;
}

const struct sp_tariff *sp_conf_tariff(const struct sp_conf *conf, const char *name)
{
	for (size_t i = 0; i < conf->tariff_count; i++)
		if (strcmp(conf->tariffs[i].name, name) == 0)
			return conf->tariffs[i].tariff;
	return NULL;
}

const struct sp_queue_conf *sp_conf_queue(const struct sp_conf *conf, struct sp_str name)
{
	for (size_t i = 0; i < conf->queue_count; i++)
		if (sp_str_eq(sp_str(conf->queues[i].name), name))
			return &conf->queues[i];
	return NULL;
}

/* The queue among the first `count` that has this address, whole. */
static const struct sp_queue_conf *queue_with(const struct sp_conf *conf, size_t count,
	struct sp_str local, struct sp_str domain)
{
	for (size_t i = 0; i < count; i++)
		for (const char *const *a = conf->queues[i].addresses; *a; a++) {
			struct sp_str ours = sp_str(*a);
			size_t at = sp_str_find_char(ours, '@');

			if (sp_str_eq_nocase(sp_str_sub(ours, 0, at), local) &&
				sp_str_eq_nocase(sp_str_from(ours, at + 1), domain))
				return &conf->queues[i];
		}
	return NULL;
}

const struct sp_queue_conf *sp_conf_queue_of_address(const struct sp_conf *conf,
	struct sp_str address, struct sp_str *extension_r)
{
	struct sp_str local, domain, extension = SP_NONE;
	size_t at = address.len, plus;

	while (at > 0 && address.ptr[at - 1] != '@')
		at--;
	if (extension_r)
		*extension_r = SP_NONE;
	if (at == 0)
		return NULL;
	local = sp_str_sub(address, 0, at - 1);
	domain = sp_str_from(address, at);
	plus = sp_str_find_char(local, '+');
	if (plus < local.len) {
		extension = sp_str_from(local, plus + 1);
		local = sp_str_sub(local, 0, plus);
	}
	if (extension_r)
		*extension_r = extension;
	return queue_with(conf, conf->queue_count, local, domain);
}

static enum sp_status not_there(const struct sp_conf *conf, const char *what, const char *name,
	bool calendars, struct sp_err *err)
{
	const char *names[101];
	size_t count = calendars ? conf->calendar_count : conf->tariff_count;
	const char *nearest;

	count = count < 100 ? count : 100;
	for (size_t i = 0; i < count; i++)
		names[i] = calendars ? conf->calendars[i].name : conf->tariffs[i].name;
	names[count] = NULL;
	nearest = sp_nearest(sp_str(name), names);
	return sp_fail(err, SP_CONFIG, "there is no %s \"%s\"%s%s%s", what, name,
		nearest ? "; did you mean \"" : "; define it in ", nearest ? nearest :
		calendars ? "calendars = { }" : "tariffs = { }", nearest ? "\"?" : "");
}

/* Find what the policies name; a name that is not given is not missed. */
static enum sp_status find_named(struct sp_conf *conf, struct sp_policies *p, const char **setting_r,
	struct sp_err *err)
{
	*setting_r = "calendar";
	if (*p->calendar_name) {
		p->calendar = sp_conf_calendar(conf, p->calendar_name);
		if (!p->calendar)
			return not_there(conf, "calendar", p->calendar_name, true, err);
	}
	*setting_r = "tariff";
	if (p->tariff_name && !*p->tariff_name)
		p->tariff_name = NULL;
	if (p->tariff_name) {
		p->tariff = sp_conf_tariff(conf, p->tariff_name);
		if (!p->tariff)
			return not_there(conf, "tariff", p->tariff_name, false, err);
	}
	return SP_OK;
}

/* Own mails and rules that are not found would silently be those of the program. */
static enum sp_status check_folder(const char *folder, struct sp_err *err)
{
	struct stat info;

	if (!*folder || (stat(folder, &info) == 0 && S_ISDIR(info.st_mode)))
		return SP_OK;
	return sp_fail(err, SP_CONFIG, "the folder %s is not there or cannot be read; make it, or take "
		"the line away", folder);
}

enum sp_status sp_conf_check_desk(struct sp_conf *conf, const char **setting_r, struct sp_err *err)
{
	*setting_r = "retention";
	if (sp_retention_check(&conf->retention, err) != SP_OK)
		return SP_CONFIG;
	*setting_r = "templates";
	if (check_folder(conf->templates_folder, err) != SP_OK)
		return SP_CONFIG;
	*setting_r = "filters";
	if (check_folder(conf->filters_folder, err) != SP_OK)
		return SP_CONFIG;
	return find_named(conf, &conf->policies, setting_r, err);
}

static enum sp_status check_address(const struct sp_conf *conf, size_t i, const char *address,
	struct sp_err *err)
{
	struct sp_str whole = sp_str(address);
	size_t at = sp_str_find_char(whole, '@');
	struct sp_str local = sp_str_sub(whole, 0, at);
	const struct sp_queue_conf *other =
		queue_with(conf, i, local, sp_str_from(whole, at + 1));

	if (other)
		return sp_fail(err, SP_CONFIG, "the address %s is already that of queue \"%s\" in line %d",
			address, other->name, other->line);
	if (sp_str_find_char(local, '+') < local.len)
		return sp_fail(err, SP_CONFIG, "the address %s has a \"+\": what follows it is where "
			"the desk puts its tokens", address);
	if (local.len > SP_MAX_DESK_LOCAL_PART)
		return sp_fail(err, SP_CONFIG, "the address %s has %zu characters before the @; at most "
			"%d leave room for a token", address, local.len, SP_MAX_DESK_LOCAL_PART);
	return SP_OK;
}

static enum sp_status check_name(const struct sp_conf *conf, size_t i, struct sp_err *err)
{
	for (size_t k = 0; k < i; k++)
		if (strcmp(conf->queues[k].name, conf->queues[i].name) == 0)
			return sp_fail(err, SP_CONFIG, "the name \"%s\" is already that of the queue in "
				"line %d", conf->queues[k].name, conf->queues[k].line);
	return SP_OK;
}

enum sp_status sp_conf_check_queue(struct sp_conf *conf, size_t i, const char **setting_r,
	struct sp_err *err)
{
	struct sp_queue_conf *queue = &conf->queues[i];
	enum sp_status status;

	*setting_r = "name";
	status = check_name(conf, i, err);
	if (status != SP_OK)
		return status;
	*setting_r = "addresses";
	for (size_t k = 0; queue->addresses[k] && status == SP_OK; k++)
		status = check_address(conf, i, queue->addresses[k], err);
	if (status != SP_OK)
		return status;
	status = find_named(conf, &queue->policies, setting_r, err);
	if (status != SP_OK || queue->policies.calendar)
		return status;
	*setting_r = "calendar";
	return sp_fail(err, SP_CONFIG, "queue \"%s\" has no calendar; write calendar = \"ufficio\"; in "
		"it or in desk, and calendars = { ufficio = { hours = (\"mon-fri 09:00-13:00 "
		"14:00-18:00\"); holidays = (\"it\"); }; };", queue->name);
}

static enum sp_status check_password_file(const struct sp_send_conf *send, struct sp_err *err)
{
	struct stat info;

	if (stat(send->password_file, &info) != 0) {
		/* The delivery may not be allowed to look; the sender says so itself. */
		if (errno == EACCES)
			return SP_OK;
		return sp_fail(err, SP_CONFIG, "password_file %s: %s; write the password into it and "
			"chmod 600 it", send->password_file, strerror(errno));
	}
	if (!S_ISREG(info.st_mode))
		return sp_fail(err, SP_CONFIG, "password_file %s: not a file", send->password_file);
	if (info.st_mode & 077)
		return sp_fail(err, SP_CONFIG, "password_file %s: others may read it; chmod 600 it",
			send->password_file);
	return SP_OK;
}

static bool is_loopback(const char *host)
{
	return strcmp(host, "localhost") == 0 || strncmp(host, "127.", 4) == 0 ||
	       strcmp(host, "::1") == 0 || strcmp(host, "[::1]") == 0;
}

enum sp_status sp_conf_check_send(struct sp_send_conf *send, const char **setting_r,
	struct sp_err *err)
{
	if (send->tls == SP_TLS_AUTOMATIC)
		send->tls = is_loopback(send->host) ? SP_TLS_OPPORTUNISTIC : SP_TLS_REQUIRED;
	*setting_r = "host";
	if (send->method == SP_SEND_SMTP && !*send->host)
		return sp_fail(err, SP_CONFIG, "method = \"smtp\" needs a host");
	*setting_r = "user";
	if (*send->user && !*send->password_file)
		return sp_fail(err, SP_CONFIG, "a user needs a password_file (the password itself never "
			"stands in this file)");
	*setting_r = "password_file";
	return *send->password_file ? check_password_file(send, err) : SP_OK;
}
