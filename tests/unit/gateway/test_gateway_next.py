"""Where one is led after signing in: to pages of the console alone, in letters of a header."""

import pytest

from gateway.console.frame.session import HOME, safe_next


@pytest.mark.parametrize(
    ("wanted", "led"),
    [
        ("/console/tasks?state=open&page=2#top", "/console/tasks?state=open&page=2#top"),
        ("/console/tasks?q=%E4%B8%AD", "/console/tasks?q=%E4%B8%AD"),
        ("/console/tasks?q=中", "/console/tasks?q=%E4%B8%AD"),
        ("/console/x\r\nSet-Cookie: a=b", "/console/x%0D%0ASet-Cookie:%20a=b"),
        ("/console/x\ny", "/console/x%0Ay"),
        ("//evil.example/console", HOME),
        ("/console\\evil", HOME),
        ("https://evil.example/console", HOME),
        ("/field/", "/field/"),
        ("/field", "/field"),
        ("/fields", HOME),
        ("/consoles", HOME),
        ("", HOME),
    ],
)
def test_only_pages_of_the_console_are_led_to_in_plain_letters(wanted: str, led: str) -> None:
    assert safe_next(wanted) == led
