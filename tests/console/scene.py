"""What the demonstration ends before: work that waits for somebody, so that its pages are seen."""

from datetime import datetime

from contracts.clock import CHINA
from infra.demo import city, uploads, working
from infra.demo.api import Api, Refused
from infra.demo.cast import Cast
from infra.demo.working import Result

DONE = ("key-in-use", "wrong-state")
HANDED_IN = Result("ganquan", "B05", "xuanchuan", {"ratio": working.ratio(9, 10)})
TAKEN_ON = Result("ganquan", "B07", "xuanchuan", {})


def play(admin: Api) -> dict[str, list[str]]:
    """A result that waits for its reviewer and a task that its unit is at; by role, the pages of
    theirs that no link leads to for sure. Raises: Refused."""
    cast = Cast(city.city_office(admin), datetime.now(CHINA).date())
    try:
        working.accept(cast, TAKEN_ON)
        unit = working.accept(cast, HANDED_IN)
        file = working.proof(cast, HANDED_IN)
        uploads.upload(unit, file)
        working.submit(cast, HANDED_IN, file)
    except Refused as refusal:
        if refusal.code not in DONE:
            raise
    finally:
        cast.close()
    mine, theirs = (f"/console/tasks/{cast.task('ganquan', r.item)}" for r in (TAKEN_ON, HANDED_IN))
    return {
        "unit": [mine, f"{mine}/submit", theirs],
        "reviewer": [theirs.replace("/tasks/", "/review/"), "/console/accountability"],
        "field": ["/field"],
        "": ["/console/login", "/console/login/scan"],
    }
