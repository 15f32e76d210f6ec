import pytest

from survey.tree import parse_xml
from survey.xpath import ExpressionError, compile_expression
from tests.survey.xpath.evaluate import context, evaluate, texts

XML = "<data><a>1</a><g><a>2</a><b>3</b></g><g><a>4</a></g><!--c--><a>5</a></data>"


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("a", "15"),
        ("/data/g/a", "24"),
        ("//a", "1245"),
        ("//a[1]", "124"),
        ("(//a)[2]", "2"),
        ("//a[last()]", "245"),
        ("g[2]/preceding-sibling::*[1]/b", "3"),
        ("g/a/ancestor::*/a", "1245"),
        ("g/b/preceding::a", "12"),
        ("g[1]/following::a", "45"),
        ("g/b/..//a", "2"),
        ("a | g/b | a", "135"),
        ("g[a = 4]/a", "4"),
        ("g[b]/a", "2"),
        ("*[self::a]", "15"),
        ("g/node()", "234"),
        ("g/a[. > 2 and ../b]", ""),
        ("g/a[. >= 2 and ../b]", "2"),
        ("//g//a", "24"),
        ("comment()", "c"),
        ("g[position() = 2]/a", "4"),
        ("g[1.5]", ""),
        ("g[0]", ""),
        ("g[1e999]", ""),
        ("g[1e300]", ""),
    ],
)
def test_selecting(path: str, found: str) -> None:
    assert "".join(texts(path, XML)) == found


def test_names_without_prefix_mean_a_form_whatever_its_default_namespace() -> None:
    xml = '<h:html xmlns:h="http://www.w3.org/1999/xhtml"><data xmlns="urn:x"><a>1</a></data></h:html>'
    assert texts("/h:html/data/a", xml) == ["1"]
    assert texts("/html/data/a", xml) == []
    assert texts("//*[namespace-uri() = 'urn:x']/a", xml) == ["1"]


def test_prefixes_that_are_not_known_mean_what_is_written() -> None:
    assert texts("x:a", '<data xmlns:x="urn:x"><x:a>1</x:a><a>2</a></data>') == ["1"]


def test_a_value_is_no_set_of_nodes() -> None:
    with pytest.raises(ExpressionError, match="Nodes are needed"):
        evaluate("count(1)")
    with pytest.raises(ExpressionError, match="Nodes are needed"):
        compile_expression("1 + 1").nodes(context())


def test_the_root_and_the_current_node_stay_inside_predicates_on_an_instance() -> None:
    document = parse_xml("<data><r>x</r></data>")
    places = parse_xml("<root><item><r>x</r><n>1</n></item><item><r>y</r><n>2</n></item></root>")
    for path in ("/data/r", "current()/r", "concat('', /data/r)", "/data/r[. = current()/r]"):
        expression = compile_expression(f"instance('places')/root/item[r = {path}]/n")
        assert expression.string(context(document, {"places": places})) == "1"


def test_what_an_expression_gives_by_type() -> None:
    expression = compile_expression("a")
    world = context(parse_xml("<data><a>12</a></data>"))
    assert expression.number(world) == 12
    assert expression.string(world) == "12"
    assert expression.boolean(world) is True
    assert [node.name for node in expression.nodes(world)] == ["a"]
