"""The directory follows the appointments, whatever order they arrive in."""

from contracts import tasks
from contracts.orders.notify import ReachPerson
from services.notify import directory
from services.notify.directory import Place, appoint, place_key
from tests.unit.notify.cast import DISTRICT, ZHANG, envelope, given

APPOINTED = tasks.PersonAppointed(
    account="zhang-min",
    name="张敏",
    roles=("unit", "field"),
    unit="education",
    email="new@example.gov.cn",
)


def heard(fact, version):
    return given(event=envelope(fact, version=version))


def test_an_appointed_person_is_in_the_directory():
    change = appoint(None, APPOINTED, heard(APPOINTED, 1))
    assert change
    person = change.state
    assert (person.district, person.roles, person.unit) == (
        DISTRICT,
        ("unit", "field"),
        "education",
    )


def test_a_later_appointment_replaces_the_earlier():
    change = appoint(ZHANG, APPOINTED, heard(APPOINTED, 2))
    assert change
    assert (change.state.email, change.state.version) == ("new@example.gov.cn", 2)


def test_an_appointment_that_arrives_late_changes_nothing():
    assert appoint(ZHANG, APPOINTED, heard(APPOINTED, 1)) is None


def test_a_unit_is_known_by_its_latest_name():
    renamed = tasks.UnitRegistered(
        unit="education", name="区教育体育局", kind="department", parent="", serves=()
    )
    old = Place(district=DISTRICT, name="区教育局", version=3)
    assert directory.name_place(old, renamed, heard(renamed, 3)) is None
    change = directory.name_place(old, renamed, heard(renamed, 4))
    assert change and change.state.name == "区教育体育局"


def test_a_unit_and_its_district_have_keys_of_their_own():
    assert place_key("anning") == "anning"
    assert place_key("anning", "education") == "anning:education"


def test_what_a_unit_is_called_is_kept_under_its_district_and_its_own_name():
    fact = tasks.UnitRegistered(
        unit="education", name="区教育局", kind="department", parent="", serves=()
    )
    assert directory.place_of_unit(fact, heard(fact, 1), None) == f"{DISTRICT}:education"


REACHED = ReachPerson(account="zhang-min", district=DISTRICT, telephone="13987264951", wecom="z")


def test_ways_to_reach_a_person_stay_with_the_appointments():
    change = directory.reach(ZHANG, REACHED, given())
    assert change and (change.state.telephone, change.state.wecom) == ("13987264951", "z")
    later = appoint(change.state, APPOINTED, heard(APPOINTED, 2))
    assert later and (later.state.telephone, later.state.wecom) == ("13987264951", "z")
    assert directory.reach(change.state, REACHED, given()) is None
    gone = directory.reach(
        change.state, ReachPerson(account="zhang-min", district=DISTRICT), given()
    )
    assert gone and (gone.state.telephone, gone.state.name) == ("", "张敏")


def test_who_is_reached_before_the_appointment_is_heard_of_has_no_role_yet():
    change = directory.reach(None, REACHED, given())
    assert change and (change.state.version, change.state.roles) == (0, ())
    whole = appoint(change.state, APPOINTED, heard(APPOINTED, 1))
    assert whole and (whole.state.telephone, whole.state.unit) == ("13987264951", "education")
