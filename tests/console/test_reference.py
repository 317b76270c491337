"""The pages for those who write programs: on a telephone, by keyboard and for who sees little."""

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from contracts.problems import kinds
from tests.console import looks
from tests.console.browsing import browser
from tests.support.running import Running
from tests.support.stack import Stack, bare

SERVICES = [bare("tasks")]
__all__ = ["browser"]
NARROW = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def gateway(stack: Stack) -> Running:
    return stack.start("gateway").wait_ready()


@pytest.fixture(scope="module")
def base(gateway: Running) -> str:
    return "http://" + gateway.env["TONGXIN_HTTP_ADDRESS"]


@pytest.fixture
def page(browser: Browser, base: str) -> Iterator[Page]:
    context = browser.new_context(base_url=base, viewport=NARROW)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


GRAVE = ("serious", "critical")


@pytest.mark.timeout(240)
def test_the_description_is_read_on_a_telephone_and_axe_finds_nothing_serious(page: Page) -> None:
    page.goto("/docs")
    tag = page.locator("#operations-tag-feed")
    expect(tag).to_be_visible(timeout=60_000)
    tag.click(timeout=90_000)
    page.locator(".opblock-summary-control").first.click(timeout=30_000)
    expect(page.locator(".opblock-body").first).to_be_visible(timeout=30_000)
    expect(page.get_by_role("heading", name="Tongxin").first).to_be_visible()
    expect(page.get_by_role("link", name="返回同心")).to_have_attribute("href", "/console")
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    page.evaluate(looks.AXE.read_text())
    found = page.evaluate(f"axe.run({{runOnly: {looks.TAGS}}})")["violations"]
    grave = [f"{v['id']} {n['html']}" for v in found if v["impact"] in GRAVE for n in v["nodes"]]
    assert grave == [], "\n".join(grave)


@pytest.mark.parametrize("path", ["/problems", "/problems/wrong-state"])
def test_the_pages_about_refusals_are_sound(page: Page, path: str) -> None:
    page.goto(path)
    assert looks.complaints(page) == []
    assert looks.too_wide(page) == []


def test_each_code_has_its_page_in_both_languages(base: str) -> None:
    with httpx.Client(base_url=base) as http:
        for code, kind in kinds().items():
            told = http.get(f"/problems/{code}").text
            assert kind.title.en.split("'")[0] in told and kind.title.zh in told, code
        assert http.get("/problems/no-such-code").status_code == 404


def test_a_refusal_leads_to_its_page_and_speaks_the_language_that_is_asked_for(base: str) -> None:
    with httpx.Client(base_url=base) as http:
        refused = http.get("/api/v1/me")
        assert refused.headers["content-language"] == "zh-CN"
        assert refused.json()["title"] == "尚未登录"
        assert "Not signed in" in http.get(refused.json()["type"]).text
        english = http.get("/api/v1/me", headers={"Accept-Language": "en-GB,en;q=0.9,zh;q=0.5"})
        assert english.headers["content-language"] == "en"
        assert english.json()["title"] == "Not signed in"
        assert english.json()["detail"].isascii()
        misfit = http.post(
            "/api/v1/token",
            json={"account": 1, "password": "x"},
            headers={"Accept-Language": "en", "Idempotency-Key": "k"},
        )
        assert (misfit.json()["code"], misfit.json()["field"]) == ("invalid", "$.account")
        assert misfit.json()["detail"] == "Expected `str`, got `int`."


@pytest.mark.parametrize("path", ["/", "/health/live", "/docs", "/problems", "/openapi.json"])
def test_what_can_be_got_can_be_asked_for_by_its_head_alone(base: str, path: str) -> None:
    with httpx.Client(base_url=base) as http:
        got, head = http.get(path), http.head(path)
        assert (head.status_code, head.content) == (got.status_code, b"")
