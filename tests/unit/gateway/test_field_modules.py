"""The field page runs on old phones: what Chromium 87 lacks is not used; every word is there."""

import re

import pytest

from infra.local.programs import ROOT
from tests.unit.gateway.test_gateway_stylesheet import LACKED

FIELD = ROOT / "gateway" / "field"
SCRIPTS = {each.name: each.read_text() for each in (*FIELD.glob("*.js"), *FIELD.glob("app/*.js"))}
BEYOND_ES2020 = {
    "assignments of ES2021": r"(?:\?\?|\|\||&&)=",
    "numbers of ES2021": r"\b\d+_\d",
    "methods": r"\.(?:at|replaceAll|findLast|toSorted|hasOwn|groupBy)\(",
    "functions": r"\b(?:structuredClone|reportError)\(|\brandomUUID\b|\bAbortSignal\.",
    "classes of ES2022": r"^\s+#\w+|\bstatic \{",
    "waiting at the top": r"^(?:const .{0,80}= )?await ",
    "what the policy forbids": r"\beval\(|new Function\(|\binnerHTML\b|\bWebAssembly\b",
}


@pytest.mark.parametrize("kind", BEYOND_ES2020)
def test_no_module_asks_for_what_chromium_87_lacks(kind: str) -> None:
    found = {
        name: re.findall(BEYOND_ES2020[kind], text, re.MULTILINE)
        for name, text in SCRIPTS.items()
        if name != "shim.js"
    }
    assert {name: each for name, each in found.items() if each} == {}


@pytest.mark.parametrize("kind", LACKED)
def test_its_stylesheet_asks_for_nothing_that_chromium_87_lacks(kind: str) -> None:
    assert re.findall(LACKED[kind], (FIELD / "app" / "field.css").read_text()) == []


def test_every_module_that_is_imported_lies_there() -> None:
    wanted = {one for text in SCRIPTS.values() for one in re.findall(r'from "(\./[^"]+)"', text)}
    assert wanted
    own = {one for one in wanted if "/vendor/" not in one}
    assert [one for one in own if not (FIELD / "app" / one).is_file()] == []


def test_every_word_that_is_said_is_there_in_both_languages() -> None:
    texts = SCRIPTS["texts.js"]
    words = dict(re.findall(r'^  "([^"]+)": \["(.+?)", ".+"\],$', texts, re.MULTILINE))
    assert len(words) == texts.count('": ["')
    said = {
        one for text in SCRIPTS.values() for one in re.findall(r'\bt\("([a-z0-9.-]+)"[,)]', text)
    }
    assert said and said - words.keys() == set()
