/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What has to fit together in a configuration: for conf.c, which knows the
 * lines.  Each fills `*setting_r` with the setting to blame.
 */
#ifndef SP_TEXT_CONF_CHECK_H
#define SP_TEXT_CONF_CHECK_H

#include "text/conf.h"

/* Retention for each class; the desk's own policies: their calendar and tariff,
 * where they name one. */
enum sp_status sp_conf_check_desk(struct sp_conf *conf, const char **setting_r,
	struct sp_err *err) SP_MUST_CHECK;

/* Queue number `i`: its calendar and tariff are found and set, its name and
 * addresses are no other's (of a queue before it), its addresses have room
 * for a token. */
enum sp_status sp_conf_check_queue(struct sp_conf *conf, size_t i, const char **setting_r,
	struct sp_err *err) SP_MUST_CHECK;

/* The password's file; the kind of encryption for this host. */
enum sp_status sp_conf_check_send(struct sp_send_conf *send, const char **setting_r,
	struct sp_err *err) SP_MUST_CHECK;

#endif
