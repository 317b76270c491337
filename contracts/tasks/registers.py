"""Facts about registers (台账)."""

from contracts.envelope import Fact, fact


@fact("tasks.register_counted.v1")
class RegisterCounted(Fact, frozen=True, kw_only=True):
    """Rows of a register (点位表): all, and those done with sealed evidence."""

    register: str
    year: int
    standard: str
    item: str
    done: int
    rows: int
