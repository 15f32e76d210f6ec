"""The function library: the core of XPath 1.0 and what the ODK XForms specification adds."""

from survey.xpath.functions import choices, core, dates, geo, maths, nodesets, strings
from survey.xpath.library import Library

CORE: Library = core.LIBRARY
ODK = Library(CORE)
for _module in (choices, dates, geo, maths, nodesets, strings):
    ODK.update(_module.LIBRARY)
