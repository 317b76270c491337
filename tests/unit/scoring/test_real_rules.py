"""Thirty-seven scoring rules as offices really wrote them, each with a case worked by hand.

Where a paper gives no points, or is silent on a grade, the figure chosen here is said in a comment.
Rules 25, 27, 30, 31, 33 and 37 say more than one item's points; they have tests below the table.
"""

from collections.abc import Mapping
from typing import NamedTuple

import pytest

from contracts.measures import Measure
from services.scoring import evaluate as evaluation
from services.scoring import rules
from services.scoring.evaluate import evaluate
from services.scoring.rules.amount import AmountOf, Constant
from services.scoring.rules.award import Award
from services.scoring.rules.bands import Band, Bands
from services.scoring.rules.choice import Choose
from services.scoring.rules.conditions import (
    AllOf,
    AnyOf,
    Bounds,
    Done,
    Happened,
    HowMany,
    NoneOf,
    Within,
)
from services.scoring.rules.count import Count
from services.scoring.rules.gates import Gate, NotApplicable
from services.scoring.rules.ladder import Ladder, Rung
from services.scoring.rules.limit import Limit
from services.scoring.rules.marker import Marker, Rank
from services.scoring.rules.node import Condition, Number, Points
from services.scoring.rules.occurrences import Occurrences
from services.scoring.rules.parts import Part, Parts, Sum
from services.scoring.rules.quota import Quota
from services.scoring.rules.ratio import Linear
from services.scoring.rules.scale import Scale
from services.scoring.rules.share import Share
from services.scoring.rules.shortfall import OfWhich, Shortfall
from services.scoring.rules.steps import Steps
from services.scoring.scores.totals import ranking, total
from services.scoring.standards import persons
from tests.unit.scoring.support import amounts, no, ratio, small_standard, tally, words, yes


class Real(NamedTuple):
    """``score`` in thousandths; ``says`` stands in the explanation."""

    rule: Points
    points: int
    facts: Mapping[str, Measure]
    score: int
    says: str = ""


def share(name: str = "ratio", *, sample: bool = False) -> Number:
    return Share(input=name, empty="zero", sample=sample)


def part(label: str, points: str, rule: Points) -> Part:
    return Part(label=label, points=points, rule=rule)


def done_part(label: str, points: str) -> Part:
    return part(label, points, Award(when=Done(input=label)))


def if_at_least(number: Number, bound: str) -> Condition:
    return Within(number=number, bounds=Bounds(at_least=bound))


def deduct(**prices: str) -> Points:
    return Sum(of=(Award(), Occurrences(input="faults", prices=prices)))


def counted(kind: str, times: str) -> Condition:
    return if_at_least(Count(input="faults", kinds=(kind,)), times)


def quota(needed: Number, each: str, direction: str = "down") -> Points:
    how = "up" if direction == "up" else "down"
    return Quota(count=Count(input="count"), needed=needed, each=each, direction=how)  # type: ignore[arg-type]


def noise(name: str, a: str, b: str) -> Points:
    grades = (
        Band(less_than=a, gives="100%", name="A"),
        Band(less_than=b, gives="60%", name="B"),
    )
    return Bands(of=AmountOf(input=name, unit="dB"), bands=grades, otherwise="0")


NOTICES = {
    "notices": tally(
        *(f"{kind}:bus-{bus}/{kind}" for bus in range(1, 14) for kind in ("values", "safety")),
        "safety:bus-14/a",
        "safety:bus-14/b",
        name="notices",
    )["notices"],
    **amounts(buses="15"),
}
CRITICISM = Ladder(
    rungs=(
        Rung(
            name="第一级",
            when=AnyOf(of=(counted("undone", "1"), counted("unqualified", "2"))),
            remark="通报批评",
        ),
        Rung(
            name="第二级",
            when=AnyOf(of=(counted("undone", "2"), counted("unqualified", "3"))),
            remark="约谈单位",
        ),
        Rung(
            name="第三级",
            when=AnyOf(of=(counted("undone", "3"), counted("unqualified", "4"))),
            remark="提请上级处理",
        ),
    )
)
PROJECTS = Choose(
    when=Done(input="has_projects"),
    then=Sum(
        of=(
            Occurrences(input="projects", prices={"assessed": "1", "not": "-1"}),
            Choose(
                when=Done(input="plan"),
                then=Award(gives="0"),
                otherwise=Marker(input="no_plan", low="-5", high="-1"),
            ),
        )
    ),
    otherwise=Award(gives="3", when=Done(input="rules_issued")),
)
PLACE = Limit(
    rule=Rank(
        place="place",
        of="of",
        first=("5", "4", "3", "2", "1"),
        last=("-1", "-2", "-3", "-4", "-5"),
    ),
    floor="-5",
    into_total=True,
)
VISITS = Limit(
    rule=Sum(
        of=(
            Award(),
            Occurrences(
                input="faults", prices={"alone": "-5", "group": "-10"}, times={"repeat": "2"}
            ),
        )
    ),
    floor="-100",
    into_total=True,
)
REPLIES = Sum(
    of=(
        Award(),
        Occurrences(
            input="faults", prices={"revoked": "-20", "anew": "-10"}, exempt=("new_claim",)
        ),
    )
)
WEIGHTED = Sum(
    of=tuple(
        Scale(rule=Marker(input=name, low="0", high="100"), by=by)
        for name, by in (("papers", "40%"), ("site", "40%"), ("survey", "20%"))
    )
)

REAL = {
    "01 liaison named and bodies complete: 1": Real(
        Award(when=AllOf(of=(Done(input="liaison"), Done(input="bodies")))),
        1000,
        yes("liaison") | no("bodies"),
        0,
        "2 项中成立 1 项",
    ),
    "02 post allowance not carried out: none": Real(
        Award(when=Done(input="paid")), 3000, yes("paid"), 3000
    ),
    "03 room, equipment, staff, informants: 2.5 each": Real(
        Parts(of=tuple(done_part(n, "2.5") for n in ("room", "equipment", "staff", "informants"))),
        10000,
        yes("room", "equipment", "staff") | no("informants"),
        7500,
    ),
    # 1 + 1 + 1.5 + 0, town 0.25 × 80/100 = 0.2, country 0.25 × 1/3 = 0.08333…: 3.78333…
    "04 bodies 1, plans 1, ten things 1.5, lines 1, coverage the rest": Real(
        Parts(
            of=(
                done_part("bodies", "1"),
                done_part("plans", "1"),
                done_part("things", "1.5"),
                done_part("lines", "1"),
                part("town", "0.25", Linear(of=share("town"))),
                part("country", "0.25", Linear(of=share("country"))),
            )
        ),
        5000,
        yes("bodies", "plans", "things") | ratio(80, 100, "town") | ratio(1, 3, "country"),
        3783,
        "227/60 四舍五入到千分位",
    ),
    # 20 minutes 0.3, order 0.5, 14.9 m² 0
    "05 drive by bands, traffic order, road per head": Real(
        Parts(
            of=(
                part(
                    "车程",
                    "0.5",
                    Bands(
                        of=AmountOf(input="minutes"),
                        bands=(Band(at_most="15", gives="0.5"), Band(at_most="30", gives="0.3")),
                        otherwise="0",
                    ),
                ),
                done_part("order", "0.5"),
                part("道路", "0.5", Award(when=if_at_least(AmountOf(input="road"), "15"))),
            )
        ),
        1500,
        amounts(minutes="20", road="14.9") | yes("order"),
        800,
    ),
    "06 two party meetings, −2.5 each missing": Real(
        quota(Constant(value="2"), "2.5"), 5000, amounts(count="1"), 2500
    ),
    "07 two trainings, −0.5 each missing": Real(
        quota(Constant(value="2"), "0.5"), 1000, amounts(count="0"), 0
    ),
    "08 each meeting +1, at most 6": Real(
        quota(Constant(value="6"), "1", "up"), 6000, amounts(count="4"), 4000
    ),
    # 15 buses: 13 in order, one with two notices but none of the named kind (1), one bare (2).
    # The paper gives no points; 20 here. 20 − 3 × 4.
    "09 sampled buses: two notices each, one of a named kind, −4 each missing": Real(
        Steps(
            of=Shortfall(
                input="notices",
                places=AmountOf(input="buses"),
                needed=2,
                of_which=(OfWhich(kind="values"),),
            ),
            full_at="0",
            step="1",
            each="4",
            part="share",
            worse="above",
        ),
        20000,
        NOTICES,
        8000,
        "15 处，每处应有 2，共缺 3",
    ),
    "10 rate × points": Real(Linear(of=share()), 10000, ratio(7, 9), 7778, "7/9"),
    "11 passed in sample ÷ sampled": Real(
        Linear(of=share(sample=True)), 1000, ratio(46, 50), 920, "抽样"
    ),
    # 96.5 %: 1.5 points short; a begun point counts whole (the paper is silent): 2 − 2 × 0.5
    "12 ≥98% full, −0.5 for each percentage point below": Real(
        Steps(of=share(), full_at="98%", step="1%", each="0.5", part="whole"),
        2000,
        ratio(965, 1000),
        1000,
    ),
    "13 registration: −0.1 for each person missing": Real(
        deduct(missing="-0.1"), 500, tally("missing:village-a:3"), 200
    ),
    # 5/6 = 83.3 % −1, begun, no record −2
    "14 settled <85% −1, not begun −2, no record −2": Real(
        Sum(
            of=(
                Award(),
                Bands(of=share(), bands=(Band(less_than="85%", gives="-1"),), otherwise="0"),
                Award(gives="-2", when=Done(input="not_begun")),
                Award(gives="-2", when=Done(input="no_record")),
            )
        ),
        4000,
        ratio(5, 6) | no("not_begun") | yes("no_record"),
        1000,
    ),
    # The paper grades only; 2 points, B 60 % here.
    "15 satisfaction A >75, B >70, C ≤70, red flag ≤50": Real(
        Bands(
            of=share(),
            bands=(
                Band(more_than="75%", gives="100%", name="A"),
                Band(more_than="70%", gives="60%", name="B"),
                Band(at_most="50%", gives="0", name="C#", red=True),
                Band(at_most="70%", gives="0", name="C"),
            ),
        ),
        2000,
        ratio(50, 100),
        0,
        '"matter":"red","text":"分档计分：C#（≤50%）"',
    ),
    # Grade × weight 2.2; B 60 % here: 1.32
    "16 all four standards A, three B, else C; weight 2.2": Real(
        Bands(
            of=HowMany(of=tuple(Done(input=f"standard_{n}") for n in range(1, 5))),
            bands=(
                Band(at_least="4", gives="100%", name="A"),
                Band(at_least="3", gives="60%", name="B"),
            ),
            otherwise="0",
        ),
        2200,
        yes("standard_1", "standard_2", "standard_4") | no("standard_3"),
        1320,
        "B（≥3）",
    ),
    # 1 + 1 points here: district 59.9 A 1, roads 70 is not below 70: B 0.6
    "17 noise: district <60 A <65 B, roads <70 A <75 B": Real(
        Parts(
            of=(
                part("区域", "1", noise("district", "60", "65")),
                part("道路", "1", noise("roads", "70", "75")),
            )
        ),
        2000,
        amounts(district="59.9", roads="70"),
        1600,
    ),
    "18 −0.1 for each township without cover": Real(
        quota(AmountOf(input="townships"), "0.1"), 2000, amounts(count="9", townships="12"), 1700
    ),
    # 6 points here
    "19 −2 for each payment withheld, late or diverted": Real(
        deduct(withheld="-2", late="-2", diverted="-2"), 6000, tally("late", "diverted"), 2000
    ),
    "20 −3 for each absence, to zero": Real(
        deduct(absence="-3"), 10000, tally("absence:one-unit:4"), 0, "不低于 0 分"
    ),
    # 9 − 2 × 5 − 10 × 2
    "21 irregular visits: alone −5, group −10, repeat doubles, beyond the item": Real(
        VISITS, 9000, tally("alone:1:2", "group+repeat:2"), -21000
    ),
    "22 reply revoked −20, ordered anew −10, not if there is a new claim": Real(
        REPLIES, 6000, tally("anew+new_claim"), 6000
    ),
    "23 late or faulty file −0.5, untrue −2": Real(
        deduct(late="-0.5", faulty="-0.5", untrue="-2"),
        4000,
        tally("late", "faulty", "untrue"),
        1000,
    ),
    # 2 points here
    "24 yellow card twice: letter and −1; red card: −2 and a talk": Real(
        Sum(
            of=(
                Award(),
                Ladder(
                    rungs=(
                        Rung(name="黄牌", when=counted("yellow", "2"), gives="-1", remark="发函"),
                        Rung(name="红牌", when=counted("red", "1"), gives="-2", remark="约谈单位"),
                    )
                ),
            )
        ),
        2000,
        tally("yellow", "yellow"),
        1000,
        '"matter":"remark","text":"发函"',
    ),
    # Consequences for the unit only, no points; 2 points here stay whole.
    "25 not rectified: once undone or twice unqualified: criticism, and up": Real(
        Sum(of=(Award(), CRITICISM)),
        2000,
        tally("unqualified", "unqualified"),
        2000,
        '"matter":"remark","text":"通报批评"',
    ),
    # The paper states no cap: the standard must; 5 here. 2 × 2 + 3 × 1 = 7
    "26 +2 for each old case, +1 for each repeat letter": Real(
        Occurrences(input="faults", prices={"old_case": "2", "letter": "1"}),
        5000,
        tally("old_case", "old_case", "letter:x:3"),
        5000,
        "不超过 5 分",
    ),
    "28 graduate +0.2, student +0.15, college student +0.1": Real(
        Occurrences(
            input="faults", prices={"graduate": "0.2", "student": "0.15", "college": "0.1"}
        ),
        300,
        tally("graduate", "student"),
        300,
        "不超过 0.3 分",
    ),
    # 4 − 1, no plan: the marker takes 2
    "29 projects +1 or −1, no plan −1 to −5": Real(
        PROJECTS,
        5000,
        yes("has_projects")
        | no("plan")
        | tally("assessed:a:4", "not:b", name="projects")
        | amounts(no_plan="-2"),
        1000,
        "范围 -5 至 -1",
    ),
    "29 a unit without projects but with the rules issued gets 3": Real(
        PROJECTS, 5000, no("has_projects") | yes("rules_issued"), 3000
    ),
    "32 another scheme's score <85: may not apply; else it enters at 20%": Real(
        Gate(
            when=if_at_least(AmountOf(input="other"), "85"),
            rule=Scale(rule=Marker(input="other", low="0", high="100"), by="20%"),
        ),
        20000,
        amounts(other="90.5"),
        18100,
    ),
    # 36 + 32 + 14
    "34 papers 40%, site 40%, survey 20%": Real(
        WEIGHTED, 100000, amounts(papers="90", site="80", survey="70"), 82000
    ),
    # 96.756 × 0.85 = 82.2426 (the paper prints 82.24), 88 × 0.15 = 13.2: rounded only together
    "35 site 85% + survey 15%, from unrounded values": Real(
        Sum(
            of=(
                Scale(rule=Marker(input="site", low="0", high="100"), by="85%"),
                Scale(rule=Marker(input="survey", low="0", high="100"), by="15%"),
            )
        ),
        100000,
        amounts(site="96.756", survey="88"),
        95443,
        "95.4426 四舍五入",
    ),
    "36 place in the province: first five +5…+1, last five −5…−1": Real(
        PLACE, 5000, amounts(place="13", of="14"), -4000, "14 个单位中第 13 名"
    ),
}


@pytest.mark.parametrize("name", REAL)
def test_a_real_rule_gives_the_score_worked_out_by_hand(name: str) -> None:
    real = REAL[name]
    outcome = evaluate(real.rule, real.facts, points=real.points)
    assert outcome.score == real.score
    assert real.says in words(outcome.line)


@pytest.mark.parametrize("name", REAL)
def test_a_real_rule_is_sound_and_survives_json(name: str) -> None:
    real = REAL[name]
    assert evaluation.faults(real.rule, real.points) == ()
    assert rules.decode(rules.encode(real.rule)) == real.rule


def test_32_who_misses_the_other_schemes_85_may_not_apply() -> None:
    rule = REAL["32 another scheme's score <85: may not apply; else it enters at 20%"].rule
    outcome = evaluate(rule, amounts(other="84.99"), points=20000)
    assert outcome.score == 0
    assert [signal.matter for signal in outcome.signals] == ["barred"]


def test_22_the_reply_ordered_anew_without_a_new_claim_takes_the_whole_item() -> None:
    assert evaluate(REPLIES, tally("anew"), points=6000).score == 0


def test_36_a_place_into_the_minus_must_say_that_it_goes_into_the_total() -> None:
    unsaid = Limit(rule=Award(), floor="-5")
    assert "into_total" in evaluation.faults(unsaid, 5000)[0][1]


def test_25_the_admonition_of_a_person_is_refused() -> None:
    refused = persons.refusal("同一问题二次未整改，对责任人诫勉谈话")
    assert refused and refused.code == "person-penalty"


def test_27_points_for_a_sergeants_years_of_service_are_refused_as_a_ranking_of_persons() -> None:
    """3 a year up to 12 years, 4 beyond: it marks persons. The arithmetic is not the reason."""
    refused = persons.refusal("士官评分：服役 12 年以内每年 3 分，以上每年 4 分")
    assert refused and refused.code == "person-ranking"
    assert "个人" in refused.reason


def test_30_the_points_of_a_unit_without_the_task_move_to_another_item() -> None:
    """7 points move to an item of 3 that earned 2 of 3: 2/3 of 10 = 6.667 instead of 2."""
    monthly = Rank(place="place", of="of", first=("7", "5", "3"))
    standard = small_standard(
        A01=(7000, NotApplicable(when=Done(input="no_task"), rule=monthly, to=("A02",))),
        A02=(3000, Linear(of=share())),
    )
    facts = {"A01": yes("no_task"), "A02": ratio(2, 3)}
    whole = total(standard.standard, standard.scores(facts))
    assert whole.score == 6667
    assert [(each.item, each.thousandths) for each in whole.adjustments] == [("A02", 4667)]

    with_task = {"A01": no("no_task") | amounts(place="2", of="9"), "A02": ratio(2, 3)}
    assert total(standard.standard, standard.scores(with_task)).score == 7000


def test_31_a_mass_incident_places_the_district_last() -> None:
    standard = small_standard(A01=(10000, Award())).with_veto(
        "mass", Happened(input="incidents", kinds=("mass",)), effect="last"
    )
    raised = standard.raised(tally("mass", name="incidents"))
    best = total(standard.standard, standard.scores({"A01": {}}), raised)
    other = total(standard.standard, standard.scores({}))
    assert best.score == 10000 and other.score == 0
    assert [place.district for place in ranking({"best": best, "other": other})] == [
        "other",
        "best",
    ]


def test_33_a_village_without_a_recruit_takes_the_section_unless_reserves_are_excepted() -> None:
    veto = AllOf(
        of=(
            Happened(input="incidents", kinds=("no_recruit",)),
            NoneOf(of=(Done(input="qualified_reserves"),)),
        )
    )
    standard = small_standard(A01=(6000, Award()), B01=(4000, Award())).with_veto(
        "recruits", veto, effect="section", section="A"
    )
    village = tally("no_recruit", name="incidents")
    scores = standard.scores({"A01": {}, "B01": {}})
    lost = total(standard.standard, scores, standard.raised(village))
    assert (lost.score, lost.adjustments[0].why) == (4000, "section_veto")
    spared = standard.raised(village | yes("qualified_reserves"))
    assert total(standard.standard, scores, spared).score == 10000


def test_37_an_assessment_year_may_run_from_april_to_march() -> None:
    zhejiang = small_standard(A01=(1000, Award())).starting("04-01").period(2022)
    assert (zhejiang.first.isoformat(), zhejiang.last.isoformat()) == ("2022-04-01", "2023-03-31")
    zhenjiang = small_standard(A01=(1000, Award())).starting("01-01").period(2022)
    assert zhenjiang.last.isoformat() == "2022-12-31"


def test_all_thirty_seven_are_here() -> None:
    here = {int(name[:2]) for name in REAL} | {27, 30, 31, 33, 37}
    assert here == set(range(1, 38))
