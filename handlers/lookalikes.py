"""Names that look the same to a reader, whatever letters they are written in."""

import unicodedata

JOINERS = "\u200c\u200d"
"""Needed to write some languages properly; they show nothing themselves."""
ALIKE = str.maketrans(
    "аеіїјорсухѕԁһмтквнзαβεζηικμνορτυχγωʙɢʜɪʟɴʀʏ0135|!$@أإآٱىیئةکگ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹",
    "aeiijopcyxsdhmtkbheabezhikmvoptuxywbghiinryoiesiisaاااايييهككoi2e4s6789oi2e4s6789",
    "\u0640",
)
"""Cyrillic, Greek and Arabic letters, small capitals, digits and signs, and what they are taken for; the line
that makes an Arabic word longer is none."""
PAIRS = (("rn", "m"), ("vv", "w"), ("l", "i"), ("ё", "e"))


def tidy(text: str) -> str:
    """A text of one line without signs that are not seen, which could turn a line around or hide in it."""
    kept = "".join(" " if sign.isspace() else sign for sign in text if _seen(sign))
    return " ".join(unicodedata.normalize("NFC", kept).split())


def skeleton(name: str) -> str:
    """The same for names that are easily mistaken for one another."""
    apart = unicodedata.normalize("NFKD", name.casefold().translate(ALIKE))
    letters = "".join(sign for sign in apart if sign.isalnum()).translate(ALIKE)
    for pair, single in PAIRS:
        letters = letters.replace(pair, single)
    return letters


def _seen(sign: str) -> bool:
    return sign in JOINERS or sign.isspace() or not unicodedata.category(sign).startswith("C")
