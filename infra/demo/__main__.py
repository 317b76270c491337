"""Play the story: ``python -m infra.demo [--if-new]``.

Addresses come from TONGXIN_PUBLIC_URL and TONGXIN_ADMIN_PASSWORD. Exit code 0 only if every check
of the story held. The same story has the same Idempotency-Keys: an interrupted one goes on.
"""

import argparse
import os
import sys
from datetime import datetime
from typing import Any

from contracts.clock import CHINA
from infra.demo import checking, city, office, opening, supervising, working
from infra.demo.api import Api, Refused
from infra.demo.cast import Cast

FINISHED = "shanyin"
"""The district whose cleared veto is the story's last act but one."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.demo", description=__doc__)
    parser.add_argument("--if-new", action="store_true", help="not where it was played already")
    parser.add_argument("--url", default=os.environ.get("TONGXIN_PUBLIC_URL", ""))
    arguments = parser.parse_args()
    password = os.environ.get("TONGXIN_ADMIN_PASSWORD", "")
    if not arguments.url or not password:
        sys.exit("TONGXIN_PUBLIC_URL and TONGXIN_ADMIN_PASSWORD must be set")
    today = datetime.now(CHINA).date()
    run = f"demo-{today.year}"
    admin = Api(arguments.url, run).sign_in("admin", password)
    cast = Cast(city.city_office(admin), today)
    if arguments.if_new and played(cast):
        print("The story was played already; its data are there.")
        show(cast)
        return 0
    checks = play(cast, today)
    show(cast)
    print(f"\n{len(checks.held)} checks held, {len(checks.failed)} failed")
    for line in checks.failed:
        print(f"  ✗ {line}")
    return 1 if checks.failed else 0


def played(cast: Cast) -> bool:
    """Whether the story was played to its end."""
    try:
        scores = cast.office.get(f"/scores/{FINISHED}/{cast.year}", level="city")
        tenth = cast.office.get(f"/registers/{supervising.register(cast)}")
        frozen = cast.office.get("/snapshots", year=cast.year)
    except Refused:
        return False
    photographed = tenth["done"] == len(supervising.POSTS)
    return bool(scores["vetoes"] and photographed and frozen["items"])


def play(cast: Cast, today: Any) -> checking.Checks:
    opening.set_up(cast)
    items = opening.publish_standard(cast)
    opening.open_campaign(cast, items, today)
    working.hand_in_plain(cast)
    working.hand_in_large(cast)
    reason = working.return_and_redo(cast)
    working.object_and_rule(cast)
    seen: dict[str, Any] = {
        "refusal": working.refuse_upload(cast),
        "reuse": working.reuse(cast),
        "reason": reason,
    }
    supervising.hand_in_signs(cast)
    supervising.inspect(cast, today)
    seen["veto"] = supervising.veto(cast)
    seen["outlook"] = office.outlook(cast)
    supervising.tenth_post(cast)
    checking.wait_for_scores(cast)
    seen["urged"] = office.urge(cast)
    seen["decision"] = office.meet(cast)
    seen["need"] = office.need(cast)
    seen["stopped"] = office.report_once(cast)
    seen["frozen"] = office.freeze(cast)
    seen["paper"] = office.issue(cast, seen["frozen"]["snapshot"])
    seen["tables"] = office.tables(cast)
    return checking.check(cast, seen)


def show(cast: Cast) -> None:
    """The league table, one explanation, and how to look further."""
    league = cast.office.get("/league", year=cast.year, level="city")
    print(f"\n{cast.year} 年县区得分（市评）")
    for row in league["rows"]:
        total = checking.points(row["total"] or 0)
        parts = (
            f"基础 {checking.points(row['base'] or 0)}，加分 {checking.points(row['bonus'] or 0)}"
        )
        print(f"  {row['rank'] or '—'}  {row['name']:<6}{total:>9}   （{parts}）")
    path = f"/scores/ganquan/{cast.year}/B04"
    shown = cast.office.get(path, level="city")
    score, points = checking.points(shown["score"]), checking.points(shown["points"])
    print(f"\nB04 {shown['title']}：{score} / {points}")
    explain(shown["line"])
    print("\n账号（密码 " + city.PASSWORD + "）")
    for account in ("city-leader", "city-reviewer", "gq-office", "gq-xuanchuan", "gq-field"):
        print(f"  {account}")


def explain(line: dict[str, Any], depth: int = 1) -> None:
    print(f"{'  ' * depth}{line['label']}：{line['text']} = {line['thousandths'] / 1000:.3f}")
    for child in line.get("children", []):
        explain(child, depth + 1)


if __name__ == "__main__":
    sys.exit(main())
