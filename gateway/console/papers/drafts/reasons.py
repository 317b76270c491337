"""Why an item has not all its points, in the words of its explanation. Pure."""

from collections.abc import Iterator
from typing import Any

from gateway.console.frame.words import points

Json = dict[str, Any]
MOST = 160
"""Signs of one cell."""


def why(line: Json) -> str:
    """What took points or brought none; where everything brought some, what it brought. Of what is
    counted case by case how many there were: their references are no words."""
    leaves = list(_leaves(line))
    lost = [leaf for leaf in leaves if leaf["thousandths"] <= 0]
    told = "；".join(_said(leaf) for leaf in lost or leaves)
    return told if len(told) <= MOST else f"{told[:MOST]}…"


def _leaves(line: Json) -> Iterator[Json]:
    if not line.get("children"):
        yield line
    for child in line.get("children", ()):
        yield from _leaves(child)


def _said(leaf: Json) -> str:
    if leaf.get("claims"):
        many = f"{leaf['label']}{len(leaf['claims'])}起"
        lost = -leaf["thousandths"]
        return f"{many}，扣{points(lost)}分" if lost > 0 else many
    return f"{leaf['label']}：{leaf['text'].replace(' = ≈', '，约').replace(' = ', '，')}"
