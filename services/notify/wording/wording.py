"""How a kind of message is worded here, in each of its versions."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from contracts.orders.notify import RestoreWording, SetWording
from contracts.refusals import Invalid
from contracts.words import CITY_WIDE, Said
from kit.change import Change, Knowing
from services.notify.previews import Sample
from services.notify.wording.checking import Fault, Parts, faults

MOST_VERSIONS = 50
"""The newest that are kept; what was sent keeps its own words."""
FAULTS: Mapping[str, Said] = {
    "syntax": Said("括号没有成对，或写法读不懂", "braces that do not match, or cannot be read"),
    "form": Said("不能用这种写法，只能填入字段", "no form of these texts: fields are filled in"),
    "unknown": Said("没有可以写进去的字段“{what}”", "no field {what} to be filled in"),
    "bare": Said("字段“{what}”要照字段表的写法填入", "write the field {what} as the table has it"),
    "missing": Said("必须保留字段“{what}”", "the field {what} must stay"),
    "long": Said("太长，最多 {what}", "too long: at most {what}"),
    "empty": Said("没有内容", "nothing is said"),
    "sample": Said("按示例生成不出来，请核对写法", "the sample cannot be filled in"),
}


class Version(Struct, frozen=True, kw_only=True):
    """``usual``: the text that came with the platform, whose parts it then leaves empty."""

    number: int
    subject: str = ""
    body: str = ""
    brief: str = ""
    usual: bool = False
    by: str
    at: datetime
    why: str

    @property
    def parts(self) -> Parts | None:
        return None if self.usual else Parts(self.subject, self.body, self.brief)


class Wording(Struct, frozen=True, kw_only=True):
    """Its id is the type of the fact that it tells. ``versions``: the newest last."""

    kind: str
    versions: tuple[Version, ...]
    district: str = CITY_WIDE

    @property
    def parts(self) -> Parts | None:
        """None: the text that came with the platform."""
        return self.versions[-1].parts


def set_wording(
    state: Wording | None, order: SetWording, given: Knowing[Sample]
) -> Change[Wording] | None:
    """Raises: Invalid with every fault at its place."""
    parts = typed(order.subject, order.body, order.brief)
    if found := faults(parts, given.found):
        raise refused(found)
    if parts == (state.parts if state else None):
        return None
    made = Version(
        number=_next(state),
        subject=parts.subject,
        body=parts.body,
        brief=parts.brief,
        by=given.by.account,
        at=given.now,
        why=order.reason,
    )
    return Change(_with(state, given.key, made))


def restore(
    state: Wording | None, order: RestoreWording, given: Knowing[Sample]
) -> Change[Wording] | None:
    """Raises: Invalid (no such version, or one that would not be taken today)."""
    earlier = _earlier(state, order.number)
    parts = earlier.parts if earlier else None
    if parts == (state.parts if state else None):
        return None
    if parts is not None and (found := faults(parts, given.found)):
        raise refused(found)
    made = Version(
        number=_next(state),
        usual=True,
        by=given.by.account,
        at=given.now,
        why=order.reason,
    )
    if parts is not None:
        made = replace(made, usual=False, **parts._asdict())
    return Change(_with(state, given.key, made))


def typed(subject: str, body: str, brief: str) -> Parts:
    """As a form gives them: its line ends are two signs, and a subject has none."""
    one, other = (" ".join(line.splitlines()).strip() for line in (subject, brief))
    return Parts(one, body.replace("\r\n", "\n").strip(), other)


def refused(found: list[Fault]) -> Invalid:
    first = found[0]
    return Invalid(
        f"第 {first.line} 行第 {first.column} 字：{said(first).zh}。",
        field=f"$.{first.field}",
        faults=[told(one) for one in found],
    )


def said(fault: Fault) -> Said:
    zh, en = FAULTS[fault.code]
    return Said(zh.format(what=fault.what), en.format(what=fault.what))


def told(fault: Fault) -> dict[str, str | int]:
    words = said(fault)
    return {**fault._asdict(), "detail": words.zh, "detail_en": words.en}


def _earlier(state: Wording | None, number: int) -> Version | None:
    """None: the text that came with the platform. Raises: Invalid."""
    if not number:
        return None
    kept = state.versions if state else ()
    found = next((one for one in kept if one.number == number), None)
    if found is None:
        raise Invalid(f"没有第 {number} 版。", field="$.number")
    return found


def _next(state: Wording | None) -> int:
    return state.versions[-1].number + 1 if state else 1


def _with(state: Wording | None, kind: str, made: Version) -> Wording:
    kept = state.versions if state else ()
    return Wording(kind=kind, versions=(*kept, made)[-MOST_VERSIONS:])
