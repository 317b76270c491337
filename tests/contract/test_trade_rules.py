"""The rules of the trade that bind the software (State Council letter 2026-12): tests, not
intentions. No tracks, no check-ins, no ranking of persons or of app use."""

import json
from pathlib import Path
from typing import Any

import msgspec

from contracts import envelope
from infra.generate import facts, orders

ROOT = Path(__file__).parents[2]
OPENAPI: dict[str, Any] = json.loads((ROOT / "contracts" / "openapi.json").read_text("utf-8"))
TRACKS = ("track", "trajectory", "checkin", "check-in", "check_in", "heartbeat", "online", "login")
RANKED = ("rank", "league")


def fields(kinds: dict[str, Any]) -> set[str]:
    return {f.name for kind in kinds.values() for f in msgspec.structs.fields(kind)}


def test_no_route_takes_tracks_check_ins_or_time_online() -> None:
    for path in OPENAPI["paths"]:
        assert not any(word in path.lower() for word in TRACKS), path


def test_no_order_and_no_fact_has_a_field_for_tracks_or_app_use() -> None:
    for name in fields(dict(orders())) | fields(dict(facts())):
        assert not any(word in name.lower() for word in TRACKS), name


def test_only_districts_are_ranked() -> None:
    ranked = [p for p in OPENAPI["paths"] if any(word in p.lower() for word in RANKED)]
    assert ranked == ["/api/v1/league"]
    asked = {f.name for f in msgspec.structs.fields(orders()["scoring.League"])}
    assert asked == {"year", "level"}


def test_a_sealed_file_tells_others_that_it_has_a_position_and_not_which() -> None:
    names = {f.name for f in msgspec.structs.fields(facts()["evidence.evidence_sealed.v1"])}
    assert "has_position" in names
    assert not names & {"position", "latitude", "longitude"}


def test_no_fact_carries_an_identity_number_or_a_telephone() -> None:
    kinds = [kind for t, kind in envelope.FACTS.items() if t in facts()]
    names = {f.name for kind in kinds for f in msgspec.structs.fields(kind)}
    assert not names & {"phone", "telephone", "identity", "id_number", "address"}
