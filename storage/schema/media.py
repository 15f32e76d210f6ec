"""Pictures and recordings that surveys show."""

from sqlmodel import Field, SQLModel

from storage.schema.tables import columns


class Media(SQLModel, table=True):
    """A picture or a recording that surveys show, by its digest. Rows of this table never change."""

    digest: str = Field(primary_key=True)
    type: str
    content: bytes


class SurveyMedia(SQLModel, table=True):
    """By which name a published survey calls a picture or a recording. Rows of this table never change."""

    __tablename__ = "survey_media"
    consultation: str = Field(primary_key=True)
    survey: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    name: str = Field(primary_key=True)
    digest: str


class TelegramFile(SQLModel, table=True):
    """What Telegram calls a picture or a recording that a bot has sent once. `key`: bot and digest."""

    __tablename__ = "telegram_file"
    key: str = Field(primary_key=True)
    file: str


MEDIA = columns(Media)
SURVEY_MEDIA = columns(SurveyMedia)
TELEGRAM_FILE = columns(TelegramFile)
