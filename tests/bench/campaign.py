"""The campaign's own figures: one more fact, a replay, a decomposition, an export."""

from collections.abc import Iterator

from tests.bench import decomposition, exports, scoring
from tests.support.stack import Stack


def lines(stack: Stack) -> Iterator[str]:
    """What to print, as each figure is there."""
    found = scoring.measured(stack)
    yield (
        f"one more fact: {found['first'] * 1000:.1f} ms in the first {scoring.FIRST}, "
        f"{found['later'] * 1000:.1f} ms after {scoring.FACTS}; ratio {found['ratio']:.2f} "
        f"({found['steady']:.2f} beside a small insert made at the same time)"
    )
    yield f"full replay, compared with what is stored: {found['replay']:.0f} facts/s"
    yield decomposition.line(decomposition.measured(stack))
    yield from exports.lines(*exports.measure(stack))
