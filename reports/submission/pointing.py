"""What in a text that is published under the names of its authors could point at somebody else."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from reports.submission import days, names
from reports.submission.known import Kind, Problem
from reports.submission.text import DONE, Text
from reports.submission.wording import COUNTED, PEOPLE, ROLES, loose

_CAPITAL = r"[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ’'\-]+"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_TENTHS = "twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties"
_AGE = loose(
    rf"(?<!\w)(?:\d{{1,3}}|{COUNTED}|(?:{_TENS})(?:-\w+)?)[\s\-]years?[\s\-]olds?(?!\w)|"
    r"(?<!\w)aged?\s+(?:of\s+)?\d{1,3}(?![\d]|\s*(?:to|and|or|–|-))|"
    rf"(?<!\w)aged\s+(?:{COUNTED})(?!\w)|(?<!\w)(?:girl|boy|child|woman|man)\s+of\s+(?:{COUNTED}|"
    rf"\d{{1,3}})(?!\w)|(?<!\w)in\s+(?:his|her|their)\s+(?:early\s+|mid-?|late\s+)?(?:{_TENTHS})(?!\w)|"
    r"(?<!\w)(?:was|were|girl|boy|woman|man|child|he|she)\s+born\s+(?:in|on)\s+(?:\w+\s+)?\d+|"
    r"(?<!\w)âgée?s?\s+d[e’']\s*\w+(?:-\w+)?\s+ans|(?<!\w)de\s+\d{1,3}\s+ans(?!\w)|(?<!\w)d[’']une\s+"
    r"(?:vingt|trent|quarant|cinquant|soixant)aine\s+d[’']années|(?<!\w)née?s?\s+(?:en|le)\s+\d+|"
    r"(?:عمره|عمرها|تبلغ من العمر|يبلغ من العمر|البالغة? من العمر)\s+\w+|(?<!\w)(?:مواليد|"
    r"مولودة?)\s+(?:سنة\s+|عام\s+|في\s+)?"
    r"\d+|في\s+(?:العشرين|الثلاثين|الأربعين|الخمسين|الستين|السبعين)(?:ي|ا)?ت?\s+من\s+عمر"
)
_ROLE = loose(
    rf"(?<!\w)(?:(?:the|our|its|their|his|her|(?:[^\W\d]+|¦)[’']s)\s+(?:only|sole|single|first|one|last)|"
    rf"la\s+seule|le\s+seul|"
    rf"(?:notre|leur|son|sa)\s+(?:seule?|unique)|l[’']unique|la\s+(?:première|dernière)|le\s+(?:premier|"
    rf"dernier)|une\s+seule|un\s+seul)\s+(?:[^\W\d]+\s+){{0,2}}?(?:{ROLES})(?!\w)|"
    rf"(?<!\w)(?:ال)?(?:{ROLES})\s+(?:[^\W\d]+\s+)?(?:الوحيدة?|unique)(?!\w)|"
    rf"(?<!\w)(?:أول|آخر)\s+(?:{ROLES})(?!\w)|(?<!\w)(?:{ROLES})\s+known\s+as(?!\w)|"
    rf"(?<!\w)(?:the|la|le)\s+(?:second|third|fourth|fifth|sixth|seventh|eighth|deuxième|troisième|"
    rf"quatrième|cinquième|"
    rf"sixième|septième|huitième)\s+(?:{ROLES})(?!\w)|"
    r"(?<!\w)(?:is|was)\s+the\s+only\s+(?:one|person)\s+(?:who|to|that|in|of)(?!\w)|"
    r"(?<!\w)(?:est|était)\s+(?:la\s+seule|le\s+seul)\s+(?:qui|à|de)(?!\w)|(?<!\w)(?:هو|"
    r"هي)\s+الوحيدة?\s+(?:الذي|التي)"
)
_OFFICE = re.compile(
    r"(?<!\w)(?:[Tt]he|[Ll]e|[Ll]a|[Ll][’'])\s*(?:judge|imam|priest|rabbi|midwife|pharmacist|headteacher|"
    r"headmaster|"
    r"principal|nurse|doctor|caretaker|shopkeeper|juge|prêtre|sage-femme|pharmacien(?:ne)?|directeur|"
    r"directrice|"
    r"infirmi(?:er|ère)|médecin|gardien(?:ne)?)\s+(?:of|in|at|from|de|du|à|d[’'])\s*(?:(?:the|la|le|"
    r"l[’'])\s*)?"
    rf"(?:[^\W\d]+\s+){{0,2}}?(?:{DONE}|[A-ZÀ-Þ])[\w{DONE}]*"
)
"""Who holds an office at a place that is named; places are accounted for before."""
_SPOKE = (
    "said|says|told|tells|explained|wrote|recalled|remembers?|testified|described|a\\s+(?:dit|raconté|"
    "expliqué|témoigné)|raconte|explique|témoigne"
)
_ONE_WHO_SPEAKS = loose(
    rf"(?<!\w)(?:an?|une?|another|une\s+autre|un\s+autre)\s+(?:[^\W\d]+\s+){{0,2}}?(?!organi|associ|"
    rf"answer|response|réponse)(?:{PEOPLE}|{ROLES})\s+"
    rf"(?:[^\W\d]+\s+|{DONE}+\s+){{0,3}}?(?:{_SPOKE})(?!\w)|"
    r"(?<!\w)(?:she|he)\s+(?:said|told\s+us|explained|recalled|wept)(?!\w)|"
    r"(?<!\w)(?:dit|disait|raconte|explique|répond|se\s+souvient)-(?:il|elle)(?!\w)|"
    r"(?<!\w)[وف]?(?:قالت|قال|حكت|حكى|روت|روى)\s+(?:إنها|إنه|لنا|لي)(?!\w)|"
    rf"(?<!\w)[وف]?(?:قالت|قال|حكت|حكى|روت|روى|صرحت|صرح)\s+(?:لنا\s+)?(?:{ROLES})(?!\w)"
)
"""The story of one person."""
BEHIND, FEWEST = 60, 12
"""It is theirs to tell: so many letters behind stands a quote, of so many at least."""
_TITLED = re.compile(
    rf"(?:named|called|nommée?|appelée?|prénommée?)\s+{_CAPITAL}(?:\s+{_CAPITAL})*|"
    rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Pr|Mme|Mlle|MM|M\.|Sidi|Lalla|Moulay|Haj|Hajj|Hajja|Maître|Me|"
    rf"Ustad|Lady|Sir|Fr|Sr|Rev|Capt|Sgt|Lt|Col)\b\.?\s+{_CAPITAL}(?:\s+{_CAPITAL})*|"
    rf"\b(?:[Dd]octeur|[Dd]octoresse|[Dd]octor|[Pp]rofesseure?|[Pp]rofessor|[Jj]udge|[Jj]uge|[Mm]aître|"
    rf"[Ss]heikh|[Cc]heikh|[Ii]mam|[Nn]urse|[Ff]ather|[Ss]ister|[Ss]œur|[Pp]ère|[Mm]adame|[Mm]onsieur|"
    rf"[Mm]ademoiselle|[Aa]unt|[Uu]ncle|[Cc]aptain|[Ss]ergeant)\s+{_CAPITAL}(?:\s+{_CAPITAL})*|"
    r"(?<![\w.])(?:[A-ZÀ-Þ]\.\s?){1,2}(?:[A-ZÀ-Þ][a-zà-ÿ]{2,})?(?=\s*(?:[,(]|said|was|told|who|has|lost|"
    r"[’']s))|"
    r"(?<!\w)[وفبلك]?(?:السيد|السيدة|الأستاذ|الأستاذة|الدكتور|الدكتورة|الحاج|الحاجة|الشيخ|القائد|للا|"
    r"لالة|مولاي|اسمه|اسمها|يدعى|تدعى)\s+\w+(?:\s+\w+)?"
)
_SEVERAL = re.compile(
    rf"(?<![\w]){_CAPITAL}(?:[ \u00a0](?:(?:El|Al|Ben|Bin|Ibn|Ait|Aït|Ould|Abd|el|al|ben|bin|ibn|"
    rf"ould)[ \-])?{_CAPITAL})+"
)
_OF_ONE = re.compile(
    rf"(?<!\w)({_CAPITAL})(?:\s+(?:lost\s+(?:his|her)|lives|lived|died|wept|was\s+(?:born|evicted|"
    rf"arrested|detained|killed|"
    rf"beaten|raped|injured|fired)|who\s+(?:is|was|lives|lost|has)|a\s+perdu|habite|est\s+(?:mort|morte|"
    rf"décédée?)|"
    rf"a\s+été\s+(?:expulsée?|arrêtée?|détenue?|tuée?|blessée?|violée?|licenciée?))(?!\w)|"
    rf"[’']s\s+(?:mother|father|husband|"
    rf"wife|house|home|shop|son|daughter|brother|sister|story)(?!\w))|"
    rf"(?<!\w)(?:maison|fils|fille|mère|père|mari|femme|frère|sœur|histoire)\s+(?:de\s+|d[’'])({_CAPITAL})"
)
"""What one person does, has or suffers."""
_NO_NAMES = loose(rf"{PEOPLE}|{ROLES}|he|she|they|who|which|others|nobody|somebody")
_WORD = re.compile(r"[^\W\d_]+")
_JOINED = re.compile("^[وف]?[بلك]?(?=.{3})")
"""Short words that Arabic writes together with the next one."""


def pointed(text: Text, known_days: Iterable[date], at: int | None) -> Iterator[Problem]:
    """Ages, days, who is the only one of a kind, and what one person told."""
    yield from days.pointed(text, frozenset(known_days), at)
    for kind, pattern in _PATTERNS:
        for match in text.take(pattern):
            yield Problem(kind, match[0], at)
    for match in _ONE_WHO_SPEAKS.finditer(text.left):
        if DONE * FEWEST not in text.left[match.end() : match.end() + BEHIND]:
            yield Problem("told", match[0], at)


def people(text: Text, at: int | None, *, heading: bool) -> Iterator[Problem]:
    """What is written like the name of a person. A guess. A heading may have a capital in each word."""
    for match in text.take(_TITLED):
        yield Problem("name", match[0], at)
    if not heading:
        yield from _several(text, at)
    for match in _OF_ONE.finditer(text.left):
        word = match[1] or match[2]
        ordinary = names.words("ordinary") | names.words("bodies")
        if not _NO_NAMES.fullmatch(word) and word.lower() not in ordinary:
            text.done(match)
            yield Problem("name", match[0], at)
    for match in _WORD.finditer(text.left):
        if _is_given(match[0], heading):
            yield Problem("name", match[0], at)


def _is_given(word: str, heading: bool) -> bool:
    """Some given names are words, too, told by their capital, which any word of a heading may have."""
    small = word.lower()
    if names.words("given").isdisjoint((small, small.lstrip("وف"), _JOINED.sub("", small))):
        return False
    return small not in names.words("and words") or (word[0].isupper() and not heading)


def _several(text: Text, at: int | None) -> Iterator[Problem]:
    for match in _SEVERAL.finditer(text.left):
        name = match[0].split()
        while name and name[0].lower() in names.words("ordinary"):
            name = name[1:]
        if len(name) > 1 and not any(each.lower() in names.words("bodies") for each in name):
            text.done(match)
            yield Problem("name", " ".join(name), at)


_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("age", _AGE),
    ("role", _ROLE),
    ("role", _OFFICE),
)
