"""Programs of others: a client made from the description, our own small one, and curl."""

import importlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest
from tongxin import (
    ChangedSince,
    Conflict,
    Misfit,
    NotFound,
    NotSignedIn,
    Rejected,
    Tongxin,
    files,
    receipts,
)

from contracts.orders import tasks as orders
from infra.demo.files import pdf
from infra.local.programs import ROOT
from tests.console import working
from tests.console.working import DUE, HERE, YEAR, give, settle
from tests.support.accounts import HELD, PASSWORD
from tests.support.calling import Calls
from tests.support.documents import blocks
from tests.support.stack import Stack
from tests.support.waiting import eventually

SERVICES = [*working.SERVICES]
DEMO = {"gq-xuanchuan": "wang-x", "tongxin-demo-2026": PASSWORD, "ganquan": HERE}
"""What the pages say, and what it is here."""
USUAL = "http://127.0.0.1:8080"


@pytest.fixture(scope="module")
def calls(stack: Stack) -> Calls:
    found = settle(stack)
    person = {"roles": ["unit"], "district": HERE, "unit": "publicity"}
    held = {**person, "state": "active", "password": HELD, "email": "", "telephone": ""}
    stack.mongo("gateway").accounts.update_one({"_id": "wang-x"}, {"$set": held})
    return found


@pytest.fixture(scope="module")
def base(stack: Stack, calls: Calls) -> str:
    running = stack.start("gateway").wait_ready()
    return "http://" + running.env["TONGXIN_HTTP_ADDRESS"]


@pytest.fixture
def city(base: str) -> Iterator[Tongxin]:
    with Tongxin(base, language="en", patience=20) as client:
        client.sign_in("wang-x", PASSWORD)
        yield client


def instruction(calls: Calls, title: str) -> str:
    """Another task of theirs."""
    order = orders.Assign(
        campaign=f"c-{YEAR}",
        district=HERE,
        origin="instruction",
        title=title,
        lead="publicity",
        person="wang-x",
        due=DUE,
    )
    id: str = give(calls, "qian-d", order)["id"]
    return id


# -- a client made from the description ---------------------------------------------------------


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """What openapi-python-client makes of the description, without a word of complaint."""
    home = tmp_path_factory.mktemp("made")
    contracts = ROOT / "contracts"
    config = (contracts / "openapi-python-client.yml").read_text()
    (home / "config.yml").write_text(f"{config}post_hooks: []\n")
    done = subprocess.run(
        [
            *(sys.executable, "-W", "ignore", "-m", "openapi_python_client", "generate"),
            *("--path", str(contracts / "openapi.json"), "--fail-on-warning"),
            *("--config", str(home / "config.yml"), "--output-path", str(home / "out")),
        ],
        cwd=home,
        capture_output=True,
        text=True,
        timeout=250,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "arning" not in done.stdout + done.stderr
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(home / "out"))
        yield importlib.import_module("tongxin_client")
        for name in [name for name in sys.modules if name.startswith("tongxin_client")]:
            del sys.modules[name]


def part(name: str) -> Any:
    return importlib.import_module(f"tongxin_client.{name}")


@pytest.mark.timeout(400)
def test_a_client_made_from_the_description_signs_in_lists_changes_and_is_refused_by_types(
    made: ModuleType, base: str, calls: Calls
) -> None:
    models = part("models")
    credentials = models.Credentials(account="wang-x", password=PASSWORD)
    with made.Client(base_url=base) as entering:
        bearer = part("api.identity.identity_sign_in").sync(
            client=entering, body=credentials, idempotency_key="made-1"
        )
    assert isinstance(bearer, models.Bearer) and bearer.me.district == HERE
    with made.AuthenticatedClient(base_url=base, token=bearer.token) as client:
        page = part("api.tasks.tasks_tasks").sync(client=client, person="me", limit=3)
        assert isinstance(page, models.TaskLinePage) and len(page.items) == 3
        assert all(isinstance(one, models.TaskLine) for one in page.items)
        assert {one.person for one in page.items} == {"wang-x"} and page.items[0].due == DUE
        refused = part("api.tasks.tasks_task_of").sync(client=client, task="no-such-task")
        assert isinstance(refused, models.Problem)
        assert (refused.code, refused.status) == ("not-found", 404)
        id = instruction(calls, "由生成的客户端办理")
        given = {"client": client, "task": id, "body": models.Accept(), "idempotency_key": "made-2"}
        changed = part("api.tasks.tasks_accept").sync(**given)
        assert isinstance(changed, models.Changed) and changed.id == id
        assert part("api.tasks.tasks_accept").sync(**given).version == changed.version


# -- our own small one ---------------------------------------------------------------------------


def test_it_reads_all_pages_of_ones_own_tasks(city: Tongxin) -> None:
    pages = list(city.tasks(person="me", limit=2))
    whole = list(city.tasks(person="me"))
    assert len(whole) > 4
    assert [one["id"] for one in pages] == [one["id"] for one in whole]


def test_an_order_is_done_once_under_its_key_and_refusals_are_typed(
    city: Tongxin, calls: Calls
) -> None:
    id = instruction(calls, "由小客户端办理")
    first = city.give(f"/tasks/{id}/accept", key=f"accept {id}".replace(" ", "-"))
    assert city.give(f"/tasks/{id}/accept", key=f"accept-{id}") == first
    with pytest.raises(Conflict) as late:
        city.give(f"/tasks/{id}/accept")
    assert late.value.code == "wrong-state" and late.value.title == "Not in this state"
    with pytest.raises(ChangedSince) as stale:
        city.give(f"/tasks/{id}/draft", {"note": "稿"}, seen=1)
    assert stale.value.code == "changed-since"
    with pytest.raises(Misfit) as misfit:
        city.give(f"/tasks/{id}/draft", {"nota": "稿"})
    assert misfit.value.field == "$.nota"
    with pytest.raises(NotFound):
        city.get("/tasks/no-such-task")


def test_a_wrong_password_is_no_secret_and_no_fault(base: str) -> None:
    with Tongxin(base) as stranger, pytest.raises(NotSignedIn) as refused:
        stranger.sign_in("wang-x", "a wrong password")
    assert refused.value.code == "bad-credentials" and refused.value.title == "账号或密码不对"


def test_a_session_is_renewed_before_its_token_ends(
    city: Tongxin, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = city._http.headers["Authorization"]
    monkeypatch.setattr("tongxin.client.SOON", DUE - DUE.replace(year=DUE.year - 1))
    city.get("/me")
    assert city._http.headers["Authorization"] != before


def test_a_file_in_parts_is_sealed_and_handed_in(
    city: Tongxin, calls: Calls, tmp_path: Path
) -> None:
    id = instruction(calls, "附大文件")
    city.give(f"/tasks/{id}/accept")
    file = tmp_path / "大文件.pdf"
    file.write_bytes(pdf("大文件") + b"\n%" + b"x" * (9 * 1024 * 1024) + b"\n%%EOF\n")
    piece = city.upload(file, district=HERE, title="证明", tasks=[id])
    assert piece["state"] == "SEALED" and piece["size"] == file.stat().st_size
    city.wait_for(id, piece["id"])
    city.hand_in(id, evidence=(piece["id"],), note="已办")
    assert city.get(f"/tasks/{id}")["state"] == "submitted"


def test_a_file_that_does_not_pass_its_check_says_why(city: Tongxin, tmp_path: Path) -> None:
    file = tmp_path / "no.pdf"
    file.write_bytes(b"this is none" * 100)
    with pytest.raises(Rejected) as refused:
        city.upload(file, district=HERE, title="证明")
    assert refused.value.code == "type-not-allowed"
    rejected = refused.value.problem["evidence"]
    told = receipts.checked(city.receipt(rejected), city.receipt_keys())
    assert (told["state"], told["codes"]) == ("REJECTED", ["type-not-allowed"])


def test_a_receipt_is_checked_with_keys_that_need_no_account(
    city: Tongxin, base: str, tmp_path: Path
) -> None:
    file = tmp_path / "proof.pdf"
    file.write_bytes(pdf("回执"))
    piece = city.upload(file, district=HERE, title="证明")
    signed = city.receipt(piece["id"])
    assert city.receipt(piece["id"]) == signed
    with Tongxin(base) as stranger:
        told = receipts.checked(signed, stranger.receipt_keys())
        with pytest.raises(NotSignedIn):
            stranger.receipt(piece["id"])
        with pytest.raises(Misfit):
            stranger.get("/receipt-keys", kid="x")
    assert receipts.proves(told, piece["id"], piece["sha256"], piece["size"])
    assert (told["state"], told["filename"]) == ("SEALED", "proof.pdf")
    assert told["custody"] == city.get(f"/evidence/{piece['id']}")["custody"][-1]["h"]


def test_a_witness_of_all_custody_is_handed_out_to_mail_or_to_print(city: Tongxin) -> None:
    head = eventually(lambda: found(city, "/tree-head"))
    text = city._send("GET", "/tree-head/witness.txt")
    assert text.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "attachment" in text.headers["Content-Disposition"]
    assert f"树根 root           {found(city, '/tree-head')['root']}" in text.text
    assert head["head"].split(".")[0] in text.text
    code = city._send("GET", "/tree-head/witness.svg")
    assert code.headers["Content-Type"] == "image/svg+xml" and b"<svg" in code.content


def found(city: Tongxin, path: str) -> Any:
    try:
        return city.get(path)
    except NotFound:
        return None


def test_there_is_no_receipt_of_what_is_not_sent_yet(city: Tongxin) -> None:
    manifest = {"filename": "a.pdf", "size": 9, "sha256": "0" * 64, "mode": "file"}
    told = {"evidence": files.new_id(), "district": HERE, "title": "证明", **manifest}
    declared = city.give("/evidence", {**told, "media_type": "application/pdf"})
    with pytest.raises(Conflict) as refused:
        city.receipt(declared["id"])
    assert refused.value.code == "receipt-not-ready"


class LostOnce(httpx.HTTPTransport):
    """The first request does not arrive."""

    lost = False

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if not self.lost:
            self.lost = True
            raise httpx.ConnectError("lost", request=request)
        return super().handle_request(request)


def test_a_file_goes_on_where_the_way_to_the_store_was_lost(
    city: Tongxin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "proof.pdf"
    file.write_bytes(pdf("再传"))
    with httpx.Client(transport=(way := LostOnce())) as store:
        monkeypatch.setattr(city, "_store", store)
        assert city.upload(file, district=HERE, title="证明")["state"] == "SEALED"
    assert way.lost


class Busy(httpx.BaseTransport):
    """Away twice, then there."""

    def __init__(self) -> None:
        self.keys: list[str] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.keys.append(request.headers["Idempotency-Key"])
        if len(self.keys) == 1:
            raise httpx.ConnectError("lost", request=request)
        if len(self.keys) == 2:
            return httpx.Response(503, headers={"Retry-After": "0"}, json={"code": "busy"})
        return httpx.Response(200, json={"id": "t", "version": 2})


def test_what_is_away_is_asked_again_with_the_same_key() -> None:
    with Tongxin("http://tongxin.invalid", patience=10) as client:
        client._http = httpx.Client(base_url="http://tongxin.invalid", transport=(busy := Busy()))
        assert client.give("/tasks/t/accept")["version"] == 2
    assert len(busy.keys) == 3 and len(set(busy.keys)) == 1


# -- the pages ------------------------------------------------------------------------------------


def here(text: str, base: str) -> str:
    for usual, ours in {USUAL: base, **DEMO}.items():
        text = text.replace(usual, ours)
    return text


def test_the_examples_of_the_clients_page_run(
    base: str, calls: Calls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    instruction(calls, "示例任务")
    monkeypatch.chdir(tmp_path)
    Path("proof.pdf").write_bytes(pdf("示例"))
    page = ROOT / "clients" / "python" / "README.md"
    code = "\n".join(here(one.text, base) for one in blocks(page) if one.kind == "python")
    assert len(code) > 500
    exec(compile(code, str(page), "exec"), {})


def test_the_recipe_for_curl_runs_as_it_stands(base: str, calls: Calls, tmp_path: Path) -> None:
    instruction(calls, "由命令行办理")
    page = ROOT / "docs" / "api.md"
    script = "".join(here(one.text, base) for one in blocks(page) if one.kind == "sh")
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=tmp_path,
        env={"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    task = re.findall(r'"id":"([^"]+)"', done.stdout)[-1]
    assert Calls(calls.stack, "tasks").ask(orders.TaskOf(task=task))["state"] == "submitted"
