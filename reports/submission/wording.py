"""Words by which numbers, people and references are told in English, French and Arabic."""

import re

PEOPLE = (
    "people|persons?|residents?|inhabitants?|citizens?|respondents?|participants?|women|woman|men|"
    "man|girls?|boys?|"
    "children|child|adults?|families|family|households?|migrants?|refugees?|workers?|students?|"
    "pupils?|teachers?|"
    "youths?|survivors?|victims?|organi[sz]ations?|associations?|answers?|responses?|"
    "personnes?|habitante?s?|résidente?s?|citoyen(?:ne)?s?|répondante?s?|participante?s?|femmes?|"
    "hommes?|filles?|"
    "garçons?|enfants?|adultes?|familles?|ménages?|migrante?s?|réfugiée?s?|ouvri(?:er|ère)s?|élèves?|"
    "étudiante?s?|"
    "enseignante?s?|jeunes|victimes?|organisations?|réponses?|"
    "أشخاص|شخصا?|الأشخاص|ساكنا?|سكان|مواطنا?|مواطنين|نساء|امرأة|رجال|رجلا?|أطفال|طفلا?|فتيات|فتاة|"
    "أسر|أسرة|مهاجرين|"
    "مهاجرا?|لاجئين|لاجئا?|عمال|تلاميذ|ضحايا|جمعيات|جمعية|منظمات|أجوبة|جوابا?"
)
ROLES = (
    "judge|lawyer|doctor|nurse|midwife|teacher|headteacher|principal|imam|priest|rabbi|pharmacist|journalist|"
    "officer|councillor|councilor|member|employee|worker|student|pupil|victim|survivor|witness|"
    "family|household|"
    "woman|man|girl|boy|child|person|resident|migrant|refugee|widow|widower|shopkeeper|baker|driver|"
    "farmer|caretaker|"
    "juge|avocate?|médecin|infirmi(?:er|ère)|sage-femme|enseignante?|directeur|directrice|prêtre|"
    "pharmacien(?:ne)?|"
    "employée?|ouvri(?:er|ère)|étudiante?|élève|victime|témoin|famille|femme|homme|fille|garçon|"
    "enfant|personne|"
    "habitante?|migrante?|réfugiée?|veuve|veuf|"
    "قاضية|قاض|القاضي|محامية|محام|طبيبة|طبيب|ممرضة|ممرض|قابلة|معلمة|معلم|أستاذة|أستاذ|إمام|صحفية|"
    "صحفي|مستشارة|موظفة|"
    "موظف|عاملة|عامل|تلميذة|تلميذ|طالبة|طالب|ضحية|شاهدة|شاهد|أسرة|امرأة|رجل|فتاة|طفلة|طفل|ساكنة|ساكن|"
    "أرملة|مهاجرة|مهاجر"
)
_NUMBER_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen "
    "eighteen nineteen",
    "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
    "dix-sept dix-huit "
    "dix-neuf",
    "واحد اثنان ثلاث أربع خمس ست سبع ثماني تسع عشر",
    "واحدة اثنتان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة",
)
NUMBERS: dict[str, int] = {
    word: number for line in _NUMBER_WORDS for number, word in enumerate(line.split(), 1)
} | {"une": 1}
_COUNTED = "|".join(
    sorted((re.escape(each) for each in NUMBERS if each not in {"un", "une"}), key=len, reverse=True)
)
SMALL_IN_WORDS = re.compile(
    rf"(?<!\w)(?:(?P<word>{_COUNTED})|a handful of|a couple of|half a dozen|a dozen|une poignée d[e’']|"
    rf"une dizaine d[e’']|"
    rf"une douzaine d[e’']|حفنة من|بضعة|بضع)\s*(?:[^\W\d]+\s+){{0,2}}?(?:{PEOPLE})(?!\w)",
    re.IGNORECASE,
)
"""Few people, in words."""
SMALL_OF_THEM = re.compile(
    rf"(?<!\w)(?:{_COUNTED}|une|un)\s*(?:of\s+(?:them|us|those|these|whom)|d[’'](?:entre\s+)?(?:elles|eux)|"
    rf"d[’']entre\s+nous|de\s+(?:ceux|celles)|منهم|منهن|منا|من\s+بينهم|ممن)(?!\w)",
    re.IGNORECASE,
)
TENS_IN_WORDS = re.compile(
    r"(?<!\w)(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|vingt|trente|quarante|cinquante|"
    r"soixante|quatre-vingts?|cent|عشرون|عشرين|ثلاثون|ثلاثين|أربعون|أربعين|خمسون|خمسين|ستون|ستين|سبعون|سبعين|ثمانون|"
    rf"ثمانين|تسعون|تسعين|مئة|مائة)\s+(?:[^\W\d]+\s+){{0,2}}?(?:{PEOPLE})(?!\w)",
    re.IGNORECASE,
)
"""More people, in words: to be written as a number, which can be compared."""
_ANY = rf"\d+|{'|'.join(sorted(map(re.escape, NUMBERS), key=len, reverse=True))}"
ONE_IN = re.compile(
    rf"(?<![\w.,])(?P<part>{_ANY})\s+(?:in(?:\s+every)?|out\s+of(?:\s+every)?|of\s+every|sur|من\s+كل|"
    rf"من\s+أصل|من\s+بين)\s+"
    rf"(?P<whole>{_ANY})(?![\w]|[.,]\d)",
    re.IGNORECASE,
)
FRACTIONS: dict[str, float] = {
    "two thirds|two-thirds|les deux tiers|ثلثي|ثلثا": 200 / 3,
    "three quarters|three-quarters|les trois quarts|ثلاثة أرباع": 75,
    "a third|one third|one-third|un tiers|le tiers|ثلث": 100 / 3,
    "a quarter|one quarter|one-quarter|un quart|le quart|ربع": 25,
    "half|la moitié|نصف": 50,
}
FRACTION = re.compile(
    rf"(?<!\w)(?P<part>{'|'.join(FRACTIONS)})\s+(?:of\s+|des?\s+|d[’']|"
    rf"من\s+)?(?:[^\W\d]+\s+){{0,2}}?(?:ال)?(?:{PEOPLE})(?!\w)",
    re.IGNORECASE,
)
REFERRED = re.compile(
    r"(?<!\w)(?:articles?|arts?\.|sections?|paragraphs?|paras?\.?|rules?|goals?|targets?|SDGs?|ODD|"
    r"objectifs?|cibles?|"
    r"sessions?|cycles?|resolutions?|résolutions?|laws?|acts?|lois?|dahir|decrees?|décrets?|chapters?|"
    r"chapitres?|annex|annexe|"
    r"tables?|tableaux?|pages?|releases?|publication|questions?|no\.|n°|nº|number|numéro|المادة|"
    r"المواد|الفقرة|الفصل|"
    r"الهدف|الغاية|الدورة|القانون|القرار|الجدول|رقم)\s+(?:no\.?\s*|n°\s*|رقم\s*)?\d+(?:[.\-–]\d+)*"
    r"(?:(?:\s*,\s*|\s+and\s+|\s+to\s+|\s+et\s+|\s+à\s+|\s+و\s?)\d+(?:[.\-]\d+)*)*(?!\s*%)",
    re.IGNORECASE,
)
"""A number by which something is cited."""
RECOMMENDED = re.compile(
    r"(?:(?<!\w)(?:recommendations?|recommandations?|(?:ال)?توصي(?:ة|ات))\s+(?:no\.?\s*|n°\s*|رقم\s*)?)"
    r"(?P<numbers>\d+(?:\.\d+)*(?:(?:\s*,\s*|\s+and\s+|\s+et\s+|\s+و\s?)\d+(?:\.\d+)*)*)(?!\s*%)",
    re.IGNORECASE,
)
SYMBOL = re.compile(r"(?<!\w)[A-Z]{1,5}(?:/[A-Z0-9.\-]+)+")
YEARS = re.compile(
    rf"(?<![\d.,])(?:19|20)\d\d(?:\s?[–\-/]\s?(?:(?:19|20)?\d\d))?(?![\d]|[.,]\d|\s*%|\s+(?:{PEOPLE})(?!\w))",
    re.IGNORECASE,
)
ORDINAL = re.compile(r"(?<![\w.,])\d{1,3}(?:st|nd|rd|th|ers?|ère|e|ème|º)(?!\w)", re.IGNORECASE)
MEASURED = re.compile(
    r"(?<![\d.,])\d+(?:[.,\u00a0\u202f ]\d+)*[\s\u00a0\u202f]*(?:(?:million|billion|milliards?|"
    r"millions?|مليون|مليار)\s+(?:de\s+|d[’'])?)?"
    r"(?:km²?|kilomet(?:re|er)s?|kilomètres?|met(?:re|er)s?|mètres?|m²|hectares?|ha|hours?|heures?|minutes?|"
    r"days?|jours?|weeks?|semaines?|months?|mois|years?(?!\s+old)|dirhams?|MAD|euros?|EUR|USD|"
    r"dollars?|°C|degrees?|degrés?|"
    r"درهما?|كيلومترا?|مترا?|ساعات|ساعة|دقائق|دقيقة|أيام|يوما?|أسابيع|أشهر|شهرا?|سنوات)(?!\w)",
    re.IGNORECASE,
)
"""How long, how far, how dear: not how many people."""
