"""A district under a covert visit: its people, what they may do, and what they must not learn."""

import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import httpx
import msgspec
from msgspec import inspect
from uuid6 import uuid7

from contracts.caller import Caller
from contracts.clock import CHINA
from contracts.orders.doors import Door
from gateway.routes import TABLES
from gateway.routes.api import PREFIX
from gateway.tokens import Tokens
from infra.demo import files
from infra.demo.api import Api
from infra.demo.uploads import File
from tests.support.minimal import plain
from tests.support.running import Running
from tests.support.stack import GATEWAY

YEAR = 2026
CANARY = "canary7f3"
TODAY = datetime.now(CHINA).date()
HERE = {
    "district": "ganquan",
    "campaign": f"c-{YEAR}",
    "year": YEAR,
    "first": YEAR,
    "last": YEAR,
    "unit": "xuanchuan",
    "item": "B04",
    "code": "B04",
    "standard": "v1",
    "register": f"r-{YEAR}-ganquan-B04",
}
PASSWORD = "a long enough password"


def who(
    account: str, role: str, district: str = "ganquan", unit: str = "", name: str = ""
) -> Caller:
    return Caller(
        account=account,
        name=name or account,
        roles=(role,),  # type: ignore[arg-type]
        district=district,
        unit=unit,
    )


ADMIN = who("admin", "city_office", "*")
INSPECTOR = who("city-insp", "inspector", "*")
COLLEAGUE = who("gq-colleague", "inspector")
OFFICE = who("gq-office", "district_office")
UNIT = who("gq-xuanchuan", "unit", unit="xuanchuan")
FIELD = who("gq-field", "field", unit="xuanchuan")
OTHER_INSPECTOR = who("gq-inspector", "inspector")
OUTSIDERS = (
    OFFICE,
    UNIT,
    FIELD,
    OTHER_INSPECTOR,
    who("gq-tuiyi", "unit", unit="tuiyi"),
    who("gq-reviewer", "reviewer"),
    who("gq-leader", "leader"),
    who("city-reviewer", "reviewer", "*"),
    who("province", "province_reviewer", "*"),
    who("ops", "operations", "*"),
)
PEOPLE = (INSPECTOR, COLLEAGUE, *OUTSIDERS)


@dataclass
class Ids:
    """Things that one person knows of and another does not; or nothing at all, in their form."""

    inspection: str
    finding: str
    evidence: str
    known: dict[str, str] = field(default_factory=dict)

    def fill(self, row: Door) -> dict[str, Any] | None:
        """What this row's order or question names of them; None where it names nothing such."""
        info = inspect.type_info(row.shape)
        assert isinstance(info, inspect.StructType)
        named = {
            "inspection": self.inspection,
            "finding": self.finding,
            "findings": self.finding,
            "source": self.finding,
            "evidence": self.evidence,
            "before": self.evidence,
            "after": self.evidence,
        } | self.known
        made: dict[str, Any] = {}
        for one in info.fields:
            if one.name in named:
                many = isinstance(one.type, inspect.VarTupleType)
                made[one.name] = [named[one.name]] if many else named[one.name]
        touched = {"inspection", "finding", "findings", "source", "evidence", "before", "after"}
        return made if touched & made.keys() else None


class City:
    """The running system by its public API, as anybody."""

    def __init__(self, gateway: Running) -> None:
        self.gateway = gateway
        self.url = "http://" + gateway.env["TONGXIN_HTTP_ADDRESS"]
        self.http = httpx.Client(base_url=self.url, timeout=30)
        self._tokens = Tokens(GATEWAY["TONGXIN_TOKEN_SECRET"], lifetime=3600)
        self._apis: dict[str, Api] = {}

    def headers(self, by: Caller) -> dict[str, str]:
        return {"Authorization": "Bearer " + self._tokens.issue(by)[0]}

    def api(self, by: Caller) -> Api:
        """One for each account: a step's name is its key."""
        if by.account not in self._apis:
            token = self._tokens.issue(by)[0]
            self._apis[by.account] = Api(self.url, secrets.token_hex(4), token)
        return self._apis[by.account]

    def close(self) -> None:
        for http in (self.http, *(api._http for api in self._apis.values())):
            http.close()

    def get(self, path: str, by: Caller, **query: Any) -> httpx.Response:
        return self.http.get(f"{PREFIX}{path}", params=query, headers=self.headers(by))

    def post(self, path: str, by: Caller, body: Any, **headers: str) -> httpx.Response:
        key = {"Idempotency-Key": secrets.token_hex(8)}
        sent = self.headers(by) | key | headers
        return self.http.post(f"{PREFIX}{path}", json=body, headers=sent)

    def ask(self, row: Door, by: Caller, given: dict[str, Any]) -> httpx.Response:
        """One row's door with the smallest that it takes, and what is given."""
        info = inspect.type_info(row.shape)
        # What the shape must have, and of the optional fields those that are given.
        body = plain(info, HERE | given)
        asked = {f.name for f in msgspec.structs.fields(row.shape) if f.required} | given.keys()
        body = {name: value for name, value in body.items() if name in asked}
        path = row.path
        for name in row.in_path:
            path = path.replace(f"{{{name}}}", str(body.pop(name)))
        if row.verb == "POST":
            return self.post(path, by, body)
        query = {k: str(v).lower() if isinstance(v, bool) else v for k, v in body.items()}
        if row.kind in ("export", "download"):
            query["format"] = "csv" if row.kind == "export" else "xlsx"
        elif "limit" in row.shape.__struct_fields__:
            query["limit"] = 200 if row.method != "spot_check" else 50
        return self.http.get(
            f"{PREFIX}{path}?{urlencode(query, doseq=True)}", headers=self.headers(by)
        )


def rows(verb: str) -> list[Door]:
    return [row for table in TABLES.values() for row in table if row.verb == verb]


def seen(answer: httpx.Response, ids: Ids) -> tuple[Any, ...]:
    """What tells two answers apart: all but the ids asked for, the trace, the clock, and the count
    of a thing that both have changed.
    """
    text = answer.text
    for id in (ids.inspection, ids.finding, ids.evidence):
        text = text.replace(id, "ID")
    text = text.replace(answer.headers.get("x-trace-id", "-"), "TRACE")
    text = re.sub(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:[\d.]+(Z|\+\d\d:\d\d)?", "TIME", text)
    text = re.sub(r'"version":\d+', "VERSION", text)
    ignored = {"date", "x-trace-id", "content-length", "etag"}
    headers = sorted((k, v) for k, v in answer.headers.items() if k not in ignored)
    return answer.status_code, headers, text


def photo(seed: str, title: str, **more: Any) -> File:
    """The same seed gives the same bytes, under an id of its own."""
    return File(
        id=evidence_id(),
        district="ganquan",
        filename=f"{title}.jpg",
        media_type=files.JPEG,
        title=title,
        body=files.photo(seed, datetime(YEAR, 1, 2, 9, 30)),
        mode="camera",
        more={"items": ["B04"], "caption": {"place": title}, **more},
    )


def evidence_id() -> str:
    return str(uuid7())
