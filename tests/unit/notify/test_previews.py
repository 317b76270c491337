"""Each message as it will be read, from the samples of the facts."""

import json

import pytest

from services.notify.audiences import AUDIENCES
from services.notify.previews import BASE, Sample, digest, message, shown
from services.notify.render import version
from services.notify.samples import samples

TEMPLATES = {"urgent": "T-1", "task_overdue": "T-2"}


def preview(sample: Sample, base: str = BASE):
    return shown(sample, base, TEMPLATES, ("title",))


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.fact.type)
def test_every_message_is_shown_in_every_form_with_names_and_no_ids(sample):
    found = preview(sample)
    for form in ("mail", "group", "card"):
        assert found["subject"][:10] in found[form].replace("张敏：", "") or form == "mail"
    assert f"{BASE}{found['path']}" in found["mail"] and found["body"][:8] in found["mail"]
    assert found["path"] in found["group"]
    told = json.dumps(found["subject"] + found["body"], ensure_ascii=False)
    assert not [one for one in (*sample.units, *sample.persons) if one and f"“{one}”" in told]
    assert len(found["version"]) == 12


def test_there_is_one_for_each_fact_that_is_told():
    assert [one.fact.type for one in samples()] == [fact.type for fact in AUDIENCES]


def test_a_text_message_is_shown_where_it_has_a_template():
    by_kind = {one.fact.type: one for one in samples()}
    late = preview(by_kind["tasks.task_overdue.v1"])["sms"]
    assert late["template"] == "T-2" and late["params"]["title"]
    assert preview(by_kind["tasks.task_assigned.v1"])["sms"] is None


def test_without_an_address_nothing_leads_anywhere():
    found = preview(samples()[0], "")
    assert "打开" not in found["group"] and "打开" not in found["mail"]
    assert "\n" not in found["card"]


def test_what_is_routine_goes_together():
    letter = digest(samples(), BASE)
    assert letter.subject.startswith("5 条消息：") and BASE in letter.body


def test_a_version_changes_with_each_word():
    assert version("甲") == version("甲") != version("乙")
    sample = samples()[0]
    assert message(sample).text == version(sample.source)
