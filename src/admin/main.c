/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello: the administrator's command.  Finds the row, reads the options,
 * brings what the command needs, runs it, and says what came of it.
 */
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "admin/command.h"
#include "admin/help.h"
#include "admin/needs.h"
#include "base/log.h"
#include "base/mem.h"

extern const struct sp_command sp_cmd_announce;
extern const struct sp_command sp_cmd_archive;
extern const struct sp_command sp_cmd_attachment_extract;
extern const struct sp_command sp_cmd_attachment_list;
extern const struct sp_command sp_cmd_backup;
extern const struct sp_command sp_cmd_calendar_due;
extern const struct sp_command sp_cmd_calendar_minutes;
extern const struct sp_command sp_cmd_calendar_open;
extern const struct sp_command sp_cmd_check;
extern const struct sp_command sp_cmd_contract_add;
extern const struct sp_command sp_cmd_contract_change;
extern const struct sp_command sp_cmd_contract_import;
extern const struct sp_command sp_cmd_contract_list;
extern const struct sp_command sp_cmd_contract_show;
extern const struct sp_command sp_cmd_customer_activate;
extern const struct sp_command sp_cmd_customer_add;
extern const struct sp_command sp_cmd_customer_change;
extern const struct sp_command sp_cmd_customer_import;
extern const struct sp_command sp_cmd_customer_list;
extern const struct sp_command sp_cmd_customer_merge;
extern const struct sp_command sp_cmd_customer_refuse;
extern const struct sp_command sp_cmd_customer_show;
extern const struct sp_command sp_cmd_dispute_list;
extern const struct sp_command sp_cmd_dispute_reject;
extern const struct sp_command sp_cmd_dispute_uphold;
extern const struct sp_command sp_cmd_explain;
extern const struct sp_command sp_cmd_filter_test;
extern const struct sp_command sp_cmd_init;
extern const struct sp_command sp_cmd_metrics;
extern const struct sp_command sp_cmd_migrate;
extern const struct sp_command sp_cmd_office_hours;
extern const struct sp_command sp_cmd_organisation_add;
extern const struct sp_command sp_cmd_organisation_change;
extern const struct sp_command sp_cmd_organisation_import;
extern const struct sp_command sp_cmd_organisation_list;
extern const struct sp_command sp_cmd_organisation_show;
extern const struct sp_command sp_cmd_outbox_drop;
extern const struct sp_command sp_cmd_outbox_list;
extern const struct sp_command sp_cmd_outbox_retry;
extern const struct sp_command sp_cmd_outbox_show;
extern const struct sp_command sp_cmd_package_add;
extern const struct sp_command sp_cmd_package_change;
extern const struct sp_command sp_cmd_package_import;
extern const struct sp_command sp_cmd_package_list;
extern const struct sp_command sp_cmd_package_show;
extern const struct sp_command sp_cmd_parse;
extern const struct sp_command sp_cmd_price;
extern const struct sp_command sp_cmd_privacy_consent;
extern const struct sp_command sp_cmd_privacy_erase;
extern const struct sp_command sp_cmd_privacy_export;
extern const struct sp_command sp_cmd_privacy_finish;
extern const struct sp_command sp_cmd_privacy_hold;
extern const struct sp_command sp_cmd_privacy_holds;
extern const struct sp_command sp_cmd_privacy_lift;
extern const struct sp_command sp_cmd_privacy_list;
extern const struct sp_command sp_cmd_privacy_register;
extern const struct sp_command sp_cmd_privacy_request;
extern const struct sp_command sp_cmd_privacy_restrict;
extern const struct sp_command sp_cmd_privacy_retention;
extern const struct sp_command sp_cmd_privacy_unhold;
extern const struct sp_command sp_cmd_quarantine_drop;
extern const struct sp_command sp_cmd_quarantine_list;
extern const struct sp_command sp_cmd_quarantine_release;
extern const struct sp_command sp_cmd_queue_list;
extern const struct sp_command sp_cmd_queue_show;
extern const struct sp_command sp_cmd_replay;
extern const struct sp_command sp_cmd_replay_message;
extern const struct sp_command sp_cmd_report_hours;
extern const struct sp_command sp_cmd_report_invoice;
extern const struct sp_command sp_cmd_report_load;
extern const struct sp_command sp_cmd_report_response;
extern const struct sp_command sp_cmd_search;
extern const struct sp_command sp_cmd_show_commands;
extern const struct sp_command sp_cmd_show_settings;
extern const struct sp_command sp_cmd_show_states;
extern const struct sp_command sp_cmd_staff_add;
extern const struct sp_command sp_cmd_staff_change;
extern const struct sp_command sp_cmd_staff_disable;
extern const struct sp_command sp_cmd_staff_enable;
extern const struct sp_command sp_cmd_staff_import;
extern const struct sp_command sp_cmd_staff_list;
extern const struct sp_command sp_cmd_staff_show;
extern const struct sp_command sp_cmd_supplier_add;
extern const struct sp_command sp_cmd_supplier_change;
extern const struct sp_command sp_cmd_supplier_import;
extern const struct sp_command sp_cmd_supplier_list;
extern const struct sp_command sp_cmd_supplier_show;
extern const struct sp_command sp_cmd_statement_list;
extern const struct sp_command sp_cmd_statement_show;
extern const struct sp_command sp_cmd_statements;
extern const struct sp_command sp_cmd_template_check;
extern const struct sp_command sp_cmd_template_dump;
extern const struct sp_command sp_cmd_template_preview;
extern const struct sp_command sp_cmd_ticket_do;
extern const struct sp_command sp_cmd_ticket_import;
extern const struct sp_command sp_cmd_ticket_list;
extern const struct sp_command sp_cmd_ticket_search;
extern const struct sp_command sp_cmd_ticket_show;
extern const struct sp_command sp_cmd_token_revoke;
extern const struct sp_command sp_cmd_version;
extern const struct sp_command sp_cmd_worklog_add;
extern const struct sp_command sp_cmd_worklog_correct;
extern const struct sp_command sp_cmd_worklog_list;
extern const struct sp_command sp_cmd_worklog_show;

const struct sp_command *const sp_commands[] = {
	&sp_cmd_announce,
	&sp_cmd_archive,
	&sp_cmd_attachment_extract,
	&sp_cmd_attachment_list,
	&sp_cmd_backup,
	&sp_cmd_calendar_due,
	&sp_cmd_calendar_minutes,
	&sp_cmd_calendar_open,
	&sp_cmd_check,
	&sp_cmd_contract_add,
	&sp_cmd_contract_change,
	&sp_cmd_contract_import,
	&sp_cmd_contract_list,
	&sp_cmd_contract_show,
	&sp_cmd_customer_activate,
	&sp_cmd_customer_add,
	&sp_cmd_customer_change,
	&sp_cmd_customer_import,
	&sp_cmd_customer_list,
	&sp_cmd_customer_merge,
	&sp_cmd_customer_refuse,
	&sp_cmd_customer_show,
	&sp_cmd_dispute_list,
	&sp_cmd_dispute_reject,
	&sp_cmd_dispute_uphold,
	&sp_cmd_explain,
	&sp_cmd_filter_test,
	&sp_cmd_init,
	&sp_cmd_metrics,
	&sp_cmd_migrate,
	&sp_cmd_office_hours,
	&sp_cmd_organisation_add,
	&sp_cmd_organisation_change,
	&sp_cmd_organisation_import,
	&sp_cmd_organisation_list,
	&sp_cmd_organisation_show,
	&sp_cmd_outbox_drop,
	&sp_cmd_outbox_list,
	&sp_cmd_outbox_retry,
	&sp_cmd_outbox_show,
	&sp_cmd_package_add,
	&sp_cmd_package_change,
	&sp_cmd_package_import,
	&sp_cmd_package_list,
	&sp_cmd_package_show,
	&sp_cmd_parse,
	&sp_cmd_price,
	&sp_cmd_privacy_consent,
	&sp_cmd_privacy_erase,
	&sp_cmd_privacy_export,
	&sp_cmd_privacy_finish,
	&sp_cmd_privacy_hold,
	&sp_cmd_privacy_holds,
	&sp_cmd_privacy_lift,
	&sp_cmd_privacy_list,
	&sp_cmd_privacy_register,
	&sp_cmd_privacy_request,
	&sp_cmd_privacy_restrict,
	&sp_cmd_privacy_retention,
	&sp_cmd_privacy_unhold,
	&sp_cmd_quarantine_drop,
	&sp_cmd_quarantine_list,
	&sp_cmd_quarantine_release,
	&sp_cmd_queue_list,
	&sp_cmd_queue_show,
	&sp_cmd_replay,
	&sp_cmd_replay_message,
	&sp_cmd_report_hours,
	&sp_cmd_report_invoice,
	&sp_cmd_report_load,
	&sp_cmd_report_response,
	&sp_cmd_search,
	&sp_cmd_show_commands,
	&sp_cmd_show_settings,
	&sp_cmd_show_states,
	&sp_cmd_staff_add,
	&sp_cmd_staff_change,
	&sp_cmd_staff_disable,
	&sp_cmd_staff_enable,
	&sp_cmd_staff_import,
	&sp_cmd_staff_list,
	&sp_cmd_staff_show,
	&sp_cmd_supplier_add,
	&sp_cmd_supplier_change,
	&sp_cmd_supplier_import,
	&sp_cmd_supplier_list,
	&sp_cmd_supplier_show,
	&sp_cmd_statement_list,
	&sp_cmd_statement_show,
	&sp_cmd_statements,
	&sp_cmd_template_check,
	&sp_cmd_template_dump,
	&sp_cmd_template_preview,
	&sp_cmd_ticket_do,
	&sp_cmd_ticket_import,
	&sp_cmd_ticket_list,
	&sp_cmd_ticket_search,
	&sp_cmd_ticket_show,
	&sp_cmd_token_revoke,
	&sp_cmd_version,
	&sp_cmd_worklog_add,
	&sp_cmd_worklog_correct,
	&sp_cmd_worklog_list,
	&sp_cmd_worklog_show,
	NULL,
};

enum { EXIT_USAGE = 64, EXIT_TEMP = 75, EXIT_CONFIG = 78 };

static int exit_code(enum sp_status status)
{
	static const int codes[] = {
		[SP_OK] = 0, [SP_PERM] = 1, [SP_TEMP] = EXIT_TEMP, [SP_CONFIG] = EXIT_CONFIG,
	};

	return codes[status];
}

const char *sp_option(const struct sp_admin *admin, const char *name)
{
	const struct sp_option *options = admin->command->options;

	for (size_t i = 0; options && options[i].name; i++)
		if (strcmp(options[i].name, name) == 0)
			return admin->values[i];
	return NULL;
}

enum sp_status sp_usage(const struct sp_admin *admin, struct sp_err *err, const char *format, ...)
{
	struct sp_buf text = SP_BUF_INIT;
	va_list args;

	va_start(args, format);
	sp_buf_vprintf(&text, format, args);
	va_end(args);
	sp_fail(err, SP_PERM, "%s; usage: sportello %s%s%s", text.ptr, admin->command->name,
		*admin->command->arguments ? " " : "", admin->command->arguments);
	sp_buf_release(&text);
	return SP_PERM;
}

void sp_print_json(struct sp_admin *admin, struct sp_json *value)
{
	struct sp_buf text = SP_BUF_INIT;

	sp_json_print(&text, value, false);
	sp_buf_add_char(&text, '\n');
	fwrite(text.ptr, 1, text.len, admin->out);
	sp_buf_release(&text);
	sp_json_free(value);
}

static const struct sp_option *find_option(const struct sp_command *command, struct sp_str name,
	size_t *at_r)
{
	for (size_t i = 0; command->options && command->options[i].name; i++)
		if (sp_str_eq(sp_str(command->options[i].name), name)) {
			*at_r = i;
			return &command->options[i];
		}
	return NULL;
}

/* A list may be given in several options or in one with commas. */
static void set_value(struct sp_admin *admin, size_t i, const char *value)
{
	const char *before = admin->values[i];

	if (before && admin->command->options[i].list)
		value = sp_arena_printf(&admin->arena, "%s,%s", before, value);
	admin->values[i] = value;
}

/* Take one --option (and its value) from argv[*at].  False when it is wrong,
 * after saying why. */
static bool take_option(struct sp_admin *admin, int argc, char **argv, int *at)
{
	struct sp_str word = sp_str(argv[*at] + 2);
	struct sp_str name = sp_str_sub(word, 0, sp_str_find_char(word, '='));
	const struct sp_option *option;
	size_t i;

	if (sp_str_eq(word, SP_STR("json"))) {
		admin->json = true;
		return true;
	}
	option = find_option(admin->command, name, &i);
	if (!option && sp_str_eq(word, SP_STR("dry-run")) &&
		(admin->command->needs & SP_NEEDS_DB_WRITE)) {
		admin->dry_run = true;
		return true;
	}
	if (!option || (!option->value && name.len < word.len)) {
		fprintf(stderr, "sportello %s: there is no option %s; see sportello %s --help\n",
			admin->command->name, argv[*at], admin->command->name);
		return false;
	}
	if (!option->value) {
		admin->values[i] = "";
	} else if (name.len < word.len) {
		set_value(admin, i, word.ptr + name.len + 1);
	} else if (*at + 1 < argc) {
		set_value(admin, i, argv[++*at]);
	} else {
		fprintf(stderr, "sportello %s: --%s needs a %s\n", admin->command->name,
			option->name, option->value);
		return false;
	}
	return true;
}

/* Options may stand anywhere before "--"; the rest are arguments. */
static bool take_arguments(struct sp_admin *admin, int argc, char **argv)
{
	size_t count = 0;

	while (admin->command->options && admin->command->options[count].name)
		count++;
	admin->values = sp_arena_array(&admin->arena, count + 1, const char *);
	admin->argv = sp_arena_array(&admin->arena, (size_t)argc + 1, char *);
	for (int i = 0; i < argc; i++) {
		if (strcmp(argv[i], "--") == 0) {
			while (++i < argc)
				admin->argv[admin->argc++] = argv[i];
		} else if (strncmp(argv[i], "--", 2) == 0) {
			if (!take_option(admin, argc, argv, &i))
				return false;
		} else {
			admin->argv[admin->argc++] = argv[i];
		}
	}
	return true;
}

static bool wants_help(int argc, char **argv)
{
	for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (strcmp(argv[i], "--help") == 0)
			return true;
	return false;
}

static int run_command(struct sp_admin *admin)
{
	struct sp_err err = { 0 };
	enum sp_status status = sp_needs_bring(admin, &err);

	if (status == SP_OK)
		status = admin->command->run(admin, &err);
	status = sp_needs_release(admin, status, &err);
	if (fflush(admin->out) != 0 || ferror(admin->out))
		status = sp_fail(&err, SP_TEMP, "cannot write the output: %s", strerror(errno));
	if (err.status != SP_OK)
		fprintf(stderr, "sportello: %s\n", err.text);
	return exit_code(status);
}

static const char *take_conf_path(int *argc, char ***argv)
{
	const char *path = getenv("SPORTELLO_CONF");

	if (*argc >= 2 && strcmp((*argv)[0], "-c") == 0) {
		path = (*argv)[1];
		*argc -= 2;
		*argv += 2;
	}
	return path && *path ? path : SP_CONF_FILE;
}

int main(int argc, char **argv)
{
	struct sp_admin admin = { .arena = SP_ARENA_INIT, .out = stdout };
	int words, code = EXIT_USAGE;

	sp_log_open("sportello", false);
	argc--;
	argv++;
	admin.conf_path = take_conf_path(&argc, &argv);
	if (argc == 0 || strcmp(argv[0], "--help") == 0 || strcmp(argv[0], "help") == 0) {
		sp_help_print(argc == 0 ? stderr : stdout);
		return argc == 0 ? EXIT_USAGE : 0;
	}
	admin.command = sp_help_find(argc, argv, &words);
	if (!admin.command) {
		return sp_help_unknown(argc, argv) ? 0 : EXIT_USAGE;
	}
	if (wants_help(argc - words, argv + words)) {
		sp_help_print_command(stdout, admin.command);
		return 0;
	}
	if (take_arguments(&admin, argc - words, argv + words))
		code = run_command(&admin);
	sp_arena_release(&admin.arena);
	return code;
}
