# SPDX-License-Identifier: GPL-2.0-or-later
# The real programs behind real mail servers, on loopback (most need root).
e2e_tests = \
	tests/e2e/09-postfix-recipe.sh \
	tests/e2e/10-postfix-new-ticket.sh \
	tests/e2e/11-two-hundred.sh \
	tests/e2e/12-conversation.sh \
	tests/e2e/13-procmail.sh \
	tests/e2e/14-maildrop.sh \
	tests/e2e/15-dovecot-sieve.sh \
	tests/e2e/16-fetched.sh \
	tests/e2e/18-44-limits.sh \
	tests/e2e/20-maildir-test.sh \
	tests/e2e/21-twice.sh \
	tests/e2e/26-31-staff-proof.sh \
	tests/e2e/29-shown-address.sh \
	tests/e2e/30-administrator.sh \
	tests/e2e/30-import.sh \
	tests/e2e/30-import-mail.sh \
	tests/e2e/30-staff-commands.sh \
	tests/e2e/31-templates.sh \
	tests/e2e/32-39-outsiders.sh \
	tests/e2e/32-supplier.sh \
	tests/e2e/33-decisions.sh \
	tests/e2e/33-replay.sh \
	tests/e2e/34-links.sh \
	tests/e2e/35-guessed-tokens.sh \
	tests/e2e/36-rights.sh \
	tests/e2e/37-by-hand.sh \
	tests/e2e/38-no-fork.sh \
	tests/e2e/39-one-person.sh \
	tests/e2e/40-automatic.sh \
	tests/e2e/41-loop.sh \
	tests/e2e/42-requests.sh \
	tests/e2e/43-flood.sh \
	tests/e2e/43-registration.sh \
	tests/e2e/44-reports.sh \
	tests/e2e/45-statements.sh \
	tests/e2e/45-transitions.sh \
	tests/e2e/46-mails.sh \
	tests/e2e/46-watching.sh \
	tests/e2e/47-undelivered.sh \
	tests/e2e/48-golden.sh \
	tests/e2e/50-after-erasure.sh \
	tests/e2e/50-erasure.sh \
	tests/e2e/50-export.sh \
	tests/e2e/50-held.sh \
	tests/e2e/50-hostile-erasure.sh \
	tests/e2e/50-hours.sh \
	tests/e2e/50-register.sh \
	tests/e2e/50-restriction.sh \
	tests/e2e/51-asked.sh \
	tests/e2e/52-golden.sh \
	tests/e2e/53-cron.py
e2e_tools = \
	tests/e2e/clients.sh \
	tests/e2e/desk.conf \
	tests/e2e/desk.sh \
	tests/e2e/person.sh \
	tests/e2e/golden/conversation.en \
	tests/e2e/golden/conversation.it \
	tests/e2e/golden/pacchetto.txt \
	tests/e2e/golden/walk.en \
	tests/e2e/golden/walk.it \
	tests/e2e/identity.sh \
	tests/e2e/lib.sh \
	tests/e2e/postfix.sh \
	tests/e2e/recipes.sh \
	tests/e2e/sinks.sh \
	tests/e2e/staff.sh \
	tests/e2e/story.sh \
	tests/e2e/tap.sh \
	tests/e2e/tools/check_mail.py \
	tests/e2e/tools/desk_state.py \
	tests/e2e/tools/dns.py \
	tests/e2e/tools/filter_samples.py \
	tests/e2e/tools/free_port.py \
	tests/e2e/tools/json_get.py \
	tests/e2e/tools/letter.py \
	tests/e2e/tools/mail_part.py \
	tests/e2e/tools/maildir_run.py \
	tests/e2e/tools/mailto.py \
	tests/e2e/tools/no_fork.py \
	tests/e2e/tools/normalised.py \
	tests/e2e/tools/sink.py \
	tests/e2e/tools/spam_check.py \
	tests/e2e/tools/threads.py \
	tests/e2e/tools/export_check.py \
	tests/e2e/tools/held_check.py \
	tests/e2e/tools/hostile_mails.py \
	tests/e2e/tools/traces.py \
	tests/e2e/tools/transitions.py

# The five desks of examples/, each as a story.
e2e_tests += \
	tests/e2e/51-agenzia-web.sh \
	tests/e2e/52-hosting.sh \
	tests/e2e/53-consulenza-it.sh \
	tests/e2e/54-contratto-annuale.sh \
	tests/e2e/55-facility.sh \
	tests/e2e/56-attachments.sh \
	tests/e2e/57-announce.sh \
	tests/e2e/58-notification.sh \
	tests/e2e/58-every-command.py \
	tests/e2e/59-forwards.sh

# Not in sanitizer builds, which have no sandbox and are no measure of a delivery.
if !SANITIZERS
TESTS += $(e2e_tests)
endif
EXTRA_DIST += $(e2e_tests) $(e2e_tools)

check-e2e: all
	$(MAKE) $(AM_MAKEFLAGS) check TESTS='$(e2e_tests)'
.PHONY: check-e2e
