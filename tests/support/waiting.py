"""Waiting, as everybody who tests on the kit waits."""

from kit.testing.waiting import consistently as consistently
from kit.testing.waiting import eventually as eventually
