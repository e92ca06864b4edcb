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
plan 42

sportello_di agenzia-web
persona bruno "Bruno Costa" bruno@pasticceriacosta.example
persona paola "Paola Greco" paola@studiogreco.example
persona marta "Marta Rinaldi" marta@staff.mirtillo.example
# di_paola NUMBER COLUMN: of a ticket of hers.
di_paola() {
    desk_sql "SELECT $2 FROM ticket WHERE prefix = 'AW' AND number = $1"
}
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
riceve "Paola è cliente" paola 'La Sua registrazione è attiva'

# --- per lavorare serve un pacchetto -----------------------------------------------

is "la richiesta di prima c'è, e aspetta le ore" "$(di_paola 1 state)" suspended
riceve "Paola sa che serve un pacchetto, e che non deve riscrivere" paola 'AW00001.*pacchetto' 'senza che Lei debba riscriverci'
tutto_letto marta
il "2026-11-10 15:00"
ok "lo studio di Paola compra due ore" ufficio package add paola@studiogreco.example --hours 2 \
    --title "Pacchetto 2 ore" --until 2027-11-09
story_settles
is "la richiesta parte" "$(di_paola 1 state)" new
riceve "Paola ha il numero, ed entro quando le si risponde" paola 'ha il numero AW00001' 'mercoledì 11 novembre 2026, ore 15:00'
riceve "Marta legge che cosa serve, e quante ore ci sono" marta 'AW00001' 'Pacchetto 2 ore: restano 2:00' 'modulo contatti'

# --- ogni attività si racconta -----------------------------------------------------

risponde marta <<'FINE'
#prendo
Buongiorno Paola, guardo subito.
FINE
riceve "presa in carico" paola 'Marta Rinaldi' 'guardo subito'
tutto_letto marta
il "2026-11-10 16:00"
risponde marta <<'FINE'
#ore 0:50 corretto l'indirizzo a cui scrive il modulo
FINE
riceve "Paola legge che cosa è stato fatto, e quanto resta" paola "corretto l'indirizzo a cui scrive il modulo" \
    'Tempo addebitato: 1:00' 'Pacchetto 2 ore: restano 1:00'
riceve "Marta anche, nella ricevuta" marta 'lavorate 0:50, addebitate 1:00' 'prima 2:00, ora 1:00'
risponde marta <<'FINE'
#chiudi
Il modulo scriveva a una casella che non c'è più: ora arriva a Lei.
FINE
riceve "si chiude, e c'è scritto fino a quando si può riaprire" paola 'abbiamo chiuso la Sua richiesta AW00001' \
    'una casella che non c.è più' 'venerdì 13 novembre 2026, ore 16:00'

# --- 72 ore per riaprire -----------------------------------------------------------

il "2026-11-12 09:10"
tutto_letto marta paola
risponde paola "Re: [AW00001] Il modulo contatti non va" <<'FINE'
Arrivano, ma senza il telefono di chi scrive.
FINE
is "Paola risponde e la riapre" "$(di_paola 1 state)" in_progress
riceve "lo sa anche lei" paola 'abbiamo riaperto la Sua richiesta'
riceve "Marta lo vede" marta 'senza il telefono'

# --- quando le ore finiscono -------------------------------------------------------

il "2026-11-12 11:00"
risponde marta <<'FINE'
#ore 1:30 aggiunti i campi che mancavano
FINE
is "quel che il pacchetto non ha più resta per il prossimo" \
    "$(desk_sql "SELECT target || ' ' || -minutes FROM ledger WHERE target = 'carry'")" "carry 30"
riceve "Paola sa che le ore sono finite" paola 'Pacchetto 2 ore: le ore sono finite'
riceve "e le si chiede se andare avanti" paola 'Possiamo andare avanti' 'scalato dal prossimo pacchetto'
risponde paola <<'FINE'
SÌ
FINE
tutto_letto marta
riceve "Paola ha letto quello che Marta ha fatto" paola 'aggiunti i campi che mancavano'
scrive paola sviluppo@mirtillo.example.it "Saldo" </dev/null
riceve "il saldo dice anche il lavoro che aspetta" paola 'verrà scalato dal prossimo pacchetto: 0:30\.'
ok "e compra altre cinque ore" ufficio package add paola@studiogreco.example --hours 5 \
    --title "Pacchetto 5 ore" --until 2027-11-11
is "da cui va subito la mezz'ora" "$(ufficio package list paola@studiogreco.example | grep -c ' 4:30 ')" 1

# --- straordinario, e quello che il preventivo comprende ---------------------------

tutto_letto marta paola
il "2026-11-12 14:30"
scrive paola sviluppo@mirtillo.example.it "Una pagina per le aperture di Natale" <<'FINE'
Ci serve una pagina nuova con gli orari delle feste.
FINE
riceve "un lavoro nuovo è un'altra coda" marta 'AW00002' 'Sviluppo'
risponde marta <<'FINE'
#ore 0:40 straordinaria pagina degli orari
#chiudi
La pagina è in linea.
FINE
is "lo straordinario va a mezz'ore" "$(desk_sql "SELECT kind || ' ' || minutes || ' ' || charged FROM work_log WHERE ticket_id = (SELECT id FROM ticket WHERE prefix = 'AW' AND number = 2)")" \
    "extraordinary 40 60"
tutto_letto marta paola
scrive paola manutenzione@mirtillo.example.it "Aggiornamento del mese" <<'FINE'
Quando fate l'aggiornamento di novembre?
FINE
riceve "la manutenzione ha la sua coda" marta 'AW00003' 'Manutenzione compresa'
risponde marta <<'FINE'
#ore 0:45 aggiornamento del sito
#chiudi
Fatto ora.
FINE
is "quella del preventivo si annota e non si addebita" "$(desk_sql "SELECT minutes || ' ' || charged FROM work_log WHERE ticket_id = (SELECT id FROM ticket WHERE prefix = 'AW' AND number = 3)")" \
    "45 0"

# --- dopo 72 ore, il riepilogo -----------------------------------------------------

tutto_letto marta paola
il "2026-11-12 15:00"
scrive paola assistenza@mirtillo.example.it "CHIUDI AW00001" <<'FINE'
FINE
is "per Paola è a posto" "$(di_paola 1 state)" "done"
il "2026-11-15 14:00"
tutto_letto marta paola
passa_cron
is "prima di 72 ore non è finita" "$(di_paola 1 state)" "done"
il "2026-11-15 15:05"
passa_cron
is "poi sì" "$(di_paola 1 state)" archived
riceve "il riepilogo ha le attività, il tempo vero e il saldo" paola 'AW00001' 'Questo è il riepilogo' \
    "corretto l'indirizzo" 'aggiunti i campi' 'Tempo di lavoro: +2:20' 'Tempo addebitato: 2:30' 'Pacchetto 2 ore: addebitate 2:00' \
    'Pacchetto 5 ore: addebitate 0:30'
ok "i messaggi sono nell'archivio" test -s "$T/desk/state/archive/2026/AW00001.mbox.gz"
fine
