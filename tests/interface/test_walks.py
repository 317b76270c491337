"""No question walks its collection: of 5,000 documents the server reads few more than it finds.

The questions are those of a year of a small town and all that can be asked after it; the server
tells by its explain what it read, or is the stand-in, counting.
"""

from collections.abc import Iterator

import pytest
from pymongo.collection import Collection
from pymongo.database import Database

from tests.interface import story
from tests.interface.questions import ask_all
from tests.support.counting import counting
from tests.support.crowd import Names, crowd
from tests.support.looking import Document, Effort, Look, effort
from tests.support.stack import ALL, Stack
from tests.support.town import Town

SERVICES = ALL
pytestmark = pytest.mark.timeout(600)
"""Seconds for filling 30 collections with their indexes, on a busy machine."""
MANY = 5000
FREE, TIMES = 50, 5
"""Documents that may be read in any case, and for each that is found."""
FEW = {
    "standards": "a version or two a year",
    "years": "one a year",
    "districts": "those of one city",
    "hooks": "an office has twenty at most",
}
"""Collections that never hold many, and why."""
DOZENS = "a district has a few dozen a year"
EXCUSED = {
    "$regex": "a text within a field is found by reading",
    "evidence: $or": "a unit's own, and what was shown to it: the stand-in has no index for either",
    "evidence: state.manifest.tasks, $or": "as above",
    "evidence: state.manifest.items, $or": "as above",
    "evidence: state.state, $or": "as above",
    "evidence: state.manifest.mode, $or": "as above",
    "evidence: state.duplicate.evidence $gt, $or": "as above",
    "evidence: state.duplicate, $or": "as above",
    "evidence: state.linked, $or": "as above",
    "evidence: state.near_of.evidence $gt, $or": "as above",
    "evidence: state.unit, $or": "as above",
    "views: state": "an account keeps 50 at most; its own, and those shared, in one question",
    "burdens: ": "one a unit and year: the stand-in has no index for several years at once",
    "inspections: state": DOZENS,
    "inspections: $and": DOZENS,
    "meetings: state.kind": DOZENS,
    "accountabilities: state.campaign": DOZENS,
    "papers: state.year, state.unit $in": DOZENS,
    "papers: state.about, state.unit $in": DOZENS,
    "papers: state.void, state.unit $in": DOZENS,
    "registers: state": "one an item and a year",
    "tasks: state.due $gte+$lte, state.period": "the stand-in looks for one range alone, here none",
    "complaints: state.due $lt": DOZENS,
    "findings: state.appeal.by $gt": DOZENS,
    "deliveries: state.recipient, state.channel, state.read_at, state.delivered_at $gt": (
        "what one person has not read since all was marked as read"
    ),
    "findings: state.on $gte": "the stand-in looks for one range alone, here the tenant's",
}


@pytest.fixture(scope="module")
def efforts(stack: Stack) -> Iterator[dict[str, Effort]]:
    with story.lived(stack) as town, counting(stack) as database:
        ask_all(town)
        yield dict(_efforts(stack, town, database))


def _efforts(
    stack: Stack, town: Town, database: Database[Document]
) -> Iterator[tuple[str, Effort]]:
    names, held = _names(stack, town), dict[tuple[str, str], list[Look]]()
    for look in town.asked.looks.values():
        service = look.database.removeprefix(f"{stack.database_prefix}_")
        excused = any(word in f"{service} {look.kind}" for word in EXCUSED)
        if look.filter and look.collection not in FEW and not excused:
            held.setdefault((service, look.collection), []).append(look)
    for (service, name), looks in held.items():
        many = database[f"{service}_{name}"]
        _fill(many, stack.mongo(service)[name], names)
        for look in looks:
            there = Look(database.name, many.name, look.filter)
            yield f"{service} {look.kind}", effort(database, there)
        many.drop()


def _fill(many: Collection[Document], few: Collection[Document], names: Names) -> None:
    for batch in crowd(list(few.find({})), names, MANY):
        many.insert_many(batch, ordered=False)
    for index in few.list_indexes():
        kept = ("name", "unique", "sparse", "partialFilterExpression")
        if index["name"] != "_id_":
            how = {word: index[word] for word in kept if word in index}
            many.create_index(list(index["key"].items()), **how)


def _names(stack: Stack, town: Town) -> Names:
    districts = frozenset({story.HERE, story.THERE, story.YONDER})
    units = frozenset(unit for _, unit, _, _ in story.UNITS)
    persons = frozenset(person.account for person in story.PEOPLE)
    ids = {
        document["_id"]
        for service, runtime in town.runtimes.items()
        for aggregate in runtime.store.aggregates
        for document in stack.mongo(service)[aggregate.collection].find({}, {"_id": 1})
    }
    known = districts | units | persons | set(story.KEPT)
    return Names(districts, units, persons, frozenset(story.KEPT), frozenset(ids - known))


def test_the_server_tells_a_walk_from_a_look(stack: Stack) -> None:
    with counting(stack) as database:
        database.some.insert_many({"_id": f"{n}", "a": n, "b": n} for n in range(500))
        database.some.create_index("a")
        looks: list[Document] = [{"_id": "7"}, {"a": {"$gte": 498}}, {"b": 7}]
        told = [effort(database, Look(database.name, "some", look)) for look in looks]
    assert told == [Effort(1, 1), Effort(2, 2), Effort(500, 1)]


def test_no_question_and_no_sweep_walks_a_collection(efforts: dict[str, Effort]) -> None:
    assert {k: one for k, one in efforts.items() if one.read > TIMES * one.found + FREE} == {}


@pytest.mark.parametrize("sweep", ["outbox.at $lte", "due $lte"])
def test_the_sweeps_are_among_the_questions(efforts: dict[str, Effort], sweep: str) -> None:
    services = {kind.split()[0] for kind in efforts if kind.endswith(f": {sweep}")}
    assert services == {"tasks", "evidence", "notify", "scoring"}
