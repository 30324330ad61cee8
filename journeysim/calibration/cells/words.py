"""Words: what a cell of an outcome, status or type column means; yes and no by the column's name.

`Yes` under `answered` is an answered contact, under `abandoned` one that hung up; under a name that
says neither, yes and no are unknown words and are asked for, as is every word not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

ANSWERED, ABANDONED, NEITHER = "answered", "abandoned", "neither"
"""What became of a contact; neither: not answered, and not hung up."""

_ANSWERED = (
    "answered answer served agent handled resolved completed complete connected accepted ok success successful talked "
    "answeredbyagent agentanswered humananswered handledbyagent servedbyagent pickedup picked callanswered callcompleted "
    "transferred transfer transferredout blindtransfer warmtransfer conference connect completeagent completecaller "
    "angenommen beantwortet erledigt verbunden weitergeleitet weiterverbunden repondu répondu traité decroche décroché "
    "erreicht gesprochen traitée repondue répondue prise pris "
    "atendida atendido contestada contestado respondida respondido risposta evasa beantwoord opgenomen odebrane besvarad besvaret"
)
_ABANDONED = (
    "abandoned abandon aband abandonedinqueue abandonedcall hangup hangupinqueue hang hungup hungupwaiting lost missed noanswer unanswered "
    "abandonedbycaller abandonedbycustomer shortabandon shortabandoned abandonedshort gaveup giveup givenup notpickedup nieodebrane "
    "nichterreicht unbeantwortet nichtbeantwortet nonrépondu nonrepondu nonrépondue nonrepondue nocontestada noatendida nonrisposta nonrisposto "
    "obesvarad obesvaret tappat ubesvart gemist "
    "notanswered dropped ringnoanswer callerabandoned callerhungup customerhungup aufgelegt abgebrochen verloren verpasst "
    "nichtangenommen abandonné abandonne perdu manqué manque raccroché abandonada abandonado perdida abbandonata persa "
    "nietopgenomen afgebroken porzucone exitwithtimeout"
)
_NEITHER = (
    "voicemail voicemailleft leftvoicemail mailbox anrufbeantworter answeringmachine messagerie buzon callback callbackrequested rückruf "
    "busy besetzt occupied congestion failed fail error rejected declined blocked outofhours afterhours outsidehours "
    "ivr selfservice containedinivr spam test overflow overflowed deflected outbound queuefull exitempty invalid wrongnumber"
)
OUTCOMES = (
    dict.fromkeys(_ANSWERED.split(), ANSWERED)
    | dict.fromkeys(_ABANDONED.split(), ABANDONED)
    | dict.fromkeys(_NEITHER.split(), NEITHER)
)
"""Words of an outcome column, without signs and case, with what they mean."""

YES = frozenset(
    [
        "yes",
        "y",
        "true",
        "t",
        "1",
        "ja",
        "j",
        "oui",
        "si",
        "sí",
        "sim",
        "tak",
        "x",
        "wahr",
        "vrai",
        "verdadero",
    ]
)
NO = frozenset(
    [
        "no",
        "n",
        "false",
        "f",
        "0",
        "nein",
        "non",
        "nao",
        "não",
        "nie",
        "nee",
        "falsch",
        "faux",
        "falso",
    ]
)

CANCELLED = frozenset(
    [
        "cancelled",
        "canceled",
        "cancelation",
        "cancellation",
        "cancel",
        "void",
        "voided",
        "failed",
        "paymentfailed",
        "declined",
        "rejected",
        "draft",
        "checkoutdraft",
        "trash",
        "expired",
        "deleted",
        "storniert",
        "storno",
        "abgebrochen",
        "gelöscht",
        "annulé",
        "annulée",
        "annule",
        "annulee",
        "cancelado",
        "cancelada",
        "annullato",
        "geannuleerd",
        "anulowane",
        "wccancelled",
        "wcfailed",
        "chargeback",
        "unpaid",
        "pendingpayment",
    ]
)
"""Words of a status column that mean that nothing was bought in the end."""

REFUNDED = frozenset(["refunded", "refund", "fullyrefunded", "returned", "return", "erstattet", "zurückgegeben", "retoure", "retour", "remboursé", "rembourse", "reembolsado", "rimborsato", "wcrefunded", "creditnote", "gutschrift", "avoir"])  # fmt: skip
"""Words that mean that goods or money went back."""

OTHER = frozenset(["fee", "payout", "transfer", "adjustment", "quote", "estimate", "offer", "shipping", "tax", "deposit", "withdrawal", "invoicefee", "reserve", "angebot", "devis"])  # fmt: skip
"""Words of a type column that are no purchases."""

TOTALS = frozenset(["total", "totals", "grandtotal", "sum", "summe", "gesamt", "gesamtsumme", "zwischensumme", "subtotal", "totale", "totaal", "razem", "suma", "totalgeneral", "totaux", "average", "durchschnitt", "mean"])  # fmt: skip
"""Words at the start of a row that adds up others."""

OUTBOUND = frozenset(
    [
        "outbound",
        "out",
        "outgoing",
        "ausgehend",
        "sortant",
        "saliente",
        "uscente",
        "internal",
        "intern",
    ]
)
"""Words of a direction column that are no contacts of customers."""


def plain(text: str) -> str:
    """A word in lower case, only its letters and digits."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


class WordMeaning(NamedTuple):
    """What the words of an outcome column mean.

    yes, no: what these say under this column's name, or None if it says neither; own: words that
    options explain, in their plain form; blank: what an empty cell says, None if nothing.
    """

    yes: str | None
    no: str | None
    own: dict[str, str]
    blank: str | None = None

    def of(self, text: str) -> str | None:
        """What a cell means; None for a word that nobody explained."""
        word = plain(_ZEROS.sub("", text.strip()))
        if word in self.own:
            return self.own[word]
        if not word:
            return self.own.get(BLANK, self.blank)
        if word in YES:
            return self.yes
        if word in NO:
            return self.no
        return OUTCOMES.get(word)

    def with_blank(self, seen: Iterable[str]) -> WordMeaning:
        """This, with empty cells as the opposite where the column's name says yes or no and all that is
        written in it says one of them: a cross under `abandoned`."""
        meanings = {self.of(text) for text in seen if text.strip()}
        if self.yes is None or len(meanings) != 1:
            return self
        opposite = {self.yes: self.no, self.no: self.yes}
        return self._replace(blank=opposite.get(meanings.pop()))


BLANK = "blank"
"""What options call an empty cell."""

_ZEROS = re.compile(r"(?<=^[01])[.,]0+$")

_SAYS_ANSWERED = ("answered", "answer", "handled", "served", "connected", "angenommen", "beantwortet", "repondu", "répondu", "atendida")  # fmt: skip
_SAYS_ABANDONED = ("abandon", "hangup", "hungup", "lost", "missed", "aufgelegt", "verloren", "abbandon", "perdu", "unanswered", "notanswered", "noanswer")  # fmt: skip


def meaning(
    name: str,
    answered: Iterable[str] = (),
    abandoned: Iterable[str] = (),
    neither: Iterable[str] = (),
) -> WordMeaning:
    """What the words of a column of this name mean; the rest: words that options explain."""
    column = plain(name)
    own = {plain(word): ANSWERED for word in answered}
    own |= {plain(word): ABANDONED for word in abandoned}
    own |= {plain(word): NEITHER for word in neither}
    if any(part in column for part in _SAYS_ABANDONED):
        return WordMeaning(ABANDONED, ANSWERED, own)
    if any(part in column for part in _SAYS_ANSWERED):
        return WordMeaning(ANSWERED, ABANDONED, own)
    return WordMeaning(None, None, own)
