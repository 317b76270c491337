"""会议纪要: 出席, 请假, 议题, 议定事项; of the decisions before, what became of them."""

from collections.abc import Mapping

from contracts.orders.tasks import Block, Figure, Passage
from contracts.words import CITY_WIDE
from gateway.console.frame.naming import Names
from gateway.console.papers.drafts.draft import Draft, Figures, Json, day, heading, people, said

KINDS: Mapping[str, str] = {
    "leading-group": "双拥工作领导小组会议",
    "joint": "军地联席会议",
    "party-military": "党委议军会议",
    "office": "双拥办办公室会议",
}
FATES: Mapping[str, str] = {"done": "已完成", "overdue": "逾期未完成", "open": "办理中"}


def minutes(meeting: Json, units: Mapping[str, Names], names: Names) -> Draft:
    """``units``: of each district that the decisions charge."""
    figures = Figures("会议记录和各事项的任务")
    blocks: list[Block] = [
        said(f"{day(meeting['on'])}，召开{KINDS[meeting['kind']]}，现将会议议定事项纪要如下。")
    ]
    agenda = [said(f"{at}.{one}") for at, one in enumerate(meeting["agenda"], start=1)]
    decided = [_decision(one, meeting, units, names, figures) for one in meeting["decisions"]]
    before = [
        said(
            f"{one['number']}.{one['text']}：",
            figures.text(FATES[one["fate"]], f"/console/tasks/{one['task']}"),
            "。",
        )
        for one in meeting["previous"]
    ]
    parts = (("会议议题", agenda), ("议定事项", decided), ("上次会议议定事项办理情况", before))
    held = [(title, paragraphs) for title, paragraphs in parts if paragraphs]
    for sign, (title, paragraphs) in zip("一二三", held, strict=False):
        blocks += [heading(f"{sign}、{title}"), *paragraphs]
    attended = [
        said(people(meeting[name]), hang=label)
        for name, label in (("present", "出席："), ("absent", "请假："))
        if meeting.get(name)
    ]
    return Draft(
        kind="minutes",
        about=f"/console/meetings/{meeting['id']}",
        district=meeting["district"],
        year=meeting["year"],
        title=f"{meeting['title'].removesuffix('纪要')}纪要",
        blocks=tuple(blocks),
        after=tuple(attended),
    )


def _decision(
    one: Json, meeting: Json, units: Mapping[str, Names], names: Names, figures: Figures
) -> Passage:
    called = units[one["district"]]
    place = names.district(one["district"]) if meeting["district"] == CITY_WIDE else ""
    charged = f"牵头单位：{place}{called.unit(one['lead'])}"
    if one["cooperating"]:
        charged += f"；配合单位：{people(map(called.unit, one['cooperating']))}"
    charged += f"；责任人：{names.person(one['person'])}；完成时限："
    due: Figure = figures.text(day(one["due"]), f"/console/tasks/{one['task']}")
    return said(f"{one['number']}.{one['text'].rstrip('。')}。（{charged}", due, "）")
