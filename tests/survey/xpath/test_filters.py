from hypothesis import given
from hypothesis import strategies as st

from survey.tree import Document, parse_xml
from survey.xpath import Context, compile_expression
from tests.survey.xpath.evaluate import context

FIELDS = st.lists(st.sampled_from("xyz1"), max_size=3)
ITEMS = st.lists(FIELDS, max_size=6)
WANTED = st.lists(st.sampled_from("xy1q"), max_size=3)


def instance(items: list[list[str]]) -> Document:
    inner = "".join(
        f"<item><n>{place}</n>{''.join(f'<f>{text}</f>' for text in fields)}</item>"
        for place, fields in enumerate(items)
    )
    return parse_xml(f"<root>{inner}</root>")


def world(items: list[list[str]], wanted: list[str], frozen: bool) -> Context:
    document = parse_xml(f"<data>{''.join(f'<w>{text}</w>' for text in wanted)}</data>")
    places = instance(items)
    return context(document, {"i": places.freeze() if frozen else places})


@given(ITEMS, WANTED)
def test_the_index_finds_what_a_scan_finds(items: list[list[str]], wanted: list[str]) -> None:
    right = [str(place) for place, fields in enumerate(items) if set(fields) & set(wanted)]
    for value in ("/data/w", "current()/w"):
        expression = compile_expression(f"instance('i')/root/item[f = {value}]/n")
        for frozen in (False, True):
            nodes = expression.nodes(world(items, wanted, frozen))
            assert [node.value() for node in nodes] == right


@given(ITEMS, st.sampled_from(["'x'", "1", "true()", "f", "string(../item/f)", "'1'"]))
def test_freezing_changes_nothing(items: list[list[str]], value: str) -> None:
    for filters in (f"[f = {value}]", f"[{value} = f]", f"[f = {value}][2]", f"[f = {value} and n > 1]"):
        expression = compile_expression(f"instance('i')/root/item{filters}/n")
        frozen, changing = (
            [node.value() for node in expression.nodes(world(items, [], freeze))] for freeze in (True, False)
        )
        assert frozen == changing


def test_what_holds_for_all_nodes_is_evaluated_once() -> None:
    drawn: list[float] = []

    def itext(text_id: str, _: str) -> str:
        drawn.append(1)
        return text_id

    base = context(parse_xml("<data><a>x</a><a>y</a><a>x</a></data>"))
    counted = Context(base.node, base.now, base.random, itext=itext)
    assert len(compile_expression("a[concat(., '') = jr:itext('x')]").nodes(counted)) == 2
    assert len(drawn) == 1


def test_chance_is_drawn_for_each_node() -> None:
    draws = iter([0.1, 0.9, 0.2])
    base = context(parse_xml("<data><a>1</a><a>2</a><a>3</a></data>"))
    nodes = compile_expression("a[random() < 0.5]").nodes(Context(base.node, base.now, lambda: next(draws)))
    assert [node.value() for node in nodes] == ["1", "3"]
