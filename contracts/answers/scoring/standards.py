"""What is answered about standards and their rules."""

from datetime import datetime
from typing import Any, Literal

from msgspec import UNSET, UnsetType

from contracts.answers.base import Answer, Changed, answers, lists
from contracts.answers.scoring.explaining import (
    Input,
    RuleStep,
    ScoreLine,
    Signal,
    WantedEvidence,
)
from contracts.answers.tables import Account, Note
from contracts.measures import Measures
from contracts.orders import scoring as orders

ItemSide = Literal["civil", "military", "joint"]
ItemKind = Literal["hard", "soft", "feature"]
Sort = Literal["points", "number", "condition"]


class StandardQuestion(Answer, frozen=True, kw_only=True):
    """What a standard leaves open; without options any text may be answered. ``settled``: somebody
    did; ``needed``: it has no default."""

    id: str
    text: str
    options: tuple[str, ...]
    answer: str
    settled: bool
    needed: bool


@answers(orders.ImportStandard, orders.AmendStandard)
class Drafted(Answer, frozen=True, kw_only=True):
    """A draft; ``version`` is that of the standard, ``open`` what must be answered before it is
    published."""

    id: str
    version: str
    items: int
    sha256: str
    questions: tuple[StandardQuestion, ...]
    open: tuple[str, ...]
    notes: tuple[str, ...]
    account: Account


@answers(orders.DraftRule)
class RuleDrafted(Changed, frozen=True, kw_only=True):
    """``figures``: what the rule gives in some cases, to be looked at."""

    item: str
    figures: str
    open: tuple[str, ...]


class PreviewedItem(Answer, frozen=True, kw_only=True):
    """An item as it would be."""

    code: str
    category: str
    title: str
    points: int
    side: ItemSide
    kind: ItemKind
    lead: str
    rule_text: str


@answers(orders.PreviewStandard)
class StandardPreview(Answer, frozen=True, kw_only=True):
    """What an import would make; ``replaces``: there is a draft of that version."""

    replaces: bool
    items: tuple[PreviewedItem, ...]
    vetoes: tuple[str, ...]
    questions: tuple[StandardQuestion, ...]
    open: tuple[str, ...]
    notes: tuple[str, ...]
    total: int
    faults: tuple[Note, ...]
    account: Account


@answers(orders.PublishStandard)
class StandardPublished(Answer, frozen=True, kw_only=True):
    """``supersedes``: the version that was in force until now."""

    id: str
    version: str
    supersedes: str


class StandardItem(Answer, frozen=True, kw_only=True):
    """An item; ``rule`` is a tree as ``GET /rules/schema`` describes it."""

    code: str
    category: str
    title: str
    gloss: str
    points: int
    side: ItemSide
    kind: ItemKind
    rule: dict[str, Any]
    rule_text: str
    inputs: tuple[Input, ...]
    evidence: tuple[WantedEvidence, ...]
    register: str
    lead: str
    cooperating: tuple[str, ...]
    source: str
    weight: int


class StandardVeto(Answer, frozen=True, kw_only=True):
    """A ground (一票否决); ``when`` is a condition as ``GET /rules/schema`` describes it."""

    topic: str
    title: str
    when: dict[str, Any]
    effect: Literal["ineligible", "last", "section"]
    section: str


class StandardLife(Answer, frozen=True, kw_only=True):
    """Where a version stands; ``open``: what it still asks."""

    state: Literal["draft", "published", "superseded"]
    published: bool
    published_at: datetime | None
    published_by: str
    supersedes: str
    superseded_by: str
    open: tuple[StandardQuestion, ...]
    sha256: str


@answers(orders.StandardOf)
class Standard(StandardLife, frozen=True, kw_only=True):
    """A version, whole; ``headings``: the totals that its categories state."""

    version: str
    name: str
    items: tuple[StandardItem, ...]
    vetoes: tuple[StandardVeto, ...]
    bonus_cap: int
    once_across: tuple[str, ...]
    year_starts: str
    answers: dict[str, str]
    base_points: int
    headings: dict[str, int]


@lists(orders.Standards)
class StandardLine(StandardLife, frozen=True, kw_only=True):
    """A version; ``items``: how many, ``years``: which keep it."""

    version: str
    name: str
    items: int
    base_points: int
    bonus_cap: int
    years: tuple[int, ...]


class RuleQuestion(StandardQuestion, frozen=True, kw_only=True):
    """``head``: what is asked; ``choices``: each answer and what it is called; ``plain``: the
    answer that a clause counts for nothing, where it may be given."""

    head: str
    choices: dict[str, str]
    plain: str


class RuleFault(Answer, frozen=True, kw_only=True):
    """What is wrong with a part of a rule."""

    path: str
    text: str


class RuleCase(Answer, frozen=True, kw_only=True):
    """A rule worked on some facts."""

    name: str
    title: str
    facts: Measures
    score: int
    line: ScoreLine
    signals: tuple[Signal, ...]


@answers(orders.TryRule)
class RuleTried(Answer, frozen=True, kw_only=True):
    """A rule as it was understood, said again in Chinese, and worked."""

    points: int
    rule: dict[str, Any]
    reading: tuple[RuleStep, ...]
    figures: str
    questions: tuple[RuleQuestion, ...]
    inputs: tuple[Input, ...]
    faults: tuple[RuleFault, ...]
    cases: tuple[RuleCase, ...]


class OperatorField(Answer, frozen=True, kw_only=True):
    """A field of an operator; ``default`` as JSON would write it, empty for none."""

    name: str
    about: str
    required: bool
    default: str


class Box(Answer, frozen=True, kw_only=True):
    """What a form asks for a field; ``each``: of a list or a map, for one of them."""

    kind: str
    name: str | UnsetType = UNSET
    label: str | UnsetType = UNSET
    hint: str | UnsetType = UNSET
    required: bool | UnsetType = UNSET
    default: str | UnsetType = UNSET
    options: dict[str, str] | UnsetType = UNSET
    least: int | UnsetType = UNSET
    most: int | UnsetType = UNSET
    each: "Box | UnsetType" = UNSET
    suggested: str | UnsetType = UNSET
    fields: tuple["Box", ...] | UnsetType = UNSET


class OperatorExample(Answer, frozen=True, kw_only=True):
    """An operator worked by hand: ``rule`` as JSON text, what it ``gives``, and how."""

    rule: str
    said: str
    points: str
    facts: Measures
    gives: str
    text: str
    line: ScoreLine | None


class Operator(Answer, frozen=True, kw_only=True):
    """An operator of rules."""

    op: str
    name: str
    sort: Sort
    sort_name: str
    about: str
    about_en: str
    fields: tuple[OperatorField, ...]
    boxes: tuple[Box, ...]
    example: OperatorExample


@answers(orders.RuleGrammar)
class Grammar(Answer, frozen=True, kw_only=True):
    """Every operator: points first, then numbers, then conditions."""

    operators: tuple[Operator, ...]


answers(orders.RuleSchema)(dict[str, Any])
