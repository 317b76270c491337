"""The declared answers: every question has one, and each field its words."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from contracts.answers.base import answer_of as declared_of
from contracts.answers.base import answers, is_told_as_json
from contracts.answers.catalogue import answer_of
from contracts.meanings import meanings
from contracts.orders import tasks
from contracts.orders.catalogue import SHAPES

ASKED = [shape for shapes in SHAPES.values() for shape in shapes if is_told_as_json(shape)]


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked.__name__)
def test_what_is_answered_as_data_has_a_declared_shape(asked: type) -> None:
    assert answer_of(asked)


def test_a_second_shape_for_one_question_is_an_error() -> None:
    with pytest.raises(ValueError, match="two answers"):
        answers(tasks.TaskOf)(declared_of(tasks.Units))


def fields_of(kind: Any, seen: set[type]) -> Iterator[tuple[str, str]]:
    if isinstance(kind, msgspec.inspect.StructType):
        if kind.cls in seen:
            return
        seen.add(kind.cls)
        for field in kind.fields:
            yield kind.cls.__name__, field.name
            yield from fields_of(field.type, seen)
    for name in ("item_type", "value_type", "types", "type"):
        part = getattr(kind, name, ())
        for one in part if isinstance(part, tuple) else (part,):
            yield from fields_of(one, seen)


def test_no_word_of_the_page_of_meanings_is_for_a_field_that_nothing_has() -> None:
    from contracts.answers.evidence.proving import KeySet
    from gateway import routes, told
    from gateway.audit.asked import AuditRows
    from gateway.tending.given import Accounts

    own = [one for one in vars(told).values() if isinstance(one, type)]
    kinds = [*ASKED, *map(answer_of, ASKED), *own, *routes.bodies(), AuditRows, Accounts, KeySet]
    every = [shape for shapes in SHAPES.values() for shape in shapes]
    seen: set[type] = set()
    used = {
        name
        for kind in (*kinds, *every)
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct)
        for struct, field in fields_of(msgspec.inspect.type_info(kind), seen)
        for name in (field, f"{struct}.{field}")
    }
    assert sorted(set(meanings()) - used - {"type"}) == []
