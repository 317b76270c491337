"""The command that replays one district: what it prints, and how it ends."""

import pytest

from services.scoring import replay
from services.scoring.audits.comparing import Comparison, Difference
from services.scoring.replay import UNREADABLE, main, tell

ASKED = ["--district", "ganquan", "--year", "2026"]


def test_a_missing_setting_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("TONGXIN_MONGO_URL", raising=False)
    assert main(ASKED) == 78
    assert "TONGXIN_MONGO_URL" in capsys.readouterr().err


def test_a_database_that_is_away_is_no_difference(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TONGXIN_MONGO_URL", "mongodb://127.0.0.1:9/tongxin_scoring")
    assert main(ASKED) == UNREADABLE
    assert "database" in capsys.readouterr().err


def test_every_difference_is_printed_with_both_values(capsys: pytest.CaptureFixture[str]) -> None:
    difference = Difference(item="B04", field="announced", stored="999", replayed="1200")
    found = Comparison(items=74, facts=9, differing=("B04",), differences=(difference,))
    tell(found, "ganquan", 2026)
    out = capsys.readouterr().out
    assert "B04 announced" in out
    assert "999" in out and "1200" in out
    assert "74 items, 9 facts, 1 differ" in out


def test_the_command_needs_a_district_and_a_year() -> None:
    assert replay.__doc__ is not None
    with pytest.raises(SystemExit):
        main([])
