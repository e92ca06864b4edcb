/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What sportello-send is measured against: libcurl in a loop over one
 * connection, with nothing around it.  curl_loop PORT COUNT FILE sends FILE
 * COUNT times.
 */
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct body {
	char *bytes;
	size_t size, at;
};

static size_t give(char *into, size_t size, size_t count, void *context)
{
	struct body *body = context;
	size_t piece = body->size - body->at;

	if (piece > size * count)
		piece = size * count;
	memcpy(into, body->bytes + body->at, piece);
	body->at += piece;
	return piece;
}

static void read_body(struct body *body, const char *path)
{
	FILE *file = fopen(path, "rb");

	body->bytes = malloc(1 << 20);
	if (!file || !body->bytes) {
		perror(path);
		exit(1);
	}
	body->size = fread(body->bytes, 1, 1 << 20, file);
	fclose(file);
}

int main(int argc, char **argv)
{
	CURL *easy = curl_easy_init();
	struct curl_slist *to = curl_slist_append(NULL, "good@example.com");
	struct body body = { 0 };
	char url[64];

	if (argc != 4 || !easy)
		return 64;
	read_body(&body, argv[3]);
	snprintf(url, sizeof url, "smtp://127.0.0.1:%s", argv[1]);
	curl_easy_setopt(easy, CURLOPT_URL, url);
	curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(easy, CURLOPT_MAIL_FROM, "");
	curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, to);
	curl_easy_setopt(easy, CURLOPT_READFUNCTION, give);
	curl_easy_setopt(easy, CURLOPT_READDATA, &body);
	curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE, (curl_off_t)body.size);
	for (int i = atoi(argv[2]); i > 0; i--) {
		CURLcode code;

		body.at = 0;
		code = curl_easy_perform(easy);
		if (code != CURLE_OK) {
			fprintf(stderr, "curl_loop: %s\n", curl_easy_strerror(code));
			return 1;
		}
	}
	curl_easy_cleanup(easy);
	curl_slist_free_all(to);
	free(body.bytes);
	return 0;
}
