/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A lane that speaks SMTP through libcurl, which is included nowhere else.
 *
 * What always holds (each of these was learnt from libcurl 7.88):
 * - After any error the handle is thrown away with its connection, and the
 *   socket is shut first: a connection kept after a time-out would take the
 *   late reply to one mail for the reply to the next.
 * - The outcome is what the server replied (talk.h), not the CURLcode.
 * - One recipient a transaction.
 * - The reply to the body is waited for inside libcurl, deaf to everything
 *   else: hence a thread a lane, and interrupt() shuts the socket.
 * - QUIT is sent, but its reply not waited for: the socket is shut for
 *   reading, so a server that is silent at the end keeps nobody.
 */
#include "send/transport.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"

struct sp_lane {
	const struct sp_route *route;
	CURL *easy;    /* NULL: no connection */
	bool reused;   /* a mail went over this connection before */
	struct sp_talk talk;
	struct sp_str rest; /* of the body */
	struct sp_gate *gate; /* before the body; NULL once it is passed */
	bool held_back;
	char error[CURL_ERROR_SIZE];
	pthread_mutex_t lock; /* of `socket` */
	int socket;           /* -1: none */
};

/* --- the socket ------------------------------------------------------------- */

static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct sp_lane *lane = context;
	int fd = socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);

	(void)purpose;
	pthread_mutex_lock(&lane->lock);
	lane->socket = fd;
	pthread_mutex_unlock(&lane->lock);
	return fd < 0 ? CURL_SOCKET_BAD : fd;
}

static int close_socket(void *context, curl_socket_t fd)
{
	struct sp_lane *lane = context;

	pthread_mutex_lock(&lane->lock);
	if (lane->socket == fd)
		lane->socket = -1;
	close(fd);
	pthread_mutex_unlock(&lane->lock);
	return 0;
}

static void shut(struct sp_lane *lane, int how)
{
	pthread_mutex_lock(&lane->lock);
	if (lane->socket >= 0)
		shutdown(lane->socket, how);
	pthread_mutex_unlock(&lane->lock);
}

/* --- what libcurl asks and tells -------------------------------------------- */

static size_t give_body(char *into, size_t size, size_t count, void *context)
{
	struct sp_lane *lane = context;
	struct sp_str piece = sp_str_sub(lane->rest, 0, size * count);

	if (lane->gate && !sp_gate_pass(lane->gate)) {
		lane->held_back = true; /* the connection goes without the end of the body */
		return CURL_READFUNC_ABORT;
	}
	lane->gate = NULL;
	if (piece.len)
		memcpy(into, piece.ptr, piece.len);
	lane->rest = sp_str_from(lane->rest, piece.len);
	return piece.len;
}

static size_t take_nothing(char *bytes, size_t size, size_t count, void *context)
{
	(void)bytes;
	(void)context;
	return size * count;
}

/* Commands may hold the password: nothing of them is kept but their verb. */
static int follow(CURL *easy, curl_infotype type, char *bytes, size_t len, void *context)
{
	struct sp_lane *lane = context;

	(void)easy;
	if (type == CURLINFO_HEADER_OUT)
		sp_talk_sent(&lane->talk, sp_str_n(bytes, len));
	/* After a refusal this connection is closed, with a QUIT that waits: not for long. */
	if (type == CURLINFO_HEADER_IN && sp_talk_got(&lane->talk, sp_str_n(bytes, len)))
		shut(lane, SHUT_RD);
	return 0;
}

/* --- the handle ------------------------------------------------------------- */

static void set_security(CURL *easy, const struct sp_route *route)
{
	const struct sp_send_conf *conf = route->conf;
	bool trying = conf->tls == SP_TLS_OPPORTUNISTIC && !route->password;
	long wanted = conf->tls == SP_TLS_NONE ? CURLUSESSL_NONE : trying ? CURLUSESSL_TRY : CURLUSESSL_ALL;
	/* Opportunistic encryption has nobody to trust: it keeps out those who
	 * only listen.  With a CA named, or a password to lose, it checks. */
	bool check = !trying || *conf->ca_file;

	curl_easy_setopt(easy, CURLOPT_USE_SSL, wanted);
	curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, check ? 1L : 0L);
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, check ? 2L : 0L);
	if (*conf->ca_file)
		curl_easy_setopt(easy, CURLOPT_CAINFO, conf->ca_file);
	if (route->password) {
		curl_easy_setopt(easy, CURLOPT_USERNAME, conf->user);
		curl_easy_setopt(easy, CURLOPT_PASSWORD, route->password);
	}
}

static void set_callbacks(CURL *easy, struct sp_lane *lane)
{
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, lane);
	curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, close_socket);
	curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, lane);
	curl_easy_setopt(easy, CURLOPT_READFUNCTION, give_body);
	curl_easy_setopt(easy, CURLOPT_READDATA, lane);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_nothing);
	curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, follow);
	curl_easy_setopt(easy, CURLOPT_DEBUGDATA, lane);
	curl_easy_setopt(easy, CURLOPT_VERBOSE, 1L); /* else follow() is not called */
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, lane->error);
}

static CURL *make_handle(struct sp_lane *lane)
{
	const struct sp_send_conf *conf = lane->route->conf;
	CURL *easy = curl_easy_init();

	if (!easy)
		sp_out_of_memory();
	curl_easy_setopt(easy, CURLOPT_URL, lane->route->url);
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(easy, CURLOPT_PROXY, ""); /* whatever the environment says */
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, (long)conf->timeout);
	curl_easy_setopt(easy, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)conf->timeout);
	set_security(easy, lane->route);
	set_callbacks(easy, lane);
	return easy;
}

static void throw_away(struct sp_lane *lane, int how)
{
	if (!lane->easy)
		return;
	shut(lane, how);
	curl_easy_cleanup(lane->easy);
	lane->easy = NULL;
	lane->reused = false;
}

/* --- one mail --------------------------------------------------------------- */

static CURLcode perform(struct sp_lane *lane, const struct sp_outbox *mail, struct sp_gate *gate)
{
	struct curl_slist *recipients = curl_slist_append(NULL, mail->recipient.ptr);
	CURLcode code;

	if (!recipients)
		sp_out_of_memory();
	if (!lane->easy)
		lane->easy = make_handle(lane);
	sp_talk_begin(&lane->talk);
	lane->rest = mail->bytes;
	lane->gate = gate;
	lane->held_back = false;
	lane->error[0] = '\0';
	/* "" gives MAIL FROM:<>, the null sender of automatic mail. */
	curl_easy_setopt(lane->easy, CURLOPT_MAIL_FROM, mail->sender.len ? mail->sender.ptr : "");
	curl_easy_setopt(lane->easy, CURLOPT_MAIL_RCPT, recipients);
	curl_easy_setopt(lane->easy, CURLOPT_INFILESIZE_LARGE, (curl_off_t)mail->bytes.len);
	curl_easy_setopt(lane->easy, CURLOPT_TIMEOUT,
		(long)sp_route_longest(lane->route->conf, (int64_t)mail->bytes.len));
	code = curl_easy_perform(lane->easy);
	curl_easy_setopt(lane->easy, CURLOPT_MAIL_RCPT, NULL);
	curl_slist_free_all(recipients);
	return code;
}

/* The server had closed the connection while it was not used: that says
 * nothing about this mail. */
static bool was_stale(const struct sp_lane *lane)
{
	return lane->reused && lane->talk.phase != SP_PHASE_BODY &&
		(lane->talk.first || lane->talk.code == 421);
}

static void smtp_send(struct sp_lane *lane, const struct sp_outbox *mail, struct sp_gate *gate,
	struct sp_try *try_r)
{
	CURLcode code = perform(lane, mail, gate);

	if (code != CURLE_OK && was_stale(lane)) {
		throw_away(lane, SHUT_RDWR);
		code = perform(lane, mail, gate);
	}
	*try_r = (struct sp_try){
		.verdict = lane->held_back ? SP_VERDICT_UNTRIED :
			sp_verdict_smtp(lane->talk.phase, lane->talk.code),
		.code = lane->talk.code,
	};
	if (lane->talk.reply[0] && lane->talk.code)
		sp_try_say(try_r, lane->talk.reply);
	else
		sp_try_say(try_r, lane->error[0] ? lane->error : curl_easy_strerror(code));
	lane->reused = true;
	if (code != CURLE_OK)
		throw_away(lane, SHUT_RDWR);
}

enum { PROBE_SECONDS = 20 };

/* Does waiting help?  A name that is not known may be a resolver that is down. */
static bool is_passing(CURLcode code, int reply)
{
	return code == CURLE_COULDNT_CONNECT || code == CURLE_COULDNT_RESOLVE_HOST ||
		code == CURLE_OPERATION_TIMEDOUT || (reply >= 400 && reply <= 499) ||
		((code == CURLE_RECV_ERROR || code == CURLE_SEND_ERROR) && reply < 500);
}

static void smtp_probe(struct sp_lane *lane, struct sp_try *try_r)
{
	static const char quit[] = "QUIT\r\n";
	CURLcode code;
	size_t sent;

	lane->easy = make_handle(lane);
	sp_talk_begin(&lane->talk);
	lane->error[0] = '\0';
	curl_easy_setopt(lane->easy, CURLOPT_CONNECT_ONLY, 1L); /* with EHLO, STARTTLS and AUTH */
	curl_easy_setopt(lane->easy, CURLOPT_TIMEOUT, (long)PROBE_SECONDS);
	code = curl_easy_perform(lane->easy);
	*try_r = (struct sp_try){ .verdict = code == CURLE_OK ? SP_VERDICT_SENT :
		is_passing(code, lane->talk.code) ? SP_VERDICT_LATER : SP_VERDICT_REFUSED,
		.code = lane->talk.code };
	sp_try_say(try_r, code != CURLE_OK && lane->talk.code >= 400 ? lane->talk.reply :
		lane->error[0] ? lane->error : curl_easy_strerror(code));
	/* Politely; nothing depends on it. */
	if (code == CURLE_OK)
		(void)curl_easy_send(lane->easy, quit, sizeof quit - 1, &sent);
	throw_away(lane, SHUT_RD);
}

static struct sp_lane *smtp_create(const struct sp_route *route)
{
	struct sp_lane *lane = sp_alloc(1, sizeof *lane);

	lane->route = route;
	lane->socket = -1;
	pthread_mutex_init(&lane->lock, NULL);
	return lane;
}

static void smtp_rest(struct sp_lane *lane)
{
	throw_away(lane, SHUT_RD);
}

static void smtp_interrupt(struct sp_lane *lane)
{
	shut(lane, SHUT_RDWR);
}

static void smtp_free(struct sp_lane *lane)
{
	smtp_rest(lane);
	pthread_mutex_destroy(&lane->lock);
	free(lane);
}

const struct sp_transport sp_transport_smtp = {
	.create = smtp_create,
	.send = smtp_send,
	.probe = smtp_probe,
	.rest = smtp_rest,
	.interrupt = smtp_interrupt,
	.free = smtp_free,
};
