/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Where mail goes: what the configuration says, made ready for the transports.
 */
#include "send/transport.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "mail/encode.h"

enum { PASSWORD_LIMIT = 4096, BYTES_A_SECOND = 10000 };

static bool is_loopback(const char *host)
{
	struct sp_str name = sp_str(host);

	return sp_str_starts(name, SP_STR("127.")) || sp_str_eq(name, SP_STR("::1")) ||
		sp_str_eq_nocase(name, SP_STR("localhost"));
}

static enum sp_status read_password(int fd, const char *path, char **password_r,
	struct sp_err *err)
{
	struct sp_buf text = SP_BUF_INIT;
	struct sp_str rest, line = SP_STR("");
	enum sp_status status;
	struct stat info;
	bool cut;

	if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode))
		return sp_fail(err, SP_CONFIG, "%s: is no file", path);
	if (info.st_mode & (S_IRWXG | S_IRWXO))
		return sp_fail(err, SP_CONFIG, "%s: others may read this password; chmod 600 it", path);
	status = sp_read_all(fd, path, PASSWORD_LIMIT, &text, &cut, err);
	if (status == SP_OK) {
		rest = sp_buf_str(&text);
		sp_str_next_line(&rest, &line);
		if (line.len == 0 || memchr(line.ptr, '\0', line.len))
			status = sp_fail(err, SP_CONFIG, "%s: its first line is no password", path);
		else
			*password_r = strndup(line.ptr, line.len);
	}
	explicit_bzero(text.ptr, text.room);
	sp_buf_release(&text);
	if (status == SP_OK && !*password_r)
		sp_out_of_memory();
	return status;
}

static enum sp_status open_password(const struct sp_send_conf *conf, char **password_r,
	struct sp_err *err)
{
	enum sp_status status;
	int fd;

	if (conf->tls == SP_TLS_NONE && !is_loopback(conf->host))
		return sp_fail(err, SP_CONFIG,
			"send: a password would go to %s unencrypted; set tls = \"required\"", conf->host);
	fd = open(conf->password_file, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return sp_fail(err, SP_CONFIG, "%s: cannot open the password: %s", conf->password_file,
			strerror(errno));
	status = read_password(fd, conf->password_file, password_r, err);
	close(fd);
	return status;
}

static char *make_url(const struct sp_send_conf *conf)
{
	struct sp_buf url = SP_BUF_INIT;
	bool bare_ipv6 = strchr(conf->host, ':') && conf->host[0] != '[';

	sp_buf_printf(&url, "%s://%s%s%s:%d", conf->tls == SP_TLS_WRAPPED ? "smtps" : "smtp",
		bare_ipv6 ? "[" : "", conf->host, bare_ipv6 ? "]" : "", conf->port);
	if (*conf->helo)
		sp_buf_printf(&url, "/%s", conf->helo);
	return sp_buf_take(&url);
}

enum sp_status sp_route_open(const struct sp_send_conf *conf, struct sp_route *route_r,
	struct sp_err *err)
{
	*route_r = (struct sp_route){ .conf = conf, .transport = &sp_transport_command };
	if (conf->method == SP_SEND_COMMAND)
		return SP_OK;
	route_r->transport = &sp_transport_smtp;
	route_r->url = make_url(conf);
	return *conf->user ? open_password(conf, &route_r->password, err) : SP_OK;
}

void sp_route_release(struct sp_route *route)
{
	free(route->url);
	if (route->password)
		explicit_bzero(route->password, strlen(route->password));
	free(route->password);
	*route = (struct sp_route){ .conf = NULL };
}

int64_t sp_route_longest(const struct sp_send_conf *conf, int64_t size)
{
	return 3 * conf->timeout + size / BYTES_A_SECOND;
}

void sp_try_say(struct sp_try *attempt, const char *text)
{
	size_t i;

	for (i = 0; text[i] && i < SP_REPLY_BYTES; i++)
		attempt->reply[i] = text[i] >= 0x20 && text[i] < 0x7f ? text[i] : '?';
	attempt->reply[i] = '\0';
}

bool sp_mail_is_sendable(const struct sp_outbox *mail, struct sp_try *try_r)
{
	const char *why = NULL;

	if (!sp_address_is_sendable(mail->recipient))
		why = "the recipient is no address that mail can be sent to";
	else if (mail->sender.len && !sp_address_is_sendable(mail->sender))
		why = "the sender is no address that mail can be sent from";
	else if (mail->bytes.len == 0)
		why = "the mail was erased";
	if (!why)
		return true;
	*try_r = (struct sp_try){ .verdict = SP_VERDICT_REFUSED };
	sp_try_say(try_r, why);
	return false;
}
