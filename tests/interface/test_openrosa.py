"""ODK Collect as the field app, on real servers: nothing is lost and nothing comes twice."""

import hashlib
import re
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import httpx
import pytest

from contracts.caller import Caller
from gateway.openrosa import instance
from gateway.tokens import Tokens
from tests.console import working
from tests.console.working import HERE, THERE, caller, let_in, settle, task
from tests.support.accounts import PASSWORD
from tests.support.calling import Calls
from tests.support.collect import Collect, Filled, picture, said
from tests.support.stack import GATEWAY, Stack
from tests.support.waiting import eventually

SERVICES = [*working.SERVICES]
MANY = 200
OFFICE = Caller(account="admin", name="市双拥办", roles=("city_office",), district="*")


@pytest.fixture(scope="module")
def calls(stack: Stack) -> Calls:
    found = settle(stack)
    let_in(stack, "wang-x", "li-e", "qian-d")
    accounts = stack.mongo("gateway").accounts
    colleague = accounts.find_one({"_id": "wang-x"}) or {}
    accounts.insert_one(colleague | {"_id": "wang-y"})
    return found


@pytest.fixture(scope="module")
def base(stack: Stack, calls: Calls) -> str:
    running = stack.start("gateway").wait_ready()
    return "http://" + running.env["TONGXIN_HTTP_ADDRESS"]


def browser(base: str, account: str) -> httpx.Client:
    http = httpx.Client(base_url=base, headers={"Origin": base}, timeout=30)
    page = http.get("/console/login").text
    asked = {"account": account, "password": PASSWORD, "form_token": _sealed(page)}
    assert http.post("/console/login", data=asked).status_code == 303
    return http


def _sealed(page: str) -> str:
    found = re.search(r'name="form_token" value="([0-9a-f]{64})"', page)
    assert found, page[:500]
    return found[1]


def app_password(base: str, account: str) -> str:
    """As its page hands it out."""
    with closing(browser(base, account)) as http:
        page = http.get("/console/devices")
        assert page.status_code == 200, page.text
        token = _sealed(page.text)
        made = http.post("/console/devices", data={"form_token": token, "label": "小米"})
        assert made.status_code == 200, made.text
        found = re.search(r"<code>([\w-]{22})</code>", made.text)
        assert found and "data:image/svg+xml" in made.text
        after = http.get("/console/devices")
        assert after.status_code == 200 and "小米" in after.text and found[1] not in after.text
        return found[1]


@pytest.fixture(scope="module")
def collect(base: str) -> Iterator[Collect]:
    made = Collect(base, "wang-x", app_password(base, "wang-x"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def item(collect: Collect) -> str:
    """One that wants photos, of a task of theirs."""
    return _forms(collect)[0]["formID"].removeprefix("tongxin-")


def _forms(collect: Collect) -> list[dict[str, str]]:
    answer = collect.http.get("/formList")
    assert answer.status_code == 200 and answer.headers["x-openrosa-version"] == "1.0"
    return [
        {child.tag.rpartition("}")[2]: child.text or "" for child in form}
        for form in ET.fromstring(answer.content)
    ]


def filled(item: str, count: int = 1, **more: Any) -> Filled:
    given = {"task": task(item), "district": HERE} | more
    pictures = given.pop("pictures", {f"{n}.jpg": picture() for n in range(count)})
    return Filled(item=item, pictures=pictures, **given)


def kept(stack: Stack, sent: Filled) -> list[dict[str, Any]]:
    ids = [instance.evidence_of(sent.id, name) for name in sent.pictures]
    found = stack.mongo("evidence").evidence.find({"_id": {"$in": ids}})
    return [{"_id": each["_id"], **each["state"]} for each in found]


def as_sent(stack: Stack, sent: Filled) -> bool:
    hashes = sorted(hashlib.sha256(content).hexdigest() for content in sent.pictures.values())
    return sorted(one["manifest"]["sha256"] for one in kept(stack, sent)) == hashes


# -- forms ---------------------------------------------------------------------------------------


def test_the_forms_of_ones_own_tasks_come_with_their_choices(collect: Collect, item: str) -> None:
    for form in _forms(collect):
        xml = collect.http.get(form["downloadUrl"]).content
        assert form["hash"] == "md5:" + hashlib.md5(xml).hexdigest()
        assert form["formID"].encode() in xml and form["version"].encode() in xml
    manifest = collect.http.get(form["manifestUrl"])
    files = ET.fromstring(manifest.content)
    assert [one[0].text for one in files] == ["districts.csv", "tasks.csv"]
    for name, digest, url in files:
        content = collect.http.get(url.text or "").content
        assert digest.text == "md5:" + hashlib.md5(content).hexdigest(), name.text
    assert task(form["formID"].removeprefix("tongxin-")).encode() in content


def test_nobody_comes_in_without_an_app_password(base: str, collect: Collect) -> None:
    for account, secret in (("", ""), ("wang-x", PASSWORD), ("wang-x", "wrong"), ("li-e", "x")):
        stranger = Collect(base, account, secret)
        refused = stranger.http.get("/formList")
        assert refused.status_code == 401, refused.text
        assert refused.headers["www-authenticate"].startswith("Basic realm=")
        assert said(refused)[0] == "error"
        stranger.close()


def test_an_app_password_is_taken_back_alone_or_with_every_sign_in(base: str, stack: Stack) -> None:
    with closing(browser(base, "li-e")) as http:
        phones = [Collect(base, "li-e", app_password(base, "li-e")) for _ in range(2)]
        page = http.get("/console/devices").text
        newest = re.findall(r'name="id" value="([0-9a-f]{16})"', page)[0]
        given = {"form_token": _sealed(page), "id": newest}
        assert http.post("/console/devices/end", data=given).status_code == 303
        assert sorted(one.http.get("/formList").status_code for one in phones) == [200, 401]
        bearer = Tokens(GATEWAY["TONGXIN_TOKEN_SECRET"], lifetime=60).issue(OFFICE)[0]
        headers = {"Authorization": f"Bearer {bearer}", "Idempotency-Key": "lost-phone"}
        done = http.post("/api/v1/people/li-e/sign-out", json={}, headers=headers)
        assert done.status_code == 200, done.text
        assert eventually(
            lambda: {one.http.get("/formList").status_code for one in phones} == {401}
        )
        for one in phones:
            one.close()


# -- submissions ---------------------------------------------------------------------------------


def test_a_submission_becomes_evidence_and_a_repeat_of_it_becomes_nothing(
    collect: Collect, stack: Stack, item: str
) -> None:
    sent = filled(item, 2)
    for _ in range(2):
        answer = collect.send(sent)
        assert answer.status_code == 201, answer.text
        assert said(answer)[0] == "submit_success"
    assert as_sent(stack, sent)
    for piece in kept(stack, sent):
        assert piece["by"] == "wang-x" and piece["manifest"]["tasks"] == [task(item)]
        assert piece["manifest"]["mode"] == "camera" and piece["manifest"]["items"] == [item]
        assert piece["manifest"]["caption"]["people"] == "写了"
    assert eventually(lambda: {one["state"] for one in kept(stack, sent)} == {"SEALED"})


def test_the_same_submission_twice_at_once_is_one(
    collect: Collect, stack: Stack, item: str
) -> None:
    for _ in range(3):
        sent = filled(item, 2)
        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(lambda _, sent=sent: collect.send(sent), range(2)))
        assert 201 in {one.status_code for one in answers}, [one.text for one in answers]
        assert collect.send(sent).status_code == 201
        assert as_sent(stack, sent)


def test_pictures_in_two_posts_are_one_submission(
    collect: Collect, stack: Stack, item: str
) -> None:
    sent = filled(item, 2)
    early = collect.send(sent, only={"1.jpg"})
    assert early.status_code == 422 and "0.jpg" in said(early)[1] and not kept(stack, sent)
    assert collect.send(sent, only={"0.jpg"}, incomplete=True).status_code == 201
    assert collect.send(sent, only={"1.jpg"}).status_code == 201
    assert as_sent(stack, sent)


def test_a_picture_of_20_mb_comes_whole(collect: Collect, stack: Stack, item: str) -> None:
    sent = filled(item, pictures={"大.jpg": picture(20 * 1024 * 1024)})
    answer = collect.send(sent)
    assert answer.status_code == 201, answer.text
    assert as_sent(stack, sent)
    assert eventually(lambda: kept(stack, sent)[0]["state"] in ("SEALED", "REJECTED"))
    assert kept(stack, sent)[0].get("code", "") != "sha256-mismatch"


def test_a_post_that_broke_leaves_nothing_and_is_sent_again(
    collect: Collect, base: str, stack: Stack, item: str
) -> None:
    sent = filled(item, pictures={"0.jpg": picture(300_000)})
    files = {
        "xml_submission_file": ("form.xml", sent.xml, "text/xml"),
        "0.jpg": ("0.jpg", sent.pictures["0.jpg"], "image/jpeg"),
    }
    whole = collect.http.build_request("POST", "/submission", files=files)
    auth = next(collect.http.auth.auth_flow(whole)) if collect.http.auth else whole
    head = f"POST /openrosa/submission HTTP/1.1\r\nHost: {urlsplit(base).netloc}\r\n"
    for name in ("Content-Type", "Content-Length", "Authorization"):
        head += f"{name}: {auth.headers[name]}\r\n"
    body = whole.read()
    for share in (3, 2):
        with socket.create_connection(
            (urlsplit(base).hostname or "", urlsplit(base).port or 0), 10
        ) as line:
            line.sendall(head.encode() + b"\r\n" + body[: len(body) // share])
    assert not kept(stack, sent)
    assert collect.send(sent).status_code == 201 and as_sent(stack, sent)


@pytest.mark.timeout(400)
def test_of_many_submissions_each_comes_once(collect: Collect, stack: Stack, item: str) -> None:
    every = [filled(item) for _ in range(MANY)]

    def send(one: Filled) -> int:
        return collect.send(one).status_code

    left = every
    for _ in range(20):
        with ThreadPoolExecutor(3) as pool:
            left = [one for one, got in zip(left, pool.map(send, left), strict=True) if got != 201]
        if not left:
            break
    assert not left
    ids = {instance.evidence_of(one.id, "0.jpg") for one in every}
    hashes = [hashlib.sha256(one.pictures["0.jpg"]).hexdigest() for one in every]
    held = stack.mongo("evidence").evidence
    found = held.find({"state.manifest.sha256": {"$in": hashes}}, {"_id": 1})
    assert sorted(one["_id"] for one in found) == sorted(ids) and len(ids) == MANY


def test_what_is_wrong_is_told_in_words_and_leaves_nothing(
    collect: Collect, stack: Stack, item: str
) -> None:
    other = next(form["formID"][8:] for form in _forms(collect) if form["formID"][8:] != item)
    bomb = b'<!DOCTYPE d [<!ENTITY a "a"><!ENTITY b "&a;&a;&a;">]><data id="tongxin-A01">&b;</data>'

    class Bomb(Filled):
        @property
        def xml(self) -> bytes:
            return bomb

    aside = bomb.replace(b'<!ENTITY a "a">', b'<!ENTITY a SYSTEM "file:///etc/hostname">')

    class Outside(Filled):
        @property
        def xml(self) -> bytes:
            return aside

    for sent, told in (
        (Outside(item=item, task="", district="", pictures={"0.jpg": picture()}), "XML"),
        (filled(item, pictures={"../0.jpg": picture()}), "文件名"),
        (filled(item, form="unknown-form"), "unknown-form"),
        (filled(item, task=task(other)), item),
        (filled(item, task="t-none"), "t-none"),
        (filled(item, task=""), "任务"),
        (filled(item, district=THERE), "县区"),
        (filled(item, pictures={"0.jpg": b"GIF89a not a photo"}), "JPEG"),
        (filled(item, pictures={"0.jpg": picture(), "1.jpg": b""}), "1.jpg"),
        (Bomb(item=item, task="", district="", pictures={"0.jpg": picture()}), "XML"),
    ):
        answer = collect.send(sent)
        assert answer.status_code == 422, (told, answer.text)
        nature, text = said(answer)
        assert nature == "error" and told in text
        assert not kept(stack, sent)
    large = collect.send(filled(item, pictures={"0.jpg": picture(33 * 1024 * 1024)}))
    assert large.status_code == 413 and said(large)[0] == "error"


def test_a_task_of_another_unit_takes_no_photos(base: str, stack: Stack, item: str) -> None:
    phone = Collect(base, "li-e", app_password(base, "li-e"))
    sent = filled(item)
    refused = phone.send(sent)
    assert refused.status_code == 422 and said(refused)[0] == "error" and not kept(stack, sent)
    assert item not in {one["formID"][8:] for one in _forms(phone)}
    phone.close()


Part = tuple[str, tuple[str, bytes, str]]


def parts_of(sent: Filled) -> list[Part]:
    """What one post of it consists of."""
    pictures = [(n, (n, content, "image/jpeg")) for n, content in sent.pictures.items()]
    return [("xml_submission_file", ("form.xml", sent.xml, "text/xml")), *pictures]


def test_a_post_that_can_be_read_in_two_ways_is_read_in_none(
    collect: Collect, stack: Stack, item: str
) -> None:
    one, other = filled(item), filled(item)
    (xml, photo), (other_xml, other_photo) = parts_of(one), parts_of(other)
    unnamed = ("9.jpg", ("9.jpg", picture(), "image/jpeg"))
    for parts, told in (
        ([xml, other_xml, photo], "一张表单"),
        ([xml, photo, other_photo], "相同"),
        ([xml, photo, unnamed], "9.jpg"),
        ([photo], "XML"),
    ):
        answer = collect.http.post("/submission", files=parts)
        assert answer.status_code == 422 and told in said(answer)[1], answer.text
    for kind, body in (
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=", b"--\r\n\r\n"),
        ("multipart/form-data; boundary=b", b"--b\r\nno head at all"),
        ("multipart/form-data; boundary=b", b"--b\r\n" + b"x: y\r\n" * 50_000),
        ("multipart/form-data; boundary=" + "b" * 2000, b"--b--"),
        ("multipart/form-data; boundary=b; charset=utf-16", b"--b--\r\n"),
    ):
        answer = collect.http.post("/submission", content=body, headers={"Content-Type": kind})
        assert answer.status_code in (400, 422) and said(answer)[0] == "error", (kind, answer)
    assert not kept(stack, one) and not kept(stack, other)


def test_what_was_sent_under_an_id_is_changed_by_nobody(
    collect: Collect, base: str, stack: Stack, item: str
) -> None:
    sent = filled(item)
    assert collect.send(sent).status_code == 201
    colleague = Collect(base, "wang-y", app_password(base, "wang-y"))
    for phone in (collect, colleague):
        forged = filled(item, id=sent.id)
        refused = phone.send(forged)
        assert refused.status_code in (404, 409) and said(refused)[0] == "error", refused.text
        assert as_sent(stack, sent)
    assert colleague.send(filled(item, id=sent.id, pictures={})).status_code == 422
    bare = colleague.send(sent, only=set())
    assert bare.status_code in (403, 404, 422) and said(bare)[0] == "error", bare.text
    rivals = [filled(item, id=f"uuid:{sent.id[-12:]}-rival") for _ in range(4)]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(collect.send, rivals))
    (held,) = kept(stack, rivals[0])
    wins = [one for one in rivals if as_sent(stack, one)]
    assert len(wins) == 1 and held["by"] == "wang-x"
    assert collect.send(wins[0]).status_code == 201
    colleague.close()


def test_whoever_is_no_uploader_any_more_comes_in_no_more(base: str, stack: Stack) -> None:
    accounts, phone = (
        stack.mongo("gateway").accounts,
        Collect(base, "wang-y", app_password(base, "wang-y")),
    )
    before = accounts.find_one({"_id": "wang-y"}) or {}
    for change, status in (({"roles": ["leader"]}, 403), ({"state": "closed"}, 401), (before, 200)):
        accounts.update_one({"_id": "wang-y"}, {"$set": change})
        answer = phone.http.get("/formList")
        assert answer.status_code == status, answer.text
    phone.close()


def test_ten_app_passwords_are_the_most_and_those_that_ended_do_not_come_back(
    base: str, stack: Stack
) -> None:
    with closing(browser(base, "qian-d")) as http:
        token = _sealed(http.get("/console/devices").text)

        def make(_: int) -> int:
            given = {"form_token": token, "label": "又一部"}
            return http.post("/console/devices", data=given).status_code

        with ThreadPoolExecutor(6) as pool:
            made = list(pool.map(make, range(14)))
    held = stack.mongo("gateway").devices
    assert held.count_documents({"account": "qian-d"}) <= 10
    assert made.count(200) == held.count_documents({"account": "qian-d"})
    bearer = Tokens(GATEWAY["TONGXIN_TOKEN_SECRET"], lifetime=60).issue(OFFICE)[0]
    headers = {"Authorization": f"Bearer {bearer}", "Idempotency-Key": "all-lost"}
    path = f"{base}/api/v1/people/qian-d/sign-out"
    assert httpx.post(path, json={}, headers=headers, timeout=30).status_code == 200
    assert not held.count_documents({"account": "qian-d"})


def test_a_program_makes_lists_and_ends_app_passwords(base: str) -> None:
    def signed(who: Caller) -> httpx.Client:
        token = Tokens(GATEWAY["TONGXIN_TOKEN_SECRET"], lifetime=60).issue(who)[0]
        headers = {"Authorization": f"Bearer {token}"}
        return httpx.Client(base_url=f"{base}/api/v1", headers=headers, timeout=30)

    with signed(caller("li-e")) as http, signed(caller("wang-x")) as other:
        key = {"Idempotency-Key": "a-telephone"}
        answer = http.post("/app-passwords", json={"label": "平板"}, headers=key)
        assert answer.status_code == 201 and answer.headers["cache-control"] == "no-store"
        made = answer.json()
        assert made["server"] == f"{base}/openrosa" and made["account"] == "li-e"
        phone = Collect(base, "li-e", made["secret"])
        assert phone.http.get("/formList").status_code == 200
        listed = http.get("/app-passwords")
        assert made["id"] in {one["id"] for one in listed.json()["items"]}
        assert made["secret"] not in listed.text
        end = f"/app-passwords/{made['id']}/end"
        assert other.post(end, json={}, headers=key).status_code == 404
        assert http.post(end, json={}, headers=key).json() == {"ended": made["id"]}
        assert phone.http.get("/formList").status_code == 401
        phone.close()
        for wrong in ({}, {"label": ""}, {"label": "x" * 41}, {"label": "x", "more": 1}):
            assert http.post("/app-passwords", json=wrong, headers=key).status_code == 422
    with signed(OFFICE) as http:
        assert http.get("/app-passwords").status_code == 403


def test_who_guesses_is_stopped_and_stops_no_telephone(base: str, collect: Collect) -> None:
    stranger = Collect(base, "wang-x", "guessed")
    found = {stranger.http.get("/formList").status_code for _ in range(70)}
    assert found == {401, 429}
    assert collect.http.get("/formList").status_code == 200
    stranger.close()
