"""Act three: a register of sign posts, inspections with findings, a veto raised and cleared."""

from datetime import date, datetime, time, timedelta
from typing import Any

from infra.demo import files, uploads, working
from infra.demo.api import Api, eventually, unless
from infra.demo.cast import Cast
from infra.demo.uploads import File
from infra.demo.working import Result

POSTS = (
    "东街",
    "西街",
    "南街",
    "北街",
    "中心广场",
    "火车站",
    "汽车站",
    "民主路",
    "环城路",
    "迎宾路",
)
SIGNS = Result("ganquan", "B04", "xuanchuan", {})


def register(cast: Cast) -> str:
    return f"r-{cast.year}-{SIGNS.district}-{SIGNS.item}"


def open_register(cast: Cast) -> None:
    office = cast.of(SIGNS.district, "office")
    office.post(
        "open register",
        "/registers",
        district=SIGNS.district,
        campaign=cast.campaign,
        item=SIGNS.item,
        title="宣传标语点位表",
    )
    header = ["编号", "点位名称", "责任单位", "地点"]
    rows = [[f"P-{n:03d}", f"{p}标语牌", "甘泉区宣传部", p] for n, p in enumerate(POSTS, 1)]
    table = files.table("点位表", [header, *rows])
    office.upload("register rows", f"/registers/{register(cast)}/import", ("点位表.xlsx", table))


def photograph(cast: Cast, numbers: range) -> list[File]:
    """The field worker takes one photo for each sign post."""
    worker = cast.of(SIGNS.district, "field")
    taken = []
    for n in numbers:
        moment = datetime.combine(cast.day, time(9, n))
        seed = f"sign-post-{n}"
        file = File(
            id=files.evidence_id(seed, cast.year),
            district=SIGNS.district,
            filename=f"P-{n:03d}.jpg",
            media_type=files.JPEG,
            title=f"{POSTS[n - 1]}标语牌",
            body=files.photo(seed, moment),
            mode="camera",
            more={
                "tasks": [cast.task(SIGNS.district, SIGNS.item)],
                "items": [SIGNS.item],
                "register": register(cast),
                "row": f"P-{n:03d}",
                "captured_at": moment.isoformat() + "+08:00",
                "position": {"latitude": 38.92, "longitude": 100.45},
            },
        )
        uploads.hand_over(worker, file)
        taken.append(file)
    for file in taken:
        working.must_be(uploads.settled(worker, file), "SEALED")
    return taken


def counted(cast: Cast, done: int) -> None:
    office = cast.of(SIGNS.district, "office")
    eventually(
        f"{done} sign posts counted",
        lambda: office.get(f"/registers/{register(cast)}")["done"] == done,
    )


def hand_in_signs(cast: Cast) -> None:
    """Nine of ten sign posts: the ratio comes from the register, nobody types it."""
    open_register(cast)
    working.accept(cast, SIGNS)
    taken = photograph(cast, range(1, len(POSTS)))
    counted(cast, len(POSTS) - 1)
    working.submit(cast, SIGNS, taken[0])
    working.confirm(cast, SIGNS)
    cast.say(f"点位表 {len(POSTS)} 个点位，{len(taken)} 个已拍照封存，提交并确认")


def tenth_post(cast: Cast) -> None:
    photograph(cast, range(len(POSTS), len(POSTS) + 1))
    counted(cast, len(POSTS))
    cast.say("第 10 个点位补拍：自评得分随即更新，市评须重新确认")


def inspect(cast: Cast, today: date) -> None:
    """A routine inspection that is rectified, and a covert one that is not yet."""
    finding = _finding(
        cast, "ganquan", "routine", "日常检查", "F07", "shuangyongban", "卷内目录缺页", today
    )
    unit = cast.of("ganquan", "shuangyongban")
    proof = working.proof(cast, Result("ganquan", "F07", "shuangyongban", {}, "pdf"))
    working.must_be(uploads.upload(unit, proof), "SEALED")
    eventually(
        "the proof of rectification is known",
        lambda: unless(("evidence-not-sealed",), lambda: _rectify(unit, finding, proof.id)),
    )
    cast.of("ganquan", "inspector").post(
        f"close {finding}", f"/findings/{finding}/close", accepted=True, reason="目录已补齐"
    )
    _finding(cast, "linhe", "covert", "明察暗访", "D12", "tuiyi", "纪念碑基座破损", None)
    _finding(cast, "linhe", "covert", "明察暗访", "H05", "shuangyongban", "一件信访逾期未复", today)
    cast.say("两次检查，三个问题：一个已整改销号，一个限期整改中")


def _rectify(unit: Api, finding: str, evidence: str) -> dict[str, Any]:
    return unit.post(
        f"rectify {finding}",
        f"/findings/{finding}/rectify",
        note="已补齐并复核全卷",
        evidence=[evidence],
    )


def _finding(
    cast: Cast,
    district: str,
    kind: str,
    title: str,
    item: str,
    unit: str,
    fault: str,
    today: date | None,
) -> str:
    inspector = cast.of(district, "inspector")
    inspection = inspector.post(
        f"inspection {district} {kind}",
        "/inspections",
        district=district,
        campaign=cast.campaign,
        kind=kind,
        title=title,
        on=(cast.day if kind == "covert" else cast.today).isoformat(),
    )["id"]
    by = {"rectify_by": (today + timedelta(days=15)).isoformat()} if today else {}
    found: str = inspector.post(
        f"finding {district} {item}",
        f"/inspections/{inspection}/findings",
        item=item,
        unit=unit,
        kind="found",
        fault=fault,
        **by,
    )["id"]
    if kind == "covert":  # until then nobody inspected knows, and nothing is scored
        inspector.post(f"publish {inspection}", f"/inspections/{inspection}/publish")
    return found


def veto(cast: Cast) -> bool:
    """Raised, seen in the league, cleared; whether it was seen."""
    raised = cast.office.post(
        "raise veto",
        "/vetoes",
        district="shanyin",
        year=cast.year,
        topic="conscription",
        reason="上半年征兵任务未完成，待核",
    )["id"]
    rows = cast.office.get("/league", year=cast.year, level="city")["rows"]
    seen = any(row["district"] == "shanyin" and not row["eligible"] for row in rows)
    cast.office.post("clear veto", f"/vetoes/{raised}/clear", reason="年度任务已足额完成")
    cast.say("山阴县一票否决提出后解除（其间得分照列，资格暂停）")
    return seen
