"""Standards as offices publish them: a draft with the figures of the paper; what disagrees is asked
about with both figures.
"""

from typing import Any

import pytest

from contracts.sheets import Block, Sheet, Workbook, doubts
from services.scoring.standards.importing import Imported, cell_faults, import_workbook
from services.scoring.standards.standard import Standard

HEAD = ("考评项目", "序号", "考评内容", "分值", "评分标准", "考评得分")
BODY = (
    ("一、组织领导(4)", "1", "发展规划", "2", "每做到一项得0.5分。", ""),
    ("", "2", "议军会议", "1", "召开议军会议得1分", ""),
    ("", "3", "经费预算", "1", "列入预算的得1分。", ""),
)
MUST = {"standard.vetoes", "standard.bonus_cap"}


def read(*rows: tuple[str, ...], answers: dict[str, str] | None = None, **more: Any) -> Imported:
    return of(Sheet(name="标准", rows=rows, **more), answers=answers)


def of(*sheets: Sheet, answers: dict[str, str] | None = None) -> Imported:
    book = Workbook(filename="标准.xlsx", sheets=sheets)
    return import_workbook(book, version="v1", name="试", answers=answers)


def draft(found: Imported) -> Standard:
    assert found.standard, cell_faults(found)
    return found.standard


def items(found: Imported) -> list[tuple[str, str, int]]:
    return [(item.category, item.title, item.points) for item in draft(found).items]


def asked(found: Imported) -> dict[str, str]:
    """Questions that no default answers."""
    return {one.id: one.text for one in found.questions if one.needed}


def vetoes(found: Imported) -> list[str]:
    return [veto.title for veto in draft(found).vetoes]


PLAN, MEETING = ("组织领导", "发展规划", 2000), ("组织领导", "议军会议", 2000)


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (("项目", "考核内容", "满分", "计分办法"), ("组织领导", "发展规划", "2", "做到得2分")),
        (("类别", "考评要点", "基准分", "扣分标准"), ("组织领导", "发展规划", "2", "未做到扣2分")),
        (
            ("指标类别", "指标名称", "标准分值", "考评细则"),
            ("组织领导", "发展规划", "2分", "做到得2分"),
        ),
        (
            ("项目", "内容", "分值（分）", "评价标准"),
            ("组织领导", "发展规划", "共2分", "做到得2分"),
        ),
        (("测评项目", "测评内容", "测评标准", "分值"), ("组织领导", "发展规划", "做到得2分", "２")),
        (("考核项目", "考核内容及评分标准", "分值"), ("组织领导", "发展规划：做到得2分", "2")),
        (
            ("一级指标", "三级指标", "分值", "赋分规则"),
            ("组织领导", "发展规划", "2。0", "做到得2分"),
        ),
    ],
    ids=lambda one: one[1],
)
def test_the_columns_are_known_as_offices_head_them(
    head: tuple[str, ...], row: tuple[str, ...]
) -> None:
    assert items(read(head, row)) == [PLAN]


def test_of_several_levels_of_indicators_the_lowest_is_the_item() -> None:
    head = ("一级指标", "二级指标", "三级指标", "分值", "评分标准")
    down = (Block(2, 1, 3, 1), Block(2, 2, 3, 2))
    rows = (
        ("组织领导", "机制", "发展规划", "2", "做到得2分"),
        ("", "", "议军会议", "2", "召开得2分"),
    )
    found = read(head, *rows, merged=down)
    assert items(found) == [PLAN, MEETING]
    assert any("“二级指标”一列未读取" in note for note in found.notes)


@pytest.mark.parametrize(
    "heading",
    [
        ("一", "组织领导", "4", ""),
        ("一、组织领导（4分）", "", "", ""),
        ("", "一、组织领导", "4", ""),
    ],
    ids=str,
)
def test_a_heading_with_its_total_is_no_item(heading: tuple[str, ...]) -> None:
    rows = (("1", "发展规划", "2", "做到得2分"), ("2", "议军会议", "2", "召开得2分"))
    found = read(("序号", "考评内容", "分值", "评分标准"), heading, *rows)
    assert [one[1:] for one in items(found)] == [PLAN[1:], MEETING[1:]]
    assert draft(found).headings == {"一、组织领导": 4000}
    wrong = read(("序号", "考评内容", "分值", "评分标准"), heading, rows[0])
    assert "各项合计 2 分，标题写明 4 分" in asked(wrong)["一、组织领导.sum"]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (("合计", "", "", "5", "", ""), "“合计”写 5 分，各项合计 4 分"),
        (("", "", "小计", "3", "", ""), "“小计”写 3 分，类别“一、组织领导”各项合计 4 分"),
        (("总分", "", "", "100分", "", ""), "“总分”写 100 分，各项合计 4 分"),
    ],
    ids=lambda one: str(one[0]),
)
def test_a_sum_that_disagrees_is_asked_about_with_both_figures(
    row: tuple[str, ...], told: str
) -> None:
    found = read(HEAD, *BODY, row)
    assert told in asked(found)["row-5.sum"]
    settled = read(HEAD, *BODY, row, answers={"row-5.sum": "items"})
    assert not asked(settled) and len(draft(settled).items) == 3


def test_sums_that_agree_with_bonuses_or_without_say_nothing() -> None:
    bonus = ("加分项（最高3分）", "4", "获得表彰", "3", "每次加1分，最高3分", "")
    for total in ("4", "7"):
        assert not asked(read(HEAD, *BODY, bonus, ("合计", "", "", total, "", "")))


GROUNDS = ["发生重大涉军群体事件", "弄虚作假"]


@pytest.mark.parametrize(
    "rows",
    [
        (("一票否决", "1", GROUNDS[0], "", "", ""), ("", "2", GROUNDS[1], "", "", "")),
        (("否决项", "1", GROUNDS[0], "否决", "", ""), ("", "2", GROUNDS[1], "/", "", "")),
        (("二、一票否决项", "", "", "", "", ""), ("", "1", GROUNDS[0]), ("", "2", GROUNDS[1])),
        (("注：下列情形一票否决：1.发生重大涉军群体事件；2.弄虚作假。",),),
    ],
    ids=["a category", "a word for points", "a heading", "a note"],
)
def test_grounds_of_veto_are_taken_wherever_the_table_has_them(rows: Any) -> None:
    found = read(HEAD, *BODY, *rows)
    assert vetoes(found) == GROUNDS
    assert len(draft(found).items) == 3 and not asked(found)


def test_a_table_of_vetoes_of_its_own_is_taken() -> None:
    first = Sheet(name="标准", rows=(HEAD, *BODY))
    named = Sheet(name="否决事项", rows=(("序号", "事项"), ("1", GROUNDS[0]), ("2", GROUNDS[1])))
    titled = Sheet(
        name="表2",
        rows=(("序号", "情形"), ("1", GROUNDS[0]), ("2", GROUNDS[1])),
        title="三、一票否决",
    )
    for second in (named, titled):
        found = of(first, second)
        assert vetoes(found) == GROUNDS and found.account["left"] == 3


def test_vetoes_that_are_named_and_not_found_are_asked_about() -> None:
    found = read(("实行百分制，一票否决。",), HEAD, *BODY)
    assert "一票否决" in asked(found)["standard.vetoes"]
    assert not asked(read(HEAD, *BODY))


@pytest.mark.parametrize(
    ("rows", "cap"),
    [
        ((("加分项（不超过5分）", "4", "获得表彰", "3", "每次加1分", ""),), 5000),
        ((("加分项", "4", "获得表彰", "3", "每次加1分", ""), ("注：加分合计不超过8分。",)), 8000),
    ],
)
def test_the_cap_of_bonuses_is_taken_from_the_table(rows: Any, cap: int) -> None:
    assert draft(read(HEAD, *BODY, *rows)).bonus_cap == cap


def test_of_two_caps_the_office_says_which_holds() -> None:
    rows = (
        ("加分项（不超过5分）", "4", "获得表彰", "3", "每次加1分", ""),
        ("注：加分最高不超过10分。",),
    )
    assert "5、10 分" in asked(read(HEAD, *BODY, *rows))["standard.bonus_cap"]
    settled = read(HEAD, *BODY, *rows, answers={"standard.bonus_cap": "10"})
    assert draft(settled).bonus_cap == 10_000 and not asked(settled)


def test_a_row_without_points_shares_those_above_or_gets_its_own() -> None:
    row = ("", "4", "领导考核", "", "纳入考核得1分", "")
    shared = read(HEAD, *BODY[:1], row)
    assert [title for _, title, _ in items(shared)] == ["发展规划；领导考核"]
    (id,) = (one.id for one in shared.questions if one.id.endswith(".shares"))
    own = read(HEAD, *BODY[:1], row, answers={id: "1.5分"})
    assert items(own)[1] == ("一、组织领导", "领导考核", 1500)


def test_a_header_that_comes_again_is_no_category_and_another_one_is_read_by_its_own_order() -> (
    None
):
    again = read(HEAD, BODY[0], HEAD, BODY[1])
    assert {category for category, _, _ in items(again)} == {"一、组织领导"}
    other = read(
        HEAD,
        BODY[0],
        ("附表2",),
        ("序号", "考评内容", "评分标准", "分值"),
        ("1", "宣传", "做到得3分", "3"),
    )
    assert items(other)[1][1:] == ("宣传", 3000)


def test_the_same_as_above_is_read_and_told() -> None:
    found = read(HEAD, BODY[0], ("同上", "2", "议军会议", "〃", "同上", ""))
    assert items(found)[1] == ("一、组织领导", "议军会议", 2000)
    assert any("同上，读作“2”" in note for note in found.notes)


def test_grades_are_joined_to_the_rule_and_not_told_as_unread() -> None:
    head = ("考评项目", "考评内容", "权重", "A", "B")
    found = read(head, ("组织领导", "发展规划", "2", "全部做到", "做到3项"))
    assert draft(found).items[0].rule_text == "A：全部做到；B：做到3项"
    assert not any("“A”一列未读取" in note for note in found.notes)


def test_notes_and_signatures_below_the_table_are_no_categories() -> None:
    found = read(HEAD, *BODY, ("考评组组长签字：",), ("2027年1月",))
    assert [one["text"] for one in found.account["left_out"]] == ["附注", "附注"]
    assert {one.id for one in found.questions} >= MUST


SITE = ("", "4", "秘密联络点旧址保护", "1", "列入保护的得1分。", "")


def test_a_phrase_that_may_be_secret_is_asked_about_and_waits_for_its_answer() -> None:
    id = "secret.秘密联络点旧址保护"
    found = read(HEAD, *BODY, SITE)
    (fault,) = cell_faults(found)
    assert found.standard is None and id in asked(found)
    assert (fault.row, fault.column) == (5, "C") and "请先答复：不涉密，确认，或删去" in fault.text
    secret = read(HEAD, *BODY, SITE, answers={id: "涉密或拿不准，不得录入"})
    (fault,) = cell_faults(secret)
    assert secret.standard is None and (fault.row, fault.text) == (5, doubts.REFUSED)
    assert len(items(read(HEAD, *BODY, SITE, answers={id: "不涉密，确认"}))) == 4


def test_a_cell_with_an_item_and_its_rule_is_parted_where_nothing_else_names_the_item() -> None:
    head = ("考核项目", "考核内容及评分标准", "分值")
    assert items(read(head, ("组织领导", "发展规划", "2"), ("", "议军会议：得2分", "2"))) == [
        PLAN,
        MEETING,
    ]
    both = ("考核项目", "考核内容", "考核内容及评分标准", "分值")
    (item,) = draft(read(both, ("组织领导", "发展规划", "纳入规划：得2分", "2"))).items
    assert (item.title, item.rule_text) == ("发展规划", "纳入规划：得2分")


def test_a_first_row_without_points_has_none_to_share_and_is_asked_for_them() -> None:
    found = read(HEAD, ("一、组织领导", "1", "发展规划", "", "列入规划的得满分", ""))
    asked = next(one for one in found.questions if one.id == "A01.points")
    assert asked.needed and not found.faults


def test_a_base_that_the_office_states_is_not_held_against_a_draft() -> None:
    answered = read(HEAD, *BODY, answers={"standard.base_points": "100"})
    assert draft(answered).base_points == 100_000 and not answered.faults


def test_items_that_make_a_hundred_points_are_the_base_unasked() -> None:
    rows = [("", str(n), f"内容{n}", "10", "做到得10分", "") for n in range(1, 11)]
    found = read(HEAD, ("一、组织领导(100)", *rows[0][1:]), *rows[1:])
    assert draft(found).base_points == 100_000
    assert "standard.base_points" not in {one.id for one in found.questions}


def test_an_item_with_a_weight_shares_no_points_with_the_one_above() -> None:
    head = ("考评项目", "序号", "考评内容", "权重", "分值", "评分标准")
    first = ("组织领导", "1", "发展规划", "2", "", "酌情得0至100分")
    second = ("", "2", "议军会议", "2", "", "酌情得0至100分")
    assert items(read(head, first, second)) == [PLAN, MEETING]


def test_a_sum_without_figures_holds_nothing_and_a_lone_text_is_a_note() -> None:
    found = read(HEAD, *BODY, ("", "", "以上各项由各单位自查", "", "", ""), ("小计", *[""] * 5))
    assert len(items(found)) == 3 and not {one for one in asked(found) if one.endswith("sum")}
    assert any("不是考评项（说明）：“以上各项由各单位自查”" in note for note in found.notes)
