/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "core/message.h"

static const char *const names[SP_CLASSES] = {
	[SP_PERSON] = "person",   [SP_AUTOMATIC] = "automatic",
	[SP_BOUNCE] = "bounce",   [SP_RECEIPT] = "receipt",
	[SP_LIST] = "list",       [SP_SPAM] = "spam",
	[SP_PEC_RECEIPT] = "pec-receipt", [SP_UNPARSED] = "unparsed",
};

const char *sp_class_name(enum sp_class class)
{
	return (unsigned)class < SP_CLASSES ? names[class] : "unparsed";
}
