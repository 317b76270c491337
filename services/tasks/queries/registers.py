"""Questions about registers (台账)."""

from contracts.orders.tasks import RegisterOf
from kit.reader import Reader
from services.tasks.domain.planning.decomposition import task_id
from services.tasks.queries.sight import Answer, own_unit
from services.tasks.store import REGISTERS, TASKS


def register_of(reader: Reader, ask: RegisterOf) -> Answer:
    """The register with its count; the rows say whether they are done.

    Who belongs to a unit sees its own rows, unless the unit leads the item's task.
    Raises: NotFound.
    """
    register = reader.get(REGISTERS, ask.register)
    ratio = register.counted
    mine = own_unit(reader.caller)
    if mine is not None:
        task = reader.find(TASKS, task_id(register.year, register.district, register.item))
        if task is not None and task.lead == mine:
            mine = None
    shown = reader.show(REGISTERS, ask.register)
    photos = shown.pop("photos")
    shown["rows"] = [
        {**row, "done": row["key"] in photos, "evidence": photos.get(row["key"], "")}
        for row in shown["rows"]
        if mine is None or row["unit"] == mine
    ]
    return {**shown, "done": ratio.numerator, "total": ratio.denominator}
