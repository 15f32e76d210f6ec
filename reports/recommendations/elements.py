"""The elements of a Word file: how they are called, and the small numbers in them."""

from lxml import etree

Element = etree._Element
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DIGITS = 4
"""Of a number of columns, or of a paragraph; more of them are no number that anybody's file has."""


def path(*names: str) -> str:
    """One element inside the other."""
    return "/".join(f"{WORD}{name}" for name in names)


def value(element: Element, where: str, otherwise: str = "") -> str:
    """What the element at this path says, or `otherwise`."""
    found = element.find(where)
    return otherwise if found is None else str(found.get(f"{WORD}val", otherwise))


def count(element: Element, where: str, otherwise: int) -> int:
    """The same for a count; `otherwise` where it is none."""
    said = value(element, where)
    return int(said) if said.isdecimal() and len(said) <= DIGITS else otherwise
