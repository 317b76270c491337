"""Orders and questions about districts, units and persons."""

from datetime import date
from typing import Annotated

from msgspec import Meta

from contracts.orders.base import Ask, Order, PageAsk
from contracts.orders.doors import door, export, only
from contracts.roles import APPOINTERS, CITY, EVERYONE, OFFICES, READERS
from contracts.sheets import Workbook
from contracts.texts import AS_PHRASE
from contracts.words import (
    Answers,
    DistrictId,
    Email,
    Reason,
    Role,
    SearchText,
    Slug,
    Title,
    UnitKind,
)

Phrase = Annotated[str, Meta(min_length=4, max_length=100, extra=AS_PHRASE)]
PhraseReason = Annotated[str, Meta(min_length=2, max_length=1000, extra=AS_PHRASE)]
Names = Annotated[tuple[Title, ...], Meta(max_length=40)]


@door("POST /districts", "设立区县", CITY, status=201)
class FoundDistrict(Order, frozen=True, kw_only=True):
    """A new district (县区)."""

    district: Slug
    name: Title


@door("POST /units", "登记单位", OFFICES, status=201)
class RegisterUnit(Order, frozen=True, kw_only=True):
    """A new unit, or what is known of one from now on."""

    district: Slug
    unit: Slug
    name: Title
    kind: UnitKind
    parent: Slug | None = None
    aliases: Names = ()
    serves: Names = ()


@door("POST /units/{successor}/succeed", "单位合并更名，由本单位承接", OFFICES)
class SucceedUnit(Order, frozen=True, kw_only=True):
    """Units were merged or renamed: ``successor`` answers for them from ``on``.

    ``person`` of the successor takes over their open tasks; ``document`` is the paper's number.
    """

    district: Slug
    successor: Slug
    units: Annotated[tuple[Slug, ...], Meta(min_length=1, max_length=20)]
    person: Slug
    on: date
    document: Title
    reason: Reason


@door("POST /units/import", "导入单位名单", OFFICES, status=202)
class ImportUnits(Order, frozen=True, kw_only=True):
    """A district's units from a list: 单位名称, 别名, 类型, 上级单位, 职责角色, 代码.

    ``answers``: to what the list leaves open; ``defaults``: the suggested ones for the rest.
    """

    district: Slug
    workbook: Workbook
    answers: Answers = {}
    defaults: bool = False


@door("POST /units/import/preview", "预览导入的单位名单", OFFICES)
class PreviewUnits(Ask, frozen=True, kw_only=True):
    """What an import of that list would do; it changes nothing."""

    district: Slug
    workbook: Workbook
    answers: Answers = {}
    defaults: bool = False


@door("POST /cleared-phrases", "登记不涉密用语", OFFICES, status=201)
class ClearPhrase(Order, frozen=True, kw_only=True):
    """Say that a phrase with a word of secrecy (秘密联络点旧址) is none: the texts that hold it are
    taken from then on. ``district`` ``*`` is the whole city.
    """

    district: DistrictId
    phrase: Phrase
    reason: PhraseReason


@door("POST /cleared-phrases/withdraw", "撤回不涉密用语", OFFICES)
class WithdrawPhrase(Order, frozen=True, kw_only=True):
    """Take back that a phrase holds no secret: texts with it are asked about again from then on.
    What was taken before stays.
    """

    district: DistrictId
    phrase: Phrase
    reason: PhraseReason


@door("GET /cleared-phrases", "不涉密用语名录", READERS)
class ClearedPhrases(Ask, frozen=True, kw_only=True):
    """Those of the caller's district and of the whole city: who cleared each, when and why. Under
    ``withdrawn``: those taken back."""


@only(APPOINTERS)
class AppointPerson(Order, frozen=True, kw_only=True):
    """``district`` ``*`` is the whole city; without ``unit`` the whole district."""

    account: Slug
    name: Title
    roles: Annotated[tuple[Role, ...], Meta(min_length=1, max_length=9)]
    district: DistrictId
    unit: Slug | None = None
    email: Email | None = None


@export("GET /exports/units", "单位名单")
@door("GET /units", "单位名单", EVERYONE)
class Units(PageAsk, frozen=True, kw_only=True):
    """``text``: part of the name or of an alias, whatever the case and width of its letters."""

    district: Slug | None = None
    kind: UnitKind | None = None
    parent: Slug | None = None
    text: SearchText | None = None


@door("GET /districts", "区县名单", EVERYONE)
class Districts(Ask, frozen=True, kw_only=True):
    pass


@export("GET /exports/persons", "人员名单")
@door("GET /persons", "人员名单", READERS)
class Persons(PageAsk, frozen=True, kw_only=True):
    """Named persons by account, without a way to reach them; never ranked, never counted."""

    district: Slug | None = None
    unit: Slug | None = None
    role: Role | None = None
