#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# La storia di examples/contratto-annuale: si risponde il pomeriggio, entro quattro ore
# lavorative; chi è urgente di notte trova il turno; il sito scrive con il suo modulo.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
# shellcheck source=story.sh
. "${0%/*}/story.sh"
plan 33

sportello_di contratto-annuale
persona zanni "Franco Zanni" franco@officinazanni.example
persona lea "Lea Conti" lea@staff.adriatico.example
persona rocco "Rocco Vitale" rocco@staff.adriatico.example
persona mirna "Mirna Fabbri" mirna@barsport.example
# Il server di posta garantisce per il modulo del sito (qui senza OpenDKIM).
echo "smtpd_sender_restrictions = check_sender_access texthash:$T/postfix/etc/form" >>"$T/postfix/etc/main.cf.more"
cat >"$T/postfix/etc/form" <<'MAPPA'
modulo@www.adriatico.example.it PREPEND Authentication-Results: mx.adriatico.example.it; dkim=pass header.d=www.adriatico.example.it
MAPPA
apre
il "2026-12-01 09:00"
ok "Lea è di turno" ufficio staff add --name "Lea Conti" --address lea@staff.adriatico.example --queue assistenza --on-call yes
ok "Rocco no" ufficio staff add --name "Rocco Vitale" --address rocco@staff.adriatico.example --queue assistenza
ok "l'officina è cliente" ufficio organisation add "Officina Zanni"
ok "Franco ne è il referente" ufficio customer add --name "Franco Zanni" --address franco@officinazanni.example \
    --organisation "Officina Zanni"
ok "per le ore si scrive a lui" ufficio organisation change "Officina Zanni" --contact franco@officinazanni.example

ok "l'officina ha il contratto dell'anno, con le urgenze" ufficio contract add "Officina Zanni" --hours 40 \
    --title "Contratto annuale 2026" --from 2026-01-01 --until 2026-12-31 --on-call yes

# --- quattro ore lavorative, di pomeriggio -----------------------------------------

il "2026-12-03 10:00"
scrive zanni assistenza@adriatico.example.it "Il programma delle fatture non stampa" <<'FINE'
Da stamattina il programma delle fatture non stampa più.
FINE
riceve "la conferma dice quando si legge, ed entro quando si risponde" zanni '\[SA00001\]' \
    "l'ufficio è chiuso" 'giovedì 3 dicembre' '15:00' 'entro' 'venerdì 4 dicembre' '16:00'
is "è quel che dice anche il calendario" \
    "$(ufficio calendar due --calendar ufficio --from 2026-12-03T10:00 --minutes 240)" 2026-12-04T16:00:00+01:00
riceve "Lea ha la richiesta e la scadenza" lea 'SA00001' 'non stampa' 'Scadenza: +venerdì 4 dicembre'
tutto_letto rocco
il "2026-12-03 15:20"
passa_cron
riceve "alla riapertura c'è l'elenco della giornata" rocco 'SA00001' 'non stampa'
il "2026-12-04 15:05"
passa_cron
riceve "passati tre quarti del tempo, l'avviso" lea 'SA00001' 'scad|entro|tempo'
tutto_letto lea rocco
il "2026-12-04 15:30"
risponde lea "Re: [SA00001] Il programma delle fatture non stampa" <<'FINE'
#prendo entro 2026-12-07 17:00
Buongiorno, ci guardiamo oggi; al più tardi lunedì è a posto.
FINE
riceve "presa in carico, con la data prevista di soluzione" zanni 'Lea Conti' 'lunedì 7 dicembre' '17:00' 'al più tardi lunedì'
is "il tempo di risposta è rispettato" "$(richiesta 1 'answered_at <= due_at')" 1
il "2026-12-04 16:30"
tutto_letto lea rocco
passa_cron
non_riceve "nessun altro avviso" lea 'SA00001.*scadut'

# --- urgente, di sabato sera -------------------------------------------------------

il "2026-12-05 22:10"
tutto_letto lea rocco zanni
scrive zanni assistenza@adriatico.example.it "URGENTE: server spento" <<'FINE'
Il server dell'officina è spento e non riparte. Lunedì alle 7 dobbiamo lavorare.
FINE
riceve "Franco sa che è urgente, e che il contratto lo comprende" zanni '\[SA00002\]' 'come urgente' 'contratto'
is "la priorità è tre" "$(richiesta 2 priority)" 3
passa_cron
riceve "Lea, di turno, lo sa subito" lea 'SA00002' 'server' '★★★|URGENTE|urgente'
il "2026-12-05 22:25"
risponde lea <<'FINE'
#prendo
Lo accendo da remoto tra cinque minuti.
FINE
riceve "e risponde subito" zanni 'tra cinque minuti'
is "è di Lea" "$(desk_sql "SELECT p.name FROM ticket t JOIN person p ON p.id = t.assignee_id WHERE t.number = 2")" "Lea Conti"

il "2026-12-05 23:30"
risponde lea <<'FINE'
#ore 1:10 urgente acceso il server e cambiato l'alimentatore
FINE
riceve "le ore si scalano dal contratto" lea '1:10' 'Contratto annuale 2026' 'prima 40:00, ora 38:30'
riceve "e Franco lo legge" zanni "cambiato l'alimentatore" 'Contratto annuale 2026: restano 38:30'

# --- "urgente" che non lo è --------------------------------------------------------

il "2026-12-07 15:10"
tutto_letto lea rocco zanni
scrive zanni assistenza@adriatico.example.it "Non è urgente: nuovo utente" <<'FINE'
Da gennaio ci serve un utente in più.
FINE
is "'non è urgente' non è urgente" "$(richiesta 3 priority)" 0
riceve "Lea lo legge" lea 'un utente in più'
risponde lea <<'FINE'
#priorita 3 extra
#prendo entro 2026-12-09 18:00
Come d'accordo al telefono lo facciamo subito, con il supplemento.
FINE
is "la priorità voluta dal cliente è a parte" "$(richiesta 3 priority)" 3
riceve "Franco sa" zanni 'con il supplemento' 'mercoledì 9 dicembre'
riceve "e che cosa costa" zanni '40,00 €'

# --- dal sito ----------------------------------------------------------------------

il "2026-12-09 16:00"
tutto_letto lea rocco
echo "Modulo del sito <modulo@www.adriatico.example.it>" >"$T/people/modulo"
campo "Reply-To:_Mirna_Fabbri_<mirna@barsport.example>"
scrive modulo assistenza@adriatico.example.it "Richiesta dal sito" <<'FINE'
Nome: Mirna Fabbri
Messaggio: la cassa non si collega al terminale.
FINE
is "chi ha riempito il modulo è la cliente" \
    "$(desk_sql "SELECT a.address FROM ticket t JOIN address a ON a.person_id = t.requester_id WHERE t.number = 4")" \
    mirna@barsport.example
riceve "Mirna ha la conferma, con il prezzo di chi non ha un contratto" mirna 'SA00004' '80,00 €' '60,00 €'
riceve "Lea la richiesta" lea 'SA00004' 'la cassa non si collega'
risponde lea <<'FINE'
Buongiorno, spenga il terminale per un minuto e riprovi.
FINE
riceve "e la risposta va a Mirna" mirna 'spenga il terminale'
is "un'ora e dieci senza contratto" "$(ufficio price --tariff senza-contratto --minutes 70)" \
    "charged_minutes=90 amount_cents=14000"
fine
