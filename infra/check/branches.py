"""``python -m infra.check.branches`` after ``pytest --cov``: how much of what is pure the unit
tests run, by line and branch, against its floors.
"""

import io

from coverage import Coverage

from infra.check.purity import IMPURE_NAMES, REACHING_OUT

FLOORS = {
    "services/scoring/wording/*": 99,
    "services/tasks/registers/table.py": 99,
}
"""Readers of tables and of prose, whose forms are still being written: per cent, rounded down. A
floor only rises."""
WHOLE = {
    "contracts/*": 99,
    "services/evidence/*": 100,
    "services/notify/*": 100,
    "services/scoring/*": 99,
    "services/tasks/*": 99,
}
"""The rest of what is pure; a hundredth below what property tests reached where they draw."""

OMITTED = [
    *(f"{place}{end}" for place in REACHING_OUT for end in (".py", "/*")),
    *(f"services/**/{name}{end}" for name in IMPURE_NAMES for end in (".py", "/*")),
    "**/*.py:*",
]
"""What reads or writes; and expressions, which a test
compiles under the name of their file and line.
"""


def main() -> int:
    measured = Coverage()
    measured.load()
    low = False
    for folder, floor in {**FLOORS, **WHOLE}.items():
        lines = io.StringIO()
        omitted = [*OMITTED, *(() if folder in FLOORS else FLOORS)]
        share = measured.report(include=[folder], omit=omitted, file=lines)
        low |= share < floor
        print(f"{'ok  ' if share >= floor else 'FAIL'} {folder}: {share:.2f} %, floor {floor}")
        if share < floor:
            print(lines.getvalue())
    return int(low)


if __name__ == "__main__":
    raise SystemExit(main())
