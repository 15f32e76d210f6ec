"""Names that look the same to a reader, whatever letters they are written in."""

import re
import unicodedata

JOINERS = "\u200c\u200d"
"""Needed to write some languages properly; they show nothing themselves."""
LETTERS = str.maketrans(
    "аеіїјорсухѕԁһмтквнзαβεζηικμνορτυχγωʙɢʜɪʟɴʀʏأإآٱىیئةکگ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹",
    "aeiijopcyxsdhmtkbheabezhikmvoptuxywbghiinryاااايييهكك01234567890123456789",
    "\u0640",
)
"""Cyrillic, Greek and Arabic letters, small capitals and digits, and what they are taken for; the line that
makes an Arabic word longer is none."""
SIGNS = str.maketrans("0135|!$", "oiesiis")
"""Digits and signs written for letters by somebody who wants to be taken for another."""
SMALL = frozenset((*range(27, 36), *range(200, 241)))
"""Combining classes of Arabic vowel signs and of accents."""
ALPHABETS = frozenset(("LATIN", "CYRILLIC", "GREEK"))
"""Whose letters can be taken for one another, as Unicode names them."""
PAIRS = (("rn", "m"), ("vv", "w"), ("l", "i"), ("ё", "e"))


def tidy(text: str) -> str:
    """A text of one line without signs that are not seen, which could turn a line around or hide in it."""
    kept = "".join(" " if sign.isspace() else sign for sign in text if _seen(sign))
    return " ".join(unicodedata.normalize("NFC", kept).split())


def glyphs(text: str) -> str:
    """The same for texts that look alike: in other letters, large or small, wide or narrow, with or without
    marks, or with signs that are not seen. What is no letter stays."""
    apart = unicodedata.normalize("NFKD", text.casefold().translate(LETTERS)).translate(LETTERS)
    return " ".join("".join(sign for sign in apart if not _is_small(sign)).split())


def _is_small(sign: str) -> bool:
    """Whether it is not seen, or an accent or an Arabic vowel sign; those of other scripts make syllables."""
    return unicodedata.category(sign) == "Cf" or unicodedata.combining(sign) in SMALL


def skeleton(name: str) -> str:
    """The same for names that are easily mistaken for one another."""
    letters = "".join(sign for sign in glyphs(name).translate(SIGNS) if sign.isalnum())
    for pair, single in PAIRS:
        letters = letters.replace(pair, single)
    return letters


def mixes_alphabets(name: str) -> bool:
    """Whether one word has letters of several alphabets that look alike: "Hоusing" with a Cyrillic о."""
    return any(len({_alphabet(sign) for sign in word} & ALPHABETS) > 1 for word in re.findall(r"\w+", name))


def _alphabet(sign: str) -> str:
    return unicodedata.name(sign, "").partition(" ")[0]


def _seen(sign: str) -> bool:
    return sign in JOINERS or sign.isspace() or not unicodedata.category(sign).startswith("C")
