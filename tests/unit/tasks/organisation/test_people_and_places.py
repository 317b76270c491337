"""Districts, units, persons, the standard, campaigns."""

import pytest
from msgspec.structs import replace

from contracts.orders.tasks import AppointPerson, FoundDistrict, OpenCampaign, RegisterUnit
from contracts.scoring import StandardPublished
from contracts.tasks import CampaignOpened, DistrictFounded, PersonAppointed, UnitRegistered
from contracts.words import Role
from services.tasks.organisation.district import District, found_district, sign
from services.tasks.organisation.person import Person, appoint_person
from services.tasks.organisation.unit import Surroundings, Unit, register_unit
from services.tasks.planning.campaign import open_campaign
from services.tasks.planning.standard import keep_standard
from tests.unit.tasks.cast import CAMPAIGN, QIAN, STANDARD, ZHAO, given, heard, item, refused

GANZHOU = District(district="ganzhou", name="甘州区")
KNOWN = frozenset({"ganzhou", "ganzhou.publicity"})
ALONE = Surroundings()


def test_the_city_founds_a_district() -> None:
    change = found_district(
        None, FoundDistrict(district="ganzhou", name="甘州区"), given(ZHAO, key="ganzhou")
    )
    assert change and change.state == GANZHOU
    assert change.events == (DistrictFounded(district="ganzhou", name="甘州区"),)


def test_founding_the_same_district_again_changes_nothing() -> None:
    order = FoundDistrict(district="ganzhou", name="甘州区")
    assert found_district(GANZHOU, order, given(ZHAO)) is None


def test_a_district_id_is_not_given_to_another_district() -> None:
    with refused("already-exists", "district"):
        found_district(GANZHOU, FoundDistrict(district="ganzhou", name="临泽县"), given(ZHAO))


PUBLICITY = Unit(
    district="ganzhou",
    unit="publicity",
    name="宣传部",
    kind="department",
    parent="",
    aliases=(),
    serves=(),
)


def unit_order(**changes: object) -> RegisterUnit:
    usual: dict[str, object] = {
        "district": "ganzhou",
        "unit": "culture",
        "name": "文广局",
        "kind": "department",
        "serves": ("文旅局",),
    }
    return RegisterUnit(**{**usual, **changes})  # type: ignore[arg-type]


def registered(**changes: object) -> Unit:
    change = register_unit(None, unit_order(**changes), given(QIAN, ALONE))
    assert change
    return change.state


def test_a_registered_unit_tells_the_lead_roles_it_serves() -> None:
    change = register_unit(
        None, unit_order(parent="publicity"), given(QIAN, Surroundings(parent=PUBLICITY))
    )
    assert change and change.events == (
        UnitRegistered(
            unit="culture",
            name="文广局",
            kind="department",
            parent="publicity",
            serves=("文旅局",),
        ),
    )


def test_a_renamed_bureau_keeps_its_old_names_as_aliases() -> None:
    once = register_unit(registered(), unit_order(name="文旅局"), given(QIAN, ALONE))
    assert once and once.state.aliases == ("文广局",)
    twice = register_unit(once.state, unit_order(name="文体旅局"), given(QIAN, ALONE))
    assert twice and twice.state.name == "文体旅局"
    assert twice.state.aliases == ("文广局", "文旅局")


def test_registering_the_same_unit_again_changes_nothing() -> None:
    assert register_unit(registered(), unit_order(), given(QIAN, ALONE)) is None


def test_a_unit_needs_its_district() -> None:
    with refused("invalid", "district"):
        register_unit(None, unit_order(), given(QIAN, Surroundings(district=False)))


def test_a_unit_needs_its_parent() -> None:
    with refused("invalid", "parent"):
        register_unit(None, unit_order(parent="nobody"), given(QIAN, ALONE))


def test_a_unit_is_not_its_own_parent() -> None:
    with refused("invalid", "parent") as no:
        register_unit(None, unit_order(parent="culture"), given(QIAN, ALONE))
    assert "自己" in no.value.detail


def person_order(**changes: object) -> AppointPerson:
    usual: dict[str, object] = {
        "account": "sun",
        "name": "孙",
        "roles": ("unit",),
        "district": "ganzhou",
        "unit": "publicity",
        "email": "sun@example.org",
    }
    return AppointPerson(**{**usual, **changes})  # type: ignore[arg-type]


def appointed(**changes: object) -> Person:
    change = appoint_person(None, person_order(**changes), given(ZHAO, KNOWN))
    assert change
    return change.state


def test_a_person_is_appointed_with_roles_in_a_scope() -> None:
    change = appoint_person(None, person_order(), given(QIAN, KNOWN))
    assert change and change.state.district == "ganzhou"
    assert change.events == (
        PersonAppointed(
            account="sun",
            name="孙",
            roles=("unit",),
            unit="publicity",
            email="sun@example.org",
        ),
    )


def test_a_person_appointed_anew_has_only_the_new_roles() -> None:
    change = appoint_person(appointed(), person_order(roles=("field",)), given(QIAN, KNOWN))
    assert change and change.state.roles == ("field",)


def test_the_same_appointment_again_changes_nothing() -> None:
    assert appoint_person(appointed(), person_order(), given(QIAN, KNOWN)) is None


def test_each_role_has_a_scope_that_fits() -> None:
    for role, district in (
        ("city_office", "*"),
        ("province_reviewer", "*"),
        ("operations", "*"),
        ("reviewer", "*"),
        ("leader", "*"),
        ("district_office", "ganzhou"),
        ("reviewer", "ganzhou"),
        ("inspector", "ganzhou"),
    ):
        person = appointed(roles=(role,), district=district, unit=None, email=None)
        assert (person.district, person.unit, person.email) == (district, "", "")


def test_a_district_appoints_nobody_for_another_district() -> None:
    order = person_order(roles=("reviewer",), district="linze", unit=None)
    with refused("grant-forbidden"):
        appoint_person(None, order, given(QIAN, KNOWN))


@pytest.mark.parametrize("role", ["inspector", "reviewer"])
def test_a_district_gives_and_takes_no_role_that_looks_into_its_work(role: Role) -> None:
    order = person_order(roles=(role,), unit=None)
    with refused("grant-forbidden"):
        appoint_person(None, order, given(QIAN, KNOWN))
    there = appoint_person(None, order, given(ZHAO, KNOWN))
    assert there and there.state.roles == (role,)
    for again in (
        person_order(),
        person_order(roles=("leader",), unit=None),
        person_order(roles=(role,), unit=None, email="office@example.org"),
    ):
        with refused("grant-forbidden"):
            appoint_person(there.state, again, given(QIAN, KNOWN))


@pytest.mark.parametrize("role", ["inspector", "reviewer"])
@pytest.mark.parametrize("own", ["district_office", "unit", "field"])
def test_nobody_looks_into_the_work_of_their_own_office_or_unit(role: Role, own: Role) -> None:
    unit = None if own == "district_office" else "publicity"
    with refused("invalid", "roles"):
        appoint_person(None, person_order(roles=(own, role), unit=unit), given(ZHAO, KNOWN))


def test_a_unit_of_the_whole_city_does_not_exist() -> None:
    with refused("invalid", "unit"):
        appoint_person(None, person_order(district="*"), given(ZHAO, KNOWN))


def test_a_district_cannot_appoint_for_the_city() -> None:
    order = person_order(roles=("city_office",), district="*", unit=None)
    with refused("grant-forbidden"):
        appoint_person(None, order, given(QIAN, KNOWN))


def test_a_district_cannot_give_a_city_role_in_its_own_district() -> None:
    with refused("grant-forbidden"):
        appoint_person(None, person_order(roles=("unit", "city_office")), given(QIAN, KNOWN))


def test_a_district_cannot_take_another_districts_person() -> None:
    there = replace(appointed(), district="linze")
    with refused("grant-forbidden"):
        appoint_person(there, person_order(), given(QIAN, KNOWN))


@pytest.mark.parametrize("duty", ["system_admin", "security_admin", "auditor"])
def test_a_duty_of_administration_goes_with_no_other_role_and_is_not_the_offices_to_give(
    duty: Role,
) -> None:
    admin = replace(ZHAO, roles=("system_admin",))
    alone = person_order(roles=(duty,), district="*", unit=None)
    assert appoint_person(None, alone, given(admin, KNOWN))
    with refused("grant-forbidden"):
        appoint_person(None, alone, given(ZHAO, KNOWN))
    holder = replace(appointed(), district="*", roles=(duty,), unit="")
    with refused("grant-forbidden"):
        appoint_person(holder, person_order(unit=None, roles=("leader",)), given(ZHAO, KNOWN))
    for other in ("city_office", "auditor", "system_admin"):
        if other != duty:
            both = person_order(roles=(duty, other), district="*", unit=None)
            with refused("invalid", "roles"):
                appoint_person(None, both, given(admin, KNOWN))


def test_a_city_role_needs_the_whole_city() -> None:
    for role in ("city_office", "province_reviewer", "operations"):
        with refused("invalid", "district"):
            appoint_person(None, person_order(roles=(role,), unit=None), given(ZHAO, KNOWN))


def test_a_district_office_needs_its_district() -> None:
    order = person_order(roles=("district_office",), district="*", unit=None)
    with refused("invalid", "district"):
        appoint_person(None, order, given(ZHAO, KNOWN))


def test_a_contact_needs_a_unit() -> None:
    for role in ("unit", "field"):
        with refused("invalid", "unit"):
            appoint_person(None, person_order(roles=(role,), unit=None), given(ZHAO, KNOWN))


def test_only_contacts_and_workers_belong_to_a_unit() -> None:
    with refused("invalid", "unit"):
        appoint_person(None, person_order(roles=("inspector",)), given(ZHAO, KNOWN))


def test_a_person_needs_an_existing_unit() -> None:
    with refused("invalid", "unit"):
        appoint_person(None, person_order(unit="nobody"), given(QIAN, KNOWN))


def test_a_person_needs_an_existing_district() -> None:
    with refused("invalid", "district"):
        appoint_person(None, person_order(), given(QIAN, frozenset()))


def test_a_published_standard_is_kept_once_and_never_edited() -> None:
    fact = StandardPublished(version="v1", name="样表", items=(item("A01"),), sha256="0" * 64)
    change = keep_standard(None, fact, heard(fact, district="*"))
    assert change and change.state.item("A01") == item("A01")
    assert change.state.district == "*"
    assert change.state.item("Z99") is None
    assert keep_standard(STANDARD, fact, heard(fact, district="*")) is None


CAMPAIGN_ORDER = OpenCampaign(year=2026, name="创建", standard="v1", districts=("ganzhou", "linze"))
BOTH = frozenset({"ganzhou", "linze"})


def test_a_campaign_is_opened_on_a_published_standard() -> None:
    change = open_campaign(None, CAMPAIGN_ORDER, given(ZHAO, (True, BOTH), key="c-2026"))
    assert change and change.state == CAMPAIGN
    assert change.events == (
        CampaignOpened(
            campaign="c-2026",
            year=2026,
            name="创建",
            standard="v1",
            districts=("ganzhou", "linze"),
        ),
    )


def test_opening_the_same_campaign_again_changes_nothing() -> None:
    assert open_campaign(CAMPAIGN, CAMPAIGN_ORDER, given(ZHAO, (True, BOTH))) is None


def test_a_year_has_one_campaign() -> None:
    other = replace(CAMPAIGN, name="另一个")
    with refused("already-exists", "year"):
        open_campaign(other, CAMPAIGN_ORDER, given(ZHAO, (True, BOTH)))


def test_a_campaign_needs_a_published_standard() -> None:
    with refused("standard-not-published", "standard"):
        open_campaign(None, CAMPAIGN_ORDER, given(ZHAO, (False, BOTH)))


def test_a_campaign_names_the_district_that_does_not_exist() -> None:
    with refused("invalid", "districts[1]"):
        open_campaign(None, CAMPAIGN_ORDER, given(ZHAO, (True, frozenset({"ganzhou"}))))


def test_a_campaign_names_a_district_once() -> None:
    twice = replace(CAMPAIGN_ORDER, districts=("ganzhou", "ganzhou"))
    with refused("invalid", "districts[1]"):
        open_campaign(None, twice, given(ZHAO, (True, BOTH)))


def test_the_numbers_of_two_districts_never_begin_alike() -> None:
    named = {"gz": "甘州区", "gq": "甘泉区", "ht": "和田市", "hx": "和田县", "h": "洪县"}
    signs = {slug: sign(slug, named) for slug in named}
    assert signs == {"gz": "甘州", "gq": "甘泉", "ht": "和田市", "hx": "和田县", "h": "洪县"}
    assert sign("nowhere", named) == ""
