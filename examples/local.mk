# SPDX-License-Identifier: GPL-2.0-or-later
examplesdir = $(docdir)/examples
dist_examples_DATA = examples/sportello.conf

# The five desks; tests/e2e/51 to 55 tell the story of each.
examples_agenziadir = $(examplesdir)/agenzia-web
dist_examples_agenzia_DATA = examples/agenzia-web/sportello.conf
examples_hostingdir = $(examplesdir)/hosting
dist_examples_hosting_DATA = examples/hosting/sportello.conf
examples_consulenzadir = $(examplesdir)/consulenza-it
dist_examples_consulenza_DATA = examples/consulenza-it/sportello.conf
examples_contrattodir = $(examplesdir)/contratto-annuale
dist_examples_contratto_DATA = examples/contratto-annuale/sportello.conf
examples_facilitydir = $(examplesdir)/facility
dist_examples_facility_DATA = examples/facility/sportello.conf
# Spreadsheets for sportello customer|organisation|package|contract import.
examples_importdir = $(examplesdir)/import
dist_examples_import_DATA = examples/import/clienti.csv examples/import/contratti.csv \
	examples/import/organizzazioni.csv examples/import/pacchetti.csv
TESTS += tests/unit/examples.sh
EXTRA_DIST += tests/unit/examples.sh
