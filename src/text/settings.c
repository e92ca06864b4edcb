/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The table of settings, and how it is shown.
 */
#include "config.h"

#include "text/settings.h"

#include "base/buf.h"
#include "text/calendar.h"
#include "text/conf.h"
#include "text/tariff.h"

enum { KB = 1024, MB = 1024 * 1024, HIGHEST_SIZE = 50 * MB };
enum { DAY_MINUTES = 24 * 60, YEAR_MINUTES = 366 * 24 * 60, YEAR_HOURS = 366 * 24 };

static const struct sp_choice registrations[] = {
	{ "open", SP_REGISTER_OPEN }, { "register", SP_REGISTER_FIRST },
	{ "closed", SP_REGISTER_CLOSED }, { NULL, 0 },
};
static const struct sp_choice wishes[] = {
	{ "stars", SP_WISH_STARS }, { "urgent", SP_WISH_URGENT }, { "none", SP_WISH_NONE },
	{ NULL, 0 },
};
static const struct sp_choice notifications[] = {
	{ "all", SP_NOTIFY_ALL }, { "important", SP_NOTIFY_IMPORTANT }, { NULL, 0 },
};
static const struct sp_choice proofs[] = {
	{ "either", SP_PROOF_EITHER }, { "token", SP_PROOF_TOKEN },
	{ "authentication", SP_PROOF_AUTHENTICATION }, { "both", SP_PROOF_BOTH }, { NULL, 0 },
};
static const struct sp_choice without_packages[] = {
	{ "accept", SP_WITHOUT_ACCEPT }, { "hold", SP_WITHOUT_HOLD },
	{ "refuse", SP_WITHOUT_REFUSE }, { NULL, 0 },
};
static const struct sp_choice overs[] = {
	{ "allow", SP_OVER_ALLOW }, { "ask", SP_OVER_ASK }, { "stop", SP_OVER_STOP }, { NULL, 0 },
};
static const struct sp_choice bases[] = {
	{ "contract", SP_BASIS_CONTRACT }, { "consent", SP_BASIS_CONSENT }, { NULL, 0 },
};
static const struct sp_choice told[] = {
	{ "always", SP_TOLD_ALWAYS }, { "in_hours", SP_TOLD_IN_HOURS }, { NULL, 0 },
};
static const struct sp_choice excesses[] = {
	{ "price", SP_EXCESS_PRICE }, { "carry", SP_EXCESS_CARRY }, { NULL, 0 },
};
static const struct sp_choice unlimited[] = { { "unlimited", -1 }, { NULL, 0 } };
static const struct sp_choice languages[] = { { "it", 0 }, { "en", 0 }, { NULL, 0 } };
static const struct sp_choice methods[] = {
	{ "smtp", SP_SEND_SMTP }, { "command", SP_SEND_COMMAND }, { NULL, 0 },
};
static const struct sp_choice tls[] = {
	{ "required", SP_TLS_REQUIRED }, { "opportunistic", SP_TLS_OPPORTUNISTIC },
	{ "none", SP_TLS_NONE }, { "wrapped", SP_TLS_WRAPPED },
	{ "automatic", SP_TLS_AUTOMATIC }, { NULL, 0 },
};
/* As the customers' keywords: Italian and English. */
static const struct sp_choice fields[] = {
	{ "place", offsetof(struct sp_queue_conf, require_place) },
	{ "category", offsetof(struct sp_queue_conf, require_category) },
	{ "attachment", offsetof(struct sp_queue_conf, require_attachment) },
	{ "luogo", offsetof(struct sp_queue_conf, require_place) },
	{ "categoria", offsetof(struct sp_queue_conf, require_category) },
	{ "allegato", offsetof(struct sp_queue_conf, require_attachment) },
	{ NULL, 0 },
};

static enum sp_status take_retention(void *conf, struct sp_str value, struct sp_err *err)
{
	return sp_retention_take(&((struct sp_conf *)conf)->retention, value, err);
}

static enum sp_status take_hours(void *calendar, struct sp_str value, struct sp_err *err)
{
	return sp_calendar_add_hours(calendar, value, err);
}

static enum sp_status take_holidays(void *calendar, struct sp_str value, struct sp_err *err)
{
	return sp_calendar_add_holidays(calendar, value, err);
}

static enum sp_status take_day(void *calendar, struct sp_str value, struct sp_err *err)
{
	return sp_calendar_add_day(calendar, value, err);
}

static enum sp_status take_closed(void *calendar, struct sp_str value, struct sp_err *err)
{
	return sp_calendar_add_closed(calendar, value, err);
}

static enum sp_status take_unit(void *tariff, struct sp_str value, struct sp_err *err)
{
	return sp_tariff_set_unit(tariff, value, err);
}

static enum sp_status take_included(void *tariff, struct sp_str value, struct sp_err *err)
{
	return sp_tariff_set_included(tariff, value, err);
}

static enum sp_status take_first_hour(void *tariff, struct sp_str value, struct sp_err *err)
{
	return sp_price_read(value, &((struct sp_tariff *)tariff)->first_hour, err);
}

static enum sp_status take_next_hour(void *tariff, struct sp_str value, struct sp_err *err)
{
	return sp_price_read(value, &((struct sp_tariff *)tariff)->next_hour, err);
}

static enum sp_status take_out_of_hours(void *tariff, struct sp_str value, struct sp_err *err)
{
	return sp_surcharge_read(value, &((struct sp_tariff *)tariff)->out_of_hours, err);
}

static enum sp_status take_extra(void *tariff, struct sp_str value, struct sp_err *err)
{
	return sp_surcharge_read(value, &((struct sp_tariff *)tariff)->extra, err);
}

#define DESK(field) SP_GROUP_DESK, .offset = offsetof(struct sp_conf, field)
#define POLICY(field) SP_GROUP_POLICY, .offset = offsetof(struct sp_policies, field)
#define QUEUE(field) SP_GROUP_QUEUE, .offset = offsetof(struct sp_queue_conf, field)
#define SEND(field) SP_GROUP_SEND, .offset = offsetof(struct sp_send_conf, field)
#define TARIFF(field) SP_GROUP_TARIFF, .offset = offsetof(struct sp_tariff, field)

const struct sp_setting sp_settings[] = {
	/* --- the desk ----------------------------------------------------------- */
	{ DESK(desk_name), .name = "name", .kind = SP_KIND_TEXT, .max = 100,
		.help = "The desk's name, as it signs its mails." },
	{ DESK(state_folder), .name = "state", .kind = SP_KIND_PATH, .max = 1000,
		.standard = "/var/lib/sportello",
		.help = "The folder of the database, the key and the archive." },
	{ DESK(zone), .name = "zone", .kind = SP_KIND_TEXT, .max = 60, .standard = "Europe/Rome",
		.help = "The time zone of office hours and of every date in a mail." },
	{ SP_GROUP_DESK, .name = "retention", .kind = SP_KIND_CALLS, .take = take_retention,
		.shape = "\"CLASS DAYS\"", .help = "How many days each class of message is kept; you "
			"have to decide it for all of them." },
	{ DESK(legal_basis), .name = "legal_basis", .kind = SP_KIND_CHOICE, .choices = bases,
		.standard = "contract",
		.help = "On what ground customers' data are kept: contract, or consent, which they "
			"may withdraw." },
	{ DESK(templates_folder), .name = "templates", .kind = SP_KIND_PATH, .max = 1000, .standard = "",
		.help = "A folder of your own mail templates, it/NAME.txt and en/NAME.txt; what is "
			"not in it comes from the program." },
	{ DESK(filters_folder), .name = "filters", .kind = SP_KIND_PATH, .max = 1000, .standard = "",
		.help = "A folder of your own filter rules, read before the program's." },
	{ DESK(authserv_id), .name = "authserv_id", .kind = SP_KIND_HOST, .max = 255, .standard = "",
		.help = "The name by which your own mail server signs Authentication-Results; "
			"without it no DKIM or DMARC result is believed." },
	{ DESK(proof), .name = "proof", .kind = SP_KIND_CHOICE, .choices = proofs,
		.standard = "either",
		.help = "What proves that a mail is a staff member's: the token of the mail it "
			"answers, the mail server's authentication, either, or both." },
	{ DESK(administrator), .name = "administrator", .kind = SP_KIND_ADDRESS, .max = 254,
		.standard = "", .help = "The address that is told of alarms." },
	{ DESK(digest), .name = "digest", .kind = SP_KIND_YES_NO, .standard = "yes",
		.help = "Each working morning every staff member gets a list of the open requests "
			"that are his or nobody's." },
	{ DESK(dpo), .name = "dpo", .kind = SP_KIND_ADDRESS, .max = 254, .standard = "",
		.help = "The address of who answers for personal data; gets every privacy request." },
	{ DESK(suppliers_domains), .name = "supplier_domains", .kind = SP_KIND_DOMAINS, .standard = "",
		.help = "Domains whose addresses #fornitore may pass a ticket to though they are not on "
			"file; suppliers on file it may always (sportello supplier)." },
	{ DESK(form_senders), .name = "form_sender", .kind = SP_KIND_ADDRESSES, .standard = "",
		.help = "Addresses that your web site's contact form sends from: there the customer "
			"is who stands in Reply-To." },
	{ DESK(message_size_limit), .name = "message_size_limit", .kind = SP_KIND_SIZE, .min = 64 * KB,
		.max = HIGHEST_SIZE, .standard = "25 MB",
		.help = "A larger message is kept without its attachments, and the sender is told." },
	{ DESK(ending_days), .name = "ending_days", .kind = SP_KIND_NUMBER, .max = 365,
		.standard = "30",
		.help = "So many days before a package or contract ends the contact and the staff are "
			"warned, once; 0: never." },
	{ DESK(duplicate_hours), .name = "duplicate_hours", .kind = SP_KIND_NUMBER, .max = YEAR_HOURS,
		.standard = "24",
		.help = "Within this time almost the same text from the same customer joins his "
			"first ticket; 0: never." },
	{ DESK(automatic_hourly_known), .name = "automatic_hourly_known", .kind = SP_KIND_NUMBER,
		.min = 1, .max = 1000, .standard = "20",
		.help = "Automatic mails to one known customer, at most, in an hour." },
	{ DESK(automatic_hourly_unknown), .name = "automatic_hourly_unknown", .kind = SP_KIND_NUMBER,
		.min = 0, .max = 100, .standard = "1",
		.help = "Automatic mails to one address that nothing vouches for, at most, in an hour." },
	{ DESK(automatic_daily_unknown), .name = "automatic_daily_unknown", .kind = SP_KIND_NUMBER,
		.min = 0, .max = 1000, .standard = "5",
		.help = "Automatic mails to one address that nothing vouches for, at most, in a day." },
	{ DESK(automatic_hourly_desk), .name = "automatic_hourly_desk", .kind = SP_KIND_NUMBER,
		.min = 1, .max = 1000000, .standard = "500",
		.help = "Automatic mails of the whole desk in an hour; past it they are held back "
			"and the staff is told." },
	{ DESK(flood_hourly), .name = "flood_hourly", .kind = SP_KIND_NUMBER, .min = 2, .max = 100000,
		.standard = "30",
		.help = "Messages from one sender in an hour; what comes past it joins one ticket "
			"and is not answered." },
	{ DESK(token_days), .name = "token_days", .kind = SP_KIND_NUMBER, .min = 1, .max = 3650,
		.standard = "365", .help = "How long the signed address in a mail is good for." },

	/* --- policies: for the desk, and again for a queue ------------------------ */
	{ POLICY(language), .name = "language", .kind = SP_KIND_WORD, .choices = languages,
		.standard = "it", .help = "The language of mails to whoever did not show another." },
	{ POLICY(calendar_name), .name = "calendar", .kind = SP_KIND_TEXT, .max = 32, .standard = "",
		.help = "The calendar of office hours; each queue has one, its own or the desk's." },
	{ POLICY(response_minutes), .name = "response_minutes", .kind = SP_KIND_NUMBER,
		.max = YEAR_MINUTES, .standard = "0",
		.help = "Working minutes within which a new ticket is taken in charge or answered; "
			"0: nothing is promised." },
	{ POLICY(escalation), .name = "escalation", .kind = SP_KIND_ADDRESS, .max = 254,
		.standard = "",
		.help = "The address that is told too when a response time has passed, or nobody on "
			"call takes an urgent request." },
	{ POLICY(on_call_minutes), .name = "on_call_minutes", .kind = SP_KIND_NUMBER, .max = DAY_MINUTES,
		.standard = "30",
		.help = "Out of office hours, after so many minutes in which nobody took an urgent "
			"request, the next one on call is called; 0: never." },
	{ POLICY(notify_staff), .name = "notify_staff", .kind = SP_KIND_CHOICE, .choices = told,
		.standard = "always",
		.help = "What comes out of office hours is told to the staff at once, or with in_hours "
			"waits for the opening; who is on call is told of urgent requests at once." },
	{ POLICY(registration), .name = "registration", .kind = SP_KIND_CHOICE,
		.choices = registrations, .standard = "open",
		.help = "Who may open tickets: anybody, whoever registers and is approved, or known "
			"customers only." },
	{ POLICY(customer_priority), .name = "customer_priority", .kind = SP_KIND_CHOICE,
		.choices = wishes, .standard = "stars",
		.help = "What a customer may ask for: zero to three stars, URGENTE only, or nothing "
			"(his wish is recorded)." },
	{ POLICY(notify), .name = "notify", .kind = SP_KIND_CHOICE, .choices = notifications,
		.standard = "all",
		.help = "Which changes of status the customer is told; opening, taking in charge, "
			"questions, dates, closing and the summary always are." },
	{ POLICY(reply_closes), .name = "reply_closes", .kind = SP_KIND_YES_NO, .standard = "no",
		.help = "Each reply of the staff closes the ticket; an answer opens it again." },
	{ POLICY(reopening_hours), .name = "reopening_hours", .kind = SP_KIND_NUMBER,
		.max = 10 * YEAR_HOURS, .choices = unlimited, .standard = "72",
		.help = "Hours after closing in which an answer opens the ticket again; then it is "
			"archived." },
	{ POLICY(without_package), .name = "without_package", .kind = SP_KIND_CHOICE,
		.choices = without_packages, .standard = "accept",
		.help = "A request of a customer without active package or contract is accepted at "
			"the queue's tariff, held, or refused." },
	{ POLICY(over), .name = "over", .kind = SP_KIND_CHOICE, .choices = overs, .standard = "allow",
		.help = "Work past the end of a package is logged, or needs the contact's consent, or "
			"stops." },
	{ POLICY(excess), .name = "excess", .kind = SP_KIND_CHOICE, .choices = excesses,
		.standard = "price",
		.help = "Work that no package and no contract pays costs what the tariff says, or "
			"is carried: the next package that is added pays it." },
	{ POLICY(ask_hours), .name = "ask_hours", .kind = SP_KIND_YES_NO, .standard = "no",
		.help = "A staff member who closes a ticket without any work log on it is asked for "
			"one." },
	{ POLICY(show_hours), .name = "show_hours", .kind = SP_KIND_YES_NO, .standard = "yes",
		.help = "Hours worked appear in customers' mails." },
	{ POLICY(tariff_name), .name = "tariff", .kind = SP_KIND_TEXT, .max = 32, .standard = "",
		.help = "The tariff of work outside packages and contracts." },
	{ POLICY(terms_link), .name = "terms_link", .kind = SP_KIND_LINK, .max = 500, .standard = "",
		.help = "Where the terms of the service can be read; in every confirmation." },
	{ POLICY(privacy_link), .name = "privacy_link", .kind = SP_KIND_LINK, .max = 500, .standard = "",
		.help = "Where the privacy notice can be read; in a customer's first confirmation." },
	{ POLICY(terms_version), .name = "terms_version", .kind = SP_KIND_TEXT, .max = 40,
		.standard = "",
		.help = "The version of the terms, as you call it; the register says who was given and "
			"who accepted which." },
	{ POLICY(privacy_version), .name = "privacy_version", .kind = SP_KIND_TEXT, .max = 40,
		.standard = "", .help = "The version of the privacy notice likewise." },

	/* --- a queue --------------------------------------------------------------- */
	{ QUEUE(name), .name = "name", .kind = SP_KIND_NAME, .max = 32,
		.help = "The queue's short name, in commands: lower-case letters, digits, hyphens." },
	{ QUEUE(title), .name = "title", .kind = SP_KIND_TEXT, .max = 80,
		.help = "The queue's name as people read it." },
	{ QUEUE(prefix), .name = "prefix", .kind = SP_KIND_PREFIX, .max = 8,
		.help = "The letters that its tickets' numbers begin with: HT gives HT00001." },
	{ QUEUE(addresses), .name = "addresses", .kind = SP_KIND_ADDRESSES, .min = 1, .max = 254,
		.help = "Where customers write to it; it writes from the first." },
	{ QUEUE(categories), .name = "categories", .kind = SP_KIND_TEXTS, .max = 60, .standard = "",
		.help = "What may stand after Categoria: in a message; none: anything." },
	{ SP_GROUP_QUEUE, .name = "required", .kind = SP_KIND_FLAGS, .choices = fields, .standard = "",
		.help = "What a request must have: place (luogo), category (categoria), attachment "
			"(allegato); the confirmation asks for what is missing." },

	/* --- a calendar ------------------------------------------------------------ */
	{ SP_GROUP_CALENDAR, .name = "hours", .kind = SP_KIND_CALLS, .take = take_hours,
		.shape = "texts like \"mon-fri 09:00-13:00 14:00-18:00\"", .min = 1,
		.help = "The weekly hours; each stretch runs from its start to just before its end." },
	{ SP_GROUP_CALENDAR, .name = "holidays", .kind = SP_KIND_CALLS, .take = take_holidays,
		.shape = "names of countries", .standard = "",
		.help = "Whose national holidays are closed: it." },
	{ SP_GROUP_CALENDAR, .name = "days", .kind = SP_KIND_CALLS, .take = take_day,
		.shape = "dates like \"06-24\" or \"2026-06-24\"", .standard = "",
		.help = "Single days that are closed, each year or once (the patron saint's)." },
	{ SP_GROUP_CALENDAR, .name = "closed", .kind = SP_KIND_CALLS, .take = take_closed,
		.shape = "periods like \"08-15..08-31\"", .standard = "",
		.help = "Periods that are closed, both ends included; they may cross the new year." },

	/* --- a tariff --------------------------------------------------------------- */
	{ SP_GROUP_TARIFF, .name = "unit", .kind = SP_KIND_CALLS, .take = take_unit,
		.shape = "minutes, as 15 or \"remote 60\"", .standard = "",
		.help = "Each work log is rounded up to this many minutes, for all kinds of work or "
			"for one; else 15, and 60 for remote sessions." },
	{ SP_GROUP_TARIFF, .name = "included", .kind = SP_KIND_CALLS, .take = take_included,
		.shape = "kinds of work", .standard = "",
		.help = "Kinds of work that are recorded and never charged: ordinary, extraordinary, "
			"urgent, remote." },
	{ SP_GROUP_TARIFF, .name = "first_hour", .kind = SP_KIND_CALL, .take = take_first_hour,
		.shape = "a price like \"100.00\"",
		.help = "The price of the first hour, net of VAT." },
	{ SP_GROUP_TARIFF, .name = "next_hour", .kind = SP_KIND_CALL, .take = take_next_hour,
		.shape = "a price like \"70.00\"",
		.help = "The price of each further hour, net of VAT." },
	{ TARIFF(divisible), .name = "divisible", .kind = SP_KIND_YES_NO, .standard = "no",
		.help = "An hour begun costs its part, not the whole." },
	{ SP_GROUP_TARIFF, .name = "out_of_hours", .kind = SP_KIND_CALL, .take = take_out_of_hours,
		.shape = "a price, or a percentage like \"30%\"", .standard = "0",
		.help = "Added to the price of work out of office hours." },
	{ SP_GROUP_TARIFF, .name = "extra", .kind = SP_KIND_CALL, .take = take_extra,
		.shape = "a price, or a percentage like \"30%\"", .standard = "0",
		.help = "Added where priority was given on the customer's wish (#priorita 3 extra)." },

	/* --- sending ----------------------------------------------------------------- */
	{ SEND(method), .name = "method", .kind = SP_KIND_CHOICE, .choices = methods, .standard = "smtp",
		.help = "Mail leaves over SMTP, or through a command that reads it." },
	{ SEND(host), .name = "host", .kind = SP_KIND_HOST, .max = 255, .standard = "127.0.0.1",
		.help = "The mail server to give mail to." },
	{ SEND(port), .name = "port", .kind = SP_KIND_INT, .min = 1, .max = 65535, .standard = "25",
		.help = "Its port: 25, 587 for submission, 465 with tls = \"wrapped\"." },
	{ SEND(tls), .name = "tls", .kind = SP_KIND_CHOICE, .choices = tls, .standard = "automatic",
		.help = "Encryption: required (STARTTLS or nothing), opportunistic, none, or wrapped "
			"(TLS from the first byte); automatic is opportunistic for this very machine "
			"and required for any other." },
	{ SEND(user), .name = "user", .kind = SP_KIND_TEXT, .max = 254, .standard = "",
		.help = "The name to log in with; none: no login." },
	{ SEND(password_file), .name = "password_file", .kind = SP_KIND_PATH, .max = 1000, .standard = "",
		.help = "The file with the password in its first line, readable by its owner only." },
	{ SEND(ca_file), .name = "ca_file", .kind = SP_KIND_PATH, .max = 1000, .standard = "",
		.help = "The certificates to trust; none: the system's." },
	{ SEND(helo), .name = "helo", .kind = SP_KIND_HOST, .max = 255, .standard = "",
		.help = "The name to say in EHLO; none: the machine's." },
	{ SEND(command), .name = "command", .kind = SP_KIND_COMMAND, .max = 1000,
		.standard = "/usr/sbin/sendmail -i",
		.help = "With method = \"command\": the program, run without a shell, with -f SENDER "
			"-- RECIPIENT after it." },
	{ SEND(connections), .name = "connections", .kind = SP_KIND_INT, .min = 1, .max = 20,
		.standard = "4", .help = "Connections to the mail server at once, at most." },
	{ SEND(give_up_hours), .name = "give_up_hours", .kind = SP_KIND_NUMBER, .min = 1,
		.max = 30 * 24, .standard = "120",
		.help = "How long a mail that is refused for now is tried again." },
	{ SEND(timeout), .name = "timeout", .kind = SP_KIND_NUMBER, .min = 1, .max = 3600,
		.standard = "300", .help = "Seconds to wait for one answer of the mail server." },
};

const size_t sp_settings_count = sizeof sp_settings / sizeof *sp_settings;
