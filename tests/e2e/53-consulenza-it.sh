#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# La storia di examples/consulenza-it: lo studio di Paolo Ferri, chiuso a Natale e in
# agosto, che non promette tempi; si lavora per e-mail e in collegamento remoto.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
# shellcheck source=story.sh
. "${0%/*}/story.sh"
plan 44

sportello_di consulenza-it
persona elena "Elena Bassi" elena@studiobassi.example
persona paolo "Paolo Ferri" ferri@studioferri.example.it
persona dino "Dino Sala" dino@altrove.example
apre
il "2026-12-21 10:00"
ok "lo studio è di Paolo" ufficio staff add --name "Paolo Ferri" --address ferri@studioferri.example.it --queue assistenza
ok "Elena è una cliente" ufficio customer add --name "Elena Bassi" --address elena@studiobassi.example
like "la configurazione è a posto" "$(ufficio check)" '^ok +configuration'

# --- l'antivigilia, dopo l'orario -------------------------------------------------

il "2026-12-23 18:40"
scrive elena assistenza@studioferri.example.it "Il gestionale non si apre" <<'FINE'
Buonasera,
da oggi pomeriggio il gestionale non si apre più: dice "licenza scaduta".

Elena Bassi
FINE
riceve "la conferma dice quando si riapre" elena '\[SF00001\] Il gestionale non si apre' \
    'Gentile Elena Bassi' "l'ufficio è chiuso" 'giovedì 7 gennaio' '9:00' 'studioferri.example.it/condizioni'
unlike "e non promette tempi" "$(story_line "$(lettera elena)")" 'Le risponderemo entro'
riceve "Paolo ha la richiesta con quel che serve" paolo 'Nuova richiesta' 'Cliente: +Elena Bassi' 'licenza scaduta'

il "2026-12-23 18:55"
scrive elena help@studioferri.example.it "gestionale non si apre" <<'FINE'
Buonasera,
da oggi pomeriggio il gestionale non si apre piu': dice "licenza scaduta".

Elena Bassi
FINE
riceve "la stessa cosa un'altra volta è una richiesta sola" elena 'SF00001'
is "non ce n'è una seconda" "$(desk_sql 'SELECT count(*) FROM ticket')" 1
tutto_letto elena

# --- si riapre ---------------------------------------------------------------------

il "2027-01-07 09:25"
risponde paolo <<'FINE'
#prendo
Buongiorno Elena, buon anno. La licenza è da rinnovare: la ordino stamattina.
FINE
riceve "Elena sa chi se ne occupa" elena 'Paolo Ferri' 'la ordino stamattina'
riceve "e Paolo che cosa è stato fatto" paolo '#prendo' 'presa in carico'
is "la richiesta è presa in carico" "$(richiesta 1 state)" waiting_input

il "2027-01-07 11:00"
scrive elena assistenza@studioferri.example.it "STATO SF00001" <<'FINE'
FINE
riceve "a che punto è si chiede per e-mail" elena 'SF00001' 'In attesa di input' 'gestionale'

# Un altro non lo viene a sapere.
scrive dino assistenza@studioferri.example.it "STATO SF00001" <<'FINE'
FINE
non_riceve "un estraneo non ne sa niente" dino 'gestionale|Bassi'

# --- non tutto si risolve ----------------------------------------------------------

il "2027-01-07 16:30"
tutto_letto paolo
scrive elena assistenza@studioferri.example.it "Stampante del 1998" <<'FINE'
Si può far funzionare la vecchia stampante ad aghi con il computer nuovo?
FINE
riceve "una cosa nuova è una richiesta nuova" elena '\[SF00002\] Stampante del 1998' 'al più presto'
riceve "Paolo la vede" paolo 'SF00002' 'stampante ad aghi'
il "2027-01-07 17:10"
risponde paolo <<'FINE'
#chiudi non risolto
Purtroppo no: il computer nuovo non ha la porta parallela e per questo modello non ci sono adattatori.
FINE
riceve "si chiude con il perché" elena '\[SF00002\]' 'non risolto' 'porta parallela' 'domenica 10 gennaio'
is "l'esito è scritto" "$(richiesta 2 "state || ' ' || outcome")" "done unresolved"

il "2027-01-09 10:00"
risponde elena <<'FINE'
Grazie lo stesso!
FINE
is "un grazie non la riapre" "$(richiesta 2 state)" "done"
non_riceve "e nessuno scrive a Elena" elena

# --- diritti -----------------------------------------------------------------------

il "2027-01-11 10:00"
tutto_letto paolo
scrive elena assistenza@studioferri.example.it "PRIVACY RETTIFICA" <<'FINE'
FINE
riceve "chi risponde dei dati riceve la richiesta" paolo '[Pp]rivacy|RETTIFICA|rettifica'
riceve "Elena ha una conferma" elena 'SF0000[0-9]|dati personali'
tutto_letto elena paolo

# --- agosto ------------------------------------------------------------------------

il "2027-08-14 12:00"
scrive elena assistenza@studioferri.example.it "Computer lento" <<'FINE'
Il computer della segreteria è diventato lentissimo.
FINE
riceve "ad agosto si legge quando si riapre" elena 'Computer lento' 'mercoledì 1 settembre' '9:00'
riceve "Paolo la trova al ritorno" paolo 'Computer lento'
il "2027-09-01 09:05"
risponde paolo <<'FINE'
#chiedi
Buongiorno Elena, da quando è lento? È sempre acceso?
FINE
riceve "Paolo chiede" elena 'da quando è lento' 'aspettiamo la Sua risposta'
is "e la richiesta aspetta Elena" "$(desk_sql "SELECT state FROM ticket WHERE subject = 'Computer lento'")" waiting_customer
il "2027-09-01 09:40"
tutto_letto paolo
risponde elena <<'FINE'
Da fine luglio, e sì, non lo spegniamo mai.
FINE
riceve "la risposta arriva a Paolo, senza la citazione" paolo 'non lo spegniamo mai'
is "e la richiesta va avanti" "$(desk_sql "SELECT state FROM ticket WHERE subject = 'Computer lento'")" in_progress
il "2027-09-01 10:15"
risponde paolo <<'FINE'
#chiudi
L'ho riavviato da qui e ora va come prima: spegnetelo la sera.
FINE
riceve "si chiude" elena 'abbiamo chiuso la Sua richiesta' 'spegnetelo la sera' 'sabato 4 settembre'
il "2027-09-02 09:15"
risponde elena "Re: Computer lento" <<'FINE'
Stamattina è di nuovo lento come prima.
FINE
is "Elena risponde e la riapre" "$(desk_sql "SELECT state FROM ticket WHERE subject = 'Computer lento'")" in_progress
riceve "e lo legge" elena 'abbiamo riaperto la Sua richiesta'

# --- da remoto ---------------------------------------------------------------------

tutto_letto elena paolo
il "2027-09-02 09:30"
is "nessun contratto: si paga a ore" "$(ufficio contract list elena@studiobassi.example --json)" "[]"
risponde paolo <<'FINE'
#remoto apri
FINE
riceve "prima del collegamento Elena sa quanto costa" elena 'sessione di assistenza da remoto' '100,00 € per la prima ora' \
    '70,00 € per ogni ora successiva iniziata'
il "2027-09-02 10:31"
risponde paolo <<'FINE'
#remoto chiudi
FINE
riceve "sessantuno minuti sono due ore" paolo '1:01' '2:00' '170,00 €'
is "e 170,00 euro" "$(desk_sql "SELECT -minutes || ' ' || cents FROM ledger WHERE target = 'price'")" "120 17000"
tutto_letto elena paolo
il "2027-09-03 09:00"
ok "Elena fa un contratto" ufficio contract add elena@studiobassi.example --hours 10 --title "Contratto 2027" --until 2027-12-31
risponde paolo <<'FINE'
#remoto apri
FINE
riceve "adesso le ore si scalano" elena 'sessione di assistenza da remoto' 'preso dalle Sue ore'
il "2027-09-03 09:59"
risponde paolo <<'FINE'
#remoto chiudi
FINE
riceve "cinquantanove minuti sono un'ora del contratto" paolo '0:59' '1:00' 'Contratto 2027' 'prima 10:00, ora 9:00'
is "e niente da pagare" "$(desk_sql "SELECT sum(cents) FROM ledger")" 17000
scrive elena assistenza@studioferri.example.it "SALDO" <<'FINE'
FINE
riceve "quanto resta si chiede per e-mail" elena 'Contratto 2027' '9:00'

# --- i conti che si possono fare da un terminale -----------------------------------

is "59 minuti in remoto" "$(ufficio price --tariff remoto --minutes 59)" "charged_minutes=60 amount_cents=10000"
is "61 minuti in remoto" "$(ufficio price --tariff remoto --minutes 61)" "charged_minutes=120 amount_cents=17000"
is "quattro ore dal 23 dicembre alle 17:30" \
    "$(ufficio calendar due --calendar ufficio --from 2026-12-23T17:30 --minutes 240)" 2027-01-07T12:30:00+01:00
fine
