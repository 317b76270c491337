"""A history as sentences: who did what, when, from where and why; in Chinese or in English.

Names are looked up when it is read, so that a person who married or a bureau that was renamed is
called as today; what was said stays as it was said.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from contracts.clock import CHINA, as_written, in_words
from contracts.words import LEVEL_NAMES, PRIORITY_NAMES, Lang, Role, Said
from services.tasks.history.entry import FIGURES, Entry, What

Of = Literal["task", "finding"]

SENTENCES: dict[What, str] = {
    "assigned": "交办任务，由{unit}牵头",
    "accepted": "接受任务",
    "objected": "提出异议",
    "upheld": "裁定异议成立，任务{moved}由{unit}牵头",
    "dismissed": "裁定异议不成立，任务仍由{unit}牵头",
    "submitted": "{late}提交结果{pieces}{figures}",
    "confirmed": "在{level}审核中{change}",
    "returned": "在{level}审核中退回结果",
    "piece-returned": "在{level}审核中退回一份材料重做",
    "overdue": "标记任务逾期，结果尚未提交",
    "raised": "登记问题，责任单位{unit}",
    "rectified": "报告已整改",
    "closed": "核验整改，予以销号",
    "refused": "核验整改未通过，退回{unit}",
    "appealed": "提出申诉",
    "urged": "催办{unit}",
    "prioritised": "将优先级由{was}改为{became}",
    "extension-asked": "申请延期，由{was}延至{became}",
    "extension-granted": "同意延期，期限由{was}改为{became}",
    "extension-refused": "不同意延期，期限仍为{was}",
    "rescheduled": "将期限由{was}改为{became}",
    "handed-over": "将任务由{was}移交{became}",
    "replanned": "按任务分解表调整任务，由{unit}牵头，期限{became}",
    "divided": "将任务分解到下级单位",
    "succeeded": "因机构调整，将任务由{was}转由{became}承接",
    "published": "公布检查，通知{unit}",
    "slip": "向{unit}发出督办单",
    "named": "在通报中点名",
    "looked-back": "回头看，整改成果保持",
    "rebounded": "回头看发现反弹，责令{unit}于{became}前重新整改",
    "held-to-account": "记录对{unit}的问责决定",
    "replied": "对问责作出答复{pieces}",
    "added": "登记台账",
    "imported": "导入台账",
    "amended": "更正台账",
    "withdrawn": "撤下台账",
    "corrected": "更正议定事项的文字",
}
"""What follows the person's name; a reason is put behind it."""

SENTENCES_OF_FINDING: dict[What, str] = {
    "upheld": "裁定申诉成立，撤销该问题",
    "dismissed": "裁定申诉不成立，维持该问题",
    "overdue": "标记整改逾期，{unit}尚未报告整改",
    "succeeded": "因机构调整，将问题由{was}转由{became}承接",
}
"""Words that mean something else of a finding than of a task."""

ENGLISH: dict[What, str] = {
    "assigned": "assigned the task to {unit} as lead",
    "accepted": "accepted the task",
    "objected": "objected",
    "upheld": "upheld the objection; the task passed{moved} to {unit}",
    "dismissed": "dismissed the objection; the task stays with {unit}",
    "submitted": "handed in the result{late}{pieces}{figures}",
    "confirmed": "{change} at {level} level",
    "returned": "returned the result at {level} level",
    "piece-returned": "returned one file at {level} level, to be made anew",
    "overdue": "marked the task overdue; nothing was handed in",
    "raised": "recorded a finding against {unit}",
    "rectified": "reported the rectification",
    "closed": "verified the rectification and closed it",
    "refused": "did not accept the rectification and sent it back to {unit}",
    "appealed": "appealed",
    "urged": "urged {unit}",
    "prioritised": "changed the priority from {was} to {became}",
    "extension-asked": "asked to extend the term from {was} to {became}",
    "extension-granted": "granted the extension from {was} to {became}",
    "extension-refused": "refused the extension; the term stays {was}",
    "rescheduled": "moved the term from {was} to {became}",
    "handed-over": "handed the task over from {was} to {became}",
    "replanned": "amended the task by the decomposition table: led by {unit}, due {became}",
    "divided": "divided the task among lower units",
    "succeeded": "passed the task from {was} to {became}, which followed it",
    "published": "published the inspection and told {unit}",
    "slip": "issued a slip to {unit}",
    "named": "named the fault in a bulletin",
    "looked-back": "looked back; the rectification holds",
    "rebounded": "looked back; it did not hold, {unit} is to rectify again by {became}",
    "held-to-account": "recorded a decision that holds {unit} to account",
    "replied": "replied to the decision{pieces}",
    "added": "added rows to the register",
    "imported": "imported rows of the register",
    "amended": "amended a row of the register",
    "withdrawn": "withdrew a row of the register",
    "corrected": "corrected the wording of the decision",
}

ENGLISH_OF_FINDING: dict[What, str] = {
    "upheld": "upheld the appeal; the finding is withdrawn",
    "dismissed": "dismissed the appeal; the finding stands",
    "overdue": "marked the rectification overdue; {unit} has not reported",
    "succeeded": "passed the finding from {was} to {became}, which followed it",
}

TABLES: dict[Lang, dict[Of, Mapping[What, str]]] = {
    "zh": {"task": SENTENCES, "finding": {**SENTENCES, **SENTENCES_OF_FINDING}},
    "en": {"task": ENGLISH, "finding": {**ENGLISH, **ENGLISH_OF_FINDING}},
}

BY_THE_UNIT: frozenset[What] = frozenset(
    {"accepted", "objected", "submitted", "extension-asked", "rectified", "appealed", "replied"}
)
"""Steps that the entry's own unit took, whatever unit its person belongs to today."""

NAMED: tuple[tuple[str, Said], ...] = (*LEVEL_NAMES.items(), *PRIORITY_NAMES.items())
WORDS: dict[Lang, dict[str, str]] = {
    "zh": {
        "system": "系统",
        **{code: name.zh for code, name in NAMED},
        "count": "数量",
        "ratio": "比率",
        "yes": "是",
        "no": "否",
    },
    "en": {"system": "The system", **{code: name.en for code, name in NAMED}},
}
"""Words for what is stored in no language; one that is missing stands for itself."""

DESKS: tuple[tuple[Role, str, str], ...] = (
    ("city_office", "市双拥办", "city office"),
    ("district_office", "双拥办", "district office"),
    ("inspector", "督查组", "inspection"),
    ("province_reviewer", "省级考评组", "province review"),
    ("reviewer", "审核组", "review"),
    ("leader", "领导", "leadership"),
)
"""Where those without a unit sit, by the first role that they hold."""

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """A person as known today; ``unit`` is empty for those who see a whole district."""

    name: str
    unit: str = ""
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Units by their id and persons by their account; what is not known is called by its id."""

    units: Mapping[str, str] = field(default_factory=dict)
    persons: Mapping[str, Who] = field(default_factory=dict)

    def unit(self, unit: str) -> str:
        return self.units.get(unit, unit)

    def person(self, account: str) -> str:
        who = self.persons.get(account)
        return who.name if who else account


def told(
    history: Iterable[Entry], names: Names, lang: Lang = "zh", of: Of = "task"
) -> list[dict[str, str]]:
    """Each step as {"at": instant (ISO, UTC), "what", "text": the sentence}, in the order given."""
    return [
        {"at": as_written(entry.at), "what": entry.what, "text": sentence(entry, names, lang, of)}
        for entry in history
    ]


def sentence(entry: Entry, names: Names, lang: Lang = "zh", of: Of = "task") -> str:
    """``2026年5月10日 09:12，宣传部 张三提交结果，佐证2件：……。``"""
    act = TABLES[lang][of][entry.what].format_map(_parts(entry, names, lang))
    at, why = when(entry, lang), entry.why.strip().rstrip("。.")
    if lang == "zh":
        return f"{at}，{_who(entry, names, lang)}{act}{'：' if why else ''}{why}。"
    return f"{at}, {_who(entry, names, lang)} {act}{': ' if why else ''}{why}."


def when(entry: Entry, lang: Lang) -> str:
    """The minute in Asia/Shanghai."""
    at = entry.at.astimezone(CHINA)
    day = in_words(at) if lang == "zh" else f"{at:%Y-%m-%d}"
    return f"{day} {at:%H:%M}"


def accounts(history: Iterable[Entry]) -> set[str]:
    """The accounts whose names the sentences need."""
    found = {entry.by for entry in history}
    for entry in history:
        if entry.what == "handed-over":
            found |= {entry.was, entry.became}
    return found - {""}


def units_in(history: Iterable[Entry]) -> set[str]:
    """The units whose names the sentences need, besides those of the persons."""
    found = {entry.unit for entry in history}
    for entry in history:
        if entry.what in ("upheld", "succeeded"):
            found |= {entry.was, entry.became}
    return found - {""}


def _who(entry: Entry, names: Names, lang: Lang) -> str:
    if not entry.by:
        return WORDS[lang]["system"]
    who = names.persons.get(entry.by)
    seat = _seat(entry, who, names, lang)
    name = who.name if who else entry.by
    if not seat:
        return name
    return f"{seat} {name}" if lang == "zh" else f"{name} ({seat})"


def _seat(entry: Entry, who: Who | None, names: Names, lang: Lang) -> str:
    if entry.what in BY_THE_UNIT and entry.unit:
        return names.unit(entry.unit)
    if who is None:
        return ""
    if who.unit:
        return names.unit(who.unit)
    desks = DESKS
    if entry.what in ("confirmed", "returned", "piece-returned"):
        desks = tuple(desk for desk in DESKS if desk[0] in ("province_reviewer", "reviewer"))
    return next((desk[1 if lang == "zh" else 2] for desk in desks if desk[0] in who.roles), "")


def _parts(entry: Entry, names: Names, lang: Lang) -> dict[str, str]:
    zh = lang == "zh"
    was, became = (_value(entry, value, names, lang) for value in (entry.was, entry.became))
    moved = entry.what == "upheld" and bool(was)
    return {
        "unit": names.unit(entry.unit),
        "level": WORDS[lang].get(entry.level, entry.level),
        "was": was,
        "became": became,
        "moved": (f"由{was}改" if zh else f" from {was}") if moved else ("改" if zh else ""),
        "late": ("逾期" if zh else " late") if entry.late else "",
        "pieces": _pieces(entry.pieces, zh),
        "figures": f"{'，' if zh else ', '}{became}" if became else "",
        "change": _change(was, became, zh),
    }


def _pieces(pieces: int, zh: bool) -> str:
    if not pieces:
        return ""
    return f"，佐证{pieces}件" if zh else f", {pieces} piece{'s' * (pieces > 1)} of evidence"


def _change(was: str, became: str, zh: bool) -> str:
    if not was and not became:
        return "确认结果" if zh else "confirmed the result"
    if zh:
        return f"将数据由“{was or '无'}”核定为“{became or '无'}”"
    return f"amended the figures from “{was or 'none'}” to “{became or 'none'}”"


def _value(entry: Entry, value: str, names: Names, lang: Lang) -> str:
    if entry.what == "handed-over":
        return names.person(value)
    if entry.what in ("upheld", "succeeded"):
        return names.unit(value)
    if DAY.fullmatch(value):
        return in_words(date.fromisoformat(value)) if lang == "zh" else value
    words = WORDS[lang]
    if "=" not in value:
        return words.get(value, value)
    pairs = (figure.partition("=") for figure in value.split(FIGURES))
    found = (f"{words.get(name, name)} {words.get(size, size)}" for name, _, size in pairs)
    return ("，" if lang == "zh" else ", ").join(found)
