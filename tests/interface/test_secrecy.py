"""Classified matter (秘密, 机密, 绝密) in any text of any command is refused, and kept nowhere."""

from collections.abc import Iterable
from typing import Any

import pytest
from msgspec import inspect

from contracts.caller import Caller
from contracts.orders.tasks import FoundDistrict
from contracts.secrecy import ClassifiedMatter
from kit.table import Command
from tests.support.calling import CallFailed, Calls
from tests.support.minimal import minimal
from tests.support.running import Running
from tests.support.stack import ALL, Stack, load

SERVICES = ALL
COMMANDS: dict[str, Command] = {
    f"{service.name}.{name}": door
    for service in map(load, ALL)
    for name, door in service.doors.items()
    if isinstance(door, Command)
}
SECRET = "某部换防方案七号"
MARKED = (f"绝密★长期 {SECRET}", f"{SECRET}(机 密)", f"秘密☆1年{SECRET}", f"機密{SECRET}机\u200b密")


def free_texts(order: Any) -> list[str]:
    """The order's own fields that take any text."""
    info: Any = inspect.type_info(order)
    return [field.name for field in info.fields if _is_free(field.type)]


def _is_free(kind: Any) -> bool:
    kinds: Iterable[Any] = kind.types if isinstance(kind, inspect.UnionType) else (kind,)
    kinds = [one.type if isinstance(one, inspect.Metadata) else one for one in kinds]
    return any(
        isinstance(one, inspect.StrType) and one.pattern is None and (one.max_length or 99) >= 40
        for one in kinds
    )


TEXTS = sorted((name, text) for name, spec in COMMANDS.items() for text in free_texts(spec.order))


@pytest.fixture(scope="module")
def services(stack: Stack) -> dict[str, Running]:
    started = {load(target).name: stack.start(target) for target in ALL}
    for running in started.values():
        running.wait_ready()
    return started


def test_there_are_texts_to_mark_in_the_commands_of_every_service() -> None:
    assert {name.partition(".")[0] for name, _ in TEXTS} == {load(one).name for one in ALL}
    assert ("evidence.declare", "filename") in TEXTS
    assert ("tasks.raise_finding", "fault") in TEXTS
    assert len(TEXTS) > 40


@pytest.mark.parametrize(("name", "field"), TEXTS, ids=lambda value: value)
def test_a_marked_text_is_refused_by_its_field(
    stack: Stack, services: dict[str, Running], name: str, field: str
) -> None:
    service, _, method = name.partition(".")
    spec = COMMANDS[name]
    roles: tuple[Any, ...] = spec.roles or ("unit",)
    by = Caller(account="sun", name="孙", roles=roles[:1], district="ganzhou", unit="publicity")
    for text in MARKED:
        with pytest.raises(CallFailed) as no:
            order = minimal(spec.order, **{"district": "ganzhou", field: text})
            Calls(stack, service).command(order, caller=by, method=method)
        assert (no.value.code, no.value.status) == (ClassifiedMatter.code, 422)
        assert str(no.value.field).startswith(f"$.{field}")
        assert SECRET not in repr(no.value.error)


def test_neither_a_log_nor_a_database_holds_a_word_of_it(
    stack: Stack, services: dict[str, Running]
) -> None:
    """The log says that it happened, to whom, where; never what was written."""
    for name, running in services.items():
        text = running.text()
        assert SECRET not in text and SECRET.encode().decode("latin-1") not in text
        assert SECRET.encode("unicode_escape").decode() not in text
        if name != "notify":
            refused = [line for line in running.log() if line.get("event", "").startswith("class")]
            assert refused and all(line["account"] == "sun" for line in refused)
        database = stack.mongo(name)
        for collection in database.list_collection_names():
            assert SECRET not in repr(list(database[collection].find())), collection
    refused_count = services["tasks"].metric("tongxin_classified_total", method="supervision")
    assert refused_count >= len(MARKED)


def test_a_name_is_composed_on_the_way_in_and_refused_with_what_nobody_sees(
    stack: Stack, services: dict[str, Running]
) -> None:
    tasks = Calls(stack, "tasks")
    tasks.command(FoundDistrict(district="north", name="Cafe\u0301区"))
    kept = stack.mongo("tasks").districts
    (north,) = kept.find({"_id": "north"})
    assert north["state"]["name"] == "Caf\u00e9区"
    for name in ("甘\u202e泉", "甘\u200b泉", "甘泉\n", " ", "\u3000", "甘泉\u3164", "甘泉\x00"):
        with pytest.raises(CallFailed) as no:
            tasks.command(FoundDistrict(district="south", name=name))
        assert (no.value.code, no.value.status, no.value.field) == ("invalid", 422, "$.name")
    for district in ("south\n", "ｓouth", "sоuth"):
        with pytest.raises(CallFailed) as no:
            tasks.command(FoundDistrict(district=district, name="甘泉"))
        assert no.value.field == "$.district"
    assert kept.count_documents({}) == 1
