"""What an item lacks, which is named, and what is broken, which is never bound. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from contracts.words import EVIDENCE_STATE_NAMES

Json = dict[str, Any]

NO_TASK, NO_RESULT, NO_PROOF = "没有交办任务", "没有提交成果", "没有佐证材料"


class Held(NamedTuple):
    """A piece of evidence as it was found: what the service tells of it (None: it is not there),
    its receipt, and what was read of its bytes."""

    id: str
    piece: Json | None
    receipt: str = ""
    filename: str = ""
    sha256: str = ""
    size: int = 0
    crc: int = 0


class Work(NamedTuple):
    """What was done for an item in a year. ``tasks``: the whole ones before their parts; ``done``
    of the ``due`` rows of its register have evidence; ``rows``: these, where they were read."""

    tasks: Sequence[Json]
    done: int = 0
    due: int = 0
    rows: Sequence[Json] = ()

    @property
    def submitted(self) -> list[Json]:
        return [task for task in self.tasks if task["submission"]]

    @property
    def evidence(self) -> list[str]:
        """Each piece once: those of the results, then those of the register's rows."""
        handed = (id for task in self.submitted for id in task["submission"]["evidence"])
        return list(dict.fromkeys((*handed, *(id for row in self.rows for id in row["evidence"]))))


def lead_of(work: Work, role: str, units: Mapping[str, str]) -> str:
    """Who leads the item: the unit of its task, else whom the standard names."""
    first = next(iter(work.tasks), None)
    return units.get(first["lead"], first["lead"]) if first else role


def lacks(work: Work) -> Iterator[str]:
    """What is missing of an item, in the words of its page."""
    if not work.tasks:
        yield NO_TASK
    elif not work.submitted:
        yield NO_RESULT
    if not (work.done or work.evidence):
        yield NO_PROOF
    if work.done < work.due:
        yield f"台账应有{work.due}处，缺{work.due - work.done}处"


def faults(frozen: Json, part: Json, work: Work, held: Sequence[Held], at: str) -> Iterator[str]:
    """Why an item cannot be bound. ``part``: the item in the snapshot's own text; ``at``: when it
    was frozen."""
    if (frozen["score"], frozen["points"]) != (part["score"], part["points"]):
        yield "得分说明与快照的数字不一致"
    if _sum(frozen["line"]) != frozen["score"]:
        yield "得分说明的各行加起来不等于快照的得分"
    for task in work.submitted:
        if datetime.fromisoformat(task["submission"]["at"]) > datetime.fromisoformat(at):
            yield f"任务“{task['title']}”在快照冻结之后又提交过成果，请重新冻结快照"
    for one in held:
        if said := _broken(one):
            yield said


def _broken(one: Held) -> str:
    if one.piece is None:
        return f"佐证{one.id}找不到"
    called = f"佐证“{one.piece['title']}”（{one.id}）"
    if one.piece["state"] != "SEALED":
        return f"{called}没有封存，现为“{EVIDENCE_STATE_NAMES[one.piece['state']]}”"
    if one.piece["custody_broken_at"] is not None:
        return f"{called}的保管记录从第{one.piece['custody_broken_at'] + 1}条起对不上"
    if (one.sha256, one.size) != (one.piece["sha256"], one.piece["size"]):
        return f"{called}的原件与封存时不一致"
    return ""


def _sum(line: Json) -> int:
    children = line.get("children", ())
    return sum(map(_sum, children)) if children else int(line["thousandths"])
