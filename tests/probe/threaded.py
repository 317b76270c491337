"""A library that starts a thread when it is imported."""

from tests.probe.confined import thread_beside

thread_beside()
