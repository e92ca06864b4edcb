# SPDX-License-Identifier: GPL-2.0-or-later
# The data-file formats: configuration, templates, words, rules.
libsportello_a_SOURCES += \
	src/text/conf.c src/text/conf.h \
	src/text/conf_check.c src/text/conf_check.h \
	src/text/conf_place.c src/text/conf_place.h \
	src/text/data.c \
	src/text/encoded.c src/text/encoded.h \
	src/text/folded.c src/text/folded.h \
	src/text/language.c src/text/language.h \
	src/text/mail_template.c \
	src/text/mentions.c src/text/mentions.h \
	src/text/mentions_find.c src/text/mentions_find.h \
	src/text/nearest.c \
	src/text/nodes.h \
	src/text/render.c \
	src/text/retention.c src/text/retention.h \
	src/text/settings.c src/text/settings.h \
	src/text/shape.c src/text/shape.h \
	src/text/shipped.c src/text/shipped.h \
	src/text/show_settings.c \
	src/text/template.c src/text/template.h \
	src/text/template_check.c src/text/template_check.h \
	src/text/uu_block.c src/text/uu_block.h \
	src/text/values.c \
	src/text/variables.c \
	src/text/word_entries.h \
	src/text/word_file.c src/text/word_file.h \
	src/text/words.c src/text/words.h src/text/words_ask.c

check_PROGRAMS += tests/unit/test_conf tests/unit/test_template tests/unit/test_templates \
	tests/unit/test_words
tests_unit_test_templates_SOURCES = tests/unit/test_templates.c
tests_unit_test_templates_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_templates_LDADD = $(unit_libs)
tests_unit_test_words_SOURCES = tests/unit/test_words.c
tests_unit_test_words_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_words_LDADD = $(unit_libs)
tests_unit_test_conf_SOURCES = tests/unit/test_conf.c
tests_unit_test_conf_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_conf_LDADD = $(unit_libs)
tests_unit_test_template_SOURCES = tests/unit/test_template.c
tests_unit_test_template_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_template_LDADD = $(unit_libs)
EXTRA_DIST += \
	tests/unit/mustache/README \
	tests/unit/mustache/comments.json \
	tests/unit/mustache/delimiters.json \
	tests/unit/mustache/interpolation.json \
	tests/unit/mustache/inverted.json \
	tests/unit/mustache/partials.json \
	tests/unit/mustache/sections.json

# Calendars, tariffs, hours and money as they are written.
libsportello_a_SOURCES += \
	src/text/calendar.c src/text/calendar.h \
	src/text/holidays.c src/text/holidays.h \
	src/text/money.c src/text/money.h \
	src/text/tariff.c src/text/tariff.h
check_PROGRAMS += tests/unit/test_calendar_values tests/unit/test_money
tests_unit_test_calendar_values_SOURCES = tests/unit/test_calendar_values.c
tests_unit_test_calendar_values_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_calendar_values_LDADD = $(unit_libs)
tests_unit_test_money_SOURCES = tests/unit/test_money.c
tests_unit_test_money_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_money_LDADD = $(unit_libs)

# The rules files of filters/, and their patterns.
libsportello_a_SOURCES += \
	src/text/pattern.c src/text/pattern.h \
	src/text/rules.c src/text/rules.h \
	src/text/rules_read.c src/text/rules_reader.h src/text/rules_value.c

check_PROGRAMS += tests/unit/test_rules
tests_unit_test_rules_SOURCES = tests/unit/test_rules.c
tests_unit_test_rules_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_rules_LDADD = $(unit_libs)
