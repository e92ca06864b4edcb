#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Mails of others that name Niccolò Ferrari in every way that mail has.

hostile_mails.py FOLDER writes NN-WHAT.eml there, from giulia@altrove.example, each
with a word of her own (giuliaNN) that has to stay, and prints the names.  He is
niccolo.ferrari@ditta.example and niccolo@però.example; he once wrote LINES."""
import base64
import binascii
import os
import quopri
import sys

LINES = ("La caldaiamurale del secondo piano perde acqua da ieri sera\n"
         "e nessuno degli altri colleghi sa dove si chiude il rubinetto.")
NAME, ADDRESS = "Niccolò Ferrari", "niccolo.ferrari@ditta.example"
CASES = {}


def case(what):
    def keep(make):
        CASES[what] = make
        return make
    return keep


def b64(data):
    return base64.encodebytes(data).decode()


def text(body, charset="utf-8", encoding="8bit", head=""):
    code = body if isinstance(body, bytes) else body.encode(charset)
    if encoding == "base64":
        code = base64.encodebytes(code)
    elif encoding == "quoted-printable":
        code = quopri.encodestring(code)
    return (f"{head}Content-Type: text/plain; charset={charset}\n"
            f"Content-Transfer-Encoding: {encoding}\n\n").encode() + code + b"\n"


def multi(parts, boundary="b", preamble="", epilogue=""):
    out = f"Content-Type: multipart/mixed; boundary=\"{boundary}\"\n\n{preamble}\n".encode()
    for part in parts:
        out += b"--" + boundary.encode() + b"\n" + part + b"\n"
    return out + b"--" + boundary.encode() + b"--\n" + epilogue.encode()


def attached(name, kind, data, own):
    return multi([text(own), (f"Content-Type: {kind}\nContent-Transfer-Encoding: base64\n"
                              f"Content-Disposition: attachment; {name}\n\n").encode() + b64(data).encode()])


@case("subject-in-two-words")
def _(own):
    return b"Subject: =?utf-8?Q?Per_Nicc?=\n =?utf-8?Q?ol=C3=B2_Fer?= =?utf-8?B?cmFyaQ==?=\n" + text(own)


@case("subject-raw-latin1")
def _(own):
    return "Subject: Per Niccol\xf2 Ferrari\n".encode("latin-1") + text(own)


@case("file-name-in-pieces")
def _(own):
    return attached("filename*0*=utf-8''foto%20Niccol%C3; filename*1*=%B2%20Fer; filename*2=rari.png",
                    "image/png", b"\x89PNG\r\n\x1a\n", own)


@case("file-name-underscores")
def _(own):
    return attached('filename="CV_Niccolo_Ferrari.pdf"', 'application/pdf; name="NiccoloFerrari.pdf"', b"%PDF-", own)


@case("html-entities")
def _(own):
    return (b"Content-Type: text/html; charset=us-ascii\n\n<p>" + own.encode() +
            b" <b>Nic</b>col&#242;&nbsp;<i>Fer</i>rari &lt;niccolo&#46;ferrari&#x40;ditta&period;example&gt;"
            b"<a href=\"mailto:niccolo%2Eferrari%40ditta%2Eexample?subject=Niccol%C3%B2%20Ferrari\">qui</a></p>")


@case("html-comment")
def _(own):
    return (b"Content-Type: text/html\n\n<!-- niccolo.ferrari@ditta.example --><table><tr><td>Ferrari</td>"
            b"<td>Niccol&ograve;</td></tr></table><p>" + own.encode())


@case("utf16-base64")
def _(own):
    return text(f"{own} lo sa {NAME} <{ADDRESS}>", "utf-16", "base64")


@case("utf8-said-to-be-latin1")
def _(own):
    return b"Content-Type: text/plain; charset=iso-8859-1\n\n" + f"{own} {NAME} <{ADDRESS}>\n".encode()


@case("no-charset-latin1")
def _(own):
    return b"\n" + f"{own} {NAME} dice.\n".encode("latin-1")


@case("soft-breaks-upper")
def _(own):
    return (b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n" +
            own.encode() + b" NICCOL=C3=\n=92 FERR=\nARI NICCOLO.FER=\nRARI@DITTA.EXAMPLE\n")


@case("uuencode")
def _(own):
    data = f"{NAME} {ADDRESS} caldaiamurale".encode("latin-1", "replace")
    return text(f"{own}\n\nbegin 644 nota.txt\n" + binascii.b2a_uu(data[:45]).decode() + "`\nend")


@case("text-file")
def _(own):
    return attached("filename=nota.txt", "application/octet-stream", f"Nome;{NAME}\nFerrari;Niccolò;{ADDRESS}".encode(), own)


@case("utf16-file")
def _(own):
    return attached("filename=nota.dat", "application/x-unknown", f"{NAME} {ADDRESS}".encode("utf-16"), own)


@case("calendar")
def _(own):
    return multi([text(own), ('Content-Type: text/calendar; charset=utf-8\n\nBEGIN:VCALENDAR\nBEGIN:VEVENT\n'
                              f'ATTENDEE;CN="{NAME}":mailto:{ADDRESS}\nEND:VEVENT\nEND:VCALENDAR').encode(),
                  b"Content-Type: text/vcard\n\nBEGIN:VCARD\nN:Ferrari;Niccol\xc3\xb2;;;\nEND:VCARD"])


def letter(own=""):
    return f"From: {NAME} <{ADDRESS}>\nTo: giulia@altrove.example\nSubject: Caldaia\n\n{LINES}\n{own}".encode()


@case("message-inside")
def _(own):
    return multi([text(own), b"Content-Type: message/rfc822\n\n" + letter()])


@case("message-inside-base64")
def _(own):
    return multi([text(own), b"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n" +
                  b64(letter()).encode()])


@case("message-inside-message")
def _(own):
    inner = multi([b"Content-Type: message/rfc822\n\n" + letter()], "c")
    return multi([text(own), b"Content-Type: message/rfc822\n\nFrom: x@y.example\nSubject: I\n" + inner])


@case("forwarded-by-hand")
def _(own):
    return text(f"{own}\n\n-----Messaggio originale-----\nDa: {NAME} [mailto:{ADDRESS}]\nOggetto: caldaia\n\n{LINES}\n")


@case("pasted-and-rewrapped")
def _(own):
    return text(f"{own} mi ha scritto FERRARI NICCOLO':\n\n  La caldaiamurale del secondo piano\n  perde acqua da ieri "
                "sera e nessuno\n  degli altri colleghi sa dove si\n  chiude il rubinetto.\n")


@case("around-the-parts")
def _(own):
    return multi([text(own)], ADDRESS.replace("@", "_") + "=_", f"Per {NAME}", f"fine, {ADDRESS}")


@case("boundary-is-his-address")
def _(own):
    return multi([text(own)], "niccolo.ferrari=ditta.example")


@case("fields")
def _(own):
    return (f"Received: from a.example (a [192.0.2.1]) by b.example for <{ADDRESS}>; Mon, 1 Jun 2026 10:00:00 +0200\n"
            f"X-Original-To: {ADDRESS}\nReturn-Path: <SRS0=ab12=4X=ditta.example=niccolo.ferrari@altrove.example>\n"
            f"Resent-From: \"Ferrari, Niccolo\" <{ADDRESS}>\nReferences: <17.{ADDRESS}> <{ADDRESS}>\n"
            f"Comments: =?utf-8?B?{base64.b64encode(NAME.encode()).decode()}?=\n"
            f"DKIM-Signature: v=1; d=altrove.example; i={ADDRESS}; b=aaaa\n"
            f"X-Json: {{\"to\":\"{ADDRESS}\"}}\n").encode() + text(own)


@case("fields-in-a-report")
def _(own):
    return multi([text(own), f"Content-Type: message/delivery-status\n\nFinal-Recipient: rfc822; {ADDRESS}\n".encode(),
                  b"Content-Type: text/rfc822-headers\n\nTo: =?utf-8?Q?Niccol=C3=B2?=\n =?utf-8?Q?_Ferrari?= "
                  b"<niccolo@xn--per-ena.example>\nCc: =?iso-8859-1?B?TmljY29s8iBGZXJyYXJp?=\n"])


@case("encodings-in-a-text")
def _(own):
    return text(f"{own}: =?utf-8?Q?Niccol=C3=B2_Ferrari?= Niccol=F2=20Ferr=\nari {{\"n\": \"Niccol\\u00f2 Ferrari\"}} "
                "Niccol&ograve;&nbsp;Ferrari niccolo.ferrari=40ditta.example niccolo.ferrari&#64;ditta.example")


@case("page-attributes")
def _(own):
    return (b"Content-Type: text/html\n\n<p>" + own.encode() + b"</p><img width=1 height=1 src=x "
            b"alt='Niccol&#xF2; Ferrari'><a title=\"niccolo&period;ferrari&commat;ditta&period;example\">.</a>"
            b"<!-- Niccol&ograve; Ferrari -->")


@case("folded-in-the-name")
def _(own):
    return multi([text(own), b"Content-Type: text/calendar\n\nBEGIN:VCALENDAR\nATTENDEE;CN=Niccolo Ferr\n ari:mailto:"
                  b"niccolo.ferr\n ari@ditta.example\nEND:VCALENDAR",
                  b"Content-Type: text/x-vcard\n\nBEGIN:VCARD\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Ferrari;Niccol="
                  b"C3=\n=B2;;;\nEND:VCARD"])


@case("message-in-a-file")
def _(own):
    inner = (b"From: x@y.example\nDate: Mon, 2 Nov 2026 10:00:00 +0100\nSubject: =?utf-8?B?TmljY29sw7IgRmVycmFyaQ==?=\n" +
             text(f"{NAME}\n{LINES}", encoding="quoted-printable"))
    return multi([text(own), b"Content-Type: application/octet-stream; name=mail.eml\nContent-Transfer-Encoding: base64\n\n" +
                  b64(inner).encode()])


@case("part-fields")
def _(own):
    return multi([text(own, head=f"Content-ID: <{ADDRESS}>\nContent-Description: di {ADDRESS}\n")])


@case("as-people-write-it")
def _(own):
    return text(f"{own}: niccolo.ferrari (at) ditta.example, niccolo.ferrari [at] ditta.example, N. Ferrari, "
                "Ferrari;Niccolò, FERRARI_NICCOLO, Niccolo' Ferrari, niccolo-ferrari, niccolo.ferrari chiocciola ditta.example")


@case("letters-in-the-domain")
def _(own):
    return text(f"{own}: niccolo@però.example o niccolo@xn--per-ena.example o Niccolo@PERÒ.example")


@case("invisible")
def _(own):
    return text(f"{own}: Nic\u00adcolò\u00a0Fer\u200brari, Niccolo\u0300 Ferrari, Niccolò\u2003Ferrari")


@case("from-and-cc")
def _(own):
    return f"Cc: =?utf-8?Q?Niccol=C3=B2_?= =?utf-8?Q?Ferrari?= <{ADDRESS}>, N <niccolo@xn--per-ena.example>\n".encode() + text(own)


@case("flowed-quote")
def _(own):
    return text(f"{own}\n> > Niccolò\n> > Ferrari ha scritto:\n> > {LINES.splitlines()[0]}\n")


def main():
    folder = sys.argv[1]
    for number, (what, make) in enumerate(CASES.items(), 1):
        made = make(f"giulia{number:02d} scrive una riga che resta")
        head = "From: Giulia Costa <giulia@altrove.example>\nTo: assistenza@desk.example.it\n"
        if b"Subject:" not in made.split(b"\n\n")[0]:
            head += f"Subject: Caso {number} {what}\n"
        head += f"Message-ID: <caso-{number}@altrove.example>\nMIME-Version: 1.0\n"
        name = os.path.join(folder, f"{number:02d}-{what}.eml")
        with open(name, "wb") as file:
            file.write(head.encode() + made)
        print(name)


if __name__ == "__main__":
    main()
