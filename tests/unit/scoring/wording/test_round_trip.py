"""A tree read aloud and read again is the same tree, or is asked about: never another one."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.scoring import rules
from services.scoring.exact import ONE
from services.scoring.rules.node import Points
from services.scoring.wording import prose
from services.scoring.wording.clauses import MAX_PROSE
from tests.unit.scoring.test_chinese_rules import READ
from tests.unit.scoring.test_real_rules import REAL

PERCENT = st.sampled_from(["60%", "80%", "90%", "95%", "98%", "100%"])
WORTH = st.sampled_from(["0.25", "0.5", "1", "1.5", "2"])
TIMES = st.sampled_from(["1", "2", "4", "6", "12"])
NAME = st.sampled_from(
    ["会议", "按时办结率", "未制定方案", "每个村有阵地", "省级表彰", "同一事项三次通报"]
)


def node(op: str, **fields: Any) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"op": st.just(op), **fields})


SHARE = node("share", input=st.just("ratio"), empty=st.sampled_from(["zero", "full"]), label=NAME)
COUNT = node("count", input=st.just("count"), label=NAME)
DONE = node("done", input=st.just("done"), label=NAME)
CONSTANT = node("constant", value=TIMES)
BAND = st.fixed_dictionaries({"at_least": PERCENT, "gives": st.one_of(PERCENT, WORTH)})
LEAVES = st.one_of(
    node("linear", of=SHARE, full_at=PERCENT),
    node("award", when=DONE),
    node("award", gives=WORTH, when=DONE),
    node("bands", of=SHARE, bands=st.lists(BAND, min_size=1, max_size=3), otherwise=st.just("0")),
    node(
        "steps",
        of=SHARE,
        full_at=PERCENT,
        step=st.sampled_from(["1%", "5%"]),
        each=WORTH,
        part=st.sampled_from(["whole", "nothing", "share"]),
        worse=st.sampled_from(["below", "above"]),
    ),
    node(
        "quota",
        count=COUNT,
        needed=CONSTANT,
        each=WORTH,
        direction=st.sampled_from(["up", "down"]),
    ),
    node(
        "occurrences",
        input=st.just("faults"),
        prices=st.dictionaries(NAME, WORTH.map("-{}".format), min_size=1, max_size=3),
    ),
    node(
        "highest_once",
        input=st.just("claims"),
        levels=st.dictionaries(st.sampled_from(["national", "provincial"]), WORTH, min_size=1),
    ),
    node("marker", input=st.just("mark"), low=st.just("0"), high=WORTH),
)
TREES = st.one_of(
    LEAVES,
    node("sum", of=st.lists(LEAVES, min_size=1, max_size=3)),
    node("limit", rule=LEAVES, cap=WORTH),
    node("best", of=st.lists(LEAVES, min_size=2, max_size=3)),
    node("zero_if", when=DONE, rule=LEAVES),
    node("two_way", of=COUNT, base=TIMES, start=WORTH, up=WORTH, down=WORTH),
)


def aloud(tree: Points) -> str:
    """The whole reading, outermost first, as one sentence."""
    said = [tree.said(), *(child.said() for _, child, _ in tree.children(ONE))]
    return "；".join(said)[:MAX_PROSE]


def shape(raw: Any) -> Any:
    """A tree without its names, which words may give otherwise."""
    if isinstance(raw, dict):
        return {k: shape(v) for k, v in raw.items() if k not in ("label", "input")}
    return [shape(each) for each in raw] if isinstance(raw, list | tuple) else raw


def never_another(tree: Points, words: str) -> None:
    asked: list[str] = []

    def ask(topic: str, _text: str, _options: tuple[str, ...], default: str) -> str:
        asked.append(topic)
        return default

    try:
        again = prose.read(words, "2", ask)
    except prose.Unreadable:
        return
    if not asked:
        assert shape(msgspec.to_builtins(again)) == shape(msgspec.to_builtins(tree)), words


@settings(max_examples=400, deadline=None)
@given(TREES)
def test_a_random_tree_read_aloud_is_read_as_itself_or_asked_about(raw: dict[str, Any]) -> None:
    tree = rules.decode(msgspec.json.encode(raw))
    never_another(tree, tree.said())
    never_another(tree, aloud(tree))


def known() -> Iterator[tuple[str, Points]]:
    for name, real in REAL.items():
        yield name, real.rule
    for name, text, points, *_ in READ:
        yield name, prose.read(text, points, lambda _t, _x, _o, default: default)
    for example in rules.EXAMPLES:
        if isinstance(example.node, Points):
            yield f"{example.node.op} {example.gives}", example.node


@pytest.mark.parametrize(("name", "tree"), [*known()])
def test_a_known_rule_read_aloud_is_read_as_itself_or_asked_about(name: str, tree: Points) -> None:
    never_another(tree, tree.said())
