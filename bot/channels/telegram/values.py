"""What a method is called with, in place of the library's `RequestData`."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from aiohttp import FormData
from telegram.error import BadRequest
from telegram.request import RequestData


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that goes along, and in which field."""

    field: str
    name: str
    content: bytes = dataclasses.field(repr=False)


@dataclass(frozen=True, slots=True)
class Values:
    """Arguments as JSON, or as a form where a file goes along."""

    values: Mapping[str, Any] = dataclasses.field(repr=False)
    upload: Upload | None = None

    @property
    def contains_files(self) -> bool:
        return self.upload is not None

    @property
    def json_payload(self) -> bytes:
        """Raises `BadRequest` for what cannot be written, such as half a surrogate pair."""
        try:
            return msgspec.json.encode(self.values)
        except ValueError:
            pass
        raise BadRequest("It cannot be written as JSON")

    @property
    def json_parameters(self) -> dict[str, str]:
        written = {name: value for name, value in self.values.items() if value is not None}
        return {
            name: value if isinstance(value, str) else msgspec.json.encode(value).decode()
            for name, value in written.items()
        }

    @property
    def multipart_data(self) -> dict[str, tuple[str, bytes, str]]:
        """By field: name, content and type of the file; the server tells the type by the content."""
        file = self.upload
        return {file.field: (file.name, file.content, "application/octet-stream")} if file else {}


def body_of(data: RequestData | Values | None) -> FormData | bytes | None:
    """A form where a file goes along, else JSON."""
    if data is None or not data.contains_files:
        return data.json_payload if data else None
    form = FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, type_) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=type_)
    return form
