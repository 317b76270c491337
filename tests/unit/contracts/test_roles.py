"""Who tends whose accounts, and who locks them out."""

from typing import get_args

from contracts.roles import DUTIES, given_by, guarded_by
from contracts.words import Role

ALL = frozenset(get_args(Role))


def test_the_security_administrator_locks_out_everybody_and_appoints_nobody() -> None:
    assert guarded_by(("security_admin",)) == ALL
    assert given_by(("security_admin",)) == frozenset()


def test_an_office_locks_out_those_whom_it_appoints_and_no_keeper_of_accounts() -> None:
    assert guarded_by(("city_office",)) == given_by(("city_office",)) == ALL - {*DUTIES}
    assert "city_office" not in guarded_by(("district_office",))


def test_who_has_several_roles_tends_the_accounts_of_each_of_them() -> None:
    assert given_by(("leader",)) == frozenset()
    assert given_by(iter(("leader", "district_office"))) == given_by(("district_office",))
