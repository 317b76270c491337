"""Facts about registers (台账) and material demanded."""

from datetime import date

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


@fact("tasks.register_changed.v1")
class RegisterChanged(Fact, frozen=True, kw_only=True):
    """A register was opened, or its rows say something else while their count stands.

    ``by`` is empty where no person did it.
    """

    register: str
    year: int
    item: str
    title: str
    by: str


@fact("tasks.material_demanded.v1")
class MaterialDemanded(Fact, frozen=True, kw_only=True):
    """A unit is asked for material that is not held. ``repeated``: it is, and was insisted on."""

    demand: str
    year: int
    item: str
    unit: str
    what: str
    reason: str
    due: date
    by: str
    repeated: bool
