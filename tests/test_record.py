"""Records of decisions: the same bytes for the same decision, replayed to the byte, and whatever was changed is said."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import scaled
from shops import bicycles
from small import Small

from warranty_rules import BusinessCalendar, Claim, Decision, Device, InputError, Party, Policy, Sale, WarrantyCard, cli, clean
from warranty_rules.analysis import record as room
from warranty_rules.analysis.record import record, replay
from warranty_rules.documents import MOST_NAMED, decision_document
from warranty_rules.errors import LogicError, WarrantyRulesError, shortened
from warranty_rules.policies import icenter
from warranty_rules.testing import policies, records

POLICY, BICYCLES = icenter.policy(), bicycles.policy()
ACCIDENT = clean(Claim, sale=Sale.used(sold_on=date(2026, 3, 2), contract_months=6), claimed_on=date(2026, 7, 20)).replace(
    Claim.fault.accident_by, {Party.THIRD_PARTY}
)
NUMBERED = attrs.evolve(ACCIDENT, device=Device(serial="F2LX1234", imei_1="490154203237518"), card=clean(WarrantyCard, serial="F2LX9999"))
KEPT = POLICY.adjudicate(ACCIDENT).record()
RIDDEN = BICYCLES.adjudicate(clean(bicycles.Complaint)).record()
DENIED = POLICY.adjudicate(NUMBERED).record()


@st.composite
def decisions(draw: st.DrawFn) -> Decision[Any]:
    policy = draw(st.one_of(st.just(POLICY), st.just(BICYCLES), policies(Small, size=2)))
    return policy.adjudicate(draw(records(policy.record)))


def sealed(content: dict[str, Any]) -> bytes:
    """Write a record by hand, with the hash that fits."""
    content = {key: value for key, value in content.items() if key != "sha256"}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    whole = {**content, "sha256": hashlib.sha256(text.encode()).hexdigest()}
    return json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def paths(kept: bytes | str, policy: Policy[Any] = POLICY, **claim: Any) -> list[str]:
    return [change.what for change in replay(kept, policy, **claim).changes]


# --- Laws -------------------------------------------------------------------------------------------------


@settings(max_examples=scaled(30))
@given(decision=decisions())
def test_a_record_is_reproduced_byte_for_byte(decision: Decision[Any]) -> None:
    reproduced(decision)


def reproduced(decision: Decision[Any]) -> None:
    kept = record(decision)
    again = replay(kept, decision.policy)
    assert (again.changes, str(again)) == ((), "reproduced byte for byte")
    assert again.decision.record() == kept == sealed({"record": 1, "masked": False, "decision": decision_document(decision)})
    assert replay(kept.decode(), decision.policy).changes == ()


@settings(max_examples=scaled(100))
@given(data=st.data())
def test_no_change_of_a_byte_goes_unnoticed_and_none_crashes(data: st.DataObject) -> None:
    kept, policy = data.draw(st.sampled_from([(KEPT, POLICY), (DENIED, POLICY), (RIDDEN, BICYCLES)]))
    at, of = data.draw(st.integers(0, len(kept) - 1)), data.draw(st.integers(0, 3))
    put = data.draw(st.sampled_from([b"", b"0", b'"', b"}", b"\xff", b" ", b"null", b"\\ud800", b"1e999"]))
    changed = kept[:at] + put + kept[at + of :]
    if changed != kept:
        noticed(changed, policy)


def noticed(changed: bytes, policy: Policy[Any]) -> None:
    with suppress(InputError):
        assert replay(changed, policy).changes


@settings(max_examples=scaled(60))
@given(at=st.integers(0, len(KEPT) - 1))
def test_what_is_cut_off_is_refused(at: int) -> None:
    with pytest.raises(InputError, match=r"^input: got "):
        replay(KEPT[:at], POLICY)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.floats() | st.text(max_size=4) | st.just("***1"),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["schema", "claim", "sale", "provenance", "\ud800"]), inner, max_size=2)
    ),
    max_leaves=4,
)


@settings(max_examples=scaled(100))
@given(value=JSON, data=st.data())
def test_whatever_stands_in_place_of_a_part_is_said_or_refused(value: Any, data: st.DataObject) -> None:
    content = json.loads(KEPT)
    place, key = content, data.draw(st.sampled_from(sorted(content)))
    while isinstance(place[key], dict) and place[key] and data.draw(st.booleans()):
        place = place[key]
        key = data.draw(st.sampled_from(sorted(place)))
    before = place[key]
    same = json.dumps(before, sort_keys=True) == json.dumps(value, sort_keys=True)
    place[key] = value
    with suppress(InputError):
        assert replay(json.dumps(content), POLICY).changes
    if key not in {"sha256", "masked"}:
        with suppress(InputError, UnicodeEncodeError):  # and whoever reckons the hash anew is found out all the same
            found = paths(sealed(content))
            assert bool(found) is not same
            assert value == before or not any(each.startswith("the layout") for each in found)  # as 1 and 1.0


@settings(max_examples=scaled(40))
@given(order=st.integers(0, 999), indent=st.sampled_from([None, 0, 2]))
def test_a_record_written_otherwise_has_the_same_content(order: int, indent: int | None) -> None:
    def shuffled(node: Any) -> Any:
        return {key: shuffled(node[key]) for key in Random(order).sample(list(node), len(node))} if isinstance(node, dict) else node

    text = json.dumps(shuffled(json.loads(KEPT)), indent=indent)
    assert paths(text) == ["the layout, as the content is the same"]


def test_what_the_layout_is_to_be_is_said() -> None:
    (change,) = replay(f" {KEPT.decode()}", POLICY).changes
    assert (change.recorded, change.again) == ("spaces, line ends, or keys in another order", "none, and keys that are sorted")


def test_what_was_replayed_is_short_at_a_prompt() -> None:
    assert repr(replay(KEPT, POLICY)) == "<replay: no change>"
    assert repr(replay(f" {KEPT.decode()}", POLICY)) == "<replay: the layout, as the content is the same>"


def test_a_hash_that_is_none_is_shown_as_it_was_given() -> None:
    with pytest.raises(InputError, match="sha256: got 17; accepted: the hash of the content, in hexadecimal"):
        replay(json.dumps({**json.loads(KEPT), "sha256": 17}), POLICY)


# --- What is otherwise ------------------------------------------------------------------------------------


def test_a_hash_that_does_not_fit_is_said_first() -> None:
    changes = replay(KEPT.replace(b'"outcome":"approved"', b'"outcome":"denied"'), POLICY).changes
    assert [change.what for change in changes] == ["sha256, as the record was changed after it was written", "decision.outcome"]
    assert str(changes[1]) == 'decision.outcome: recorded "denied", now "approved"'
    assert {changes[0].recorded, changes[0].again} >= {json.loads(KEPT)["sha256"]}


def test_another_reading_is_said_with_all_that_it_changes_and_nothing_that_it_does_not() -> None:
    found = paths(KEPT, icenter.policy(icenter.Readings(accident="by_anyone")))
    assert found[:2] == ["decision.provenance.digest", "decision.provenance.readings.accident"]
    assert {"decision.outcome", "decision.tier", "decision.grounds", "decision.service"} <= set(found)
    assert not {path for path in found if path.startswith(("decision.claim", "decision.returns", "decision.questions", "sha256"))}


def test_another_calendar_and_another_version_of_its_data_are_said() -> None:
    found = paths(KEPT, icenter.policy(calendar=BusinessCalendar.of("PL")))
    assert found[:3] == ["decision.provenance.digest", "decision.provenance.calendar", "decision.provenance.calendar_data"]


def test_another_version_of_the_library_is_said() -> None:
    content = json.loads(KEPT)
    content["decision"]["provenance"]["library"] = "0.0.1"
    (change,) = replay(sealed(content), POLICY).changes
    assert (change.what, change.recorded) == ("decision.provenance.library", '"0.0.1"')


def test_facts_that_were_changed_are_said_before_what_they_change() -> None:
    content = json.loads(KEPT)
    content["decision"]["claim"]["fault"]["accident_by"] = ["buyer"]
    found = paths(sealed(content))
    assert found[0] == "decision.outcome"  # the claim itself is as recorded: what it comes to is not
    changed = replay(KEPT, POLICY, claim=ACCIDENT.replace(Claim.fault.accident_by, {Party.BUYER}))
    assert (changed.changes[0].what, changed.changes[0].again) == ("decision.claim.fault.accident_by[0]", '"buyer"')
    assert "decision.outcome" in [change.what for change in changed.changes]


def test_a_key_that_one_side_lacks_is_nothing_there() -> None:
    content = json.loads(KEPT)
    del content["decision"]["returns"]
    content["decision"]["more"] = True
    assert [str(change) for change in replay(sealed(content), POLICY).changes] == [
        'decision.returns: recorded nothing, now "no"',
        "decision.more: recorded true, now nothing",
    ]


def test_a_key_that_holds_nothing_is_told_from_one_that_is_not_there() -> None:
    content = json.loads(KEPT)
    content["decision"]["more"] = None
    content["decision"]["returns"] = None
    assert [str(change) for change in replay(sealed(content), POLICY).changes] == [
        'decision.returns: recorded null, now "no"',
        "decision.more: recorded null, now nothing",
    ]


def test_true_is_not_one() -> None:
    content = json.loads(KEPT)
    content["decision"]["findings"][-1]["truth"] = 0
    assert paths(sealed(content)) == [f"decision.findings[{len(content['decision']['findings']) - 1}].truth"]


# --- Masked -----------------------------------------------------------------------------------------------


def test_a_masked_record_holds_no_number_and_is_reproduced_with_the_claim() -> None:
    decision = POLICY.adjudicate(NUMBERED)
    kept = decision.record(mask=True)
    assert b"F2LX" not in kept
    assert b"49015420323" not in kept
    assert b"F2LX9999" in decision.record()
    assert paths(kept, claim=NUMBERED) == []
    assert "decision.claim.device.serial" in paths(kept, claim=NUMBERED.replace(Claim.device.serial, "F2LX5678"))


def test_a_masked_record_is_refused_without_the_numbers_and_says_what_to_do() -> None:
    with pytest.raises(InputError) as caught:
        replay(POLICY.adjudicate(NUMBERED).record(mask=True), POLICY)
    assert [problem.path for problem in caught.value.problems] == [f"decision.claim.{p}" for p in ("device.serial", "device.imei_1", "card.serial")]
    assert all("claim=" in problem.accepted for problem in caught.value.problems)


def test_a_masked_record_without_numbers_is_reproduced_by_itself() -> None:
    assert paths(POLICY.adjudicate(ACCIDENT).record(mask=True)) == []


# --- What is no record ------------------------------------------------------------------------------------

NO_RECORDS: dict[str, tuple[Any, str]] = {
    "nothing": (b"", "input: got no JSON"),
    "a list": (b"[]", "input: got []; accepted: a record, which is a JSON object"),
    "no bytes": (3, "input: got 3; accepted: JSON text"),
    "a decision document": (json.dumps(decision_document(POLICY.adjudicate(ACCIDENT))), "record: got None; accepted: 1"),
    "another form": (KEPT.replace(b'"record":1', b'"record":2'), "record: got 2; accepted: 1"),
    "a form that is true": (KEPT.replace(b'"record":1', b'"record":true'), "record: got True; accepted: 1"),
    "no claim": (sealed({"record": 1, "masked": False, "decision": {}}), "decision.claim: got None"),
    "a key too many": (KEPT.replace(b'"record":1', b'"record":1,"recrd":2'), "input: got unknown key 'recrd'"),
    "a key twice": (KEPT.replace(b'"record":1', b'"record":1,"record":1'), "input: got key 'record' twice"),
    "a claim of another shop": (BICYCLES.adjudicate(clean(bicycles.Complaint)).record(), "decision.claim: got unknown key 'serviced'"),
    "a wrong fact": (KEPT.replace(b'"contract_months":6', b'"contract_months":"six"'), "decision.claim.sale.contract_months: got 'six'"),
    "several claims": (KEPT.replace(b'"fault":{', b'"faults":[{},{}],"fault_":{', 1), "decision.claim"),
    "deep": (b'{"decision":{"claim":{},"x":' + b"[" * 900 + b"]" * 900 + b'},"masked":false,"record":1,"sha256":""}', ""),
    "very deep": (b'{"decision":' + b"[" * 100_000, "input: got JSON nested very deep"),
}  # fmt: skip


@pytest.mark.parametrize("case", NO_RECORDS)
def test_what_is_no_record_is_refused_with_what_is_wrong(case: str) -> None:
    kept, told = NO_RECORDS[case]
    try:
        assert replay(kept, POLICY).changes
    except InputError as error:
        assert told in str(error)
        assert all(problem.accepted for problem in error.problems)
    else:
        assert not told


def problems(kept: str | bytes) -> list[tuple[str, str, str]]:
    with pytest.raises(InputError) as refused:
        replay(kept, POLICY)
    return [(problem.path, problem.given, problem.accepted) for problem in refused.value.problems]


def test_of_what_is_no_record_each_part_is_told_that_is_wrong_and_of_unknown_keys_some() -> None:
    wrong = {"masked": "x", "decision": {"claim": 3}, **{f"k{at}": at for at in range(MOST_NAMED + 2)}}
    assert problems(json.dumps(wrong)) == [
        ("record", "None", "1"),
        ("masked", "'x'", "true or false"),
        ("decision.claim", "3", "a claim document, which is an object"),
        ("sha256", "None", "the hash of the content, in hexadecimal"),
        *(("", f"unknown key 'k{at}'", "one of record, masked, decision, sha256") for at in range(MOST_NAMED)),
    ]


def test_what_is_wrong_in_its_claim_is_told_as_of_a_claim() -> None:
    months, whole = b'"contract_months":', json.loads(KEPT)
    path = "decision.claim.sale.contract_months"
    assert problems(KEPT.replace(months + b"6", months + b'"six",' + months + b'"six"')) == [
        (path, "key 'contract_months' twice", "each key once"),
        (path, "'six'", "a whole number of months, 0 to 1200; or null for unknown"),
    ]
    claim = whole["decision"]["claim"]
    claim["faults"] = [claim.pop("fault")] * 2
    assert problems(json.dumps(whole)) == [("decision.claim", "2 claims", "the one claim that was decided")]
    masked = json.loads(POLICY.adjudicate(NUMBERED).record(mask=True))
    told = "a number that is masked", "the claim with its numbers, as replay(record, policy, claim=...)"
    numbers = ("device.serial", "device.imei_1", "card.serial")
    assert sorted(problems(json.dumps(masked))) == sorted((f"decision.claim.{path}", *told) for path in numbers)
    read = problems(json.dumps({**masked, "masked": False}))
    assert read[0] == (
        "decision.claim.device.serial",
        "'***1234'",
        'letters and digits, at most 200; spaces and hyphens do not count; or "none"; or null for unknown',
    )


def test_what_is_too_deep_to_write_is_refused() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(InputError, match="^input: got JSON nested very deep; accepted: a record, which is a few levels deep$"):
        room._text(deep)


def test_a_record_is_of_a_decision_and_replayed_under_a_policy() -> None:
    with pytest.raises(LogicError, match="a decision is needed"):
        record(ACCIDENT)  # type: ignore[arg-type]
    with pytest.raises(LogicError, match="a policy is needed"):
        replay(KEPT, ACCIDENT)  # type: ignore[arg-type]
    with pytest.raises(WarrantyRulesError, match="one Claim"):
        replay(KEPT, POLICY, claim=clean(bicycles.Complaint))  # type: ignore[misc]


# --- Whatever the machine, and sabotages ------------------------------------------------------------------


def test_the_bytes_do_not_depend_on_the_process_or_the_order_of_hashes() -> None:
    look = "import sys; sys.path[:0] = {}; import test_record; sys.stdout.buffer.write(test_record.KEPT)".format(sys.path)
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", look], env={**os.environ, "PYTHONHASHSEED": seed}, cwd=Path(__file__).parent, capture_output=True, check=True
        )
        assert done.stdout == KEPT


SABOTAGES: list[tuple[Callable[[], None], str, object]] = [
    (lambda: reproduced(POLICY.adjudicate(ACCIDENT)), "_hash", lambda content: "0" * 64),
    (lambda: reproduced(POLICY.adjudicate(ACCIDENT)), "take", lambda kind, document: (kind(),)),
    (lambda: noticed(KEPT[:-1] + b" }", POLICY), "_changes", lambda given, again: iter(())),
    (test_true_is_not_one, "_text", lambda content: json.dumps(content, sort_keys=True, separators=(",", ":")).replace("false", "0")),
    (test_a_masked_record_is_refused_without_the_numbers_and_says_what_to_do, "_at", lambda document, path: None),
    (test_a_hash_that_does_not_fit_is_said_first, "_hash", lambda content: content.get("sha256", "")),
]


@pytest.mark.parametrize(("law", "name", "sabotage"), SABOTAGES, ids=[name for _, name, _ in SABOTAGES])
def test_a_law_fails_under_its_sabotage(law: Callable[[], None], name: str, sabotage: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, name, sabotage)
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        law()


# --- The command line -------------------------------------------------------------------------------------


def test_the_command_line_keeps_records_and_replays_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    example = str(Path(__file__).parents[1] / "examples" / "claims" / "denied_imei_differs.json")
    assert cli.main(["decide", "--record", str(tmp_path), example]) == 0
    (kept,) = tmp_path.iterdir()
    assert kept.stem == json.loads(kept.read_bytes())["sha256"]
    assert capsys.readouterr().err == ""
    assert cli.main(["replay", str(kept)]) == 0
    assert capsys.readouterr().out == f"{kept}: reproduced byte for byte\n"
    kept.write_bytes(kept.read_bytes().replace(b'"denied"', b'"pending"'))
    assert cli.main(["replay", str(kept)]) == 1
    head, changed, *_ = capsys.readouterr().out.splitlines()
    assert head == f"{kept}: not reproduced:"
    assert changed.startswith(f"{kept}: sha256, as the record was changed after it was written: recorded ")
    kept.write_bytes(b"{")
    assert cli.main(["replay", str(kept)]) == 1
    assert capsys.readouterr().err.startswith(f"{kept}: input: got no JSON")
    assert cli.main(["replay", str(tmp_path / "none.json")]) == 1
    assert capsys.readouterr().err.startswith(f"{tmp_path / 'none.json'}: input: got No such file")


def test_a_key_that_is_given_twice_is_refused_wherever_it_is() -> None:
    kept = icenter.policy().adjudicate(clean(Claim, sale=Sale.used())).record()
    forged = kept.replace(b'"outcome":', b'"outcome":"approved","outcome":', 1)
    assert forged != kept
    with pytest.raises(InputError, match="^decision: got key 'outcome' twice; accepted: each key once$"):
        replay(forged, icenter.policy())


def test_of_a_long_name_on_the_way_to_such_a_key_its_beginning_is_said() -> None:
    kept = icenter.policy().adjudicate(clean(Claim, sale=Sale.used())).record()
    long = "x" * 80
    forged = kept.replace(b'"outcome":', b'"%s":{"a":1,"a":2},"outcome":' % long.encode(), 1)
    with pytest.raises(InputError, match=f"^decision.{re.escape(shortened(long, 60))}: got key 'a' twice"):
        replay(forged, icenter.policy())


def test_a_record_is_the_same_as_text_and_as_bytes() -> None:
    kept = icenter.policy().adjudicate(Claim()).record()
    assert replay(kept.decode(), icenter.policy()).changes == replay(kept, icenter.policy()).changes == ()
    (layout,) = replay(f"{kept.decode()}\n", icenter.policy()).changes
    assert layout.what == "the layout, as the content is the same"


def test_a_record_holds_texts_as_they_are_and_no_escape_of_them() -> None:
    kept = POLICY.adjudicate(clean(Claim, sale=Sale(sold_here=False), reference="RMA-\u017c")).record()
    assert '"RMA-\u017c"'.encode() in kept
    assert replay(kept, POLICY).changes == ()


@pytest.mark.parametrize("given_", ["[]", "3"])
def test_what_is_no_object_is_no_record(given_: str) -> None:
    with pytest.raises(InputError) as caught:
        replay(given_, POLICY)
    (problem,) = caught.value.problems
    assert (problem.path, problem.given, problem.accepted) == ("", given_, "a record, which is a JSON object")
