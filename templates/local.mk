# SPDX-License-Identifier: GPL-2.0-or-later
# The words and mails of each language.
templatesdir = $(pkgdatadir)/templates
dist_templates_DATA = templates/VARIABLES templates/foreign.conf
templates_itdir = $(templatesdir)/it
dist_templates_it_DATA = templates/it/words.conf
templates_endir = $(templatesdir)/en
dist_templates_en_DATA = templates/en/words.conf
