"""What is sealed is compared with all that was sealed before; a person judges what looks the same;
a phone asks before it sends."""

from contracts import evidence
from contracts.orders import evidence as orders
from kit.table import Table, command, hears, query, to
from services.evidence.piece.store import EVIDENCE
from services.evidence.reuse import answers, earlier, looks, ruling

TABLE: Table = (
    hears(
        evidence.EvidenceSealed,
        to(EVIDENCE, earlier.mark, at=looks.to_be_marked),
        gather=looks.for_uses,
        afterwards=looks.must_be_compared,
    ),
    command(orders.RuleOnLikeness, EVIDENCE, ruling.rule, at="evidence"),
    query(orders.UsedBefore, answers.used_before),
)
