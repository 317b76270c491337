"""GET /api/v1/feed: server-sent events that say what changed (ids only), with resume."""

import time
from collections.abc import AsyncIterator

import msgspec
from pymongo.errors import PyMongoError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from contracts.caller import Caller
from contracts.sight import told
from gateway import describe, door
from gateway.feed import PAGE, Entry, Feed
from gateway.parts import Parts, parts
from gateway.problems import Problem
from gateway.routes.api import add
from gateway.sessions import LOOK_SECONDS
from gateway.tokens import Session

MEDIA_TYPE = "text/event-stream"
LAST_EVENT = "last-event-id"


async def stream(request: Request) -> Response:
    """``event: hello`` (position), then one message per change in the caller's scope.

    ``event: reset``: what was missed is no longer known; fetch everything anew. The stream ends
    when the token expires or its session is ended.
    """
    session = await door.session(request)
    made = parts(request)
    last = _position(request.headers.get(LAST_EVENT, ""))
    made.streams.admit(session.caller.account)
    return StreamingResponse(
        _events(made, session, last),
        media_type=MEDIA_TYPE,
        headers={"X-Accel-Buffering": "no", "Cache-Control": "no-store"},
    )


def _position(raw: str) -> int | None:
    if not raw:
        return None
    if not raw.isdecimal() or len(raw) > 16:
        raise Problem("invalid", "Last-Event-ID 不是本服务给出的。", field=LAST_EVENT)
    return int(raw)


async def _events(made: Parts, session: Session, last: int | None) -> AsyncIterator[bytes]:
    async with made.streams.one(session.caller.account):
        try:
            async for chunk in _resumed(made, session, last):
                yield chunk
        except PyMongoError:
            return


async def _resumed(made: Parts, session: Session, last: int | None) -> AsyncIterator[bytes]:
    feed = made.feed
    missed = [] if last is None else await feed.backlog(last, made.feed_backlog)
    position = await feed.newest()
    if missed is None:
        yield _message("reset", position)
    elif not missed:
        position = position if last is None else max(last, 0)
        yield _message("hello", position)
    for entry in missed or ():
        position = entry.position
        if _concerns(session.caller, entry):
            yield _change(entry)
    async for chunk in _live(made, session, position):
        yield chunk


async def _live(made: Parts, session: Session, position: int) -> AsyncIterator[bytes]:
    """Changes as they come; where nothing was sent for a beat, a comment with the position."""
    sent = time.monotonic()
    while not made.closing.is_set() and (left := session.expires - time.time()) > 0:
        if made.sessions.has_ended(session):
            return
        latest = made.feed.latest
        entries = await _newer(made.feed, position)
        for entry in entries:
            position = entry.position
            if _concerns(session.caller, entry):
                yield _change(entry)
                sent = time.monotonic()
        if not entries:  # what lay between has expired
            position = max(position, latest)
        quiet = sent + made.feed_beat - time.monotonic()
        if quiet <= 0:
            yield f": beat\nid: {position}\n\n".encode()
            sent = time.monotonic()
        elif position >= made.feed.latest:
            await made.feed.wait(min(quiet, left, LOOK_SECONDS))


def _concerns(caller: Caller, entry: Entry) -> bool:
    return caller.sees(entry.district) and told(entry.confidants, caller)


async def _newer(feed: Feed, position: int) -> list[Entry]:
    entries = feed.ring_after(position)
    return await feed.after(position, PAGE) if entries is None else entries


def _message(event: str, position: int) -> bytes:
    return f"event: {event}\nid: {position}\ndata: {{}}\n\n".encode()


def _change(entry: Entry) -> bytes:
    data = msgspec.json.encode(
        {
            "type": entry.type,
            "subject": entry.subject,
            "district": entry.district,
            "time": entry.time,
        }
    )
    return b"id: %d\ndata: %s\n\n" % (entry.position, data)


def install(app: Starlette) -> None:
    resume = {
        "name": "Last-Event-ID",
        "in": "header",
        "required": False,
        "description": "The id of the last event that came: what was missed since is sent first.",
        "schema": {"type": "string", "pattern": "^[0-9]{1,16}$"},
    }
    described = describe.operation(
        "feed.stream",
        "feed",
        "实时动态",
        parameters=[resume],
        refusals=("invalid", "too-many-streams"),
        media_type=MEDIA_TYPE,
        answer={"type": "string"},
    )
    add(app, "GET", "/feed", stream, described)
