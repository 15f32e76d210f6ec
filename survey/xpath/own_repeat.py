"""The great deviation of ODK from XPath.

"Absolute paths inside repeats are always evaluated as if they are relative to the current nodeset" (ODK
XForms, "A Big Deviation with XForms"): from inside a repeat, /data/person/age is the age of this person, not
of all.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from survey.xpath.steps import plain_child
from survey.xpath.syntax import Call, Chain, Expr, KindTest, Negation, Path, Root, Step

_UP = Step("parent", KindTest("node", ""), ())


def in_own_repeat(expr: Expr, base: str, repeats: Collection[str]) -> Expr:
    """The expression as it is meant at the node `base` (a path without positions, "/data/person/name").

    A path to a repeat itself still means all its instances, so that they can be counted; position() asks for
    the own one. indexed-repeat() says which one it means.
    """
    own = [len(ref.split("/")) - 1 for ref in sorted(repeats) if base == ref or base.startswith(ref + "/")]
    return _Rewriter(base.split("/")[1:], own).rewrite(expr) if own else expr


class _Rewriter:
    def __init__(self, base: list[str], own: list[int]) -> None:
        self.base = base
        self.own = own

    def rewrite(self, expr: Expr) -> Expr:
        match expr:
            case Call("indexed-repeat"):
                return expr
            case Call("position", (Path(Root()) as path,)):
                return replace(expr, arguments=(self.path(path, reach=0),))
            case Call():
                return replace(expr, arguments=tuple(map(self.rewrite, expr.arguments)))
            case Chain():
                return replace(expr, operands=tuple(map(self.rewrite, expr.operands)))
            case Negation():
                return replace(expr, operand=self.rewrite(expr.operand))
            case Path():
                return self.path(expr, reach=1)
        return expr

    def path(self, path: Path, reach: int) -> Expr:
        """`reach`: how many steps have to follow the repeat for its instance to be this one."""
        steps = tuple(
            replace(step, predicates=tuple(map(self.rewrite, step.predicates))) for step in path.steps
        )
        path = Path(self.rewrite(path.start), tuple(map(self.rewrite, path.predicates)), steps)
        shared = self.shared(path)
        within = [depth for depth in self.own if depth <= min(shared, len(steps) - reach)]
        if not isinstance(path.start, Root) or not within:
            return path
        up = (_UP,) * (len(self.base) - within[-1])
        return Path(Call("current", (), 0), (), (*up, *steps[within[-1] :]))

    def shared(self, path: Path) -> int:
        """How many steps of the path lead along the base."""
        count = 0
        for step, name in zip(path.steps, self.base, strict=False):
            if plain_child(step) != name or step.predicates:
                break
            count += 1
        return count
