"""Every figure of the story against the hand-computed ones."""

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from infra.demo import figures, office, opening, working
from infra.demo.api import Api, eventually
from infra.demo.cast import Cast


@dataclass
class Checks:
    """What held and what did not."""

    held: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def that(self, what: str, expected: Any, found: Any) -> None:
        if expected == found:
            self.held.append(what)
        else:
            self.failed.append(f"{what}: expected {expected!r}, found {found!r}")


def points(thousandths: int) -> str:
    return f"{thousandths // 1000}.{thousandths % 1000:03d}"


def wait_for_scores(cast: Cast) -> None:
    """Scores follow the events a moment later."""

    def totals() -> bool:
        rows = cast.office.get("/league", year=cast.year, level="city")["rows"]
        found = {row["district"]: row["total"] for row in rows}
        return all(found.get(d) == want["total"] for d, want in figures.TOTALS.items())

    try:
        eventually("the totals", totals, 30)
    except TimeoutError:
        cast.say("得分与预期不符，逐项核对：")


def check(cast: Cast, seen: dict[str, Any]) -> Checks:
    """``seen``: what the acts saw on their way (veto, refusal, reuse, reason)."""
    checks = Checks()
    _league(cast, checks)
    _items(cast, checks)
    _tasks(cast, checks, seen["reason"])
    _inboxes(cast, checks)
    checks.that("the veto was seen while it stood", True, seen["veto"])
    checks.that("the false photo was refused", "type-not-allowed", seen["refusal"])
    checks.that("the photo used before was recognised", "ganquan", seen["reuse"])
    _office(cast, checks, seen)
    return checks


def _office(cast: Cast, checks: Checks, seen: dict[str, Any]) -> None:
    outlook = seen["outlook"]
    self_assessed = cast.office.get(f"/scores/{office.HOME}/{cast.year}", level="self")["total"]
    checks.that("what was supposed is what came", outlook["supposed"], self_assessed)
    checks.that("there is something to push next", True, any(outlook["pushed"]))
    checks.that("every cell of the gap grid names its lead unit", True, outlook["led"])
    checks.that("a task is urged once a day", True, seen["urged"]["once"])
    told = " ".join(seen["urged"]["told"])
    checks.that("the urging stands in the history", True, "催办" in told)
    checks.that("the decision became a task", "assigned", seen["decision"])
    checks.that("the need became a task", "assigned", seen["need"])
    checks.that("material that is held is not demanded again", True, seen["stopped"])
    checks.that("the snapshot is reproducible", True, seen["frozen"]["equal"])
    checks.that("a reprint is the first print", True, seen["paper"]["equal"])
    checks.that("the scores follow from the facts", [], seen["frozen"]["differences"])
    checks.that("the list of tasks is a file", True, seen["tables"]["rows"] > 74)
    checks.that("the decomposition table has its title", True, bool(seen["tables"]["title"]))


def _league(cast: Cast, checks: Checks) -> None:
    rows = cast.office.get("/league", year=cast.year, level="city")["rows"]
    checks.that("the order of the league", figures.LEAGUE, [row["district"] for row in rows])
    for rank, row in enumerate(rows, 1):
        wanted = figures.TOTALS[row["district"]]
        found = {name: row[name] for name in wanted}
        checks.that(f"figures of {row['district']}", wanted, found)
        checks.that(f"rank of {row['district']}", rank, row["rank"])
        checks.that(f"{row['district']} is eligible", True, row["eligible"])


def _items(cast: Cast, checks: Checks) -> None:
    for district, wanted in figures.ITEMS.items():
        scores = cast.office.get(f"/scores/{district}/{cast.year}", level="city")
        found = {item["code"]: item["score"] for item in scores["items"]}
        for code, score in wanted.items():
            checks.that(f"{code} of {district}", score, found[code])
            shown = cast.office.get(f"/scores/{district}/{cast.year}/{code}", level="city")
            checks.that(f"{code} of {district} explained", score, _sum(shown["line"]))
        others = sum(s for c, s in found.items() if c not in wanted)
        named = sum(found[c] for c in wanted)
        checks.that(f"total of {district} is the sum of its items", scores["total"], named + others)
    path = f"/scores/ganquan/{cast.year}/B04"
    after = cast.office.get(path, level="self")
    checks.that("B04 self-assessed", figures.B04_AFTER_THE_TENTH_PHOTO, after["score"])


def _sum(line: dict[str, Any]) -> int:
    """The leaves of an explanation add up to the figure."""
    children = line.get("children", [])
    return sum(_sum(child) for child in children) if children else line["thousandths"]


def _tasks(cast: Cast, checks: Checks, reason: str) -> None:
    film = cast.of("ganquan", "xuanchuan").get(f"/tasks/{cast.task('ganquan', 'B03')}")
    checks.that("the reason of the return is kept", True, reason in str(film["history"]))
    moved = cast.of("ganquan", "renwubu").get(f"/tasks/{cast.task('ganquan', 'C03')}")
    checks.that("the objected task has moved", "renwubu", moved["lead"])
    district, item = opening.OVERDUE
    office = cast.of(district, "office")
    task = cast.task(district, item)
    late = eventually(f"{task} overdue", lambda: office.get(f"/tasks/{task}")["overdue"])
    checks.that("the late task is overdue", True, late)
    confirmed = [
        task
        for district in figures.TOTALS
        for task in cast.office.everything("/tasks", district=district, state="confirmed-city")
    ]
    checks.that("tasks confirmed by the city", len(working.PLAIN) + 3, len(confirmed))


def _letters(hand: Api, word: str) -> list[Any]:
    return [m for m in hand.everything("/inbox") if word in f"{m['subject']}{m['body']}"]


def _inboxes(cast: Cast, checks: Checks) -> None:
    for district, who, word in (
        ("ganquan", "xuanchuan", "退回"),
        ("linhe", "renwubu", "逾期"),
        ("ganquan", "renwubu", "异议"),
    ):
        hand = cast.of(district, who)
        found = eventually(
            f"{word} in the inbox of {district} {who}",
            partial(_letters, hand, word),
        )
        checks.that(f"{word} reached {district} {who}", True, bool(found))
