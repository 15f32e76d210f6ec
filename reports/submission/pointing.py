"""What in a text that is published under the names of its authors could point at somebody else."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from importlib.resources import files

from reports.redacting import SURE, pieces
from reports.submission.known import Kind, Problem
from reports.submission.text import DONE, Text
from reports.submission.wording import ROLES

_CAPITAL = r"[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ’'\-]+"
_ADDRESS = re.compile(
    rf"(?<!\w)\d{{1,4}}(?:\s?(?:bis|ter))?,?\s+(?:rue|avenue|av\.|boulevard|bd\.?|allée|impasse|derb|"
    rf"ruelle)\s+\w+|"
    rf"(?<!\w)(?:rue|avenue|boulevard|impasse|derb|hay|lot(?:issement)?)\s+(?:\d+|"
    rf"{_CAPITAL})(?:\s+{_CAPITAL})*|"
    rf"(?:\d{{1,4}}\s+)?{_CAPITAL}\s+(?:Street|St\.|Road|Rd\.|Avenue|Ave\.|Lane|Alley)(?!\w)|"
    r"(?<!\w)(?:apartment|apt\.?|flat|house|door|appartement|appt\.?|immeuble|villa|maison|شقة|عمارة|"
    r"منزل|دار)\s+"
    r"(?:no\.?\s*|n°\s*|number\s+|رقم\s+)?\d+|"
    r"(?<!\w)(?:شارع|زنقة|درب|زقاق)\s+\w+(?:\s+\w+)?|"
    r"-?\d{1,2}\.\d{3,}\s*[,;]\s*-?\d{1,3}\.\d{3,}|"
    r"[\w.]+\s*[(\[]\s*(?:at|arobase)\s*[)\]]\s*[\w.]+",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"(?<!\w)\d{1,3}[\s\-]years?[\s\-]olds?(?!\w)|(?<!\w)aged?\s+(?:of\s+)?\d{1,3}(?![\d]|\s*(?:to|"
    r"and|or|–|-))|"
    r"(?<!\w)âgée?s?\s+de\s+\d{1,3}\s+ans|(?<!\w)de\s+\d{1,3}\s+ans(?!\w)|"
    r"(?:عمره|عمرها|تبلغ من العمر|يبلغ من العمر)\s+\d{1,3}",
    re.IGNORECASE,
)
_ROLE = re.compile(
    rf"(?<!\w)(?:the\s+(?:only|sole|single|first|one)|la\s+seule|le\s+seul|l[’']unique|la\s+première|"
    rf"le\s+premier|une\s+seule|un\s+seul)\s+"
    rf"(?:[^\W\d]+\s+){{0,2}}?(?:{ROLES})(?!\w)|(?<!\w)(?:ال)?(?:{ROLES})\s+(?:[^\W\d]+\s+)?(?:الوحيدة?|"
    rf"unique)(?!\w)|"
    rf"(?<!\w)(?:أول|آخر)\s+(?:{ROLES})(?!\w)|(?<!\w)(?:{ROLES})\s+known\s+as(?!\w)",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"(?<!\w)(?:[Tt]he|[Ll]e|[Ll]a|[Ll][’'])\s*(?:judge|imam|priest|rabbi|midwife|pharmacist|headteacher|headmaster|"
    r"principal|nurse|doctor|caretaker|shopkeeper|juge|prêtre|sage-femme|pharmacien(?:ne)?|directeur|directrice|"
    r"infirmi(?:er|ère)|médecin|gardien(?:ne)?)\s+(?:of|in|at|from|de|du|à|d[’'])\s*(?:(?:the|la|le|l[’'])\s*)?"
    rf"(?:[^\W\d]+\s+){{0,2}}?(?:{DONE}|[A-ZÀ-Þ])[\w{DONE}]*"
)
"""Who holds an office at a place that is named; places are accounted for before."""
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
    rf"(?<!\w)(?P<d>\d{{1,2}})(?:st|nd|rd|th|er)?\s+(?:of\s+)?(?P<m>{_CALLED})(?:,?\s+(?P<y>\d{{4}}))?(?!\w)|"
    rf"(?<!\w)(?P<m2>{_CALLED})\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<y2>\d{{4}}))?(?![\w])|"
    r"(?<![\d/.\-])(?P<y3>\d{4})-(?P<m3>\d{2})-(?P<d3>\d{2})(?![\d])|"
    r"(?<![\d/.\-])(?P<d4>\d{1,2})[/.](?P<m4>\d{1,2})[/.](?P<y4>\d{4})(?!\d)",
    re.IGNORECASE,
)
_OF_LAW = re.compile(
    r"\b(?:law|act|decree|constitution|resolution|convention|covenant|treaty|protocol|ratified|"
    r"adopted|gazette|"
    r"loi|décret|dahir|résolution|traité|protocole|ratifiée?|adoptée?)\b|(?:القانون|المرسوم|الدستور|"
    r"الاتفاقية|القرار|اعتمد)",
    re.IGNORECASE,
)
_NAMED = re.compile(
    rf"(?:named|called|nommée?|appelée?|prénommée?)\s+{_CAPITAL}(?:\s+{_CAPITAL})*|"
    rf"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Mme|Mlle|M\.|Sidi|Lalla|Moulay|Haj|Hajj|Hajja|Maître|"
    rf"Me)\b\.?\s+{_CAPITAL}(?:\s+{_CAPITAL})*|"
    rf"\b(?:[Dd]octeur|[Dd]octor|[Pp]rofesseure?|[Pp]rofessor|[Jj]udge|[Jj]uge|[Mm]aître|[Ss]heikh|[Cc]heikh|"
    rf"[Ii]mam|[Nn]urse|[Ff]ather|[Ss]ister)\s+{_CAPITAL}(?:\s+{_CAPITAL})*|"
    r"(?<!\w)[وفبلك]?(?:السيد|السيدة|الأستاذ|الأستاذة|الدكتور|الدكتورة|الحاج|الحاجة|للا|لالة|مولاي|"
    r"اسمه|اسمها|يدعى|تدعى)\s+\w+(?:\s+\w+)?"
)
_SEVERAL = re.compile(
    rf"(?<![\w]){_CAPITAL}(?:[ \u00a0](?:(?:El|Al|Ben|Bin|Ibn|Ait|Aït|Ould|Abd|el|al|ben|bin|ibn|"
    rf"ould)[ \-])?{_CAPITAL})+"
)
_WORD = re.compile(r"[^\W\d_]+")


def pointed(text: Text, known_days: Iterable[date], at: int | None) -> Iterator[Problem]:
    """Addresses and numbers of people, ages, days, and who is the only one of a kind."""
    for match in text.take(_ADDRESS):
        yield Problem("address", match[0], at)
    yield from _days(text, frozenset(known_days), at)
    for kind, pattern in _PATTERNS:
        for match in text.take(pattern):
            yield Problem(kind, match[0], at)


def surely(text: Text, at: int | None) -> Iterator[Problem]:
    """E-mail, handles, links, numbers of telephones and papers."""
    place = 0
    for each in pieces(text.left):
        if each.kind in SURE and each.text.strip(DONE + " "):
            yield Problem("address", each.text.strip(), at)
            text.left = f"{text.left[:place]}{DONE * len(each.text)}{text.left[place + len(each.text) :]}"
        place += len(each.text)


def people(text: Text, at: int | None) -> Iterator[Problem]:
    """What is written like the name of a person. A guess."""
    for match in text.take(_NAMED):
        yield Problem("name", match[0], at)
    for match in _SEVERAL.finditer(text.left):
        words = match[0].split()
        while words and words[0].lower() in _words()["ordinary"]:
            words = words[1:]
        if len(words) > 1 and not any(each.lower() in _words()["bodies"] for each in words):
            text.done(match)
            yield Problem("name", " ".join(words), at)
    for match in _WORD.finditer(text.left):
        if not match[0].islower() and match[0].lower() in _words()["given"]:
            yield Problem("name", match[0], at)


@cache
def _words() -> dict[str, frozenset[str]]:
    table = tomllib.loads((files("reports") / "submission" / "names.toml").read_text(encoding="utf-8"))
    return {name: frozenset(words.split()) for name, words in table.items()}


def _days(text: Text, known: frozenset[date], at: int | None) -> Iterator[Problem]:
    """A day that is not public; those of laws and treaties are."""
    for match in list(_DAY.finditer(text.left)):
        around = text.left[max(0, match.start() - 80) : match.end() + 40]
        text.done(match)
        if _day(match) not in known and not _OF_LAW.search(around):
            yield Problem("day", match[0], at)


def _day(match: re.Match[str]) -> date | None:
    """None without a year, or where there is no such day."""
    part = {name[0]: value for name, value in match.groupdict().items() if value}
    month = _MONTH.get(part["m"].lower()) or (int(part["m"]) if part["m"].isdecimal() else 0)
    try:
        return date(int(part.get("y", 0)), month, int(part["d"]))
    except ValueError:
        return None


_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("age", _AGE),
    ("role", _ROLE),
    ("role", _OFFICE),
)
