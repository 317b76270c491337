"""Which computer asks, in words."""

import pytest

from gateway.scans import browser_of

CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0 Safari/537.36"


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME} Edg/109.0", "Edge · Windows"),
        (f"Mozilla/5.0 (X11; Linux x86_64) {CHROME}", "Chrome · Linux"),
        (f"Mozilla/5.0 (Linux; Android 12) {CHROME} MicroMessenger/8.0", "微信 · Android"),
        (
            f"Mozilla/5.0 (Windows NT 10.0) {CHROME} wxwork/4.1 MicroMessenger/7",
            "企业微信 · Windows",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) Safari/604.1", "Safari · iPhone"),
        ("curl/8.0", ""),
        ("", ""),
        ("x" * 400 + "Chrome/1", ""),
    ],
)
def test_a_browser_is_called_by_its_family_and_system(agent: str, said: str) -> None:
    assert browser_of(agent) == said
