#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
#
# maildir-test/ is whole and agrees with itself: every message has its line in
# INDEX and its expectation, the bytes are what both say (line ends, sender,
# subject, attachments, phrases), nothing names a real domain or machine, and
# the tickets are counted right.  It reads the mail with Python's own parser, so
# that an expectation is not merely what Sportello happens to answer.
# maildir-test/README.md has the formats.  Prints each fault as FILE: what.
import base64
import binascii
import email
import email.header
import email.utils
import html
import os
import re
import sys

ROOT = os.path.join(os.environ.get('SP_SOURCE', '.'), 'maildir-test')
CLASSES = {'person', 'automatic', 'bounce', 'receipt', 'list', 'spam', 'loop', 'pec-receipt',
           'unparsed'}
KEYS = {'class', 'from', 'subject', 'ticket', 'priority', 'queue', 'mail', 'text-has',
        'text-lacks', 'attachment'}
REPEATED = {'mail', 'text-has', 'text-lacks', 'attachment'}
ANNA, LUCA = 'anna.verdi@desk.example.it', 'luca.neri@desk.example.it'
QUEUES = {'assistenza': ('HT', {ANNA, LUCA}), 'info': ('IN', {ANNA}), 'support': ('EN', {LUCA})}
TEMPLATES = {'confirmation', 'notification', 'unproven'}
TRACE = {b'return-path', b'delivered-to', b'x-original-to', b'received'}
EXAMPLE = re.compile(r'(^|\.)example\.(it|com|org|net)$')
TLD = ('it|com|org|net|eu|de|fr|ch|at|es|uk|us|info|biz|io|dev|app|cloud|me|tv|cc|gov|edu|mil|'
       'apple|google|microsoft|online|site|shop|email|xyz|top|pec')
DOMAIN = re.compile(r'(?<![\w.%-])((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:' + TLD + r'))(?![\w-])',
                    re.I)
HOST = re.compile(r'(?:@|https?://)((?:[a-z0-9-]+\.)+[a-z][a-z0-9-]*)', re.I)
IPV4 = re.compile(r'(?<![\d.])(\d{1,3}(?:\.\d{1,3}){3})(?![\d.])')
PRIVATE = re.compile(r'^(192\.0\.2|198\.51\.100|203\.0\.113|192\.168\.\d+|10\.\d+\.\d+|'
                     r'172\.(1[6-9]|2\d|3[01])\.\d+|127\.0\.0)\.\d+$')
IPV6 = re.compile(r'(?<![\w:])((?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{0,4}|[0-9a-f]{4}:[0-9a-f:]+::[0-9a-f]*)'
                  r'(?![\w:])', re.I)

faults = []


def fault(name, what):
    faults.append('maildir-test/%s: %s' % (name, what))


def one_line(text):
    return ' '.join(text.split())


def text_of(data, charset):
    """Bytes as text: the named charset if it holds, UTF-8, else windows-1252."""
    for name in (charset, 'utf-8', 'cp1252', 'latin-1'):
        try:
            if name and name.lower() != 'us-ascii':
                return data.decode(name)
        except (LookupError, UnicodeDecodeError):
            pass
    return data.decode('latin-1')


def decoded(value):
    """A header as text: encoded words, raw UTF-8 or raw windows-1252."""
    out = ''
    raw = str(value).encode('ascii', 'surrogateescape') if not isinstance(value, str) \
        else value.encode('utf-8', 'surrogateescape')
    for piece, charset in email.header.decode_header(text_of(raw, 'utf-8')):
        out += piece if isinstance(piece, str) else text_of(piece, charset)
    return one_line(re.sub(r'[\x00-\x1f]+', ' ', out))


def header(message, name):
    for key, value in message.raw_items():
        if key.lower() == name:
            return str(value)
    return None


def addresses(message, name):
    value = header(message, name)
    if value is None:
        return []
    return [a.lower() for _, a in email.utils.getaddresses([value]) if a]


def customers_message(message):
    """Certified mail: the message of postacert.eml; else the message itself."""
    if (header(message, 'x-trasporto') or '').strip() == 'posta-certificata':
        for part in message.walk():
            if part.get_content_type() == 'message/rfc822':
                return part.get_payload(0)
    return message


def unflowed(part, text):
    if part.get_param('format') != 'flowed':
        return text
    delsp = part.get_param('delsp') == 'yes'
    out = ''
    for line in text.split('\n'):
        line = line.rstrip('\r')
        if line.endswith(' ') and line != '-- ':
            out += line[:-1] if delsp else line
        else:
            out += line + '\n'
    return out


def visible(part, data):
    text = unflowed(part, text_of(data, part.get_content_charset()))
    if part.get_content_subtype() == 'html':
        text = re.sub(r'(?is)<(style|script)\b.*?</\1>|<!--.*?-->', ' ', text)
        text = html.unescape(re.sub(r'<[^>]*>', ' ', text))
    return text


def name_of(part):
    name = part.get_filename()
    if name is None:
        return ''
    if '\ufffd' in name:  # raw 8-bit, which Python gives up on
        raw = header(part, 'content-disposition').encode('utf-8', 'surrogateescape')
        name = text_of(re.search(rb'filename="([^"]*)"', raw).group(1), 'utf-8')
    name = decoded(name)
    return re.split(r'[/\\]', name)[-1]


def check_encoding(where, part, payload):
    coding = (part.get('content-transfer-encoding') or '7bit').strip().lower()
    if coding == 'base64':
        try:
            base64.b64decode(re.sub(r'[\r\n]', '', payload), validate=True)
        except (binascii.Error, ValueError) as error:
            fault(where, 'base64 of a part does not decode: %s' % error)
    elif coding == 'quoted-printable':
        if re.search(r'=(?![0-9A-F]{2}|[ \t]*(\r?\n|$))', payload):
            fault(where, 'quoted-printable of a part is broken')
    elif coding not in ('7bit', '8bit', 'binary'):
        fault(where, 'unknown Content-Transfer-Encoding %s' % coding)


def check_names(where, text):
    """No real domain, no real machine."""
    for pattern in (DOMAIN, HOST):
        for found in pattern.findall(text):
            if not EXAMPLE.search(found.lower()):
                fault(where, 'a domain outside example.*: %s' % found)
    for found in IPV4.findall(text):
        if all(int(n) < 256 for n in found.split('.')) and not PRIVATE.match(found):
            fault(where, 'an address outside the documentation ranges: %s' % found)
    for found in IPV6.findall(text):
        if not found.lower().startswith(('2001:db8:', '::1')) and re.search('[a-f]', found, re.I):
            fault(where, 'an address outside 2001:db8::/32: %s' % found)


def content(raw):
    """The bytes that identify a message: without mbox line and the trace fields on top."""
    raw = re.sub(rb'\AFrom [^\n]*\n', b'', raw)
    while True:
        field = re.match(rb'([!-9;-~]+)[ \t]*:[^\n]*\n(?:[ \t][^\n]*\n)*', raw)
        if not field or field.group(1).lower() not in TRACE:
            return raw
        raw = raw[field.end():]


def line_ends(raw):
    bare = len(re.findall(rb'(?<!\r)\n', raw))
    both = raw.count(b'\r\n')
    if re.search(rb'\r(?!\n)', raw):
        return 'bare CR'
    return 'mixed' if bare and both else 'LF' if bare else 'CRLF'


def read_index():
    rows = {}
    order = []
    with open(os.path.join(ROOT, 'INDEX'), encoding='utf-8') as file:
        for number, line in enumerate(file, 1):
            where = 'INDEX:%d' % number
            columns = [c.strip() for c in line.rstrip('\n').split('|')]
            if len(columns) != 5:
                fault(where, 'needs five columns, has %d' % len(columns))
                continue
            name, sender, recipient, extension, shows = columns
            match = re.match(r'^(\d{2})-[a-z0-9]+(-[a-z0-9]+)*$', name)
            if not match or int(match.group(1)) != number:
                fault(where, 'the name is NN-words in lower case, NN the number of the line')
            if name in rows:
                fault(where, '%s stands here twice' % name)
            if sender != '<>' and '@' not in sender:
                fault(where, 'envelope sender is <> or an address')
            local = recipient.split('@')[0].split('+')
            if local[0] not in QUEUES or not recipient.endswith('@desk.example.it'):
                fault(where, 'no queue has the recipient %s' % recipient)
            if (local[1] if len(local) > 1 else '') != extension:
                fault(where, 'the extension is not that of the recipient')
            if not shows:
                fault(where, 'says nothing')
            end = re.search(r'\[(LF|mixed)\]$', shows)
            check_names(where, line)
            rows[name] = end.group(1) if end else 'CRLF'
            order.append(name)
    return rows, order


def read_expectation(name):
    where = 'expect/%s.expect' % name
    known = {key: [] for key in KEYS}
    with open(os.path.join(ROOT, where), encoding='utf-8') as file:
        text = file.read()
    check_names(where, text)
    for number, line in enumerate(text.split('\n')[:-1], 1):
        if line.startswith('#'):
            continue
        key, colon, value = line.partition(':')
        if not colon or key not in KEYS or (value and not value.startswith(' ')):
            fault('%s:%d' % (where, number), 'not a known "key: value"')
            continue
        known[key].append(value.strip())
    for key in KEYS - REPEATED:
        if len(known[key]) > 1 or (key in ('class', 'from', 'subject', 'ticket') and not known[key]):
            fault(where, '%s has to stand once' % key)
    return {key: values if key in REPEATED else (values[0] if values else None)
            for key, values in known.items()}


def check_message(name, ends, expected):
    where = 'new/' + name
    with open(os.path.join(ROOT, where), 'rb') as file:
        raw = file.read()
    if line_ends(raw) != ends:
        fault(where, 'has line ends %s, INDEX says %s' % (line_ends(raw), ends))
    check_names(where, re.sub(r'=\r?\n', '', raw.decode('latin-1')))
    outer = email.message_from_bytes(raw)
    message = customers_message(outer)

    senders = addresses(message, 'from')
    if expected['from'] == '-':
        if senders:
            fault(where, 'has a From, the expectation none')
    elif (expected['from'] or '').lower() not in senders + addresses(message, 'reply-to'):
        fault(where, 'From is %s, expected %s' % (senders, expected['from']))
    subject = decoded(header(message, 'subject') or '')
    if subject != one_line(expected['subject'] or ''):
        fault(where, 'subject is "%s", expected "%s"' % (subject, expected['subject']))

    shown = ''
    parts = []
    for part in outer.walk():
        for defect in part.defects:
            fault(where, 'Python finds %s' % type(defect).__name__)
        if part.is_multipart():
            continue
        check_encoding(where, part, part.get_payload())
        data = part.get_payload(decode=True)
        parts.append((name_of(part), part.get_content_type(), len(data)))
        if part.get_content_maintype() == 'text':
            text = visible(part, data)
            check_names(where, text)
            shown += '\n' + text
    shown = one_line(shown)
    for key in ('text-has', 'text-lacks'):
        for phrase in expected[key]:
            if one_line(phrase) not in shown:
                fault(where, '%s is nowhere in it: %s' % (key, phrase))
    for line in expected['attachment']:
        file_name, kind, size = (line.split('|') + ['', '', ''])[:3]
        if (file_name, kind, int(size or -1)) not in parts:
            fault(where, 'has no part %s; it has %s' % (line, parts))
    return raw


class Desk:
    """Counts tickets as the desk would."""

    def __init__(self):
        self.last = {prefix: 0 for prefix, _ in QUEUES.values()}
        self.queue = {}
        self.contents = {}

    def ticket_of(self, where, queue):
        prefix = QUEUES[queue][0] if queue in QUEUES else None
        if prefix is None:
            fault(where, 'a new ticket names its queue')
            return None
        self.last[prefix] += 1
        return '%s%05d' % (prefix, self.last[prefix])

    def deliver(self, name, expected, raw):
        where = 'expect/%s.expect' % name
        ticket = expected['ticket'] or ''
        mails = [tuple(m.split(' ')) for m in expected['mail']]
        for mail in mails:
            if len(mail) != 3 or mail[0] not in TEMPLATES or mail[1] not in ('it', 'en'):
                fault(where, 'mail is TEMPLATE LANGUAGE RECIPIENT: %s' % ' '.join(mail))
        if len(set(mails)) != len(mails):
            fault(where, 'names a mail twice')
        if expected['class'] not in CLASSES:
            fault(where, 'no such class: %s' % expected['class'])
        if expected['priority'] not in (None, '0', '1', '2', '3'):
            fault(where, 'priority is 0 to 3')
        twin = self.contents.get(content(raw))
        self.contents.setdefault(content(raw), name)
        word = ticket.split(' ')[0]
        if (word == 'duplicate') != (twin is not None):
            fault(where, 'has the content of %s' % twin)
        if word in ('stored', 'duplicate'):
            self.nothing(where, ticket, twin, expected)
        elif word in ('new', 'new-linked'):
            self.opened(where, ticket, expected)
        elif word == 'reply':
            self.answered(where, ticket, expected)
        else:
            fault(where, 'ticket is new, new-linked, reply, stored or duplicate of')
        staff = QUEUES[expected['queue']][1] if expected['queue'] in QUEUES else set()
        told = {m[2] for m in mails if m[0] == 'notification'}
        if told != staff:
            fault(where, 'notifications go to %s, expected %s' % (sorted(told), sorted(staff)))
        for mail in mails:
            if mail[0] == 'notification' and mail[1] != 'it':
                fault(where, 'staff get Italian')

    @staticmethod
    def nothing(where, ticket, twin, expected):
        if expected['mail'] or expected['queue'] or expected['priority']:
            fault(where, 'no ticket, so no mail, queue or priority')
        if ticket not in ('stored', 'duplicate of %s' % twin):
            fault(where, 'cannot be "%s"' % ticket)

    def opened(self, where, ticket, expected):
        code = self.ticket_of(where, expected['queue'])
        match = re.match(r'^(?:new (\S+)|new-linked (\S+) -> (\S+))$', ticket)
        if not match or (match.group(1) or match.group(2)) != code:
            fault(where, 'this ticket is %s by count: %s' % (code, ticket))
        if match and match.group(3) and match.group(3) not in self.queue:
            fault(where, 'linked to a ticket that is not there')
        self.queue[code] = expected['queue']
        if expected['class'] != 'person':
            fault(where, 'only a person opens a ticket')
        if expected['priority'] is None:
            fault(where, 'a new ticket has a priority')
        answered = [m.split(' ')[2] for m in expected['mail']
                    if m.startswith(('confirmation ', 'unproven '))]
        if answered != ([] if expected['from'] == '-' else [expected['from']]):
            fault(where, 'the person, and nobody else, is told of his ticket: %s' % answered)

    def answered(self, where, ticket, expected):
        code = ticket.partition(' ')[2]
        if code not in self.queue:
            fault(where, 'answers %s, which is not there' % code)
        elif self.queue[code] != expected['queue']:
            fault(where, '%s is in queue %s' % (code, self.queue[code]))
        if any(not m.startswith('notification ') for m in expected['mail']):
            fault(where, 'an answer is told to the staff only')


def main():
    ends, order = read_index()
    here = set(os.listdir(os.path.join(ROOT, 'new')))
    expects = set(os.listdir(os.path.join(ROOT, 'expect')))
    for name in sorted(here - set(order)):
        fault('new/' + name, 'has no line in INDEX')
    for name in sorted(expects - {n + '.expect' for n in order}):
        fault('expect/' + name, 'belongs to no line of INDEX')
    for folder in ('cur', 'tmp'):
        if os.listdir(os.path.join(ROOT, folder)) != ['.gitkeep']:
            fault(folder, 'is kept empty')
    desk = Desk()
    for name in order:
        if name not in here or name + '.expect' not in expects:
            fault('INDEX', '%s: message or expectation is missing' % name)
            continue
        expected = read_expectation(name)
        desk.deliver(name, expected, check_message(name, ends[name], expected))
    if len(order) < 30:
        fault('INDEX', 'thirty messages at least, here are %d' % len(order))
    for line in faults:
        print(line)
    print('maildir-test: %d messages, %d tickets, %d faults' %
          (len(order), len(desk.queue), len(faults)))
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
