"""Orders and questions about standards and their rules."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from contracts.measures import Measures
from contracts.orders.base import Ask, Order, PageAsk
from contracts.orders.doors import LARGE, door, download
from contracts.roles import CITY_AND_PROVINCE, EVERYONE
from contracts.sheets import MAX_CELL, Workbook
from contracts.texts import AS_ASKED
from contracts.words import MAX_ANSWERS, ItemCode, Title, Version, Year

MAX_CSV = 512 * 1024
"""Characters of an imported standard."""
MAX_RULE = 20_000
"""Characters of a rule that is tried."""
MAX_SEEN = 4000
"""Characters of a rule's worked figures."""
MAX_AMENDED = 500
"""Items that one order rewrites."""

Answers = Annotated[dict[str, str], Meta(max_length=MAX_ANSWERS, extra=AS_ASKED)]
"""What was decided where the prose is silent, by question id."""


@door("POST /standards", "导入考评标准", CITY_AND_PROVINCE, status=201)
class ImportStandard(Order, frozen=True, kw_only=True):
    """A draft from exactly one of ``csv`` and ``workbook``. ``answers`` settle what the table and
    its prose leave open, by question id; they stand over the answers within the workbook, and stay
    with the draft. ``{"*": "default"}`` takes every proposal, ``{"*.side": "default"}`` those of a
    column (side, kind, evidence, lead)."""

    version: Version
    name: Title
    csv: Annotated[str, Meta(max_length=MAX_CSV, extra=AS_ASKED)] = ""
    workbook: Workbook | None = None
    answers: Answers = {}


@door(
    "POST /standards/{version}/items/{item}/rule",
    "拟定一项的计分规则",
    CITY_AND_PROVINCE,
    size=LARGE,
)
class DraftRule(Order, frozen=True, kw_only=True):
    """The rule of an item of a draft: the sentence ``text``, read with ``answers``; or the tree
    ``rule`` (JSON), beside which the draft keeps the sentence. ``seen``: the worked figures that
    were looked at; other figures stay a question."""

    version: Version
    item: ItemCode
    text: Annotated[str, Meta(max_length=MAX_CELL)]
    rule: Annotated[str, Meta(max_length=MAX_RULE)] = ""
    answers: Answers = {}
    seen: Annotated[str, Meta(max_length=MAX_SEEN)] = ""


@door("POST /standards/preview", "预览导入的考评标准", CITY_AND_PROVINCE)
class PreviewStandard(Ask, frozen=True, kw_only=True):
    """What ``ImportStandard`` would make of this table: its items, what became of each row, every
    fault with its cell, and what is asked. It changes nothing."""

    version: Version
    name: Title
    csv: Annotated[str, Meta(max_length=MAX_CSV)] = ""
    workbook: Workbook | None = None
    answers: Answers = {}


class ItemChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an item of a draft says from now on; what is left out stays. ``code``: its new one;
    ``points`` as decimal text; ``evidence`` as the table writes it (``DOC 文件; PIC 照片``)."""

    item: ItemCode
    code: ItemCode | None = None
    category: Title | None = None
    title: Title | None = None
    points: Annotated[str, Meta(pattern=r"^[0-9]{1,3}(\.[0-9]{1,3})?\Z")] | None = None
    side: Literal["civil", "military", "joint"] | None = None
    kind: Literal["hard", "soft", "feature"] | None = None
    evidence: Annotated[str, Meta(min_length=1, max_length=2000)] | None = None
    lead: Title | None = None
    cooperating: Annotated[str, Meta(max_length=2000)] | None = None


@door("POST /standards/{version}/amend", "改写考评标准草案", CITY_AND_PROVINCE, size=LARGE)
class AmendStandard(Order, frozen=True, kw_only=True):
    """Answer what a draft still asks, and rewrite its items, without the table that it came from.

    ``answers`` as in ``ImportStandard``; a rule is rewritten by answering ``<code>.rule``."""

    version: Version
    answers: Answers = {}
    items: Annotated[tuple[ItemChange, ...], Meta(max_length=MAX_AMENDED)] = ()


@door("POST /standards/{version}/publish", "发布考评标准", CITY_AND_PROVINCE)
class PublishStandard(Order, frozen=True, kw_only=True):
    """A draft without open questions comes into force, and is never edited again."""

    version: Version


@door("GET /standards/{version}", "一版考评标准", EVERYONE)
class StandardOf(Ask, frozen=True, kw_only=True):
    version: Version


@door("GET /standards", "各版考评标准及其状态", EVERYONE)
class Standards(PageAsk, frozen=True, kw_only=True):
    """Every version with its state: draft, published or superseded."""


@download("GET /standards/{version}/table", "考评标准表（原样可再导入）", EVERYONE)
class StandardSheet(Ask, frozen=True, kw_only=True):
    """A version as a workbook that imports as the same standard. ``one``: all of it in one sheet,
    so that a CSV file holds it whole."""

    version: Version
    sheets: Literal["several", "one"] = "several"


@door("GET /standards/{version}/dry-run/{year}", "新版标准试算", CITY_AND_PROVINCE)
class DryRun(Ask, frozen=True, kw_only=True):
    """Every score of the year's districts that would move under this version, and why."""

    version: Version
    year: Year


@door("GET /rules/schema", "评分规则的格式", EVERYONE)
class RuleSchema(Ask, frozen=True, kw_only=True):
    pass


@door("GET /rules/grammar", "评分规则的全部算子", EVERYONE)
class RuleGrammar(Ask, frozen=True, kw_only=True):
    """Every operator with its fields and a worked example."""


@door("POST /rules/try", "试写一条评分规则", EVERYONE, size=LARGE)
class TryRule(Ask, frozen=True, kw_only=True):
    """A rule as prose or as a JSON tree. Without ``facts`` the system chooses the cases.

    ``points``: the full mark as decimal text; ``title``: the item's text, where the rule could
    contradict it.
    """

    rule: Annotated[str, Meta(min_length=1, max_length=MAX_RULE)]
    points: Annotated[str, Meta(pattern=r"^[0-9]{1,3}(\.[0-9]{1,3})?\Z")] = "1"
    answers: Answers = {}
    facts: Measures = {}
    title: Annotated[str, Meta(max_length=MAX_CELL)] = ""
