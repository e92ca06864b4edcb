/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * parse_gmime ROUNDS FILE...: what parse_ours does, with GMime 3: the tree, every
 * header decoded, addresses, date, SHA-256 (nettle's, as ours) of every decoded
 * part.
 */
#include <gmime/gmime.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void read_headers(GMimeObject *object)
{
	GMimeHeaderList *headers = g_mime_object_get_header_list(object);

	for (int i = 0; i < g_mime_header_list_get_count(headers); i++)
		(void)g_mime_header_get_value(g_mime_header_list_get_header_at(headers, i));
}

static void digest_part(GMimePart *part)
{
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	struct sha256_ctx sha;
	uint8_t digest[SHA256_DIGEST_SIZE];
	GMimeStream *source, *decoded;
	GMimeFilter *filter;
	char piece[65536];
	ssize_t n;

	if (!content)
		return;
	source = g_mime_data_wrapper_get_stream(content);
	g_mime_stream_reset(source);
	decoded = g_mime_stream_filter_new(source);
	filter = g_mime_filter_basic_new(g_mime_data_wrapper_get_encoding(content), FALSE);
	g_mime_stream_filter_add(GMIME_STREAM_FILTER(decoded), filter);
	sha256_init(&sha);
	while ((n = g_mime_stream_read(decoded, piece, sizeof(piece))) > 0)
		sha256_update(&sha, (size_t)n, (const uint8_t *)piece);
	sha256_digest(&sha, sizeof(digest), digest);
	g_object_unref(filter);
	g_object_unref(decoded);
}

static void read_part(GMimeObject *parent, GMimeObject *part, gpointer unused)
{
	(void)parent;
	(void)unused;
	read_headers(part);
	if (GMIME_IS_PART(part))
		digest_part(GMIME_PART(part));
}

static void read_message(const char *bytes, size_t len)
{
	GMimeStream *stream = g_mime_stream_mem_new();
	GMimeParser *parser;
	GMimeMessage *message;

	g_mime_stream_mem_set_byte_array(GMIME_STREAM_MEM(stream),
		g_byte_array_new_take(g_memdup2(bytes, len), len));
	g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), TRUE);
	parser = g_mime_parser_new_with_stream(stream);
	message = g_mime_parser_construct_message(parser, NULL);
	if (message) {
		read_headers(GMIME_OBJECT(message));
		(void)g_mime_message_get_from(message);
		(void)g_mime_message_get_to(message);
		(void)g_mime_message_get_cc(message);
		(void)g_mime_message_get_date(message);
		(void)g_mime_message_get_subject(message);
		g_mime_message_foreach(message, read_part, NULL);
		g_object_unref(message);
	}
	g_object_unref(parser);
	g_object_unref(stream);
}

int main(int argc, char **argv)
{
	int rounds = argc > 2 ? atoi(argv[1]) : 0;
	gchar **mails = g_new0(gchar *, argc);
	gsize *sizes = g_new0(gsize, argc);
	double start;

	if (rounds < 1)
		return 64;
	g_mime_init();
	for (int i = 2; i < argc; i++)
		if (!g_file_get_contents(argv[i], &mails[i], &sizes[i], NULL))
			return 1;
	start = seconds();
	for (int round = 0; round < rounds; round++)
		for (int i = 2; i < argc; i++)
			read_message(mails[i], sizes[i]);
	printf("%-28s %10.3f ms a round\n", "GMime", (seconds() - start) * 1e3 / rounds);
	g_mime_shutdown();
	return 0;
}
