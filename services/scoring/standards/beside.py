"""What stands beside the items in a standard's table: answers (答复), vetoes (一票否决), and the
version's own settings (版本). Read from and written to sections of three, five and two columns."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from contracts.misfits import in_chinese
from contracts.sheets import MAX_CELL
from services.scoring import rules
from services.scoring.rules.node import Condition
from services.scoring.standards import tables
from services.scoring.standards.standard import Fault, Veto
from services.scoring.standards.tables import ANSWERS, SETTINGS, VETOES, Row, Section
from services.scoring.wording.short_forms import veto as topical

SETTING_IDS = {
    "加分上限": "standard.bonus_cap",
    "年度起始": "standard.year_starts",
    "同一荣誉只计一次": "standard.once_across",
    "基本项合计": "standard.base_points",
    "权重满级": "standard.grade_full",
}
VERSION, NAME, FINGERPRINT, STATE = "版本", "名称", "校验码", "状态"
DRAFT = "草案"
EFFECTS = {"ineligible": "不得申报", "last": "排名末位", "section": "类别计零分"}
WANTED = {
    "A": "编号应以小写字母开头，由小写字母、数字和 - 组成，2 至 40 个",
    "D": f"后果应为 {'、'.join(EFFECTS.values())} 之一",
}
"""What a veto's column takes."""
HEADS = {
    ANSWERS: ("问题", "答复", "说明"),
    VETOES: ("编号", "事项", "条件", "后果", "类别"),
    SETTINGS: ("名目", "值"),
}


def faults_of(section: Section) -> Iterator[Fault]:
    return tables.shape_faults(section, 1, {})


class Answer(NamedTuple):
    """What the table says to a question, and where."""

    text: str
    sheet: str = ""
    row: int = 0


def answers(sections: Sequence[Section]) -> tuple[dict[str, Answer], list[Fault]]:
    """By question id, settings included. The version's name and number are only for people."""
    found: dict[str, Answer] = {}
    faults: list[Fault] = []
    for section in sections:
        if section.name not in (ANSWERS, SETTINGS):
            continue
        faults += faults_of(section)
        for number, cells in _rows(section):
            id, value = tables.plain(cells[0]), cells[1].strip()
            if section.name == SETTINGS:
                if id in (VERSION, NAME, FINGERPRINT, STATE):
                    continue
                if id not in SETTING_IDS:
                    faults.append(_fault(section, number, "A", "不认识的名目", id))
                    continue
                id = SETTING_IDS[id]
            if not id or id in found:
                text = "问题重复" if id else "问题不能为空"
                faults.append(_fault(section, number, "A", text, id))
            else:
                found[id] = Answer(value, section.sheet or section.name, number)
    return found, faults


def is_draft(sections: Sequence[Section]) -> bool:
    """Whether a table was exported while something in it was still asked."""
    return any(
        (cells[0].strip(), cells[1].strip()) == (STATE, DRAFT)
        for section in sections
        if section.name == SETTINGS
        for _, cells in _rows(section)
    )


def vetoes(sections: Sequence[Section]) -> tuple[tuple[Veto, ...] | None, list[Fault]]:
    """None where the table has no such section."""
    found: list[Veto] = []
    topics: set[str] = set()
    faults: list[Fault] = []
    here = [section for section in sections if section.name == VETOES]
    for section in here:
        faults += faults_of(section)
        for number, cells in _rows(section):
            try:
                veto = _veto(cells)
            except (msgspec.DecodeError, RecursionError) as error:
                column = _column(str(error))
                told = WANTED.get(column) or f"不合要求：{in_chinese(str(error), place=True)}"
                faults.append(_fault(section, number, column, told))
                continue
            if veto.topic in topics:
                faults.append(_fault(section, number, "A", "编号重复", veto.topic))
            topics.add(veto.topic)
            found.append(veto)
    return (tuple(found) if here else None), faults


def _veto(cells: Sequence[str]) -> Veto:
    topic, title, when, effect, section = (cell.strip() for cell in cells[:5])
    effects = {shown: code for code, shown in EFFECTS.items()}
    condition: Condition = topical(topic)
    if len(when) > MAX_CELL:
        raise msgspec.ValidationError(f"Expected `str` of length <= {MAX_CELL} - at `$.when`")
    if when:
        condition = rules.decode_condition(when)
    raw = {
        "topic": topic,
        "title": title,
        "when": msgspec.to_builtins(condition),
        "effect": effects.get(effect, effect or "ineligible"),
        "section": section,
    }
    return msgspec.convert(raw, Veto)


def _column(error: str) -> str:
    for name, letter in (("topic", "A"), ("title", "B"), ("effect", "D"), ("section", "E")):
        if f"$.{name}" in error:
            return letter
    return "C"


def _rows(section: Section) -> Iterator[Row]:
    """Below the header, each with as many cells as the header has."""
    heads = HEADS[section.name]
    for number, cells in section.rows:
        if tables.plain(cells[0]) != heads[0]:
            yield number, (*cells, *[""] * len(heads))[: len(heads)]


def _fault(section: Section, row: int, column: str, text: str, value: str = "") -> Fault:
    return Fault(
        row=row,
        column=column,
        code="bad-value",
        text=text,
        value=value[:80],
        sheet=section.sheet or section.name,
    )


def condition_text(veto: Veto) -> str:
    """The condition as JSON; empty where it is the plain one of the veto's own topic."""
    return "" if veto.when == topical(veto.topic) else rules.encode(veto.when).decode()
