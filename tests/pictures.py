"""Small files that pass for pictures and recordings."""

from io import BytesIO

from PIL import Image


def png(colour: str = "teal") -> bytes:
    file = BytesIO()
    Image.new("RGB", (320, 160), colour).save(file, "PNG")
    return file.getvalue()


MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + bytes(500)
OGG = b"OggS" + bytes(200)
LABELS = "label::English (en) | label::Français (fr) | label::العربية (ar) | media::image"
SURVEY = f"""| survey | | | | | | | | |
| | type | name | {LABELS} | media::audio::English (en) | media::audio::العربية (ar) |
| | select_one water | region | Where do you fetch water? | Où cherchez-vous l'eau ? | من أين تجلبون الماء؟ \
| well.png | en.mp3 | ar.ogg |
| | text | wish | What first? | Quoi d'abord ? | ماذا أولا؟ | | | |
| choices | | | | | | |
| | list_name | name | {LABELS} |
| | water | well | From a well | D'un puits | من بئر | well.png |
| | water | tap | From a tap | D'un robinet | من صنبور | tap.png |
"""
FILES = {"well.png": png(), "tap.png": png("navy"), "en.mp3": MP3, "ar.ogg": OGG}
