"""Act two: units hand in results with real files; reviewers confirm, or return with a reason."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from infra.demo import city, files, uploads
from infra.demo.api import Api, eventually
from infra.demo.cast import Cast
from infra.demo.uploads import File

Measures = dict[str, dict[str, Any]]


def flag(value: bool) -> dict[str, Any]:
    return {"type": "flag", "value": value}


def quantity(value: int) -> dict[str, Any]:
    return {"type": "quantity", "value": str(value)}


def ratio(numerator: int, denominator: int) -> dict[str, Any]:
    return {"type": "ratio", "numerator": numerator, "denominator": denominator}


def tally(kind: str, *refs: str) -> dict[str, Any]:
    return {"type": "tally", "entries": [{"kind": kind, "ref": ref} for ref in refs]}


@dataclass(frozen=True)
class Result:
    """A unit's result on an item, and the kind of file that proves it."""

    district: str
    item: str
    lead: str
    measures: Measures
    proof: str = "photo"
    note: str = ""
    more: dict[str, Any] = field(default_factory=dict)


PLAIN = (
    Result("ganquan", "A03", "shuangyongban", {"count": quantity(1)}),
    Result("ganquan", "B02", "xuanchuan", {"count": quantity(9)}, "table"),
    Result("ganquan", "B08", "xuanchuan", {"ratio": ratio(17, 18)}),
    Result("ganquan", "C06", "xuanchuan", {"count": quantity(2)}, "pdf"),
    Result("ganquan", "D04", "tuiyi", {"ratio": ratio(180, 200)}, "table"),
    Result("ganquan", "T02", "xuanchuan", {"claims": tally("claim", "数控班", "驾驶班")}, "pdf"),
    Result("linhe", "A03", "shuangyongban", {"count": quantity(1)}),
    Result("linhe", "A06", "tuiyi", {"part_1": flag(True), "part_2": flag(True)}, "pdf"),
    Result("linhe", "C07", "fagai", {"count": quantity(4)}),
    Result("linhe", "D09", "tuiyi", {"ratio": ratio(26, 30)}, "table"),
    Result("linhe", "F02", "tuiyi", {"ratio": ratio(45, 50)}, "table"),
    Result("shanyin", "A03", "shuangyongban", {"count": quantity(1)}),
    Result("shanyin", "B07", "xuanchuan", {"ratio": ratio(45, 50)}, "table"),
    Result(
        "shanyin",
        "G02",
        "shuangyongban",
        {"ratio": ratio(10, 10), "faults": tally("case", "八一前未兑现的一件")},
        "pdf",
    ),
)

PLAN_PARTS = {f"part_{n}": flag(n != 4) for n in range(1, 5)}
FILM = Result("ganquan", "B03", "xuanchuan", {"done": flag(True)}, "photo")
PLAN = Result("ganquan", "A01", "shuangyongban", PLAN_PARTS, "pdf")
PLAN_SIZE = 20 * 1024 * 1024
"""Bytes of the scanned plan that goes up in parts."""


def proof(cast: Cast, result: Result, nth: int = 1) -> File:
    """The file that goes with a result."""
    seed = f"{result.district}-{result.item}-{nth}"
    title = f"{result.item} 佐证材料（第 {nth} 件）"
    kinds: dict[str, tuple[str, str, Callable[[], bytes]]] = {
        "photo": (
            files.JPEG,
            "jpg",
            lambda: files.photo(seed, datetime.combine(cast.day, time(10, 5))),
        ),
        "pdf": (files.PDF, "pdf", lambda: files.pdf(seed)),
        "table": (
            files.XLSX,
            "xlsx",
            lambda: files.table(result.item, [["序号", seed], ["1", "是"]]),
        ),
    }
    media_type, ending, make = kinds[result.proof]
    return File(
        id=files.evidence_id(seed, cast.year),
        district=result.district,
        filename=f"{seed}.{ending}",
        media_type=media_type,
        title=title,
        body=make(),
        mode="camera" if result.proof == "photo" else "file",
        more={
            "tasks": [cast.task(result.district, result.item)],
            "items": [result.item],
            **result.more,
        },
    )


def accept(cast: Cast, result: Result) -> Api:
    unit = cast.of(result.district, result.lead)
    task = cast.task(result.district, result.item)
    unit.post(f"accept {task}", f"/tasks/{task}/accept")
    return unit


def submit(cast: Cast, result: Result, file: File, step: str = "") -> None:
    """Hand in, once the tasks service has heard that the file is sealed."""
    unit = cast.of(result.district, result.lead)
    task = cast.task(result.district, result.item)
    known = eventually(
        f"{file.filename} is known to the task",
        lambda: [e for e in unit.get(f"/tasks/{task}")["sealed"] if e["id"] == file.id],
    )
    unit.post(
        f"submit {task} {step}",
        f"/tasks/{task}/submit",
        measures=result.measures,
        evidence=[e["id"] for e in known],
        note=result.note,
    )


def confirm(cast: Cast, result: Result) -> None:
    task = cast.task(result.district, result.item)
    path = f"/tasks/{task}/confirm"
    cast.of(result.district, "reviewer").post(f"district confirms {task}", path)
    cast.as_("city-reviewer").post(f"city confirms {task}", path)


def whole(cast: Cast, result: Result) -> None:
    unit = accept(cast, result)
    file = proof(cast, result)
    must_be(uploads.upload(unit, file), "SEALED")
    submit(cast, result, file)
    confirm(cast, result)


def must_be(evidence: dict[str, Any], state: str) -> None:
    if evidence["state"] != state:
        raise AssertionError(f"expected {state}: {evidence}")


def hand_in_plain(cast: Cast) -> None:
    """The districts work side by side, each on one result after another."""

    def one_by_one(district: str) -> None:
        for result in PLAIN:
            if result.district == district:
                whole(cast, result)

    with ThreadPoolExecutor() as pool:
        list(pool.map(one_by_one, city.DISTRICTS))
    cast.say(f"{len(PLAIN)} 项任务提交佐证并经区、市两级确认")


def hand_in_large(cast: Cast) -> None:
    """20 MB in parts: the line breaks after two, the rest follows, nothing goes twice."""
    unit = accept(cast, PLAN)
    small = proof(cast, PLAN)
    file = File(**{**vars(small), "body": files.pdf("发展规划（扫描件）", PLAN_SIZE)})
    uploads.declare(unit, file)
    first = uploads.send(unit, file, "first", only=2)
    rest = uploads.send(unit, file, "again")
    if uploads.report(unit, file) == "OPEN":
        raise AssertionError("parts are missing after the resumed upload")
    must_be(uploads.settled(unit, file), "SEALED")
    parts = len(file.parts())
    if first and first + rest != parts:
        raise AssertionError(f"{first} + {rest} parts were sent of {parts}")
    submit(cast, PLAN, file)
    confirm(cast, PLAN)
    cast.say(f"{len(file.body) / 1e6:.0f} MB 文件分 {parts} 片上传，中断一次后续传 {rest} 片")


def return_and_redo(cast: Cast) -> str:
    """Returned with a reason, done again, confirmed. The reason."""
    reason = "缺播出证明，请补充播出日期和频道"
    unit = accept(cast, FILM)
    first, second = proof(cast, FILM, 1), proof(cast, FILM, 2)
    must_be(uploads.upload(unit, first), "SEALED")
    submit(cast, FILM, first)
    task = cast.task(FILM.district, FILM.item)
    reviewer = cast.of(FILM.district, "reviewer")
    reviewer.post(f"return {task}", f"/tasks/{task}/return", reason=reason)
    must_be(uploads.upload(unit, second), "SEALED")
    submit(cast, FILM, second, "again")
    confirm(cast, FILM)
    cast.say("B03 退回一次（缺播出证明），补充后确认")
    return reason


def object_and_rule(cast: Cast) -> None:
    """ "Not our duty": upheld, the task moves to another lead with a named person."""
    task = cast.task("ganquan", "C03")
    cast.of("ganquan", "fagai").post(
        f"object {task}", f"/tasks/{task}/object", reason="人民防空职责已划转人武部"
    )
    cast.of("ganquan", "office").post(
        f"rule {task}",
        f"/tasks/{task}/rule",
        upheld=True,
        reason="情况属实，由人武部牵头",
        lead="renwubu",
        person="gq-renwubu",
    )
    cast.of("ganquan", "renwubu").post(f"accept {task}", f"/tasks/{task}/accept")
    cast.say("C03 提出异议，裁定改由人武部牵头，并已认领")


def refuse_upload(cast: Cast) -> str:
    """A text that calls itself a photo is refused. The code."""
    result = Result("linhe", "F04", "shuangyongban", {})
    unit = cast.of("linhe", "shuangyongban")
    fake = File(**{**vars(proof(cast, result)), "body": "这不是照片".encode() * 2000})
    evidence = uploads.upload(unit, fake)
    must_be(evidence, "REJECTED")
    code: str = evidence["code"]
    cast.say(f"冒充照片的文件被拒收：{code}")
    return code


def reuse(cast: Cast) -> str:
    """A photo of another district handed in again: sealed, recorded and raised. Of which it is."""
    original = proof(cast, PLAIN[0])
    copy = proof(cast, Result("linhe", "F04", "shuangyongban", {}), 2)
    again = File(**{**vars(copy), "body": original.body})
    unit = cast.of("linhe", "shuangyongban")
    must_be(uploads.upload(unit, again), "SEALED")
    held = eventually(
        "the copy is recognised", lambda: unit.get(f"/evidence/{again.id}")["duplicate"]
    )
    cast.say("同一张照片在另一县区重复使用：已登记并提醒")
    district: str = held["district"]
    return district
