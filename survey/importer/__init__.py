"""An author's XLSForm in, an XForm out, or every mistake with its sheet, row and column.

imported = import_form(content, ".xlsx", languages=("en", "ar"))

pyxform and openpyxl are loaded where they are used: they take 12 MB and a quarter of a second, and whoever
only asks questions needs neither.
"""

from survey.importer.form import Imported, import_form
from survey.importer.media import LARGEST, MediaFile

__all__ = ["LARGEST", "Imported", "MediaFile", "import_form"]
