#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# La storia di examples/facility: un rubinetto che perde, un fornitore, una data, un
# reclamo con la foto; quattro code e una sola serie di numeri.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
# shellcheck source=story.sh
. "${0%/*}/story.sh"
plan 47

sportello_di facility
persona rita "Rita Neri" rita@reparto3.example
persona aldo "Aldo Bruni" aldo@autisti.example
persona gino "Gino Serra" gino@ufficio.example
persona fonti "Idraulica Fonti" pronto@idraulicafonti.example
persona dpo "DPO" dpo@cooperativa.example.it
apre
il "2026-11-30 08:00"
ok "Gino segue interventi e automezzi" ufficio staff add --name "Gino Serra" --address gino@ufficio.example \
    --queue intervento --queue auto --queue computer --queue software
ok "Idraulica Fonti è un fornitore" ufficio supplier add --name "Idraulica Fonti" --address pronto@idraulicafonti.example
# Una foto: conta che arrivi intera.
python3 -c 'import sys; sys.stdout.buffer.write(b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40)' >"$T/rubinetto.jpg"
cp "$T/rubinetto.jpg" "$T/macchia.jpg"

# --- una richiesta a cui manca qualcosa --------------------------------------------

il "2026-11-30 09:10"
allega "$T/rubinetto.jpg"
scrive rita interventi@cooperativa.example.it "Il rubinetto del bagno perde" <<'FINE'
Priorità: 2
Luogo: Sede di via Dante, secondo piano
Il rubinetto del bagno delle donne perde giorno e notte. Allego la foto.
Nota: il custode ha fretta, ma non è grave
FINE
riceve "Rita ha il numero, e le si chiede quel che manca" rita 'HT00001' 'ci manca' 'categoria'
unlike "non quello che ha scritto" "$(mail_part "$(lettera rita)" body)" '- luogo'
is "le stelle sono due" "$(richiesta 1 priority)" 2
riceve "Gino la vede con luogo, stelle, foto e nota" gino 'HT00001' '★★☆' 'via Dante' 'rubinetto.jpg' 'il custode ha fretta'
il "2026-11-30 09:20"
risponde rita <<'FINE'
Categoria: idraulico
FINE
is "la risposta riempie il campo" "$(richiesta 1 "category || ', ' || place")" "idraulico, Sede di via Dante, secondo piano"
tutto_letto rita

# --- il fornitore ------------------------------------------------------------------

il "2026-11-30 10:00"
risponde gino <<'FINE'
#fornitore pronto@idraulicafonti.example
Buongiorno, potete passare questa settimana? Chiedete del custode.
FINE
is "la richiesta è inviata" "$(richiesta 1 state)" request_sent
riceve "il fornitore ha descrizione, luogo e foto" fonti 'perde giorno e notte' 'via Dante' 'potete passare' 'rubinetto.jpg'
is "la foto è intera" "$(mail_part "$(lettera fonti)" files)" "rubinetto.jpg 10244"
unlike "non la nota, non chi l'ha chiesto" "$(story_line "$(lettera fonti)")" 'ha fretta|rita@|Rita Neri'
riceve "Rita sa a che punto è" rita 'Richiesta inviata'
tutto_letto gino
il "2026-11-30 11:30"
risponde fonti <<'FINE'
Possiamo mercoledì 2 alle 14:30. Costa 80 euro più IVA.
FINE
riceve "la risposta del fornitore va a Gino" gino 'Il fornitore ha risposto' 'mercoledì 2 alle 14:30'
non_riceve "e non a Rita" rita

# --- una data ----------------------------------------------------------------------

il "2026-11-30 11:45"
risponde gino <<'FINE'
#stato nuova data 2026-12-02 14:30
#promemoria 2026-12-02 09:00 telefonare al custode
Buongiorno Rita, l'idraulico viene mercoledì pomeriggio.
FINE
riceve "Rita ha la data, e l'invito per il calendario" rita 'mercoledì 2 dicembre' '14:30' "l'idraulico viene"
like "l'invito è un allegato che il calendario capisce" "$(cat "$(lettera rita)")" 'text/calendar'
is "lo stato è quello" "$(richiesta 1 state)" rescheduled
unlike "Rita non legge il prezzo del fornitore" "$(story_line "$(lettera rita)")" '80 euro'
tutto_letto gino
il "2026-12-02 09:01"
passa_cron
riceve "il promemoria arriva" gino 'telefonare al custode'

# --- chiuso, e contestato ----------------------------------------------------------

il "2026-12-02 16:00"
risponde gino <<'FINE'
#chiudi
L'idraulico ha cambiato la guarnizione.
FINE
riceve "Rita legge che è finito" rita 'abbiamo chiuso la Sua richiesta HT00001' 'guarnizione'
tutto_letto gino
il "2026-12-03 08:40"
allega "$T/macchia.jpg"
risponde rita <<'FINE'
RECLAMO
Stamattina c'era l'acqua per terra: perde ancora, e ha macchiato il muro. La foto è di oggi.
FINE
is "è un reclamo" "$(richiesta 1 state)" disputed
riceve "Rita sa che è stato preso" rita 'HT00001'
riceve "Gino lo vede con la foto" gino 'ha macchiato il muro' 'macchia.jpg' 'Reclamo'
risponde rita <<'FINE'
ANNULLA
FINE
is "dal reclamo escono solo quelli dell'ufficio" "$(richiesta 1 state)" disputed
tutto_letto rita
il "2026-12-03 09:00"
risponde gino <<'FINE'
#stato in esecuzione
Ha ragione, l'idraulico torna oggi e il muro lo ridipingiamo noi.
FINE
is "Gino la riprende" "$(richiesta 1 state)" in_progress
riceve "e Rita lo sa" rita 'ha ragione|Ha ragione'

# --- le altre code -----------------------------------------------------------------

tutto_letto gino
il "2026-12-03 10:00"
scrive aldo auto@cooperativa.example.it "Ducato: spia del motore" <<'FINE'
Categoria: guasto
Priorità: 3
Il Ducato bianco ha la spia del motore accesa.
FINE
riceve "un'altra coda, la stessa serie di numeri" aldo '\[HT00002\]'
is "tre stelle" "$(richiesta 2 priority)" 3
riceve "Gino la vede in testa" gino '★★★' 'AUTOVETTURA & CAMPER'
scrive aldo computer@cooperativa.example.it "Telefono di servizio" <<'FINE'
Lo schermo è rotto.
FINE
is "e la terza" "$(richiesta 3 "prefix || printf('%05d', number)")" HT00003
tutto_letto aldo gino
risponde gino <<'FINE'
#annulla
Il Ducato lo vendiamo lunedì.
FINE
riceve "annullata, con il perché" aldo 'lo vendiamo lunedì'
is "è annullata" "$(richiesta 2 state)" cancelled

# --- programmi, e gli altri stati --------------------------------------------------

tutto_letto aldo gino
il "2026-12-03 11:00"
scrive aldo software@cooperativa.example.it "Turni del mese" <<'FINE'
Luogo: Autorimessa
Categoria: programma turni
Nel programma dei turni manca il mese di gennaio.
FINE
riceve "la quarta coda, che non chiede niente" aldo '\[HT00004\]'
riceve "Gino la vede, senza stelle" gino 'HT00004' 'SOFTWARE' 'Autorimessa'
risponde gino <<'FINE'
#stato richiesta modifiche
Mi mandi l'elenco degli autisti di gennaio: senza non si può.
FINE
is "la richiesta va cambiata" "$(richiesta 4 state)" changes_requested
riceve "Aldo sa che cosa serve" aldo 'Richiesta modifiche' 'elenco degli autisti'
risponde aldo <<'FINE'
Bruni, Conti, Moretti e Sala.
FINE
is "con la risposta va avanti" "$(richiesta 4 state)" in_progress
riceve "Gino la legge" gino 'Moretti e Sala'
risponde gino <<'FINE'
#stato sospeso
Prima devo chiudere le paghe: riprendo la settimana prossima.
FINE
is "sospesa, con una data per riguardarla" "$(richiesta 4 "state || ' ' || ((review_at - changed_at) / 86400)")" "suspended 7"
riceve "Aldo lo sa" aldo 'Sospeso' 'la settimana prossima'
risponde gino <<'FINE'
#chiedi
Gennaio comincia dal 1 o dal 7?
FINE
is "in attesa di Aldo" "$(richiesta 4 state)" waiting_customer
riceve "che legge la domanda" aldo 'dal 1 o dal 7'
scrive aldo software@cooperativa.example.it "ANNULLA HT00004" <<'FINE'
L'abbiamo fatto a mano.
FINE
is "e non serve più: l'annulla lui, con il perché" "$(richiesta 4 state)" cancelled

# --- dati personali ----------------------------------------------------------------

tutto_letto aldo dpo
scrive aldo computer@cooperativa.example.it "PRIVACY CANCELLA" <<'FINE'
FINE
riceve "la domanda va al DPO" dpo 'aldo@autisti.example|Aldo Bruni'
riceve "e Aldo ha una risposta" aldo 'dati'
fine
