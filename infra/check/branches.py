"""``python -m infra.check.branches`` after ``pytest tests/unit --cov``: how much of what is pure
unit tests run, lines and branches, against floors. A floor may rise; at 100 it is whole.
"""

import io

from coverage import Coverage

from infra.check.purity import IMPURE_NAMES, REACHING_OUT

FLOORS = {
    "contracts/*": 99,
    "services/evidence/*": 99,
    "services/notify/*": 98,
    "services/scoring/*": 97,
    "services/tasks/*": 98,
}
"""Per cent, rounded down."""

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
    for folder, floor in FLOORS.items():
        lines = io.StringIO()
        share = measured.report(include=[folder], omit=OMITTED, file=lines)
        low |= share < floor
        print(f"{'ok  ' if share >= floor else 'FAIL'} {folder}: {share:.2f} %, floor {floor}")
        if share < floor:
            print(lines.getvalue())
    return int(low)


if __name__ == "__main__":
    raise SystemExit(main())
