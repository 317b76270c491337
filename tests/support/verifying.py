"""The command that says what was altered, in this process: another takes seconds to begin."""

import contextlib
import io

import pytest

from services.evidence import verify as command
from services.evidence.bucket.client import bucket
from services.evidence.proving.looks import own_key
from tests.support.stack import Stack


def verify(stack: Stack, *arguments: str, **settings: str) -> tuple[int, list[str]]:
    """Its exit code and what it said."""
    told = io.StringIO()
    with pytest.MonkeyPatch.context() as given, contextlib.redirect_stdout(told):
        for name, value in (stack.env("evidence") | settings).items():
            given.setenv(name, value)
        forget()
        try:
            code = command.main(list(arguments))
        finally:
            forget()
    return code, told.getvalue().splitlines()


def forget() -> None:
    """What is made once is of one module's store, and others run in this process."""
    bucket.cache_clear()
    own_key.cache_clear()
