"""No text, however long or hostile, makes a regular expression of ours slower than linear."""

import pytest

from services.scoring.wording.asking import Unreadable
from services.scoring.wording.clauses import MAX_CLAUSE, clause
from services.tasks.dates.deadlines import MAX_PHRASE
from tests.support.expressions import Expression, expressions
from tests.support.linear import looks_far, loops_within, rivals

pytestmark = pytest.mark.no_cover  # it runs expressions and nothing else of ours
EVERY = expressions()
ANYWHERE = {"search", "sub", "subn", "split", "findall", "finditer"}
BOUNDED = {
    # 100 characters and no more: some 50 ms at worst, in a process that can be ended.
    "services/scoring/wording/clauses.py:_COMPILED": MAX_CLAUSE,
    "services/scoring/wording/lexicon.py:SCANNER": MAX_CLAUSE,
    "services/scoring/wording/scanning.py:SCANNER": MAX_CLAUSE,
    # The beginning of a file, read by a confined process.
    "gateway/sheets/reading/text.py:WEB": 4096,
    "gateway/sheets/reading/text.py:XML": 4096,
    "gateway/sheets/reading/text.py:MAIL": 4096,
    "gateway/sheets/reading/text.py:OTHERS": 4096,
    # The code of a number format: a spreadsheet takes 255.
    "gateway/sheets/reading/formats.py:TOKEN": 1000,
    # Words of a deadline: 80, looked at by ``read_deadline`` before any reader is asked.
    "services/tasks/dates/phrases.py:OCCASION": MAX_PHRASE,
    # A cell.
    "services/tasks/planning/table/prose.py:OTHER_LABEL": 2000,
    "services/tasks/organisation/unit_cells.py:BROKEN": 2000,
    # Read by a confined process whose budget of seconds grows with the file.
    "services/evidence/checks/fields.py:TOKENS": 4 * 1024 * 1024,
    "services/evidence/checks/fields.py:CALL": 4 * 1024 * 1024,
    # Linear, though the scan does not see it: no sign of a gap begins a mark, and gaps are never
    # given back. A text is at most a request long.
    "contracts/secrecy.py:INTERNAL": 8 * 1024 * 1024,
}
"""Those that are slower or not known to be linear, with the most characters they are given."""


def slower(one: Expression) -> bool:
    found = rivals(one.pattern, one.flags, anywhere=False, whole="fullmatch" in one.uses)
    if one.uses & ANYWHERE:
        found += rivals(one.pattern, one.flags)
    found_within = loops_within(one.pattern, one.flags) or looks_far(one.pattern, one.flags)
    return bool(found) or found_within


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.place)
def test_an_expression_is_linear_or_its_text_is_bounded(one: Expression) -> None:
    assert one.place in BOUNDED or not slower(one), f"{one.pattern!r} is slower than linear"


def test_the_bound_of_a_clause_holds_before_any_form_is_tried() -> None:
    with pytest.raises(Unreadable, match="100"):
        clause("每" * (MAX_CLAUSE + 1))


def test_the_scan_finds_expressions_of_every_kind() -> None:
    places = " ".join(one.place for one in EVERY)
    for known in ("contracts/words.py", "kit/settings.py", "secrecy.py:MARK", "chinese.py:HINTS"):
        assert known in places


@pytest.mark.parametrize(
    "pattern",
    [
        r"\d+(?:至|到|-)\d+分",
        r"(a+)+$",
        r"(a*)*b",
        r"<[^>]*x[^>]*y",
        r"(?:a|ab)+c",
        r"\s+$",
        r'"(?:[^"\\]|\\.)*"',
        r"x*x*y",
        r"(\w+\s?)+$",
        r"[、,](?![^(]*[)])",
    ],
)
def test_what_is_slower_is_seen(pattern: str) -> None:
    assert rivals(pattern) or loops_within(pattern) or looks_far(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        r"\s+",
        r"\d{1,6}(?:至|到|-)\d{1,6}分",
        r"^[a-z][a-z0-9-]{1,39}$",
        r"\([^()]*\)$",
        r"<[^<>]*>",
        r"(?:ab)+c?",
        r"[,;]+",
    ],
)
def test_what_is_linear_passes(pattern: str) -> None:
    assert not (rivals(pattern) or loops_within(pattern) or looks_far(pattern))
