"""The page of the rule grammar: no script, two languages, and a form that tries a rule."""

import asyncio
import re
from types import SimpleNamespace
from typing import Any

import httpx
import msgspec
import pytest
from starlette.applications import Starlette

from contracts.caller import Caller
from contracts.orders.scoring import RuleGrammar, Standards, TryRule
from contracts.refusals import Refusal
from gateway.console.install import install
from gateway.problems import from_service
from gateway.tokens import Tokens
from services.scoring import rules
from services.scoring.standards import answers
from services.scoring.standards.trying import try_rule

SECRET = "a secret of at least thirty-two characters"
OFFICER = Caller(account="officer", name="周敏", roles=("province_reviewer",), district="*")


class Scoring:
    """The scoring service's own answers, without a broker."""

    async def call(self, service: str, method: str, kwargs: dict[str, Any]) -> Any:
        assert service == "scoring"
        answer = {
            "rule_grammar": answers.rule_grammar,
            "standards": lambda _, __: {"items": [], "next": ""},
            "try_rule": lambda _, ask: try_rule(ask, None),
        }[method]
        ask = kwargs["ask"]
        assert isinstance(ask, RuleGrammar | TryRule | Standards)
        try:
            return msgspec.json.decode(msgspec.json.encode(answer(None, ask)))
        except Refusal as refused:
            raise from_service(
                {
                    "code": refused.code,
                    "status": refused.status,
                    "detail": refused.detail,
                    "field": refused.field,
                    "extra": refused.extra,
                }
            ) from None


class Browser:
    """A signed-in officer's browser that calls the app itself."""

    def __init__(self, app: Starlette, cookies: dict[str, str]) -> None:
        self.app, self.cookies = app, cookies

    def get(self, path: str, **more: Any) -> httpx.Response:
        return asyncio.run(self._ask("GET", path, more))

    def post(self, path: str, **more: Any) -> httpx.Response:
        return asyncio.run(self._ask("POST", path, more))

    async def _ask(self, verb: str, path: str, more: dict[str, Any]) -> httpx.Response:
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://localhost", cookies=self.cookies
        ) as client:
            answer = await client.request(verb, path, **more)
            self.cookies |= {each.name: each.value or "" for each in client.cookies.jar}
            return answer


@pytest.fixture
def browser() -> Browser:
    app = Starlette()
    install(app)
    tokens = Tokens(SECRET, lifetime=600)
    app.state.parts = SimpleNamespace(
        rpc=Scoring(),
        tokens=tokens,
        city="酒泉市",
        help="",
        filing="甘ICP备1号",
        store="",
        secret=SECRET,
        max_body=100_000,
        body_seconds=5.0,
    )
    return Browser(app, {"tongxin": tokens.issue(OFFICER)[0]})


def tried(browser: Browser, **fields: str) -> tuple[int, str]:
    page = browser.get("/console/rules").text
    token = re.search(r'name="form_token" value="(\w+)"', page)
    assert token
    answer = browser.post("/console/rules", data={"form_token": token[1], **fields})
    return answer.status_code, answer.text


def test_every_operator_stands_on_the_page_with_its_example(browser: Browser) -> None:
    page = browser.get("/console/rules").text
    for op in rules.OPERATORS:
        assert f'id="op-{op}"' in page
    assert page.count("例：") == len(rules.OPERATORS)
    assert "<script>" not in page and "style=" not in page


def test_the_page_speaks_english_too(browser: Browser) -> None:
    page = browser.get("/console/rules?lang=en").text
    assert "How to write a rule" in page
    assert "Parts that add up to the points" in page


def test_a_sentence_is_read_and_worked_at_once(browser: Browser) -> None:
    status, page = tried(browser, rule="达到98%得满分，每低1个百分点扣0.5分", points="2")
    assert status == 200
    assert "98% 得满分，每低 1% 扣 0.5 分" in page
    assert "最好的情形" in page and "2.000／2.000" in page
    assert 'name="answer.part"' in page


def test_an_answer_in_the_form_changes_the_worked_case(browser: Browser) -> None:
    rule = {"rule": "达到98%得满分", "points": "2"}
    _, linear = tried(browser, **rule)
    _, zero = tried(browser, **rule, **{"answer.below": "zero"})
    assert "中间按比例" in linear and "其余计 0 分" in zero


def test_what_cannot_be_read_is_named_and_points_to_operators(browser: Browser) -> None:
    status, page = tried(browser, rule="重复上访逐级加倍", points="2")
    assert status == 422
    assert "读不懂“重复上访逐级加倍”" in page
    assert re.search(r'href="#op-occurrences"[^>]{0,40}>按次计分<', page)
    assert "可以用的有“按次计分”" in page
    assert ">重复上访逐级加倍</textarea>" in page


def test_a_rule_on_persons_is_refused_in_words(browser: Browser) -> None:
    status, page = tried(browser, rule="干部排名末位的扣1分", points="2")
    assert status == 422 and "不得对个人评分、排名" in page


def test_a_form_from_elsewhere_is_refused(browser: Browser) -> None:
    answer = browser.post("/console/rules", data={"rule": "FIX", "points": "1"})
    assert answer.status_code == 403


def test_who_is_signed_out_signs_in_first(browser: Browser) -> None:
    browser.cookies.clear()
    answer = browser.get("/console/rules")
    assert answer.status_code == 303 and "/console/login" in answer.headers["location"]


def test_an_operators_example_fills_the_form(browser: Browser) -> None:
    page = browser.get("/console/rules", params={"rule": '{"op":"award"}', "points": "3"}).text
    assert "{&#34;op&#34;:&#34;award&#34;}</textarea>" in page
    assert 'value="3"' in page
