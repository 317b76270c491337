"""What an item's rule reads, and the list (台账) that its numbers come from."""

from collections.abc import Sequence

from contracts.measures import ItemInput, Source
from services.scoring import evaluate, names
from services.scoring.rules.node import Need, Points
from services.scoring.standards.standard import Evidence

MAX_REGISTER = 100


def of(rule: Points, register: str) -> tuple[ItemInput, ...]:
    return tuple(_input(need, bool(register)) for need in evaluate.needs(rule))


def _input(need: Need, register: bool) -> ItemInput:
    source: Source = "submission"
    if need.name in (names.TOWNSHIPS, names.UNITS):
        source = "organisation"
    elif register and need.name in (names.RATIO, names.COUNT):
        source = "register"
    label = need.label or names.of_input(need.name)
    kinds = {kind: names.of_kind(kind) for kind in need.kinds}
    if need.label and len(kinds) == 1:
        kinds = dict.fromkeys(kinds, need.label)
    return ItemInput(name=need.name, label=label, measure=need.measure, kinds=kinds, source=source)


def register(rule: Points, evidence: Sequence[Evidence], title: str) -> str:
    """The list that a ratio or a count comes from; a survey's figure is typed, for its papers list
    no things. A ratio counts its ledger, else its sign posts; a count only a ledger of sign posts:
    other ledgers list other things than those counted, so its list is named after the item."""
    reads = {need.name: need.measure for need in evaluate.needs(rule)}
    ratio, count = names.RATIO in reads, reads.get(names.COUNT) == "count"
    kinds = {each.kind for each in evidence}
    if "SUR" in kinds or not (ratio or count):
        return ""
    ledgers = [each.text or "台账" for each in evidence if each.kind == "LED"]
    posts = ["点位表"] if "SIGN" in kinds else []
    named = ledgers + posts if ratio or posts else []
    own = f"{title}台账" if len(title) <= MAX_REGISTER - 2 else "台账"
    return (named or [own])[0]
