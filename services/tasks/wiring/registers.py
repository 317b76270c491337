"""Registers (台账)."""

from contracts.orders import tasks as orders
from kit.wiring import command, query
from services.tasks import ids
from services.tasks.domain.registers.register import add_rows, open_register
from services.tasks.lookups import registers as lookups
from services.tasks.queries import registers as queries
from services.tasks.store import REGISTERS
from services.tasks.wiring.roles import OFFICES


class Registers:
    open_register = command(
        orders.OpenRegister,
        REGISTERS,
        open_register,
        at=ids.of_register,
        creates=True,
        gather=lookups.for_open_register,
        roles=OFFICES,
    )
    add_rows = command(
        orders.AddRows,
        REGISTERS,
        add_rows,
        at="register",
        gather=lookups.for_add_rows,
        roles=OFFICES,
    )
    register_of = query(orders.RegisterOf, queries.register_of)
