"""What may run in another process can get there and back."""

import pickle
from typing import Any

import pytest

from contracts.refusals import Refusal
from contracts.secrecy import ClassifiedMatter
from contracts.sheets import CellFault, Sheet, SheetFaulty, Workbook
from infra.check.purity import pure
from infra.local.programs import ROOT
from kit.opening import light, opened
from kit.table import Command, Query
from services.evidence.service import Evidence
from services.notify.service import Notify
from services.scoring.service import Scoring
from services.tasks.service import Tasks

SERVICES = (Tasks, Scoring, Evidence, Notify)
PURE = {".".join(path.relative_to(ROOT).with_suffix("").parts) for path in pure(ROOT)}
DEAR = {
    "decompose_table",
    "decompose_by_roles",
    "preview_decomposition",
    "preview_by_roles",
    "import_units",
    "preview_units",
    "import_rows",
    "preview_rows",
    "import_standard",
    "amend_standard",
    "preview_standard",
    "draft_rule",
    "try_rule",
    "dry_run",
    "what_if",
    "freeze_snapshot",
    "verify_snapshot",
}
"""What reads a table or a rule that somebody has written, or works out a whole city's year."""

SPECS = [
    (f"{service.name}.{name}", door)
    for service in SERVICES
    for name, door in service.doors.items()
    if isinstance(door, Command | Query)
]


@pytest.mark.parametrize(("name", "spec"), SPECS, ids=[name for name, _ in SPECS])
def test_every_decision_has_a_name_by_which_another_process_finds_it(name: str, spec: Any) -> None:
    """A large order of any command is decided there."""
    parts = [spec.order, spec.reaction.decide] if isinstance(spec, Command) else [spec.ask]
    parts += [spec.aside] if isinstance(spec, Query) and spec.aside else []
    for part in parts:
        assert pickle.loads(pickle.dumps(part)) is part


def test_what_reads_tables_and_rules_is_worked_on_aside() -> None:
    assert {name.partition(".")[2] for name, spec in SPECS if spec.aside} == DEAR


def test_nothing_that_runs_aside_brings_a_broker_or_a_database_with_it() -> None:
    for service in SERVICES:
        for module in service.worked_aside():
            assert module.startswith("contracts.") or module in PURE, module


@pytest.mark.parametrize(
    "refusal",
    [
        SheetFaulty([CellFault("表", 3, "B", "不对")]),
        ClassifiedMatter("$.rows[3]"),
        Refusal("不行", field="$.x", why="so"),
    ],
)
def test_a_refusal_is_the_same_after_the_way(refusal: Refusal) -> None:
    there: Refusal = pickle.loads(pickle.dumps(refusal))
    assert type(there) is type(refusal)
    assert (there.detail, there.field, there.extra) == (
        refusal.detail,
        refusal.field,
        refusal.extra,
    )


def test_only_the_sheets_stay_behind() -> None:
    from contracts.orders.tasks import ImportUnits

    book = Workbook(filename="表.xlsx", sheets=(Sheet(name="表", rows=(("甲",),)),))
    raw = b'{"district": "north", "workbook": {"filename": "\xe8\xa1\xa8.xlsx", "sheets": '
    raw += b'[{"name": "\xe8\xa1\xa8", "rows": [["\xe7\x94\xb2"]]}]}}'
    found = opened(raw, ImportUnits, "import_units")
    assert found.order.workbook == book
    assert light(found).order == ImportUnits(
        district="north", workbook=Workbook(filename="表.xlsx", sheets=())
    )
    assert light(found).digest == found.digest
