"""The app answers as the library does."""

from __future__ import annotations

import importlib.util
import io
import json
from pathlib import Path
from typing import Any

import attrs
import pytest
from conftest import settings
from hypothesis import given
from hypothesis import strategies as st
from papers import JSON, mutated, told

from warranty_rules import Claim, InputError
from warranty_rules.documents import MOST_BYTES, decision_document, document, read
from warranty_rules.policies import icenter

SPEC = importlib.util.spec_from_file_location("warranty_flask_app", Path(__file__).with_name("app.py"))
assert SPEC and SPEC.loader
MODULE = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(MODULE)


def own(body: bytes) -> tuple[int, Any]:
    """Answer as the library does when it is called directly."""
    try:
        decided = [decision_document(icenter.policy().adjudicate(claim)) for claim in read(Claim, body)]
    except InputError as error:
        return 422, [attrs.asdict(problem) for problem in error.problems]
    return 200, json.loads(json.dumps(decided))


def ask(body: bytes) -> tuple[int, Any]:
    response = MODULE.app.test_client().post("/decide", data=body)
    return response.status_code, response.get_json()


WRITTEN = (told(Claim).map(document) | mutated(Claim) | JSON).map(lambda given: json.dumps(given).encode())


@settings(max_examples=30)
@given(WRITTEN | st.binary(max_size=40))
def test_an_answer_is_the_librarys_own_decision_or_all_its_problems(body: bytes) -> None:
    assert ask(body) == own(body)


@pytest.mark.parametrize("body", [b'{"card": {}, "card": {}}', b'{"sale": {"goods": NaN, "sold_here": 0}}', b"\xff"])
def test_what_is_no_claim_document_is_refused(body: bytes) -> None:
    assert ask(body) == own(body)
    assert ask(body)[0] == 422


class Endless(io.RawIOBase):
    """A body of which so much was read."""

    taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.taken += len(buffer)
        buffer[:] = b" " * len(buffer)
        return len(buffer)


def test_what_is_too_long_is_refused_before_it_has_come() -> None:
    body = Endless()
    coming = {"wsgi.input": io.BufferedReader(body), "CONTENT_LENGTH": str(1 << 30)}
    response = MODULE.app.test_client().post("/decide", environ_overrides=coming)
    assert (response.status_code, response.get_json()) == own(b" " * (MOST_BYTES + 1))
    assert MOST_BYTES < body.taken < 2 * MOST_BYTES
