/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * All the commands, in the order in which the help lists them.
 */
#include "config.h"

#include "admin/command.h"

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
