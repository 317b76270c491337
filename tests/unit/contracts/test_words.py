from typing import Any, get_args

import pytest

from contracts import words
from gateway.routes.exports import FINDINGS, SLIPS
from gateway.sheets.columns import Column
from services.notify.render import ENVIRONMENT

NAMED: dict[str, tuple[Any, Any]] = {
    "levels": (words.Level, words.LEVEL_NAMES),
    "marks": (words.Level, words.MARK_NAMES),
    "roles": (words.Role, words.ROLE_NAMES),
    "kinds of unit": (words.UnitKind, words.UNIT_KIND_NAMES),
    "origins": (words.Origin, words.ORIGIN_NAMES),
    "priorities": (words.Priority, words.PRIORITY_NAMES),
    "states of a task": (words.TaskState, words.TASK_STATE_NAMES),
    "inspections": (words.InspectionKind, words.INSPECTION_NAMES),
    "states of a finding": (words.FindingState, words.FINDING_STATE_NAMES),
    "colours": (words.SlipColour, words.COLOUR_NAMES),
    "sides": (words.Side, words.SIDE_NAMES),
    "states of a need": (words.NeedState, words.NEED_STATE_NAMES),
    "states of evidence": (words.EvidenceState, words.EVIDENCE_STATE_NAMES),
}


@pytest.mark.parametrize("codes, names", NAMED.values(), ids=NAMED)
def test_every_code_has_a_name_of_its_own(codes: Any, names: dict[str, Any]) -> None:
    assert tuple(names) == get_args(codes)
    assert len(set(names.values())) == len(names)


@pytest.mark.parametrize("columns, path", [(SLIPS, "colour"), (FINDINGS, "called")])
def test_a_list_names_the_colour_of_a_slip_as_the_letter_does(
    columns: tuple[Column, ...], path: str
) -> None:
    (column,) = (column for column in columns if column.path == path)
    letter = ENVIRONMENT.from_string("{{ colour | colour }}")
    assert column.words["blue"] == letter.render(colour="blue") == "蓝色"
