"""What a template of a message uses, and where it goes beyond the few forms that the texts know.

A text fills in fields of its fact (``{{ fact.title }}``), each by itself or through one of the
functions and filters of ``render.py``; it may ask of a field whether it is there, or what it says,
and go once through one that holds several. Nothing else is a form: no arithmetic, no call of
anything, no attribute of an attribute. What is none of them is a fault,
and is never compiled. Pure.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from jinja2 import TemplateSyntaxError, nodes

from services.notify.render import ENVIRONMENT

MOST_USES = 80
"""Fields that one template fills in: what it makes is bounded by this and by its fact."""
DEEPEST = 12
TESTED = "test"
"""How a field is used that is only asked about."""
FUNCTIONS = ("unit", "who")
TAKEN = frozenset({"fact", "here", "district", "loop", *FUNCTIONS})
"""Names that one of several cannot have."""
FILTERS = {"day": 0, "level": 0, "priority": 0, "colour": 0, "length": 0, "join": 1, "map": 1}
"""Each with the number of its arguments, which are plain texts."""
MAPPED = "measure"
BRACES = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")


class Use(NamedTuple):
    """A field, and through what it is filled in (``unit``, ``day``, ``each unit``; "" as it is)."""

    field: str
    how: str
    line: int


class Slip(NamedTuple):
    """``code``: ``syntax`` (it cannot be read) or ``form``; ``what``: the piece at fault."""

    code: str
    what: str
    line: int


class Unread(Exception):
    """A form that is none."""

    def __init__(self, node: nodes.Node) -> None:
        super().__init__(type(node).__name__)
        self.node = node


@dataclass
class Reading:
    """``always``: fields that are filled in whatever the fact says."""

    uses: list[Use] = field(default_factory=list)
    slips: list[Slip] = field(default_factory=list)
    always: frozenset[str] = frozenset()


def read(source: str) -> Reading:
    """Of one template, or of the first lines of one that goes wrong."""
    found = Reading()
    try:
        tree = ENVIRONMENT.parse(source)
        found.always = frozenset(_Reader(found).block(tree.body, None, 0))
    except TemplateSyntaxError as fault:
        found.slips.append(Slip("syntax", "", fault.lineno))
    except RecursionError:
        found.slips.append(Slip("form", "", 1))
    except Unread as fault:
        found.slips.append(Slip("form", "", fault.node.lineno))
    if len(found.uses) > MOST_USES:
        found.slips.append(Slip("form", "", found.uses[MOST_USES].line))
    return found


class Loop(NamedTuple):
    name: str
    field: str


class _Reader:
    def __init__(self, found: Reading) -> None:
        self._found = found

    def block(self, body: Sequence[nodes.Node], loop: Loop | None, depth: int) -> set[str]:
        """The fields that these statements fill in whatever the fact says. Raises: Unread."""
        always: set[str] = set()
        for node in body:
            if depth > DEEPEST:
                raise Unread(node)
            match node:
                case nodes.Output():
                    always |= self._output(node, loop)
                case nodes.If():
                    always |= self._if(node, loop, depth)
                case nodes.For():
                    self._for(node, loop, depth)
                case _:
                    raise Unread(node)
        return always

    def _output(self, node: nodes.Output, loop: Loop | None) -> set[str]:
        always = set()
        for part in node.nodes:
            if isinstance(part, nodes.TemplateData):
                self._plain(part)
            else:
                always |= self._filled(part, loop, 0)
        return always

    def _plain(self, data: nodes.TemplateData) -> None:
        """What stands between: braces in it are the rest of a form that was not closed or begun."""
        if stray := BRACES.search(data.data):
            line = data.lineno + data.data.count("\n", 0, stray.start())
            self._found.slips.append(Slip("syntax", stray[0], line))

    def _if(self, node: nodes.If, loop: Loop | None, depth: int) -> set[str]:
        self._asked(node.test, loop, 0)
        branches = [self.block(node.body, loop, depth + 1)]
        for other in node.elif_:
            self._asked(other.test, loop, 0)
            branches.append(self.block(other.body, loop, depth + 1))
        branches.append(self.block(node.else_, loop, depth + 1))
        return set.intersection(*branches)

    def _for(self, node: nodes.For, loop: Loop | None, depth: int) -> None:
        of = _field(node.iter)
        plain = not (node.else_ or node.test or node.recursive or loop)
        if not (plain and of and isinstance(node.target, nodes.Name)) or node.target.name in TAKEN:
            raise Unread(node)
        self.block(node.body, Loop(node.target.name, of), depth + 1)

    # -- what is filled in --------------------------------------------------------------------

    def _filled(self, node: nodes.Node, loop: Loop | None, depth: int) -> set[str]:
        """Raises: Unread."""
        if depth > DEEPEST:
            raise Unread(node)
        match node:
            case nodes.Const(value=str()) | nodes.Name(name="here"):
                return set()
            case nodes.Concat():
                return set().union(*(self._filled(one, loop, depth + 1) for one in node.nodes))
            case nodes.CondExpr():
                return self._either(node, loop, depth)
            case _:
                return self._through(node, loop)

    def _either(self, node: nodes.CondExpr, loop: Loop | None, depth: int) -> set[str]:
        self._asked(node.test, loop, depth + 1)
        one = self._filled(node.expr1, loop, depth + 1)
        if node.expr2 is None:
            return set()
        return one & self._filled(node.expr2, loop, depth + 1)

    def _through(self, node: nodes.Node, loop: Loop | None) -> set[str]:
        """A field through a function and filters."""
        passed: list[str] = []
        inner, begun = node, node
        while isinstance(inner, nodes.Filter) and inner.node is not None:
            passed.insert(0, _filter(inner))
            inner = inner.node
        if isinstance(inner, nodes.Call):
            passed.insert(0, _function(inner))
            inner = inner.args[0]
        if loop and isinstance(inner, nodes.Name) and inner.name == loop.name:
            name, passed = loop.field, ["each", *passed]
        else:
            name = _field(inner)
        if not name or len(passed) > DEEPEST:
            raise Unread(begun)
        self._found.uses.append(Use(name, " ".join(passed), begun.lineno))
        return {name}

    # -- what is asked ------------------------------------------------------------------------

    def _asked(self, node: nodes.Node, loop: Loop | None, depth: int) -> None:
        """Raises: Unread."""
        if depth > DEEPEST:
            raise Unread(node)
        if loop and _is_place(node):
            return
        if name := _field(node):
            self._found.uses.append(Use(name, TESTED, node.lineno))
            return
        for part in _compared(node):
            self._asked(part, loop, depth + 1)


def _compared(node: nodes.Node) -> Iterator[nodes.Node]:
    """What a test is made of. Raises: Unread."""
    match node:
        case nodes.Const(value=str()):
            return
        case nodes.Not() | nodes.Test(name="none", args=[], kwargs=[]):
            yield node.node
        case nodes.And() | nodes.Or():
            yield node.left
            yield node.right
        case nodes.Compare(ops=[nodes.Operand(op="eq" | "ne") as other]):
            yield node.expr
            yield other.expr
        case _:
            raise Unread(node)


def _field(node: nodes.Node) -> str:
    """``fact.title``: title; "" for anything else."""
    match node:
        case nodes.Getattr(node=nodes.Name(name="fact"), attr=name):
            return str(name)
        case _:
            return ""


def _is_place(node: nodes.Node) -> bool:
    """Whether it is the first, or the last, of several."""
    match node:
        case nodes.Getattr(node=nodes.Name(name="loop"), attr="last" | "first"):
            return True
        case _:
            return False


def _function(node: nodes.Call) -> str:
    """Raises: Unread."""
    match node:
        case nodes.Call(
            node=nodes.Name(name=name), args=[_], kwargs=[], dyn_args=None, dyn_kwargs=None
        ) if name in FUNCTIONS:
            return str(name)
        case _:
            raise Unread(node)


def _filter(node: nodes.Filter) -> str:
    """Raises: Unread."""
    texts = [one.value for one in node.args if isinstance(one, nodes.Const)]
    wanted = FILTERS.get(node.name)
    plain = not (node.kwargs or node.dyn_args or node.dyn_kwargs) and len(texts) == len(node.args)
    if not plain or wanted != len(texts) or not all(isinstance(one, str) for one in texts):
        raise Unread(node)
    if node.name == "map" and texts != [MAPPED]:
        raise Unread(node)
    return node.name
