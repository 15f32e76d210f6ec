"""The review at the United Nations as it is planned here: its dates, and what is to be done before them."""

from sqlmodel import Field, SQLModel

from storage.schema.tables import columns


class UprDate(SQLModel, table=True):
    """A date of the review (`storage/upr.py`), and where it was read."""

    __tablename__ = "upr_date"
    name: str = Field(primary_key=True)
    day: str
    source: str


class UprTask(SQLModel, table=True):
    """Something to be done, or to be announced, so many `days` before a date; `texts` is JSON.

    `edited`: somebody gave it another day or other words. `told`: on which day it was told that it is due.
    """

    __tablename__ = "upr_task"
    name: str = Field(primary_key=True)
    kind: str
    before: str
    days: int
    source: str
    texts: str
    due: str
    edited: bool
    done: str
    told: str


UPR_DATE = columns(UprDate)
UPR_TASK = columns(UprTask)
