"""A question with a right answer: after it the chat says whether it is so, and why.

The column `answer` holds the name of the choice that is so, `explanation` says why. Both become notes, as if
the author had written them: the form stays one that any engine of the standard can ask.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from survey.importer.others import added_row, base
from survey.importer.source import Entry, Question, Source
from survey.importer.texts import fallback
from survey.importer.types import Kind, read_type
from survey.problems import Problem, suggestion

SO, NOT_SO = "_so", "_not_so"
"""What is put behind the name of a question to name the two notes."""

SAID: Mapping[str, tuple[str, str]] = {
    "": ("Yes, that is so.", "It is a little different.\nThe answer: {answer}"),
    "en": ("Yes, that is so.", "It is a little different.\nThe answer: {answer}"),
    "fr": ("Oui, c’est bien cela.", "C’est un peu différent.\nLa réponse : {answer}"),
    "ar": ("نعم، هو كذلك.", "الأمر مختلف قليلا.\nالجواب: {answer}"),
    "es": ("Sí, así es.", "Es un poco diferente.\nLa respuesta: {answer}"),
    "pt": ("Sim, é isso.", "É um pouco diferente.\nA resposta: {answer}"),
    "it": ("Sì, è così.", "È un po’ diverso.\nLa risposta: {answer}"),
    "de": ("Ja, so ist es.", "Es ist etwas anders.\nDie Antwort: {answer}"),
    "nl": ("Ja, zo is het.", "Het is iets anders.\nHet antwoord: {answer}"),
    "tr": ("Evet, öyle.", "Biraz farklı.\nYanıt: {answer}"),
    "id": ("Ya, memang begitu.", "Sedikit berbeda.\nJawabannya: {answer}"),
    "sw": ("Ndiyo, ni hivyo.", "Ni tofauti kidogo.\nJibu: {answer}"),
    "ru": ("Да, это так.", "Немного иначе.\nОтвет: {answer}"),
    "uk": ("Так, саме так.", "Трохи інакше.\nВідповідь: {answer}"),
    "fa": ("بله، همین‌طور است.", "کمی فرق دارد.\nپاسخ: {answer}"),
    "ur": ("جی ہاں، ایسا ہی ہے۔", "کچھ مختلف ہے۔\nجواب: {answer}"),
    "hi": ("हाँ, ऐसा ही है।", "थोड़ा अलग है।\nउत्तर: {answer}"),
    "zh": ("对，是这样。", "有一点不同。\n答案：{answer}"),
}
"""What stands before the explanation, by language; "" for a form that says no language."""


def check_checks(source: Source) -> Iterator[Problem]:
    """Answers that no choice is, that nothing explains, or where none can stand."""
    for question in source.questions:
        answer, explained = question.entry.text("answer"), question.entry.translations("explanation")
        if not answer and explained:
            yield question.entry.problem("explanation_alone", "answer")
        if not answer:
            continue
        if question.kind is not Kind.SELECT_ONE:
            yield question.entry.problem("answer_kind", "answer")
            continue
        if not explained:
            yield question.entry.problem("answer_unexplained", "explanation")
        known = [each.text("name") for each in source.lists.get(question.type.list_name, ())]
        if known and answer not in known:
            fields = {"name": answer, "list": question.type.list_name, **suggestion(answer, known)}
            yield question.entry.problem("answer_unknown", "answer", **fields)
        yield from _untranslated(source, question)


def _untranslated(source: Source, question: Question) -> Iterator[Problem]:
    for code, language in source.languages.items():
        if base(code) not in SAID:
            yield question.entry.problem("answer_untranslated", "answer", language=language)


def with_checks(source: Source) -> Source:
    """The form with both notes after each question that has a right answer."""
    questions, after = list[Question](), dict[Entry, list[Entry]]()
    for question in source.questions:
        notes = list(_notes(source, question))
        questions += [question, *notes]
        after[question.entry] = [note.entry for note in notes]
    entries = [each for row in source.survey.entries for each in (row, *after.get(row, ()))]
    return replace(source, questions=tuple(questions), survey=replace(source.survey, entries=tuple(entries)))


def _notes(source: Source, question: Question) -> Iterator[Question]:
    right = question.entry.text("answer")
    chosen = [each for each in source.lists.get(question.type.list_name, ()) if each.text("name") == right]
    why = {code: cell.text for code, cell in question.entry.translations("explanation").items()}
    if question.kind is not Kind.SELECT_ONE or not chosen or not why:
        return
    answers = {code: cell.text for code, cell in chosen[0].translations("label").items()} or {"": right}
    reference = f"${{{question.name}}}"
    conditions = (f"{reference} = '{right}'", f"{reference} != '' and {reference} != '{right}'")
    for ending, condition, number in zip((SO, NOT_SO), conditions, (0, 1), strict=True):
        cells = {"type": "note", "name": f"{question.name}{ending}", "relevant": condition}
        labels = {
            code: f"{_said(code)[number].format(answer=_in(answers, code))}\n{_in(why, code)}"
            for code in source.languages or ("",)
        }
        row = added_row(question.entry.sheet, question.entry.row, cells, labels)
        yield Question(row, read_type("note"), question.parent)


def _in(texts: Mapping[str, str], code: str) -> str:
    return texts[code if code in texts else fallback(texts, "")]


def _said(code: str) -> tuple[str, str]:
    return SAID.get(base(code), SAID[""])
