"""Who is told of what."""

import pytest
from msgspec.structs import replace

from contracts import tasks
from services.notify.audiences import tells
from services.notify.circles import (
    CITY_OFFICE,
    CITY_REVIEWERS,
    LEADERS,
    LEADERS_BELOW,
    OFFICE,
    OFFICES_BELOW,
    OPERATIONS,
    REVIEWERS,
    UNITS,
    Holders,
    Named,
    accounts,
    contacts,
    searches,
)
from tests.unit.notify.cast import FACTS, fact

LEAD = contacts("education")
ZHANG = Named("zhang-min")

TOLD = {
    "task_assigned": {LEAD, ZHANG, contacts("culture")},
    "task_objected": {OFFICE},
    "objection_ruled": {contacts("culture"), Named("li-qiang"), LEAD},
    "task_submitted": {REVIEWERS},
    "task_returned": {LEAD, ZHANG},
    "piece_returned": {LEAD, ZHANG},
    "result_confirmed": {LEAD, ZHANG, CITY_REVIEWERS},
    "task_overdue": {ZHANG, LEAD, OFFICE},
    "task_urged": {LEAD, ZHANG},
    "task_prioritised": {LEAD, ZHANG},
    "extension_requested": {OFFICE},
    "extension_refused": {LEAD, ZHANG},
    "task_rescheduled": {LEAD, ZHANG},
    "task_handed_over": {contacts("culture"), Named("li-qiang")},
    "finding_raised": {LEAD, OFFICE},
    "rectification_ordered": {LEAD, OFFICE},
    "rectification_overdue": {LEAD, OFFICE},
    "rectification_closed": {LEAD, OFFICE},
    "rectification_reported": {Named("li-qiang"), OFFICE},
    "rectification_returned": {LEAD},
    "appeal_raised": {OFFICE},
    "appeal_ruled": {LEAD, OFFICE},
    "inspection_published": {OFFICE},
    "slip_issued": {LEAD, OFFICE, LEADERS},
    "finding_named": {LEAD, OFFICE},
    "postponement_asked": {OFFICE},
    "postponement_ruled": {LEAD, OFFICE},
    "accountability_recorded": {LEAD, OFFICE, LEADERS},
    "accountability_replied": {OFFICE, LEADERS},
    "material_demanded": {LEAD},
    "lead_opened": {OFFICE},
    "bulletin_issued": {OFFICES_BELOW, LEADERS_BELOW, UNITS},
    "complaint_registered": {OFFICE},
    "complaint_answered": {ZHANG},
    "complaint_pressed": {CITY_OFFICE},
    "need_raised": {contacts("culture"), OFFICE},
    "need_confirmed": {OFFICE, LEAD},
    "need_accepted": {LEAD},
    "need_declined": {LEAD},
    "need_met": {LEAD, contacts("culture"), OFFICE},
    "evidence_rejected": {ZHANG},
    "evidence_quarantined": {ZHANG, CITY_OFFICE},
    "evidence_reused": {ZHANG, OFFICE},
    "evidence_missing": {OPERATIONS, OFFICE},
    "disposal_proposed": {CITY_OFFICE, LEADERS},
    "veto_raised": {OFFICE, LEADERS, CITY_OFFICE},
    "veto_cleared": {OFFICE, LEADERS, CITY_OFFICE},
    "message_unacknowledged": {OFFICE},
    "hook_paused": {ZHANG, OFFICE},
}


@pytest.mark.parametrize("sample", FACTS, ids=lambda sample: sample.type)
def test_each_fact_is_told_to_those_whom_it_concerns(sample):
    name = sample.type.split(".")[1]
    assert set(tells(sample)) == TOLD[name]


def test_who_leads_the_whole_is_told_of_a_part_and_reviewers_where_that_is_the_same_unit():
    part = replace(fact(tasks.TaskSubmitted), parent_lead="culture")
    assert tells(part) == (contacts("culture"),)
    own = replace(part, parent_lead="education")
    assert tells(own) == (REVIEWERS,)


def test_no_level_is_told_of_its_turn_after_the_one_mark_of_a_part():
    final = replace(fact(tasks.ResultConfirmed), final=True)
    assert CITY_REVIEWERS not in tells(final)


@pytest.mark.parametrize("level", ["city", "province"])
def test_city_reviewers_are_told_after_the_district_and_not_again(level):
    marked = replace(fact(tasks.ResultConfirmed), level=level)
    assert CITY_REVIEWERS not in tells(marked)


def test_a_role_is_looked_for_in_the_facts_district():
    assert OFFICE.search("anning") == {"roles": "district_office", "district": "anning"}


def test_city_roles_are_looked_for_in_the_whole_city_only():
    assert CITY_REVIEWERS.search("anning") == {"roles": "reviewer", "district": "*"}


def test_contacts_are_those_of_that_unit_in_that_district():
    assert isinstance(LEAD, Holders)
    assert LEAD.search("anning") == {"roles": "unit", "district": "anning", "unit": "education"}


def test_a_fact_without_a_unit_is_not_told_to_every_units_contacts():
    assert contacts("") == Named("")


def test_circles_of_one_kind_are_one_search():
    audience = (LEAD, ZHANG, contacts("culture"), OFFICE, LEADERS, CITY_REVIEWERS, contacts(""))
    assert searches(audience, "anning") == [
        {"district": "anning", "roles": "unit", "unit": {"$in": ["education", "culture"]}},
        {"district": "anning", "roles": {"$in": ["district_office", "leader"]}},
        {"district": "*", "roles": {"$in": ["reviewer"]}},
    ]
    assert accounts(audience) == {"zhang-min"}


def test_a_bulletin_of_the_city_is_told_in_every_district_and_one_of_a_district_there():
    audience = tells(fact(tasks.BulletinIssued))
    assert searches(audience, "anning") == [
        {"district": "anning", "roles": {"$in": ["district_office", "leader", "unit"]}}
    ]
    city = searches(audience, "*")
    assert {"roles": {"$in": ["district_office", "leader"]}} in city and len(city) == 2
