"""From what to push to its list and the sum of what is picked. Pure; thousandths."""

from collections.abc import Iterable
from typing import Any, NamedTuple

Json = dict[str, Any]

SHOWN = 30
"""Items of the list before all of them are asked for."""


def pushes(plan: Json) -> list[Json]:
    """Items with points to win back, most urgent first, over all groups; each with its kind."""
    every = (
        {**item, "kind": group["kind"]}
        for group in plan["groups"]
        for item in group["items"]
        if item["recoverable"]
    )
    return sorted(every, key=lambda item: (-item["priority"], -item["attainable"], item["item"]))


def lost_for_good(plan: Json) -> list[Json]:
    """Items whose points only an appeal gives back."""
    return [i for group in plan["groups"] for i in group["items"] if i["lost"]]


class Picked(NamedTuple):
    items: list[str]
    unknown: list[str]
    """Picked earlier, and no longer on the list: done meanwhile, or another standard."""


def picked(asked: Iterable[str], listed: Iterable[Json], most: int) -> Picked:
    known = {one["item"] for one in listed}
    wanted = list(dict.fromkeys(asked))[:most]
    return Picked([i for i in wanted if i in known], [i for i in wanted if i not in known])
