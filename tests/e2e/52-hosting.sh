#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# La storia di examples/hosting: Nuvola Hosting serve in ordine di arrivo, chiunque
# scriva "urgente"; ogni risposta chiude, ogni replica riapre, anche mesi dopo.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
# shellcheck source=story.sh
. "${0%/*}/story.sh"
plan 40

sportello_di hosting
persona teresa "Teresa Galli" teresa@fioreria.example
persona ugo "Ugo Moro" ugo@autoscuola.example
persona omar "Omar Sassi" omar@staff.nuvola.example
persona nadia "Nadia Riva" nadia@staff.nuvola.example
apre
il "2026-11-02 08:00"
ok "Omar è il tecnico" ufficio staff add --name "Omar Sassi" --address omar@staff.nuvola.example --queue tecnica
ok "Nadia fa il resto" ufficio staff add --name "Nadia Riva" --address nadia@staff.nuvola.example \
    --queue amministrativa --queue commerciale
ok "Teresa è una cliente" ufficio customer add --name "Teresa Galli" --address teresa@fioreria.example
ok "Ugo anche" ufficio customer add --name "Ugo Moro" --address ugo@autoscuola.example

# --- in ordine di arrivo -----------------------------------------------------------

il "2026-11-02 09:02"
scrive teresa supporto@nuvola.example.it "Posta piena" <<'FINE'
La casella ordini@fioreria.example è piena e non riceve più.
FINE
riceve "Teresa ha una conferma" teresa '\[NH00001\] Posta piena' 'al più presto'
il "2026-11-02 09:05"
scrive ugo tecnica@nuvola.example.it "URGENTE!! sito fermo" <<'FINE'
Priorità: 3
Il sito dell'autoscuola non si apre, è urgentissimo.
FINE
riceve "Ugo anche" ugo '\[NH00002\]'
unlike "e nessuno gli dice che passa avanti" "$(story_line "$(lettera ugo)")" 'come urgente'
is "il suo desiderio è scritto e non cambia niente" "$(richiesta 2 "wish || ' ' || priority")" "3 0"
like "prima viene chi è arrivato prima" "$(ufficio ticket list --queue tecnica | grep -o 'NH0000[12]' | tr '\n' ' ')" \
    '^NH00001 NH00002'
il "2026-11-02 09:20"
scrive teresa amministrazione@nuvola.example.it "Fattura di ottobre" <<'FINE'
Potete rimandarmi la fattura di ottobre?
FINE
riceve "ogni tema ha la sua coda, i numeri sono una serie sola" teresa '\[NH00003\] Fattura di ottobre'
riceve "la legge Nadia" nadia 'fattura di ottobre'
non_riceve "e non Omar" omar 'fattura'

# --- una risposta chiude -----------------------------------------------------------

il "2026-11-02 09:40"
riceve "Omar legge di Teresa" omar 'ordini@fioreria.example'
risponde omar <<'FINE'
Buongiorno Teresa,
ho portato la casella a 20 GB: ora riceve.
FINE
riceve "Teresa ha la risposta, e con quella è chiusa" teresa "Omar Sassi" "portato la casella a 20 GB" \
    'la Sua richiesta è chiusa' 'la riapriamo'
is "è chiusa" "$(richiesta 1 "state || ' ' || outcome")" "done resolved"
riceve "Omar legge di Ugo" omar "sito dell'autoscuola"
risponde omar <<'FINE'
#nota
Il suo contratto di hosting è scaduto: sentire il commerciale.
FINE
is "una nota non chiude niente" "$(richiesta 2 state)" new
non_riceve "e non arriva a Ugo" ugo

# --- una replica riapre, senza scadenza --------------------------------------------

il "2027-02-15 11:00"
passa_cron
is "mesi dopo è ancora lì" "$(richiesta 1 state)" "done"
risponde teresa <<'FINE'
Buongiorno, la casella è di nuovo piena: è passato Natale.
FINE
is "la replica di Teresa la riapre" "$(richiesta 1 state)" in_progress
tutto_letto teresa
riceve "Omar la vede, con quello che era stato detto" omar 'è passato Natale' 'Prima, .*20 GB'
risponde omar <<'FINE'
Ora è a 50 GB.
FINE
is "e la risposta la richiude" "$(richiesta 1 state)" "done"
riceve "Teresa lo legge" teresa 'Ora è a 50 GB'

# --- guardare da sé ----------------------------------------------------------------

il "2027-02-16 10:00"
scrive teresa supporto@nuvola.example.it "ELENCO CHIUSI" <<'FINE'
FINE
riceve "l'elenco di quelle chiuse" teresa 'NH00001' 'Posta piena'
unlike "ha solo quelle" "$(story_line "$(lettera teresa)")" 'NH00003|NH00002'
scrive teresa supporto@nuvola.example.it "elenco aperti" <<'FINE'
FINE
riceve "l'elenco di quelle aperte" teresa 'NH00003' 'Fattura di ottobre'
unlike "ha solo le sue" "$(story_line "$(lettera teresa)")" 'NH00001|NH00002'
scrive teresa supporto@nuvola.example.it "STORICO NH00001" <<'FINE'
FINE
riceve "lo storico ha tutta la conversazione" teresa 'è piena e non riceve più' '20 GB' 'è passato Natale' '50 GB'
scrive ugo supporto@nuvola.example.it "STORICO NH00002" <<'FINE'
FINE
riceve "Ugo vede la sua" ugo 'non si apre'
unlike "senza le note dello staff" "$(story_line "$(lettera ugo)")" 'scaduto|commerciale'
scrive ugo supporto@nuvola.example.it "STORICO NH00001" <<'FINE'
FINE
non_riceve "e niente di quella di un altro" ugo 'fioreria|ordini|20 GB'

tutto_letto teresa ugo
echo "Mercoledì 17 dalle 23 alle 24 i server di posta si fermano per un aggiornamento." >"$T/avviso"
chmod 644 "$T/avviso"
ok "l'avviso di una manutenzione" ufficio announce --title "Manutenzione della posta" "$T/avviso"
il "2027-02-16 10:10"
story_settles
riceve "lo riceve Teresa" teresa 'Manutenzione della posta' 'dalle 23 alle 24'
riceve "e lo riceve Ugo" ugo 'Manutenzione della posta'
scrive ugo supporto@nuvola.example.it "ANNUNCI" <<'FINE'
FINE
riceve "ANNUNCI lo fa rileggere" ugo 'Manutenzione della posta' 'dalle 23 alle 24'

like "e in ufficio si ritrova, con o senza accenti" "$(ufficio search 'e passato natale')" '^NH00001 '
tutto_letto ugo
scrive ugo supporto@nuvola.example.it "AIUTO" <<'FINE'
FINE
riceve "AIUTO dice che cosa si può chiedere" ugo 'ELENCO' 'STORICO'
is "nessuna di queste domande è una richiesta" "$(desk_sql 'SELECT count(*) FROM ticket')" 3
fine
