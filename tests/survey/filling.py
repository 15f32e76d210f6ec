"""Forms written as XForms, being filled in anywhere."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from survey.engine import Form
from survey.refs import place
from survey.values import cast
from survey.working_copy import WorkingCopy
from tests.survey.household import MOMENT, start

XFORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
  xmlns:jr="http://openrosa.org/javarosa" xmlns:odk="http://www.opendatakit.org/xforms"
  xmlns:orx="http://openrosa.org/xforms" xmlns:ev="http://www.w3.org/2001/xml-events">
<h:head><model><instance><data id="small"{version}>{nodes}</data></instance>{model}</model></h:head>
<h:body>{body}</h:body></h:html>"""

LIST = (
    '<instance id="list"><root>'
    "<item><name>1</name><kind>x</kind><label>One</label></item>"
    "<item><name>2</name><kind>y</kind><label>Two</label></item></root></instance>"
)


class Filling:
    """A form being filled in anywhere, whether it is asked or not."""

    def __init__(self, nodes: str, model: str = "", body: str = "", version: str = "") -> None:
        self.form = Form.load(XFORM.format(nodes=nodes, model=model, body=body, version=version))
        self.state = start(self.form)

    @property
    def copy(self) -> WorkingCopy:
        return WorkingCopy(self.form, self.state, MOMENT)

    def put(self, **values: str) -> Filling:
        """`p2_a` is the node "/data/p[2]/a"."""
        for name, value in values.items():
            ref, copy = node(name), self.copy
            copy.set(ref, cast(self.form.type_of(ref), value))
            self.state = copy.commit("")
        return self

    def add(self, series: str) -> Filling:
        copy = self.copy
        copy.add(node(series))
        self.state = copy.commit("")
        return self

    def remove(self, instance: str) -> Filling:
        copy = self.copy
        copy.remove(*place(node(instance)))
        self.state = copy.commit("")
        return self

    def get(self, *names: str) -> list[str]:
        copy = self.copy
        return [copy.value(node(name)) if copy.relevant(node(name)) else "" for name in names]

    def choices(self, name: str) -> list[str]:
        copy = self.copy
        return [choice.name for choice in copy.offered(copy.stop(node(name)))]


def node(name: str) -> str:
    steps = [f"{step[0]}[{step[1:]}]" if step[1:].isdigit() else step for step in name.split("_")]
    return "/data/" + "/".join(steps)


def bind(ref: str, **expressions: str) -> str:
    said = " ".join(f"{key}={quoteattr(value)}" for key, value in expressions.items())
    return f'<bind nodeset="{ref}" {said}/>'


def inputs(*refs: str) -> str:
    return "".join(f'<input ref="{ref}"/>' for ref in refs)


def repeat(ref: str, body: str, attributes: str = "") -> str:
    return f'<group ref="{ref}"><repeat nodeset="{ref}" {attributes}>{body}</repeat></group>'


def setvalue(event: str, ref: str, value: str, attribute: str = "event") -> str:
    return f'<setvalue {attribute}="{event}" ref="{ref}" value={quoteattr(value)}/>'
