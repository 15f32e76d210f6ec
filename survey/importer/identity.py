"""Questions that ask who somebody is: with such an answer in it, a response tells whose it is.

They are known by their words in English, French and Arabic, or by the name of the question. One word is not
enough unless it is all that is asked: "Name a place where you feel safe" asks for nobody's name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from survey.importer.source import Question, Source
from survey.importer.types import Kind
from survey.lookalikes import glyphs
from survey.problems import Problem


@dataclass(frozen=True, slots=True)
class _Identity:
    """`kinds`: of questions that can ask for it. `within`: a pattern for words of a label, as `glyphs` gives
    them, wherever they stand; `alone`: for a label that says nothing else; `named`: for a question's name.
    """

    problem: str
    kinds: tuple[Kind, ...]
    within: str
    alone: str
    named: str


_NUMBER = r"\b(numero|no?°|num)\.?( de| d['’]| du)? ?(la |le |l['’]|votre |ta |ton )?"
_IDENTITIES = (
    _Identity(
        "asks_phone",
        (Kind.TEXT, Kind.INTEGER, Kind.DECIMAL),
        r"\b(phone|telephone|mobile|cell|whatsapp|contact) (number|no\b)|\b(reach|contact|call|phone) you\b"
        rf"|{_NUMBER}(tel|portable|gsm|mobile|whatsapp)|\bvous (joindre|contacter|rappeler)\b"
        r"|رقم (ال)?(هاتف|جوال|تلفون|تليفون|موبايل|محمول|نقال|واتساب)|\bهاتف(ك|كم)\b|(نتصل|نتواصل) (بك|معك)",
        r"(your )?(phone|telephone|mobile|whatsapp)|(votre )?(telephone|tel|gsm|portable)|(ال)?هاتف",
        r"(tele|cell|mobile_)?phone(_?(number|no))?|tel|mobile|gsm|whatsapp",
    ),
    _Identity(
        "asks_email",
        (Kind.TEXT,),
        r"\be-?mail address|\byour e-?mail\b|\badresse (electronique|e-?mail|mail)"
        r"|\bvotre (e-?mail|mail|courriel)"
        r"|\bبريد(ك|كم)\b|عنوان (ال)?بريد",
        r"e-?mail|courriel|(ال)?بريد الالكتروني|(ال)?ايميل",
        r"e_?mail(_address)?|courriel",
    ),
    _Identity(
        "asks_id_number",
        (Kind.TEXT, Kind.INTEGER, Kind.DECIMAL),
        r"\b(id|identity|identification|passport|social security|residence|voter)( card| permit)?"
        r" (number|no\b)"
        rf"|{_NUMBER}(carte|cin\b|cnie\b|cni\b|passeport|securite sociale|cnss\b|identite|piece d)"
        r"|رقم (ال)?(بطاق|هوي|جواز|ضمان|تعريف)",
        r"cin|cnie|cni|nin|ssn",
        r"cin|cnie|cni|nin|ssn|national_id|id_?(number|no)|passport(_?(number|no))?",
    ),
    _Identity(
        "asks_birth",
        (Kind.TEXT, Kind.DATE, Kind.DATETIME),
        r"\bdate of birth\b|\bbirth ?date\b|\b(when|what day) were you born\b"
        r"|\bdate de naissance\b|تاريخ (ال)?(ازدياد|ميلاد|ولاد)",
        r"birthday",
        r"dob|birth_?date|birthday|date_of_birth",
    ),
    _Identity(
        "asks_address",
        (Kind.TEXT,),
        r"\b(your|home|postal) (home |postal )?address\b|\bvotre adresse\b"
        r"|\badresse (postale|personnelle|complete)\b"
        r"|\bعنوان(ك|كم)\b|عنوان (ال)?(سكن|منزل|بيت)",
        r"address|adresse|(ال)?عنوان",
        r"(home|postal|street)_address",
    ),
    _Identity(
        "asks_name",
        (Kind.TEXT,),
        r"\b(your|full|first|last|family|given) ((full|first|last|family|given) )?names?\b|\bsurname\b"
        r"|\b(votre|vos|ton) (nom|prenom)s?\b|\b(nom|prenom)s? (et|/|ou) (nom|prenom)"
        r"|\bnom (complet|de famille)\b"
        r"|\bcomment vous appelez|\bاسم(ك|كم)\b|\bسميتك\b|\bالاسم (الكامل|الشخصي|العايلي|و)",
        r"name|nom|prenom|(ال)?اسم",
        r"(full|first|last|family|respondent)_?name|surname|prenom",
    ),
)


def check_identity(source: Source) -> Iterator[Problem]:
    """A warning for each question that seems to ask for a name, a number, or how somebody is reached."""
    for question in source.questions:
        if problem := _find_problem(question):
            yield question.entry.problem(
                problem, "label", next(iter(question.entry.translations("label")), "")
            )


def _find_problem(question: Question) -> str:
    labels = [_normalize(cell.text) for cell in question.entry.translations("label").values()]
    for each in _IDENTITIES:
        if question.kind in each.kinds and (
            any(re.search(each.within, label) for label in labels)
            or any(re.fullmatch(each.alone, label) for label in labels)
            or re.fullmatch(each.named, question.name.casefold())
        ):
            return each.problem
    return ""


def _normalize(label: str) -> str:
    """As patterns see it: small letters without accents, and without what stands around a text."""
    return glyphs(label).strip(" \t*:?؟.…_-")
