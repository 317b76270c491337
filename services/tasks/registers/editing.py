"""A row of a register is amended, or withdrawn with a reason; who, when and why stay."""

from datetime import date

from msgspec.structs import replace

from contracts.orders.tasks import AmendRow, WithdrawRow
from contracts.refusals import Invalid, NotFound
from contracts.tasks import UnitSucceeded
from kit.change import Change, Given, Knowing
from services.tasks.history.entry import What
from services.tasks.refusals import WrongState
from services.tasks.registers.register import Register, RegisterRow, changed, row_of

FIELDS = {
    "label": "名称",
    "unit": "责任单位",
    "place": "地点",
    "kind": "类别",
    "on": "日期",
    "who": "姓名",
    "note": "备注",
}
"""What of a row may be amended, and how people call it."""


def amend_row(
    register: Register, order: AmendRow, given: Knowing[frozenset[str]]
) -> Change[Register] | None:
    """``given.found``: the district's units.

    Raises: NotFound, WrongState (withdrawn), Invalid (unit unknown).
    """
    row = _standing(register, order.key)
    said = {field: getattr(order, field) for field in FIELDS if getattr(order, field) is not None}
    new = row_of(replace(row, **said))
    if new == row:
        return None
    if new.unit != row.unit and new.unit not in given.found:
        raise Invalid(f"单位 {new.unit} 不是本区单位。", field="unit")
    why = f"{order.key}：{words(differences(row, new))}。{order.reason}"
    return _with(register, new, "amended", why, given)


def withdraw_row(register: Register, order: WithdrawRow, given: Given) -> Change[Register]:
    """The row stays to be seen and counts no longer. Raises: NotFound, WrongState."""
    row = _standing(register, order.key)
    new = replace(row, withdrawn=order.reason)
    return _with(register, new, "withdrawn", f"{order.key}：{order.reason}", given)


def follow_successor(
    register: Register | None, fact: UnitSucceeded, given: Given
) -> Change[Register] | None:
    """Rows still open pass to the unit that followed theirs; what was done stays as it was done."""
    if register is None:
        return None
    rows = tuple(
        replace(row, unit=fact.successor)
        if row.unit == fact.unit and register.state_of(row) == "open"
        else row
        for row in register.rows
    )
    if rows == register.rows:
        return None
    new = register.noted(
        given,
        "succeeded",
        rows,
        by=fact.by,
        why=f"{fact.reason}（{fact.document}）",
        unit=fact.successor,
        was=fact.unit,
        became=fact.successor,
    )
    return changed(register, new, given)


def differences(row: RegisterRow, new: RegisterRow) -> dict[str, tuple[str, str]]:
    """Field -> (was, is), for people."""
    return {
        field: (_said(getattr(row, field)), _said(getattr(new, field)))
        for field in FIELDS
        if getattr(row, field) != getattr(new, field)
    }


def words(found: dict[str, tuple[str, str]]) -> str:
    return "，".join(
        f"{FIELDS[field]}由“{was or '空'}”改为“{now or '空'}”"
        for field, (was, now) in found.items()
    )


def _with(
    register: Register, new: RegisterRow, what: What, why: str, given: Given
) -> Change[Register]:
    rows = tuple(new if row.key == new.key else row for row in register.rows)
    return changed(register, register.noted(given, what, rows, why=why, unit=new.unit), given)


def _standing(register: Register, key: str) -> RegisterRow:
    row = register.by_key().get(key)
    if row is None:
        raise NotFound(f"台账中没有编号为 {key} 的行。")
    if row.withdrawn:
        raise WrongState(f"编号 {key} 的行已撤下（{row.withdrawn}），不能再改动。", "withdrawn")
    return row


def _said(value: str | date | None) -> str:
    return "" if value is None else str(value)
