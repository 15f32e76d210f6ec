"""The types of questions: those that work, those that a later release brings, those that are left out."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a row of the sheet 'survey' is, by the standard's name for it."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    RANGE = "range"
    DATE = "date"
    TIME = "time"
    DATETIME = "dateTime"
    GEOPOINT = "geopoint"
    ACKNOWLEDGE = "acknowledge"
    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    FILE = "file"
    NOTE = "note"
    CALCULATE = "calculate"
    HIDDEN = "hidden"
    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    RANK = "rank"
    BEGIN_GROUP = "begin_group"
    END_GROUP = "end_group"
    BEGIN_REPEAT = "begin_repeat"
    END_REPEAT = "end_repeat"
    UNSUPPORTED = "unsupported"
    UNUSED = "unused"

    @property
    def end(self) -> "Kind":
        return Kind.END_GROUP if self is Kind.BEGIN_GROUP else Kind.END_REPEAT


SELECTS = (Kind.SELECT_ONE, Kind.SELECT_MULTIPLE, Kind.RANK)
SEVERAL = (Kind.SELECT_MULTIPLE, Kind.RANK)
GROUPS = (Kind.BEGIN_GROUP, Kind.END_GROUP, Kind.BEGIN_REPEAT, Kind.END_REPEAT)
SUPPORTED = (*list(Kind)[: list(Kind).index(Kind.UNSUPPORTED)],)
OR_OTHER = ("or_other", "or_specify_other")

LATER = (
    *("barcode", "xml-external", "csv-external"),
    *("geotrace", "geoshape", "start-geopoint", "background-geopoint", "background-audio", "osm"),
    *("select_one_from_file", "select_multiple_from_file", "select_one_external", "rank_from_file"),
    *("begin_loop", "end_loop"),
)
DEVICE = (
    *("start", "end", "today", "deviceid", "subscriberid", "simserial", "phonenumber", "username", "email"),
    "audit",
)
KINDS = {
    **{kind.value.lower(): kind for kind in Kind if kind not in (Kind.UNSUPPORTED, Kind.UNUSED)},
    **dict.fromkeys(LATER, Kind.UNSUPPORTED),
    **dict.fromkeys(DEVICE, Kind.UNUSED),
    "string": Kind.TEXT,
    "int": Kind.INTEGER,
    "trigger": Kind.ACKNOWLEDGE,
    "photo": Kind.IMAGE,
    "select1": Kind.SELECT_ONE,
    "select_one_from": Kind.SELECT_ONE,
    "select_all_that_apply_from": Kind.SELECT_MULTIPLE,
    "select_all_that_apply": Kind.SELECT_MULTIPLE,
}


MOST_WORDS = max(name.count("_") for name in KINDS) + 1


@dataclass(frozen=True, slots=True)
class Type:
    """A cell of the column 'type'. `kind` is None where it is no type; `rest` follows the list's name."""

    text: str
    kind: Kind | None
    list_name: str = ""
    rest: str = ""


def read_type(text: str) -> Type:
    """Read "select one regions", "Select_One regions or_other", "begin group"…"""
    words = text.split()
    for length in range(min(len(words), MOST_WORDS), 0, -1):
        kind = KINDS.get("_".join(words[:length]).lower())
        if kind in SELECTS:
            return Type(
                text, kind, "".join(words[length : length + 1]), "_".join(words[length + 1 :]).lower()
            )
        if kind and (length == len(words) or kind is Kind.UNSUPPORTED):
            return Type(text, kind)
    return Type(text, None)
