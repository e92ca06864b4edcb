#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# La storia di examples/agenzia-web: chi è nuovo accetta le condizioni e viene
# attivato; per lavorare serve un pacchetto, per informarsi no; ogni attività si
# racconta, e dopo 72 ore resta il riepilogo.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
# shellcheck source=story.sh
. "${0%/*}/story.sh"
plan 13

sportello_di agenzia-web
persona bruno "Bruno Costa" bruno@pasticceriacosta.example
persona paola "Paola Greco" paola@studiogreco.example
persona marta "Marta Rinaldi" marta@staff.mirtillo.example
apre
il "2026-11-09 08:30"
ok "Marta segue tutte le code" ufficio staff add --name "Marta Rinaldi" --address marta@staff.mirtillo.example \
    --queue assistenza --queue manutenzione --queue sviluppo --queue info
is "la configurazione è intera" "$(ufficio check | grep -c '^error')" 0

# --- chi vuole solo sapere ---------------------------------------------------------

il "2026-11-09 10:00"
scrive bruno info@mirtillo.example.it "Quanto costa un sito?" <<'FINE'
Buongiorno, vorrei sapere quanto costa un sito per una pasticceria.
FINE
riceve "alle informazioni si risponde senza registrazione" bruno '\[IN00001\]'
riceve "Marta legge" marta 'sito per una pasticceria'
risponde marta <<'FINE'
Buongiorno Bruno, di solito tra 1.500 e 2.500 euro: le telefono oggi.
FINE
riceve "e risponde" bruno 'le telefono oggi'
tutto_letto bruno marta

# --- chi vuole lavoro si registra --------------------------------------------------

il "2026-11-10 09:30"

scrive paola assistenza@mirtillo.example.it "Il modulo contatti non va" <<'FINE'
Il modulo contatti del nostro sito non manda più niente da ieri.
FINE
is "non c'è ancora una richiesta" "$(desk_sql "SELECT count(*) FROM ticket WHERE prefix = 'AW'")" 0
riceve "riceve le condizioni" paola 'condizioni' 'mirtillo.example.it/assistenza/condizioni' '/privacy' 'Teniamo da parte'
risponde paola <<'FINE'
Accetto. Paola Greco, Studio Greco & C., tel. 0544 123456
FINE
riceve "l'accettazione è confermata subito" paola 'ricevuto la Sua accettazione'
riceve "e Marta decide" marta 'Studio Greco' 'attiva'
il "2026-11-10 10:15"
risponde marta <<'FINE'
#attiva
FINE
riceve "Marta sa che è fatto" marta '#attiva'
riceve "Paola è cliente" paola 'attiv'
fine
