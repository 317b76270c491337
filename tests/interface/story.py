"""A year of a small town in which each order is given at least once, and each fact is told."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import httpx
import pytest
from msgspec.structs import replace

from contracts import scoring as scores
from contracts.caller import Caller
from contracts.clock import CHINA
from contracts.envelope import Fact, seal
from contracts.evidence import EvidenceQuarantined, FaultOf, FaultsFound, Orphan, OrphansFound
from contracts.measures import Measures, Quantity
from contracts.orders import evidence as files
from contracts.orders import notify as messages
from contracts.orders import scoring, tasks
from contracts.refusals import Refusal
from contracts.sheets import Sheet, Workbook
from contracts.words import PaperKind, Role
from infra.demo.city import LEADS
from infra.demo.files import JPEG, PDF, evidence_id, pdf
from infra.demo.opening import SAMPLE
from infra.demo.uploads import File
from kit.reader import Reader
from services.evidence.reuse.index import INDEX
from services.scoring.standards.looks import standard
from services.tasks.dates.workdays import statutory_holidays
from services.tasks.organisation.store import DISTRICTS
from services.tasks.planning.store import CAMPAIGNS, STANDARDS
from tests.support.stack import Stack
from tests.support.town import Town
from tests.unit.evidence.files import as_jpeg, jpeg, scene

HERE, THERE, YONDER = "ganquan", "linhe", "shanyin"
TODAY = datetime.now(CHINA).date()
YEAR = TODAY.year
CAMPAIGN = f"c-{YEAR}"
WHY = "依据充分"
SOON, LATER = TODAY + timedelta(days=20), TODAY + timedelta(days=40)


def person(account: str, role: Role, unit: str = "", district: str = HERE) -> Caller:
    return Caller(account=account, name=account, roles=(role,), district=district, unit=unit)


CHIEF = person("chief", "city_office", district="*")
PROVINCE = person("province", "province_reviewer", district="*")
OFFICE = person("office", "district_office")
REVIEWER = person("reviewer", "reviewer")
CITY_REVIEWER = person("city-reviewer", "reviewer", district="*")
INSPECTOR = person("inspector", "inspector")
PASSER_BY = Caller(account="public", name="群众", roles=(), district="*")
SUN, YANG = person("sun", "unit", "publicity"), person("yang", "unit", "publicity")
LI, ZHOU, BING = (
    person("li", "unit", "culture"),
    person("zhou", "unit", "village"),
    person("bing", "unit", "camp"),
)
OLD = person("old", "unit", "bureau")
PEOPLE = (
    *(CHIEF, PROVINCE, OFFICE, REVIEWER, CITY_REVIEWER, INSPECTOR, SUN, YANG, LI, ZHOU, BING, OLD),
    person("far", "unit", "culture", THERE),
    person("near", "unit", "culture", THERE),
    person("far-office", "district_office", district=THERE),
    person("yonder", "unit", "all", YONDER),
    person("leader", "leader"),
)
UNITS: tuple[tuple[str, str, str, str | None], ...] = (
    (HERE, "publicity", "department", None),
    (HERE, "culture", "department", None),
    (HERE, "bureau", "department", None),
    (HERE, "camp", "garrison", None),
    (HERE, "village", "community", "publicity"),
    (THERE, "culture", "department", None),
    (YONDER, "all", "office", None),
)
KEPT = ("A03", "B02", "B03", "B04", "B06", "C03", "C06", "D12", "E03", "F07")
POINTS = "14.5"
ITEMS = ("A03", "B02", "B04", "B06", "C03", "F07")


@contextmanager
def lived(stack: Stack) -> Iterator[Town]:
    """A town after its year."""
    with pytest.MonkeyPatch.context() as patch:
        town = Town(stack, patch)
        try:
            play(town)
            yield town
        finally:
            town.close()


def play(town: Town) -> None:
    for act in (
        *(found, open_year, work, divide_and_succeed, keep_registers, prove, supervise),
        *(cover, meet, complain, snap, write, need, count, look, word, push, keep, fall_due, audit),
    ):
        act(town)


def book(*rows: tuple[str, ...]) -> Workbook:
    return Workbook(filename="t.xlsx", sheets=(Sheet(name="s", rows=rows),))


def found(town: Town) -> None:
    for district in (HERE, THERE, YONDER):
        town.give(CHIEF, tasks.FoundDistrict(district=district, name=district))
    for district, unit, kind, parent in UNITS:
        town.give(
            CHIEF,
            tasks.RegisterUnit(
                district=district,
                unit=unit,
                name=unit,
                kind=kind,  # type: ignore[arg-type]
                parent=parent,
                serves=tuple(LEADS) if unit == "all" else (),
            ),
        )
    for one in PEOPLE:
        town.give(
            CHIEF,
            tasks.AppointPerson(
                account=one.account,
                name=one.name,
                roles=one.roles,
                district=one.district,
                unit=one.unit or None,
                email=f"{one.account}@example.org",
            ),
        )
    listed = book(("单位名称", "类型"), ("民政局", "部门"), ("财政局", "部门"))
    town.give(OFFICE, tasks.ImportUnits(district=HERE, workbook=listed))
    town.give(OFFICE, tasks.ClearPhrase(district=HERE, phrase="秘密联络点旧址", reason=WHY))
    town.give(OFFICE, tasks.ClearPhrase(district=HERE, phrase="秘密战线纪念馆", reason=WHY))
    town.give(OFFICE, tasks.WithdrawPhrase(district=HERE, phrase="秘密战线纪念馆", reason=WHY))


def open_year(town: Town) -> None:
    answers = {"*": "default", "standard.base_points": POINTS}
    order = scoring.ImportStandard(version="v1", name="标准", csv=few_items(), answers=answers)
    town.give(CHIEF, order)
    town.give(CHIEF, scoring.DraftRule(version="v1", item="A03", text="CNT ≥1/yr, all-or-none"))
    named = scoring.ItemChange(item="A03", title="领导小组全体会议")
    town.give(PROVINCE, scoring.AmendStandard(version="v1", items=(named,)))
    town.give(CHIEF, scoring.PublishStandard(version="v1"))
    town.give(
        CHIEF,
        tasks.OpenCampaign(year=YEAR, name="创建", standard="v1", districts=(HERE, THERE, YONDER)),
    )
    learn(town)
    for items in (ITEMS[:2], ITEMS):
        duties = tuple(tasks.Duty(item=item, lead="publicity", person="sun") for item in items)
        town.give(
            OFFICE, tasks.Decompose(campaign=CAMPAIGN, district=HERE, due=LATER, duties=duties)
        )
    table_there(town, "far")
    with pytest.raises(Refusal, match="accept") as unseen:
        table_there(town, "near")
    table_there(town, "near", accept=unseen.value.extra["sha256"])
    by_roles(town)


def few_items() -> str:
    """Of the sample standard what the story needs; its vetoes, which follow a blank line, whole."""
    items, blank, vetoes = SAMPLE.read_text(encoding="utf-8").partition("\n\n")
    header, *lines = items.splitlines()
    kept = [line for line in lines if line.partition(",")[0] in KEPT]
    return "\n".join((header, *kept)) + blank + vetoes


def learn(town: Town) -> None:
    """What never changes, a process asks for once."""
    reader = Reader(town.runtimes["tasks"].store)
    reader.get(STANDARDS, "v1")
    reader.get(CAMPAIGNS, CAMPAIGN)
    for district in (HERE, THERE, YONDER):
        reader.get(DISTRICTS, district)
    standard(Reader(town.runtimes["scoring"].store), "v1")


def by_roles(town: Town) -> None:
    """Every question of it is answered by the one unit of the district."""
    order = tasks.DecomposeByRoles(campaign=CAMPAIGN, district=YONDER, due=LATER, defaults=True)
    with pytest.raises(Refusal, match="answers") as left:
        town.give(CHIEF, order)
    answers = {question["id"]: "all" for question in left.value.extra["questions"]}
    town.give(CHIEF, replace(order, answers=answers))


def table_there(town: Town, who: str, **about: Any) -> None:
    rows = (("考评项", "考评内容", "牵头单位", "责任人"), ("A03", "全体会议", "culture", who))
    about |= {"campaign": CAMPAIGN, "district": THERE, "due": LATER, "defaults": True}
    town.give(CHIEF, tasks.DecomposeTable(workbook=book(*rows), **about))


def task(item: str) -> str:
    return f"t-{YEAR}-{HERE}-{item}"


def work(town: Town) -> None:
    """A task's whole life, and those of others."""
    one, other = task("A03"), task("C03")
    town.give(SUN, tasks.Accept(task=one))
    town.give(OFFICE, tasks.Urge(task=one, reason=WHY))
    town.give(OFFICE, tasks.Prioritise(task=one, priority="urgent", reason=WHY))
    for granted in (False, True):
        until = LATER + timedelta(days=3)
        town.give(SUN, tasks.RequestExtension(task=one, until=until, reason=WHY, progress="过半"))
        town.give(OFFICE, tasks.DecideExtension(task=one, granted=granted, reason=WHY))
    town.give(OFFICE, tasks.Reschedule(task=one, due=SOON, reason=WHY))
    town.give(SUN, tasks.HandOver(task=one, person="yang", reason=WHY))
    for note in ("初稿", "二稿"):
        town.give(SUN, tasks.SaveDraft(task=one, note=note))
    measures: Measures = {"count": Quantity(value="1")}
    done = tasks.Submit(task=one, measures=measures, note="已办")
    shot = upload(town, YANG, "shot", tasks=(one,), items=("A03",))
    town.give(SUN, tasks.Submit(task=one, measures=measures, evidence=(shot,)))
    for accepted in (True, False):
        judged = tasks.JudgePiece(task=one, evidence=shot, accepted=accepted, reason=WHY)
        town.give(REVIEWER, judged)
    town.give(REVIEWER, tasks.Return(task=one, reason=WHY))
    town.give(SUN, done)
    for by in (REVIEWER, CITY_REVIEWER):
        town.give(by, tasks.Confirm(task=one))
    town.give(SUN, tasks.Object(task=other, reason=WHY))
    town.give(OFFICE, tasks.Rule(task=other, upheld=True, reason=WHY, lead="culture", person="li"))
    town.give(
        SUN, tasks.HandOverAll(district=HERE, from_person="sun", to_person="yang", reason=WHY)
    )
    for name in ("甲", "乙"):
        view = town.give(SUN, tasks.SaveView(list="tasks", name=name, filters={"item": "A03"}))
    town.give(SUN, tasks.DropView(view=view["id"]))


def assigned(town: Town, by: Caller = OFFICE, **about: Any) -> str:
    usual: dict[str, Any] = {"origin": "instruction", "title": "任务", "lead": "publicity"}
    usual |= {"person": "sun", "due": LATER, "district": HERE, "campaign": CAMPAIGN}
    id: str = town.give(by, tasks.Assign(**usual | about))["id"]
    return id


def divide_and_succeed(town: Town) -> None:
    assigned(town, origin="item", item="D12")
    whole = assigned(town)
    town.give(OFFICE, tasks.DivideTask(task=whole, due=SOON, shares=(tasks.Share(unit="village"),)))
    town.give(ZHOU, tasks.Accept(task=f"{whole}.village"))
    town.give(ZHOU, tasks.Submit(task=f"{whole}.village", measures={}, note="已办"))
    town.give(SUN, tasks.Confirm(task=f"{whole}.village"))
    for n in range(3):
        assigned(town, title=f"任务{n}", lead="bureau", person="old")
    count_working_days(town)


def count_working_days(town: Town) -> None:
    """A term that ends in the year to come, whose days off are told and then corrected."""
    spring = datetime(YEAR + 1, 3, 1, tzinfo=CHINA).date()
    term = tasks.Within(days=(spring - TODAY).days * 5 // 7, working=True)
    assigned(town, title="跨年任务", due=None, within=term)
    learn(town)
    off = sorted(statutory_holidays(YEAR + 1))
    for more in (0, 1):
        days = (*off, off[-1] + timedelta(days=more))
        spans = tuple(tasks.Span(first=day) for day in days)
        town.give(CHIEF, tasks.SetHolidays(year=YEAR + 1, document="放假通知", off=spans))
        learn(town)


def succeed(town: Town) -> None:
    town.give(
        OFFICE,
        tasks.SucceedUnit(
            district=HERE,
            successor="culture",
            units=("bureau",),
            person="li",
            on=TODAY,
            document="1号",
            reason=WHY,
        ),
    )


REGISTER = f"r-{YEAR}-{HERE}-B04"


def keep_registers(town: Town) -> None:
    about = {"district": HERE, "campaign": CAMPAIGN}
    town.give(OFFICE, tasks.OpenRegister(**about, item="B04", title="点位表"))
    rows = tuple(
        tasks.Row(key=f"p-{n}", label=f"点位{n}", unit=unit)
        for n, unit in enumerate(("publicity", "bureau", "culture"))
    )
    town.give(OFFICE, tasks.AddRows(register=REGISTER, rows=rows))
    table = book(("编号", "名称", "责任单位"), ("p-9", "广场", "publicity"))
    town.give(OFFICE, tasks.ImportRows(register=REGISTER, workbook=table))
    town.give(OFFICE, tasks.AmendRow(register=REGISTER, key="p-2", reason=WHY, unit="publicity"))
    town.give(OFFICE, tasks.WithdrawRow(register=REGISTER, key="p-2", reason=WHY))
    succeed(town)
    for _ in range(2):
        town.give(OFFICE, tasks.PlanCalendar(**about))
    for insist in (False, True):
        town.give(
            OFFICE,
            tasks.DemandMaterial(
                district=HERE,
                year=YEAR,
                unit="publicity",
                item="B04",
                what=f"材料{insist}",
                reason=WHY,
                due=SOON,
                insist=insist,
            ),
        )


def tell(town: Town, fact: Fact, subject: str) -> None:
    event = seal(
        fact,
        id=evidence_id(f"{fact.type} {subject}", YEAR),
        source="/tongxin/test",
        subject=subject,
        time=datetime.now(UTC),
        district=HERE,
        version=1,
    )
    town.hear(event)
    town.settle()


def declared(seed: str, **about: Any) -> tuple[File, files.Declare]:
    body = about.pop("body", None) or pdf(about.pop("content", seed))
    file = File(
        id=evidence_id(seed, YEAR),
        district=HERE,
        filename=f"{seed}.pdf",
        media_type=about.pop("media_type", PDF),
        title="材料",
        body=body,
        more=about,
    )
    return file, files.Declare(**file.manifest())


def upload(town: Town, by: Caller, seed: str, **about: Any) -> str:
    """A real file, from its manifest to its seal."""
    file, order = declared(seed, **about)
    town.give(by, order)
    ticket = town.give(by, files.Open(evidence=file.id))
    httpx.put(ticket["url"], content=file.body, headers=ticket["headers"]).raise_for_status()
    town.give(by, files.Uploaded(evidence=file.id))
    return file.id


def prove(town: Town) -> None:
    area = files.Circle((100.9, 38.9), 300)
    site = town.give(CHIEF, files.KeepSite(name="训练场", area=area))["id"]
    town.give(CHIEF, files.DropSite(site=site, reason=WHY))
    town.give(CHIEF, files.KeepSite(name="训练场", area=area))
    upload(town, SUN, "proof", tasks=(task("B04"),), items=("B04",), register=REGISTER, row="p-0")
    for n in range(2):
        upload(town, SUN, f"copy-{n}", items=("B04",), content="copied")
    upload(town, SUN, "no file", body=b"this is none" * 100)
    INDEX.read(Reader(town.runtimes["evidence"].store), datetime.now(UTC))
    for n, quality in enumerate((90, 40)):
        picture = as_jpeg(scene(60), quality)
        upload(town, SUN, f"scene-{n}", body=picture, media_type=JPEG, items=("B04",))
    judged = files.RuleOnLikeness(
        evidence=evidence_id("scene-1", YEAR), ruling="same-scene", reason=WHY
    )
    town.give(OFFICE, judged)
    proof = evidence_id("proof", YEAR)
    box: dict[str, Any] = {"x": 0.1, "y": 0.2, "width": 0.3, "height": 0.1}
    for _ in range(2):
        town.give(SUN, files.MarkPassage(evidence=proof, note="落款", **box))
    town.give(SUN, files.UnmarkPassage(evidence=proof, number=1))
    for item in ("A03", "C03"):
        town.give(SUN, files.LinkPiece(evidence=proof, item=item, task=task(item), reason=WHY))
    town.give(YANG, tasks.Accept(task=task("B04")))
    town.give(
        YANG,
        tasks.Submit(
            task=task("B04"), measures={}, evidence=(evidence_id("proof", YEAR),), note="已办"
        ),
    )


def visit(town: Town, by: Caller = INSPECTOR, **about: Any) -> str:
    usual: dict[str, Any] = {"kind": "routine", "title": "检查", "on": TODAY}
    usual |= {"district": HERE, "campaign": CAMPAIGN}
    id: str = town.give(by, tasks.PlanInspection(**usual | about))["id"]
    return id


def fault(town: Town, inspection: str, by: Caller = INSPECTOR, **about: Any) -> str:
    usual: dict[str, Any] = {"item": "F07", "unit": "publicity", "kind": "found", "fault": "缺页"}
    id: str = town.give(by, tasks.RaiseFinding(inspection=inspection, **usual | about))["id"]
    return id


def supervise(town: Town) -> None:
    """A finding's whole life; others are appealed, named, postponed."""
    inspection = visit(town, inspectors=("inspector",), units=("publicity",))
    one = fault(town, inspection, rectify_by=SOON)
    proof = upload(town, SUN, "rectified", items=("F07",))
    town.give(SUN, tasks.PostponeRectification(finding=one, rectify_by=LATER, reason=WHY))
    town.give(INSPECTOR, tasks.RulePostponement(finding=one, granted=True, reason=WHY))
    reply = tasks.Rectify(
        finding=one, note=WHY, evidence=(proof,), before=(proof,), responsible="yang"
    )
    for accepted in (False, True):
        town.give(SUN, reply)
        town.give(INSPECTOR, tasks.CloseRectification(finding=one, accepted=accepted, reason=WHY))
    for holds in (True, False):
        town.give(
            OFFICE,
            tasks.LookBack(
                finding=one,
                holds=holds,
                reason=WHY,
                evidence=(proof,),
                rectify_by=None if holds else SOON,
            ),
        )
    town.give(OFFICE, tasks.NameInBulletin(finding=one, bulletin="1号", on=TODAY))
    for upheld in (False, True):
        other = fault(town, inspection, fault=f"问题{upheld}")
        town.give(SUN, tasks.Appeal(finding=other, reason=WHY, evidence=(proof,)))
        town.give(OFFICE, tasks.RuleAppeal(finding=other, upheld=upheld, reason=WHY))
    for days in (3, 4):
        town.give(CHIEF, tasks.SetSlipRules(campaign=CAMPAIGN, district=HERE, blue_before=days))
    assigned(town, origin="finding", source=one)
    record = town.give(
        OFFICE,
        tasks.RecordAccountability(
            district=HERE,
            campaign=CAMPAIGN,
            unit="publicity",
            ground=WHY,
            measures=("talk",),
            decision=WHY,
            decided_by="领导小组",
            document="1号",
            on=TODAY,
            findings=(one,),
            tasks=(task("A03"),),
        ),
    )
    town.give(
        SUN,
        tasks.ReplyAccountability(accountability=record["id"], text=WHY, evidence=(proof,)),
    )


def cover(town: Town) -> None:
    """A visit that nobody inspected knows of before it is published."""
    inspection = visit(town, kind="covert", inspectors=("inspector",))
    photo = upload(town, INSPECTOR, "covert", items=("F07",))
    for n in range(3):
        fault(town, inspection, fault=f"暗访问题{n}", evidence=(photo,), rectify_by=SOON)
    town.give(INSPECTOR, tasks.PublishInspection(inspection=inspection))


def decision(number: int, **about: Any) -> tasks.Decision:
    usual: dict[str, Any] = {"text": "办理事项", "lead": "publicity", "person": "sun", "due": SOON}
    return tasks.Decision(number=number, **usual | about)


def meet(town: Town) -> None:
    def record(**about: Any) -> str:
        usual: dict[str, Any] = {"kind": "office", "title": "例会", "on": TODAY, "district": HERE}
        order = tasks.RecordMeeting(**usual | {"campaign": CAMPAIGN} | about)
        id: str = town.give(CHIEF, order)["id"]
        return id

    need = raised(town)
    first = record(decisions=(decision(1), decision(2, need=need)))
    second = record(follows=first, decisions=(decision(1),))
    both = (decision(1, district=HERE), decision(2, district=THERE, lead="culture", person="far"))
    record(district="*", decisions=both)
    words = decision(1, text="办理此事项")
    town.give(
        CHIEF,
        tasks.CorrectMeeting(meeting=second, reason=WHY, decisions=(words, decision(2))),
    )


def complain(town: Town) -> None:
    """Of a unit, by its own district and with an account; answered, pressed, answered again."""
    said = tasks.Complain(
        district=HERE, kind="complaint", target="unit", unit="publicity", text="多次要同样的材料"
    )
    id = town.give(LI, said)["id"]
    town.give(OFFICE, tasks.AnswerComplaint(complaint=id, text="已撤回重复的要求"))
    town.give(LI, tasks.PressComplaint(complaint=id, text="仍在重复要材料"))
    town.give(CHIEF, tasks.AnswerComplaint(complaint=id, text="已责成改正"))


def write(town: Town) -> None:
    """A bulletin and a notice take their numbers and are issued; one is cancelled."""
    _issued(town, "bulletin", None)
    id = _issued(town, "notice", "publicity")
    town.give(OFFICE, tasks.VoidPaper(paper=id, reason=WHY))
    town.give(CHIEF, tasks.AssignPaperCode(code="甘双通", district=HERE))


def _issued(town: Town, kind: PaperKind, unit: str | None) -> str:
    taken = town.give(OFFICE, tasks.TakeNumber(code="甘双办"))
    body = tasks.Body(title="整改通知书", blocks=(), issuer="甘州区双拥办", on=SOON)
    order = tasks.IssuePaper(
        district=HERE,
        kind=kind,
        year=YEAR,
        number=tasks.PaperNo(code=taken["code"], year=taken["year"], n=taken["n"]),
        body=body,
        print=b"x",
        sha256=sha256(b"x").hexdigest(),
        about="/console/findings/x",
        unit=unit,
    )
    id: str = town.give(OFFICE, order)["paper"]
    return id


def snap(town: Town) -> None:
    """Of passers-by one photo becomes a finding's, one goes with its answer, one never comes."""
    town.give(OFFICE, tasks.SetSnapping(district=HERE, on=True))
    kept, photo = snapped(town, seed=31)
    town.give(OFFICE, tasks.SettleLead(snap=kept, outcome="kept", text=WHY))
    fault(town, visit(town), fault="群众反映的问题", evidence=(photo,))
    other, _ = snapped(town, seed=32)
    town.give(OFFICE, tasks.SettleLead(snap=other, outcome="answered", text="已通知修补"))
    snapped(town, seed=33, sends=False)
    town.tick("tasks", "lead_due")
    town.tick("evidence", "lead_photo_due")


def snapped(town: Town, seed: int, *, sends: bool = True) -> tuple[str, str]:
    """The lead, and its photo."""
    photo, body = evidence_id(f"snap-{seed}", YEAR), jpeg(seed=seed)
    words = tasks.BringLead(district=HERE, place="东街路口", text="宣传栏破损", photo=photo)
    lead = town.give(PASSER_BY, words)["id"]
    ticket = town.give(
        PASSER_BY,
        files.DeclareLeadPhoto(
            photo=photo,
            snap=lead,
            district=HERE,
            size=len(body),
            sha256=hashlib.sha256(body).hexdigest(),
            media_type="image/jpeg",
        ),
    )
    if sends:
        httpx.put(ticket["url"], content=body, headers=ticket["headers"]).raise_for_status()
        town.give(PASSER_BY, files.LeadPhotoSent(photo=photo))
    return lead, photo


def raised(town: Town) -> str:
    order = tasks.RaiseNeed(district=HERE, campaign=CAMPAIGN, title="需求", toward="publicity")
    id: str = town.give(BING, order)["id"]
    town.give(SUN, tasks.ConfirmNeed(need=id))
    return id


def need(town: Town) -> None:
    one = raised(town)
    town.give(OFFICE, tasks.AcceptNeed(need=one, lead="publicity", person="sun", due=SOON))
    known = [
        document["state"]["task"]
        for document in town.runtimes["tasks"].store.database.needs.find({"_id": one})
    ]
    (given,) = known
    town.give(SUN, tasks.HandOver(task=given, person="yang", reason=WHY))
    town.give(YANG, tasks.Accept(task=given))
    town.give(YANG, tasks.Submit(task=given, measures={}, note="已办"))
    for by in (BING, SUN):
        town.give(by, tasks.ConfirmMet(need=one))
    town.give(SUN, tasks.DeclineNeed(need=raised(town), reason=WHY))


def count(town: Town) -> None:
    veto = town.give(
        CHIEF,
        scoring.RaiseVeto(district=HERE, year=YEAR, topic="conscription", reason=WHY),
    )
    town.give(CHIEF, scoring.ClearVeto(veto=veto["id"], reason=WHY))
    for n in range(2):
        town.give(CHIEF, scoring.FreezeSnapshot(year=YEAR, level="city", name=f"通报{n}"))
    town.give(PROVINCE, scoring.DrawSpotCheck(year=YEAR, seed="一个种子与另一个"))


def messages_of(town: Town) -> Any:
    return town.runtimes["notify"].store.database.deliveries


def look(town: Town) -> None:
    unread = messages_of(town).find_one({"state.recipient": "sun", "state.channel": "inbox"})
    assert unread is not None
    town.give(SUN, messages.MarkRead(delivery=unread["_id"]))
    town.give(SUN, messages.Acknowledge(delivery=unread["_id"]))
    town.give(SUN, messages.MarkAllRead(until=datetime.now(UTC)))
    town.give(SUN, messages.ChooseNotices(digest_at=("08:30",)))
    with pytest.MonkeyPatch.context() as here:
        here.setenv("TONGXIN_SMTP_URL", "smtp://127.0.0.1:9")
        here.setenv("TONGXIN_PUBLIC_URL", "https://tongxin.example.org")
        letter = messages.MailLink(
            account="sun",
            district=HERE,
            name="孙",
            email="sun@example.org",
            link="sun." + "x" * 40,
            until=datetime.now(UTC) + timedelta(hours=72),
        )
        town.give(OFFICE, letter)
    town.give(OFFICE, messages.ReachPerson(account="sun", district=HERE, wecom="sun"))


def push(town: Town) -> None:
    """To an address where nobody listens."""
    about: dict[str, Any] = {"types": ("tasks.task_assigned.v1",), "about": "政务协同平台"}
    with pytest.MonkeyPatch.context() as here:
        here.setenv("TONGXIN_HOOK_NETWORKS", "127.0.0.0/8")
        here.setenv("TONGXIN_HOOK_RETRY_DELAYS", "1")
        made = town.give(OFFICE, messages.RegisterHook(url="http://127.0.0.1:9/", **about))
        hook = made["id"]
        about["types"] = (*about["types"], "tasks.task_overdue.v1")
        town.give(OFFICE, messages.ChangeHook(hook=hook, url="http://127.0.0.1:9/x", **about))
        town.give(OFFICE, messages.RotateHookSecret(hook=hook))
        town.give(OFFICE, messages.PauseHook(hook=hook))
        town.give(OFFICE, messages.ResumeHook(hook=hook))
        tried = town.give(OFFICE, messages.TryHook(hook=hook))["id"]
        sent = town.runtimes["notify"].store.database.hook_deliveries
        for _ in range(2):
            sent.update_many({}, {"$set": {"due": datetime(2020, 1, 1)}})
            town.tick("notify", "push")
        assert sent.count_documents({"_id": tried, "state.state": "failed"}) == 1
        town.give(
            OFFICE, messages.RedeliverFailed(hook=hook, since=datetime(2020, 1, 1, tzinfo=UTC))
        )
        town.give(OFFICE, messages.Redeliver(hook=hook, delivery=tried))
        failing = {"$set": {"due": datetime(2020, 1, 1)}}
        town.runtimes["notify"].store.database.hooks.update_many({}, failing)
        town.tick("notify", "hook_gives_up")
        assert town.ask(OFFICE, messages.HookOf(hook=hook))["state"] == "paused"
        gone = town.give(OFFICE, messages.RegisterHook(url="http://127.0.0.1:9/", **about))["id"]
        town.give(OFFICE, messages.RemoveHook(hook=gone))


def keep(town: Town) -> None:
    """Held, disposed of, adopted: the store's lock of a year is not over, so nothing goes."""
    proof = evidence_id("proof", YEAR)
    about = {"evidence": proof, "reference": "甘纪案〔2026〕3号", "reason": WHY}
    town.give(OFFICE, files.HoldEvidence(**about))
    town.give(OFFICE, files.LiftHold(**about))
    pieces: Any = town.runtimes["evidence"].store.database.evidence
    pieces.update_many({}, {"$set": {"state.sealed_until": datetime(2020, 1, 1)}})
    for approve in (False, True):
        listed = files.ProposeDisposal(district=HERE, reason=WHY, evidence=(proof,), used_too=True)
        made = town.give(OFFICE, listed)["id"]
        town.give(CHIEF, files.DecideDisposal(disposal=made, approve=approve, reason=WHY))
    town.tick("evidence", "round")
    tell(town, FaultsFound(faults=(FaultOf(evidence=proof, fault="missing"),)), "rounds")
    unjudged = EvidenceQuarantined(
        evidence=proof, by="sun", unit="publicity", tasks=(), items=("B04",), reason=WHY
    )
    tell(town, unjudged, proof)
    lost = upload(town, SUN, "lost")
    state = pieces.find_one_and_delete({"_id": lost})["state"]
    orphan = Orphan(
        orphan=state["object"].replace("/", ":"),
        district=HERE,
        evidence=lost,
        object=state["object"],
        version_id=state["version_id"],
        size=state["manifest"]["size"],
        stored_at=datetime.now(UTC),
    )
    tell(town, OrphansFound(orphans=(orphan,)), "rounds")
    adopt = {"title": "材料", "media_type": PDF, "reason": WHY}
    town.give(OFFICE, files.AdoptOrphan(orphan=orphan.orphan, **adopt))
    town.tick("evidence", "orphan_due")
    aside = upload(town, SUN, "aside")
    pieces.update_one({"_id": aside}, {"$set": {"state.state": "QUARANTINED"}})
    town.give(CHIEF, files.DecideQuarantined(evidence=aside, release=True, reason=WHY))


def word(town: Town) -> None:
    kind = "tasks.task_overdue.v1"
    said = {"subject": "{{ fact.title }}", "body": "请在{{ fact.due | day }}前补交。"}
    town.give(CHIEF, messages.SetWording(kind=kind, reason=WHY, **said))
    town.give(CHIEF, messages.RestoreWording(kind=kind, number=0, reason=WHY))


def fall_due(town: Town) -> None:
    late = TODAY - timedelta(days=1)
    assigned(town, due=late)
    inspection = visit(town, on=TODAY - timedelta(days=9))
    fault(town, inspection, fault="逾期问题", rectify_by=late)
    town.give(SUN, declared("never sent")[1])
    held = messages_of(town).find({}, {"due": 1, "state.channel": 1})
    urgent = [one["_id"] for one in held if one.get("due") and one["state"]["channel"] == "inbox"]
    messages_of(town).update_many({"_id": {"$in": urgent}}, {"$set": {"due": datetime(2020, 1, 1)}})
    for service, name in (
        *(("tasks", "task_overdue"), ("tasks", "finding_due"), ("evidence", "sweep")),
        *(("evidence", "tree_grows"), ("notify", "deliver"), ("scoring", "audited")),
    ):
        town.tick(service, name)


def audit(town: Town) -> None:
    for repair in (False, True):
        town.give(CHIEF, scoring.Recompute(district=HERE, year=YEAR, repair=repair))
    late = tasks.RegisterUnit(district=HERE, unit="late", name="迟", kind="department")
    town.give(OFFICE, late)
    order = scores.RepairOrdered(year=YEAR, items=("A03", "B04"), by="chief")
    tell(town, order, HERE)
