"""The province draws its spot check, once for a year."""

import msgspec

from contracts.clock import CHINA
from contracts.orders.scoring import DrawSpotCheck
from contracts.refusals import Invalid
from contracts.scoring import SpotCheckDrawn
from kit.change import Change, Knowing
from services.scoring.campaigns.year import Draw, Year
from services.scoring.refusals import DrawnAlready
from services.scoring.scores.spotcheck import drawn, share_of
from services.scoring.standards.standard import Standard


def draw(state: Year, order: DrawSpotCheck, given: Knowing[Standard]) -> Change[Year]:
    """``given.found``: the year's Standard. A second draw is refused: a seed is not tried twice.

    Raises: DrawnAlready, Invalid (the share).
    """
    if state.draw is not None:
        day = state.draw.at.astimezone(CHINA)
        raise DrawnAlready(f"{state.year}年的抽查项目已于{day:%Y-%m-%d}抽取，不能重抽")
    share = share_of(order.share)
    if share is None:
        raise Invalid("抽查比例应不低于 1/3、不高于 1/1", field="$.share")
    standard = given.found
    codes = tuple(item.code for item in standard.items)
    items = {
        district: drawn(order.seed, state.year, district, codes, share)
        for district in state.districts
    }
    made = Draw(seed=order.seed, share=order.share, by=given.by.account, at=given.now, items=items)
    facts = tuple(
        SpotCheckDrawn(
            district=district,
            year=state.year,
            standard=state.standard,
            seed=made.seed,
            share=made.share,
            items=codes,
            by=made.by,
        )
        for district, codes in items.items()
    )
    answer = {
        "year": state.year,
        "seed": made.seed,
        "items": {k: list(v) for k, v in items.items()},
    }
    return Change(msgspec.structs.replace(state, draw=made), facts, answer)
