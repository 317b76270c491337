"""No question of the gateway walks its collections, as of the services (``test_walks.py``)."""

import asyncio
from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from uuid6 import uuid7

from contracts.envelope import Envelope, seal
from contracts.sheets import Sheet, Workbook
from gateway.attempts import Attempts, Limits
from gateway.audit.log import Audit
from gateway.console.tables.keeping import Keeping
from gateway.database import connect, prepare
from gateway.dossiers.store import Dossier, Shelf, named
from gateway.dossiers.volume import Volume
from gateway.feed import Feed
from gateway.openrosa.devices import Devices
from gateway.pace import Pace
from gateway.problems import Problem
from gateway.sessions import Sessions
from gateway.tokens import Session
from gateway.visitors import Visitor
from kit.mongo import OPTIONS
from tests.interface.test_walks import FREE, MANY, TIMES
from tests.probe.facts import ThingHappened
from tests.support.calling import CITY
from tests.support.counting import counting
from tests.support.looking import Asked, Look, effort
from tests.support.stack import Stack

SERVICES = ()
NOW = datetime.now(UTC)
BEFORE = 1_000_000
"""The feed's positions begin at today's milliseconds; these come long before."""
FULL: dict[str, Callable[[int], dict[str, Any]]] = {
    "attempts": lambda n: {"_id": f"pair {n}", "name": f"n{n}", "until": NOW + timedelta(days=1)},
    "endings": lambda n: {"_id": f"session {n}", "at": NOW - timedelta(minutes=n)},
    "sessions": lambda n: {
        "_id": f"s-{n}",
        "account": f"a{n}",
        "began": NOW - timedelta(seconds=n),
        "until": NOW + timedelta(hours=1),
    },
    "imports": lambda n: {
        "_id": f"i-{n}",
        "account": f"a{n}",
        "done": None,
        "at": NOW - timedelta(seconds=n),
        "until": NOW + timedelta(days=1),
    },
    "devices": lambda n: {"_id": f"d-{n}", "account": f"a{n}", "digest": f"{n}".encode()},
    "accounts": lambda n: {"_id": f"a{n}", "state": "active"},
    "pace": lambda n: {"_id": f"complain {n} h", "count": n, "until": NOW + timedelta(hours=1)},
    "audit": lambda n: {
        "_id": n + 1,
        "by": f"a{n}",
        "at": NOW - timedelta(seconds=n),
        "until": NOW + timedelta(days=1),
    },
    "dossiers": lambda n: {
        "_id": f"d-{n}",
        "district": f"district-{n}",
        "at": NOW - timedelta(seconds=n),
        "state": "ready",
        "held": NOW,
    },
    "dossier_volumes": lambda n: {"_id": f"d-{n} 0", "raw": b""},
    "feed": lambda n: {"_id": BEFORE + n, "position": BEFORE + n, "event": f"e-{n}", "at": NOW},
}
EXCUSED = {"feed: _id $gte", "audit: _id $lt"}
"""Where the last position is not known: at the start, and after another gateway has written; and a
further page of the audit log. The stand-in has no index for a range of ``_id``.
"""
SECRET = "0" * 32


def event() -> Envelope:
    return seal(
        ThingHappened(key="k"),
        id=str(uuid7()),
        source="/t",
        subject="s",
        time=NOW,
        district="ganzhou",
        version=1,
    )


async def use(url: str) -> None:
    """Everything that is looked for while people sign in, go, and follow the feed."""
    database = connect(url)
    await prepare(database, feed_life=timedelta(days=1))
    feed = Feed(database)
    for events in ([event()], [event(), event()]):
        await feed.keep(events)
    again = event()
    await feed.keep([again])
    await Feed(database).keep([again])
    await feed.backlog(feed.latest, 10)
    attempts = Attempts(database, Limits(5, 20, 50, timedelta(minutes=5)))
    visitor = Visitor("10.0.0.1")
    for _ in range(2):
        await attempts.count("sun", visitor)
    await attempts.forgive("sun", visitor)
    await attempts.unlock("sun")
    await Pace(database, "secret").step("complain", visitor, 5)
    sessions = Sessions(database)
    session = Session(CITY, int(NOW.timestamp()) + 3600, "s-1", 0, int(NOW.timestamp()))
    await sessions.open(session, "10.0.0.1")
    assert await sessions.of(CITY.account)
    await sessions.must_be_of(CITY.account, session.id)
    await sessions.renewed(session)
    await sessions.end(session)
    await sessions.end_all(CITY.account)
    assert await sessions.ended(session)
    await telephone(Devices(database, sessions, Pace(database, "secret")))
    following = asyncio.create_task(sessions.follow())
    await asyncio.sleep(0)
    while not sessions.has_ended(session):
        await asyncio.sleep(0.01)
    following.cancel()
    await bring(Keeping(database, SECRET))
    await bind(Shelf(database))
    await watch(Audit(database, SECRET, kept=timedelta(days=180)))
    await database.client.close()


async def telephone(devices: Devices) -> None:
    """An app password: made, tried for an account that is not there, and taken back."""
    made = await devices.make("nobody", "小米")
    assert [one["id"] for one in await devices.of("nobody")] == [made.id]
    given = b64encode(f"nobody:{made.secret}".encode()).decode()
    with pytest.raises(Problem):
        await devices.caller(f"Basic {given}", Visitor("10.0.0.1"))
    await devices.end("nobody", made.id)


async def bring(keeping: Keeping) -> None:
    """A table on its way into the house."""
    book = Workbook(filename="t.xlsx", sheets=(Sheet(name="s", rows=()),))
    kept = await keeping.get(await keeping.keep("sun", "units", {}, book), "sun")
    assert await keeping.of("sun")
    await keeping.answer(kept, "sun", {"q": "a"})
    await keeping.close(kept, "sun", {})
    await keeping.drop(kept.id, "sun")


async def bind(shelf: Shelf) -> None:
    """A dossier from its order to its end."""
    wanted = Dossier(
        id=named("ganzhou", "A01", "s"),
        district="ganzhou",
        year=2026,
        item="A01",
        snapshot="s",
        snapshot_name="七月",
        by=CITY,
        at=NOW.replace(microsecond=0),
        state="building",
        items=("A01",),
    )
    assert await shelf.order(wanted) == await shelf.order(wanted)
    taken = await shelf.take("me")
    assert taken and await shelf.hold(taken.id, "me")
    volume = Volume(
        item="A01",
        title="t",
        category="c",
        lead="l",
        points=1,
        score=1,
        first=1,
        pages=1,
        materials=0,
        files=(),
    )
    filed = await shelf.file(taken, "me", volume)
    assert filed and await shelf.file(taken, "another", volume) is None
    await shelf.put_off(taken, "me", "later")
    assert await shelf.take("me") is None
    assert (await shelf.files(filed, 0), await shelf.volume(filed, 0)) == ((), volume)
    assert [one.id for one in await shelf.listed("ganzhou")] == [taken.id]
    assert [one.id for one in await shelf.listed("ganzhou", "A01")] == [taken.id]


async def watch(audit: Audit) -> None:
    for _ in range(2):
        await audit.add("sign-in", "sun", "sun")
    rows, below = await audit.page({"by": "sun"}, below=None, limit=1)
    assert rows and below
    await audit.page({}, below=int(below), limit=1)


def test_no_question_of_the_gateway_walks_a_collection(stack: Stack) -> None:
    asked = Asked()
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(OPTIONS, "event_listeners", [asked])
        asyncio.run(asyncio.wait_for(use(stack.env("gateway")["TONGXIN_MONGO_URL"]), 60))
    assert {look.collection for look in asked.looks.values()} == FULL.keys()
    with counting(stack) as database:
        for name, document in FULL.items():
            database[name].insert_many(document(n) for n in range(MANY))
            for index in stack.mongo("gateway")[name].list_indexes():
                if index["name"] != "_id_":
                    database[name].create_index(list(index["key"].items()))
        efforts = {
            look.kind: effort(database, Look(database.name, look.collection, look.filter))
            for look in asked.looks.values()
        }
    walks = {kind for kind, one in efforts.items() if one.read > TIMES * one.found + FREE}
    assert walks - EXCUSED == set(), efforts
