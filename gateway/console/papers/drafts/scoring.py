"""评分表, 失分说明 and 自评报告 of a district's year, and 加分申报 of one item.

Every figure is the one that was answered; what was lost is the points less the score.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from urllib.parse import urlencode

from contracts.clock import in_words
from contracts.orders.tasks import Figure, Grid
from contracts.words import LEVELS, MARK_NAMES, Level
from gateway.console.frame.words import points
from gateway.console.papers.drafts.draft import (
    BLANK,
    NONE,
    Draft,
    Figures,
    Json,
    day,
    heading,
    pairs,
    said,
)
from gateway.console.papers.drafts.reasons import why

Row = tuple[str | Figure, ...]
MOST_LOSSES = 20
"""Items of a self-assessment; the loss statement has them all."""


def page_of(score: Json, item: str = "") -> str:
    below = f"/{score['district']}/{score['year']}/{item}" if item else ""
    where = {} if item else {"district": score["district"], "year": score["year"]}
    return f"/console/scores{below}?{urlencode({**where, 'level': score['level']})}"


def figures_of(score: Json, today: date) -> Figures:
    """Scores go on; the paper says of which day its figures are."""
    mark = MARK_NAMES[score["level"]].zh
    return Figures(
        f"{_name(score)}{score['year']}年{mark}得分说明，按本年度考评标准，截至{in_words(today)}"
    )


def _name(score: Json) -> str:
    name: str = score.get("name") or score["district_name"]
    return name


def score_sheet(scores: Mapping[Level, Json], today: date) -> Draft:
    """``scores``: the answer of each level."""
    own = scores["district"]
    figures = {level: figures_of(one, today) for level, one in scores.items()}
    rows: list[Row] = []
    by_level = {
        level: {one["code"]: one for one in score["items"]} for level, score in scores.items()
    }
    for at, item in enumerate(own["items"], start=1):
        marks = [
            figures[level].points(
                _marked(by_level[level][item["code"]]), page_of(score, item["code"])
            )
            for level, score in scores.items()
        ]
        title = f"{item['code']} {item['title']}"
        rows.append((str(at), title, points(item["points"]), *marks, _lost(item, by_level)))
    for label, name in (("基本分", "base"), ("加分", "bonus"), ("总分", "total")):
        totals = [figures[level].points(one[name], page_of(one)) for level, one in scores.items()]
        rows.append(
            (BLANK, label, points(own["points"]) if name == "total" else BLANK, *totals, BLANK)
        )
    head = ("序号", "考评内容", "分值", *(MARK_NAMES[level].zh for level in scores), "扣分")
    return Draft(
        kind="score_sheet",
        about=page_of(own),
        district=own["district"],
        year=own["year"],
        title=f"{_name(own)}{own['year']}年双拥模范城创建考评评分表",
        blocks=(
            *pairs((("考评单位", BLANK), ("被考评单位", _name(own)), ("考评时间", BLANK))),
            Grid(
                head=head,
                rows=tuple(rows),
                widths=(8, 38, 11, 11, 11, 11, 11, 11),
                centred=(0, 2, 3, 4, 5, 6, 7),
            ),
        ),
        asks="评分说明",
        after=(said("考评组长：　　　　　　考评组成员："),),
    )


def _marked(item: Json) -> int | None:
    return item["score"] if item["marked"] else None


def _lost(item: Json, by_level: Mapping[Level, Mapping[str, Json]]) -> str:
    """At the highest level that has marked the item."""
    known = [by_level[level][item["code"]] for level in reversed(LEVELS) if level in by_level]
    marked = next((one for one in known if one["marked"]), None)
    return NONE if marked is None else points(marked["points"] - marked["score"])


def losses(
    score: Json,
    pushes: Sequence[Json],
    lines: Mapping[str, Json],
    vetoes: Iterable[str],
    today: date,
) -> Draft:
    """``pushes``: what may still be gained, item by item, with lead and day; ``lines``: how each
    item that lost was scored."""
    figures = figures_of(score, today)
    known = {one["item"]: one for one in pushes}
    lost = lost_items(score)
    rows = tuple(
        _loss(score, item, known.get(item["code"]), lines.get(item["code"]), figures)
        for item in lost
    )
    head = ("考评内容", "分值", "得分", "失分", "原因", "牵头单位", "能否挽回、期限")
    grid = Grid(head=head, rows=rows, widths=(24, 10, 10, 10, 24, 16, 16), centred=(1, 2, 3))
    missing = sum(not one["marked"] for one in score["items"])
    standing = list(vetoes)
    barred = (said(f"一票否决事项：{'；'.join(standing)}。"),) if standing else ()
    return Draft(
        kind="losses",
        about=page_of(score),
        district=score["district"],
        year=score["year"],
        title=f"{_name(score)}{score['year']}年双拥模范城创建失分说明",
        blocks=(
            said(
                f"{MARK_NAMES[score['level']].zh}总分",
                figures.points(score["total"], page_of(score)),
                f"分，失分{len(lost)}项，逐项说明如下。",
                f"另有{missing}项尚未评分，未计分，不列入下表。" if missing else "",
            ),
            *barred,
            *((grid,) if rows else ()),
        ),
        asks="整改打算",
    )


def lost_items(score: Json) -> list[Json]:
    """Items of the base that have a mark and not all their points, the most lost first."""
    bonus = {one["name"] for one in score["categories"] if one["bonus"]}
    found = [
        one
        for one in score["items"]
        if one["marked"] and one["category"] not in bonus and one["score"] < one["points"]
    ]
    return sorted(found, key=lambda one: one["score"] - one["points"])


def _loss(score: Json, item: Json, push: Json | None, line: Json | None, figures: Figures) -> Row:
    link = page_of(score, item["code"])
    again = NONE
    if push is not None:
        again = "可挽回" if push["recoverable"] else "不能挽回"
        again += f"，{day(push['due'])}前" if push["recoverable"] and push["due"] else ""
    return (
        f"{item['code']} {item['title']}",
        points(item["points"]),
        figures.points(item["score"], link),
        figures.points(item["points"] - item["score"], link),
        why(line) if line else "见得分说明",
        item["lead_name"],
        again,
    )


def self_report(score: Json, today: date) -> Draft:
    figures = figures_of(score, today)
    link = page_of(score)
    name = _name(score)
    kinds = tuple(
        (one["name"], points(one["points"]), figures.points(one["score"], link))
        for one in score["categories"]
    )
    lost = lost_items(score)[:MOST_LOSSES]
    worst = tuple(
        (
            f"{one['code']} {one['title']}",
            figures.points(one["points"] - one["score"], page_of(score, one["code"])),
            one["lead_name"],
        )
        for one in lost
    )
    missing = sum(not one["marked"] for one in score["items"])
    return Draft(
        kind="self_report",
        about=link,
        district=score["district"],
        year=score["year"],
        title=f"关于{name}{score['year']}年双拥模范城创建工作自评情况的报告",
        blocks=(
            said(f"按照考评标准，我们对{score['year']}年双拥模范城创建工作逐项自评，现报告如下。"),
            heading("一、自评得分"),
            said(
                "总分",
                figures.points(score["total"], link),
                "分，其中基本分",
                figures.points(score["base"], link),
                "分，加分",
                figures.points(score["bonus"], link),
                f"分。另有{missing}项尚未自评，未计分。" if missing else "分。",
            ),
            heading("二、各类得分"),
            Grid(head=("类别", "分值", "得分"), rows=kinds, widths=(6, 2, 2), centred=(1, 2)),
            heading("三、主要失分"),
            *(
                (
                    Grid(
                        head=("考评内容", "失分", "牵头单位"),
                        rows=worst,
                        widths=(6, 2, 4),
                        centred=(1,),
                    ),
                )
                if worst
                else (said("没有失分项。"),)
            ),
        ),
        addressees="市双拥工作领导小组办公室",
        asks="四、下一步工作",
        requirement="对照失分项逐项明确责任单位和完成时限，限期整改。",
    )


def bonus(item: Json, today: date) -> Draft:
    """Of one item of the bonus. What is asked for is what its facts give under its rule."""
    figures = figures_of(item, today)
    link = page_of(item, item["item"])
    kinds = {kind: name for read in item["inputs"] for kind, name in read["kinds"].items()}
    honours = [
        f"{kinds.get(one['kind'], one['kind'])}：{one['ref']}{_times(one)}"
        for fact in item["facts"].values()
        if fact["type"] == "tally"
        for one in fact["entries"]
    ]
    doubled = [one["text"] for one in item["signals"] if one["matter"] == "double_claim"]
    pieces = {piece for one in item["sources"] for piece in one.get("evidence", ())}
    title = f"{item['item']} {item['title']}"
    return Draft(
        kind="bonus",
        about=link,
        district=item["district"],
        year=item["year"],
        title="双拥模范城创建加分申报表",
        blocks=pairs(
            (
                ("申报单位", item["district_name"]),
                ("加分项目", title),
                ("评分标准", "；".join(dict.fromkeys(_rule(item["reading"])))),
                ("荣誉、成果", "；".join(honours) or BLANK),
                ("授予单位、级别", BLANK),
                ("文号、日期", BLANK),
                ("分值", points(item["points"])),
                ("申请加分", figures.points(item["score"], link)),
                ("佐证", figures.text(f"{len(pieces)}件", link)),
                ("是否另项申报", "；".join(doubled) or "未在其他项目申报"),
                ("牵头单位", item["lead_name"]),
            )
        ),
        asks="申报理由",
        after=(said("填报人：　　　　　　审核人："),),
    )


def _rule(reading: Iterable[Json]) -> Iterable[str]:
    """The rule as it is read aloud; deeper nodes only say it again."""
    return (one["text"] for one in reading if one["sort"] == "points" or one["depth"] <= 1)


def _times(entry: Json) -> str:
    told = "" if entry.get("count", 1) == 1 else f"（{entry['count']}次）"
    return f"，{day(entry['at'])}{told}" if entry.get("at") else told
