"""What a template may do: fill in fields, ask of them, go once through several; nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import to_builtins

from services.notify.render import FAILURES, render
from services.notify.texts import TEXTS
from services.notify.wording.language import DEEPEST, MOST_USES, TESTED, read
from tests.unit.notify.cast import DISTRICT, FACTS, NAMES

HOSTILE = (
    "{{ 1 + 1 }}",
    "{{ 7 }}",
    "{{ 'a' * 99999999 }}",
    "{{ range(9) }}",
    "{{ self }}",
    "{{ district }}",
    "{{ fact }}",
    "{{ fact['title'] }}",
    "{{ fact.title.upper }}",
    "{{ fact.title.upper() }}",
    "{{ fact.title[0] }}",
    "{{ fact.__class__.__mro__ }}",
    "{{ ''.__class__ }}",
    "{{ unit }}",
    "{{ unit() }}",
    "{{ unit(fact.lead, 1) }}",
    "{{ unit(lead=fact.lead) }}",
    "{{ unit(*fact.lead) }}",
    "{{ unit(who(fact.lead)) }}",
    "{{ unit.__globals__ }}",
    "{{ open(fact.title) }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ lipsum() }}",
    "{{ fact.title | attr('upper') }}",
    "{{ fact.title | format(1) }}",
    "{{ fact.title | join(fact.lead) }}",
    "{{ fact.title | join(1) }}",
    "{{ fact.title | join(d='x') }}",
    "{{ fact.title | map('upper') }}",
    "{{ fact.title | day('x') }}",
    "{{ loop.last }}",
    "{% set x = 1 %}",
    "{% macro m() %}{% endmacro %}",
    "{% include 'x' %}",
    "{% import 'x' as y %}",
    "{% extends 'x' %}",
    "{% block b %}{% endblock %}",
    "{% filter upper %}{% endfilter %}",
    "{% call unit(fact.lead) %}{% endcall %}",
    "{% with a = fact.title %}{{ a }}{% endwith %}",
    "{% for a in range(9) %}{% endfor %}",
    "{% for a in fact.title.items() %}{% endfor %}",
    "{% for a, b in fact.cooperating %}{% endfor %}",
    "{% for fact in fact.cooperating %}{{ fact.upper }}{% endfor %}",
    "{% for a in fact.cooperating if a %}{% endfor %}",
    "{% for a in fact.cooperating recursive %}{% endfor %}",
    "{% for a in fact.cooperating %}{% else %}x{% endfor %}",
    "{% for a in fact.cooperating %}{% for b in fact.cooperating %}{% endfor %}{% endfor %}",
    "{% if fact.title > 'a' %}{% endif %}",
    "{% if 'a' < fact.title < 'z' %}{% endif %}",
    "{% if fact.title in 'abc' %}{% endif %}",
    "{% if fact.title is defined %}{% endif %}",
    "{% if unit(fact.lead) %}{% endif %}",
    "{% if 1 %}{% endif %}",
    "{{ fact.title if loop.last }}",
    "{{ {} }}",
    "{{ [fact.title] }}",
    "{{ (fact.title, 1) }}",
    "{{ -fact.title }}",
    "{{ 'a' if 1 else 'b' }}",
    "{{ caller() }}",
    "{{ fact.title | replace('a', 'b') }}",
)
BROKEN = (
    "{{ fact.title",
    "fact.title }}",
    "{{ }}",
    "{% if fact.title %}",
    "{% endif %}",
    "{% nothing %}",
    "{{ fact.title }",
    "{{ fact. }}",
    "}}{{",
    "{# never closed",
    "%}",
    "{% raw %}{{ x }}{% endraw %}",
)
PIECES = st.sampled_from(
    (
        *HOSTILE,
        *BROKEN,
        *("{{", "}}", "{%", "%}", "{#", "#}", "(", ")", "[", "]", "|", "~", ".", "'", '"', "\n"),
        *(" if ", " else ", " for ", " in ", " not ", " and ", "==", "fact", "fact.title", "loop"),
        *("unit", "who", "day", "join", "__class__", "x", "1", "，", "标题", "{% endfor %}"),
    )
)


@pytest.mark.parametrize("source", HOSTILE)
def test_what_is_no_form_is_refused(source: str) -> None:
    assert [slip.code for slip in read(source).slips][:1] == ["form"]


@pytest.mark.parametrize("source", BROKEN)
def test_what_cannot_be_read_is_named_as_such(source: str) -> None:
    assert "syntax" in [slip.code for slip in read(f"第一行\n{source}").slips]


def test_a_brace_that_was_left_over_is_found_in_its_line() -> None:
    (slip,) = read("一\n二 }} 三").slips
    assert (slip.what, slip.line) == ("}}", 2)


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_the_texts_that_came_with_it_keep_to_these_forms(name: str) -> None:
    slips = read(TEXTS[name]).slips
    # Asks whose district it is, which no wording may.
    assert slips == [] or name == "evidence_reused"


def test_what_is_filled_in_is_told_with_its_way() -> None:
    found = read(
        "{{ fact.title }}{{ unit(fact.lead) }}{{ fact.due | day }}{{ fact.a | map('measure') |"
        " join('、') }}\n{% for x in fact.cooperating %}{{ unit(x) }}{{ '、' if not loop.last }}"
        "{% endfor %}{{ here }}{{ '（' ~ fact.late ~ '）' if fact.level == 'city' or 'a' != "
        "fact.b and not fact.c else fact.title }}"
    )
    assert found.slips == []
    assert {(use.field, use.how) for use in found.uses} == {
        *(("title", ""), ("lead", "unit"), ("due", "day"), ("a", "map join")),
        *(("cooperating", "each unit"), ("late", ""), ("level", TESTED), ("b", TESTED)),
        ("c", TESTED),
    }
    assert {use.line for use in found.uses if use.field == "cooperating"} == {2}
    assert found.always == {"title", "lead", "due", "a"}


def test_what_stands_in_each_branch_is_always_said() -> None:
    either = "{% if fact.a %}{{ fact.t }}{{ fact.u }}{% elif fact.b %}{{ fact.t }}{% else %}x"
    assert read(f"{either}{{% endif %}}").always == frozenset()
    assert read(f"{either}{{{{ fact.t }}}}{{% endif %}}").always == {"t"}
    assert read("{{ fact.t if fact.a else fact.t ~ 'x' }}").always == {"t"}
    assert read("{{ fact.t if fact.a }}").always == frozenset()


def test_a_text_is_no_deeper_and_no_longer_than_it_needs() -> None:
    many = "{{ fact.title }}" * MOST_USES
    assert read(many).slips == []
    assert [slip.code for slip in read(f"{many}\n{{{{ fact.title }}}}").slips] == ["form"]
    for deep in (
        "{% if fact.a %}" * (DEEPEST + 2) + "{% endif %}" * (DEEPEST + 2),
        "{{ " + "'a' if fact.a else " * (DEEPEST + 2) + "'b' }}",
        "{{ " + "(" * (DEEPEST + 2) + "'a'" + " ~ 'b')" * (DEEPEST + 2) + " }}",
        "{{ 'a' if " + "not " * (DEEPEST + 2) + "fact.a }}",
        "{{ fact.a" + " | length" * (DEEPEST + 1) + " }}",
        "{{ " + "(" * 900 + "fact.a" + ")" * 900 + " }}",
    ):
        assert [slip.code for slip in read(deep).slips] == ["form"]


@given(st.lists(PIECES, max_size=12).map("".join), st.sampled_from(FACTS))
def test_whatever_is_typed_is_refused_or_says_nothing_but_its_fact(source: str, fact) -> None:
    found = read(source)
    assert all(slip.line >= 1 for slip in found.slips)
    if found.slips:
        return
    try:
        said = render(f"x\n{source}", fact, DISTRICT, NAMES)
    except FAILURES:
        return
    known = str(to_builtins(fact)) + str(NAMES) + source
    assert all(word in known or "<" not in word for word in said.body.split())


@given(st.text("{}%#()[]|~.'\"\n fact.titleunwho", max_size=200))
def test_no_sign_makes_it_fall(source: str) -> None:
    read(source)
