"""Questions of whatever kind become the same page; nothing of an answer is lost or made up."""

from typing import Any

from gateway.console.frame import questions, words
from gateway.console.tables.views import LABELS, page_of


def asked(id: str, **more: Any) -> questions.Question:
    about = {
        **{"text": f"问{id}", "options": [{"value": "mz", "label": "民政局"}], "default": ""},
        **{"answer": "", "free": True, "sheet": "表1", "row": 3},
    }
    return questions.of_tasks({"id": id, **about, **more})


def of_draft(id: str, **more: Any) -> questions.Question:
    about = {
        "text": "加分封顶多少",
        "options": (),
        "answer": "2",
        "settled": False,
        "needed": False,
    }
    return questions.of_standard({"id": id, **about, **more}, {id}, LABELS, {"A01": "规划"})


def test_a_kind_that_nobody_has_named_is_a_group_under_its_own_name() -> None:
    found = questions.groups(
        [asked("涉密词确认:秘密联络点旧址"), asked("unit:民政"), asked("new:x")]
    )
    called = [questions.title_of(group.key, words.asked("zh")) for group in found]
    assert called == ["涉密词确认", "这些名称是哪个单位", "其他要确认的"]
    assert [group.open for group in found] == [1, 1, 1]


def test_a_question_of_a_draft_says_which_item_it_means() -> None:
    assert of_draft("A01.cap").place == "A01 规划"
    assert of_draft("A01.side", text="A01 “规划”的责任方").place == ""
    assert questions.kind_of("standard.bonus_cap") == "standard.bonus_cap"


def test_what_is_typed_stands_over_what_is_chosen_and_over_a_proposal() -> None:
    one = asked("unit:民政", default="mz")
    form = {"choice.unit:民政": "none", "text.unit:民政": " 市民政局 ", "take-all": "unit"}
    assert questions.said(form, [one]) == {"unit:民政": "市民政局"}
    assert questions.said({"take": "unit:民政"}, [one]) == {"unit:民政": "mz"}


def test_a_click_takes_all_proposals_of_a_group_and_answers_nothing_else() -> None:
    open_ = [asked("unit:甲", default="jia"), asked("unit:乙"), asked("due:3", default="2026")]
    given = asked("unit:丙", default="bing", answer="ding")
    assert questions.said({"take-all": "unit"}, [*open_, given]) == {"unit:甲": "jia"}


def test_figures_are_looked_at_one_by_one() -> None:
    seen = [of_draft(f"A0{n}.seen", options=("f",), answer="f") for n in (1, 2)]
    (group,) = questions.groups(seen)
    assert (group.open, group.takes) == (2, 0)


def test_a_proposal_to_say_nothing_can_be_taken() -> None:
    blank = of_draft("standard.once_across", answer="")
    assert blank.blank and questions.said({"take": blank.id}, [blank]) == {blank.id: ""}
    needed = of_draft("A01.rule", answer="", needed=True)
    assert not needed.blank and questions.said({"take": needed.id}, [needed]) == {}


def test_an_answer_is_carried_only_to_the_very_same_question() -> None:
    before = [asked("unit:甲"), asked("item:3", text="第3行“修路”是哪一项")]
    now = [asked("unit:甲"), asked("item:3", text="第3行“植树”是哪一项")]
    answers = {"unit:甲": "jia", "item:3": "A01"}
    assert questions.carried(before, answers, now) == {"unit:甲": "jia"}


def test_rows_are_shown_page_by_page() -> None:
    rows = list(range(250))
    assert page_of(rows, 3) == (rows[200:], 3, 3)
    assert page_of(rows, 99)[1] == 3 and page_of([], 1) == ([], 1, 1)


def test_an_answer_is_called_as_the_question_calls_it_never_by_its_code() -> None:
    several = of_draft(
        "A01.partial",
        text="不足一级怎样扣：nothing 不扣；step 扣一级；prorate 按比例扣",
        options=("nothing", "step", "prorate"),
        answer="nothing",
    )
    assert several.text == "不足一级怎样扣"
    assert [one.label for one in several.options] == ["不扣", "扣一级", "按比例扣"]
    assert (several.proposal, several.proposed) == ("nothing", "不扣")
    text = "考评内容写 3 分，分值栏写 2 分：points 以分值栏为准（否则请改分值栏）"
    single = of_draft("A01.title_points", text=text, options=("points",), answer="points")
    assert single.text == text.replace("points ", "")
    told = of_draft("A01.side", text="A01 的责任方（建议“联”）", options=("地", "军", "联"))
    assert told.text == "A01 的责任方（建议“联”）"
    assert [one.label for one in told.options] == ["地方", "军队", "军地共同"]
