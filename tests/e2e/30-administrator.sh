#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The administrator's commands on a desk of its own: made, staffed, shown, and
# told apart when it is broken (FAULTS 24, 56, 58).
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
need_programs sqlite3
plan 87

# code COMMAND...: its exit status; what it says is in $T/said.
code() {
    desk "$@" >"$T/said" 2>&1
    echo $?
}
said() {
    cat "$T/said"
}
# clean TEXT: no control character but the line ends, no line over 80 columns.
clean() {
    ! printf '%s\n' "$1" | tr -d '\n' | LC_ALL=C grep -q '[[:cntrl:]]' &&
        ! printf '%s\n' "$1" | grep -Eq '.{81}'
}

# --- a new desk -----------------------------------------------------------------

start_smtp_sink sink
new_desk "$SINK_PORT"
STATE=$T/desk/state
is "the key is its owner's alone" "$(stat -c %a "$STATE/token.key")" 600
is "the database too" "$(stat -c %a "$DB")" 600
is "init refuses what is there" "$(code init)" 1
like "and says so" "$(said)" "already"
is "a queue nobody serves is an error" "$(code check)" 1
like "check says what to do" "$(said)" '^error +staff +nobody serves the queue support; sportello staff add'
ok "the staff" add_staff
is "now all is well" "$(code check)" 0
unlike "no line says otherwise" "$(said)" '^(error|warning)'

# --- people and firms -----------------------------------------------------------

is "an address is one person's" "$(code staff add --name X --address ANNA.Verdi@desk.example.it)" 1
like "and says whose" "$(said)" 'already the address of person 1'
is "the desk's own address is nobody's" "$(code customer add --name X --address info@desk.example.it)" 1
is "no address" "$(code customer add --name X --address mario)" 1
is "an unknown queue" "$(code staff add --name X --address x@y.example --queue asistenza)" 1
like "has a nearest one" "$(said)" 'did you mean "assistenza"'
is "a command line without sense" "$(code staff add --colour red)" 64
is "an organisation" "$(code organisation add "Bianchi srl" --domain bianchi.example)" 0
is "once" "$(code organisation add "Bianchi srl")" 1
is "in whatever case" "$(code organisation add "BIANCHI SRL")" 1
like "and says which" "$(said)" 'there already is an organisation'
is "it may change the case of its own" "$(code organisation change 1 --name "Bianchi SRL")" 0
is "and is found by the other" "$(code organisation change "bianchi srl" --name "Bianchi srl")" 0
is "both stand in the journal" "$(desk_sql "SELECT group_concat(what || now, ' ') FROM event
    WHERE what LIKE 'organisation-%'")" "organisation-added1 organisation-changed1 organisation-changed1"
is "a change of nothing is a slip" "$(code organisation change 1)" 64
is "of a person too" "$(code staff change 1)" 64
is "unlimited, with hours: which?" "$(code contract add 1 --unlimited yes --hours 3)" 64
is "an option that is needed" "$(code staff add --address nuovo@desk.example.it)" 64
like "says where the options are" "$(said)" '\(--help has the options\)$'
is "rules of one's own that are not there" "$(code filter test --site "$T/nowhere" "$CONF")" 1
is "no configuration" "$("$T/bin/sportello" -c "$T/none.conf" ticket list >"$T/said" 2>&1; echo $?)" 78
like "says what one is" "$(said)" 'there is no such file; -c names another one'
is "a customer of it" "$(code customer add --name "Mario Rossi" --organisation "Bianchi srl" \
    --address mario@bianchi.example,mario@casa.example)" 0
is "is its contact" "$(code organisation change "Bianchi srl" --contact mario@casa.example)" 0
is "organisation show" "$(json_get "$(desk organisation show 1 --json)" contact)" mario@bianchi.example
is "another main address" "$(code customer change 3 --main-address mario@casa.example \
    --remove-address mario@bianchi.example)" 0
is "the old one is gone" "$(code customer show mario@bianchi.example)" 1
is "customer show" "$(json_get "$(desk customer show mario@casa.example --json)" organisation)" "Bianchi srl"
is "a dry run" "$(code customer add --name "Prova" --address prova@bianchi.example --dry-run)" 0
like "says what it would do" "$(said)" 'prova@bianchi.example'
is "and does not" "$(code customer show prova@bianchi.example)" 1
is "what is wrong is wrong in it" "$(code customer add --address mario@casa.example --dry-run)" 1
is "a customer is no staff" "$(code staff disable mario@casa.example)" 1

is "a supplier" "$(code supplier add --name Ferro --address ferro@fornitore.example)" 0
is "is pending for nobody" "$(code supplier change ferro@fornitore.example --state pending)" 64
is "may be blocked" "$(code supplier change ferro@fornitore.example --state blocked)" 0
is "supplier show" "$(json_get "$(desk supplier show ferro@fornitore.example --json)" state)" blocked
is "queue list" "$(json_get "$(desk queue list --json)" 0.staff)" '["anna.verdi@desk.example.it", "luca.neri@desk.example.it"]'
like "queue show says where it stands" "$(desk queue show info)" '^queue info, .*sportello.conf:[0-9]+$'
is "and what holds there" "$(json_get "$(desk queue show info --json)" policies.registration)" open
is "no queue" "$(code queue show informazioni)" 1

# --- a ticket from a hostile hand ------------------------------------------------

printf 'From: "M\033]0;owned\007ario" <evil@strange.example>\r\nTo: info@desk.example.it\r\nSubject: Aiuto \033[31mrosso\r\nMessage-ID: <evil@strange.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nRiga \033[2J con escape\r\n\342\200\256gpj.exe e una riga che \303\250 molto pi\303\271 lunga di ottanta colonne, come ne scrivono tutti ogni giorno\r\n' >"$T/mail"
ok "it is delivered" deliver evil@strange.example info@desk.example.it <"$T/mail"
list=$(desk ticket list)
like "the list has it" "$list" '^IN00001 .* new .* Aiuto'
ok "and nothing in it acts" clean "$list"
show=$(desk ticket show in1)
like "ticket show has its text" "$show" 'Riga \\x1b\[2J con escape'
like "with marks of direction seen" "$show" '\\u\{202e\}gpj.exe'
ok "and nothing in it acts" clean "$(printf '%s\n' "$show" | grep -v '^  [0-9-]* [0-9:]*  [a-z]* ')"
is "as JSON" "$(json_get "$(desk ticket show IN00001 --json)" entries.0.kind)" customer
is "of its queue" "$(json_get "$(desk ticket list --queue info --open --json)" count)" 1
is "of another" "$(json_get "$(desk ticket list --queue support --json)" count)" 0
is "closed" "$(json_get "$(desk ticket list --closed --json)" count)" 0
is "no such ticket" "$(code ticket show IN00002)" 1

# --- mail that waits --------------------------------------------------------------

first=$(json_get "$(desk outbox list --json)" 0.id)
like "outbox list" "$(desk outbox list)" "^ *$first  due "
ok "and nothing in it acts" clean "$(desk outbox list)"
like "outbox show" "$(desk outbox show "$first")" '^  state +due'
is "drop" "$(code outbox drop "$first")" 0
is "it is dropped" "$(json_get "$(desk outbox show "$first" --json)" state)" dropped
is "once" "$(code outbox drop "$first")" 1
is "retry" "$(code outbox retry "$first")" 0
is "it is due" "$(json_get "$(desk outbox show "$first" --json)" state)" due
is "both stand in the journal" "$(desk_sql "SELECT group_concat(what || ' ' || now || ' ' || actor) FROM event
    WHERE what LIKE 'mail-%'")" "mail-dropped $first administrator,mail-retried $first administrator"
is "all or nothing" "$(code outbox drop "$first" 4711)" 1
is "nothing" "$(json_get "$(desk outbox show "$first" --json)" state)" due
unlike "and nothing is said to be done" "$(said)" 'will not be sent'

# --- tokens and staff who leave ------------------------------------------------------

generation=$(desk_sql 'SELECT token_generation FROM person WHERE id = 2')
is "token revoke" "$(code token revoke 2)" 0
is "staff disable" "$(code staff disable luca.neri@desk.example.it)" 0
is "revokes too" "$(desk_sql 'SELECT token_generation FROM person WHERE id = 2')" $((generation + 2))
is "his queue has nobody now" "$(code check)" 1
is "staff enable" "$(code staff enable 2)" 0
is "the journal knows" "$(desk_sql "SELECT count(*) FROM event WHERE actor = 'administrator' AND person_id = 2")" 4

# --- what is broken -------------------------------------------------------------------

chmod 644 "$STATE/token.key"
is "a key that others read" "$(code check)" 1
like "is named" "$(said)" '^error +files +.*token.key: others may look'
chmod 600 "$STATE/token.key"
cp -p "$DB" "$T/kept"
as_desk sqlite3 "$DB" 'PRAGMA user_version = 99'
is "a database of a newer program" "$(code ticket list)" 78
cp -p "$T/kept" "$DB"
dd if=/dev/urandom of="$DB" bs=4096 seek=4 count=3 conv=notrunc 2>/dev/null
is "a damaged database" "$(code check)" 1
like "is told from a sound one" "$(said)" '^error +database .*(damaged|restore)'
echo "not a database at all, but long enough to be taken for the header of one" >"$DB"
is "another file in its place" "$(code ticket list)" 75
rm -f "$DB"
is "none" "$(code ticket list)" 75
ok "which no command makes" test ! -e "$DB"
