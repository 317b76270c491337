"""What stands in a unit cell: names, groups, two roles, words that are no unit."""

import pytest
from msgspec.structs import replace

from services.tasks.organisation.groups import group_of
from services.tasks.organisation.unit_cells import read_units
from services.tasks.planning.table.reading import MAX_COOPERATING
from services.tasks.planning.table.staff import Staff
from tests.unit.tasks.planning.tables import (
    HEADER,
    PERSONS,
    STAFF,
    UNITS,
    faults,
    ground,
    one,
    open_questions,
    plain,
    read,
    row,
    unit,
)


def cooperating(cell: str, **answers: str) -> tuple[str, ...]:
    """Who cooperates with the office where its row says this."""
    said = {f"unit:{name}": code for name, code in answers.items()}
    return one(plain(row("A01", lead="双拥办", cooperating=cell), answers=said)).cooperating


def lead(cell: str, **answers: str) -> str:
    return one(plain(row("A01", lead=cell), answers=answers)).lead


# -- separators ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell",
    [
        "民政局、财政局",
        "民政局，财政局",
        "民政局,财政局",
        "民政局；财政局",
        "民政局 财政局",
        "民政局\n财政局",
        "民政局　财政局",
        "民政局和财政局",
        "民政局及财政局",
        "民政局与财政局",
    ],
)
def test_units_are_separated_as_people_separate_them(cell: str) -> None:
    assert cooperating(cell) == ("civil", "finance")


def test_a_units_own_name_is_not_cut_in_two() -> None:
    assert cooperating("发展和改革局、卫生和健康局") == ("reform", "health")
    assert cooperating("发展和改革局和财政局") == ("reform", "finance")


@pytest.mark.parametrize("cell", ["各镇(乡)", "各乡镇(街道)", "各镇（街道）人民政府（办事处）"])
def test_brackets_are_not_cut(cell: str) -> None:
    assert read_units(cell, "cooperating").cooperating == [
        cell.replace("（", "(").replace("）", ")")
    ]


def test_a_name_written_vertically_is_one_name() -> None:
    assert lead("双\n拥\n办") == "dsb"


def test_two_levels_in_one_cell_are_both_read() -> None:
    read = read_units("立山经济开发区，各街道、区直各部门", "cooperating")
    assert read.cooperating == ["立山经济开发区", "各街道", "区直各部门"]


# -- groups -------------------------------------------------------------------------------------

TOWNS = {"shajing", "wujiang", "east"}
DEPARTMENTS = {"edu", "civil", "finance", "reform", "health", "publicity", "youth"}


@pytest.mark.parametrize(
    ("phrase", "members"),
    [
        *[
            (phrase, {"edu", "civil"})
            for phrase in (
                "各成员单位",
                "双拥领导小组成员单位",
                "市双拥工作领导小组成员单位",
                "领导小组成员单位配合",
            )
        ],
        ("各乡镇", {"shajing", "wujiang"}),
        ("各镇", {"shajing"}),
        ("各街道", {"east"}),
        ("各镇(乡)", {"shajing", "wujiang"}),
        ("各乡镇(街道)", TOWNS),
        ("各镇街", TOWNS),
        ("各街道(镇)", {"shajing", "east"}),
        ("各镇(街道)人民政府(办事处)", {"shajing", "east"}),
        ("各乡镇人民政府、街道办事处", TOWNS),
        ("区直各部门", DEPARTMENTS),
        ("区政府各部门、直属机构", DEPARTMENTS),
        ("市各委办局、市各直属单位", DEPARTMENTS),
        ("县属驻县各单位", DEPARTMENTS),
        ("驻晋各部队政治机关", {"arms"}),
        ("驻区各部队", {"arms"}),
        ("各村(社区)", {"xihai", "shajing-1"}),
        ("社区", {"xihai", "shajing-1"}),
        ("驻军", {"arms"}),
    ],
)
def test_a_group_is_expanded_by_the_organisation_tree(phrase: str, members: set[str]) -> None:
    assert set(cooperating(phrase)) == members


def test_a_group_leaves_out_who_leads_and_who_was_closed() -> None:
    duty = one(plain(row("A01", lead="财政局", cooperating="区直各部门")))
    assert {"finance", "old"}.isdisjoint(duty.cooperating)
    assert "dsb" in duty.cooperating, "an office is a department of the district too"


def test_a_group_of_one_leads_without_a_question() -> None:
    assert one(plain(row("A01", lead="驻军单位"))).lead == "arms"


@pytest.mark.parametrize(
    "phrase",
    [
        *("各有关单位", "各相关单位", "各责任单位", "省属驻丽各有关单位", "两新组织"),
        "全区经济运行各专班",
    ],
)
def test_a_group_that_the_tree_does_not_tell_is_asked(phrase: str) -> None:
    assert open_questions(plain(row("A01", cooperating=phrase))) == [f"unit:{phrase}"]
    assert cooperating(phrase, **{phrase: "edu、财政局"}) == ("edu", "finance")
    assert cooperating(phrase, **{phrase: "none"}) == ()


def test_a_unit_that_names_a_group_among_its_roles_belongs_to_it() -> None:
    members = {**UNITS, "civil": replace(UNITS["civil"], serves=("两新组织",))}
    on = ground(staff=Staff(district="甘州区", units=members, persons=PERSONS))
    assert one(plain(row("A01", cooperating="两新组织"), on=on)).cooperating == ("civil",)


@pytest.mark.parametrize("phrase", ["各县(市、区)", "县(市、区)", "各辖市区"])
def test_districts_are_no_units_of_a_district(phrase: str) -> None:
    reading = plain(row("A01", lead="双拥办", cooperating=phrase))
    assert one(reading).cooperating == ()
    assert len(reading.notes) == 1


def test_a_group_that_leads_needs_one_unit_that_does() -> None:
    asked = plain(row("A01", lead="各乡镇"))
    assert open_questions(asked) == ["lead:分解表!2"]
    assert asked.asking.open[0].default == "dsb"
    duty = one(plain(row("A01", lead="各乡镇"), answers={"lead:分解表!2": "shajing"}))
    assert (duty.lead, duty.cooperating) == ("shajing", ("wujiang",))


def test_a_plain_name_is_no_group() -> None:
    assert group_of("区教育局") is None


# -- names as people write them -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("区教育局", "edu"),
        ("教育局", "edu"),
        ("甘州区教育局", "edu"),
        ("教体局", "edu"),
        ("民政局", "civil"),
        ("区民政局", "civil"),
        ("双拥办", "dsb"),
        ("创建办", "dsb"),
        ("沙井镇人民政府", "shajing"),
        ("东街街道办事处", "east"),
        ("文化局", "publicity"),
        ("人武部", "arms"),
    ],
)
def test_a_unit_is_found_by_the_names_that_people_use(written: str, code: str) -> None:
    assert STAFF.find(written) == [code]


def test_a_short_form_is_asked_with_what_it_may_mean() -> None:
    asked = plain(row("A01", lead="区发改局"))
    assert open_questions(asked) == ["unit:区发改局"]
    assert asked.asking.open[0].default == "reform"
    assert lead("区发改局", **{"unit:区发改局": "reform"}) == "reform"


def test_the_citys_bureau_is_not_the_districts() -> None:
    assert STAFF.find("市民政局") == []


@pytest.mark.parametrize("name", ["团市委", "市总商会", "县人民医院", "区市场局", "第十片区"])
def test_an_unknown_unit_is_asked_once_for_the_whole_table(name: str) -> None:
    reading = plain(row("A01", cooperating=name), row("A02", cooperating=name))
    assert open_questions(reading) == [f"unit:{name}"]


def test_an_answer_that_is_no_unit_leaves_the_question_open() -> None:
    asked = plain(row("A01", lead="区发改局"), answers={"unit:区发改局": "nobody"})
    assert open_questions(asked) == ["unit:区发改局"]
    assert "无效" in asked.asking.open[0].text


def test_a_name_of_two_units_is_asked() -> None:
    twice = {**UNITS, "edu-2": unit("edu-2", "教育局")}
    on = ground(staff=Staff(district="甘州区", units=twice, persons=PERSONS))
    asked = plain(row("A01", lead="教育局"), on=on)
    assert {option.value for option in asked.asking.open[0].options} == {"edu", "edu-2", "none"}


def test_a_troop_number_is_refused_with_advice() -> None:
    reading = plain(row("A01", cooperating="73×××部队"))
    assert faults(reading) == [(2, "F")]
    assert "公开的名称" in reading.faults[0].text


# -- two roles in one cell ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "leads", "helps"),
    [
        ("牵头单位:团区委承办单位:教育局、财政局", ["团区委"], ["教育局", "财政局"]),
        ("由县民政局负责的第1件", ["县民政局"], []),
        ("考核牵头:市民政局,领导小组成员单位配合", ["市民政局"], ["领导小组成员单位"]),
        ("民政局牵头，财政局配合", ["民政局"], ["财政局"]),
        (
            "市民政局、财政局，领导小组成员单位配合",
            ["市民政局", "财政局"],
            ["领导小组成员单位"],
        ),
        ("责任单位：财政局", ["财政局"], []),
    ],
)
def test_two_roles_in_one_cell_are_told_apart(
    cell: str, leads: list[str], helps: list[str]
) -> None:
    named = read_units(cell, "lead")
    assert (named.lead, named.cooperating) == (leads, helps)


def test_whether_the_first_of_several_leads_is_asked() -> None:
    rows = (row("A01", lead="民政局、双拥办"), row("A02", lead="财政局、宣传部"))
    assert open_questions(plain(*rows)) == ["first-leads"]
    first = plain(*rows, answers={"first-leads": "yes"})
    assert [(r.lead, r.cooperating) for r in first.rows] == [
        ("civil", ("dsb",)),
        ("finance", ("publicity",)),
    ]
    each = plain(*rows, answers={"first-leads": "no"})
    assert open_questions(each) == ["lead:分解表!2", "lead:分解表!3"]
    answers = {"first-leads": "no", "lead:分解表!2": "双拥办", "lead:分解表!3": "财政局"}
    chosen = plain(*rows, answers=answers)
    assert [r.lead for r in chosen.rows] == ["dsb", "finance"]


# -- no units -----------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["待定", "第三方机构", "双方共同"])
def test_a_word_that_is_no_unit_is_refused_with_its_cell(word: str) -> None:
    reading = plain(row("A01", lead=word))
    assert faults(reading) == [(2, "E")]
    assert word in reading.faults[0].text


@pytest.mark.parametrize("word", ["无", "—", "-", ""])
def test_nobody_cooperates_where_the_cell_says_so(word: str) -> None:
    assert cooperating(word) == ()


@pytest.mark.parametrize("word", ["无", "—", ""])
def test_somebody_must_lead(word: str) -> None:
    assert open_questions(plain(row("A01", lead=word))) == ["lead:分解表!2"]


def test_the_same_as_above_in_the_first_row_is_no_unit() -> None:
    assert faults(plain(row("A01", lead="同上"))) == [(2, "E")]


# -- persons ------------------------------------------------------------------------------------


def test_the_named_person_is_found_in_the_lead_unit() -> None:
    assert one(plain(row("A01", person="李勤"))).person == "li-f"
    assert one(plain(row("A01", person="李 强（局长）"))).person == "li-e"


def test_without_a_name_the_units_contact_is_charged() -> None:
    assert one(plain(row("A01"))).person == "li-e"


def test_a_person_who_is_not_in_the_lead_unit_is_asked() -> None:
    asked = plain(row("A01", person="周民"))
    assert open_questions(asked) == ["person:edu:周民"]
    assert one(plain(row("A01", person="周民"), answers={"person:edu:周民": "li-f"})).person == (
        "li-f"
    )


def test_a_unit_without_persons_is_a_fault_that_says_what_to_do() -> None:
    reading = plain(row("A01", lead="西海社区"))
    assert faults(reading) == [(2, "E")]
    assert "请先任命" in reading.faults[0].text


def test_a_unit_with_two_contacts_keeps_the_one_who_was_charged_before() -> None:
    second = replace(PERSONS["li-f"], roles=("unit",))
    staff = Staff(district="甘州区", units=UNITS, persons={**PERSONS, "li-f": second})
    named = one(read(HEADER, row("B01", person="李勤"), on=ground(staff=staff)))
    silent = read(HEADER, row("B01"), on=ground(staff=staff, held={"B01": named}))
    assert one(silent).person == "li-f"
    assert open_questions(read(HEADER, row("B01"), on=ground(staff=staff))) == ["person:edu"]


def test_units_that_closed_for_one_another_are_followed_so_far_and_no_further() -> None:
    units = {
        "a": replace(UNITS["finance"], successor="b"),
        "b": replace(UNITS["reform"], successor="a"),
    }
    assert Staff(district="甘州区", units=units, persons={}).current("a") in units


def test_a_row_has_a_bound_of_units_that_cooperate() -> None:
    crowd = {f"u{n}": unit(f"u{n}", f"第{n}局") for n in range(MAX_COOPERATING + 1)}
    staff = Staff(district="甘州区", units={**UNITS, **crowd}, persons=PERSONS)
    reading = read(HEADER, row("B01", cooperating="各部门"), on=ground(staff=staff))
    assert faults(reading) == [(2, "F")] and not reading.rows


def test_a_word_of_doing_beside_the_names_is_nobody() -> None:
    found = read_units("区教育局、负责", "lead")
    assert (found.lead, found.refused) == (["区教育局"], [])
