# SPDX-License-Identifier: GPL-2.0-or-later
"""The messages that the benches deliver: each of another customer, with a Message-ID
that stands anywhere among those of others."""
import hashlib
import os

MESSAGE = """Received: from mail.example.com (mail.example.com [192.0.2.7])
\tby mx.desk.example.it (Postfix) with ESMTPS id 4ABC{0}
\tfor <assistenza@desk.example.it>; Mon, 23 Nov 2026 09:00:00 +0100 (CET)
From: "Maria Rossi" <maria.rossi.{0}@example.com>
To: assistenza@desk.example.it
Subject: =?UTF-8?Q?La_stampante_del_secondo_piano_non_stampa_pi=C3=B9_({0})?=
Date: Mon, 23 Nov 2026 08:59:58 +0100
Message-ID: <{1}.{0}@example.com>
MIME-Version: 1.0
Content-Type: text/plain; charset=UTF-8
Content-Transfer-Encoding: quoted-printable

Buongiorno,

da questa mattina la stampante del secondo piano non stampa pi=C3=B9 ({0}).
Si accende, ma la spia resta rossa e il foglio non esce.

Potete mandare qualcuno?  Grazie.

--=20
Maria Rossi
Ufficio acquisti, Esempio S.r.l.
Tel. 0123 456789
"""


def write(work, count):
    """So many; their names with %d for the number."""
    os.mkdir(work.path("messages"))
    for number in range(1, count + 1):
        work.write(f"messages/{number}", MESSAGE.format(number, hashlib.sha256(str(number).encode()).hexdigest()[:16]))
    return work.path("messages", "%d")
