"""A covert visit of the city in Ganquan, by every door: who may not know learns nothing of it."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from typing import Any

import pytest

from contracts.caller import Caller
from contracts.orders.doors import Door
from infra.demo import uploads
from infra.demo.uploads import File
from tests.interface.covert import (
    ADMIN,
    CANARY,
    COLLEAGUE,
    FIELD,
    HERE,
    INSPECTOR,
    OFFICE,
    OTHER_INSPECTOR,
    OUTSIDERS,
    PASSWORD,
    PEOPLE,
    TODAY,
    UNIT,
    YEAR,
    City,
    Ids,
    evidence_id,
    photo,
    rows,
    seen,
)
from tests.interface.test_gateway_feed import Listener, listening
from tests.interface.test_tasks import STANDARD
from tests.support.calling import publish
from tests.support.running import Running
from tests.support.stack import ALL, Stack
from tests.support.waiting import eventually

pytestmark = pytest.mark.timeout(240)
SERVICES = ALL
VISIT_DAY = f"{YEAR}-01-05"


@pytest.fixture(scope="module")
def running(stack: Stack) -> dict[str, Running]:
    quick = {"TONGXIN_DUE_SECONDS": "0.3", "TONGXIN_DIGEST_SECONDS": "1"}
    services = {t: stack.start(t, **quick) for t in ALL}
    found = {one.name: one for one in services.values()}
    found["gateway"] = stack.start("gateway", TONGXIN_FEED_STREAMS="40")
    for one in found.values():
        one.wait_ready()
    return found


@pytest.fixture(scope="module")
def city(stack: Stack, running: dict[str, Running]) -> Iterator[City]:
    with closing(City(running["gateway"])) as made:
        _set_up(stack, made)
        yield made


def _set_up(stack: Stack, made: City) -> None:
    """A district with its people, a campaign, a register of one row."""
    admin = made.api(ADMIN)
    admin.post("district", "/districts", district="ganquan", name="甘泉区")
    for unit in ("xuanchuan", "tuiyi"):
        place = {"district": "ganquan", "unit": unit, "name": unit, "kind": "department"}
        admin.post(unit, "/units", **place)
    for person in PEOPLE:
        told: dict[str, Any] = {"account": person.account, "name": person.name}
        told |= {"roles": list(person.roles), "password": PASSWORD}
        told |= {"district": person.district, **_unit(person)}
        email = f"{person.account}@example.org"
        admin.post(person.account, "/people", **told, email=email)
    publish(stack, STANDARD, district="*", subject="v1")
    campaign = {"year": YEAR, "name": "创建", "standard": "v1", "districts": ["ganquan"]}
    eventually(lambda: made.post("/campaigns", ADMIN, campaign).status_code == 201)
    names = {"district": "ganquan", "campaign": f"c-{YEAR}"}
    register = made.post("/registers", OFFICE, {**names, "item": "B04", "title": "点位表"})
    assert register.status_code == 201, register.text
    row = {"key": "P-1", "label": "一号牌", "unit": "xuanchuan"}
    made.post(f"/registers/{HERE['register']}/rows", OFFICE, {"rows": [row]})


def _unit(person: Any) -> dict[str, str]:
    return {"unit": person.unit} if person.unit else {}


@dataclass
class Visit:
    """``photo`` is the visit's own; ``copy`` has the bytes of the field worker's ``first``; the
    field worker's ``second`` has those of ``photo``. ``task`` and ``routine``: open to all.
    """

    inspection: str
    finding: str
    photo: File
    copy: File
    first: File
    second: File
    task: str
    routine: str
    known_finding: str
    feeds: dict[str, Listener]

    @property
    def secrets(self) -> tuple[str, ...]:
        return (CANARY, self.inspection, self.finding, self.photo.id, self.copy.id, "city-insp")


@pytest.fixture(scope="module")
def visit(city: City) -> Iterator[Visit]:
    with ExitStack() as open_streams:
        feeds = {
            by.account: open_streams.enter_context(listening(city.gateway, city.headers(by)))
            for by in (*OUTSIDERS, INSPECTOR)
        }
        yield _visited(city, feeds)


def _visited(city: City, feeds: dict[str, Listener]) -> Visit:
    task = _task(city)
    routine, known = _inspected(city, OTHER_INSPECTOR, "routine", "日常检查", "一处破损", [])
    first = photo("first", "宣传部的照片", tasks=[task])
    assert uploads.upload(city.api(FIELD), first)["state"] == "SEALED"
    shot = photo("visit", f"{CANARY}-photo", tasks=[task], register=HERE["register"], row="P-1")
    copy = photo("first", f"{CANARY}-copy", tasks=[task])
    for one in (shot, copy):
        assert uploads.upload(city.api(INSPECTOR), one)["state"] == "SEALED"
    second = photo("visit", "宣传部的另一张", tasks=[task])
    assert uploads.upload(city.api(FIELD), second)["state"] == "SEALED"
    # Events take a moment: the tasks service has heard when it takes them as proof.
    inspection, finding = _inspected(
        city, INSPECTOR, "covert", f"{CANARY}-visit", f"{CANARY}-fault", [shot.id, copy.id]
    )
    return Visit(inspection, finding, shot, copy, first, second, task, routine, known, feeds)


def _task(city: City) -> str:
    given = {"origin": "instruction", "title": "补齐标语", "lead": "xuanchuan"}
    given |= {"district": "ganquan", "campaign": f"c-{YEAR}", "source": "甘双办〔2026〕3号"}
    given |= {"person": "gq-xuanchuan", "due": f"{YEAR}-12-30"}
    task: str = city.api(OFFICE).post("task", "/tasks", **given)["id"]
    city.api(UNIT).post("accept", f"/tasks/{task}/accept")
    return task


def _inspected(
    city: City, by: Any, kind: str, title: str, fault: str, evidence: list[str]
) -> tuple[str, str]:
    """An inspection, and a finding of it; an inspector of the district goes along in secret."""
    along = {"inspectors": ["gq-colleague"]} if kind == "covert" else {}
    plan = {"district": "ganquan", "campaign": f"c-{YEAR}", "kind": kind, "title": title}
    inspection = city.api(by).post("plan", "/inspections", **plan, on=VISIT_DAY, **along)["id"]
    found = {"item": "B04", "unit": "xuanchuan", "kind": "found", "fault": fault, "place": fault}
    found |= {"rectify_by": TODAY.isoformat()} if kind == "routine" else {}
    path = f"/inspections/{inspection}/findings"
    told = eventually(
        lambda: (
            answer
            if (answer := city.post(path, by, found | {"evidence": evidence})).status_code == 201
            else None
        )
    )
    return inspection, told.json()["id"]


def questions(by: Caller) -> list[Door]:
    """All of them; as files, which take their time, for the office and an inspector."""
    files = by in (OFFICE, OTHER_INSPECTOR)
    return [row for row in rows("GET") if files or row.kind == "ask"]


def absent() -> Ids:
    return Ids(evidence_id(), evidence_id(), evidence_id())


def secret(visit: Visit) -> Ids:
    return Ids(visit.inspection, visit.finding, visit.photo.id)


def leaks(text: str, visit: Visit, asked: str = "") -> list[str]:
    return [one for one in visit.secrets if one in text and one not in asked]


def kept(stack: Stack, visit: Visit) -> list[Any]:
    """The secret things as they stand in the database, whole."""
    tasks, evidence = stack.mongo("tasks"), stack.mongo("evidence")
    return [
        tasks.inspections.find_one({"_id": visit.inspection}, {"outbox": 0}),
        tasks.findings.find_one({"_id": visit.finding}, {"outbox": 0}),
        *(
            evidence.evidence.find_one({"_id": one.id}, {"outbox": 0})
            for one in (visit.photo, visit.copy)
        ),
    ]


def confided(city: City, visit: Visit) -> None:
    """The held finding has let those of the visit know of its photos."""
    for by in (COLLEAGUE, ADMIN, INSPECTOR):
        for one in (visit.photo, visit.copy):
            eventually(lambda by=by, one=one: city.get(f"/evidence/{one.id}", by).is_success)


class TestBeforeItIsPublished:
    def test_those_of_the_visit_and_the_citys_office_know_of_it(
        self, city: City, visit: Visit
    ) -> None:
        confided(city, visit)
        for by in (COLLEAGUE, ADMIN, INSPECTOR):
            assert city.get(f"/evidence/{visit.photo.id}/download", by).is_success
            listed = city.get("/evidence", by, item="B04", limit=200).text
            assert visit.photo.id in listed and visit.copy.id in listed, by.account
            assert city.get(f"/findings/{visit.finding}", by).is_success
        assert visit.photo.id in visit.feeds["city-insp"].text

    @pytest.mark.parametrize("by", OUTSIDERS, ids=lambda by: by.account)
    def test_no_question_shows_it(self, city: City, visit: Visit, by: Any) -> None:
        confided(city, visit)
        for row in questions(by):
            answer = city.ask(row, by, {"task": visit.task} if "task" in row.in_path else {})
            assert answer.status_code < 500, (row.path, answer.text)
            found = leaks(answer.text, visit)
            if row.method == "persons":  # who inspects is no secret; what they do is
                found = [one for one in found if one != INSPECTOR.account]
            assert found == [], row.path

    @pytest.mark.parametrize("by", OUTSIDERS, ids=lambda by: by.account)
    def test_its_ids_are_answered_as_ids_of_nothing(
        self, city: City, visit: Visit, by: Any
    ) -> None:
        confided(city, visit)
        for row in questions(by):
            for hidden in (secret(visit), Ids(visit.inspection, visit.finding, visit.copy.id)):
                nothing = absent()
                given, other = hidden.fill(row), nothing.fill(row)
                if given is None or other is None:
                    continue
                one, two = city.ask(row, by, given), city.ask(row, by, other)
                assert seen(one, hidden) == seen(two, nothing), row.path

    @pytest.mark.parametrize("by", OUTSIDERS, ids=lambda by: by.account)
    def test_no_order_finds_it_and_nothing_is_written(
        self, city: City, stack: Stack, visit: Visit, by: Any
    ) -> None:
        confided(city, visit)
        before = kept(stack, visit)
        open_things = {"task": visit.task}
        with_open = open_things | {"finding": visit.known_finding, "inspection": visit.routine}
        for row in rows("POST"):
            if row.kind not in ("order", "preview") or row.path == "/evidence":
                continue
            may = not row.roles or by.has(*row.roles)
            for known in ({}, open_things, with_open) if may else ({},):
                hidden, nothing = secret(visit), absent()
                hidden.known, nothing.known = dict(known), dict(known)
                given, other = hidden.fill(row), nothing.fill(row)
                if given is None or other is None or given == other:
                    continue
                one, two = city.ask(row, by, given), city.ask(row, by, other)
                assert seen(one, hidden) == seen(two, nothing), (row.path, given)
        assert kept(stack, visit) == before

    @pytest.mark.parametrize("by", [OFFICE, OTHER_INSPECTOR, UNIT, FIELD], ids=lambda b: b.account)
    def test_an_id_of_somebody_else_is_refused_in_one_way(
        self, city: City, stack: Stack, visit: Visit, by: Any
    ) -> None:
        """Another's photo that everybody knows of, and one that nobody may."""
        confided(city, visit)
        before = kept(stack, visit)
        answers = []
        mine = photo("mine", "office")
        assert city.post("/evidence", OFFICE, mine.manifest()).status_code == 201
        unknown = visit.first if by.unit == "" else mine
        for other in (visit.photo, visit.copy, unknown):
            for manifest in (other.manifest(), photo("x", "y").manifest() | {"evidence": other.id}):
                answer = city.post("/evidence", by, manifest)
                ids = Ids(evidence_id(), evidence_id(), other.id)
                answers.append(seen(answer, ids))
        assert [answer for answer in answers if answer != answers[0]] == []
        assert answers[0][0] == 404
        assert kept(stack, visit) == before

    def test_an_old_version_or_a_key_that_was_used_tells_nothing(
        self, city: City, visit: Visit
    ) -> None:
        confided(city, visit)
        hidden, nothing = secret(visit), absent()
        for path in ("/evidence/{}/open", "/evidence/{}/uploaded"):
            for tag in ('"1"', '"7"', '"999"'):
                said = [
                    seen(city.post(path.format(id.evidence), OFFICE, {}, **{"If-Match": tag}), id)
                    for id in (hidden, nothing)
                ]
                assert said[0] == said[1]

    def test_the_feed_tells_those_of_the_visit_alone(self, city: City, visit: Visit) -> None:
        for by in OUTSIDERS:
            text = visit.feeds[by.account].text
            eventually(lambda by=by: visit.second.id in visit.feeds[by.account].text)
            assert leaks(text, visit) == [], by.account

    def test_a_feed_that_resumes_tells_no_more(self, city: City, visit: Visit) -> None:
        start = visit.feeds["gq-office"].messages[0]["id"]
        headers = city.headers(OFFICE) | {"Last-Event-ID": start}
        with listening(city.gateway, headers) as again:
            eventually(lambda: visit.second.id in again.text or '"reset"' in again.text)
            assert leaks(again.text, visit) == []

    def test_nobody_is_written_to_about_a_photo_used_before(
        self, city: City, stack: Stack, visit: Visit
    ) -> None:
        boxes = stack.mailbox.to
        eventually(
            lambda: (
                any(visit.copy.id in m.as_string() for m in boxes("city-insp@example.org"))
                or _inbox(city, INSPECTOR, visit.copy.id)
            )
        )
        waiting = {"state.status": "waiting"}
        eventually(lambda: stack.mongo("notify").deliveries.count_documents(waiting) == 0)
        for by in OUTSIDERS:
            told = " ".join(body(m) for m in boxes(f"{by.account}@example.org"))
            assert leaks(told, visit) == [], by.account
            assert leaks(city.get("/inbox", by, limit=200).text, visit) == [], by.account
        assert city.get(f"/evidence/{visit.second.id}", FIELD).json()["duplicate"] is None

    def test_it_counts_in_no_register_and_proves_no_task(self, city: City, visit: Visit) -> None:
        assert city.get(f"/registers/{HERE['register']}", OFFICE).json()["done"] == 0
        ids = [one["id"] for one in city.get(f"/tasks/{visit.task}", OFFICE).json()["sealed"]]
        assert sorted(ids) == sorted([visit.first.id, visit.second.id])

    def test_no_metric_and_no_log_tells_that_a_visit_was_planned(
        self, city: City, running: dict[str, Running], visit: Visit
    ) -> None:
        words = ("plan_inspection", "raise_finding", "publish_inspection", "finding_held")
        told = [one.metrics() for one in running.values()]
        public = city.http.get("/metrics")
        told += [public.text] if public.is_success else []
        for text in told:
            found = [line for line in text.splitlines() if any(word in line for word in words)]
            assert found == []
            assert "/inspections" not in text and "/findings" not in text
        lines = [line for line in running["gateway"].log() if line.get("event") == "request"]
        assert lines and not any("/inspections" in str(line["route"]) for line in lines)


def body(message: Any) -> str:
    return f"{message['subject']} {message.get_content()}"


def _inbox(city: City, by: Any, about: str) -> bool:
    return about in city.get("/inbox", by, limit=200).text


@pytest.fixture(scope="module")
def published(city: City, visit: Visit) -> None:
    answer = city.post(f"/inspections/{visit.inspection}/publish", INSPECTOR, {})
    assert answer.status_code == 200, answer.text
    eventually(lambda: visit.finding in city.get("/findings", UNIT, limit=200).text)


@pytest.mark.usefixtures("published")
class TestWhenItIsPublished:
    @pytest.mark.parametrize("by", [OFFICE, UNIT], ids=lambda by: by.account)
    def test_the_office_and_the_unit_at_fault_see_it_with_its_photos(
        self, city: City, visit: Visit, by: Any
    ) -> None:
        for one in (visit.photo, visit.copy):
            eventually(lambda one=one: city.get(f"/evidence/{one.id}", by).is_success)
            assert city.get(f"/evidence/{one.id}/download", by).is_success
        found = city.get(f"/findings/{visit.finding}", by).json()
        assert CANARY in found["fault"] and visit.photo.id in found["evidence"]

    def test_what_was_kept_back_is_told_now(self, city: City, stack: Stack, visit: Visit) -> None:
        eventually(lambda: visit.photo.id in visit.feeds["gq-office"].text)
        eventually(lambda: _inbox(city, OFFICE, visit.copy.id))
        second = f"/evidence/{visit.second.id}"
        duplicate = eventually(lambda: city.get(second, FIELD).json()["duplicate"])
        assert duplicate["evidence"] == visit.photo.id
        # It proves the fault and no unit's task, whatever the inspector said that it is for.
        proofs = {one["id"] for one in city.get(f"/tasks/{visit.task}", OFFICE).json()["sealed"]}
        assert proofs.isdisjoint({visit.photo.id, visit.copy.id})

    def test_another_unit_still_does_not_see_its_photos(self, city: City, visit: Visit) -> None:
        other = next(one for one in OUTSIDERS if one.unit == "tuiyi")
        assert city.get(f"/evidence/{visit.photo.id}", other).status_code == 404

    def test_no_event_failed(self, stack: Stack, running: dict[str, Running]) -> None:
        parked = [queue for queue in stack.api.queues() if queue.endswith(".parked")]
        assert parked and all(stack.api.depth(queue) == 0 for queue in parked)
