"""What the gateway is made of, made once per process."""

import asyncio
import os
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from pymongo.errors import PyMongoError
from starlette.requests import HTTPConnection

from gateway import database, intake, settings
from gateway.attempts import Attempts
from gateway.attempts import Limits as SignInLimits
from gateway.audit.log import Audit
from gateway.boundary import Line
from gateway.city.identities import Identities
from gateway.city.provider import Provider
from gateway.city.provider import Settings as CitySettings
from gateway.database import Database
from gateway.dossiers.originals import Originals
from gateway.dossiers.store import Shelf
from gateway.factors import Factors
from gateway.feed import Feed, Streams
from gateway.identity import Accounts
from gateway.opening import Openings
from gateway.openrosa.devices import Devices
from gateway.openrosa.store import Store
from gateway.pace import Pace
from gateway.people import People
from gateway.rpc import Rpc
from gateway.scans import Scans
from gateway.sessions import Sessions
from gateway.sheets.process import Seats, Tables, warm
from gateway.sheets.protocol import Limits
from gateway.tokens import Tokens
from kit import logs
from kit.settings import BadSetting

UPLOADS_EACH, TABLES_EACH = 4, 1
"""Of one account: tables received at once, and processes for tables."""
DOSSIERS, DOSSIERS_EACH = 8, 2
"""That are sent at once: of this process, and to one account."""

log = logs.get(__name__)


@dataclass(frozen=True, kw_only=True)
class Parts:
    rpc: Rpc
    database: Database
    accounts: Accounts
    audit: Audit
    factors: Factors
    openings: Openings
    people: People
    attempts: Attempts
    pace: Pace
    devices: Devices
    openrosa: Store
    shelf: Shelf
    originals: Originals
    dossier_seats: Seats
    scans: Scans
    sessions: Sessions
    tokens: Tokens
    feed: Feed
    streams: Streams
    tables: Tables
    link_life: timedelta
    health_of: dict[str, str]
    """Service → host and port of its health address."""
    provider: Provider | None
    """The city's own sign-in, where there is one; with ``identities``, whose is which account."""
    identities: Identities | None
    city: str
    help: str
    filing: str
    store: str
    boundary: tuple[Line, ...]
    secret: str
    max_body: int
    body_seconds: float
    feed_backlog: int
    feed_beat: float
    closing: asyncio.Event = field(default_factory=asyncio.Event)
    """Set at SIGTERM: streams end, readiness turns false."""
    prepared: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once indexes and the first account are made: from then on somebody can sign in."""


def parts(connection: HTTPConnection) -> Parts:
    made: Parts = connection.app.state.parts
    return made


def make() -> Parts:
    """From the settings; nothing connects yet. Raises: kit.settings.BadSetting."""
    db = database.connect(settings.MONGO_URL())
    attempts, sessions = Attempts(db, _sign_in_limits()), Sessions(db)
    audit = Audit(db, settings.TOKEN_SECRET(), kept=timedelta(days=settings.AUDIT_DAYS()))
    factors = Factors(db, settings.TOKEN_SECRET(), issuer=settings.CITY())
    accounts = Accounts(
        db,
        attempts,
        sessions,
        audit,
        factors,
        city=settings.CITY(),
        demanded=settings.SECOND_FACTOR() == "demanded",
    )
    provider, pace = _provider(), Pace(db, settings.TOKEN_SECRET())
    return Parts(
        rpc=Rpc(settings.AMQP_URL(), timeout=settings.RPC_SECONDS()),
        database=db,
        accounts=accounts,
        audit=audit,
        factors=factors,
        openings=Openings(db, accounts),
        people=People(db),
        attempts=attempts,
        pace=pace,
        devices=Devices(db, sessions, pace),
        openrosa=Store(settings.S3_URL()),
        shelf=Shelf(db),
        originals=Originals(settings.S3_URL()),
        dossier_seats=Seats(DOSSIERS, DOSSIERS_EACH),
        scans=Scans(db),
        sessions=sessions,
        tokens=Tokens(
            settings.TOKEN_SECRET(), lifetime=settings.TOKEN_SECONDS(), ended=sessions.ended
        ),
        feed=Feed(db),
        streams=Streams(most=settings.FEED_STREAMS(), each=settings.FEED_STREAMS_EACH()),
        tables=_tables(),
        health_of=settings.HEALTH_OF(),
        link_life=timedelta(hours=settings.LINK_HOURS()),
        provider=provider,
        identities=_identities(db, provider),
        city=settings.CITY(),
        help=settings.HELP(),
        filing=settings.FILING(),
        store=settings.S3_PUBLIC_URL(),
        boundary=settings.BOUNDARY(),
        secret=settings.TOKEN_SECRET(),
        max_body=settings.MAX_BODY(),
        body_seconds=settings.BODY_SECONDS(),
        feed_backlog=settings.FEED_BACKLOG(),
        feed_beat=settings.FEED_BEAT_SECONDS(),
    )


def _provider() -> Provider | None:
    """Raises: kit.settings.BadSetting."""
    issuer = settings.OIDC_ISSUER()
    if not issuer:
        return None
    claim = settings.OIDC_CLAIM()
    found = CitySettings(
        issuer=issuer,
        client=settings.OIDC_CLIENT(),
        secret=settings.OIDC_SECRET(),
        name=settings.OIDC_NAME(),
        seconds=settings.OIDC_SECONDS(),
        claim="" if claim == "none" else claim,
        enough=frozenset(settings.OIDC_ENOUGH()),
    )
    if not (found.client and found.secret):
        raise BadSetting(f"{settings.OIDC_ISSUER.name}: wants a client and its secret besides")
    return Provider(found)


def _identities(db: Database, provider: Provider | None) -> Identities | None:
    if provider is None:
        return None
    return Identities(db, issuer=provider.settings.issuer, claim=provider.settings.claim)


def _sign_in_limits() -> SignInLimits:
    return SignInLimits(
        pair=settings.LOCK_FAILURES(),
        source=settings.SOURCE_FAILURES(),
        name=settings.NAME_FAILURES(),
        longest=timedelta(seconds=settings.LOCK_SECONDS()),
    )


def _tables() -> Tables:
    return Tables(
        max_table=settings.MAX_TABLE(),
        max_export=settings.MAX_EXPORT(),
        export_seconds=settings.EXPORT_SECONDS(),
        limits=Limits(
            memory=settings.TABLE_MEMORY(),
            seconds=settings.TABLE_SECONDS(),
            unpacked=settings.TABLE_UNPACKED(),
        ),
        uploads=Seats(settings.TABLE_UPLOADS(), UPLOADS_EACH),
        short=Seats(settings.TABLES_AT_ONCE(), TABLES_EACH),
        long=Seats(settings.EXPORTS_AT_ONCE(), TABLES_EACH),
    )


@asynccontextmanager
async def running(made: Parts, **more: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """The background work: connections that keep themselves, the feed, the first account, the
    process that reads and writes tables, and ``more`` by its name.
    """
    tasks = {
        asyncio.create_task(work, name=name)
        for name, work in (
            ("rpc", made.rpc.run()),
            ("feed consumer", intake.consume(made.feed, settings.AMQP_URL())),
            ("feed follower", made.feed.follow()),
            ("sessions", made.sessions.follow()),
            ("database", _prepare(made)),
            *more.items(),
        )
    }
    for task in tasks:
        task.add_done_callback(_end_with)
    try:
        with warm():
            yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks, timeout=3)
        await made.database.client.close()


async def _prepare(made: Parts) -> None:
    await database.prepare(made.database, feed_life=timedelta(days=settings.FEED_DAYS()))
    while True:
        try:
            await made.accounts.ensure_admin(settings.ADMIN_PASSWORD())
            return made.prepared.set()
        except PyMongoError as error:
            log.error("the first account cannot be made", error=str(error)[:300])
            await asyncio.sleep(database.RETRY_SECONDS)


def _end_with(task: asyncio.Task[None]) -> None:
    """Without one of them the gateway would live on and be deaf: its supervisor starts it anew."""
    if not task.cancelled() and task.exception() is not None:
        log.critical("background work died", work=task.get_name(), exc_info=task.exception())
        os._exit(os.EX_SOFTWARE)
