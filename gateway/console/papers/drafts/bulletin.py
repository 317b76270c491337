"""通报: the figures of a frozen snapshot, as it has them: basis, facts, what is asked."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from contracts.clock import day_of, in_words
from contracts.orders.tasks import Block, Figure, Grid
from contracts.words import CITY_WIDE, MARK_NAMES
from gateway.console.bulletins.views import Frozen, Part, Place, code, league, part
from gateway.console.frame.words import points
from gateway.console.papers.drafts.draft import NONE, Draft, Figures, Json, heading, said

HOME = "/console/bulletins"
DAYS = 15
"""Until the reply that is asked for, where nobody says another day."""
MOST_NAMED = 3


def bulletin(
    snapshot: Json, names: Mapping[str, str], titles: Mapping[str, str], today: date
) -> Draft:
    """All districts for who sees the whole city, else the own one's items."""
    at = day_of(datetime.fromisoformat(snapshot["at"]))
    figures = Figures(
        f"得分快照“{snapshot['name']}”（{in_words(at)}冻结），核验码{code(snapshot['sha256'])}"
    )
    level = MARK_NAMES[snapshot["level"]].zh
    places, own = league(snapshot), part(snapshot)
    where = CITY_WIDE if places else snapshot["district"]
    opening = (
        f"按照{snapshot['year']}年度双拥模范城创建考评安排，现将截至{in_words(at)}的{level}"
        f"得分情况通报如下。"
    )
    facts: tuple[Block, ...] = ()
    if places:
        facts = _districts(snapshot, places, figures, names)
    elif own:
        facts = _items(snapshot, own, figures, titles)
    until = in_words(today + timedelta(days=DAYS))
    return Draft(
        kind="bulletin",
        about=f"{HOME}/{snapshot['snapshot']}",
        district=where,
        year=snapshot["year"],
        title=f"关于{snapshot['year']}年双拥模范城创建考评得分情况的通报",
        blocks=(said(opening), *facts),
        addressees="各县区双拥办、各有关单位" if places else "各成员单位、各有关单位",
        asks="三、工作要求",
        requirement=f"各单位要对照得分说明逐项查找差距，落实责任，于{until}前书面报送整改情况。",
    )


def page_of(snapshot: Json, district: str) -> str:
    """Where the figures of a district stand."""
    return f"{HOME}/{snapshot['snapshot']}?{urlencode({'district': district})}#part"


def _districts(
    snapshot: Json, places: list[Place], figures: Figures, names: Mapping[str, str]
) -> tuple[Block, ...]:
    def figure(place: Place) -> str | Figure:
        return figures.points(place.total, page_of(snapshot, place.district))

    ranked = [place for place in places if place.total is not None]
    silent = [names.get(one.district, one.district) for one in places if one.total is None]
    barred = [names.get(one.district, one.district) for one in ranked if not one.eligible]
    first: list[str | Figure] = []
    for one in ranked[:MOST_NAMED]:
        first += ["、" if first else "", names.get(one.district, one.district), figure(one), "分"]
    rows = tuple(
        (
            str(one.rank or NONE),
            names.get(one.district, one.district),
            figure(one),
            "具备" if one.eligible else "不具备",
        )
        for one in ranked
    )
    told: list[Block] = [
        heading("一、总体情况"),
        said(f"本期列入{len(places)}个县区，已评分{len(ranked)}个。"),
    ]
    if first:
        told.append(said("得分居前的是：", *first, "。"))
    if barred:
        told.append(said(f"有一票否决、不具备申报资格的是：{'、'.join(barred)}。"))
    told.append(heading("二、县区得分"))
    if rows:
        head = ("名次", "县区", "总分", "申报资格")
        told.append(Grid(head=head, rows=rows, widths=(2, 5, 3, 3), centred=(0, 2, 3)))
    if silent:
        told.append(said(f"尚未评分、不列名次的是：{'、'.join(silent)}。"))
    return tuple(told)


def _items(
    snapshot: Json, own: Part, figures: Figures, titles: Mapping[str, str]
) -> tuple[Block, ...]:
    link = page_of(snapshot, own.district)
    if own.total is None:
        return (heading("一、总体情况"), said("截至冻结时，这一级尚未评分。"))
    whole = said(
        "总分",
        figures.points(own.total, link),
        "分，其中基本分",
        figures.points(own.base, link),
        "分，加分",
        figures.points(own.bonus, link),
        "分。",
    )
    rows = tuple(_item(one, figures, link, titles) for one in own.items)
    head = ("考评内容", "分值", "得分", "差")
    return (
        heading("一、总体情况"),
        whole,
        heading("二、各项得分"),
        Grid(head=head, rows=rows, widths=(8, 2, 2, 2), centred=(1, 2, 3)),
    )


def _item(
    one: Frozen, figures: Figures, link: str, titles: Mapping[str, str]
) -> tuple[str | Figure, ...]:
    return (
        f"{one.item} {titles.get(one.item, '')}".strip(),
        points(one.points),
        figures.points(one.score if one.known else None, link),
        points(one.points - one.score) if one.known else NONE,
    )
