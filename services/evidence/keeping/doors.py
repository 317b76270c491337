"""Holds are placed and lifted; what need be kept no longer is proposed, let pass, and goes."""

from contracts import evidence, tasks
from contracts.orders import evidence as orders
from kit.table import NEW, Table, command, hears, query, to
from services.evidence.keeping import answers, disposal, holding, looks, using
from services.evidence.keeping.store import DISPOSALS
from services.evidence.piece.store import EVIDENCE

TABLE: Table = (
    command(orders.HoldEvidence, EVIDENCE, holding.hold, at="evidence", gather=looks.for_hold),
    command(orders.LiftHold, EVIDENCE, holding.lift, at="evidence", gather=looks.for_lift),
    command(
        orders.ProposeDisposal,
        DISPOSALS,
        disposal.propose,
        at=NEW,
        gather=looks.for_proposal,
        creates=True,
    ),
    command(orders.DecideDisposal, DISPOSALS, disposal.decide, at="disposal"),
    hears(
        evidence.DisposalApproved,
        to(EVIDENCE, disposal.dispose, at="evidence", gather=looks.for_disposal, creates=True),
    ),
    hears(
        tasks.TaskSubmitted,
        to(EVIDENCE, using.submitted, at="evidence", creates=True),
    ),
    query(orders.DisposalOf, answers.disposal_of),
    query(orders.Disposals, answers.disposals),
)
