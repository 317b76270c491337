"""A rule's clauses together, and what earning and deducting both ask of them."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from services.scoring.exact import number as exact
from services.scoring.names import RATIO
from services.scoring.rules.node import Number
from services.scoring.rules.share import Share
from services.scoring.wording.asking import Ask, Unreadable
from services.scoring.wording.clauses import Clause

RECORDS = "没有任何记录时：none 视为未发生；zero 视为无事实，按 0 分计"
_PLACES = ("个", "村", "家", "所", "站", "户")
"""Units whose 每 belongs to the name: 每个村, but 每件投诉 is 投诉."""
ANY_RATE = frozenset({"", "完成率", "比率"})
"""Names that tell no rate from another."""


class Sentence:
    """``points``: the full mark as decimal text. What nobody takes is asked about at the end."""

    def __init__(self, clauses: Sequence[Clause], points: str, ask: Ask) -> None:
        self.clauses, self.points, self.ask = clauses, points, ask
        self._taken: set[int] = set()
        self._ratios: list[str] = []

    def of(self, *kinds: str) -> list[Clause]:
        """Takes the clauses of these kinds."""
        found = [(n, clause) for n, clause in enumerate(self.clauses) if clause.kind in kinds]
        self._taken |= {n for n, _ in found}
        return [clause for _, clause in found]

    def has(self, *kinds: str) -> bool:
        return any(clause.kind in kinds for clause in self.clauses)

    def left(self) -> Iterator[Clause]:
        for n, clause in enumerate(self.clauses):
            if n not in self._taken:
                yield clause

    def is_full(self, worth: str) -> bool:
        return worth == "100%" or (not worth.endswith("%") and exact(worth) == exact(self.points))

    def weight(self, worth: str) -> Fraction:
        """Points, to compare what two bands give."""
        part = exact(worth)
        return part * exact(self.points) if worth.endswith("%") else part

    def misses_people(self) -> bool:
        """人、户 without a number that is needed are missed one by one, as is whatever a rate of
        100% lacks: a deduction."""
        short = [clause for clause in self.clauses if clause.kind == "short"]
        needed = self.has("need", "sampled")
        whole = any(
            each.kind in ("band", "target") and each.get("at") == "100%" for each in self.clauses
        )
        return bool(short) and not needed and (whole or all(_missed(each) for each in short))

    def share(self, label: str, name: str = "") -> Number:
        """One ratio for each name that the words give one; 完成率 alone is the usual one."""
        name = name or self._ratio(label)
        label = "" if name == RATIO and label in ANY_RATE else label
        text = "应有数为 0（0/0）时如何计分？zero 计 0 分；full 计满分"
        topic = "empty" if name == RATIO else f"empty.{name}"
        empty = self.ask(topic, text, ("zero", "full"), "zero")
        return Share(
            input=name,
            empty="full" if empty == "full" else "zero",
            label=label,
            sample="抽" in label or any("抽查" in clause.text for clause in self.clauses),
        )

    def _ratio(self, label: str) -> str:
        if self._ratios and (not label or {label, self._ratios[-1]} <= ANY_RATE):
            label = self._ratios[-1]
        if label not in self._ratios:
            self._ratios.append(label)
        at = self._ratios.index(label) + 1
        return RATIO if at == 1 else f"{RATIO}_{at}"


def one_name(clauses: Sequence[Clause]) -> str:
    """The name that all of them speak of. Raises: Unreadable where they speak of several."""
    names = {clause.get("label").removesuffix("的") for clause in clauses} - {""}
    longest = max(names, key=len, default="")
    if any(name not in longest for name in names):
        raise Unreadable(f"“{'”“'.join(sorted(names))}”不是同一个数，请分为几项")
    return longest


def _missed(clause: Clause) -> bool:
    """Missed one by one: people, and what is said not to be done (责任状未签订的，每缺一份)."""
    return clause.get("unit") in ("人", "名", "户", "人次") or "未" in clause.get("label")


def called(clause: Clause) -> str:
    """What one occurrence is called: 每退兵一人 is 退兵, 每件有效投诉 is 有效投诉."""
    if clause.kind == "short":
        missed = f"少一{clause.get('unit')}{clause.get('verb')}{clause.get('what')}"
        return clause.get("label") + missed
    place = clause.get("unit") in _PLACES and not clause.get("verb") and clause.get("what")
    each = f"每{clause.get('unit')}" if place else ""
    told = clause.get("label") + each + clause.get("verb") + clause.get("what")
    return re.sub(r"^(?:有|发生|出现|发现|查实)(?=.)|^(?:有|发生|出现)\Z|的\Z|[.]\Z", "", told)


def prices(clauses: Sequence[Clause], sign: str) -> dict[str, str]:
    """Each kind of occurrence with its price. Raises: Unreadable where two have one name."""
    found = {called(clause) or clause.get("unit"): sign + clause.worth for clause in clauses}
    if "" in found or len(found) < len(clauses):
        raise Unreadable("几种情形请各写明名称")
    return found
