"""Each fact that is told leads to one page, by its own ids."""

import re

import pytest
from msgspec.structs import replace

from contracts import evidence, notify, scoring, tasks
from services.notify.audiences import AUDIENCES
from services.notify.links import PAGES, address_of, path_of
from tests.unit.notify.cast import DISTRICT, FACTS, fact

LEADS = {
    tasks.TaskAssigned: "/console/tasks/t-1",
    tasks.FindingRaised: "/console/findings/f-1",
    tasks.SlipIssued: "/console/findings/f-1",
    tasks.NeedMet: "/console/needs/n-1",
    evidence.EvidenceRejected: "/console/gallery/e-1",
    scoring.VetoRaised: "/console/vetoes/anning/2026",
    notify.MessageUnacknowledged: "/console/findings/f-1",
}


@pytest.mark.parametrize("cls", LEADS, ids=lambda cls: cls.__name__)
def test_a_message_leads_to_the_page_that_it_speaks_of(cls):
    assert path_of(fact(cls), DISTRICT) == LEADS[cls]


@pytest.mark.parametrize("sample", FACTS, ids=lambda sample: sample.type)
def test_every_fact_that_is_told_has_a_page_of_the_table(sample):
    assert address_of(type(sample)) in PAGES.values()
    path = path_of(sample, DISTRICT)
    assert re.fullmatch(r"/console/[a-z]{1,20}(/[A-Za-z0-9_.:/-]{1,200})?", path)


def test_no_line_of_the_audiences_is_without_a_sample():
    assert {type(sample) for sample in FACTS} == set(AUDIENCES)


def test_an_id_cannot_lead_to_another_page():
    strange = replace(fact(tasks.TaskAssigned), task="../admin?x=1#y")
    assert path_of(strange, DISTRICT) == "/console/tasks/..%2Fadmin%3Fx%3D1%23y"
