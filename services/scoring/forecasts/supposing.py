"""One supposed change: the same records as the real event would make."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from contracts.measures import MAX_ENTRIES, Measure, Quantity, Ratio, Tally
from contracts.orders import scoring as orders
from contracts.refusals import Invalid
from contracts.words import LEVELS, MARK_NAMES
from services.scoring.facts.changes import count, fall_late, mark, withdraw
from services.scoring.facts.state import Marked, Score
from services.scoring.names import CLAIMS
from services.scoring.scores.item import fact_faults
from services.scoring.scores.position import Position
from services.scoring.standards.standard import Item

LAST = datetime(2200, 1, 1, tzinfo=UTC)
"""A supposed mark is newer than every real one."""


class Supposed(NamedTuple):
    """One change applied: where the district stands then, which item it touches, in words."""

    position: Position
    item: str
    why: str


class _At(NamedTuple):
    """A place in the list of changes; refusals name it."""

    path: str

    def refuse(self, field: str, text: str) -> Invalid:
        return Invalid(text, field=f"{self.path}.{field}")


def supposed(position: Position, change: orders.SupposedChange, path: str) -> Supposed:
    """Raises: Invalid."""
    return _CHANGES[type(change)](position, change, _At(path))


def _item(position: Position, code: str, at: _At) -> Item:
    item = position.around.standard.item(code)
    if item is None:
        raise at.refuse("item", f"标准没有 {code} 这一项")
    return item


def hand_in(position: Position, item: Item, measures: Mapping[str, Measure]) -> Score:
    """Handed in with these measures and confirmed, unchanged, up to the position's level."""
    record = position.record(item.code)
    for level in LEVELS[: LEVELS.index(position.level) + 1]:
        held = record.levels.get(level)
        duty = record.duty
        task = held.task if held else duty.task if duty else f"what-if-{item.code}"
        version = held.version + 1 if held else 1
        marked = Marked(task=task, version=version, measures=dict(measures), at=LAST)
        record = mark(record, level, marked)
    return record


def _finish(position: Position, change: orders.IfFinished, at: _At) -> Supposed:
    item = _item(position, change.item, at)
    for fault in fact_faults(item, change.measures):
        raise at.refuse(f"measures.{fault.input}", fault.text)
    register = position.record(item.code).register
    measures = dict(change.measures)
    words = f"按所填数据完成，{MARK_NAMES[position.level].zh}予以认定"
    if register is not None and item.register:
        given = from_register(item, register.done, register.rows)
        if position.level == "self" and given.keys() & measures.keys():
            words = f"{words}；自评以台账为准（{register.done}/{register.rows}）"
        measures = {**given, **measures}
    return Supposed(position.with_record(hand_in(position, item, measures)), item.code, words)


def _rows(position: Position, change: orders.IfRows, at: _At) -> Supposed:
    item = _item(position, change.item, at)
    record = position.record(item.code)
    register = record.register
    if not item.register:
        raise at.refuse("item", f"{item.code} 没有台账")
    if register is None:
        raise at.refuse("item", f"{item.code} 的台账还没有数")
    left = register.rows - register.done
    if change.done > left:
        raise at.refuse("done", f"{item.code} 的台账只剩 {left} 行未完成")
    done, rows = register.done + change.done, register.rows
    record = count(record, replace(register, done=done, version=register.version + 1))
    position = position.with_record(record)
    words = f"台账再完成 {change.done} 行（{done}/{rows}）"
    if position.level != "self":
        measures = {**position.measures(item.code), **from_register(item, done, rows)}
        position = position.with_record(hand_in(position, item, measures))
        words = f"{words}，{MARK_NAMES[position.level].zh}予以认定"
    return Supposed(position, item.code, words)


def from_register(item: Item, done: int, rows: int) -> dict[str, Measure]:
    """A register's numbers as the inputs that the item reads from it."""
    return {
        wanted.name: Ratio(numerator=done, denominator=rows)
        if wanted.measure == "ratio"
        else Quantity(value=str(done))
        for wanted in item.inputs
        if wanted.source == "register"
    }


def _claim(position: Position, change: orders.IfClaimed, at: _At) -> Supposed:
    item = _item(position, change.item, at)
    wanted = next((each for each in item.inputs if each.name == CLAIMS), None)
    if wanted is None:
        raise at.refuse("item", f"{item.code} 不按申报逐项加分")
    for index, entry in enumerate(change.entries):
        if entry.kind not in wanted.kinds:
            known = "、".join(wanted.kinds)
            raise at.refuse(f"entries[{index}].kind", f"没有“{entry.kind}”，应为：{known}")
    measures = position.measures(item.code)
    before = measures.get(CLAIMS)
    entries = (*(before.entries if isinstance(before, Tally) else ()), *change.entries)
    if len(entries) > MAX_ENTRIES:
        raise at.refuse("entries", f"连同已申报的超过 {MAX_ENTRIES} 笔")
    record = hand_in(position, item, {**measures, CLAIMS: Tally(entries=entries)})
    words = f"再申报 {len(change.entries)} 笔，{MARK_NAMES[position.level].zh}予以认定"
    return Supposed(position.with_record(record), item.code, words)


def _finding(position: Position, id: str, at: _At) -> Score:
    for record in position.held.values():
        if id in record.findings and record.findings[id].kind:
            return record
    raise at.refuse("finding", f"本县区本年度没有问题 {id}")


def _appeal(position: Position, change: orders.IfAppealed, at: _At) -> Supposed:
    record = _finding(position, change.finding, at)
    if not change.upheld:
        return Supposed(position, record.item, f"申诉不成立，问题 {change.finding} 照扣")
    words = f"申诉成立，问题 {change.finding} 不再扣分"
    then = withdraw(record, change.finding)
    return Supposed(position.with_record(then), record.item, words)


def _rectify(position: Position, change: orders.IfRectified, at: _At) -> Supposed:
    record = _finding(position, change.finding, at)
    late = record.findings[change.finding].late
    then = "已经逾期，扣分不退" if late else "不再升级，已扣的分不退"
    return Supposed(position, record.item, f"问题 {change.finding} 完成整改：{then}")


def _late(position: Position, change: orders.IfLate, at: _At) -> Supposed:
    record = _finding(position, change.finding, at)
    then = fall_late(record, change.finding)
    words = f"问题 {change.finding} 逾期未整改"
    return Supposed(position.with_record(then), record.item, words)


def _veto(position: Position, change: orders.IfVeto, at: _At) -> Supposed:
    titles = {veto.topic: veto.title for veto in position.around.standard.vetoes}
    if change.topic not in titles:
        raise at.refuse("topic", f"标准没有这个否决事项；可用的有：{'、'.join(titles)}")
    one = frozenset((change.topic,))
    raised = position.raised | one if change.raised else position.raised - one
    words = f"一票否决{'提出' if change.raised else '解除'}：{titles[change.topic]}"
    return Supposed(replace(position, raised=raised), "", words)


_CHANGES: dict[type[Struct], Callable[[Position, Any, _At], Supposed]] = {
    orders.IfFinished: _finish,
    orders.IfRows: _rows,
    orders.IfClaimed: _claim,
    orders.IfAppealed: _appeal,
    orders.IfRectified: _rectify,
    orders.IfLate: _late,
    orders.IfVeto: _veto,
}
