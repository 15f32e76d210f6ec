"""Numbers by which something is cited, dated or measured: not how many people."""

import re

from reports.submission.wording import ANSWERED, PEOPLE

_CALLED = (
    "articles?|arts?\\.|sections?|paragraphs?|paras?\\.?|rules?|goals?|targets?|SDGs?|ODD|objectifs?|"
    "cibles?|sessions?|cycles?|resolutions?|résolutions?|laws?|acts?|lois?|dahir|decrees?|décrets?|"
    "chapters?|chapitres?|annex|annexe|tables?|tableaux?|figures?|pages?|releases?|publication|questions?|"
    "conventions?|protocols?|protocoles?|comments?|no\\.|n°|nº|number|numéro|agenda|"
    "المادة|المواد|الفقرة|الفصل|الهدف|الأهداف|الغاية|الغايات|الدورة|القانون|القرار|الجدول|الاتفاقية|"
    "البروتوكول|رقم"
)
GENERAL = re.compile(
    r"(?<!\w)(?:general\s+(?:recommendations?|comments?)|recommandations?\s+générales?|"
    r"observations?\s+générales?|"
    r"التوصية\s+العامة)\s+(?:no\.?\s*|n°\s*|رقم\s*)?\d{1,3}(?!\d)",
    re.IGNORECASE,
)
"""Of a committee of the United Nations; no recommendation of the review."""
REFERRED = re.compile(
    rf"(?<!\w)(?:{_CALLED})\s+(?:no\.?\s*|n°\s*|رقم\s*)?\d{{1,4}}(?!\d)(?:[.\-–]\d+)*"
    r"(?:(?:\s*,\s*|\s+and\s+|\s+to\s+|\s+et\s+|\s+à\s+|\s+و\s?)\d{1,4}(?!\d)(?:[.\-]\d+)*)*(?!\s*%)"
    rf"(?!\s+(?:{PEOPLE})(?!\w))",
    re.IGNORECASE,
)
RECOMMENDED = re.compile(
    r"(?:(?<!\w)(?:recommendations?|recommandations?|recs?\.|(?:ال)?توصي(?:ة|ات))\s+(?:no\.?\s*|n°\s*|"
    r"رقم\s*)?)"
    r"(?P<numbers>\d+(?:\.\d+)*(?:(?:\s*,\s*|\s+and\s+|\s+et\s+|\s+و\s?)\d+(?:\.\d+)*)*)(?!\d|\.\d|\s*%)"
    rf"(?!\s+(?:{PEOPLE})(?!\w))",
    re.IGNORECASE,
)
BARE = re.compile(rf"(?<![\w.])\d+(?:\.\d+)+(?![\w]|\.\d|\s*%|\s+(?:{PEOPLE})(?!\w))", re.IGNORECASE)
"""A number as recommendations have them, alone."""
SYMBOL = re.compile(r"(?<!\w)[A-Z]{1,5}(?:/[A-Z0-9.\-]+)+")
YEARS = re.compile(
    rf"(?<![\d.,])(?:19|20)\d\d(?:\s?[–\-/]\s?(?:(?:19|20)?\d\d))?(?![\d]|[.,]\d|\s*%|"
    rf"\s+(?:{PEOPLE}|{ANSWERED})(?!\w))",
    re.IGNORECASE,
)
ORDINAL = re.compile(
    r"(?<![\w.,])\d{1,3}(?:st|nd|rd|th|ers?|ères?|res?|nde?|es?|èmes?|º)(?!\w)", re.IGNORECASE
)
NAMED = re.compile(
    r"(?<!\w)(?:COVID[\-\s]?19|CO2|PM2[.,]5|PM10|G7|G20|G77|H1N1|[345]G|24/7)(?!\w)", re.IGNORECASE
)
"""Numbers in what is called so."""
LISTED = re.compile(
    rf"(?:^|(?<=[;:.,]\s)|(?<=\band\s)|(?<=\bet\s))\(\d{{1,2}}\)(?!\s+(?:{PEOPLE})(?!\w))",
    re.IGNORECASE,
)
""" "(1) water; (2) homes"."""
OF_AN_AGE = re.compile(
    r"(?<!\w)(?:under|below|younger\s+than|moins\s+de|دون|تحت)\s+(?:the\s+age\s+of\s+|سن\s+)?(?:5|15|16|"
    r"18|21)(?:s|\s+ans|"
    rf"\s+years|\s+سنة)?(?!\w|[.,]\d|\s*%|\s+(?:\w+\s+)?(?:{PEOPLE}))|"
    r"(?<!\w)(?:aged\s+|from\s+|between\s+|de\s+|من\s+)?\d{1,2}\s*(?:to|and|–|-|à|et|إلى)\s*\d{1,2}[\s\-]+"
    r"(?:years?|ans|سنة)(?!\w)|"
    r"(?<!\w)\d{1,2}\s+(?:years?|ans)\s+(?:and|or|et|ou)\s+(?:older|over|more|plus)(?!\w)|"
    r"(?<!\w)aged\s+(?:(?:over|under|at\s+least)\s+\d{1,2}|\d{1,2}\s+(?:and|or)\s+(?:over|older)|"
    r"\d{1,2}\s*(?:to|and|–|-)"
    r"\s*\d{1,2})(?!\w)|(?<!\w)de\s+(?:plus|moins)\s+de\s+\d{1,2}\s+ans(?!\w)",
    re.IGNORECASE,
)
"""A group of ages, as laws and statistics have it."""
OTHERS = (SYMBOL, NAMED, LISTED, GENERAL, OF_AN_AGE)
"""Of nothing that is looked up."""
MEASURED = re.compile(
    r"(?<![\d.,])\d+(?:[.,\u00a0\u202f ]\d+){0,6}[\s\u00a0\u202f\-]*(?:(?:million|billion|milliards?|"
    r"millions?|مليون|مليار)"
    r"\s+(?:de\s+|d[’'])?)?(?:km²?|kilomet(?:re|er)s?|kilomètres?|met(?:re|er)s?|mètres?|m²|hectares?|ha|"
    r"hours?|heures?|"
    r"minutes?|days?|jours?|weeks?|semaines?|months?|mois|years?(?![\s\-]+olds?)|dirhams?|MAD|euros?|EUR|USD|"
    r"dollars?|°C|degrees?|degrés?|a\.?m\.?|p\.?m\.?|"
    r"درهما?|كيلومترا?|مترا?|ساعات|ساعة|دقائق|دقيقة|أيام|يوما?|أسابيع|أشهر|شهرا?|سنوات)(?!\w)|"
    r"(?<![\d.,:])\d{1,2}(?::|\s?h\s?)\d{2}(?![\d:])",
    re.IGNORECASE,
)
"""How long, how far, how dear, at what time."""
LOCATED = re.compile(
    r"(?:pages?|p\.|pp\.|tables?|tableaux?|paragraphs?|paragraphes?|paras?\.?|§|articles?|art\.|annex\w*|"
    r"sections?|"
    r"chapters?|chapitres?|figures?|sheets?|feuilles?|صفحة|ص\.?|الصفحة|جدول|الجدول|الفقرة|المادة)\s*[\dA-Z]|"
    r"https?://\S+",
    re.IGNORECASE,
)
"""Where in a source something stands."""
