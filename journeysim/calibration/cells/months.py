"""Months: their names and short forms in the main European languages.

Source: Unicode CLDR, months of the Gregorian calendar, wide and abbreviated, in the form used in
dates and alone; compared without accents, case and dots.
"""

from __future__ import annotations

import unicodedata
from functools import cache

NAMES = {
    "en": "january february march april may june july august september october november december",
    "en short": "jan feb mar apr may jun jul aug sep oct nov dec",
    "en other": "- - - - - - - - sept - - -",
    "de": "januar februar märz april mai juni juli august september oktober november dezember",
    "de short": "jan feb mär apr mai jun jul aug sep okt nov dez",
    "de other": "jänner feber mrz - - - - - sept - - -",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "fr short": "janv févr mars avr mai juin juil août sept oct nov déc",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "es short": "ene feb mar abr may jun jul ago sept oct nov dic",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "it short": "gen feb mar apr mag giu lug ago set ott nov dic",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "pt short": "jan fev mar abr mai jun jul ago set out nov dez",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "nl short": "jan feb mrt apr mei jun jul aug sep okt nov dec",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "pl alone": "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień",
    "pl short": "sty lut mar kwi maj cze lip sie wrz paź lis gru",
    "cs": "ledna února března dubna května června července srpna září října listopadu prosince",
    "cs alone": "leden únor březen duben květen červen červenec srpen září říjen listopad prosinec",
    "cs short": "led úno bře dub kvě čvn čvc srp zář říj lis pro",
    "sk": "januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra",
    "sk alone": "január február marec apríl máj jún júl august september október november december",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "da, nb": "januar februar marts april maj juni juli august september oktober november december",
    "nb": "januar februar mars april mai juni juli august september oktober november desember",
    "nb short": "jan feb mar apr mai jun jul aug sep okt nov des",
    "fi": "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta",
    "fi alone": "tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu lokakuu marraskuu joulukuu",
    "fi short": "tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu",
    "ro": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "ro short": "ian feb mar apr mai iun iul aug sept oct nov dec",
    "hu": "január február március április május június július augusztus szeptember október november december",
    "hu short": "jan febr márc ápr máj jún júl aug szept okt nov dec",
    "sl": "januar februar marec april maj junij julij avgust september oktober november december",
    "sl short": "jan feb mar apr maj jun jul avg sep okt nov dec",
    "ca": "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre",
    "ca short": "gen febr març abr maig juny jul ag set oct nov des",
    "tr": "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "tr short": "oca şub mar nis may haz tem ağu eyl eki kas ara",
    "el": "ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου",
    "el short": "ιαν φεβ μαρ απρ μαΐ ιουν ιουλ αυγ σεπ οκτ νοε δεκ",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "ru alone": "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "ru short": "янв февр мар апр мая июн июл авг сент окт нояб дек",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "uk short": "січ лют бер квіт трав черв лип серп вер жовт лист груд",
}  # fmt: skip
"""Twelve names a line, January first; '-' stands for none. Croatian is left out: its listopad is
October, which in Polish and Czech is November."""


def plain(word: str) -> str:
    """A word in lower case without accents and dots."""
    apart = unicodedata.normalize("NFKD", word.casefold().strip(". "))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


@cache
def table() -> dict[str, int]:
    """Every name with its month, 1 to 12."""
    months: dict[str, int] = {}
    for line in NAMES.values():
        for month, name in enumerate(line.split(), 1):
            if name != "-":
                months.setdefault(plain(name), month)
    return months


def month_of(word: str) -> int | None:
    """The month that a word names; None if it names none."""
    return table().get(plain(word))
