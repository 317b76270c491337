"""One paper of each kind, drawn up of what the services answer for a small city."""

from datetime import date
from typing import Any

from msgspec.structs import replace

from contracts.orders.tasks import Body, Figure, Grid, Passage
from contracts.words import LEVELS, PaperKind
from gateway.console.frame.naming import Names
from gateway.console.papers.drafts import bulletin, meeting, scoring, submission, supervising
from gateway.console.papers.drafts.draft import Draft, Office
from tests.console import scored

Json = dict[str, Any]
TODAY = date(2026, 8, 1)
OFFICE = Office("ganzhou", "甘州区")
TITLES = {item.code: item.title for item in scored.STANDARD.items}
NAMES = Names(
    {"sun": "孙㛃", "wu": "吴𬱖", "qian": "钱同"},
    {"publicity": "甘州区委宣传部", "army": "甘州区人武部"},
    scored.NAMES,
)
FINDING: Json = {
    "id": "f-1",
    "district": "ganzhou",
    "year": 2026,
    "unit": "publicity",
    "item": "B04",
    "fault": "主要街道双拥标语褪色 <3 处 & 破损",
    "place": "西街十字",
    "on": "2026-07-20",
    "by": "wu",
    "inspectors": ["wu"],
    "rectify_by": "2026-08-10",
    "appeal_until": "2026-08-04",
    "state": "closed",
    "slips": [
        {
            "number": "督〔2026〕3号",
            "colour": "blue",
            "due": "2026-08-10",
            "issued": "2026-07-20T02:00:00Z",
            "withdrawn": False,
        }
    ],
    "reply": {
        "by": "sun",
        "at": "2026-07-28T02:00:00Z",
        "note": "已更换",
        "measure": "更换标语 12 处",
        "result": "全部完好",
        "before": ["e-1"],
        "after": ["e-2", "e-3"],
        "responsible": "sun",
    },
}
DECISION: Json = {
    "number": 1,
    "text": "补齐主要街道双拥标语",
    "district": "ganzhou",
    "lead": "publicity",
    "person": "sun",
    "cooperating": ["army"],
    "due": "2026-08-20",
    "task": "m-1.1",
    "fate": "open",
}
MEETING: Json = {
    "id": "m-1",
    "district": "ganzhou",
    "year": 2026,
    "kind": "joint",
    "title": "2026年第一次军地联席会议纪要",
    "on": "2026-07-30",
    "agenda": ["研究双拥标语补齐", "研究随军家属就业"],
    "present": ["钱同", "孙㛃", "吴𬱖"],
    "absent": ["赵明"],
    "decisions": [DECISION, {**DECISION, "number": 2, "cooperating": [], "task": "m-1.2"}],
    "previous": [{**DECISION, "text": "修订慰问办法", "fate": "done", "task": "m-0.1"}],
}
TASK: Json = {
    "id": "t-1",
    "district": "ganzhou",
    "year": 2026,
    "item": "B04",
    "title": "主要街道设有双拥标语",
    "lead": "publicity",
    "cooperating": ["army"],
    "person": "sun",
    "submission": {
        "at": "2026-07-28T02:00:00Z",
        "measures": {
            "ratio": {"type": "ratio", "numerator": 228, "denominator": 252},
            "done": {"type": "flag", "value": True},
            "times": {"type": "quantity", "value": "6"},
            "honours": {"type": "tally", "entries": [{"kind": "省", "ref": "表彰", "count": 2}]},
        },
        "evidence": ["e-1", "e-2"],
        "note": "点位补齐，标语完好。",
    },
}
PIECES = [
    {
        "id": f"e-{n}",
        "title": title,
        "captured_at": at,
        "declared_at": "2026-07-27T02:00:00Z",
        "mode": mode,
    }
    for n, (title, at, mode) in enumerate(
        (("西街标语", "2026-07-26T16:30:00Z", "camera"), ("采购合同", None, "file")), start=1
    )
]


def _answer(method: str, **asked: Any) -> Json:
    ask = {"district": "suzhou", "year": scored.YEAR, "level": "district", **asked}
    given = {"ask": ask, "caller": {"roles": ["city_office"], "district": "*"}}
    answer: Json = scored.ANSWERS[method](given)
    return answer


def _score(level: str) -> Json:
    return _answer("district_score_of", level=level)


def drafts() -> dict[PaperKind, Draft]:
    """One of each kind."""
    plan = _answer("push_next")
    pushes = [one for group in plan["groups"] for one in group["items"]]
    whole = _score("district")
    heads = {one["name"] for one in whole["categories"] if one["bonus"]}
    claimed = next(one["code"] for one in whole["items"] if one["category"] in heads)
    lost = [one["code"] for one in scoring.lost_items(whole)]
    lines = {code: _answer("item_score_of", item=code)["line"] for code in lost}
    snapshot = _answer("snapshot_of", snapshot="s2", district="*")
    item = "B04 主要街道设有双拥标语"
    labels = {"ratio": "双拥标语点位"}
    return {
        "bulletin": bulletin.bulletin(snapshot, scored.NAMES, TITLES, TODAY),
        "slip": supervising.slip(FINDING, "督〔2026〕3号", NAMES, item),
        "notice": supervising.notice(FINDING, NAMES, item),
        "reply": supervising.reply(FINDING, NAMES, item),
        "minutes": meeting.minutes(MEETING, {"ganzhou": NAMES}, NAMES),
        "submission": submission.submission(TASK, labels, PIECES, NAMES),
        "score_sheet": scoring.score_sheet({level: _score(level) for level in LEVELS}, TODAY),
        "losses": scoring.losses(whole, pushes, lines, ["安置政策不落实"], TODAY),
        "bonus": scoring.bonus(_answer("item_score_of", item=claimed), TODAY),
        "self_report": scoring.self_report(whole, TODAY),
    }


def bodies() -> dict[PaperKind, Body]:
    """Each as its page proposes it."""
    return {
        kind: draft.body(draft.proposed(OFFICE, TODAY) | {"copies": "区委办公室，区政府办公室"})
        for kind, draft in drafts().items()
    }


def long_bulletin() -> Body:
    """Of 200 districts, one of a rare name, with a title of several lines."""
    figure = Figure(text="91.325", source="得分快照“年中通报”，核验码 3f0a 91bc", link="")
    rows = tuple((str(n), f"第{n}区𬺈", figure, "具备") for n in range(1, 201))
    head = ("名次", "县区", "总分", "申报资格")
    return Body(
        title="关于2026年双拥模范城创建考评得分情况和下一阶段补齐短板弱项工作安排的通报",
        blocks=(
            Passage(runs=("国" * 28 * 60,)),
            Grid(head=head, rows=rows, widths=(2, 5, 3, 3), centred=(0, 2, 3)),
        ),
        issuer="同心市双拥工作领导小组办公室",
        on=TODAY,
        mark="同心市双拥工作领导小组办公室文件",
        addressees="各县区双拥办",
    )


def of_lines(many: int, *, rows: bool = False) -> Body:
    """A letter of so many lines, or rows of a table."""
    blocks: tuple[Passage | Grid, ...] = tuple(
        Passage(runs=("国" * 20 + f"第{n}段。",)) for n in range(2 if rows else many)
    )
    if rows:
        made = tuple((str(n), f"第{n}区", "91.325") for n in range(many))
        head = ("名次", "县区", "总分")
        blocks = (*blocks, Grid(head=head, rows=made, widths=(2, 5, 3), centred=(0, 2)))
    return replace(long_bulletin(), title="关于情况的通报", blocks=blocks, addressees="")
