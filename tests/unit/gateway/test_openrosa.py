"""Forms, choices and submissions of OpenRosa, decided without a server."""

import asyncio
import base64
import json
import shutil
import uuid
import zlib
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from msgspec import convert
from pyxform.validators.odk_validate import check_xform
from starlette.requests import Request

from contracts.captions import CAPTIONS
from contracts.orders.evidence import EvidenceId
from gateway.console.devices.pages import settings_of
from gateway.openrosa import answers, doors, forms, instance
from gateway.problems import Problem

H = "{http://www.w3.org/1999/xhtml}"
F = "{http://www.w3.org/2002/xforms}"
LINE = {"kind": "PIC", "text": "活动照片"}


def item(code="B04", title="走访慰问", **more):
    return {
        "code": code,
        "title": title,
        "evidence": [{"kind": "DOC", "text": "文件"}, LINE],
        **more,
    }


def submission(id="uuid:0192f0c1-2345-4abc-8def-0123456789ab", form="tongxin-B04", **more):
    said = {"district": "ganzhou", "task": "t-1", "start": "2026-05-04T10:05:00.000+08:00"}
    said |= {f"caption_{name}": "写了" for name in CAPTIONS} | more
    answered = "".join(f"<{name}>{text}</{name}>" for name, text in said.items())
    photos = "<photos><photo>1.jpg</photo></photos><pictures><picture>2.jpg</picture></pictures>"
    meta = f'<meta xmlns="http://openrosa.org/xforms"><instanceID>{id}</instanceID></meta>'
    return f'<data id="{form}" version="old">{answered}{photos}{meta}</data>'.encode()


def refusal(raw: bytes) -> Problem:
    with pytest.raises(Problem) as refused:
        instance.read(raw)
    assert refused.value.status == 422
    return refused.value


def test_a_form_is_a_valid_xform_whose_every_question_has_its_place(tmp_path) -> None:
    made = forms.form_of(item(title='有"引号"、<尖括号>、&、${引用} 的一项'))
    root = ET.fromstring(made.xml)
    (data,) = root.iterfind(f"{H}head/{F}model/{F}instance/{F}data")
    assert data.get("id") == made.id == "tongxin-B04" and data.get("version") == made.version
    places = {"/data"}

    def walk(node, at):
        places.add(at)
        for child in node:
            walk(child, f"{at}/{child.tag.removeprefix(F)}")

    walk(data, "/data")
    (body,) = root.iterfind(f"{H}body")
    named = [one.get("nodeset", "") for one in root.iter(f"{F}bind")]
    named += [one.get("ref", "") for one in body.iter()]
    asked = [one for one in named if one.startswith("/data")]
    assert len(asked) > 15 and set(asked) <= places
    sources = [one.get("src") for one in root.iter(f"{F}instance") if one.get("src")]
    assert sources == ["jr://file-csv/districts.csv", "jr://file-csv/tasks.csv"]
    if shutil.which("java"):
        (tmp_path / "form.xml").write_bytes(made.xml)
        check_xform(str(tmp_path / "form.xml"))


def test_what_xml_cannot_hold_is_left_out_and_what_makes_no_form_takes_no_others() -> None:
    line = {"kind": "PIC", "text": "照\x0b片\ufffe ${x}"}
    made = forms.form_of(item(title="走访\x00慰问", evidence=[line]))
    assert "照 片" in "".join(ET.fromstring(made.xml).itertext()) and made.title == "B04 走访 慰问"
    wordless = item(title="\x85", evidence=[{"kind": "PIC", "text": "\t"}])
    with pytest.raises(forms.Inconvertible):
        forms.form_of(wordless)
    assert asyncio.run(doors.made([wordless, item()])) == [forms.form_of(item())]


def test_a_forms_version_follows_its_content_and_nothing_else() -> None:
    first = forms.form_of(item())
    assert forms.form_of(item()) == first
    assert forms.form_of(item(points=9)) == first
    assert forms.form_of(item(title="走访")).version != first.version
    assert forms.wants_photos(item()) and not forms.wants_photos(item(evidence=[]))


def test_the_list_says_what_collect_needs_to_see_a_change() -> None:
    made = forms.form_of(item())
    shown = answers.form_list([made], "https://x.cn/openrosa")
    (one,) = ET.fromstring(shown.body)
    said = {child.tag.rpartition("}")[2]: child.text for child in one}
    assert said["hash"] == f"md5:{forms.md5(made.xml)}" and said["formID"] == made.id
    assert said["downloadUrl"] == "https://x.cn/openrosa/forms/B04"
    assert said["manifestUrl"] == said["downloadUrl"] + "/manifest"
    assert shown.headers["x-openrosa-version"] == "1.0"


def test_an_answer_can_be_read_whatever_it_repeats() -> None:
    (message,) = ET.fromstring(answers.said("没有提到 \x0b\ufffe.jpg", 422).body)
    assert (message.text, message.get("nature")) == ("没有提到   .jpg", "error")


def test_a_submission_is_read_with_both_ways_of_taking_a_picture() -> None:
    found = instance.read(submission())
    assert (found.item, found.district, found.task) == ("B04", "ganzhou", "t-1")
    assert [tuple(one) for one in found.photos] == [("1.jpg", "camera"), ("2.jpg", "gallery")]
    assert found.start and found.start.isoformat() == "2026-05-04T10:05:00+08:00"
    assert instance.read(submission(start="昨天")).start is None


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"<data", "XML"),
        (b"", "XML"),
        (b"\xff\xfe\x00", "XML"),
        (b'<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><data>&b;</data>', "XML"),
        (b'<!DOCTYPE d SYSTEM "file:///etc/passwd"><data/>', "XML"),
        (b"<a>" * 5000 + b"</a>" * 5000, "表单"),
        (b"<data>" + b" " * instance.MAX_XML + b"</data>", "KiB"),
        (submission(form="somebody-elses"), "somebody-elses"),
        (submission(id=""), "instanceID"),
        (submission(id="uuid:../../etc"), "instanceID"),
        (submission(task=""), "任务"),
        (submission(district=""), "县区"),
        (submission(caption_people=""), "人物"),
        (submission(caption_place="长" * 201), "地点"),
        (submission().replace(b"1.jpg", b"").replace(b"2.jpg", b""), "没有照片"),
        (submission().replace(b"2.jpg", b"1.jpg"), "文件名"),
        (submission().replace(b"2.jpg", b"../2.jpg"), "文件名"),
        (submission().replace(b"<picture>", b"<picture>x</picture>" * 20 + b"<picture>"), "20"),
    ],
)
def test_what_is_wrong_with_a_submission_is_said_in_words(raw: bytes, told: str) -> None:
    assert told in refusal(raw).detail


def test_a_photos_id_follows_from_its_submission_and_name() -> None:
    first = instance.evidence_of("uuid:1", "1.jpg")
    assert first == instance.evidence_of("uuid:1", "1.jpg")
    others = {instance.evidence_of("uuid:1", "2.jpg"), instance.evidence_of("uuid:2", "1.jpg")}
    assert len({first, *others}) == 3
    for one in (first, *others):
        assert uuid.UUID(one).version == 7 and uuid.UUID(one).variant == uuid.RFC_4122
        assert convert(one, EvidenceId) == one


def test_a_post_that_drips_is_cut_off_and_one_that_flows_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(doors, "GRACE", 0.05)

    def read(block: bytes, times: int) -> int:
        left = [block] * times

        async def receive() -> dict[str, Any]:
            await asyncio.sleep(0.001)
            more = {"more_body": len(left) > 1}
            return {"type": "http.request", "body": left.pop(), **more}

        async def whole() -> int:
            request = Request({"type": "http", "headers": []}, receive)
            return sum([len(one) async for one in doors._limited(request)])

        return asyncio.run(whole())

    assert read(b"x" * 8192, 100) == 819200
    with pytest.raises(Problem) as late:
        read(b"x", 2000)
    assert late.value.code == "request-timeout"


def test_choices_hold_whatever_a_title_holds() -> None:
    rows = [("t-1", '有"引号"，和,逗号\n换行', "ganzhou")]
    told = forms.choices(rows, ("name", "label", "district")).decode()
    assert told.startswith("name,label,district\n") and '""引号""' in told


def test_the_settings_of_a_picture_are_as_collect_reads_them() -> None:
    text = settings_of("https://x.cn/openrosa", "wang-x", "geheim", "金城市")
    told = json.loads(zlib.decompress(base64.b64decode(text)))
    assert told["general"]["server_url"] == "https://x.cn/openrosa"
    assert (told["general"]["username"], told["general"]["password"]) == ("wang-x", "geheim")
    assert told["project"]["name"] == "金城市 wang-x" and told["admin"] == {}
