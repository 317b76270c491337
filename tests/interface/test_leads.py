"""Photos of passers-by, on real servers: from the words to the finding, or to nothing at all."""

import secrets
from collections.abc import Iterator
from typing import Any, NamedTuple

import httpx
import pytest
from minio import Minio
from uuid6 import uuid7

from contracts.caller import Caller
from contracts.orders import evidence as files
from contracts.orders import tasks as orders
from tests.support.calling import CallFailed, Calls
from tests.support.running import Running
from tests.support.stack import Stack
from tests.support.waiting import eventually
from tests.unit.evidence.files import heic, jpeg
from tests.unit.evidence.support import hex_of

PUBLIC = Caller(account="public", name="群众", roles=(), district="*")
OFFICE = Caller(account="qian", name="钱", roles=("district_office",), district="ganzhou")
OTHER = Caller(account="sun", name="孙", roles=("district_office",), district="linze")
CAMP = "北山营区"


class House(NamedTuple):
    stack: Stack
    tasks: Calls
    evidence: Calls
    http: httpx.Client
    service: Running

    def bring(self, data: bytes, **changes: Any) -> tuple[str, dict[str, Any]]:
        """A lead whose photo is declared; its code, and where the photo goes."""
        photo = str(uuid7())
        said = {"district": "ganzhou", "place": "东街路口", "text": "宣传栏破损", **changes}
        lead = self.tasks.command(orders.BringLead(photo=photo, **said), caller=PUBLIC)["id"]
        declared = files.DeclareLeadPhoto(
            photo=photo,
            snap=lead,
            district="ganzhou",
            size=len(data),
            sha256=hex_of(data),
            media_type="image/heic" if data[4:8] == b"ftyp" else "image/jpeg",
        )
        return lead, {"photo": photo, **self.evidence.command(declared, caller=PUBLIC)}

    def send(self, data: bytes, **changes: Any) -> tuple[str, str]:
        """A lead whose photo was sent: its code, and the photo's id."""
        lead, told = self.bring(data, **changes)
        sent = self.http.put(told["url"], content=data, headers=told["headers"])
        assert sent.status_code == 200, sent.text
        said = self.evidence.command(files.LeadPhotoSent(photo=told["photo"]), caller=PUBLIC)
        assert (said["state"], said["missing"]) == ("STORED", False)
        return lead, told["photo"]

    def shown(self, lead: str) -> dict[str, Any]:
        return self.tasks.ask(orders.LeadOf(snap=lead), caller=PUBLIC)

    def waits(self, lead: str, state: str) -> dict[str, Any]:
        return eventually(lambda: (s := self.shown(lead))["state"] == state and s)

    def settle(self, lead: str, outcome: Any, by: Caller = OFFICE) -> None:
        order = orders.SettleLead(snap=lead, outcome=outcome, text="已经通知修补")
        self.tasks.command(order, caller=by)

    def objects(self, photo: str) -> list[str]:
        """What the store holds of a photo, in whatever version."""
        store: Minio = self.stack.s3
        found = store.list_objects(self.stack.bucket, recursive=True, include_version=True)
        return [o.object_name for o in found if photo in o.object_name and not o.is_delete_marker]

    def hurry(self, service: str, collection: str, id: str) -> None:
        """Its hour has come."""
        past = {"$currentDate": {"due": True}}
        assert self.stack.mongo(service)[collection].update_one({"_id": id}, past).matched_count


@pytest.fixture(scope="module")
def house(stack: Stack) -> Iterator[House]:
    settings = {"TONGXIN_DUE_SECONDS": "0.5"}
    stack.start("services.tasks.service:Tasks", **settings).wait_ready()
    service = stack.start("services.evidence.service:Evidence", **settings).wait_ready()
    tasks = Calls(stack, "tasks")
    for district in ("ganzhou", "linze", "shandan"):
        tasks.command(orders.FoundDistrict(district=district, name=district))
    tasks.command(orders.SetSnapping(district="ganzhou", on=True, days=7, sites=(CAMP,)))
    with httpx.Client(timeout=20, trust_env=False) as http:
        yield House(stack, tasks, Calls(stack, "evidence"), http, service)


def test_a_photo_is_held_apart_and_deleted_with_the_answer(house: House) -> None:
    lead, photo = house.send(jpeg(seed=1))
    assert house.waits(lead, "open")["has_photo"]
    assert house.evidence.ask(files.LeadPhotoOf(photo=photo), caller=OFFICE)["url"]
    with pytest.raises(CallFailed) as no:
        house.evidence.ask(files.EvidenceOf(evidence=photo))
    assert no.value.status == 404, "it is no evidence"
    assert eventually(lambda: len(house.objects(photo)) == 2), "the photo and its preview"
    assert not [one for one in house.objects(photo) if one.endswith(photo)], "nothing as it came"
    house.settle(lead, "answered")
    assert house.shown(lead)["answer"] == "已经通知修补"
    assert eventually(lambda: not house.objects(photo))
    with pytest.raises(CallFailed):
        house.evidence.ask(files.LeadPhotoOf(photo=photo), caller=OFFICE)


def test_a_heic_is_kept_as_a_jpeg_that_says_nothing_of_itself(house: House) -> None:
    lead, photo = house.send(heic())
    house.waits(lead, "open")
    (lying,) = [one for one in house.objects(photo) if one.endswith(".plain")]
    with house.stack.s3.get_object(house.stack.bucket, lying) as answer:
        assert answer.read().startswith(b"\xff\xd8\xff")
    house.settle(lead, "answered")


def test_the_preview_holds_no_position(house: House) -> None:
    data = jpeg(seed=2)
    assert b"Exif" in data
    lead, photo = house.send(data)
    house.waits(lead, "open")
    url = house.evidence.ask(files.LeadPhotoOf(photo=photo), caller=OFFICE)["url"]
    preview = house.http.get(url).content
    assert preview.startswith(b"\xff\xd8") and b"Exif" not in preview


def test_a_photo_that_is_kept_becomes_evidence_with_its_own_custody(house: House) -> None:
    lead, photo = house.send(jpeg(seed=3))
    house.waits(lead, "open")
    house.settle(lead, "kept")

    def sealed() -> dict[str, Any] | None:
        try:
            found = house.evidence.ask(files.EvidenceOf(evidence=photo))
        except CallFailed:
            return None
        return found if found["state"] == "SEALED" else None

    found = eventually(sealed)
    assert (found["by"], found["title"]) == ("qian", "随手拍：东街路口")
    assert [entry["what"] for entry in found["custody"]] == ["declared", "sealed"]
    assert found["custody_broken_at"] is None
    assert not found["facts"].get("position") and found["custody"][0]["stripped"]
    url = house.evidence.ask(files.DownloadOf(evidence=photo))["url"]
    original = house.http.get(url).content
    assert b"Exif" not in original and hex_of(original) == found["sha256"]
    house.settle(lead, "answered")
    assert house.shown(lead)["has_photo"] and house.objects(photo)


@pytest.mark.parametrize("sent", [b"no photo at all" * 50, b"%PDF-1.7 "], ids=["text", "pdf"])
def test_what_is_no_photo_is_deleted_and_its_words_too(house: House, sent: bytes) -> None:
    lead, photo = house.send(sent + secrets.token_bytes(8))
    gone = house.waits(lead, "lapsed")
    assert (gone["text"], gone["place"]) == ("", "")
    assert eventually(lambda: not house.objects(photo))


def test_a_photo_that_never_comes_costs_nothing_after_a_day(house: House) -> None:
    lead, told = house.bring(jpeg(seed=4))
    house.hurry("tasks", "leads", lead)
    assert house.waits(lead, "lapsed")["text"] == ""
    house.hurry("evidence", "lead_photos", told["photo"])
    photos = house.stack.mongo("evidence").lead_photos
    gone = {"_id": told["photo"], "state.state": "GONE"}
    assert eventually(lambda: photos.find_one(gone))


def test_bytes_that_came_and_were_never_told_of_are_deleted(house: House) -> None:
    data = jpeg(seed=5)
    _, told = house.bring(data)
    assert house.http.put(told["url"], content=data, headers=told["headers"]).status_code == 200
    assert house.objects(told["photo"])
    house.hurry("evidence", "lead_photos", told["photo"])
    assert eventually(lambda: not house.objects(told["photo"]))


def test_a_photo_that_nobody_settled_is_deleted_when_its_days_are_over(house: House) -> None:
    lead, photo = house.send(jpeg(seed=6))
    house.waits(lead, "open")
    house.hurry("tasks", "leads", lead)
    assert eventually(lambda: not house.objects(photo))
    left = house.shown(lead)
    assert (left["state"], left["text"]) == ("open", "宣传栏破损")


def test_a_check_that_was_killed_is_done_again(house: House) -> None:
    data = jpeg(seed=7)
    lead, told = house.bring(data)
    assert house.http.put(told["url"], content=data, headers=told["headers"]).status_code == 200
    house.service.kill()
    again = house.stack.start("services.evidence.service:Evidence", TONGXIN_DUE_SECONDS="0.5")
    again.wait_ready()
    house.evidence.command(files.LeadPhotoSent(photo=told["photo"]), caller=PUBLIC)
    house.evidence.command(files.LeadPhotoSent(photo=told["photo"]), caller=PUBLIC)
    assert house.waits(lead, "open")["has_photo"]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"district": "linze"}, 403),
        ({"district": "nowhere"}, 403),
        ({"place": "北山营区大门"}, 422),
        ({"text": "请打13912345678"}, 422),
    ],
    ids=["off", "no district", "a closed place", "a telephone"],
)
def test_what_is_refused_leaves_nothing(house: House, changes: dict[str, Any], status: int) -> None:
    before = house.stack.mongo("tasks").leads.count_documents({})
    with pytest.raises(CallFailed) as no:
        house.bring(jpeg(seed=8), **changes)
    assert no.value.status == status
    assert house.stack.mongo("tasks").leads.count_documents({}) == before


def test_a_photo_that_is_too_large_gets_no_address(house: House) -> None:
    order = {
        "photo": str(uuid7()),
        "snap": "l-1",
        "district": "ganzhou",
        "size": files.MAX_LEAD_PHOTO + 1,
        "sha256": "0" * 64,
        "media_type": "image/jpeg",
    }
    with pytest.raises(CallFailed) as no:
        house.evidence.command(order, method="declare_lead_photo", caller=PUBLIC)
    assert (no.value.status, no.value.field) == (400, "$.size")


def test_another_districts_office_sees_and_settles_nothing(house: House) -> None:
    lead, photo = house.send(jpeg(seed=9))
    house.waits(lead, "open")
    assert not house.tasks.ask(orders.Leads(), caller=OTHER)["items"]
    assert house.tasks.ask(orders.LeadCounts(year=2026), caller=OTHER)["total"] == 0
    for refused in (
        lambda: house.settle(lead, "answered", OTHER),
        lambda: house.tasks.ask(orders.LeadOf(snap=lead), caller=OTHER),
        lambda: house.evidence.ask(files.LeadPhotoOf(photo=photo), caller=OTHER),
        lambda: house.tasks.ask(orders.SnappingOf(district="ganzhou"), caller=OTHER),
    ):
        with pytest.raises(CallFailed) as no:
            refused()
        assert no.value.status == 404
    waiting = house.tasks.ask(orders.Leads(state="open"), caller=OFFICE)["items"]
    assert lead in [one["id"] for one in waiting]


def test_it_is_off_until_an_office_switches_it_on(house: House) -> None:
    shandan = orders.SnappingOf(district="shandan")
    assert house.tasks.ask(shandan) == {
        "version": 0,
        "district": "shandan",
        "on": False,
        "days": 30,
        "sites": [],
        "places": [],
    }
    house.tasks.command(orders.SetSnapping(district="shandan", on=True))
    assert house.tasks.ask(shandan)["on"]
    asked = orders.SnappingDistricts()
    told = house.tasks.ask(asked, caller=PUBLIC)
    assert told == {"districts": ["ganzhou", "shandan"], "offered": {"ganzhou": [], "shandan": []}}
    house.tasks.command(orders.SetSnapping(district="shandan", on=False))
    assert house.tasks.ask(asked, caller=PUBLIC) == {
        "districts": ["ganzhou"],
        "offered": {"ganzhou": []},
    }
