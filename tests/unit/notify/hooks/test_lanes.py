"""One request at a time to each address."""

from services.notify.hooks.lanes import MOST_REST, MOST_WAIT, Lanes


def test_a_second_request_waits_while_the_first_is_out_and_another_address_does_not():
    lanes = Lanes()
    assert lanes.enter("a", 0) == 0
    assert lanes.enter("a", 0) > 0
    assert lanes.enter("b", 0) == 0
    lanes.leave("a", 2, 2, failed=False)
    assert lanes.enter("a", 2) == 0


def test_those_who_wait_come_one_after_the_other():
    lanes = Lanes()
    lanes.enter("a", 0)
    lanes.leave("a", 2, 2, failed=False)
    lanes.enter("a", 2)
    assert [lanes.enter("a", 2) for _ in range(3)] == [2, 4, 6]


def test_nobody_waits_longer_than_the_bound_however_many_they_are():
    lanes = Lanes()
    lanes.enter("a", 0)
    waits = [lanes.enter("a", 0) for _ in range(5000)]
    assert max(waits) <= MOST_WAIT and len(set(waits)) == MOST_WAIT


def test_an_address_that_fails_is_left_alone_longer_and_longer_until_it_takes_something():
    lanes, now, rests = Lanes(), 0.0, []
    for _ in range(12):
        assert lanes.enter("a", now) == 0
        lanes.leave("a", now, 1, failed=True)
        rests.append(lanes.enter("a", now))
        now += MOST_REST
    assert rests[:4] == [2, 4, 8, 16] and rests[-1] == MOST_REST
    assert lanes.enter("a", now) == 0
    lanes.leave("a", now, 1, failed=False)
    assert lanes.enter("a", now) == 0


def test_a_trial_goes_though_the_address_rests():
    lanes = Lanes()
    lanes.enter("a", 0)
    lanes.leave("a", 0, 1, failed=True)
    assert lanes.enter("a", 0) > 0
    assert lanes.enter("a", 0, at_once=True) == 0
    assert lanes.enter("a", 0, at_once=True) == 1


def test_an_address_that_asks_to_be_left_alone_is():
    lanes = Lanes()
    lanes.enter("a", 0)
    lanes.leave("a", 0, 1, failed=True, asked=60)
    assert lanes.enter("a", 0) == 60
