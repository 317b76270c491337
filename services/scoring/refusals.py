"""Why scoring says no."""

from contracts.refusals import Refusal


class StandardFaulty(Refusal):
    """``extra.faults`` lists every fault with row and column."""

    code = "standard-faulty"
    status = 422


class StandardPublishedAlready(Refusal):
    code = "standard-published"
    status = 409


class QuestionsOpen(Refusal):
    """``extra.questions`` lists what the prose leaves open."""

    code = "questions-open"
    status = 409


class UnknownTopic(Refusal):
    code = "unknown-veto-topic"
    status = 422


class VetoStandsAlready(Refusal):
    code = "veto-stands"
    status = 409


class VetoClearedAlready(Refusal):
    code = "veto-cleared"
    status = 409


class DrawnAlready(Refusal):
    """The spot check of a year is drawn once."""

    code = "spot-check-drawn"
    status = 409


class SnapshotTooLarge(Refusal):
    code = "snapshot-too-large"
    status = 422


class RuleUnreadable(Refusal):
    """A rule that no form fits; ``extra.operators`` names those that could help."""

    code = "rule-unreadable"
    status = 422


class RuleRefused(Refusal):
    """A rule that would mark or punish persons, or count app use."""

    code = "rule-refused"
    status = 422
