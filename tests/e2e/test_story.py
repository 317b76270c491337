"""The demo story end to end: real servers, real files, the public API; every figure by hand.

And the commands of the documentation, run as they stand on what the story has left.
"""

import io
import json
import os
import random
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest

from infra.demo.city import PASSWORD
from infra.deploy import environments
from infra.local.programs import ROOT
from infra.local.system import ENVIRONMENTS
from tests.e2e.dossiers import Office, checked, summed, unpacked
from tests.support.documents import PAGES, blocks
from tests.support.running import Running
from tests.support.stack import ALL, GATEWAY, Stack
from tests.support.waiting import eventually

SECONDS = 300


@pytest.fixture(scope="module")
def city(stack: Stack) -> Running:
    """The whole system; its gateway."""
    services = [stack.start(target) for target in ALL]
    gateway = stack.start("gateway")
    for running in (*services, gateway):
        running.wait_ready()
    return gateway


def play(gateway: Running, *words: str) -> "subprocess.CompletedProcess[str]":
    env = {
        **os.environ,
        "TONGXIN_PUBLIC_URL": "http://" + gateway.env["TONGXIN_HTTP_ADDRESS"],
        "TONGXIN_ADMIN_PASSWORD": GATEWAY["TONGXIN_ADMIN_PASSWORD"],
    }
    return subprocess.run(
        [sys.executable, "-m", "infra.demo", *words],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


@pytest.fixture(scope="module")
def told(city: Running) -> "subprocess.CompletedProcess[str]":
    """The story, played."""
    return play(city)


@pytest.mark.timeout(SECONDS + 60)
def test_a_city_runs_its_campaign_and_every_figure_is_as_computed_by_hand(
    city: Running, told: "subprocess.CompletedProcess[str]", stack: Stack
) -> None:
    assert told.returncode == 0, told.stdout[-6000:] + told.stderr[-4000:]
    assert " 0 failed" in told.stdout
    assert "甘泉区" in told.stdout

    again = play(city, "--if-new")
    assert again.returncode == 0, again.stdout + again.stderr
    assert "played already" in again.stdout

    for running in stack.processes:
        assert running.alive, running.name
        if running.name != "gateway":
            assert running.metric("tongxin_parked_messages") == 0, running.name


@pytest.fixture(scope="module")
def office(
    city: Running, told: "subprocess.CompletedProcess[str]", stack: Stack
) -> Iterator[Office]:
    """The office of 甘泉区, after the story; all custody stands under a signed tree head."""
    assert told.returncode == 0
    stack.mongo("evidence")["custody_trees"].update_one({}, {"$currentDate": {"due": True}})
    signed_in = Office(city, "gq-office")
    yield signed_in
    signed_in.close()


@pytest.mark.timeout(SECONDS + 60)
def test_a_districts_dossier_proves_itself_without_us_and_goes_on_where_it_was_cut_off(
    office: Office, tmp_path: Path
) -> None:
    ordered = office.order("ganquan")
    ready = office.ended(ordered["dossier"])
    assert (ready["state"], ready["done"], ready["items"]) == ("ready", 74, 74), ready
    assert {"item": "A02", "what": "没有提交成果", "lead": "甘泉区人武部"} in ready["missing"]
    assert office.order("ganquan") == ready, "the same snapshot, the same dossier"

    answer = office.whole(ready["dossier"])
    raw, tag = answer.content, answer.headers["etag"]
    assert (len(raw), answer.headers["accept-ranges"]) == (ready["size"], "bytes")
    chance = random.Random(7)
    for _ in range(12):
        first, end = sorted(chance.sample(range(ready["size"] + 1), k=2))
        part = office.part(ready["dossier"], first, end, tag)
        assert (part.status_code, part.content == raw[first:end]) == (206, True)
    cut = chance.randrange(ready["size"])
    rest = office.part(ready["dossier"], cut, ready["size"]).content
    assert raw[:cut] + rest == raw
    assert office.part(ready["dossier"], 5, 9, '"other"').status_code == 200
    behind = office.part(ready["dossier"], ready["size"], ready["size"] + 1)
    assert behind.status_code == 416
    assert behind.headers["content-range"] == f"bytes */{ready['size']}"
    head = office.http.head(f"/dossiers/{ready['dossier']}/file")
    assert head.headers["content-length"] == str(ready["size"])
    again = {"If-None-Match": tag}
    assert office.http.get(f"/dossiers/{ready['dossier']}/file", headers=again).status_code == 304

    folder = unpacked(raw, tmp_path / "dossier")
    keys = tmp_path / "keys.json"
    keys.write_bytes(office.http.get("/receipt-keys").content)
    code, said = checked(folder, "--keys", str(keys))
    assert (code, "完好" in said, f"{ready['code'][:4]} {ready['code'][4:8]}" in said) == (
        0,
        True,
        True,
    ), said
    assert summed(folder) == 0
    plan = next(folder.glob("2026年/*/A01/A01-*.pdf".replace("2026", str(ready["year"]))))
    text = pypdf.PdfReader(folder / "总目录.pdf").pages[1].extract_text()
    assert "双拥工作纳入发展规划和党政军领导考核" in text and "— 2 —" in text
    with plan.open("r+b") as opened:
        opened.seek(1000)
        opened.write(b"?")
    code, said = checked(folder)
    assert code == 1 and f"改动过：{plan.relative_to(folder).as_posix()}" in said
    assert summed(folder) == 1


@pytest.mark.timeout(SECONDS + 60)
def test_one_command_fetches_a_dossier_and_goes_on_with_what_is_missing(
    office: Office, tmp_path: Path
) -> None:
    made = office.ended(office.order("ganquan", "A01")["dossier"])
    raw = office.whole(made["dossier"]).content
    file = tmp_path / "A01.zip"
    left = file.with_name(f"A01.zip.{made['dossier'][:8]}.part")
    left.write_bytes(raw[:1_000_001])
    words = [office.url, "gq-office", "ganquan", str(file), "--item", "A01"]
    done = subprocess.run(
        [sys.executable, "-m", "tongxin.dossiers", *words],
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT / "clients" / "python"),
            "TONGXIN_PASSWORD": PASSWORD,
        },
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert made["code"] in done.stdout
    assert file.read_bytes() == raw and not left.exists()


@pytest.mark.timeout(SECONDS + 60)
def test_reading_a_dossier_is_an_entry_of_each_originals_custody_and_of_the_audit_log(
    office: Office, stack: Stack
) -> None:
    made = office.ended(office.order("ganquan", "B03")["dossier"])
    office.whole(made["dossier"])
    manifest = json.loads(
        zipfile.ZipFile(io.BytesIO(office.whole(made["dossier"]).content)).read("清单.json")
    )
    (evidence,) = (one["evidence"] for one in manifest["files"] if "evidence" in one)
    custody = office.api.get(f"/evidence/{evidence}")["custody"]
    fetched = [one for one in custody if one["what"] == "fetched" and one["by"] == "gq-office"]
    assert len(fetched) == 1, "bound and read twice within ten minutes is one read"
    told = stack.mongo("gateway")["audit"].find({"by": "gq-office", "kind": "export"})
    assert [one for one in told if made["code"] in one["detail"]]


@pytest.mark.timeout(SECONDS + 60)
def test_nobody_has_a_dossier_bound_or_reads_one_who_may_not(city: Running, office: Office) -> None:
    made = office.order("ganquan", "B03")["dossier"]
    for account, status in (("lh-office", 404), ("gq-xuanchuan", 403)):
        other = Office(city, account)
        try:
            for refused in (
                other.http.get(f"/dossiers/{made}"),
                other.http.get(f"/dossiers/{made}/file"),
                other.http.get("/dossiers", params={"district": "ganquan"}),
                other.http.post(
                    "/dossiers",
                    json={"district": "ganquan", "snapshot": office.snapshot()},
                    headers={"Idempotency-Key": "x"},
                ),
            ):
                assert refused.status_code == status, (account, refused.request.url)
        finally:
            other.close()
    unknown = {"district": "ganquan", "snapshot": office.snapshot(), "item": "Z99"}
    for body, status in ((unknown, 404), (unknown | {"item": "z"}, 422)):
        answer = office.http.post("/dossiers", json=body, headers={"Idempotency-Key": "y"})
        assert answer.status_code == status


@pytest.mark.timeout(SECONDS + 60)
def test_an_original_that_is_not_as_it_was_sealed_is_named_and_nothing_is_handed_out(
    office: Office, stack: Stack
) -> None:
    pieces = stack.mongo("evidence")["evidence"]
    where = {"state.manifest.items": "B08", "state.district": "ganquan", "state.state": "SEALED"}
    piece = pieces.find_one(where)
    assert piece
    digest = piece["state"]["manifest"]["sha256"]
    other = {"state.manifest.sha256": "0" * 64}
    pieces.update_one({"_id": piece["_id"]}, {"$set": other})
    refused = office.ended(office.order("ganquan", "B08")["dossier"])
    assert refused["state"] == "refused"
    assert "B08" in refused["faults"][0] and "原件与封存时不一致" in refused["faults"][0]
    answer = office.http.get(f"/dossiers/{refused['dossier']}/file")
    assert answer.status_code == 409

    pieces.update_one({"_id": piece["_id"]}, {"$set": {"state.manifest.sha256": digest}})
    assert office.ended(office.order("ganquan", "B08")["dossier"])["state"] == "ready"


@pytest.mark.timeout(SECONDS + 60)
def test_killed_while_it_binds_a_gateway_goes_on_with_the_item_that_was_not_bound(
    city: Running, office: Office, stack: Stack, tmp_path: Path
) -> None:
    other = Office(city, "city-office")
    made = other.order("linhe")
    eventually(lambda: other.api.get(f"/dossiers/{made['dossier']}")["done"] > 2, SECONDS)
    city.kill()
    left = stack.mongo("gateway")["dossiers"].find_one({"_id": made["dossier"]})
    assert left and left["state"] == "building" and left["done"] < 74
    city.process.launch()
    city.wait_ready()
    ready = other.ended(made["dossier"])
    assert (ready["state"], ready["done"]) == ("ready", 74), ready
    folder = unpacked(other.whole(made["dossier"]).content, tmp_path / "linhe")
    assert checked(folder)[0] == 0
    other.close()


@pytest.mark.timeout(SECONDS + 60)
@pytest.mark.usefixtures("told")
def test_the_commands_of_the_documentation_run_as_they_stand(
    city: Running, stack: Stack, tmp_path: Path
) -> None:
    """Only the addresses are those of this instance, as for whoever has his own."""
    given = {"deploy": stack.backing.environment()}
    given |= {running.name: running.env for running in stack.processes}
    environments.write(tmp_path / ENVIRONMENTS, given)
    ours = {
        "http://127.0.0.1:8080": "http://" + city.env["TONGXIN_HTTP_ADDRESS"],
        "infra.local env": f"infra.local env --home {tmp_path}",
        "-m infra.deploy": f"-m infra.deploy --vhost {stack.vhost} --bucket {stack.bucket}"
        f" --database-prefix {stack.database_prefix}",
    }
    run = [block for page in PAGES for block in blocks(page) if block.kind == "sh"]
    scripts = "".join(f"({block.text})\n" for block in run)
    for usual, here in ours.items():
        assert usual in scripts
        scripts = scripts.replace(usual, here)
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-x", "-c", scripts],
        cwd=tmp_path,
        env={
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
        },
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said[-6000:]
    for service in ("tasks", "evidence", "scoring", "notify"):
        assert f"nothing of {service} is parked" in said
    assert "0 differ" in said
    assert "deployed for tasks" in said
    for book in ("任务分解表.xlsx", "tasks.xlsx"):
        assert (tmp_path / book).read_bytes().startswith(b"PK")
