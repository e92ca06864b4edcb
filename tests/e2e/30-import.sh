#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# A firm comes with its spreadsheets: customers, firms, packages and contracts, as
# Excel in Italian writes them; what is wrong is told by its line and nothing is done.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
need_programs sqlite3
plan 59

# code COMMAND...: its exit status; what it says is in $T/said.
code() {
    desk "$@" >"$T/said" 2>&1
    echo $?
}
said() {
    cat "$T/said"
}
# csv TEXT: $T/file.csv, of these bytes.
csv() {
    # shellcheck disable=SC2059 # its escapes are meant
    printf "$1" >"$T/file.csv"
}
# everything: what an import may change.
everything() {
    desk_sql "SELECT * FROM person; SELECT * FROM address; SELECT * FROM organisation;
        SELECT * FROM organisation_domain; SELECT * FROM account; SELECT * FROM account_queue;
        SELECT * FROM ledger; SELECT * FROM event; SELECT * FROM outbox"
}

new_desk 9
must "the staff" add_staff
cp -R "$SP_SOURCE/examples/import" "$T/import"
chmod -R u+w,go+rX "$T/import"
cd "$T/import" || bail "no examples"

# --- the examples, in the order of a new desk -----------------------------------------

before=$(everything)
is "a dry run" "$(code customer import clienti.csv --dry-run)" 0
like "says line by line" "$(said)" '^clienti.csv:2: new customer Mario Rossi <mario.rossi@bianchi.example> \(with the new organisation "Bianchi srl"\)$'
like "in windows-1252 too" "$(said)" "^clienti.csv:3: new customer Niccolò D'Aurìa "
like "counts" "$(said)" '^4 rows, read as windows-1252: 4 new, 0 changed, 0 as it was'
is "and does nothing" "$(everything)" "$before"
is "customers" "$(code customer import clienti.csv)" 0
is "with both addresses" "$(json_get "$(desk customer show mario@rossi.example --json)" addresses)" \
    '["mario.rossi@bianchi.example", "mario@rossi.example"]'
is "one language" "$(json_get "$(desk customer show jane@smith.example --json)" language)" en
is "the firm's contact" "$(json_get "$(desk organisation show "Bianchi srl" --json)" contact)" mario.rossi@bianchi.example
is "a name with a comma" "$(json_get "$(desk customer show anna.verdi@posta.example --json)" name)" "Verdi, Anna"
is "firms" "$(code organisation import organizzazioni.csv)" 0
like "a known one is changed" "$(said)" '^organizzazioni.csv:2: organisation 1 Bianchi srl: domains changed$'
like "another is new" "$(said)" '^organizzazioni.csv:4: new organisation Officine Neri sas$'
is "packages" "$(code package import pacchetti.csv)" 0
is "hours with a comma" "$(desk_sql "SELECT sum(minutes) FROM ledger WHERE cause = 'bought'")" $((600 + 450 + 150))
is "contracts" "$(code contract import contratti.csv)" 0
is "unlimited" "$(json_get "$(desk contract show 4 --json)" unlimited)" true
is "with its time" "$(json_get "$(desk contract show 4 --json)" response_minutes)" 240

# --- again: nothing ---------------------------------------------------------------------

before=$(everything)
for one in "customer clienti" "organisation organizzazioni" "package pacchetti" "contract contratti"; do
    is "${one% *} again" "$(code "${one% *}" import "${one#* }.csv")" 0
    like "finds them as they are" "$(said)" ': 0 new, 0 changed, [0-9]+ as it was'
done
is "and nothing is different" "$(everything)" "$before"
is "as JSON" "$(json_get "$(desk customer import clienti.csv --json)" unchanged)" 4
is "with its lines" "$(json_get "$(desk customer import clienti.csv --json)" rows.3.line)" 5

# --- another file --------------------------------------------------------------------------

csv '\357\273\277nome,email,ditta\r\nMario R.,MARIO@rossi.example,BIANCHI SRL\r\nLia,"lia@x.example\nlia2@x.example",\r\n'
is "with a mark, from standard input" "$(desk customer import - --json <"$T/file.csv" >"$T/said" 2>&1; echo $?)" 0
is "one is changed" "$(json_get "$(said)" rows.0.what)" changed
is "his name" "$(json_get "$(desk customer show mario@rossi.example --json)" name)" "Mario R."
is "his firm is the same" "$(desk_sql "SELECT count(*) FROM organisation")" 3
is "two addresses in lines" "$(json_get "$(desk customer show lia2@x.example --json)" addresses.0)" lia@x.example
csv 'n\0o\0m\0e\0;\0e\0m\0a\0i\0l\0\n\0'
printf '\377\376' | cat - "$T/file.csv" >"$T/utf16.csv"
printf '\350\000;\000u\000@\000x\000.\000i\000t\000\n\000' >>"$T/utf16.csv"
is "UTF-16" "$(code customer import "$T/utf16.csv")" 0
is "has its letters" "$(json_get "$(desk customer show u@x.it --json)" name)" è
csv 'Nome;E-mail;Telefono\nA;a@x.example;1\n'
is "a column that is none" "$(code customer import "$T/file.csv")" 1
like "is named" "$(said)" 'file.csv:1: there is no column "Telefono"; leave it out with --ignore'
is "left out" "$(code customer import "$T/file.csv" --ignore telefono)" 0
csv 'name;address;queue;on-call\nRita Blu;rita@desk.example.it;assistenza;si\n'
is "staff" "$(code staff import "$T/file.csv")" 0
is "on call" "$(json_get "$(desk staff show rita@desk.example.it --json)" on_call)" true
is "staff again" "$(code staff import "$T/file.csv")" 0
like "as they were" "$(said)" '0 new, 0 changed, 1 as it was'

# --- what is wrong ---------------------------------------------------------------------------

before=$(everything)
csv 'nome;email;ditta;lingua\nNuovo;nuovo@x.example;Nuova sas\nB;senza;\nC;mario@rossi.example,jane@smith.example;\nD;;\nE;e@x.example;;fr\nF;nuovo@x.example\nG;anna.verdi@desk.example.it\nH;h@x.example;;;;di troppo\n'
is "a file with mistakes" "$(code customer import "$T/file.csv")" 1
like "no address" "$(said)" 'file.csv:3: "senza" is no address'
like "two people" "$(said)" 'file.csv:4: its addresses are of two people'
like "an empty cell" "$(said)" 'file.csv:5: the cell "address" is empty'
like "no language of ours" "$(said)" 'file.csv:6: column language: "fr" is to be it or en'
like "two rows that differ" "$(said)" 'file.csv:7: line 2 says otherwise of the same person'
like "one of the staff" "$(said)" 'file.csv:8: anna.verdi@desk.example.it is an address of staff'
like "a cell too many" "$(said)" 'file.csv:9: it has a cell more'
like "in all" "$(said)" '7 lines are wrong; nothing was imported'
csv 'ditta;ore;dal;titolo\nBianchi srl;12;1/1/2026;Residuo 2025\nBianchi srl;3;1/3/2026\nBianchi srl;3;1/3/2026\n'
is "hours that were sold otherwise" "$(code package import "$T/file.csv")" 1
like "are not added by a file" "$(said)" 'file.csv:2: package 2 of Bianchi srl begins that day, with 7:30 hours; sell more with'
like "nor the same twice" "$(said)" 'file.csv:4: line 3 has the same package'
yes 'x;"y@z.example' | head -c 3000000 >"$T/file.csv"
is "hostile quotes" "$(code customer import "$T/file.csv" --ignore x)" 1
is "all that left nothing behind" "$(everything)" "$before"
desk_holds
