#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What cron keeps, as the people of a desk see it, at times of our choosing: warnings,
dates, reminders, the digest, on-call at night, what waits for the opening, a week
without cron, packages that end, alarms; then the end of a ticket: the official mail,
and its messages in a file that mutt reads."""
import email
import email.policy
import glob
import gzip
import mailbox
import os
import pty
import re
import select
import signal
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "fault"))
from clock_desk import Desk, Tap, at, need  # noqa: E402

ANNA, LUCA, MARIO, CAPO = ("anna@desk.example.it", "luca@desk.example.it", "mario@rossi.example", "capo@desk.example.it")
STAFF = (("Anna Verdi", ANNA), ("Luca Neri", LUCA))
PATIENCE = int(os.environ.get("SP_PATIENCE", "240"))


def story(tap, name, queue="response_minutes = 240;", **more):
    """A fresh desk on Monday at ten; what is said of it."""
    folder = tempfile.TemporaryDirectory(prefix=f"sportello-cron-{name}.")
    desk = Desk(folder.name, at("2026-11-23 10:00"), queue=queue, **more)
    desk.keep = folder
    desk.make(STAFF)
    desk.tap = tap
    return desk


def text(desk, template, recipient):
    """The newest such mail: its subject and its text."""
    raw = desk.sql("SELECT bytes FROM outbox_raw JOIN outbox o ON o.id = outbox_id WHERE template = ? AND recipient = ? "
                   "ORDER BY o.id DESC LIMIT 1", template, recipient)[0][0]
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    return str(mail["Subject"]) + "\n" + mail.get_body(("plain",)).get_content().replace("\r\n", "\n")


def rounds(desk, when):
    """One run at that time: the mails it queued."""
    desk.now = at(when)
    before = len(desk.mails())
    desk.must("office-hours")
    return sorted(desk.mails()[before:])


def like(tap, name, found, pattern):
    tap.ok(re.search(pattern, found), name, found)


def response(tap):
    desk = story(tap, "response", f'response_minutes = 240; escalation = "{CAPO}";', desk="digest = false;")
    desk.deliver(MARIO, "Stampante", "La stampante non parte.")
    tap.same(rounds(desk, "2026-11-23 12:59"), [], "before three quarters of the time: nothing")
    tap.same(rounds(desk, "2026-11-23 13:00"), [("warning", ANNA), ("warning", LUCA)], "then the queue is warned")
    like(tap, "of when it is due", text(desk, "warning", ANNA), r"In scadenza: Stampante\n(.*\n)*.*ore 15:00")
    tap.same(rounds(desk, "2026-11-23 14:30"), [], "once")
    tap.same(rounds(desk, "2026-11-23 15:00"), [("warning", ANNA), ("warning", CAPO), ("warning", LUCA)],
             "in the end everybody, and who answers for it")
    like(tap, "that it has passed", text(desk, "warning", CAPO), r"In ritardo: Stampante\n(.*\n)*.*il tempo è passato")
    desk.deliver(MARIO, "Telefono", "Il telefono del magazzino è muto.")
    desk.staff_says(2, "#prendo\n#assegna Anna")
    tap.same(rounds(desk, "2026-11-25 12:00"), [], "what is taken in charge is not late")


def dates(tap):
    desk = story(tap, "dates", desk="digest = false;")
    desk.deliver(MARIO, "Stampante", "La stampante non parte.")
    desk.staff_says(1, "#prendo entro 2026-11-24 12:00")
    tap.same(rounds(desk, "2026-11-24 11:55"), [], "a date that is to come")
    tap.same(rounds(desk, "2026-11-24 12:00"), [("date_passed", ANNA)], "has passed: the assignee")
    like(tap, "with the date and what to write", text(desk, "date_passed", ANNA), r"24 novembre 2026, ore 12:00(.*\n)*.*#stato")
    tap.same(rounds(desk, "2026-11-25 08:55") + rounds(desk, "2026-11-25 09:00"), [("date_passed", ANNA)],
             "again the next working day, when it opens")
    tap.same(rounds(desk, "2026-11-28 10:00"), [], "not on Saturday")
    desk.now = at("2026-11-30 10:00")
    desk.staff_says(1, "#stato sospeso 2026-12-02 09:00")
    tap.same(rounds(desk, "2026-12-01 10:00"), [], "the status has changed: no more")
    tap.same(rounds(desk, "2026-12-02 09:00"), [("date_passed", ANNA)], "a review date that has passed likewise")


def reminders(tap):
    desk = story(tap, "reminders", queue="", desk="digest = false;")
    desk.deliver(MARIO, "Stampante", "La stampante non parte.")
    desk.staff_says(1, "#promemoria domani richiamare Mario\n#promemoria 2026-11-26 10:00 toner\n#promemoria +3g 11:00 carta")
    like(tap, "the receipt says when", text(desk, "receipt", ANNA), r"#promemoria domani.*\n.*24 novembre 2026, ore 09:00")
    tap.same(rounds(desk, "2026-11-24 09:00"), [("reminder", ANNA)], "tomorrow at the opening")
    like(tap, "in his own words", text(desk, "reminder", ANNA), r"richiamare Mario")
    tap.same(rounds(desk, "2026-11-27 12:00"), [("reminder", ANNA)], "two that were missed are one mail")
    like(tap, "with both", text(desk, "reminder", ANNA), r"toner\n\ncarta")


def digest(tap):
    desk = story(tap, "digest", queue="")
    tap.same(rounds(desk, "2026-11-23 10:05"), [], "nothing open, no digest")
    desk.deliver(MARIO, "Stampante", "La stampante non parte.")
    desk.deliver(MARIO, "URGENTE server", "Il server è fermo da un'ora.")
    desk.staff_says(1, "#prendo")
    tap.same(rounds(desk, "2026-11-24 08:55"), [], "before the opening nothing")
    tap.same(rounds(desk, "2026-11-24 09:00"), [("digest", ANNA), ("digest", LUCA)], "at the opening everybody's list")
    like(tap, "urgent ones first", text(desk, "digest", ANNA), r"HT00002 +URGENTE server\n(.*\n)*HT00001 +Stampante")
    tap.ok("HT00001" not in text(desk, "digest", LUCA), "a colleague's is not on it")
    tap.same(rounds(desk, "2026-11-24 17:55"), [], "once a day")


def long_digest(tap):
    desk = story(tap, "long",
                 desk="duplicate_hours = 0; flood_hourly = 1000; automatic_hourly_known = 1000; "
                      "automatic_hourly_desk = 10000;")
    for number in range(100):
        desk.deliver(MARIO, f"Richiesta {number}", f"Questa è la richiesta numero {number}.")
    rounds(desk, "2026-11-24 09:00")
    tap.ok("Ce ne sono altre" not in text(desk, "digest", ANNA), "a hundred requests are all in the digest")
    desk.deliver(MARIO, "Ancora una", "Questa è quella di troppo.")
    rounds(desk, "2026-11-25 09:00")
    found = text(desk, "digest", ANNA)
    like(tap, "with one more it says that there are more", found, r"\nCe ne sono altre: qui stanno le prime cento\.\n")
    tap.same(len(re.findall(r"^HT\d{5}  ", found, re.M)), 100, "and lists a hundred")


def week_without_cron(tap):
    desk = story(tap, "week")
    for words in ("La stampante fa righe nere.", "Al telefono non si sente niente.", "Il sito è lento da giorni.",
                  "Manca la corrente in magazzino.", "Vorrei un altro indirizzo di posta."):
        desk.deliver(MARIO, words[:12], words)
    desk.staff_says(1, "#stato nuova data 2026-11-24 10:00")
    desk.staff_says(2, "#promemoria domani uno\n#promemoria +2g due\n#promemoria +3g tre")
    found = rounds(desk, "2026-12-01 10:00")
    counts = {name: len([one for one in found if one[0] == name]) for name, _ in found}
    tap.same(counts, {"warning": 10, "date_passed": 2, "reminder": 1, "digest": 2},
             "after a week: one warning a ticket for each, one date, one reminder, one digest")
    tap.same(rounds(desk, "2026-12-01 10:05"), [], "and that was all")


def night(tap):
    desk = story(tap, "night", 'customer_priority = "urgent"; notify_staff = "in_hours"; on_call_minutes = 20; '
                 f'escalation = "{CAPO}";', desk="digest = false;")
    for _, address in STAFF:
        desk.must("staff", "change", address, "--on-call", "yes")
    desk.now = at("2026-11-23 22:00")
    before = len(desk.mails())
    desk.deliver(MARIO, "URGENTE: server fermo", "Il server non risponde più.")
    queued = dict(desk.mails()[before:])
    first = queued.get("on_call")
    second = LUCA if first == ANNA else ANNA
    tap.same(sorted(queued), ["confirmation", "notification", "on_call"], "at night: who is on call, and the customer")
    tap.same(desk.sql("SELECT recipient, next_at FROM outbox WHERE template = 'notification'"),
             [(second, at("2026-11-24 09:00"))], "the colleague's waits for the opening")
    like(tap, "the customer is told", text(desk, "confirmation", MARIO), r"avvisato chi è reperibile, ma non c'è un contratto")
    tap.same(rounds(desk, "2026-11-23 22:19"), [], "for a while only he")
    tap.same(rounds(desk, "2026-11-23 22:20"), [("on_call", second)], "then the next one")
    like(tap, "with what was asked", text(desk, "on_call", second), r"Il server non risponde più")
    tap.same(rounds(desk, "2026-11-23 22:40"), [("alarms", "admin@desk.example.it"), ("warning", CAPO)],
             "nobody took it: who answers for it, and an alarm")
    like(tap, "in those words", text(desk, "warning", CAPO), r"Nessuno risponde(.*\n)*.*nessuno l'ha presa in carico")
    tap.same(rounds(desk, "2026-11-23 23:40"), [], "once")
    desk.must("contract", "add", MARIO, "--title", "Contratto annuale", "--unlimited", "yes", "--on-call", "yes")
    desk.deliver(MARIO, "URGENTE: posta ferma", "La posta non parte, nemmeno quella interna.")
    like(tap, "a contract that covers it", text(desk, "confirmation", MARIO), r"il Suo contratto comprende")
    desk.staff_says(2, "#prendo", desk.sql("SELECT recipient FROM outbox WHERE template = 'on_call' ORDER BY id DESC "
                                           "LIMIT 1")[0][0])
    tap.same(rounds(desk, "2026-11-24 00:30"), [], "what is taken goes no further")


def ending(tap):
    desk = story(tap, "ending", queue="", desk="ending_days = 10; digest = false;")
    desk.must("package", "add", MARIO, "--hours", "5", "--title", "Pacchetto 5 ore", "--until", "2027-06-30")
    tap.same(rounds(desk, "2027-06-21 10:00"), [("ending", MARIO), ("ending_staff", ANNA), ("ending_staff", LUCA)],
             "before its end the customer and the staff are told")
    like(tap, "what is left, until when", text(desk, "ending", MARIO), r"Pacchetto 5 ore: restano 5:00.*\n.*30 giugno 2027")
    tap.same(rounds(desk, "2027-06-22 10:00"), [], "once")


def alarms(tap):
    desk = story(tap, "alarms", queue="", desk="digest = false;")
    forged = "assistenza+araaaaaabaaaaacujpababwkgd7im3dtvwe2@desk.example.it"
    desk.deliver(MARIO, "Prova", "Ci siete?", to=forged)
    tap.same(rounds(desk, "2026-11-23 10:05"), [("alarms", "admin@desk.example.it")], "the administrator is told")
    like(tap, "of what", text(desk, "alarms", "admin@desk.example.it"), r"prova a indovinare .*: assistenza\n +1 volta")
    desk.deliver(MARIO, "Prova due", "E adesso, ci siete?", to=forged)
    tap.same(rounds(desk, "2026-11-23 18:00"), [], "once a day at most")
    tap.same(rounds(desk, "2026-11-24 10:00"), [("alarms", "admin@desk.example.it")], "the next day the rest")
    tap.same(rounds(desk, "2026-11-25 10:00"), [], "nothing new, no mail")
    desk.now += 2 * 86400
    like(tap, "check says that cron does not run", desk.run("check").stdout.decode(),
         r"warning +jobs +office-hours was last through at 2026-11-25 10:00(.*\n)*.*archive never ran")


def deadlines(tap):
    """Requests about personal data have a month: the staff read it each morning, the administrator when it ends."""
    desk = story(tap, "deadlines", queue="")
    desk.deliver(MARIO, "PRIVACY CANCELLA", "")
    desk.must("customer", "add", "--name", "Carla Neri", "--address", "carla@rossi.example")
    desk.must("privacy", "request", "--right", "export", "carla@rossi.example")
    tap.same([one for one in rounds(desk, "2026-11-24 09:00") if one[0] == "alarms"], [], "there is time yet")
    found = text(desk, "digest", ANNA)
    like(tap, "the morning's list says by when", found,
         r"\ndati personali: .* un mese\.\n\nHT00001  cancella, identità da confermare\n +entro mercoledì 23 dicembre 2026\n")
    tap.ok("esporta" not in found and "Carla" not in found, "what came by letter is the administrator's", found)
    desk.must("privacy", "restrict", MARIO)
    rounds(desk, "2026-11-25 09:00")
    found = text(desk, "digest", ANNA)
    desk.must("privacy", "lift", MARIO)
    like(tap, "a restriction has no ticket on it, but the month runs", found,
         r"\nBuongiorno Anna Verdi,\n\ndati personali:(.*\n)*HT00001  cancella(.*\n)*\nAltre richieste aperte non ce ne sono\.\n")
    tap.same([one for one in rounds(desk, "2026-12-15 10:00") if one[0] == "alarms"], [], "eight days before: not yet")
    tap.same([one for one in rounds(desk, "2026-12-17 10:05") if one[0] == "alarms"], [("alarms", "admin@desk.example.it")],
             "in the last week the administrator is told")
    like(tap, "of both", text(desk, "alarms", "admin@desk.example.it"),
         r"HT00001: cancella, identità da confermare\n +entro mercoledì 23 dicembre 2026\n\n"
         r"richiesta n\. 2: esporta\n +entro mercoledì 23 dicembre 2026\n")
    tap.same([one for one in rounds(desk, "2026-12-17 17:00") if one[0] == "alarms"], [], "once a day")
    desk.must("privacy", "finish", "2")
    rounds(desk, "2026-12-24 10:05")
    like(tap, "then that it is over", text(desk, "alarms", "admin@desk.example.it"),
         r"HT00001: cancella, identità da confermare\n +SCADUTA mercoledì 23 dicembre 2026\n\nCon  sportello privacy list")
    like(tap, "and so are the staff", text(desk, "digest", ANNA), r"\n +SCADUTA mercoledì 23 dicembre 2026\n")
    desk.must("privacy", "finish", "1", "--result", "refused")
    tap.same([one for one in rounds(desk, "2026-12-28 10:05") if one[0] == "alarms"], [], "what is answered is told no more")


def copied_by_mutt(path, folder):
    """Subjects of the messages that mutt finds in an mbox, by having it copy them all."""
    out = os.path.join(folder, "copied")
    keys = f"<tag-pattern>~A<enter><tag-prefix><copy-message>{out}<enter><exit>"
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(TERM="xterm", HOME=folder)
        os.execvp("mutt", ["mutt", "-n", "-F", "/dev/null", "-R", "-f", path, "-e", f"set folder={folder} noauto_tag "
                           "mbox_type=Maildir copy=yes confirmappend=no confirmcreate=no wait_key=no quit=yes", "-e", f'push "{keys}"'])
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            if select.select([terminal], [], [], 0.2)[0] and not os.read(terminal, 65536):
                break
        except OSError:
            break
    else:
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return sorted(mail["Subject"] for mail in mailbox.Maildir(out, create=False)) if os.path.isdir(out) else []


def end_of_ticket(tap):
    desk = story(tap, "end", 'tariff = "ore"; reopening_hours = 72;', desk="digest = false;",
                 more='}; tariffs = { ore = { first_hour = "60.00"; next_hour = "50.00"; };')
    desk.must("package", "add", MARIO, "--hours", "10", "--title", "Pacchetto 10 ore")
    desk.deliver(MARIO, "Stampante", "La stampante non parte.\r\nFrom qui in poi tutto bianco.")
    desk.deliver(MARIO, "Ancora la stampante", "Anche quella del primo piano, con lo stesso rumore strano.")
    desk.now = at("2026-11-23 11:00")
    desk.staff_says(1, "#ore 1:20 sostituzione del rullo\n\nVengo io.")
    desk.staff_says(2, "#unisci HT00001")
    desk.staff_says(1, "#chiudi\n\nRullo sostituito.")
    desk.now = at("2026-11-26 10:59")
    desk.must("archive")
    tap.same(desk.mails("summary"), [], "within the reopening time nothing")
    desk.now = at("2026-11-26 11:00")
    tap.ok("move done -> archived" in desk.must("archive", "--dry-run") and not desk.mails("summary"),
           "--dry-run says it and does nothing")
    desk.must("archive")
    tap.same(desk.mails("summary"), [("summary", MARIO)], "then one official mail, none for the merged one")
    like(tap, "with the work", text(desk, "summary", MARIO), r"23 novembre 2026, Anna Verdi: 1:20\n +sostituzione del rullo")
    like(tap, "the time, real and charged", text(desk, "summary", MARIO), r"lavoro: +1:20\nTempo addebitato: 1:30")
    like(tap, "and the balance", text(desk, "summary", MARIO), r"Pacchetto 10 ore: addebitate 1:30\.\nRestano 8:30")
    tap.same(desk.sql("SELECT state FROM ticket"), [("archived",)] * 2, "both are archived")
    tap.same(desk.sql("SELECT count(*) FROM raw"), [(0,)], "no raw message is left in the database")
    path = glob.glob(os.path.join(desk.folder, "state/archive/2026/*"))
    tap.same([os.path.basename(one) for one in path], ["HT00001.mbox.gz"], "they are in one file")
    mbox = os.path.join(desk.folder, "mbox")
    with gzip.open(path[0]) as packed, open(mbox, "wb") as unpacked:
        unpacked.write(packed.read())
    tap.same(copied_by_mutt(mbox, desk.folder), ["Ancora la stampante", "Re: answer", "Re: answer", "Re: answer",
                                                 "Stampante"], "which mutt reads")
    return desk


def after_the_end(tap, desk):
    desk.deliver(MARIO, "STORICO HT00001", "")
    like(tap, "STORICO still has it all", text(desk, "history", MARIO), r"non parte(.*\n)*.*primo piano(.*\n)*.*Vengo io")
    tap.ok("Rullo sostituito" in desk.must("ticket", "show", "HT00001"), "so has ticket show")
    desk.deliver(MARIO, "Re: [HT00001] Stampante", "Grazie mille!")
    tap.same(desk.sql("SELECT count(*) FROM ticket"), [(2,)], "a thank-you for it opens nothing")
    desk.deliver(MARIO, "Re: [HT00001] Stampante", "Si è rotta di nuovo, e adesso fuma anche.")
    tap.same(desk.sql("SELECT t.state, l.other_id FROM ticket t JOIN ticket_link l ON l.ticket_id = t.id "
                      "WHERE l.kind = 'follows'"), [("new", 1)], "an answer is a new ticket that follows it")
    desk.now += 10 * 86400
    desk.must("archive")
    tap.same(len(desk.mails("summary")), 1, "no second final mail")


def refused(tap):
    """A link in the way is not followed, and nothing is lost by it."""
    desk = story(tap, "link", queue="reopening_hours = 0;", desk="digest = false;")
    desk.deliver(MARIO, "Stampante", "La stampante non parte.")
    desk.staff_says(1, "#chiudi\n\nFatto.")
    away = os.path.join(desk.folder, "away")
    os.mkdir(away)
    for link in ("archive", "archive/2026"):
        place = os.path.join(desk.folder, "state", link)
        os.symlink(away, place)
        done = desk.run("archive")
        tap.ok(done.returncode == 75 and b"links are not followed" in done.stderr and not os.listdir(away),
               f"{link} that is a link is refused", done)
        tap.same(desk.sql("SELECT state FROM ticket"), [("done",)], "the ticket waits")
        os.unlink(place)
        if link == "archive":
            os.mkdir(place)
    desk.must("archive")
    tap.same(desk.sql("SELECT state FROM ticket"), [("archived",)], "without it, it ends")


def unlimited(tap):
    desk = story(tap, "unlimited", queue='reopening_hours = "unlimited";')
    desk.deliver(MARIO, "Stampante", "La stampante non parte.")
    desk.staff_says(1, "#chiudi\n\nFatto.")
    desk.now = at("2036-11-23 10:00")
    desk.must("archive")
    tap.same(desk.sql("SELECT state FROM ticket"), [("done",)], "reopening without limit: never archived")


def main():
    need("mutt")
    tap = Tap()
    for one in (response, dates, reminders, digest, long_digest, week_without_cron, night, ending, alarms, deadlines):
        one(tap)
    after_the_end(tap, end_of_ticket(tap))
    refused(tap)
    unlimited(tap)
    tap.end()


main()
