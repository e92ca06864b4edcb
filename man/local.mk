# SPDX-License-Identifier: GPL-2.0-or-later
dist_man_MANS = \
	man/sportello-deliver.8 \
	man/sportello-filters.5 \
	man/sportello-send.8 \
	man/sportello-templates.5 \
	man/sportello-tutorial.7 \
	man/sportello.1 \
	man/sportello.7 \
	man/sportello.conf.5
