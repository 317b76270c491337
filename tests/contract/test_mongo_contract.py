"""What we rely on of a document server, on whichever one is configured.

A server that passes may stand below the system; nothing in the system may use what is not here.
"""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bson import Binary, Int64
from pymongo import ASCENDING, DESCENDING, InsertOne, MongoClient, ReturnDocument, UpdateOne
from pymongo.errors import (
    AutoReconnect,
    BulkWriteError,
    DuplicateKeyError,
    OperationFailure,
    PyMongoError,
    ServerSelectionTimeoutError,
)

from infra.deploy import documents
from tests.support.relay import Relay
from tests.support.waiting import eventually

NOON = datetime(2026, 5, 1, 12, 0, 0, 123000, tzinfo=UTC)
WRITERS = 8


@pytest.fixture(scope="module")
def database(backing):
    """A database with a user of its own, as a service has it: readWrite and nothing more."""
    name = f"t_contract_{uuid.uuid4().hex[:8]}"
    with documents.client(backing.mongo) as admin:
        documents.make_user(admin, name, "contract", "secret")
        address = documents.address_of(backing.mongo, name, "contract", "secret")
        with documents.client(address) as client:
            yield client.get_default_database()
        documents.drop(admin, name)


@pytest.fixture(scope="module")
def address(database, backing):
    return documents.address_of(backing.mongo, database.name, "contract", "secret")


@pytest.fixture
def things(database, request):
    """An empty collection for one test."""
    return database[request.node.name[-60:]]


def together(job, count=WRITERS):
    """Run `job(n)` in `count` threads that start at the same moment; their answers."""
    start = threading.Barrier(count)

    def run(n):
        start.wait(timeout=10)
        return job(n)

    with ThreadPoolExecutor(count) as pool:
        return [done.result(timeout=60) for done in [pool.submit(run, n) for n in range(count)]]


class TestOneWriteDecides:
    def test_an_update_happens_only_where_the_version_still_holds(self, things):
        things.insert_one({"_id": "a", "version": 1, "state": "assigned"})
        update = {"$set": {"state": "submitted"}, "$inc": {"version": 1}}
        assert things.update_one({"_id": "a", "version": 1}, update).modified_count == 1
        assert things.update_one({"_id": "a", "version": 1}, update).matched_count == 0
        assert things.find_one({"_id": "a"}) == {"_id": "a", "version": 2, "state": "submitted"}

    def test_all_of_one_value_asks_for_that_value(self, things):
        things.insert_one({"_id": "a", "version": 1, "due": NOON})
        only = {"_id": "a", "version": {"$all": [1]}, "due": {"$all": [NOON]}}
        assert things.update_one(only, {"$set": {"version": 2}}).modified_count == 1
        assert things.update_one(only, {"$set": {"version": 3}}).matched_count == 0

    def test_a_whole_document_is_replaced_only_where_the_version_still_holds(self, things):
        things.insert_one({"_id": "a", "version": 1, "old": True})
        new = {"_id": "a", "version": 2, "new": True}
        assert things.replace_one({"_id": "a", "version": 1}, new).modified_count == 1
        assert things.replace_one({"_id": "a", "version": 1}, new).matched_count == 0
        assert things.find_one({"_id": "a"}) == new

    def test_of_many_writers_of_one_version_one_wins(self, things):
        things.insert_one({"_id": "a", "version": 1})

        def write(n):
            update = {"$set": {"by": n}, "$inc": {"version": 1}}
            return things.update_one({"_id": "a", "version": 1}, update).modified_count

        assert sum(together(write)) == 1
        assert things.find_one({"_id": "a"})["version"] == 2

    def test_a_second_insert_of_an_id_is_refused_and_names_the_key(self, things):
        things.insert_one({"_id": "a", "n": 1})
        with pytest.raises(DuplicateKeyError) as refused:
            things.insert_one({"_id": "a", "n": 2})
        assert refused.value.details and refused.value.details["keyPattern"] == {"_id": 1}
        assert things.find_one({"_id": "a"})["n"] == 1

    def test_of_many_inserts_of_one_id_one_wins(self, things):
        def insert(n):
            try:
                things.insert_one({"_id": "a", "by": n})
            except DuplicateKeyError:
                return 0
            return 1

        assert sum(together(insert)) == 1

    def test_of_many_upserts_of_one_id_one_document_comes_and_each_counts(self, things):
        def upsert(n):
            for _ in range(3):  # a driver or caller repeats an upsert that met another one
                try:
                    return things.update_one({"_id": "a"}, {"$inc": {"n": 1}}, upsert=True)
                except DuplicateKeyError:
                    continue
            raise AssertionError("an upsert met a duplicate three times")

        together(upsert)
        assert list(things.find()) == [{"_id": "a", "n": WRITERS}]

    def test_an_upsert_sets_some_fields_at_the_insert_only(self, things):
        update = {"$setOnInsert": {"first": True}, "$set": {"seen": 1}}
        assert things.update_one({"_id": "a"}, update, upsert=True).upserted_id == "a"
        update = {"$setOnInsert": {"first": False}, "$set": {"seen": 2}}
        assert things.update_one({"_id": "a"}, update, upsert=True).upserted_id is None
        assert things.find_one() == {"_id": "a", "first": True, "seen": 2}

    def test_numbers_given_out_are_never_given_twice(self, things):
        def next_number(_):
            return things.find_one_and_update(
                {"_id": "counter"},
                {"$inc": {"n": 1}},
                upsert=True,
                return_document=ReturnDocument.AFTER,
            )["n"]

        things.insert_one({"_id": "counter", "n": 0})
        assert sorted(together(next_number)) == list(range(1, WRITERS + 1))

    def test_find_and_update_gives_nothing_where_nothing_matches(self, things):
        assert things.find_one_and_update({"_id": "absent"}, {"$set": {"n": 1}}) is None


class TestUniqueness:
    def test_a_unique_index_over_two_fields_refuses_the_same_pair(self, things):
        things.create_index([("district", ASCENDING), ("code", ASCENDING)], unique=True)
        things.insert_one({"_id": 1, "district": "east", "code": "1"})
        things.insert_one({"_id": 2, "district": "west", "code": "1"})
        with pytest.raises(DuplicateKeyError):
            things.insert_one({"_id": 3, "district": "east", "code": "1"})
        with pytest.raises(DuplicateKeyError):
            things.update_one({"_id": 2}, {"$set": {"district": "east"}})

    def test_a_partial_unique_index_binds_only_what_its_filter_names(self, things):
        things.create_index(
            "sha256", unique=True, partialFilterExpression={"state": "sealed"}, name="sealed_once"
        )
        things.insert_one({"_id": 1, "sha256": "x", "state": "sealed"})
        things.insert_one({"_id": 2, "sha256": "x", "state": "open"})
        with pytest.raises(DuplicateKeyError):
            things.update_one({"_id": 2}, {"$set": {"state": "sealed"}})
        assert things.find_one({"_id": 2})["state"] == "open"

    def test_creating_an_index_twice_is_as_good_as_once(self, things):
        for _ in range(2):
            things.create_index([("a", ASCENDING)], name="by_a")
        assert set(things.index_information()) == {"_id_", "by_a"}

    def test_an_index_of_the_same_name_over_other_fields_is_refused(self, things):
        things.create_index([("a", ASCENDING)], name="by")
        with pytest.raises(OperationFailure):
            things.create_index([("b", ASCENDING)], name="by")


class TestEmbeddedLists:
    def test_entries_are_pushed_together_with_a_change(self, things):
        things.insert_one({"_id": "a", "n": 0, "outbox": []})
        entries = [{"id": "e1", "at": 1}, {"id": "e2", "at": 2}]
        things.update_one({"_id": "a"}, {"$set": {"n": 1}, "$push": {"outbox": {"$each": entries}}})
        assert things.find_one({"_id": "a"}) == {"_id": "a", "n": 1, "outbox": entries}

    def test_entries_are_pulled_by_their_ids(self, things):
        things.insert_one({"_id": "a", "outbox": [{"id": n} for n in range(4)]})
        things.update_one({"_id": "a"}, {"$pull": {"outbox": {"id": {"$in": [0, 2]}}}})
        assert things.find_one({"_id": "a"})["outbox"] == [{"id": 1}, {"id": 3}]

    def test_a_list_is_trimmed_by_age(self, things):
        marks = [{"id": n, "at": NOON + timedelta(days=n)} for n in range(4)]
        things.insert_one({"_id": "a", "marks": marks})
        limit = NOON + timedelta(days=2)
        things.update_one({"_id": "a"}, {"$pull": {"marks": {"at": {"$lt": limit}}}})
        assert [mark["id"] for mark in things.find_one({"_id": "a"})["marks"]] == [2, 3]

    def test_a_push_can_keep_only_the_last_entries(self, things):
        things.insert_one({"_id": "a", "log": [1, 2, 3]})
        things.update_one({"_id": "a"}, {"$push": {"log": {"$each": [4], "$slice": -3}}})
        assert things.find_one({"_id": "a"})["log"] == [2, 3, 4]

    def test_a_value_is_added_to_a_set_once(self, things):
        things.insert_one({"_id": "a", "heard": []})
        for _ in range(2):
            things.update_one({"_id": "a"}, {"$addToSet": {"heard": "e1"}})
        assert things.find_one({"_id": "a"})["heard"] == ["e1"]

    def test_a_change_is_refused_where_its_mark_is_already_there(self, things):
        things.insert_one({"_id": "a", "marks": [{"id": "e1"}], "n": 1})
        mark = {"$push": {"marks": {"id": "e1"}}, "$inc": {"n": 1}}
        found = things.update_one({"_id": "a", "marks.id": {"$ne": "e1"}}, mark)
        assert found.matched_count == 0
        assert things.find_one({"_id": "a"})["n"] == 1

    def test_one_entry_of_a_list_is_changed_by_a_filter(self, things):
        parts = [{"n": n, "etag": None} for n in (1, 2, 3)]
        things.insert_one({"_id": "a", "parts": parts})
        things.update_one(
            {"_id": "a"}, {"$set": {"parts.$[part].etag": "x"}}, array_filters=[{"part.n": 2}]
        )
        assert [part["etag"] for part in things.find_one({"_id": "a"})["parts"]] == [
            None,
            "x",
            None,
        ]

    @pytest.mark.parametrize("sparse", [True, False])
    def test_due_entries_are_found_through_a_multikey_index_and_empty_lists_are_not(
        self, things, sparse
    ):
        things.create_index([("outbox.at", ASCENDING)], sparse=sparse)
        things.insert_many(
            [
                {"_id": "due", "outbox": [{"id": 1, "at": NOON}]},
                {"_id": "later", "outbox": [{"id": 2, "at": NOON + timedelta(hours=1)}]},
                {"_id": "both", "outbox": [{"at": NOON + timedelta(hours=1)}, {"at": NOON}]},
                {"_id": "empty", "outbox": []},
                {"_id": "none"},
            ]
        )
        due = things.find({"outbox.at": {"$lte": NOON}}).sort("outbox.at").limit(10)
        assert {thing["_id"] for thing in due} == {"due", "both"}

    def test_what_is_due_is_found_through_a_sparse_index_until_the_field_is_taken_away(
        self, things
    ):
        things.create_index([("due", ASCENDING)], sparse=True)
        later = NOON + timedelta(hours=1)
        things.insert_many(
            [
                {"_id": "b", "due": NOON},
                {"_id": "a", "due": NOON - timedelta(hours=1)},
                {"_id": "later", "due": later},
                {"_id": "never"},
                {"_id": "null", "due": None},
            ]
        )
        due = things.find({"due": {"$lte": NOON}}).sort("due").limit(10)
        assert [thing["_id"] for thing in due] == ["a", "b"]
        things.update_one({"_id": "a"}, {"$unset": {"due": ""}})
        due = things.find({"due": {"$lte": NOON}}).sort("due").limit(10)
        assert [thing["_id"] for thing in due] == ["b"]

    def test_elements_are_matched_as_a_whole(self, things):
        things.insert_one({"_id": "a", "marks": [{"k": 1, "done": False}, {"k": 2, "done": True}]})
        assert not things.find_one({"marks": {"$elemMatch": {"k": 1, "done": True}}})
        assert things.find_one({"marks": {"$elemMatch": {"k": 2, "done": True}}})

    def test_a_field_is_taken_away(self, things):
        things.insert_one({"_id": "a", "claim": {"by": 1}})
        things.update_one({"_id": "a"}, {"$unset": {"claim": ""}})
        assert things.find_one({"_id": "a"}) == {"_id": "a"}


class TestReading:
    @pytest.fixture
    def pages(self, things):
        things.create_index([("district", 1), ("at", -1), ("_id", -1)])
        things.insert_many(
            {"_id": n, "district": "east" if n % 2 else "west", "at": n // 4, "n": n}
            for n in range(40)
        )
        return things

    def test_pages_by_field_and_id_miss_nothing_and_repeat_nothing(self, pages):
        query: dict[str, Any] = {"district": "east"}
        seen: list[int] = []
        for _ in range(20):
            page = list(pages.find(query).sort([("at", -1), ("_id", -1)]).limit(3))
            if not page:
                break
            seen += [thing["_id"] for thing in page]
            last = page[-1]
            query = {
                "district": "east",
                "$or": [
                    {"at": {"$lt": last["at"]}},
                    {"at": last["at"], "_id": {"$lt": last["_id"]}},
                ],
            }
        assert seen == list(range(39, 0, -2))

    def test_sorting_goes_both_ways(self, pages):
        up = [t["_id"] for t in pages.find().sort("_id", ASCENDING).limit(2)]
        down = [t["_id"] for t in pages.find().sort("_id", DESCENDING).limit(2)]
        assert (up, down) == ([0, 1], [39, 38])

    def test_only_the_wanted_fields_come(self, pages):
        assert pages.find_one({"_id": 3}, {"n": 1, "_id": 0}) == {"n": 3}
        assert "n" not in pages.find_one({"_id": 3}, {"n": 0})

    def test_ranges_lists_and_absence_are_understood(self, pages):
        pages.insert_one({"_id": 100})
        count = pages.count_documents
        assert count({"n": {"$gte": 10, "$lt": 20}}) == 10
        assert count({"n": {"$in": [1, 2, 99]}}) == 2
        assert count({"n": {"$nin": [1, 2]}, "district": {"$exists": True}}) == 38
        assert count({"n": {"$exists": False}}) == 1
        assert count({"n": None}) == 1
        assert count({"$and": [{"n": {"$ne": 3}}, {"$or": [{"n": 3}, {"n": 4}]}]}) == 1

    def test_a_group_counts_and_sums_per_district(self, pages):
        pipeline = [
            {"$match": {"n": {"$lt": 10}}},
            {"$group": {"_id": "$district", "count": {"$sum": 1}, "total": {"$sum": "$n"}}},
            {"$sort": {"_id": 1}},
        ]
        assert list(pages.aggregate(pipeline)) == [
            {"_id": "east", "count": 5, "total": 25},
            {"_id": "west", "count": 5, "total": 20},
        ]

    def test_lists_are_taken_apart_in_an_aggregation(self, things):
        things.insert_one({"_id": 1, "parts": [{"k": "a"}, {"k": "b"}, {"k": "a"}]})
        pipeline = [{"$unwind": "$parts"}, {"$group": {"_id": "$parts.k", "n": {"$sum": 1}}}]
        assert {row["_id"]: row["n"] for row in things.aggregate(pipeline)} == {"a": 2, "b": 1}

    def test_chinese_text_comes_back_as_it_went_in(self, things):
        things.insert_one({"_id": "同心区", "text": "双拥模范城 🎖"})
        assert things.find_one({"_id": "同心区"})["text"] == "双拥模范城 🎖"


class TestValues:
    def test_dates_are_kept_to_the_millisecond_in_utc(self, things):
        things.insert_one({"_id": 1, "at": NOON.replace(microsecond=123456)})
        assert things.find_one({"_id": 1})["at"] == NOON
        assert things.find_one({"at": {"$gte": NOON}})
        assert not things.find_one({"at": {"$gt": NOON}})

    def test_dates_of_another_zone_are_the_same_instant(self, things):
        shanghai = datetime.fromisoformat("2026-05-01T20:00:00.123+08:00")
        things.insert_one({"_id": 1, "at": shanghai})
        assert things.find_one({"_id": 1})["at"] == NOON

    def test_whole_numbers_keep_all_64_bits(self, things):
        big = 2**63 - 1
        things.insert_one({"_id": 1, "n": Int64(big), "small": -5})
        assert things.find_one({"_id": 1})["n"] == big
        things.update_one({"_id": 1}, {"$inc": {"small": Int64(2**40)}})
        assert things.find_one({"small": 2**40 - 5})

    def test_bytes_and_uuids_come_back_as_they_went_in(self, things):
        raw = bytes(range(256))
        ident = uuid.UUID(int=7)
        things.insert_one({"_id": 1, "raw": raw, "uuid": Binary.from_uuid(ident)})
        found = things.find_one({"_id": 1})
        assert found["raw"] == raw
        assert found["uuid"].as_uuid() == ident

    def test_nested_documents_and_lists_keep_their_order(self, things):
        deep = {"b": [1, [2, {"z": None, "a": True}]], "a": 1.5}
        things.insert_one({"_id": 1, "deep": deep})
        found = things.find_one({"_id": 1})["deep"]
        assert found == deep
        assert list(found) == ["b", "a"]

    def test_a_document_of_four_mebibytes_fits(self, things):
        things.insert_one({"_id": 1, "text": "x" * 4 * 1024 * 1024})
        assert len(things.find_one({"_id": 1})["text"]) == 4 * 1024 * 1024


class TestManyAtOnce:
    def test_a_bulk_of_writes_says_what_it_did(self, things):
        done = things.bulk_write(
            [InsertOne({"_id": 1}), UpdateOne({"_id": 2}, {"$set": {"n": 1}}, upsert=True)]
        )
        assert (done.inserted_count, done.upserted_count) == (1, 1)

    def test_an_unordered_bulk_goes_on_past_a_duplicate(self, things):
        things.insert_one({"_id": 2})
        with pytest.raises(BulkWriteError) as partly:
            things.bulk_write([InsertOne({"_id": n}) for n in (1, 2, 3)], ordered=False)
        assert [error["code"] for error in partly.value.details["writeErrors"]] == [11000]
        assert things.count_documents({}) == 3

    def test_an_ordered_bulk_stops_at_a_duplicate(self, things):
        things.insert_one({"_id": 2})
        with pytest.raises(BulkWriteError):
            things.bulk_write([InsertOne({"_id": n}) for n in (1, 2, 3)])
        assert sorted(t["_id"] for t in things.find()) == [1, 2]

    def test_many_are_changed_and_deleted_by_a_condition(self, things):
        things.insert_many({"_id": n, "old": n < 3} for n in range(5))
        assert things.update_many({"old": True}, {"$set": {"seen": True}}).modified_count == 3
        assert things.delete_many({"seen": True}).deleted_count == 3
        assert things.delete_one({"_id": 4}).deleted_count == 1


class TestDurability:
    def test_a_journaled_write_is_acknowledged(self, database, things):
        assert database.client.write_concern.document.get("j") is True
        assert things.insert_one({"_id": 1}).acknowledged

    @pytest.mark.timeout(180)
    def test_old_documents_go_by_themselves(self, things):
        things.create_index("until", expireAfterSeconds=0)
        now = datetime.now(UTC)
        things.insert_many(
            [
                {"_id": "old", "until": now - timedelta(hours=1)},
                {"_id": "new", "until": now + timedelta(hours=1)},
                {"_id": "for ever"},
            ]
        )
        # MongoDB looks once a minute.
        eventually(lambda: not things.find_one({"_id": "old"}), within=150)
        assert {t["_id"] for t in things.find()} == {"new", "for ever"}


class TestFailure:
    def test_what_happens_to_a_client_is_told_by_one_family_of_errors(self):
        for error in (AutoReconnect, ServerSelectionTimeoutError, DuplicateKeyError):
            assert issubclass(error, PyMongoError)

    def test_an_absent_server_is_told_within_the_time_allowed(self):
        nobody = "mongodb://127.0.0.1:1/?directConnection=true"
        client: MongoClient[Any] = MongoClient(nobody, serverSelectionTimeoutMS=300)
        with client, pytest.raises(ServerSelectionTimeoutError):
            client.admin.command("ping")

    def test_a_conditional_write_whose_answer_is_lost_can_be_repeated(self, database, address):
        things = database["lost_answers"]
        things.insert_one({"_id": "a", "version": 1, "n": 0})
        with Relay(database.client.address) as relay:
            through = address.replace("{}:{}".format(*database.client.address), relay.address)
            client: MongoClient[Any] = MongoClient(through, retryWrites=False, journal=True)
            with client:
                mine = client[database.name]["lost_answers"]
                assert mine.find_one({"_id": "a"}, {"version": 1}) == {"_id": "a", "version": 1}
                relay.drop_answers()
                update = {"$inc": {"n": 1, "version": 1}}
                with pytest.raises(AutoReconnect):
                    mine.update_one({"_id": "a", "version": 1}, update)
                relay.drop_answers(False)
                eventually(lambda: things.find_one({"_id": "a"})["version"] == 2)
                assert mine.update_one({"_id": "a", "version": 1}, update).matched_count == 0
        assert things.find_one({"_id": "a"})["n"] == 1

    def test_another_database_is_closed_to_the_user(self, database):
        with pytest.raises(OperationFailure) as refused:
            database.client["someone_elses"].things.insert_one({})
        assert refused.value.code == 13
