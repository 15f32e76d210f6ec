"""The one catalogue of what can be wrong with a form: where it is, what it is, what to do.

`sentence` renders a problem; its templates and the words around them are what a translation needs.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import islice

LONGEST_QUOTE = 80
MOST_COMPARED = 8
"""Of very many words so many are compared letter by letter to find the one that was meant."""
MANY = 200

ERRORS = {
    # the file
    "file_type": "A form is an .xlsx, .csv or .md file, not `{extension}`. Save it as one of these.",
    "file_empty": "The file is empty. Choose the file that holds the form.",
    "file_large": "The file is too large. Take out pictures and sheets that the form does not need.",
    "file_old": "This is an old .xls file, or it needs a password. Save it as .xlsx without a password.",
    "file_broken": "The file cannot be read as {extension}. Open it in the program it was made with and save"
    " it again.",
    "file_encoding": "The text is not in UTF-8. Save the file again and choose UTF-8 as its encoding.",
    "form_heavy": "The form needs too much memory or time to be read. Make it smaller: take out questions,"
    " choices, languages or calculations.",
    "forms_waiting": "Other forms are being read at the moment. Send this one again in a minute.",
    # sheets and columns
    "survey_missing": "The form has no sheet named 'survey'. Give this name to the sheet with the questions.",
    "choices_missing": "The form has no sheet named 'choices'. Give this name to the sheet with the choices.",
    "sheet_twice": "There are two sheets of this name. Put their rows into one.",
    "sheet_long": "The sheet has more than {limit} rows. Shorten it.",
    "sheet_unsupported": "Forms with this sheet are not supported yet. Take the sheet out.",
    "form_empty": "The sheet has no questions. Write one question in each row.",
    "column_missing": "There is no column '{name}'. Add it to the first row of the sheet.",
    "column_twice": "This column and '{other}' mean the same. Keep one of them.",
    "cell_long": "The text has more than {limit} characters. Shorten it.",
    "character": "The text holds a character that cannot be kept ({code}). Delete it or write it again.",
    # types, names, groups
    "type_missing": "The row has no type. Write for example `text` or `select_one` with the name of a list.",
    "type_unknown": "`{type}` is not a type of question.",
    "type_unsupported": "`{type}` is not supported yet. Take the row out or ask with another type.",
    "or_other_untranslated": "`or_other` is not known in {language}. Add a choice named `other` with its"
    " label to the list `{list}`.",
    "parameter_unknown": "`{name}` is not a parameter of this type.",
    "parameter_broken": "`{text}` is no parameter. Write for example `start=0 end=10 step=1`.",
    "accuracy_unknown": "A place is kept to 1000, 100 or 10 metres, not `{text}`. Write for example"
    " `accuracy=100`, or leave it out.",
    "accuracy_unexplained": "With `accuracy={text}` a place tells much about a person. Say in the hint why"
    " you need it so exactly, or leave it out: then it is kept to about 1 km.",
    "range_number": "`{name}` of a range is a number, not `{text}`. Write for example `start=0 end=10"
    " step=1`.",
    "range_empty": "A range needs a start, another end, and a step above 0 that fits between them. Write for"
    " example `start=0 end=10 step=1`.",
    "media_path": "`{name}` is not the name of a file. Put the file into the folder 'media' beside the form"
    " and write its name alone.",
    "media_missing": "There is no file `{name}` in the folder 'media' beside the form. Put it there, or mend"
    " the name.",
    "media_large": "The file `{name}` is too large; {limit} MB is the most. Make it smaller.",
    "media_type": "The file `{name}` is none of these: {kind}. Save it as one of them.",
    "list_unnamed": "The type does not say which list to choose from. Write for example `{type} regions`.",
    "list_unknown": "The sheet 'choices' has no list named `{list}`. Add its choices there.",
    "list_empty": "The list `{list}` has no choices. Add them to the sheet 'choices'.",
    "name_missing": "The row has no name. Give it one, for example `village`.",
    "name_invalid": "`{name}` cannot be a name. Start with a letter, and use only letters, digits, `_`, `-`"
    " and `.`, without spaces.",
    "name_reserved": "The name `{name}` is kept for the form itself. Choose another.",
    "name_duplicate": "The name `{name}` is already used in row {other}. Choose another.",
    "name_shared": "The name `{name}` is already used in row {other}, in another group. Results are kept by"
    " name. Choose another.",
    "group_unopened": "This row ends a group that no row begins. Take it out, or add the row that begins it.",
    "group_unclosed": "This group has no end. Add a row of type `end_group` after its last question.",
    "group_deep": "Groups stand within each other more than {limit} times. Take one of them out.",
    "calculation_missing": "The row calculates nothing. Write an expression in the column 'calculation'.",
    # choices
    "choices_many": "The questions have more than {limit} choices all together. Shorten the lists, or ask"
    " fewer questions with the long ones.",
    "choice_unlisted": "The choice belongs to no list. Write the name of its list in the column 'list_name'.",
    "choice_nameless": "The choice has no name. Give it a short one, for example `yes`.",
    "choice_duplicate": "The list `{list}` already has a choice named `{name}`, in row {other}. Name this one"
    " differently.",
    "choice_alike": "In the list `{list}`, the choice name `{name}` looks like the one in row {other} and is"
    " easily mistaken for it. Name one of them differently.",
    "label_alike": "In the list `{list}`, the text `{text}` looks like the one in row {other}, and nobody can"
    " tell them apart. Write one of them differently.",
    "list_long": "The list `{list}` has more than {limit} choices, too many to read. Ask in two steps: first"
    " for a region, say, then with a `choice_filter` only for what lies in it.",
    "choice_spaced": "The choice name `{name}` has a space in it, and the list is used where several can be"
    " chosen. Write `{better}`.",
    # right answers
    "answer_kind": "Only a question of type `select_one` has a right answer. Empty this cell, or change the"
    " type.",
    "answer_unknown": "`{name}` is not a choice of the list `{list}`. Write the name of the choice that is"
    " so.",
    "answer_unexplained": "Nothing says why the answer is so. Write it in the column 'explanation'.",
    "explanation_alone": "There is an explanation and no answer. Write the name of the choice that is so in"
    " the column 'answer'.",
    "answer_untranslated": "Whether an answer is so cannot be said in {language}. Take the answer out, and"
    " say it in a note of your own after the question.",
    # budgets
    "budget_kind": "`right`, `sdg` and `adopted` belong to an `integer` or a `decimal` in a group whose"
    " numbers add up, outside of repeats. Empty this cell, or give the group a constraint such as"
    " `${{a}} + ${{b}} + ${{c}} = 100`.",
    "budget_untagged": "The other numbers of this group say what was adopted. Say it of this one, too.",
    "budget_few": "A budget needs at least {count} lines.",
    "right_unknown": "`{name}` is not an issue of the Universal Periodic Review. Write for example"
    " `upr-housing`.",
    "goal_unknown": "`{name}` is not one of the goals. Write their numbers, from 1 to 17.",
    "adopted_unreadable": "`{text}` is not an amount. Write a number, such as 1200000.",
    # texts and languages
    "label_missing": "There is no text to show. Write it in the column 'label'.",
    "translation_missing": "The text in {language} is missing. Write it here.",
    "translation_column_missing": "There is no text in {language}. Add a column '{header}'.",
    "language_unsaid": "This column does not say its language. Call it for example '{header}'.",
    "text_long": "The text in this row has {length} characters; a message holds {limit}. Shorten it.",
    # expressions
    "expression_broken": "`{expression}` cannot be read at character {position}: {reason}.",
    "expression_long": "The expression has more than {limit} characters. Split it into several rows of type"
    " `calculate`.",
    "logic_long": "All conditions and calculations together have more than {limit} letters. Shorten them.",
    "references_many": "The texts name more than {limit} answers with `${{…}}` all together. Take some out.",
    "languages_many": "The form is in more than {limit} languages. Take some out.",
    "texts_many": "The form has more than {limit} texts in all its languages together. Take out questions,"
    " choices, hints or languages.",
    "function_unknown": "There is no function `{function}()`.",
    "reference_broken": "`{reference}` is not a reference to a question. Write for example `${{village}}`.",
    "reference_unsupported": "`{reference}`, an answer of an earlier response, is not supported yet. Take it"
    " out.",
    "reference_unknown": "`{reference}` does not name a question.",
    "reference_ambiguous": "`{reference}` names more than one question, in rows {rows}. Give each its own"
    " name.",
    "reference_misplaced": "In `{expression}`, `{reference}` cannot stand where it does. Write `and`, `=` or"
    " the like before it.",
    "reference_bare": "`{name}` is not read as the question of this name. Write `${{{name}}}`.",
    "filter_column": "`{name}` is not a column of the sheet 'choices'.",
    "heavy_value": "With a long answer this makes a text of more than {limit} characters. Put less together,"
    " or allow only short answers, for example with the constraint `string-length(.) <= 100`.",
    "heavy_response": "With long answers, all values of the form together have more than {limit} characters."
    " Put less together here.",
    "heavy_steps": "With long answers or many repeats this takes more than {limit} steps to work out. Make it"
    " simpler, or allow fewer repeats, for example with the constraint `. <= 20` on the question that"
    " asks how many.",
    "circular": "This depends on itself: {path}. Take one of the references out.",
    "not_boolean": "`{text}` is neither yes nor no. Write `yes` or `no`, or an expression.",
    # the consultation around it
    "grid_kind": "'{name}' is not a select_one question of a survey for residents. Results are counted by"
    " it: put it back, or name another.",
    "grid_repeat": "'{name}' stands in a repeat, where one person answers many times. Name another.",
    "population_unnamed": "[population.{name}]: '{name}' is not among the groups. Name it in 'groups'.",
    "population_choices": "[population.{name}]: '{name}' has no choices {choices}.",
    "regions_unknown": "The question '{name}' has choices that are no region: {listed}.",
    "cards_number": "The set '{set}' has {count} cards. Write {least} to {most}, each a row of type `note`.",
    "cards_checks": "The set '{set}' has {count} questions with an answer. Write {wanted}, each of type"
    " `select_one`, with the columns 'answer' and 'explanation'.",
    "cards_region": "The set '{set}' does not ask '{name}', by which it is counted who has read it. Copy that"
    " question from the survey for residents.",
    "cards_more": "The set '{set}' asks '{name}' as well. Take it out: reading cards shall tell nothing of"
    " anybody.",
    # the rest, as the compiler and the engine say it
    "compiler": "The form cannot be compiled: {message}",
    "engine": "The form cannot be asked: {message}",
}

WARNINGS = {
    "media_many": "The list `{list}` has more than {limit} choices. In Telegram they are shown without"
    " pictures and recordings.",
    "sheet_unused": "This sheet is not used.",
    "column_unknown": "This column is not known, so it is not used.",
    "column_unused": "This column is not used here.",
    "type_unused": "`{type}` is not recorded here, so this row is left out.",
    "name_repeated": "The name `{name}` is also used in row {other}, in another group. No expression can tell"
    " them apart by name.",
    "language_uncoded": "The language '{language}' has no code. Write for example '{language} (en)'.",
    "language_unknown": "`{language}` is not a language of this form.",
    "fallback": "The text in {language} is missing. {other} is shown in its place.",
    "untranslated": "This column names no language. Its text is shown in all of them.",
    "choice_unknown": "`{name}` is not a choice of `{question}`.",
    "choice_single": "The list `{list}` has only one choice.",
    "choice_long": "The label has {length} characters. More than {limit} do not fit well on a button.",
    "constraint_unexplained": "A refused answer has no explanation. Write one in the column"
    " 'constraint_message'.",
    "relevant_later": "`{reference}` is asked only in row {other}, after this one.",
    "asks_name": "This seems to ask for a name. Then an answer tells whose it is."
    " Take the question out if you can.",
    "asks_phone": "This seems to ask for a telephone number. Then an answer tells whose it is."
    " Take the question out if you can.",
    "asks_email": "This seems to ask for an e-mail address. Then an answer tells whose it is."
    " Take the question out if you can.",
    "asks_id_number": "This seems to ask for the number of an ID card. Then an answer tells whose it is."
    " Take the question out if you can.",
    "asks_birth": "This seems to ask for a date of birth. Then an answer tells whose it is."
    " Take the question out if you can.",
    "asks_address": "This seems to ask where somebody lives. Then an answer tells whose it is."
    " Take the question out if you can.",
}

DID_YOU_MEAN = "Did you mean `{suggestion}`?"

PLACES = {
    "": "{problem}",
    "sheet": "Sheet '{sheet}': {problem}",
    "sheet row": "Row {row} of the sheet '{sheet}': {problem}",
    "sheet row column": "Row {row} of the sheet '{sheet}', column '{column}': {problem}",
    "sheet row line": "Row {row} of the sheet '{sheet}' (line {line} of the file): {problem}",
    "sheet row column line": "Row {row} of the sheet '{sheet}' (line {line} of the file), column '{column}':"
    " {problem}",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right: `kind` is a key of ERRORS or WARNINGS, `fields` fill its template.

    `row` counts as the sheet does, the header being row 1; `line` counts in the file and is known for text
    files only. `column` is the author's own header. Empty or 0 means the whole of what contains it.
    """

    kind: str
    sheet: str = ""
    row: int = 0
    column: str = ""
    line: int = 0
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_warning(self) -> bool:
        return self.kind in WARNINGS

    @property
    def text(self) -> str:
        return sentence(self)


class FormProblems(Exception):
    """The form cannot be used; `problems` holds all of its mistakes at once, warnings included."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.text for problem in self.problems))


def sentence(problem: Problem, translate: Callable[[str], str] = str) -> str:
    """The problem as one line: where, what, what to do. `translate` turns templates into a language."""
    what = told(problem, translate)
    where = {name: getattr(problem, name) for name in ("sheet", "row", "column", "line")}
    place = " ".join(name for name, known in where.items() if known)
    return translate(PLACES[place]).format(
        problem=what, **{name: quote(str(at)) for name, at in where.items()}
    )


def told(problem: Problem, translate: Callable[[str], str] = str) -> str:
    """What it is and what to do, without where."""
    said = translate((ERRORS | WARNINGS)[problem.kind])
    if "suggestion" in problem.fields:
        said = f"{said} {translate(DID_YOU_MEAN)}"
    return said.format(**{name: quote(text) for name, text in problem.fields.items()})


def quote(text: str) -> str:
    """The author's words on one line, not at length, without what a terminal would act on."""
    line = "".join(letter for letter in " ".join(text.split()) if letter.isprintable())
    return line if len(line) <= LONGEST_QUOTE else line[: LONGEST_QUOTE - 1] + "…"


def suggestion(word: str, known: Iterable[str], shape: str = "{}") -> dict[str, str]:
    """The field that asks "did you mean", or nothing where no known word is close. `shape` goes around it."""
    by_lower = {candidate.lower(): candidate for candidate in known}
    if len(by_lower) > MANY:
        by_lower = dict(islice(_near(word.lower(), by_lower), MOST_COMPARED))
    close = get_close_matches(word.lower(), by_lower, n=1, cutoff=0.7)
    return {"suggestion": shape.replace("{}", by_lower[close[0]])} if close else {}


def _near(word: str, known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Of very many words, those about as long that begin or end alike."""
    for lower, candidate in known.items():
        alike = lower[:2] == word[:2] or lower[-2:] == word[-2:]
        if alike and abs(len(lower) - len(word)) <= 1:
            yield lower, candidate
