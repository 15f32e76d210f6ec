"""What leads to somebody: where they live, how they are reached, the numbers of their papers."""

import re
from collections.abc import Iterator

from reports.redacting import SURE, pieces
from reports.submission.known import Problem
from reports.submission.text import DONE, Text

_CAPITAL = r"(?-i:[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ’'\-]+)"
_STREET = (
    rf"(?<!\w)\d{{1,4}}(?:\s?(?:bis|ter))?,?\s+(?:rue|avenue|av\.|boulevard|bd\.?|allée|impasse|derb|"
    rf"ruelle)\s+\w+|"
    rf"(?<!\w)(?:rue|avenue|boulevard|impasse|derb|hay|douar|lot|lotissement|résidence)\s+(?:(?:de\s+la|"
    rf"de|des|du|el|al)\s+)?(?:\d+|{_CAPITAL})(?:\s+{_CAPITAL})*|"
    rf"(?:\d{{1,4}}\s+)?{_CAPITAL}\s+(?:Street|St\.|Road|Rd\.|Avenue|Ave\.|Lane|Alley)(?!\w)|"
    r"(?<!\w)(?:apartment|apt\.?|flat|house|door|block|appartement|appt\.?|immeuble|villa|maison|bloc|"
    r"شقة|عمارة|منزل|دار)\s+(?:no\.?\s*|n°\s*|number\s+|رقم\s+)?\d+|"
    r"(?<!\w)(?:P\.?\s?O\.?\s?Box|B\.?P\.?|boîte\s+postale|ص\.?\s?ب\.?)\s*:?\s*\d+|"
    r"(?<!\w)(?:شارع|زنقة|درب|زقاق)\s+\w+(?:\s+\w+)?|(?<!\w)(?:حي|دوار|تجزئة|"
    r"إقامة)\s+\w+(?:\s+\w+)?\s+(?:رقم\s+)?\d+|"
    r"-?\d{1,2}\.\d{3,}\s*[,;]\s*-?\d{1,3}\.\d{3,}|"
    r"\d{1,3}\s?°\s?\d{1,2}\s?[’'′](?:\s?\d{1,2}(?:[.,]\d+)?)?"
)
_REACHED = (
    r"(?<![\w.])[\w.]+\s*[(\[]\s*(?:at|arobase)\s*[)\]]\s*[\w.]+|"
    r"(?<![\w.])[\w.]+\s+(?:at|arobase)\s+\w+\s+(?:dot|point)\s+[a-z]{2,6}(?!\w)|"
    r"(?<!\w)(?:facebook|instagram|tiktok|whatsapp|telegram|snapchat|twitter|signal)\s*(?::\s*(?:[+@\d]|"
    r"\w*[._]\w)\S*|\s(?:as|under|sous|:)\s+(?-i:[A-ZÀ-Þ])\w+)|"
    r"(?<!\w)(?:(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|zéro|un|deux|trois|quatre|"
    r"cinq|sept|"
    r"huit|neuf|صفر)[\s,\-]+){5,14}\w+"
)
_PAPERS = (
    r"(?<!\w)(?:passport|passeport|identity\s+card|ID(?:\s+card)?|CINE?|CNIE|carte\s+(?:d[’']identité|"
    r"nationale)|"
    r"driving\s+licen[cs]e|licen[cs]e\s+plate|permis|immatriculation|RIB|IBAN|بطاقة\s+\w+|البطاقة\s+\w+|"
    r"جواز\s+\w+|"
    r"جواز|الجواز)\s*(?:no\.?|number|n°|numéro|رقم(?:ها|ه)?|#)?\s*:?\s*[A-Z]{0,3}\s?\d[\w/\-]{4,}"
)
_ADDRESS = re.compile("|".join((_STREET, _REACHED, _PAPERS)), re.IGNORECASE)
_OF_A_CASE = re.compile(
    r"(?<!\w)(?:(?:court\s+)?case|file|complaint|dossier|affaire|plainte|الملف|ملف|القضية|"
    r"الشكاية)\s+(?:no\.?|number|n°|"
    r"numéro|رقم|عدد)\s*:?\s*\d[\w/\-.]*",
    re.IGNORECASE,
)
_PUBLIC = re.compile(
    r"(?<![\w@.\-])(?:https?://)?(?:[\w\-]+\.)*(?:un|ohchr|upr-info|undp|unicef|unesco|ilo|unhcr|"
    r"unhabitat|achpr|worldbank)\.org"
    r"(?:/[^\s@]*)?(?![\w@])|(?<![\w@.\-])(?:https?://)?(?:[\w\-]+\.)*(?:who\.int|gov\.\w\w|gouv\.\w\w|"
    r"parlement\.\w\w)(?:/[^\s@]*)?"
    r"(?![\w@])",
    re.IGNORECASE,
)
"""Pages of the United Nations and of States, which are sources."""

_OF_SO_MANY = re.compile(r"[a-zà-ÿ]{1,3} \d{4}")
""" "of 1500": letters of a paper are large."""


def pointed(text: Text, at: int | None) -> Iterator[Problem]:
    """Where somebody lives, and what stands on their papers."""
    for match in text.take(_ADDRESS):
        yield Problem("address", match[0], at)
    for match in text.take(_OF_A_CASE):
        yield Problem("told", match[0], at)
    text.take(_PUBLIC)


def surely(text: Text, at: int | None) -> Iterator[Problem]:
    """E-mail, handles, links, numbers of telephones and papers."""
    place = 0
    for each in pieces(text.left):
        if each.kind in SURE and each.text.strip(DONE + " ") and not _OF_SO_MANY.fullmatch(each.text):
            yield Problem("address", each.text.strip(), at)
            text.left = f"{text.left[:place]}{DONE * len(each.text)}{text.left[place + len(each.text) :]}"
        place += len(each.text)
