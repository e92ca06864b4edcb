# SPDX-License-Identifier: GPL-2.0-or-later
# The data-file formats: configuration, templates, words, rules.
libsportello_a_SOURCES += \
	src/text/conf.h \
	src/text/pattern.c src/text/pattern.h \
	src/text/rules.h \
	src/text/template.h \
	src/text/words.h
