"""From the unit and person cells of a row to the lead, the cooperating units and the person."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from contracts.sheets import CellFault
from contracts.sheets.asking import Asking, Option, Question
from contracts.sheets.text import pieces, squeeze, tidy
from services.tasks.organisation.groups import Group, expand
from services.tasks.organisation.unit_cells import (
    MAX_NAMES,
    Named,
    Role,
    as_group,
    both_halves,
    read_units,
)
from services.tasks.planning.row import Row
from services.tasks.planning.table.raw import Raw
from services.tasks.planning.table.staff import Staff

NONE = "none"
FIRST = "first-leads"
YES_NO = (Option("yes", "是，第一个牵头，其余配合"), Option("no", "否，逐行指定牵头单位"))
MAX_OPTIONS = 40
MAX_UNKNOWN = 300
"""Names of one table that are asked about: nobody answers more, and each is compared with all."""
MAX_PERSONS = 20
"""Names of a cell with persons that are looked for."""
HAN = r"[\u3400-\u9fff]"
SPACED = re.compile(rf"(?:(?<=^{HAN})|(?<=[、，,；;\n]{HAN}))[ \t\u3000]{{1,8}}(?={HAN}(?!{HAN}))")
"""In a name of two characters, set as wide as one of three: 李　强."""


@dataclass(frozen=True, slots=True)
class Charge:
    """``lead`` is empty while it is asked or at fault."""

    lead: str
    cooperating: tuple[str, ...]


class Charges:
    """Collects what is wrong with the cells; what is open goes to the asking."""

    def __init__(self, staff: Staff, asking: Asking) -> None:
        self.staff, self.asking = staff, asking
        self._meant: dict[str, list[str]] = {}
        self._cells: dict[tuple[str, Role], Named] = {}
        self._unknown = 0
        self._bare_names: dict[str, str] = {}
        self.faults: list[CellFault] = []
        self.notes: list[CellFault] = []

    # -- units ----------------------------------------------------------------------------------

    def of(self, raw: Raw) -> Charge:
        lead = self._read(raw.lead, "lead")
        beside = self._read(raw.cooperating, "cooperating")
        for field, named in (("lead", lead), ("cooperating", beside)):
            if len(named.seen) > MAX_NAMES:
                self.faults.append(raw.fault(field, f"一格最多{MAX_NAMES}个单位"))
            for word in named.refused:
                self.faults.append(raw.fault(field, f"“{word}”不是单位，请写明单位名称", word))
        leading, rest = self._leading(raw, lead.lead + beside.lead, bool(lead.refused))
        helping = [*rest, *lead.cooperating, *beside.cooperating]
        codes = [code for name in helping for code in self._units(raw, name, "cooperating")]
        first, *others = leading or [""]
        cooperating = dict.fromkeys((*others, *codes))
        return Charge(first, tuple(code for code in cooperating if code != first))

    def _read(self, text: str, role: Role) -> Named:
        """Many rows write the same cell."""
        if (text, role) not in self._cells:
            self._cells[text, role] = read_units(self._mended(text), role)
        return self._cells[text, role]

    def _mended(self, text: str) -> str:
        """A name that the edge of its cell broke, where only the whole is a unit's name."""
        whole, *lines = tidy(text).split("\n")[:MAX_NAMES]
        find = self.staff.find
        for line in lines:
            left, right = pieces(whole)[-1:], pieces(line)[:1]
            broken = find("".join(left + right)) and not all(map(find, left + right))
            whole += line if broken else f"\n{line}"
        return whole

    def _leading(self, raw: Raw, names: list[str], refused: bool) -> tuple[list[str], list[str]]:
        """(codes of which the first leads, names that cooperate after all)."""
        if not names:
            return ([], []) if refused or raw.choose else (self._unwritten(raw), [])
        sure = len(names) == 1 and not raw.choose
        name = names[0] if sure else self._one_of(raw, names)
        rest = [other for other in names if other != name]
        if not name:
            return [], []
        group = as_group(name)
        if group is not None:
            return self._lead_of_group(raw, group), rest
        return self._units(raw, name, "lead"), rest

    def _unwritten(self, raw: Raw) -> list[str]:
        """A row, or a sentence with a time, that names no unit."""
        id = f"lead:{raw.ref}"
        answer = self.asking.ask(
            Question(
                id=id,
                text=f"第{raw.row}行没有写明责任单位，由哪个单位牵头（可填单位名称或代码）",
                options=(),
                free=True,
                sheet=raw.sheet,
                row=raw.row,
                about=f"{raw.text}|",
            )
        )
        return self._coded(id, answer) if answer else []

    def _one_of(self, raw: Raw, names: list[str]) -> str:
        if not raw.choose:
            said = self.asking.ask(
                Question(
                    id=FIRST,
                    text="有的格内写了几个牵头（责任）单位，是否第一个牵头、其余配合",
                    options=YES_NO,
                    default="yes",
                )
            )
            if said != "no":
                return names[0] if said else ""
        return self.asking.ask(
            Question(
                id=f"lead:{raw.ref}",
                text=f"第{raw.row}行由哪个单位牵头",
                options=tuple(Option(name, name) for name in names[:MAX_OPTIONS]),
                default="" if raw.choose else names[0],
                sheet=raw.sheet,
                row=raw.row,
                about=f"{raw.text}{raw.lead}",
            )
        )

    def _lead_of_group(self, raw: Raw, group: Group) -> list[str]:
        """One unit leads where the table charges a whole group; the group cooperates."""
        members = self._group(raw, group, "lead")
        if len(members) == 1:
            return members
        offices = [c for c, unit in self.staff.units.items() if unit.kind == "office"]
        offices = [code for code in offices if not self.staff.units[code].closed]
        codes = [*offices, *(code for code in members if code not in offices)][:MAX_OPTIONS]
        id = f"lead:{raw.ref}"
        id += "*" if id in self.asking.asked else ""
        answer = self.asking.ask(
            Question(
                id=id,
                text=f"第{raw.row}行由“{group.phrase}”负责，请指定一个牵头单位（可填名称或代码），其余配合",
                options=tuple(Option(code, self.staff.name(code)) for code in codes),
                default=offices[0] if len(offices) == 1 else "",
                free=True,
                sheet=raw.sheet,
                row=raw.row,
                about=f"{raw.text}{raw.lead}",
            )
        )
        if not answer:
            return []
        lead = self._coded(id, answer)
        return [*lead, *members] if lead else []

    def _units(self, raw: Raw, name: str, field: str) -> list[str]:
        """A name means the same in the whole table: it is looked for once."""
        found = self._meant.get(name)
        self.asking.again(f"unit:{name}")
        if found is None and self._unknown <= MAX_UNKNOWN:
            found = self._meant[name] = self._looked_up(raw, name, field)
        return found or []

    def _looked_up(self, raw: Raw, name: str, field: str) -> list[str]:
        group = as_group(name)
        if group is not None:
            return self._group(raw, group, field)
        found = self.staff.find(name)
        if len(found) == 1:
            return found
        if not found:
            for halves in both_halves(name):
                both = [self.staff.find(half) for half in halves]
                if all(len(one) == 1 for one in both):
                    return [code for one in both for code in one]
        return self._asked(raw, name, found or None, field)

    def _group(self, raw: Raw, group: Group, field: str) -> list[str]:
        if group.kind == "districts":
            self.notes.append(raw.fault(field, f"“{group.phrase}”指各县区，本区表中不另列单位"))
            return []
        codes = expand(group, self.staff.units)
        return [*codes] if codes else self._asked(raw, group.phrase, [], field)

    def _asked(self, raw: Raw, name: str, near: list[str] | None, field: str) -> list[str]:
        """``near``: units that the name may mean; None: those that are like it."""
        self._unknown += 1
        if self._unknown > MAX_UNKNOWN:
            text = f"全表无法识别的单位名称超过{MAX_UNKNOWN}个，自此不再识别，请先核对单位名称"
            self.faults.append(raw.fault(field, text, name))
            return []
        near = self.staff.like(name) if near is None else near
        id = f"unit:{name}"
        options = [Option(code, self.staff.name(code)) for code in near[:MAX_OPTIONS]]
        answer = self.asking.ask(
            Question(
                id=id,
                text=f"“{name}”是哪个单位（可填单位名称或代码，几个用顿号隔开）",
                options=(*options, Option(NONE, "不计入")),
                default=near[0] if len(near) == 1 else "",
                free=True,
                sheet=raw.sheet,
                row=raw.row,
            )
        )
        return [] if answer in ("", NONE) else self._coded(id, answer)

    def _coded(self, id: str, answer: str) -> list[str]:
        """The units of an answer, by code or by name."""
        found: list[str] = []
        for word in pieces(answer):
            codes = self.staff.find(word)
            if word in self.staff.units:
                codes = [self.staff.current(word)]
            if len(codes) != 1:
                self.asking.reject(id)
                return []
            found += codes
        return found

    def choose_lead(self, item: str, raws: Iterable[Raw], leads: list[str]) -> str:
        """Several rows name one item with different leads: one of them leads."""
        raw = next(iter(raws))
        return self.asking.ask(
            Question(
                id=f"lead:{item}",
                text=f"{item} 在表中由几个单位负责，由哪个单位牵头",
                options=tuple(Option(code, self.staff.name(code)) for code in leads),
                default=leads[0],
                sheet=raw.sheet,
                row=raw.row,
                about=f"{item}|{'|'.join(leads)}",
            )
        )

    # -- persons --------------------------------------------------------------------------------

    def person(self, raw: Raw, lead: str, held: Row | None) -> str:
        """The named person's account, or empty while it is asked or at fault."""
        accounts = self.staff.charged(lead)
        if not accounts:
            said = f"{self.staff.name(lead)}尚无人员账号，请先任命责任人"
            self.faults.append(raw.fault("person" if raw.people.get("person") else "lead", said))
            return ""
        before = held.person if held is not None and held.lead == lead else ""
        written = pieces(SPACED.sub("", raw.people.get("person", "")))
        if len(written) > MAX_PERSONS:
            self.faults.append(raw.fault("person", f"一格最多{MAX_PERSONS}人"))
            return ""
        names = [_bare(name) for name in written]
        called = [a for a in accounts if self._bare_name(a) in names]
        contacts = [a for a in accounts if "unit" in self.staff.persons[a].roles]
        wanted = called or ([] if names else contacts)
        if len(wanted) == 1:
            return wanted[0]
        if before in (wanted or accounts) and (called or not names):
            return before
        return self._which(raw, lead, names, wanted or accounts)

    def _bare_name(self, account: str) -> str:
        if account not in self._bare_names:
            self._bare_names[account] = _bare(self.staff.persons[account].name)
        return self._bare_names[account]

    def _which(self, raw: Raw, lead: str, names: list[str], accounts: list[str]) -> str:
        named = "、".join(names)
        unit = self.staff.name(lead)
        text = f"“{named}”是{unit}的哪一位" if names else f"{unit}由谁负责"
        persons = self.staff.persons
        return self.asking.ask(
            Question(
                id=f"person:{lead}" + (f":{named}" if names else ""),
                text=text,
                options=tuple(Option(a, persons[a].name) for a in accounts[:MAX_OPTIONS]),
                default=accounts[0] if len(accounts) == 1 else "",
                sheet=raw.sheet,
                row=raw.row,
            )
        )


def _bare(name: str) -> str:
    """张三（局长） -> 张三."""
    return re.sub(r"\([^()]*\)$", "", squeeze(name))
