"""One request at a time to each address: who is slow, or down, delays nobody else."""

from dataclasses import dataclass

MOST_REST = 300.0
"""Seconds for which an address that failed again and again is left alone."""
MOST_WAIT = 600.0
QUICKEST = 0.02


@dataclass(slots=True)
class Lane:
    """``took``: seconds of the last request; ``slot``: when the next in the row may look again;
    ``rests_until``: it failed. Moments of a clock that only goes on.
    """

    busy: bool = False
    took: float = 1.0
    slot: float = 0.0
    fails: int = 0
    rests_until: float = 0.0


class Lanes:
    """Of this process; who begins anew forgets them, which costs a few requests."""

    def __init__(self) -> None:
        self._lanes: dict[str, Lane] = {}

    def enter(self, hook: str, now: float, *, at_once: bool = False) -> float:
        """0: go, and ``leave`` afterwards; else the seconds after which to look again, so that
        those who wait come one after the other. ``at_once``: though it rests.
        """
        lane = self._lanes.setdefault(hook, Lane())
        if not lane.busy and (at_once or now >= lane.rests_until):
            lane.busy = True
            return 0.0
        if at_once:
            return lane.took
        first = max(lane.rests_until, now + lane.took)
        slot = max(first, lane.slot)
        if slot - now > MOST_WAIT:
            slot = first
        lane.slot = slot + lane.took
        return min(slot - now, MOST_WAIT)

    def leave(self, hook: str, now: float, took: float, *, failed: bool, asked: float = 0) -> None:
        """``asked``: seconds for which the address asked to be left alone."""
        lane = self._lanes[hook]
        lane.busy, lane.took = False, max(took, QUICKEST)
        lane.fails = lane.fails + 1 if failed else 0
        rest = min(2.0 ** min(lane.fails, 10), MOST_REST) if failed else 0.0
        lane.rests_until = now + max(rest, min(asked, MOST_WAIT))
