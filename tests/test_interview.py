"""An interview asks the next best question, takes what is typed for it, lets an answer be taken back, and ends once nothing is left to ask."""

from __future__ import annotations

import json
import os
import random
import select
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import brute
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from naming import lasting
from profiles import scaled
from shops import bicycles
from small import Small
from test_cli import run

from warranty_rules import NONE, SAME, UNKNOWN, Cause, Claim, Component, DayOrNone, Outcome, PartialSet, Party, Record, Sale, Text, clean, cli
from warranty_rules.cli import HELP, OVER, STOP
from warranty_rules.analysis.interview import Interview, accepted, change_text, choices, parsed, question_text
from warranty_rules.documents import document, plain, read
from warranty_rules.errors import InputError
from warranty_rules.facts import Fact
from warranty_rules.fields import OneOf, SetOf
from warranty_rules.policies import icenter
from warranty_rules.testing import policies
from warranty_rules.testing import records as claims
from warranty_rules.wording import decision_text

STORE = icenter.policy()
EXAMPLES = Path(__file__).parents[1] / "examples" / "claims"
PENDING = str(EXAMPLES / "pending_used_phone.json")


def typed(fact: Fact[Any], value: Any, way: random.Random) -> str:
    """Type a value as people do: a choice by its number, its code or its words."""
    field: Any = fact.field
    if isinstance(field, SetOf):
        return ", ".join(named(field, member, way) for member in field.members if member in value) or "none"
    if isinstance(field, OneOf):
        return named(field, value, way)
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(plain(value))


def named(field: Any, member: Any, way: random.Random) -> str:
    return str(way.choice([field.members.index(member) + 1, member.value, member.label, member.label.upper()]))


@st.composite
def beginnings(draw: st.DrawFn) -> tuple[Interview[Any], Any]:
    """Draw an interview at its beginning, and the truth, of which up to eight facts are open."""
    policy = draw(st.one_of(st.just(STORE), st.builds(bicycles.policy), policies(Small, size=2)))
    truth = draw(claims(policy.record, complete=True))
    open_ = draw(st.sets(st.sampled_from([v for fact in truth.facts() for v in fact.variables]), max_size=8))
    return Interview(policy, brute.forget(truth, open_)), truth


@given(begun=beginnings(), way=st.randoms(use_true_random=False))
@settings(max_examples=scaled(30))
def test_answered_truly_an_interview_ends_with_the_truth_and_asks_no_fact_twice(begun: tuple[Interview[Any], Any], way: random.Random) -> None:
    (interview, truth), asked = begun, list[Fact[Any]]()
    while interview.question is not NONE:
        fact = interview.question.fact
        asked.append(fact)
        assert fact in {q.fact for q in interview.decision.questions}
        told = interview.answer(typed(fact, fact.of(truth), way))
        assert told.back() is interview
        interview = told
    assert len(asked) == len(set(asked))
    assert interview.decision.outcome is interview.policy.adjudicate(truth).outcome


@pytest.mark.heavy  # whole interviews
@given(begun=beginnings(), data=st.data())
@settings(max_examples=scaled(20))
def test_what_nobody_can_tell_is_asked_once_and_the_interview_goes_on_to_its_end(begun: tuple[Interview[Any], Any], data: st.DataObject) -> None:
    (interview, truth), asked = begun, list[Fact[Any]]()
    silent = data.draw(st.sets(st.sampled_from(interview.policy.record.facts())))
    while interview.question is not NONE:
        fact = interview.question.fact
        asked.append(fact)
        interview = interview.answer("?" if fact in silent else typed(fact, fact.of(truth), random.Random(0)))
    assert len(asked) == len(set(asked))
    left = {q.fact for q in interview.decision.questions}
    assert left <= silent
    assert interview.left == 0


def test_the_facts_of_an_examination_are_asked_together() -> None:
    interview = Interview(STORE, Claim())
    first = interview.suggestion.examination
    paths = []
    while interview.suggestion.examination == first:
        paths.append(interview.question.path)
        interview = interview.answer("?")
    assert [path.partition(".")[0] for path in paths] == ["sale"] * 7


def test_answers_are_taken_back_one_by_one_to_the_beginning() -> None:
    start = Interview(STORE, Claim())
    told = start.answer("used").answer("?").answer("2026-03-02")
    assert told.claim.sale.sold_on == date(2026, 3, 2)
    assert told.back().back() == start.answer("used")
    assert told.back().back().back() is start
    assert start.back() is start


def test_an_answer_after_the_end_is_refused() -> None:
    over = Interview(STORE, clean(Claim, sale=Sale(sold_here=False)))
    assert over.question is NONE
    assert question_text(over) == "no question is left"
    with pytest.raises(InputError, match="^input: got 'yes'; accepted: nothing: no question is left$") as refused:
        over.answer("yes")
    assert [problem.path for problem in refused.value.problems] == [""]


@pytest.mark.parametrize("text", ["?", "unknown", " Unknown ", "not known", "DON'T KNOW", "do not know", "dont know", "no idea"])
def test_what_nobody_can_tell_is_said_in_some_ways_and_ends_what_was_begun_for_it_no_less(text: str) -> None:
    start = Interview(STORE, Claim())
    told = start.answer(text)
    assert told.unanswerable == {start.question.fact}
    assert told.begun == (start.suggestion.examination,)
    assert told.claim == start.claim


def test_a_denial_that_can_be_cured_is_asked_on_about_and_learns_of_the_claim_itself() -> None:
    claim = clean(Claim, sale=Sale.used(sold_on=date(2026, 3, 2), contract_months=6), claimed_on=date(2026, 7, 20)).replace(Claim.card.present, False)
    interview = Interview(STORE, claim.replace(Claim.inspection.opened_by, UNKNOWN))
    told = interview.answer("none")
    assert (interview.decision.outcome, told.decision.outcome, told.claim.card.present) == (Outcome.DENIED, Outcome.DENIED, False)
    assert told.claim.inspection.opened_by == frozenset()


# --- What is typed ------------------------------------------------------------------------------------------------


class Odd(Record):
    delivered: DayOrNone = DayOrNone("When was it delivered?", "desk", says="delivered on {}", none="collected")
    name: Text = Text("Whose is it?", "desk", says="of {}")


RIGHT = [
    (Claim.sale.sold_here, "Yes", True),
    (Claim.sale.sold_here, " n ", False),
    (Claim.sale.sold_on, "2026-03-02", date(2026, 3, 2)),
    (Claim.sale.contract_months, "6", 6),
    (Claim.fault.component, "1", Component.TOUCH_ID),
    (Claim.fault.component, "main board", Component.BOARD),
    (Claim.fault.component, "board", Component.BOARD),
    (Claim.fault.causes, "1,mechanical impact, dust", frozenset({Cause.LIQUID, Cause.IMPACT, Cause.DUST})),
    (Claim.fault.causes, "None", frozenset()),
    (Claim.card.serial, "f2lx 1234", "F2LX1234"),
    (Claim.card.serial, "Same", SAME),
    (Claim.card.serial, "none", NONE),
    (Odd.delivered, "NONE", NONE),
    (Odd.delivered, "2026-03-02", date(2026, 3, 2)),
    (Odd.name, "Ada", "Ada"),
]
WRONG = [
    (Claim.sale.sold_here, "perhaps", "sale.sold_here: got 'perhaps'; accepted: yes or no; or ? where nobody can tell"),
    (Claim.sale.sold_on, "2.3.2026", "a date as YYYY-MM-DD, 1990-01-01 to 2100-12-31; or ?"),
    (Claim.sale.sold_on, "2026-02-30", "a date as YYYY-MM-DD"),
    (Claim.sale.contract_months, "1201", "a whole number of months, 0 to 1200; or ?"),
    (Claim.sale.contract_months, "six", "a whole number of months, 0 to 1200; or ?"),
    (Claim.sale.contract_months, "9" * 5_000, "a whole number of months"),
    (Claim.fault.component, "0", "a number, 1 to 9, or touch_id, face_id"),
    (Claim.fault.component, "10", "a number, 1 to 9"),
    (Claim.fault.causes, "1, 1", "numbers, 1 to 12, or names, with commas between; or none"),
    (Claim.fault.causes, "1, none", "numbers, 1 to 12"),
    (Claim.fault.causes, "", "numbers, 1 to 12"),
    (Claim.device.imei_1, "490154203237519", "an IMEI, 15 digits of which the last is the check digit; or none"),
    (Claim.device.serial, "\u212aABC123", "device.serial: got '\u212aABC123'"),  # no k, though it is one in lower case
    (Odd.delivered, "soon", "a date as YYYY-MM-DD, 1990-01-01 to 2100-12-31; or none"),
    (Odd.name, "", "a text of 1 to 200 printable characters"),
]


@pytest.mark.parametrize(("fact", "text", "value"), RIGHT, ids=lasting)
def test_an_answer_is_taken_in_the_words_of_its_fact(fact: Fact[Any], text: str, value: Any) -> None:
    assert parsed(fact, text) == value


@pytest.mark.parametrize(("fact", "text", "error"), WRONG, ids=lambda value: str(value)[:40])
def test_what_is_no_answer_is_refused_with_what_is(fact: Fact[Any], text: str, error: str) -> None:
    with pytest.raises(InputError) as caught:
        parsed(fact, text)
    assert error in str(caught.value)


@given(data=st.data(), text=st.text(max_size=12) | st.sampled_from(["?", "1", "none", "yes", "2026-01-01"]))
@settings(max_examples=scaled(100))
def test_whatever_is_typed_is_an_answer_or_an_input_error(data: st.DataObject, text: str) -> None:
    fact = data.draw(st.sampled_from(Claim.facts()))
    try:
        value = parsed(fact, text)
    except InputError:
        return
    assert Claim().learn(fact, value).knows(fact)


def test_an_answer_that_what_is_known_contradicts_is_refused() -> None:
    begun = Claim(sale=Sale.new(sold_on=date(2026, 3, 2), manufacturer_months=12, extended_plan=False))
    interview = Interview(STORE, begun)
    while interview.question.path != "claimed_on":
        interview = interview.answer("?")
    with pytest.raises(InputError, match="a day not before the sale"):
        interview.answer("2026-03-01")


def test_a_half_known_set_is_asked_whole_and_keeps_what_is_known() -> None:
    claim = clean(Claim, sale=Sale.used(sold_on=date(2026, 3, 2), contract_months=6), claimed_on=date(2026, 7, 20))
    half = claim.replace(Claim.inspection.opened_by, UNKNOWN).replace(Claim.inspection.opened_by.has(Party.BUYER), False)
    assert isinstance(half.inspection.opened_by, PartialSet)
    with pytest.raises(InputError, match="an answer that goes with what is known already: "):
        Interview(STORE, half).answer("the buyer")
    assert Interview(STORE, half).answer("factory").decision.outcome is Outcome.APPROVED


def test_every_field_of_the_store_says_how_it_is_answered() -> None:
    assert [accepted(fact.field) for fact in Claim.facts() if not accepted(fact.field)] == []
    assert choices(Claim.inspection.seals.field)[2] == "broken in the seller's or an authorized service"


@pytest.mark.parametrize(("typed_", "value"), [("yes", True), ("Y", True), ("y", True), ("no", False), ("n", False), (" N ", False)])
def test_yes_and_no_are_typed_in_full_or_by_a_letter(typed_: str, value: bool) -> None:
    assert parsed(Claim.fault.failed_before_use, typed_) is value


def test_what_is_taken_back_is_open_again() -> None:
    begun = Interview(STORE, read(Claim, Path(PENDING).read_bytes())[0])
    told = begun.answer("1")
    assert change_text(begun, told).splitlines() == ["DENIED, 0 facts left to ask", "  E04 unauthorized opening: applies"]
    assert change_text(told, told.back()).splitlines() == ["PENDING, 1 fact left to ask", "  E04 unauthorized opening: open"]


# --- At the terminal ------------------------------------------------------------------------------------------------


def test_an_interview_at_the_terminal_shows_each_question_what_changes_and_the_decision() -> None:
    code, out, err = run("ask", PENDING, typed=b"nobody\n1\n")
    (claim,) = read(Claim, Path(PENDING).read_bytes())
    begun = Interview(STORE, claim)
    told = begun.answer("1")
    parts = [question_text(begun), "opened_by: got 'nobody'; accepted: numbers, 1 to 5", change_text(begun, told), decision_text(told.decision)]
    places = [out.find(part) for part in parts]
    assert (code, err) == (0, "")
    assert -1 not in places
    assert places == sorted(places)
    assert "DENIED, 0 facts left to ask\n  E04 unauthorized opening: applies\n" in out


def test_help_is_shown_at_the_beginning_and_where_it_is_asked_for() -> None:
    _, out, _ = run("ask", PENDING, typed=b"help\nHELP\n\nnone\n")
    assert out.startswith(f"{HELP}\n\n")
    assert out.count(f"> {HELP}\n") == 3
    assert "\nAPPROVED " in out


@pytest.mark.parametrize("word", [*STOP, *(word.upper() for word in STOP)])
def test_a_word_ends_it_with_what_is_known(word: str) -> None:
    code, out, _ = run("ask", PENDING, typed=f"{word}\nnone\n".encode())
    assert (code, "\nPENDING " in out, "accepted" in out) == (0, True, False)


def test_a_question_is_shown_before_its_answer_is_waited_for() -> None:
    words = [sys.executable, "-m", "warranty_rules", "ask", PENDING]
    env = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"} | {"PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env) as asked:
        assert asked.stdin is not None and asked.stdout is not None
        told = b""
        while not told.endswith(b"\n> "):
            ready, _, _ = select.select([asked.stdout], [], [], 60)
            assert ready, told
            told += os.read(asked.stdout.fileno(), 1 << 16)
        asked.stdin.write(b"none\n")
        asked.stdin.close()
        assert b"Who opened the device?" in told
        assert b"\nAPPROVED " in asked.stdout.read()


def test_an_answer_is_taken_back_at_the_terminal() -> None:
    code, out, _ = run("ask", typed=b"used\nback\nnew\n")
    assert (code, out.count("Was the device sold new or used?\n  1  new\n  2  used\n")) == (0, 2)
    assert "UR1 free repair of used goods: ruled out" in out


@pytest.mark.parametrize("words", [["ask"], ["ask", "-"]])
def test_without_a_file_nothing_is_known_and_an_end_of_input_ends_it(words: list[str]) -> None:
    code, out, err = run(*words)
    assert (code, err) == (0, "")
    assert out.endswith(f"\n{decision_text(STORE.adjudicate(Claim()))}\n")


def test_json_is_the_claim_document_alone_and_the_interview_goes_to_standard_error() -> None:
    code, out, err = run("ask", "--json", PENDING, typed=b"none\n")
    (claim,) = read(Claim, Path(PENDING).read_bytes())
    assert json.loads(out) == document(claim.learn(Claim.inspection.opened_by, frozenset()))
    assert (code, "Who opened the device?" in err, "APPROVED" in err) == (0, True, True)


def test_of_several_claims_each_is_asked_about_under_its_number(tmp_path: Path) -> None:
    text = Path(PENDING).read_text(encoding="utf-8").replace("\n", " ")
    (tmp_path / "two.jsonl").write_text(f"{text}\n{text}\n", encoding="utf-8")
    code, out, _ = run("ask", str(tmp_path / "two.jsonl"))
    assert (code, [line for line in out.splitlines() if line.startswith("claim ")]) == (0, ["claim 1 of 2", "claim 2 of 2"])
    assert not run("ask", PENDING)[1].startswith(("claim", "\n"))


def test_after_the_last_answer_nothing_but_back_is_taken() -> None:
    code, out, _ = run("ask", PENDING, typed=b"none\nwhat?\nbuyer\n")
    assert (code, out.count(OVER), out.count("Who opened the device?")) == (0, 1, 1)
    assert "\nAPPROVED " in out
    code, out, _ = run("ask", PENDING, typed=b"none\nBack\nbuyer\n\n")
    assert (code, out.count(OVER), out.count("Who opened the device?")) == (0, 2, 2)
    assert "\nDENIED " in out
    assert "\n> There is no answer to take back.\n" in run("ask", PENDING, typed=b"back\n")[1]


def test_what_is_typed_is_read_as_utf_8_whatever_the_terminal_writes() -> None:
    plain_ = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C", "PYTHONIOENCODING": "", "PYTHONPATH": os.pathsep.join(sys.path)}
    words = [sys.executable, "-m", "warranty_rules", "ask", PENDING]
    done = subprocess.run(words, input="caf\xe9\n".encode(), capture_output=True, env={**os.environ, **plain_}, check=True)
    assert b"got 'caf\\xe9'; accepted: numbers, 1 to 5" in done.stdout


def test_a_file_that_is_refused_is_not_asked_about() -> None:
    code, out, err = run("ask", "no-such-file.json", typed=b"new\n")
    assert (code, out, err.startswith("no-such-file.json: ")) == (1, "", True)


def test_typed_bytes_that_are_no_text_are_no_answer() -> None:
    code, out, _ = run("ask", PENDING, typed=b"\xff\nnone\n")
    assert code == 0
    assert "accepted: numbers, 1 to 5" in out
    assert "\nAPPROVED " in out


@pytest.mark.parametrize("mask", [False, True])
def test_numbers_are_masked_in_what_an_interview_comes_to(mask: bool) -> None:
    differs = str(Path(PENDING).with_name("denied_imei_differs.json"))
    (claim,) = read(Claim, Path(differs).read_bytes())
    assert run("ask", differs, *(["--mask"] if mask else [])) == (0, f"\n{decision_text(STORE.adjudicate(claim), mask=mask)}\n", "")


def test_an_interrupt_ends_an_interview_with_what_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "question_text", interrupted)
    code, out, err = run("ask", PENDING)
    assert (code, err) == (0, "")
    assert out.endswith(f"\n{decision_text(STORE.adjudicate(*read(Claim, Path(PENDING).read_bytes())))}\n")
