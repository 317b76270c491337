"""Bands of a rate in words: 90%以上得5分，80%—90%得3分，其余不得分."""

import re
from collections.abc import Sequence

from msgspec.structs import replace

from services.scoring.exact import number as exact
from services.scoring.exact import written
from services.scoring.rules.bands import Band, Bands
from services.scoring.rules.conditions import Bounds
from services.scoring.rules.node import Number, Points
from services.scoring.wording import bounds
from services.scoring.wording.asking import Unreadable
from services.scoring.wording.clauses import Clause
from services.scoring.wording.sentence import Sentence


def zero(sentence: Sentence) -> Bounds | None:
    """低于60% excludes 60%, 60%以下 includes it (as the Civil Code counts)."""
    said = [
        clause for clause in sentence.clauses if clause.kind == "otherwise" and clause.get("at")
    ]
    if not said:
        return None
    sentence.of("otherwise")
    at = said[0].get("at")
    return Bounds(at_most=at) if said[0].get("closed") else Bounds(less_than=at)


def otherwise(sentence: Sentence) -> bool:
    return any(not clause.get("at") for clause in sentence.of("otherwise"))


def gives(sentence: Sentence, worth: str) -> str:
    return "100%" if sentence.is_full(worth) else worth


def full_at(sentence: Sentence, priced: dict[str, str]) -> str:
    full = next((at for at, worth in priced.items() if sentence.is_full(worth)), "")
    if full:
        return full
    best = max(priced, key=exact, default="")
    if not best or priced[best].endswith("%"):
        raise Unreadable("没有写明达到多少得满分")
    bounds.differ(sentence, f"达到{best}得{priced[best]}分", priced[best])
    return best


def bands_of(sentence: Sentence, share: Number, found: Sequence[Clause]) -> Points:
    bands = [_band(sentence, clause) for clause in found]
    if not any(sentence.is_full(band.gives) for band in bands):
        raise Unreadable("没有写明哪一档得满分")
    none = zero(sentence)
    if none:
        bands.append(Band(at_most=none.at_most, less_than=none.less_than, gives="0"))
    rest = otherwise(sentence)
    bands = _by_edges(sentence, bands)
    tree = Bands(of=share, bands=tuple(bands))
    inside = [gap for gap in tree.gaps() if 0 <= exact(gap.partition("/")[0]) <= 1 and _real(gap)]
    if inside and not rest:
        shown = "、".join(f"{written(exact(gap) * 100)}%" for gap in inside[:3])
        sentence.ask("below", f"没有写明的地方（如 {shown}）：zero 不得分", ("zero",), "zero")
    return Bands(of=share, bands=tuple(bands), otherwise="0")


def _real(gap: str) -> bool:
    return "/" not in gap


def _band(sentence: Sentence, clause: Clause) -> Band:
    worth = "0" if clause.get("none") else gives(sentence, clause.worth)
    at, high = clause.get("at"), clause.get("high")
    if said := clause.get("low"):
        low, high = (f"{each.removesuffix('%')}%" for each in re.split("[-至到]", said))
        if exact(low) > exact(high):
            low, high = high, low
        return Band(at_least=low, at_most=high, gives=worth)
    if clause.get("below"):
        return Band(less_than=high, gives=worth)
    if high and clause.get("closed"):
        return Band(at_least=at, at_most=high, gives=worth)
    if high:
        low = "more_than" if clause.get("above") else "at_least"
        return replace(Band(less_than=high, gives=worth), **{low: at})
    if clause.kind == "ceiling" or clause.get("closed"):
        return Band(at_most=at, gives=worth)
    return (
        Band(more_than=at, gives=worth) if clause.get("above") else Band(at_least=at, gives=worth)
    )


def _by_edges(sentence: Sentence, bands: list[Band]) -> list[Band]:
    """A rate that stands in two bands counts in the one that the answer says."""
    edges = {edge for band in bands for edge in band.edges()}
    double = [e for e in sorted(edges) if len({b.gives for b in bands if b.hold(e)}) > 1]
    shared = [e for e in double if not all(_contains(b, e) for b in bands if b.hold(e))]
    by_worth = sorted(bands, key=lambda band: sentence.weight(band.gives), reverse=True)
    if not shared:
        return by_worth
    shown = "、".join(f"{written(edge * 100)}%" for edge in shared[:3])
    text = f"{shown} 同时写在两档：high 按得分高的一档；low 按得分低的一档"
    if sentence.ask("edge", text, ("high", "low"), "high") == "high":
        return by_worth
    return [_opened(band, bands, sentence) for band in by_worth]


def _contains(band: Band, edge: object) -> bool:
    """The edge lies within the band, not at its end."""
    return edge not in band.edges()


def _opened(band: Band, bands: Sequence[Band], sentence: Sentence) -> Band:
    """Without the ends that a band of less worth claims, too."""
    less = [b for b in bands if sentence.weight(b.gives) < sentence.weight(band.gives)]
    low, high = band.at_least, band.at_most
    if low and any(b.hold(exact(low)) for b in less):
        band = Band(more_than=low, at_most=high, less_than=band.less_than, gives=band.gives)
    if high and any(b.hold(exact(high)) for b in less):
        band = Band(
            at_least=band.at_least, more_than=band.more_than, less_than=high, gives=band.gives
        )
    return band
