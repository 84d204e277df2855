"""Over a real connection the app answers as the library does, and its OpenAPI document says what it takes and gives."""

from __future__ import annotations

import importlib.util
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from threading import Thread
from typing import Any

import attrs
import pytest
import uvicorn
from conftest import settings
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from papers import JSON, mutated, told

from warranty_rules import Claim, InputError
from warranty_rules.documents import MOST_BYTES, decision_document, decision_schema, document, read, schema
from warranty_rules.policies import icenter

HERE = Path(__file__).parent
EXAMPLES = sorted((HERE.parent / "claims").glob("*.json"))
SPEC = importlib.util.spec_from_file_location("warranty_app", HERE / "app.py")
assert SPEC and SPEC.loader
MODULE = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(MODULE)
POLICY = icenter.policy()

Answer = tuple[int, Any]


@pytest.fixture(scope="module")
def address() -> Iterator[tuple[str, int]]:
    """Serve the app on a free port of the loopback interface for as long as the tests run."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(MODULE.app, log_level="warning"))
        thread = Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield listening.getsockname()
        server.should_exit = True
        thread.join(30)
        assert not thread.is_alive()


def ask(address: tuple[str, int], path: str, body: bytes | None = None) -> Answer:
    connection = HTTPConnection(*address, timeout=20)
    connection.request("GET" if body is None else "POST", path, body)
    response = connection.getresponse()
    answer = response.status, json.loads(response.read())
    connection.close()
    return answer


def own(body: bytes, *, mask: bool) -> Answer:
    """Answer as the library does when it is called directly."""
    try:
        decided = [decision_document(POLICY.adjudicate(claim), mask=mask) for claim in read(Claim, body, mask=mask)]
    except InputError as error:
        return 422, [attrs.asdict(problem) for problem in error.problems]
    return 200, json.loads(json.dumps(decided))


# --- The answers are the library's ---------------------------------------------------------------------

WRITTEN = (told(Claim).map(document) | mutated(Claim) | JSON).map(lambda given: json.dumps(given).encode())
BODIES = WRITTEN | st.binary(max_size=40) | st.text(max_size=20).map(lambda text: text.encode("utf-8", "surrogatepass"))


@settings(max_examples=80)
@given(body=BODIES, mask=st.booleans())
def test_an_answer_is_the_librarys_own_decision_or_all_its_problems(address: tuple[str, int], body: bytes, mask: bool) -> None:
    status, answer = ask(address, f"/decide?mask={str(mask).lower()}", body)
    assert (status, answer) == own(body, mask=mask)
    assert list(DOCUMENTED[status].iter_errors(answer)) == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_is_answered_with_the_outcome_in_its_name(address: tuple[str, int], path: Path) -> None:
    status, answer = ask(address, "/decide", path.read_bytes())
    assert status == 200
    assert {decided["outcome"] for decided in answer} <= {path.stem.split("_")[0]} or path.stem == "two_faults_two_outcomes"
    assert len(answer) == (2 if path.stem == "two_faults_two_outcomes" else 1)


def test_many_requests_at_once_are_answered_as_one_by_one(address: tuple[str, int]) -> None:
    bodies = [path.read_bytes() for path in EXAMPLES] * 3
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda body: ask(address, "/decide", body), bodies)) == [own(body, mask=False) for body in bodies]


def test_no_request_makes_a_policy(address: tuple[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(icenter, "policy")
    assert ask(address, "/decide", b"{}")[0] == 200


# --- What is refused -----------------------------------------------------------------------------------

REFUSED = {
    b'{"card": {"present": true, "present": false}}': ["card.present"],
    b'{"sale": {"contract_months": NaN, "goods": "old"}, "kard": {}}': ["", "sale.goods", "sale.contract_months"],
    b'{"claimed_on": "2026-03-01", "sale": {"sold_on": "2026-03-02"}}': ["claimed_on"],
    b'{"faults": [{}, {"causes": ["rust"]}]}': ["faults[1].causes"],
    b"": [""],
    b"card=lost&seals=broken": [""],
    b"\xff\xfe{}": [""],
    b"[" * 100_000: [""],
}


@pytest.mark.parametrize("body", REFUSED, ids=lambda body: body[:20].decode(errors="replace"))
def test_a_body_is_refused_with_the_place_of_every_problem(address: tuple[str, int], body: bytes) -> None:
    status, problems = ask(address, "/decide", body)
    assert (status, sorted(problem["path"] for problem in problems)) == (422, sorted(REFUSED[body]))


@pytest.mark.parametrize("number", ["490154203237518", "490154203237519"], ids=["a number", "a slip of the pen"])
def test_a_number_is_in_no_masked_answer(address: tuple[str, int], number: str) -> None:
    body = json.dumps({"device": {"imei_1": number}}).encode()
    whole, masked = ask(address, "/decide", body), ask(address, "/decide?mask=true", body)
    assert (number in str(whole), number in str(masked)) == (True, False)
    assert (whole, masked) == (own(body, mask=False), own(body, mask=True))


def test_a_query_is_refused_in_the_same_form(address: tuple[str, int]) -> None:
    status, problems = ask(address, "/decide?mask=perhaps", b"{}")
    assert (status, [(p["path"], p["given"]) for p in problems]) == (422, [("query.mask", "'perhaps'")])
    assert DOCUMENTED[422].is_valid(problems)


HEAD = b"POST /decide HTTP/1.1\r\nHost: loopback\r\n"
LENGTHS = {
    "a length of 1 GiB": HEAD + b"Content-Length: %d\r\n\r\n" % (1 << 30),
    "chunks without end": HEAD + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % (1 << 30),
}


@pytest.mark.parametrize("said", LENGTHS)
def test_what_is_too_long_is_refused_before_it_has_come(address: tuple[str, int], said: str) -> None:
    with socket.create_connection(address, timeout=20) as connection:
        connection.sendall(LENGTHS[said] + b"{" + b" " * MOST_BYTES)  # and nothing more: who waits for the rest never answers
        response = HTTPResponse(connection)
        response.begin()
        assert (response.status, json.loads(response.read())) == own(b"{" + b" " * MOST_BYTES, mask=False)
        assert response.status == 422


def test_the_longest_document_is_taken(address: tuple[str, int]) -> None:
    assert ask(address, "/decide", b"{}" + b" " * (MOST_BYTES - 2)) == own(b"{}", mask=False)


# --- What it says of itself ----------------------------------------------------------------------------


def content(described: dict[str, Any]) -> Any:
    return described["content"]["application/json"]["schema"]


OPENAPI = MODULE.app.openapi()
DECIDE = OPENAPI["paths"]["/decide"]["post"]
DOCUMENTED = {int(status): Draft202012Validator(content(told_)) for status, told_ in DECIDE["responses"].items()}


def test_the_openapi_document_is_valid_and_made_of_the_librarys_schemas(address: tuple[str, int]) -> None:
    validate(OPENAPI)
    assert ask(address, "/openapi.json") == (200, OPENAPI)
    assert content(DECIDE["requestBody"]) == schema(Claim)
    assert content(DECIDE["responses"]["200"])["items"] == decision_schema(POLICY)
    assert DECIDE["responses"].keys() == {"200", "422"}
    assert "components" not in OPENAPI  # no second description of anything


def test_the_schema_of_claims_is_served(address: tuple[str, int]) -> None:
    assert ask(address, "/schema") == (200, schema(Claim))


def test_requests_drawn_from_the_openapi_document_find_nothing_that_it_does_not_say(address: tuple[str, int], tmp_path: Path) -> None:
    """One phase of Schemathesis, of so many requests: bounded, and the same on every run."""
    options = ["--phases=fuzzing", "--max-examples=20", "--generation-deterministic", "--request-timeout=60", "--no-color"]
    command = [sys.executable, "-m", "schemathesis.cli", "run", f"http://{address[0]}:{address[1]}/openapi.json", *options]
    found = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout
    assert "2 passed" in found.stdout
