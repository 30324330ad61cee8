"""Currencies: signs and codes that stand before or behind an amount, and columns that mix them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

CODES = (
    "AED", "ARS", "AUD", "BGN", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK", "DKK", "EUR", "GBP", "HKD",
    "HUF", "IDR", "ILS", "INR", "ISK", "JPY", "KES", "KRW", "MAD", "MXN", "MYR", "NGN", "NOK", "NZD", "PEN",
    "PHP", "PKR", "PLN", "RON", "RSD", "RUB", "SAR", "SEK", "SGD", "THB", "TRY", "TWD", "UAH", "USD", "UYU",
    "VND", "ZAR",
)  # fmt: skip
"""Currency codes of ISO 4217 that may stand before or behind an amount."""

SIGNS = (
    "US$", "AU$", "CA$", "NT$", "HK$", "NZ$", "MX$", "R$", "A$", "C$", "S$", "$", "€", "£", "¥", "₹", "₽", "₺", "₩", "₪",
    "₫", "₱", "₴", "₦", "฿", "zł", "zl", "Kč", "Kc", "kr.", "kr", "Ft", "lei", "лв", "руб.", "руб", "Rs.", "Rs",
    "Fr.", "SFr.", "TL", "din", "KM", "R",
    "Euro", "euro", "euros", "Euros", "円", "元", "원",
)  # fmt: skip
"""Currency signs, the longer first where one begins another."""

_MARK = "|".join(re.escape(each) for each in (*SIGNS, *CODES))
CURRENCY = re.compile(rf"(?:(?<![A-Za-z])|^)(?:{_MARK})(?![A-Za-z])")
"""A sign or code that is not part of a word."""


def mixed(marks: Mapping[str, int]) -> dict[str, int]:
    """The currencies of a column with how many cells each, if there are several; else empty."""
    known = Counter({_same(name): 0 for name in marks if name})
    for name, times in marks.items():
        if name:
            known[_same(name)] += times
    return dict(known.most_common()) if len(known) > 1 else {}


_ALIKE = {"€": "EUR", "£": "GBP", "₹": "INR", "zł": "PLN", "zl": "PLN", "R$": "BRL", "US$": "USD", "Euro": "EUR", "euro": "EUR", "euros": "EUR", "Euros": "EUR"}  # fmt: skip


def _same(mark: str) -> str:
    return _ALIKE.get(mark, mark)
