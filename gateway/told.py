"""What the gateway answers by itself: of signing in, of accounts, of the audit log."""

from datetime import datetime
from typing import Literal

from msgspec import UNSET, UnsetType

from contracts.answers.base import Answer, Changed
from contracts.caller import Caller
from contracts.words import Role


class Bearer(Answer, frozen=True, kw_only=True):
    """Signed in: send ``Authorization: Bearer <token>`` with every request."""

    token: str
    token_type: Literal["Bearer"]
    expires_in: int
    expires_at: datetime
    renewable_until: datetime
    me: Caller


class Me(Answer, frozen=True, kw_only=True):
    """Who the token says that one is, and until when."""

    account: str
    name: str
    roles: tuple[Role, ...]
    district: str
    unit: str
    expires_at: datetime


class SignIn(Answer, frozen=True, kw_only=True):
    """Where one is signed in; ``current``: here."""

    id: str
    began: datetime
    seen: datetime
    until: datetime
    address: str
    current: bool


class Ended(Answer, frozen=True, kw_only=True):
    """The session that was ended."""

    ended: str


class AppPassword(Answer, frozen=True, kw_only=True):
    """Of a telephone's app, one that holds."""

    id: str
    label: str
    at: datetime


class NewAppPassword(Answer, frozen=True, kw_only=True):
    """``secret``: told once; ``server``: what the app is given beside it and the account."""

    id: str
    account: str
    secret: str
    server: str


class EndedAppPassword(Answer, frozen=True, kw_only=True):
    """The app password that was ended."""

    ended: str


class SignedOut(Answer, frozen=True, kw_only=True):
    """The account whose tokens are refused from now on."""

    signed_out: str


class Unlocked(Answer, frozen=True, kw_only=True):
    """The account whose wrong tries are forgotten."""

    unlocked: str


class OfAccount(Answer, frozen=True, kw_only=True):
    """The account that it was done to."""

    account: str


class FactorSecret(Answer, frozen=True, kw_only=True):
    """``uri``: what an authenticator app reads from a QR code of it."""

    secret: str
    uri: str


class RecoveryCodes(Answer, frozen=True, kw_only=True):
    """Each is for one sign-in without the telephone; they are told this once."""

    recovery_codes: tuple[str, ...]


class Link(Answer, frozen=True, kw_only=True):
    """A one-time link; whoever has it chooses the password. It is told here, or mailed."""

    account: str
    expires_at: datetime
    link: str | UnsetType = UNSET
    mailed_to: str | UnsetType = UNSET


class Opened(Changed, frozen=True, kw_only=True):
    """The account; ``invitation`` where no password was given."""

    invitation: Link | UnsetType = UNSET


class OpenedRow(Opened, frozen=True, kw_only=True):
    """One of many: ``row`` counts from 0."""

    row: int


class RefusedRow(Answer, frozen=True, kw_only=True):
    """One of many that was not opened, and why; ``row`` counts from 0."""

    row: int
    account: str
    code: str
    detail: str
    field: str


class ManyOpened(Answer, frozen=True, kw_only=True):
    """Those of the table that have an account now, and those that a service refused."""

    opened: tuple[OpenedRow, ...]
    refused: tuple[RefusedRow, ...]


class Disabled(Answer, frozen=True, kw_only=True):
    """``held``: the tasks that its person still carries; null where the caller may not know."""

    account: str
    held: tuple[str, ...] | None


class AccountLine(Answer, frozen=True, kw_only=True):
    """An account with the ways to reach its person."""

    account: str
    name: str
    roles: tuple[Role, ...]
    district: str
    unit: str
    email: str
    telephone: str
    wecom: str
    state: str
    at: datetime | None


class AuditRow(Answer, frozen=True, kw_only=True):
    """A line of the audit log; ``seal`` binds it to all before it."""

    number: int
    at: datetime
    kind: str
    by: str
    about: str
    outcome: str
    detail: str
    source: str
    seal: str


class DossierLack(Answer, frozen=True, kw_only=True):
    """What an item has not got, and who leads it."""

    item: str
    what: str
    lead: str


class DossierLine(Answer, frozen=True, kw_only=True):
    """A dossier: how far it is, and once it is ready, what it is checked by."""

    dossier: str
    district: str
    year: int
    item: str
    snapshot: str
    state: Literal["building", "ready", "refused", "failed"]
    items: int
    done: int
    at: datetime
    why: str
    size: int
    files: int
    code: str


class DossierTold(DossierLine, frozen=True, kw_only=True):
    """``faults``: why it was not bound; ``missing``: what it says of itself that it has not got."""

    faults: tuple[str, ...]
    missing: tuple[DossierLack, ...]
