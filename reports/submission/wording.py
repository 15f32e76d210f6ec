"""Words by which numbers of people are told in English, French and Arabic."""

import re

PEOPLE = (
    "people|persons?|residents?|inhabitants?|citizens?|respondents?|participants?|villagers?|neighbou?rs?|"
    "women|woman|men|man|girls?|boys?|children|child|bab(?:y|ies)|adults?|mothers?|fathers?|sisters?|"
    "brothers?|twins|couples?|widows?|widowers?|famil(?:y|ies)|households?|tenants?|migrants?|refugees?|"
    "workers?|farmers?|fishermen|shopkeepers?|drivers?|students?|pupils?|teachers?|patients?|nurses?|"
    "doctors?|midwives|judges?|lawyers?|journalists?|activists?|officers?|employees?|prisoners?|detainees?|"
    "youths?|survivors?|victims?|witnesses|organi[sz]ations?|associations?|answers?|responses?|personnes?|"
    "habitante?s?|résidente?s?|citoyen(?:ne)?s?|répondante?s?|participante?s?|villageoise?s?|voisine?s?|"
    "femmes?|hommes?|filles?|garçons?|enfants?|bébés?|adultes?|mères?|pères?|sœurs?|frères?|jumeaux|"
    "jumelles|couples?|veuves?|veufs?|familles?|ménages?|locataires?|migrante?s?|réfugiée?s?|"
    "ouvri(?:er|ère)s?|agricult(?:eur|rice)s?|pêcheurs?|commerçante?s?|élèves?|étudiante?s?|enseignante?s?|"
    "patiente?s?|infirmi(?:er|ère)s?|médecins?|juges?|avocate?s?|journalistes?|militante?s?|employée?s?|"
    "prisonni(?:er|ère)s?|détenue?s?|jeunes|victimes?|témoins?|organisations?|réponses?|"
    "أشخاص|شخصا?|ساكنة|ساكنا?|سكان|مواطنة|مواطنا?|مواطنات|مواطنين|نساء|امرأة|رجال|رجلا?|أطفال|طفلة|طفلا?|"
    "فتيات|فتاة|شبان|شباب|شابات|أمهات|آباء|أخوات|إخوة|أرامل|أرملة|أسر|أسرة|عائلات|عائلة|مهاجرات|مهاجرين|"
    "مهاجرا?|لاجئات|لاجئين|لاجئا?|عاملات|عمال|فلاحين|صيادين|تلاميذ|تلميذات|طلاب|طلبة|معلمين|مرضى|سجناء|"
    "معتقلين|صحفيين|محامين|قضاة|ضحايا|شهود|جمعيات|جمعية|منظمات|أجوبة|جوابا?"
)
ROLES = (
    "judge|lawyer|doctor|nurse|midwife|teacher|headteacher|principal|imam|priest|rabbi|pharmacist|"
    "journalist|officer|councillor|councilor|member|employee|worker|student|pupil|victim|survivor|witness|"
    "family|household|woman|man|girl|boy|child|person|resident|migrant|refugee|widow|widower|shopkeeper|"
    "baker|driver|farmer|caretaker|mayor|dentist|engineer|butcher|plumber|tailor|barber|carpenter|"
    "electrician|mechanic|fisherman|blacksmith|guard|president|chairman|chairwoman|secretary|coach|"
    "activist|blogger|surgeon|psychologist|translator|prisoner|detainee|mother|father|sister|brother|juge|"
    "avocate?|médecin|infirmi(?:er|ère)|sage-femme|enseignante?|directeur|directrice|prêtre|"
    "pharmacien(?:ne)?|employée?|ouvri(?:er|ère)|étudiante?|élève|victime|témoin|famille|femme|homme|fille|"
    "garçon|enfant|personne|habitante?|migrante?|réfugiée?|veuve|veuf|maire|dentiste|ingénieure?|"
    "bouch(?:er|ère)|plombi(?:er|ère)|coiffeu(?:r|se)|présidente?|secrétaire|gardien(?:ne)?|mère|père|sœur|"
    "frère|militante?|journaliste|psychologue|"
    "قاضية|قاض|القاضي|محامية|محام|طبيبة|طبيب|ممرضة|ممرض|قابلة|معلمة|معلم|أستاذة|أستاذ|إمام|صحفية|صحفي|"
    "مستشارة|موظفة|موظف|عاملة|عامل|تلميذة|تلميذ|طالبة|طالب|ضحية|شاهدة|شاهد|أسرة|امرأة|رجل|فتاة|طفلة|طفل|"
    "ساكنة|ساكن|أرملة|مهاجرة|مهاجر|رئيسة|رئيس|مهندسة|مهندس|صيدلانية|صيدلي|حلاق|خياطة|خياط|جزار|حارسة|حارس"
)
THINGS = (
    "laws?|articles?|rights?|themes?|topics?|questions?|recommendations?|goals?|targets?|points?|"
    "principles?|measures?|steps?|times?|years?|months?|weeks?|days?|hours?|minutes?|regions?|towns?|city|"
    "cities|villages?|schools?|hospitals?|reports?|sessions?|cycles?|languages?|groups?|kinds?|ways?|"
    "reasons?|parts?|areas?|bodies|treat(?:y|ies)|conventions?|programmes?|plans?|budgets?|priorities|"
    "demands?|lois?|droits?|thèmes?|recommandations?|objectifs?|cibles?|principes?|mesures?|fois|ans|"
    "années?|mois|semaines?|jours?|heures?|régions?|villes?|écoles?|hôpitaux|rapports?|langues?|groupes?|"
    "raisons?|priorités?|pactes?|meetings?|dialogues?|forums?|rencontres?|réunions?|séances?|"
    "قوانين|قانون|مواد|حقوق|مواضيع|محاور|أسئلة|توصيات|أهداف|مبادئ|تدابير|مرات|سنوات|سنة|أشهر|أسابيع|أيام|"
    "ساعات|جهات|مناطق|مدن|قرى|مدارس|مستشفيات|تقارير|لغات|اتفاقيات|خطط|أولويات|لقاءات|جلسات|اجتماعات|"
    "مدينة|جهة|قرية|مدرسة|مستشفى|مادة|توصية|قانونا|يوما|شهرا|ساعة|لقاء|جلسة|اجتماعا|مرة"
)
_JOINING = (
    "of|on|for|that|which|who|by|in|at|to|and|or|with|about|from|is|are|was|were|has|have|must|can|should|"
    "may|will|de|des|du|sur|pour|qui|que|dans|par|et|ou|aux?|à|est|sont|"
    "[وف]?(?:من|على|في|التي|الذي|عن|إلى|أن|أو)"
)
_LINES = (
    "one two three four five six seven eight nine ten eleven twelve "
    "thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
    "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
    "dix-sept dix-huit dix-neuf",
    "واحد اثنان ثلاث أربع خمس ست سبع ثماني تسع عشر",
    "واحدة اثنتان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة",
)
_NUMBERS: dict[str, int] = {
    word: number for line in _LINES for number, word in enumerate(line.split(), 1)
} | {"une": 1, "اثنين": 2, "اثنتين": 2}
_BARE = str.maketrans("أإآ", "ااا")
_BY_WORD = {each.translate(_BARE): number for each, number in _NUMBERS.items()}


def number_of(word: str) -> int:
    """ "7" and "seven" are 7."""
    if word.isdecimal():
        return int(word)
    return _BY_WORD[word.lower().translate(_BARE)]


def loose(pattern: str) -> re.Pattern[str]:
    """Whatever the case of the letters; an alif with its hamza or without, as people write it."""
    return re.compile(re.sub("[اأإآ]", "[اأإآ]", pattern), re.IGNORECASE)


def _longest_first(words: list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_ANY = rf"\d+|{_longest_first(list(_NUMBERS))}"
COUNTED = _longest_first([each for each, number in _NUMBERS.items() if number > 1])
"""Words for two and more."""
_ONE = "one|واحدة?"
_BETWEEN = rf"(?:(?!(?:{_JOINING}|{THINGS})[\s,])[^\W\d]+,?\s+)"
"""What may stand between a number and the people that it counts."""
_TENS = (
    "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|"
    "vingts?|trente|quarante|cinquante|soixante|septante|huitante|octante|nonante|(?<!per\\s)(?<!pour\\s)cents?|mille|"
    "(?:vingt|trent|quarant|cinquant|soixant|cent)aine|"
    "عشرون|عشرين|ثلاثون|ثلاثين|أربعون|أربعين|خمسون|خمسين|ستون|ستين|سبعون|سبعين|ثمانون|ثمانين|تسعون|تسعين|"
    "(?:ثلاث|أربع|خمس|ست|سبع|ثمان|تسع)?(?:مئة|مائة)|(?:مئت|مائت|ألف)(?:ان|ين|ا|ي)|ألف"
)
_PARTS = 6
"""So many words a number has behind its first, at most: without an end, a text of numbers takes minutes."""
_LARGE = (
    rf"(?:(?:{COUNTED}|{_ONE})\s+و)?(?:{_TENS})(?:[\s\-]+(?:(?:and|et)[\s\-]+)?و?(?:{_TENS}|{COUNTED}|"
    rf"{_ONE}|une?)(?!\w)){{0,{_PARTS}}}"
)
LARGE_IN_WORDS = loose(rf"(?<!\w)[وفبلك]?{_LARGE}\s+(?:de\s+|d[’'])?{_BETWEEN}{{0,3}}?(?:{PEOPLE})(?!\w)")
"""More people, in words: to be written as a number, which can be compared."""
SMALL_IN_WORDS = loose(
    rf"(?<!\w)[وفبلك]?(?:(?:(?:{COUNTED})|a handful of|a couple of|a pair of|half a dozen|a dozen|"
    rf"une poignée d[e’']|"
    rf"un couple d[e’']|une dizaine d[e’']|une douzaine d[e’']|حفنة من|بضعة|"
    rf"بضع)\s*{_BETWEEN}{{0,3}}?(?:{PEOPLE})|"
    rf"(?P<one>{_ONE})\s+{_BETWEEN}?(?!(?:answers?|responses?)\b)(?:{PEOPLE}))(?!\w|[’'](?:s|\s\w))"
)
"""Few people, in words."""
SMALL_OF_THEM = loose(
    rf"(?<!\w)[وفبلك]?(?:{COUNTED}|{_ONE}|une?)\s*(?:of\s+(?:them|us|those|these|whom)|"
    rf"d[’'](?:entre\s+)?(?:elles|eux)|d[’']entre\s+nous|de\s+(?:ceux|celles)|منهم|منهن|منا|من\s+بينهم|ممن|"
    rf"(?:of|among|de|des|parmi|من|من\s+بين)\s+(?:the\s+|these\s+|those\s+|our\s+|their\s+|les\s+|ces\s+|"
    rf"nos\s+|"
    rf"leurs\s+)?(?:ال)?(?!(?:answers?|responses?|réponses?)\b)(?:{PEOPLE}))(?!\w|[’'](?:s|\s\w))"
)
SMALL_BEHIND = loose(
    rf"(?<!\w)(?:ال)?(?:{PEOPLE})(?:\s*[:=]\s*(?:{COUNTED}|{_ONE})|\s+(?:ال)?(?:ثلاث|أربع|خمس|ست|سبع|"
    rf"ثماني|تسع|عشر|"
    rf"ثلاثة|أربعة|خمسة|ستة|سبعة|ثمانية|تسعة|عشرة|واحدة?|اثنان|اثنين|اثنتان|اثنتين)(?!\s+(?:{THINGS})))(?!\w)"
)
"""The number stands behind the people."""
TWO_IN_A_WORD = loose(
    r"(?<!\w)[وفبلك]?(?:ال)?(?:امرأت|رجل|طفلت?|فتات|شخص|أسرت|عائلت|مواطنت|شابت?|أخت|سيدت|تلميذت?|عاملت|لاجئت)"
    r"(?:ان|ين)(?!\w)"
)
"""Arabic has a form for two."""
_HARMED = (
    "evicted|arrested|detained|killed|beaten|raped|expelled|injured|wounded|fired|threatened|abused|harassed|"
    "hospitali[sz]ed|deported|imprisoned"
)
_DID = (
    rf"said|told|did|could|stayed|remain(?:ed)?|survived|fled|disappeared|drowned|died|chose|answered|"
    rf"replied|reported|spoke|complained|agreed|"
    rf"(?:were|was|are|have\s+been|had\s+been)\s+(?:{_HARMED})|"
    rf"(?:l[’']?\s*)?ont\s+(?:dit|choisi|répondu|raconté|déclaré|perdu|été\s+(?:expuls|arrêt|détenu|tu|"
    rf"bless|viol|menac|licenci)\w*)|sont\s+(?:mortes?|décédée?s)|"
    rf"قالوا|قالت|قلن|اختاروا|اخترن|أجابوا|أجبن|ذكروا|تعرضوا|توفوا"
)
ANSWERED = "answered|chose|replied|voted|said|ont\\s+(?:répondu|choisi|dit)|أجابوا|اختاروا"
"""What people do who are counted."""
NOT_NAMED = loose(
    rf"(?<!\w)[وفبلك]?(?:{_LARGE}|{COUNTED})\s+(?:(?:{_DID})|deaths|suicides|rapes|births|pregnancies|"
    rf"evictions|arrests|cases\s+of|décès|suicides|viols|naissances|grossesses|expulsions|arrestations|"
    rf"cas\s+d[e’']|وفيات|حالات|اعتقالات)(?!\w)|"
    rf"(?<!\w)(?:twice|thrice|(?:{COUNTED})\s+(?:times|fois)|ضعفا?)\s+(?:as\s+(?:many|much|often|likely)|"
    rf"more|plus|عدد)(?!\w)|"
    rf"(?<!\w)(?:all|everybody|everyone|nobody|none|tous|toutes|personne|الجميع|كلهم|كلهن)\s+(?:but|"
    rf"except|save|sauf|"
    rf"excepté|إلا|ما\s+عدا|عدا)\s+(?:{COUNTED}|{_ONE}|une?)(?!\w)"
)
"""A number in words with nobody named behind it, or that compares two."""
SAID_BY_ALL = loose(
    rf"(?<!\w)(?:(?:all|every|each|none|toutes|tous|aucune?|chaque|كل|جميع)\s+(?:of\s+)?(?:the\s+|"
    rf"these\s+|our\s+|les\s+|"
    rf"des\s+|ces\s+)?(?:ال)?(?:{PEOPLE})\s+(?:(?:[^\W\d]+|¦{{1,80}})\s+){{0,4}}?|(?:everybody|everyone|nobody|"
    rf"no\s+one|tout\s+le\s+monde|"
    rf"personne|الجميع)\s+(?:(?:in|of|à|de)\s+\S+\s+|n[’'](?=a))?)(?:{_DID}|a\s+(?:dit|choisi|répondu))(?!\w)"
)
"""What everybody or nobody of them said,"""
NOBODY = loose(r"none|nobody|no\s+one|aucune?|personne")
"""and how it begins where that was nobody."""
ONE_IN = loose(
    rf"(?<![\w.,])(?P<part>{_ANY})\s+(?:(?:{PEOPLE})\s+)?(?:in(?:\s+every)?|out\s+of(?:\s+every)?|"
    rf"of\s+every|sur|"
    rf"من\s+كل|من\s+أصل|من\s+بين)\s+(?P<whole>{_ANY})(?![\w]|[.,]\d)"
)
FRACTIONS: dict[str, float] = {
    "two thirds|two-thirds|les deux tiers|deux tiers|ثلثي|ثلثا": 200 / 3,
    "three quarters|three-quarters|les trois quarts|trois quarts|ثلاثة أرباع": 75,
    "four fifths|four-fifths|quatre cinquièmes|أربعة أخماس": 80,
    "three fifths|three-fifths|trois cinquièmes|ثلاثة أخماس": 60,
    "two fifths|two-fifths|deux cinquièmes": 40,
    "a third|one third|one-third|un tiers|le tiers|ثلث": 100 / 3,
    "a quarter|one quarter|one-quarter|un quart|le quart|ربع": 25,
    "a fifth|one fifth|one-fifth|un cinquième|le cinquième": 20,
    "a tenth|one tenth|one-tenth|un dixième|le dixième": 10,
    "half|la moitié|نصف": 50,
}
FRACTION = loose(
    rf"(?<!\w)(?P<part>{_longest_first([one for names in FRACTIONS for one in names.split('|')])})"
    rf"(?:(?:هم|هن|نا)|\s+(?:of\s+|des?\s+|d[’']|من\s+)?(?:the\s+|all\s+|these\s+|those\s+|our\s+|les\s+|"
    rf"ces\s+)?(?:(?:them|us|whom|entre\s+(?:elles|eux|nous))|(?:{COUNTED}|\d+|¦)|"
    rf"{_BETWEEN}{{0,2}}?(?:ال)?(?:{PEOPLE})))(?!\w)"
)


def fraction_of(part: str) -> float:
    """How many of a hundred it is."""
    written = part.lower().translate(_BARE)
    return next(share for names, share in FRACTIONS.items() if written in names.translate(_BARE).split("|"))
