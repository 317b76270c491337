"""督办单, 整改通知书 and 整改反馈: of one finding."""

from collections.abc import Mapping
from datetime import datetime

from contracts.clock import day_of, in_words
from contracts.orders.tasks import read_number
from contracts.words import COLOUR_NAMES, FINDING_STATE_NAMES
from gateway.console.frame.naming import Names
from gateway.console.papers.drafts.draft import (
    BLANK,
    NONE,
    Draft,
    Figures,
    Json,
    day,
    heading,
    pairs,
    people,
    said,
)

STATES: Mapping[str, str] = {
    "raised": "未责令整改",
    "ordered": "正在整改",
    "rectified": "已整改，待核验",
    "closed": "已整改，已销号",
}
ISSUABLE = ("ordered", "rectified", "closed")


def page_of(finding: Json) -> str:
    return f"/console/findings/{finding['id']}"


def slip(finding: Json, number: str, names: Names, item: str, cancelled: bool = False) -> Draft:
    """``cancelled``: its paper was, so that it takes another number of papers. Raises: LookupError
    (no such slip)."""
    found = next((one for one in finding["slips"] if one["number"] == number), None)
    if found is None:
        raise LookupError(number)
    figures = Figures(f"督办单台账，{number}")
    link = page_of(finding)
    rows = pairs(
        (
            ("督办单号", figures.text(number, link)),
            ("颜色", COLOUR_NAMES[found["colour"]]),
            ("开具时间", _day(found["issued"])),
            ("承办单位", names.unit(finding["unit"])),
            ("问题来源", f"{day(finding['on'])}检查，检查人：{_inspectors(finding, names)}"),
            ("督办事项", finding["fault"]),
            ("地点", finding["place"] or NONE),
            ("考评内容", item),
            ("完成期限", day(found["due"])),
        )
    )
    signed = (("签收人", BLANK), ("签收时间", BLANK), ("办理情况", BLANK), ("办结意见", BLANK))
    return Draft(
        kind="slip",
        about=link,
        district=finding["district"],
        year=finding["year"],
        title="督办单",
        blocks=rows,
        unit=finding["unit"],
        addressees=names.unit(finding["unit"]),
        asks="办理要求",
        requirement=f"请于{day(found['due'])}前办结，并在系统中报送办理结果和前后对比佐证。",
        after=pairs(signed),
        number=None if cancelled else read_number(number),
        closed=finding["state"] == "closed",
    )


def notice(finding: Json, names: Names, item: str) -> Draft:
    link = page_of(finding)
    figures = Figures(f"督查问题登记，{day(finding['on'])}检查")
    due = figures.text(day(finding["rectify_by"]), link)
    appeal = finding["appeal_until"]
    may = f"对本通知有异议的，可于{day(appeal)}前提出申诉。" if appeal else ""
    return Draft(
        kind="notice",
        about=link,
        district=finding["district"],
        year=finding["year"],
        title="整改通知书",
        blocks=(
            said(f"经{day(finding['on'])}检查，发现你单位存在以下问题，现责令限期整改。"),
            heading("一、存在的问题"),
            said(f"{finding['fault']}。"),
            *((said(f"地点：{finding['place']}。"),) if finding["place"] else ()),
            said(f"涉及考评内容：{item}。"),
            said(f"检查人：{_inspectors(finding, names)}。"),
            heading("二、整改期限"),
            said("整改期限为", due, "。"),
        ),
        unit=finding["unit"],
        addressees=names.unit(finding["unit"]),
        asks="三、整改要求",
        requirement=f"请在期限内完成整改，并在系统中报送整改情况和前后对比佐证。\n{may}".strip(),
        after=(said("签收人：　　　　　　签收时间："),),
        closed=finding["state"] == "closed",
    )


def reply(finding: Json, names: Names, item: str) -> Draft:
    """Raises: LookupError (nothing was replied)."""
    told = finding["reply"]
    if not told:
        raise LookupError("reply")
    link = page_of(finding)
    figures = Figures("整改反馈所附佐证")
    before, after = (len(told[name]) for name in ("before", "after"))
    photos = figures.text(f"整改前{before}件，整改后{after}件", link)
    named = " ".join(one["number"] for one in finding["slips"] if not one["withdrawn"])
    return Draft(
        kind="reply",
        about=link,
        district=finding["district"],
        year=finding["year"],
        title="整改情况反馈表",
        blocks=pairs(
            (
                ("整改单位", names.unit(finding["unit"])),
                ("问题", finding["fault"]),
                ("考评内容", item),
                ("督办单号", named or NONE),
                ("整改期限", day(finding["rectify_by"])),
                ("整改措施", told["measure"] or told["note"]),
                ("整改结果", told["result"] or told["note"]),
                ("前后对比", photos),
                ("报送时间", _day(told["at"])),
                ("责任人", names.person(told["responsible"] or told["by"])),
                ("状态", STATES.get(finding["state"], FINDING_STATE_NAMES[finding["state"]])),
            )
        ),
        unit=finding["unit"],
        asks="核验意见",
        requirement="",
        after=(said("单位负责人：　　　　　　核验人："),),
    )


def _day(at: str) -> str:
    return in_words(day_of(datetime.fromisoformat(at)))


def _inspectors(finding: Json, names: Names) -> str:
    return people(names.person(one) for one in finding["inspectors"])
