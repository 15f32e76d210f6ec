import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.tree import Document, Element, XmlError, parse_xml, read_values, to_xml

SAMPLE = (
    '<!-- before --><data xmlns="urn:d" xmlns:orx="urn:o" id="1" orx:version="a&amp;&quot;b">'
    "<a>x &lt; y</a><?go on?><orx:meta><orx:instanceID/></orx:meta><b/></data>"
)
SIGNS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("\t\n\r<&>\"'")
)


def test_what_is_read_is_written_the_same() -> None:
    assert to_xml(parse_xml(SAMPLE)) == SAMPLE


def test_a_part_is_written_with_the_namespaces_it_needs() -> None:
    meta = parse_xml(SAMPLE).root.child("meta")
    assert meta is not None
    assert to_xml(meta) == '<orx:meta xmlns:orx="urn:o"><orx:instanceID/></orx:meta>'


def test_bytes_are_read_by_their_declared_encoding_and_text_is_not() -> None:
    xml = '<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>'
    assert parse_xml(xml.encode("latin-1")).root.value() == "é"
    assert parse_xml(xml).root.value() == "é"


@pytest.mark.parametrize(
    "xml",
    [
        "",
        "<a>",
        "text",
        "<a/><b/>",
        '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>',
        '<!DOCTYPE a [<!ENTITY e "x">]><a>before &e; after</a>',
        '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><a>&e;</a>',
        "<a>" * 5000 + "</a>" * 5000,
    ],
)
def test_what_is_not_xml_or_uses_entities_is_refused(xml: str) -> None:
    for read in (parse_xml, read_values):
        with pytest.raises(XmlError):
            read(xml)


def test_values_are_read_by_their_paths() -> None:
    attributes, values = read_values(SAMPLE.replace("<b/>", "<b>one<!-- and --> two</b>"))
    assert attributes == {"id": "1", "{urn:o}version": 'a&"b'}
    assert values == {
        "/data": "",
        "/data/a": "x < y",
        "/data/meta": "",
        "/data/meta/instanceID": "",
        "/data/b": "one two",
    }


def test_values_that_share_a_path_are_refused() -> None:
    with pytest.raises(XmlError, match="/data/a/b stands there twice"):
        read_values("<data><a><b/><c/><b/></a></data>")


@given(SIGNS, SIGNS)
def test_any_text_comes_back_as_it_was(text: str, attribute: str) -> None:
    element = Element("a")
    element.set_value(text)
    element.set("b", attribute)
    back = parse_xml(to_xml(element)).root
    assert (back.value(), back.get("b")) == (text, attribute)


def test_changing() -> None:
    data = parse_xml("<data><a>1</a><b/></data>").root
    first = data.child("a")
    assert first is not None
    copy = first.clone()
    copy.set_value("2")
    data.append(copy)
    data.insert(0, Element("c"))
    assert to_xml(data) == "<data><c/><a>1</a><b/><a>2</a></data>"
    copy.set_value("")
    assert copy.children == []


def test_a_clone_shares_nothing() -> None:
    document = parse_xml(SAMPLE)
    copy = document.clone()
    for element in copy.root.elements():
        element.set_value("changed")
    copy.root.set("id", "2")
    assert to_xml(document) == SAMPLE


def test_an_empty_document_has_no_root() -> None:
    with pytest.raises(XmlError):
        _ = Document().root


def test_looking_around() -> None:
    document = parse_xml(SAMPLE)
    meta = document.root.child("meta")
    assert meta is not None
    assert [element.name for element in document.root.elements()] == ["a", "meta", "b"]
    assert document.root.child("z") is None
    assert meta.top() is document
    assert meta.scope() == {"xml": "http://www.w3.org/XML/1998/namespace", "": "urn:d", "orx": "urn:o"}
