"""A rule's clauses together, and what earning and deducting both ask of them."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from services.scoring.exact import number as exact
from services.scoring.rules.node import Number
from services.scoring.rules.share import Share
from services.scoring.wording.asking import Ask, Unreadable
from services.scoring.wording.clauses import Clause


class Sentence(NamedTuple):
    """``points``: the full mark as decimal text."""

    clauses: Sequence[Clause]
    points: str
    ask: Ask

    def of(self, *kinds: str) -> list[Clause]:
        return [clause for clause in self.clauses if clause.kind in kinds]

    def is_full(self, worth: str) -> bool:
        return worth == "100%" or (not worth.endswith("%") and exact(worth) == exact(self.points))

    def misses_people(self) -> bool:
        """人、户 without a number that is needed are missed one by one: a deduction."""
        short = self.of("short")
        return bool(short) and not self.of("need") and all(_of_people(each) for each in short)

    def share(self, label: str) -> Number:
        text = "应有数为 0（0/0）时如何计分？"
        empty = self.ask("empty", text, ("zero", "full"), "zero")
        return Share(
            input="ratio",
            empty="full" if empty == "full" else "zero",
            label="" if label in ("", "完成率", "比率") else label,
            sample="抽" in label or any("抽查" in clause.text for clause in self.clauses),
        )


def _of_people(clause: Clause) -> bool:
    return clause.get("unit") in ("人", "名", "户", "人次")


def called(clause: Clause) -> str:
    """What one occurrence is called: 每退兵一人 is 退兵, 每件有效投诉 is 有效投诉."""
    if clause.kind == "short":
        return f"少一{clause.get('unit')}{clause.get('what')}"
    verb = "" if clause.kind == "earn" else clause.get("verb")
    told = clause.get("label") + verb + clause.get("what") + clause.get("what2")
    return re.sub(r"^(?:有|发生|出现|发现|查实)(?=.)|^(?:有|发生|出现)$|的$|[.$]", "", told)


def prices(clauses: Sequence[Clause], sign: str) -> dict[str, str]:
    """Each kind of occurrence with its price. Raises: Unreadable where two have one name."""
    found = {called(clause): sign + clause.worth for clause in clauses}
    if "" in found or len(found) < len(clauses):
        raise Unreadable("几种情形请各写明名称")
    return found
