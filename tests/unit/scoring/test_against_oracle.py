"""Facts in any order, twice and late: the scores end where the oracle says they must.

The oracle (``tests/oracle``) works out the same figures from the standard's words alone.
"""

from collections import Counter
from datetime import date
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from contracts.words import LEVELS
from tests.oracle import Deed, figures, sample
from tests.oracle.history import Claimed
from tests.oracle.telling import Told, told
from tests.unit.scoring.folding import Fold
from tests.unit.scoring.support import the_sample

ITEMS = (
    *("A05", "A01", "A02", "B04", "B06", "B07", "C04", "E03", "F07", "H05"),
    *("T01", "T02", "T05", "T06", "T07"),
)
DEDUCTING = ("C04", "F07", "H05", "H05", "A05")
COUNTED = ("B04", "B07", "C08", "B06", "C04", "A02")
FOLLOWING = ("misses", "names", "names", "upholds", "rejects")
DISTRICT, YEAR = "ganquan", 2026
TOWNSHIPS, UNITS = 4, 2

days = st.dates(date(YEAR, 3, 1), date(YEAR, 3, 4))
times = st.sampled_from([1, 1, 2])
followed = st.tuples(st.sampled_from(FOLLOWING), st.sampled_from(["b-1", "b-2", "b-3"]))
ratios = st.integers(0, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def claims(*kinds: str) -> st.SearchStrategy[Any]:
    one = st.builds(Claimed, st.sampled_from(kinds), st.sampled_from("XYZ"), days, times)
    return st.lists(one, max_size=4)


def measures(code: str) -> st.SearchStrategy[dict[str, Any]]:
    """What may be handed in for an item, in plain values."""
    row = sample()[code]
    told_faults = claims(*(("found", "late", "twice") if row.kind == "ESC" else ("case",)))
    honours = ("national", "provincial", "municipal") if code in ("T05", "T06") else ("claim",)
    if row.kind == "FIX":
        return st.fixed_dictionaries({"done": st.booleans()})
    if row.kind == "SUM":
        parts = {f"part_{n}": st.booleans() for n in range(1, 5)}
        return st.fixed_dictionaries({}, optional=parts)
    if row.kind == "CNT":
        return st.fixed_dictionaries({"count": st.integers(0, 5) | claims("held")})
    if row.kind == "RAT":
        return st.fixed_dictionaries({"ratio": ratios})
    if row.kind == "RAT+DED":
        return st.fixed_dictionaries({"ratio": ratios}, optional={"faults": told_faults})
    if row.kind in ("DED", "ESC"):
        return st.fixed_dictionaries({}, optional={"faults": told_faults})
    if code == "T01":
        return st.fixed_dictionaries({"mark": st.sampled_from(["0", "0.5", "1.25", "2", "3"])})
    return st.fixed_dictionaries({"claims": claims(*honours)})


class Convergence(RuleBasedStateMachine):
    """Deeds are done in order; what is told of them comes in any order, and again."""

    @initialize(drawn=st.none() | st.frozensets(st.sampled_from(ITEMS)))
    def begin(self, drawn: frozenset[str] | None) -> None:
        self.history: list[Deed] = []
        self.versions: Counter[str] = Counter()
        self.waiting: list[Told] = []
        self.heard: list[Told] = []
        self.findings: list[tuple[str, str]] = []
        self.drawn = drawn
        self.fold = Fold(the_sample(), {"townships": TOWNSHIPS, "units": UNITS}, drawn)

    def do(self, deed: Deed) -> None:
        self.history.append(deed)
        self.waiting += told(
            [deed], district=DISTRICT, year=YEAR, standard="v1", after=self.versions
        )

    @rule(data=st.data(), item=st.sampled_from(ITEMS))
    def submits(self, data: st.DataObject, item: str) -> None:
        self.do(Deed("submits", item, measures=data.draw(measures(item))))

    @rule(data=st.data(), item=st.sampled_from(ITEMS), level=st.sampled_from(LEVELS[1:]))
    def confirms(self, data: st.DataObject, item: str, level: str) -> None:
        self.do(Deed("confirms", item, level, data.draw(measures(item))))

    @rule(item=st.sampled_from(ITEMS))
    def returns(self, item: str) -> None:
        self.do(Deed("returns", item))

    @rule(item=st.sampled_from(COUNTED), ratio=ratios)
    def counts(self, item: str, ratio: tuple[int, int]) -> None:
        self.do(Deed("counts", item, done=ratio[0], rows=ratio[1]))

    @rule(item=st.sampled_from(DEDUCTING), then=st.lists(followed, max_size=4))
    def finds(self, item: str, then: list[tuple[Any, str]]) -> None:
        """A finding, and what becomes of it."""
        finding = f"f-{len(self.findings)}"
        self.findings.append((item, finding))
        self.do(Deed("finds", item, finding=finding))
        for does, bulletin in then:
            self.do(Deed(does, item, finding=finding, bulletin=bulletin))

    @precondition(lambda self: self.findings)
    @rule(data=st.data(), then=followed)
    def follows(self, data: st.DataObject, then: tuple[Any, str]) -> None:
        item, finding = data.draw(st.sampled_from(self.findings))
        self.do(Deed(then[0], item, finding=finding, bulletin=then[1]))

    @precondition(lambda self: self.waiting)
    @rule(data=st.data())
    def one_comes(self, data: st.DataObject) -> None:
        at = data.draw(st.integers(0, len(self.waiting) - 1))
        self.hear(self.waiting.pop(at))

    @precondition(lambda self: self.heard)
    @rule(data=st.data())
    def one_comes_again(self, data: st.DataObject) -> None:
        self.fold.hear(data.draw(st.sampled_from(self.heard)))

    @rule(random=st.randoms(use_true_random=False))
    def all_come(self, random: Any) -> None:
        again = random.sample(self.heard, min(5, len(self.heard)))
        coming = [*self.waiting, *self.waiting[::2], *again]
        random.shuffle(coming)
        self.fold.hear_all(coming)
        self.heard += self.waiting
        self.waiting = []
        self.compare()

    def hear(self, each: Told) -> None:
        self.heard.append(each)
        self.fold.hear(each)

    def compare(self) -> None:
        for level in LEVELS:
            wanted = figures(self.history, level, TOWNSHIPS, UNITS, drawn=self.drawn)
            assert self.fold.figures(level, YEAR) == wanted

    def teardown(self) -> None:
        if hasattr(self, "waiting"):
            for each in reversed(self.waiting):
                self.hear(each)
            self.compare()


TestConvergence = Convergence.TestCase
TestConvergence.settings = settings(
    max_examples=80,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
