"""Days in a text that point at somebody, unless they are public: of laws, of the consultation, its events."""

import re
from collections.abc import Iterator
from datetime import date

from reports.submission.known import Problem
from reports.submission.text import Text

_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december",
    "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
    "يناير|فبراير|مارس|أبريل|ماي|يونيو|يوليوز|غشت|شتنبر|أكتوبر|نونبر|دجنبر",
    "كانون الثاني|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين الأول|تشرين الثاني|كانون الأول",
    "جانفي|فيفري|مارس|أفريل|مايو|جوان|جويلية|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر",
)
_MONTH = {name: number for line in _MONTHS for number, name in enumerate(line.split("|"), 1)}
_CALLED = "|".join(sorted(map(re.escape, _MONTH), key=len, reverse=True))
_DAY = re.compile(
    rf"(?<!\w)(?:\d{{1,2}}\s*(?:to|and|–|-|au|et|إلى|و)\s*)?(?P<d>\d{{1,2}})(?:st|nd|rd|th|er)?\s+(?:of\s+)?"
    rf"(?P<m>{_CALLED})(?:,?\s+(?P<y>\d{{4}}))?(?!\w)|"
    rf"(?<!\w)(?P<m2>{_CALLED})\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<y2>\d{{4}}))?(?![\w])|"
    r"(?<![\d/.\-])(?P<y3>\d{4})[\-/](?P<m3>\d{1,2})[\-/](?P<d3>\d{1,2})(?![\d])|"
    r"(?<![\d/.\-])(?P<d4>\d{1,2})[/.\-](?P<m4>\d{1,2})[/.\-](?P<y4>\d{4})(?!\d)",
    re.IGNORECASE,
)
_IN_WORDS = re.compile(
    r"(?<!\w)(?:the\s+)?(?:(?:twenty|thirty)-)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|"
    r"ninth|tenth|"
    r"eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|"
    r"twentieth|thirtieth)"
    rf"\s+(?:of\s+)?(?:{_CALLED})(?!\w)|"
    rf"(?<!\w)(?:le\s+)?(?:premier|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|"
    rf"quatorze|quinze|seize|vingt(?:-\w+)?|trente)\s+(?:{_CALLED})(?!\w)|"
    r"(?<!\w)(?:last|next|this)\s+(?:mon|tues|wednes|thurs|fri|satur|sun)day(?!\w)|"
    r"(?<!\w)(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\s+(?:dernier|prochain)(?!\w)|"
    r"(?<!\w)يوم\s+ال(?:اثنين|إثنين|ثلاثاء|أربعاء|خميس|جمعة|سبت|أحد)\s+(?:الماضي|المقبل)(?!\w)",
    re.IGNORECASE,
)
_OF_LAW = re.compile(
    r"\b(?:working group|international day|world day|women[’']s day|journée (?:internationale|mondiale)|"
    r"law|act|decree|constitution|resolution|convention|covenant|treaty|protocol|ratified|adopted|gazette|"
    r"loi|décret|dahir|résolution|traité|protocole|ratifiée?|adoptée?)\b|(?:اليوم العالمي|اليوم الدولي|"
    r"القانون|المرسوم|الدستور|"
    r"الاتفاقية|القرار|اعتمد)",
    re.IGNORECASE,
)


def pointed(text: Text, known: frozenset[date], at: int | None) -> Iterator[Problem]:
    """A day that is not public; those of laws and treaties are."""
    for match in list(_DAY.finditer(text.left)):
        around = text.left[max(0, match.start() - 80) : match.end() + 40]
        text.done(match)
        if _day(match) not in known and not _OF_LAW.search(around):
            yield Problem("day", match[0], at)
    yield from (Problem("day", match[0], at) for match in text.take(_IN_WORDS))


def _day(match: re.Match[str]) -> date | None:
    """None without a year, or where there is no such day."""
    part = {name[0]: value for name, value in match.groupdict().items() if value}
    month = _MONTH.get(part["m"].lower()) or (int(part["m"]) if part["m"].isdecimal() else 0)
    try:
        return date(int(part.get("y", 0)), month, int(part["d"]))
    except ValueError:
        return None
