"""What is said of an account: the fields of each act."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from contracts.orders.base import PageAsk
from contracts.orders.tasks import AppointPerson
from contracts.texts import AS_NAME
from contracts.words import DistrictId, Email, Reason, Role, SearchText, Slug, Telephone, WecomUser
from gateway import passwords

Password = Annotated[str, Meta(min_length=passwords.MIN, max_length=passwords.MAX)]
REACH = ("email", "telephone", "wecom")
"""Ways to reach a person."""
Code = Annotated[str, Meta(max_length=40)]
"""Of the second factor: six digits, or a recovery code."""
State = Literal["pending", "invited", "active", "disabled"]


class OpenAccount(AppointPerson, frozen=True, kw_only=True):
    """A person with roles in a scope, and the account with which they sign in.

    Without a ``password`` the answer holds the one-time link of an invitation: whoever has it
    chooses the password, so hand it to the person alone. ``by_mail``: it goes to ``email`` instead,
    where there is one and mail is set up here; else it is in the answer all the same.
    """

    password: Password | None = None
    telephone: Telephone | None = None
    wecom: WecomUser | None = None
    by_mail: bool = False


class NamedTelephone(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``label``: how its owner calls the telephone that an app password is for."""

    label: Annotated[str, Meta(min_length=1, max_length=40, extra=AS_NAME)]


class Handing(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``by_mail``: as of ``OpenAccount``."""

    by_mail: bool = False


class Appointment(AppointPerson, frozen=True, kw_only=True):
    """Who an account's person is from now on: what is left out is taken away."""

    telephone: Telephone | None = None
    wecom: WecomUser | None = None


class Contact(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is left out is taken away."""

    email: Email | None = None
    telephone: Telephone | None = None
    wecom: WecomUser | None = None


class Identity(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``subject``: how the city's own sign-in calls the person (``sub``); left out: nobody."""

    subject: Annotated[str, Meta(min_length=1, max_length=255)] | None = None


class Accounts(PageAsk, frozen=True, kw_only=True):
    """``text``: part of the account or of the person's name."""

    district: DistrictId | None = None
    unit: Slug | None = None
    state: State | None = None
    role: Role | None = None
    text: SearchText | None = None


class Disable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``successor``: a colleague of the unit who takes over all open tasks and their drafts."""

    reason: Reason
    successor: Slug | None = None


class ChangePassword(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``old``: the one that is signed in with now; ``code`` where a second factor is enrolled."""

    old: Annotated[str, Meta(min_length=1, max_length=200)]
    new: Password
    code: Code = ""


class ChoosePassword(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``link``: the token of an invitation or a reset."""

    link: Annotated[str, Meta(min_length=1, max_length=200)]
    password: Password


class ShownCode(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    code: Annotated[str, Meta(min_length=6, max_length=40)]
