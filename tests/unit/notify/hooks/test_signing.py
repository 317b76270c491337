"""Signatures as the Standard Webhooks convention has them."""

import pytest

from services.notify.hooks.signing import headers, secret_of, signatures
from tests.unit.notify.hooks.cast import OTHER, SECRET


def test_a_signature_is_that_of_the_conventions_own_sample():
    secret = "whsec_plJ3nmyCDGBKInavdOK15jsl"
    body = b'{"event_type":"ping","data":{"success":true}}'
    made = signatures([secret], "msg_loFOjxBNrRLzqYUf", 1731705121, body)
    assert made == "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0="


def test_while_two_secrets_hold_each_signs():
    first, second = signatures([SECRET, OTHER], "e", 1, b"{}").split(" ")
    assert first == signatures([SECRET], "e", 1, b"{}")
    assert second == signatures([OTHER], "e", 1, b"{}")


@pytest.mark.parametrize("changed", [("f", 1, b"{}"), ("e", 2, b"{}"), ("e", 1, b"{ }")])
def test_id_moment_and_body_are_all_signed(changed):
    assert signatures([SECRET], *changed) != signatures([SECRET], "e", 1, b"{}")


def test_a_secret_says_what_it_is_and_headers_have_the_conventions_names():
    assert secret_of(b"\0" * 32).startswith("whsec_")
    assert headers([SECRET], "e", 7, b"{}").keys() == {
        *("webhook-id", "webhook-timestamp", "webhook-signature")
    }
