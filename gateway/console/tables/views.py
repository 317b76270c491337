"""From a preview to what its page shows: the same page for every table. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from contracts.sheets import Workbook
from contracts.words import UNIT_KIND_NAMES
from gateway.console.frame import questions, words
from gateway.console.frame.questions import Group, Question

Json = dict[str, Any]
ROWS_SHOWN = 100
MOST_TOLD = 200

SIDES = {"civil": "地方", "military": "军队", "joint": "军地共同"}
KINDS = {"hard": "硬指标", "soft": "软指标", "feature": "特色加分"}
LABELS = {"地": "地方", "军": "军队", "联": "军地共同"} | {
    **{"硬": "硬指标", "软": "软指标", "特": "特色加分"},
    **{"items": "以各项为准", "none": "不设", "leave": "不读取", "take": "读取"},
}
"""Options of a standard's questions, as people say them."""
REPLACES = "这个版本已有草案：建立后由本表代替，已答复的问题仍然有效。"
FIELDS = {"lead": "牵头单位", "person": "责任人", "cooperating": "配合单位", "due": "期限"}
"""Of a duty, as a difference names them."""
CHANGES = {"new": "新登记", "changed": "有变动", "same": "无变动"}


class Account(NamedTuple):
    """rows = planned + asked + faulted + left."""

    rows: int
    planned: int
    asked: int
    faulted: int
    left: int


class Told(NamedTuple):
    """Something about a place: a fault, a note, a row that is left out with its words."""

    sheet: str
    row: int
    column: str
    text: str
    words: str = ""


class Made(NamedTuple):
    """What the rows become: a table for people; ``figures``: columns with numbers."""

    heads: list[str]
    rows: list[list[str]]


class Preview(NamedTuple):
    """``total``: of the faults, of which the first are told; ``open``: of the questions;
    ``beside``: what stands outside the tables of a document."""

    account: Account
    faults: list[Told]
    total: int
    asked: list[Question]
    groups: list[Group]
    open: int
    notes: list[Told]
    left: list[Told]
    beside: list[str]
    made: Made
    changes: list[str]
    needs: str
    """What the act must be told of what was seen: ``amend`` (rows that the register has shall be
    changed), ``accept`` (these changes were seen); else empty."""
    sha256: str

    @property
    def ready(self) -> bool:
        return not (self.total or self.open)


def preview(kind: str, answer: Json, book: Workbook) -> Preview:
    asked = _asked(kind, answer)
    account = answer["account"]
    counts = Account(*(account[name] for name in Account._fields))
    total: int = answer["total"] if "total" in answer else answer["total_faults"]
    made, changes, needs = SHOWN[kind](answer)
    faults = [_told(fault) for fault in answer["faults"]]
    return Preview(
        account=counts,
        faults=faults[:MOST_TOLD],
        total=total,
        asked=asked,
        groups=questions.groups(asked),
        open=sum(1 for one in asked if one.open),
        notes=[*_notes(answer)][:MOST_TOLD],
        left=[_with_words(_told(one), book) for one in account["left_out"]],
        beside=list(book.beside),
        made=made,
        changes=changes,
        needs=needs,
        sha256=answer.get("sha256", ""),
    )


def _asked(kind: str, answer: Json) -> list[Question]:
    if kind == "standard":
        open_ = set(answer["open"])
        titles = {item["code"]: item["title"] for item in answer["items"]}
        return [questions.of_standard(one, open_, LABELS, titles) for one in answer["questions"]]
    return [questions.of_tasks(one) for one in answer["questions"]]


def _told(said: Mapping[str, Any]) -> Told:
    return Told(
        said["sheet"], said["row"], said.get("column", ""), said["text"], said.get("value", "")
    )


def _notes(answer: Json) -> Iterator[Told]:
    """What was not read, or read otherwise than it stands."""
    for note in (*answer.get("notes", ()), *answer.get("skipped", ())):
        yield Told("", 0, "", note) if isinstance(note, str) else _told(note)
    for note in answer.get("date_missing", ()):
        yield _told(note)
    if missing := answer.get("missing"):
        yield Told("", 0, "", f"标准中有、表中没有的考评项：{'、'.join(missing)}")


def _with_words(told: Told, book: Workbook) -> Told:
    """A row that is left out, with its own words beside the reason, to be copied."""
    sheet = next((one for one in book.sheets if one.name == told.sheet), None)
    if sheet is None or not 1 <= told.row <= len(sheet.rows):
        return told
    cells = (cell.strip() for cell in sheet.rows[told.row - 1])
    return told._replace(words=" │ ".join(filter(None, cells)))


Shown = tuple[Made, list[str], str]


def _of_standard(answer: Json) -> Shown:
    heads = ["项号", "类别", "考评内容", "分值", "责任方", "性质", "牵头单位", "评分标准"]
    rows = [
        [
            *(item["code"], item["category"], item["title"], words.points(item["points"])),
            *(SIDES[item["side"]], KINDS[item["kind"]], item["lead"], item["rule_text"]),
        ]
        for item in answer["items"]
    ]
    told = [REPLACES] if answer["replaces"] else []
    if answer["vetoes"]:
        told.append(f"一票否决 {len(answer['vetoes'])} 条：{'；'.join(answer['vetoes'])}")
    return Made(heads, rows), told, ""


def _of_tasks(answer: Json) -> Shown:
    heads = ["表中位置", "考评项", "考评内容", "牵头单位", "责任人", "配合单位", "期限"]
    rows = [
        [
            _at(duty["sheet"], duty["row"]),
            *(duty["item"], duty["title"], duty["lead_name"], duty["person_name"]),
            "、".join(duty["cooperating_names"]),
            duty["words"] or duty["due"],
        ]
        for duty in answer["duties"]
    ]
    return Made(heads, rows), [*_diff(answer["diff"])], "accept"


def _diff(diff: Json) -> Iterator[str]:
    """What an existing decomposition would change."""
    for one in diff["changed"]:
        field = FIELDS.get(one["field"], one["field"])
        was, now = one["before"] or "空", one["after"] or "空"
        yield f"{one['item']} 的{field}由“{was}”改为“{now}”"
    for item in diff["vanished"]:
        yield f"{item} 表中已没有，原任务保留不动"


def _of_register(answer: Json) -> Shown:
    heads = ["编号", "名称", "责任单位", "地点", "日期", "类别", "备注"]
    rows = [
        [
            *(row["key"], row["label"], row["unit_name"], row["place"] or ""),
            *(row["on"] or "", row["kind"] or "", row["note"] or ""),
        ]
        for row in answer["added"]
    ]
    told = [
        f"{one['key']} 的{change['name']}由“{change['was'] or '空'}”改为“{change['now'] or '空'}”"
        for one in answer["changed"]
        for change in one["changes"]
    ]
    return Made(heads, rows), told, "amend" if answer["changed"] else ""


def _of_units(answer: Json) -> Shown:
    heads = ["表中位置", "单位名称", "办理", "类型", "上级单位", "别名", "职责角色"]
    rows = [
        [
            _at(row["sheet"], row["row"]),
            *(row["name"], CHANGES.get(row["change"], row["change"])),
            UNIT_KIND_NAMES.get(row["kind"], row["kind"]),
            *(row["parent_name"], "、".join(row["aliases"]), "、".join(row["serves"])),
        ]
        for row in answer["rows"]
    ]
    return Made(heads, rows), [], ""


def _at(sheet: str, row: int) -> str:
    return f"“{sheet}”第 {row} 行" if row else ""


SHOWN: dict[str, Callable[[Json], Shown]] = {
    "standard": _of_standard,
    "tasks": _of_tasks,
    "register": _of_register,
    "units": _of_units,
}


def page_of(rows: Sequence[Any], page: int) -> tuple[Sequence[Any], int, int]:
    """A page's rows, its number, and how many there are."""
    pages = max(1, -(-len(rows) // ROWS_SHOWN))
    page = min(max(1, page), pages)
    return rows[(page - 1) * ROWS_SHOWN : page * ROWS_SHOWN], page, pages
