"""What stands in a unit cell: names, groups, two roles in one cell, words that are no unit."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from contracts.sheets.numbering import split_numbered, unnumbered
from contracts.sheets.text import INVISIBLE, is_empty, pieces, tidy
from services.tasks.organisation.groups import GROUP, Group

Role = Literal["lead", "cooperating"]
NOT_UNITS = frozenset(("待定", "第三方机构", "双方共同", "同上"))
LABELS: dict[str, Role] = {
    **dict.fromkeys(
        ("考核牵头单位", "考核牵头", "牵头单位", "牵头部门", "牵头", "主办单位"), "lead"
    ),
    **dict.fromkeys(("主责单位", "主要责任单位"), "lead"),
    **dict.fromkeys(("承办单位", "责任单位", "配合单位", "协办单位", "参与单位"), "cooperating"),
    **dict.fromkeys(("协作单位", "协同配合单位", "考核配合单位", "配合"), "cooperating"),
}
LABEL = re.compile("(" + "|".join(sorted(LABELS, key=len, reverse=True)) + ")[::]")
CLAUSES = re.compile(r"[,;。\n]|(?<=牵头)、|(?<=主办)、|(?<=负责)、|(?<=配合)、")
HELD = "\ue000"
"""Stands for the separators inside a group's phrase."""
FULL_WIDTH = str.maketrans("（）：；，", "():;,")
WHOLE = "局部办委会院心社司镇乡道村区队处团校联室所站府厂馆园军科组"
"""What a unit's name ends with."""
BROKEN = re.compile(
    rf"(?<=[\u3400-\u9fff])(?<![{WHOLE}])[ \t]*[\r\n]+[ \t]*(?=[\u3400-\u9fff]{{1,12}}[{WHOLE}])"
    r"(?![省市区县州旗])"
)
"""A break after a character that ends no name, before the rest of one."""
HELPS = ("配合", "协助", "协办", "参与")
ROLE_BEHIND = re.compile(r"(.+?)\((牵头|负责|主办|主责|配合|协助|协办|参与)(?:单位|部门)?\)")
MAX_NAMES = 300
"""Of one cell; a cell with more is a fault, and the rest of it is not read."""


@dataclass(slots=True)
class Named:
    """The names of a cell by role; ``refused``: words that are no unit; ``seen``: all of them.

    ``marked``: those that lead by a word behind them (教育局（牵头）): then the others help.
    """

    lead: list[str] = field(default_factory=list)
    marked: list[str] = field(default_factory=list)
    cooperating: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def add(self, role: Role, name: str) -> None:
        if name in self.seen:
            return
        self.seen.add(name)
        if name in NOT_UNITS:
            self.refused.append(name)
        elif behind := ROLE_BEHIND.fullmatch(name):
            helps = behind[2] in HELPS
            self.marked += [] if helps else [behind[1].strip()]
            (self.cooperating if helps else self.lead).append(behind[1].strip())
        elif not is_empty(name):
            (self.lead if role == "lead" else self.cooperating).append(name)

    def settled(self) -> "Named":
        if self.marked:
            self.cooperating[:0] = [name for name in self.lead if name not in self.marked]
            self.lead = [name for name in self.lead if name in self.marked]
        return self


def read_units(text: str, role: Role) -> Named:
    """``role``: of the column that the cell stands in; a label or 配合 in the cell overrules it."""
    found = Named()
    plain = INVISIBLE.sub("", tidy(joined(text))).translate(FULL_WIDTH)
    plain = "；".join(part.text for part in split_numbered(plain)) or unnumbered(plain)
    for said, part in _labelled(plain, role):
        for clause in _clauses(_hold_groups(part)):
            for name, of in _names(clause, said):
                found.add(of, name.replace(HELD, "、"))
                if len(found.seen) > MAX_NAMES:
                    return found
    return found.settled()


def joined(text: str) -> str:
    """A name that the edge of its cell broke (文化广电⏎和旅游局) is one name."""
    return BROKEN.sub("", text)


def _labelled(text: str, role: Role) -> Iterator[tuple[Role, str]]:
    """牵头单位:团市委承办单位:… -> (lead, 团市委), (cooperating, …)."""
    labels = [*LABEL.finditer(text)]
    # 责任单位 alone names who leads; beside 牵头 it names who does.
    alone = not any(LABELS[mark[1]] == "lead" for mark in labels)
    if not labels or labels[0].start() > 0:
        yield role, text[: labels[0].start()] if labels else text
    for at, mark in enumerate(labels):
        end = labels[at + 1].start() if at + 1 < len(labels) else len(text)
        said: Role = LABELS[mark[1]]
        if alone and mark[1] in ("责任单位", "承办单位"):
            said = role
        yield said, text[mark.end() : end]


def _hold_groups(text: str) -> str:
    """各乡镇人民政府、街道办事处 is one phrase: its own separators are held back."""
    return GROUP.sub(lambda found: found[0].replace("、", HELD), text)


def _clauses(text: str) -> list[str]:
    return [part for part in CLAUSES.split(text) if part.strip()]


def _names(clause: str, role: Role) -> Iterator[tuple[str, Role]]:
    """The names of a clause; one that ends in 配合 names who cooperates, one in 牵头 who leads."""
    of = role
    clause = clause.strip()
    found = re.fullmatch(
        r"(?:由)?(.+?)(?:负责)?(?P<how>牵头|主办|配合|协助|协办|参与)(?:实施|办理|落实)?", clause
    )
    if found and len(found[1].strip()) > 1:
        of = "lead" if found["how"] in ("牵头", "主办") else "cooperating"
        clause = found[1]
    for name in pieces(clause):
        yield _bare(name), of


def _bare(name: str) -> str:
    """由县民政局负责的第1件 -> 县民政局."""
    found = re.fullmatch(r"由(.+?)(?:负责|牵头|承办|办理)(?:的?.{0,12})?", name)
    plain = found[1] if found else re.sub(r"负责$", "", name)
    return plain.strip(" 。.:")


def both_halves(name: str) -> list[tuple[str, str]]:
    """Ways to cut a name at 和, 及, 与: a unit's own name may hold one (发展和改革局)."""
    return [(name[:at], name[at + 1 :]) for at, char in enumerate(name) if char in "和及与"][:4]


def as_group(name: str) -> Group | None:
    found = GROUP.fullmatch(name)
    return Group(str(found.lastgroup), name) if found else None
