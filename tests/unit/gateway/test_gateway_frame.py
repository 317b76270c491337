"""What every page is made of: forms read whole, and a navigation that each role sees its own of."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from contracts.orders.tasks import Assign
from contracts.roles import OFFICES_AND_UNITS, READERS
from contracts.words import Role
from gateway import settings
from gateway.console.frame import forms, navigation, words
from gateway.console.frame.naming import Names
from gateway.console.frame.navigation import Entry
from gateway.console.frame.rooms import rooms
from gateway.problems import Problem

CONSOLE = Path(navigation.__file__).parent.parent
OWN_LANGUAGE = re.compile(r"\b(?:moment|day|short_day)\([^{}]{0,80}\blang\)")
ENTRIES = (
    Entry("overview", "/console/today", "today", ("district_office",), ("district_office",), 10),
    Entry("overview", "/console/brief", "brief", READERS, READERS, 20),
    Entry("tasks", "/console/tasks", "tasks"),
    Entry("admin", "/console/accounts", "accounts", ("system_admin",)),
)


def test_every_field_at_fault_is_told_at_once_in_words() -> None:
    given = {"district": "ganzhou", "title": "", "due": "31.7.", "reason": "a", "campaign": "c 1"}
    with pytest.raises(forms.Misfilled) as refused:
        forms.read_form(Assign, given)
    wrong = forms.wrong(refused.value, "zh")
    assert wrong.fields["title"] == "请填写。"
    assert wrong.fields["due"].startswith("请填一个日期")
    assert wrong.fields["campaign"].startswith("写法不对")
    assert {"origin", "lead", "person"} <= set(wrong.fields)
    assert "district" not in wrong.fields and wrong.status == 422


def test_a_refusal_of_a_service_stands_at_its_field_and_one_of_the_whole_system_goes_on() -> None:
    refused = forms.wrong(Problem("invalid", "须晚于今天。", field="$.due"), "zh")
    assert refused.fields == {"due": "须晚于今天。"}
    assert forms.wrong(Problem("refused", "任务已完成。"), "zh").fields == {}
    with pytest.raises(Problem):
        forms.wrong(Problem("database-unavailable"), "zh")
    with pytest.raises(Problem):
        forms.wrong(Problem("not-found"), "zh")


def test_a_role_sees_its_own_entries_and_begins_on_its_own_page() -> None:
    assert navigation.home(ENTRIES, ("district_office",)) == "/console/today"
    assert navigation.home(ENTRIES, ("leader",)) == "/console/brief"
    assert navigation.home(ENTRIES, ("system_admin",)) == "/console/accounts"
    assert navigation.home(ENTRIES, ("operations",)) == ""
    office = navigation.bar(ENTRIES, ("district_office",), "/console/brief")
    assert [line.word for line in office.heads] == ["nav.overview", "nav.tasks"]
    assert [(line.word, line.current) for line in office.beside] == [
        ("today", False),
        ("brief", True),
    ]
    below = navigation.bar(ENTRIES, ("unit",), "/console/tasks/t-1")
    assert [line.current for line in below.heads] == [False, True] and below.beside == []


HERE = [entry for _, module in rooms("pages") for entry in module.ENTRIES]
UNDER = [one for _, module in rooms("pages") for one in getattr(module, "UNDER", ())]
SIGNED_OUT = ("/console/login", "/console/scan", "/console/open")
PARTS = ("/console/badges", "/console/components")
"""What is no page by itself, or of administrators alone."""


def _pages() -> dict[str, frozenset[Role]]:
    """Every address of a page for somebody signed in, and who may be there: those of its own entry,
    else all offices and units."""
    routes = [(r[0], r[1]) for _, module in rooms("pages") for r in module.ROUTES]
    found: dict[str, frozenset[Role]] = {}
    for path in (path for verb, path in routes if verb == "GET"):
        own = [e for e in HERE if path == e.path or path.startswith(f"{e.path}/")]
        longest = max((len(e.path) for e in own), default=0)
        roles = frozenset(r for e in own if len(e.path) == longest for r in e.roles)
        if not path.startswith((*SIGNED_OUT, *PARTS)):
            found[path] = roles or frozenset(OFFICES_AND_UNITS)
    return found


@pytest.mark.parametrize(("path", "roles"), _pages().items())
def test_every_page_has_exactly_one_current_entry(path: str, roles: frozenset[Role]) -> None:
    for role in sorted(roles):
        told = navigation.bar(HERE, (role,), path, UNDER)
        current = [line.path for line in told.heads if line.current]
        assert len(current) + bool(told.aside) == 1, (role, current, told.aside)


def test_a_page_without_an_entry_stands_under_the_one_that_leads_there() -> None:
    vetoes = navigation.bar(HERE, ("leader",), "/console/vetoes/ganquan/2026", UNDER)
    assert [line.path for line in vetoes.heads if line.current] == ["/console/scores"]
    assert [line.path for line in vetoes.beside if line.current] == ["/console/scores"]
    devices = navigation.bar(HERE, ("unit",), "/console/devices", UNDER)
    assert devices.aside == "/console/account"


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("", ""),
        ("https://files.example.org/", "https://files.example.org"),
        ("http://127.0.0.1:8333", "http://127.0.0.1:8333"),
        ("https://[2001:db8::1]:8333/store", "https://[2001:db8::1]:8333"),
    ],
)
def test_a_page_names_the_store_by_its_origin(address: str, named: str) -> None:
    assert settings.origin(address) == named


@pytest.mark.parametrize(
    "address", ["https://a;script-src *", "https://u:p@a", "ftp://a", "https://*"]
)
def test_a_store_that_would_open_the_policy_is_no_setting(address: str) -> None:
    with pytest.raises(ValueError, match=r"host|begin"):
        settings.origin(address)


def test_units_of_two_districts_with_one_code_keep_their_own_names() -> None:
    both = Names(
        {},
        {"gq.edu": "甘泉区教育局", "lh.edu": "教育局"},
        {"gq": "甘泉区", "lh": "临河区"},
    )
    assert [both.unit("edu", district) for district in ("gq", "lh")] == ["甘泉区教育局", "教育局"]
    assert [both.full("edu", district) for district in ("gq", "lh")] == [
        "甘泉区教育局",
        "临河区 教育局",
    ]
    assert both.units_of("gq") == [("edu", "甘泉区教育局")]
    assert Names({}, {"edu": "教育局"}, {"lh": "临河区"}).unit("edu", "lh") == "教育局"


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("期限 2026-01-05。", "期限 2026年1月5日。"),
        ("“落实”为“是”的，得 满分；否则 0 分", "“落实”为“是”的，得满分；否则 0 分"),
        ("文号 12-2026-01-05 和 2026-13-40 照旧", "文号 12-2026-01-05 和 2026-13-40 照旧"),
    ],
)
def test_a_sentence_of_the_system_is_printed_with_days_in_words(said: str, printed: str) -> None:
    assert words.typeset(said) == printed


def test_days_are_in_the_language_of_the_page_and_no_template_says_which() -> None:
    pages = sorted(CONSOLE.rglob("*.html"))
    assert pages
    assert [page.name for page in pages if OWN_LANGUAGE.search(page.read_text("utf-8"))] == []


def test_no_page_gives_what_the_frame_gives_every_page() -> None:
    tree = ast.parse((CONSOLE / "frame" / "render.py").read_text("utf-8"))
    (frame,) = (one for one in ast.walk(tree) if getattr(one, "name", "") == "render")
    own = {name for call in _calls(frame, "render") for name in _given(call)} - {"caller"}
    assert {"lang", "moment", "once"} <= own
    pages = {path: ast.parse(path.read_text("utf-8")) for path in sorted(CONSOLE.rglob("*.py"))}
    pages.pop(CONSOLE / "frame" / "render.py")
    calls = [(path.name, call) for path, page in pages.items() for call in _calls(page, "render")]
    assert calls
    assert [(name, twice) for name, call in calls if (twice := own & _given(call))] == []


def _calls(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and name in (
            getattr(node.func, "id", ""),
            getattr(node.func, "attr", ""),
        ):
            yield node


def _given(call: ast.Call) -> set[str]:
    return {one.arg for one in call.keywords if one.arg}
