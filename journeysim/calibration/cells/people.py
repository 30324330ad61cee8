"""People: who a cell of a customer's column means: somebody, nobody, or a number a spreadsheet spoilt.

`123` and `123.0` are one customer, and e-mail addresses do not differ by case. NULL, anonymous,
guest and the like are nobody: taken for one person they would be a very loyal one.
"""

from __future__ import annotations

import hashlib
import re

NOBODY = frozenset({
    "", "-", "--", "---", ".", "?", "??", "0", "00", "000", "0000", "00000", "-1", "null", "(null)", "<null>", "[null]", "none",
    "(none)", "nil", "nan", "na", "n/a", "#n/a", "#na", "n.a.", "n.v.", "k.a.", "nv", "undefined", "not set", "(not set)",
    "not available", "not applicable", "missing", "blank", "(blank)", "empty", "(empty)", "leer", "(leer)",
    "anonymous", "anonymous customer", "anonymous user", "anonym", "anonymer kunde", "anonyme", "anonimo",
    "anónimo", "anônimo", "anoniem", "anonymized", "anonymised", "guest", "guests", "guest customer", "guest user",
    "guest checkout", "gast", "gastkunde", "gastbestellung", "invité", "invite", "invitado", "ospite", "convidado",
    "gość", "gæst", "gjest", "gäst", "unknown", "unknown customer", "unknown user", "unknown caller", "unbekannt",
    "unbekannter kunde", "inconnu", "client inconnu", "desconocido", "desconhecido", "sconosciuto", "onbekend",
    "nieznany", "okänd", "ukjent", "ukendt", "tuntematon", "neznámý", "no name", "noname", "no customer",
    "no user", "not logged in", "logged out", "walk-in", "walkin", "walk in", "walk-in customer", "walk in customer",
    "walkin customer", "cash", "cash customer", "cash sale", "laufkunde", "laufkundschaft", "barverkauf", "barkunde", "passant",
    "default", "default customer", "dummy", "test", "test customer", "testkunde", "private", "private number", "private caller", "withheld", "unterdrückt",
    "blocked", "restricted", "anonymous caller", "unavailable", "diverse", "divers", "sonstige", "cpd", "one-time customer",
    "pos customer", "retail customer", "public", "consumidor final", "consumatore finale", "public general", "público en general",
})  # fmt: skip
"""What stands where a customer's name should, in lower case."""

_NO_ADDRESS = frozenset({
    "", "guest", "gast", "anonymous", "anonym", "anon", "unknown", "nobody", "none", "null", "noreply", "no-reply",
    "no_reply", "donotreply", "do-not-reply", "dummy", "noemail", "no-email", "noemailprovided",
})  # fmt: skip
"""What stands before the @ of an address that is nobody's."""

_SPOILT = re.compile(r"^[0-9](?:[.,][0-9]+)?[eE]\+[0-9]{1,3}$")
_ZEROS = re.compile(r"^([0-9]+)[.,]0+$")
_FORMULA = re.compile(r'^="(.*)"$')


def name_of(text: str) -> str:
    """A customer's name in the one way in which it is compared."""
    name = text.strip().strip("\ufeff\u200b")
    formula = _FORMULA.match(name)
    if formula:
        name = formula[1].strip()
    zeros = _ZEROS.match(name)
    if zeros:
        return zeros[1]
    return name.casefold() if "@" in name else name


def is_nobody(name: str, further: frozenset[str] = frozenset()) -> bool:
    """Does this stand for nobody? further: words that an option says."""
    plain = name.strip().strip("'\"").casefold()
    if plain in further or plain in NOBODY:
        return True
    local, at, _ = plain.partition("@")
    return local in _NO_ADDRESS if at else not plain.strip("0")


def is_spoilt(name: str) -> bool:
    """A long number that a spreadsheet has rounded, so that several customers are one."""
    return bool(_SPOILT.match(name))


def key(name: str) -> int:
    """A number for a customer: 64 bits of a hash, so that millions of names need little room."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little")
