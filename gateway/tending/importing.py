"""Accounts for many people at once: all are looked at first, then each is opened."""

import hashlib
from collections.abc import Iterator
from typing import Annotated, Any

from msgspec import Meta, Struct
from starlette.requests import Request

from contracts.caller import Caller
from gateway import door
from gateway.problems import Problem
from gateway.tending import accounts
from gateway.tending.given import Appointment, OpenAccount

Json = dict[str, Any]
MOST = 200
TWICE = "此账号在名单里出现两次。"


class Invited(Appointment, frozen=True, kw_only=True):
    """A person who chooses a password by a one-time link."""


class ImportPeople(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Each is invited: the answer holds the one-time links."""

    people: Annotated[tuple[Invited, ...], Meta(min_length=1, max_length=MOST)]


async def import_people(request: Request, caller: Caller, given: ImportPeople, key: str) -> Json:
    """``opened``: as the single door answers, each with its row (from 0); ``refused``: row,
    account, code, field and why. The same request with the same key goes on where it stopped.

    Raises: Problem invalid with every row at fault, and then no account is opened; those of the
    first row where the service is away.
    """
    if faults := list(_faults(caller, given.people)):
        raise Problem("invalid", faults[0]["detail"], field=faults[0]["field"], faults=faults)
    opened, refused = [], []
    for row, person in enumerate(given.people):
        try:
            answer = await accounts.open_account(request, caller, _invited(person), _key(key, row))
            opened.append({"row": row, **answer})
        except Problem as problem:
            if problem.status >= 500:
                raise
            refused.append(_told(row, person, problem))
    return {"opened": opened, "refused": refused}


def _invited(person: Invited) -> OpenAccount:
    return OpenAccount(**{name: getattr(person, name) for name in Invited.__struct_fields__})


def _key(key: str, row: int) -> str:
    """Of one row, no longer than keys may be."""
    return hashlib.sha256(f"{key} {row}".encode()).hexdigest()


def _faults(caller: Caller, people: tuple[Invited, ...]) -> Iterator[Json]:
    """Of what can be seen without asking anybody."""
    seen = set[str]()
    for row, person in enumerate(people):
        try:
            door.within_scope(caller, person)
            accounts.may_grant(caller, person)
            if person.account in seen:
                raise Problem("invalid", TWICE, field="$.account")
        except Problem as problem:
            yield _told(row, person, problem)
        seen.add(person.account)


def _told(row: int, person: Invited, problem: Problem) -> Json:
    at = problem.field.removeprefix("$").removeprefix(".")
    field = f"$.people[{row}].{at}" if at else f"$.people[{row}]"
    told = {"code": problem.code, "detail": problem.detail, "field": field}
    return {"row": row, "account": person.account, **told}
