"""An author's XLSForm in, an XForm out, or every mistake with its sheet, row and column.

imported = import_form(content, ".xlsx", languages=("en", "ar"))
"""

from survey.importer.form import Imported, import_form
from survey.importer.media import LARGEST, MediaFile

__all__ = ["LARGEST", "Imported", "MediaFile", "import_form"]
