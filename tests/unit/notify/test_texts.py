"""What people read."""

from datetime import UTC, date, datetime

import pytest
from jinja2 import UndefinedError
from msgspec.structs import replace

from contracts import evidence, tasks
from contracts.envelope import FACTS as ALL_FACTS
from services.notify.render import MAX_SUBJECT, Names, Text, day, render
from services.notify.texts import TEXTS, text_of
from tests.unit.notify.cast import DISTRICT, DUE, FACTS, NAMES, fact


def told(sample) -> Text:
    return render(text_of(type(sample)), sample, DISTRICT, NAMES)


@pytest.mark.parametrize("sample", FACTS, ids=lambda sample: sample.type)
def test_every_fact_has_a_text_without_ids_gaps_or_markup(sample):
    text = told(sample)
    words = text.subject + text.body
    assert text.subject
    assert "\n" not in text.subject
    assert text.body.strip()
    assert "\n\n\n" not in text.body
    for trace in ("education", "culture", "zhang-min", "li-qiang", "anning", "{", "None", "&"):
        assert trace not in words


def test_each_text_is_tried_by_a_sample_and_tells_a_fact_that_there_is():
    samples = {sample.type.split(".")[1] for sample in FACTS}
    assert samples == set(TEXTS), "give tests/unit/notify/cast.py a sample of each fact told"
    assert set(TEXTS) <= {type_.split(".")[1] for type_ in ALL_FACTS}


def test_the_new_task_names_its_lead_unit_its_person_and_its_day():
    text = told(fact(tasks.TaskAssigned))
    assert text.subject == "新任务：校园国防教育"
    assert text.body == (
        "区教育局被确定为下列任务的牵头单位，责任人张敏。\n\n"
        "任务：校园国防教育（考评项 A01）\n"
        "年度：2026年\n"
        "完成期限：2026年7月31日\n"
        "配合单位：区文旅局\n\n"
        "牵头单位认为不属于本单位职责的，请在平台上书面提出异议并说明理由。\n"
    )


def test_a_standing_task_has_no_day_by_which_it_is_done():
    body = told(replace(fact(tasks.TaskAssigned), standing=True)).body
    assert "期限：长期（2026年7月31日前作年度检查）" in body
    assert "完成期限" not in body


def test_what_is_said_of_a_fault_names_it_where_the_fact_does():
    for cls in (tasks.AppealRuled, tasks.FindingNamed, tasks.RectificationClosed):
        assert "“标识牌破损”" in told(replace(fact(cls), fault="标识牌破损")).body
        assert "“" not in told(fact(cls)).body


def test_only_a_first_slip_asks_for_work_by_the_day():
    red = fact(tasks.SlipIssued)
    assert "请立即整改" in told(red).body
    assert "请按期整改" in told(replace(red, colour="blue")).body


def test_a_decision_that_asks_for_a_reply_says_until_when():
    record = fact(tasks.AccountabilityRecorded)
    assert "方式：通报批评\n" in told(record).body
    assert "请责任单位在平台上作出答复" in told(record).body
    assert "请责任单位在2026年7月31日前在平台上" in told(replace(record, reply_by=DUE)).body


def test_the_returned_task_shows_its_reason():
    assert "退回理由：缺少照片" in told(fact(tasks.TaskReturned)).body


def test_an_amended_mark_says_so_and_a_plain_one_does_not():
    amended = fact(tasks.ResultConfirmed)
    plain = replace(amended, amended=False, reason="", level="city")
    assert "（数据有调整）" in told(amended).body
    assert "下一步：市级审核" in told(amended).body
    assert "调整" not in told(plain).body
    assert "下一步" not in told(plain).body


def test_a_part_says_that_the_unit_of_the_whole_reviewed_it():
    part = replace(fact(tasks.ResultConfirmed), level="self", final=True)
    assert "已通过牵头单位审核" in told(part).body
    back = replace(fact(tasks.TaskReturned), level="self")
    assert "上级任务牵头单位审核中被退回" in told(back).body


def test_a_result_handed_in_late_says_so():
    late = replace(fact(tasks.TaskSubmitted), late=True)
    assert "提交人：张敏（逾期提交）\n" in told(late).body
    assert "逾期" not in told(fact(tasks.TaskSubmitted)).body


def test_the_hand_over_says_from_whom_to_whom():
    body = told(fact(tasks.TaskHandedOver)).body
    assert "已移交区文旅局李强办理" in body
    assert "原牵头单位：区教育局\n原责任人：张敏" in body


def test_the_new_day_stands_beside_the_old_one():
    text = told(fact(tasks.TaskRescheduled))
    assert text.subject == "期限改为2026年8月15日：校园国防教育"
    assert "原期限：2026年7月31日\n新期限：2026年8月15日" in text.body


def test_the_ruling_says_who_leads_the_task_now():
    upheld = fact(tasks.ObjectionRuled)
    rejected = replace(upheld, upheld=False, lead="education")
    assert "任务改由区文旅局牵头，责任人李强" in told(upheld).body
    assert "任务仍由区教育局牵头" in told(rejected).body


def test_a_file_of_another_district_is_not_named():
    text = told(replace(fact(evidence.EvidenceReused), duplicate_district="xigu"))
    assert "在其他区县使用" in text.body
    for secret in ("e-0", "B02", "xigu"):
        assert secret not in text.body


def test_a_text_is_plain_so_signs_stay_as_they_were_typed():
    text = told(replace(fact(tasks.TaskReturned), reason="缺 <照片> & {{ 说明 }}"))
    assert "退回理由：缺 <照片> & {{ 说明 }}" in text.body


def test_line_breaks_in_a_title_do_not_reach_the_subject():
    text = told(replace(fact(tasks.TaskReturned), title="国防\r\nBcc: x@example.com"))
    assert text.subject == "任务被退回：国防 Bcc: x@example.com"


def test_a_long_title_is_cut_in_the_subject_only():
    title = "长" * 200
    text = told(replace(fact(tasks.TaskReturned), title=title))
    assert len(text.subject) == MAX_SUBJECT
    assert title in text.body


def test_what_has_no_known_name_is_shown_by_its_id():
    sample = fact(tasks.TaskAssigned)
    text = render(text_of(type(sample)), sample, DISTRICT, Names())
    assert "education被确定为" in text.body


def test_a_text_that_names_what_the_fact_lacks_is_an_error():
    with pytest.raises(UndefinedError):
        render("{{ fact.colour }}", FACTS[0], DISTRICT, NAMES)


def test_an_instant_late_in_the_evening_is_the_next_day_in_shanghai():
    assert day(date(2026, 7, 31)) == "2026年7月31日"
    assert day(datetime(2026, 7, 31, 17, 0, tzinfo=UTC)) == "2026年8月1日"
