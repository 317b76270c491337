"""What is wrong with a wording, at its field and its place."""

import pytest

from services.notify.audiences import AUDIENCES
from services.notify.hooks.told import WITHHELD
from services.notify.samples import sample_of, samples
from services.notify.wording.checking import (
    GUARDED,
    MAX_BODY,
    Fault,
    Parts,
    faults,
    terms,
    written,
)
from services.notify.wording.fields import FIELDS

SLIP = sample_of("tasks.slip_issued.v1")
TASK = sample_of("tasks.task_assigned.v1")
SUBJECT = "{{ fact.colour | colour }}督办单：{{ fact.fault }}"
BODY = (
    "编号 {{ fact.number }}：{{ fact.fault }}\n"
    "请{{ unit(fact.unit) }}在{{ fact.due | day }}前整改。"
)
REUSED = "evidence.evidence_reused.v1"


def wrong(sample=SLIP, subject: str = SUBJECT, body: str = BODY, brief: str = "") -> list[Fault]:
    return faults(Parts(subject, body, brief), sample)


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.fact.type)
def test_each_text_that_came_with_it_could_be_typed(sample) -> None:
    found = faults(Parts.of(sample.source), sample)
    assert found == [] or sample.fact.type == REUSED


@pytest.mark.parametrize("kind", AUDIENCES, ids=lambda kind: kind.type)
def test_each_field_has_a_name_and_a_way_to_write_it(kind) -> None:
    sample = sample_of(kind.type)
    for name in terms(sample).forms:
        assert FIELDS[name].zh and FIELDS[name].en
        body = BODY if sample is SLIP else sample.source.partition("\n")[2]
        typed = Parts(sample.source.partition("\n")[0], f"{body}\n{written(sample, name)}")
        assert [one for one in faults(typed, sample) if one.field == "body"] == [] or (
            kind.type == REUSED or "sample" in {one.code for one in faults(typed, sample)}
        )


def test_no_name_is_for_a_field_that_nothing_says() -> None:
    assert {
        name for kind in AUDIENCES for name in terms(sample_of(kind.type)).forms
    } == FIELDS.keys()


def test_what_only_some_readers_may_see_is_filled_in_by_no_wording() -> None:
    sample = sample_of(REUSED)
    for name in GUARDED[REUSED]:
        found = wrong(sample, "材料重复", f"见{{{{ fact.{name} }}}}")
        assert [(one.code, one.what) for one in found] == [("unknown", name)]
    assert GUARDED[REUSED] & WITHHELD == {"duplicate_district"}


def test_a_wording_that_says_it_otherwise_is_taken() -> None:
    assert wrong() == [] == wrong(brief="{{ fact.number }}")


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"body": f"{BODY}\n 由{{{{ fact.actor }}}}"}, Fault("body", 3, 6, "unknown", "actor")),
        ({"body": f"{BODY}{{{{ fact.finding }}}}"}, ("body", "unknown", "finding")),
        ({"subject": "{{ fact.unit }}"}, Fault("subject", 1, 4, "bare", "unit")),
        ({"body": f"{BODY}{{{{ fact.due }}}}"}, ("body", "bare", "due")),
        ({"subject": " "}, Fault("subject", 1, 1, "empty", "")),
        ({"subject": "{% if fact.colour == 'x' %}甲{% endif %}"}, ("subject", "empty", "")),
        ({"body": f"{BODY}\n\n见 {{{{ 1 }}}}"}, Fault("body", 4, 3, "form", "")),
        ({"body": f"{BODY}\n见 }}}} 完"}, Fault("body", 3, 3, "syntax", "}}")),
        ({"body": f"{BODY}\n{{{{ fact.due"}, ("body", "syntax", "")),
        ({"brief": "{{ fact.actor }}"}, Fault("brief", 1, 4, "unknown", "actor")),
        ({"brief": "督办" * 16}, Fault("brief", 1, 1, "long", "30")),
        ({"subject": "督" * 120}, Fault("subject", 1, 1, "long", "119")),
        ({"subject": "督" * 50}, Fault("subject", 1, 1, "long", "128")),
        ({"body": BODY + "长" * MAX_BODY}, Fault("body", 1, 1, "long", str(MAX_BODY))),
        ({"body": f"{BODY}{{{{ fact.number | day }}}}"}, ("body", "bare", "number")),
    ],
)
def test_each_fault_is_named_at_its_place(typed, fault) -> None:
    found = wrong(**typed)
    told = found[0] if isinstance(fault, Fault) else (found[0].field, *found[0][3:])
    assert told == fault


def test_what_a_message_is_about_stays_and_its_day_too() -> None:
    found = wrong(subject="督办单", body="请整改。{% if fact.due %}{{ fact.due | day }}{% endif %}")
    assert [(one.code, one.what) for one in found] == [
        *(("missing", "due"), ("missing", "fault"), ("missing", "number")),
    ]


def test_what_may_be_missing_is_asked_for_first() -> None:
    ruled = sample_of("tasks.objection_ruled.v1")
    bare = "{{ fact.title }}由{{ unit(fact.lead) }}在{{ fact.due | day }}前办理。"
    asked = bare.replace(
        "在{{ fact.due | day }}前", "{% if fact.due %}{{ fact.due | day }}{% endif %}"
    )
    assert [one.code for one in wrong(ruled, "裁定", bare)] == ["sample"]
    assert wrong(ruled, "裁定", asked) == []


def test_of_a_field_that_is_asked_about_alone_it_is_told_how() -> None:
    assert written(TASK, "standing") == "{% if fact.standing %}…{% endif %}"
    assert written(TASK, "cooperating").startswith("{% for one in fact.cooperating %}")
    assert written(TASK, "person") == "{{ who(fact.person) }}"
    assert written(sample_of(REUSED), "items") == '{{ fact.items | join("、") }}'
