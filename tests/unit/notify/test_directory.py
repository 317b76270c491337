"""The directory follows the appointments, whatever order they arrive in."""

from contracts import tasks
from services.notify import directory
from services.notify.directory import Place, appoint, place_key
from tests.unit.notify.cast import DISTRICT, ZHANG, envelope, given

APPOINTED = tasks.PersonAppointed(
    account="zhang-min",
    name="张敏",
    roles=("unit", "field"),
    unit="education",
    email="new@example.gov.cn",
    telephone="13987264951",
    wecom="zhang.min",
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
    assert (change.state.telephone, change.state.wecom) == ("13987264951", "zhang.min")


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
