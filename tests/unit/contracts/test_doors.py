"""Who may give an order is said once, and always."""

import pytest

from contracts.orders.base import Order
from contracts.orders.doors import only, roles_of
from contracts.roles import EVERYONE, UNIT


class Quiet(Order, frozen=True):
    """Nobody says who may give it."""


class Said(Order, frozen=True):
    """It is said twice."""


def test_an_order_that_names_nobody_is_no_order_for_everybody() -> None:
    with pytest.raises(LookupError):
        roles_of(Quiet)


def test_two_sets_of_roles_are_refused_and_the_same_again_is_not() -> None:
    assert only(UNIT)(only(UNIT)(Said)) is Said
    with pytest.raises(ValueError, match="two sets of roles"):
        only(EVERYONE)(Said)
