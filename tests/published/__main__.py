"""``python -m tests.published``: how far each published text goes; ``--write``: into its page."""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.published import district
from tests.published.texts import TEXTS, Text

PAGE = Path(__file__).parents[2] / "docs" / "as-published.md"
BEGIN, END = "<!-- table -->\n", "<!-- end -->\n"
KINDS = {"tasks": "任务分解表", "register": "台账", "units": "单位名册", "standard": "考评标准"}
HEAD = (
    "| text | form | rows | read | asked | refused | left out by name | questions |\n"
    "|---|---|---:|---:|---:|---:|---|---|\n"
)


def account(text: Text) -> tuple[Mapping[str, Any], list[str]]:
    """What became of the rows, and the kinds of the open questions."""
    if text.importer == "tasks":
        reading = district.tasks(text.book)
        places = reading.asking.open_places
        return reading.ledger.shown(reading.faults, places), [q.id for q in reading.asking.open]
    if text.importer == "units":
        listing = district.units(text.book)
        places = listing.asking.open_places
        return listing.ledger.shown(listing.faults, places), [q.id for q in listing.asking.open]
    if text.importer == "register":
        told = district.register(text.book)
        return told["account"], [q["id"] for q in told["questions"] if not q["answer"]]
    found = district.standard(text.book)
    return found.account, [one.id for one in found.questions if not one.settled]


def lines() -> Iterator[str]:
    for importer, kind in KINDS.items():
        yield f"| **{kind}** | | | | | | | |\n"
        for text in TEXTS:
            if text.importer == importer:
                yield line(text)


def line(text: Text) -> str:
    told, open_ = account(text)
    names: dict[str, int] = {}
    for one in told["left_out"]:
        names[one["text"]] = names.get(one["text"], 0) + 1
    left = "、".join(f"{name} {count}" for name, count in names.items())
    kinds: dict[str, int] = {}
    for id in open_:
        kind = id.rpartition(".")[2] if text.importer == "standard" else id.partition(":")[0]
        kinds[kind] = kinds.get(kind, 0) + 1
    asked = ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items()))
    figures = " | ".join(str(told[of]) for of in ("rows", "planned", "asked", "faulted"))
    return f"| {text.name} | {text.form} | {figures} | {left} | {asked} |\n"


def table() -> str:
    return HEAD + "".join(lines())


def written() -> str:
    """The page with its table."""
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    return f"{before}{BEGIN}{table()}{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    if "--write" in sys.argv[1:]:
        PAGE.write_text(written(), encoding="utf-8")
    else:
        sys.stdout.write(table())
