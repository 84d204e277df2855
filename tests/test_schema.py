"""The JSON Schema takes what the reader takes, but for listed rules; one declaration of a fact drives reader, schema and question."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from papers import ATOMS, IMEI, NAMES, POLICIES, TYPO, at, fails, mutated, nothing_said, places, problems, readable
from profiles import scaled
from small import Color, Thing

from warranty_rules import Claim, Code, Day, OneOf, Record, SetOf, Text, Whole, YesNo, documents
from warranty_rules.decisions import Question
from warranty_rules.documents import BEYOND_SCHEMA, MOST_BYTES, document, read, schema
from warranty_rules.errors import LogicError
from warranty_rules.fields import Field, Form


def says(given: Any, path: str) -> Any:
    for name in path.split("."):
        given = given.get(name) if isinstance(given, dict) else None
    return given


def held(given: Any, kind: type) -> list[Any]:
    return [holder[key] for holder, key in places(given) if isinstance(holder[key], kind)]


def imeis(given: Any) -> list[str]:
    numbers = [says(given, f"device.imei_{n}") for n in (1, 2)]
    return ["".join(filter(str.isdigit, number)) for number in numbers if isinstance(number, str)]


def breaks_a_rule_between_facts(given: Any) -> bool:
    dates = [(says(given, "claimed_on"), says(given, "sale.sold_on")), (says(given, "reported"), says(given, "handed_over"))]
    twice = len(set(filter(None, imeis(given)))) < len([*filter(None, imeis(given))])
    return twice or any(isinstance(a, str) and isinstance(b, str) and a < b for a, b in dates)


def has_a_form_beyond_patterns(given: Any) -> bool:
    doubled = ["".join(str(int(digit) * (1 + place % 2)) for place, digit in enumerate(imei)) for imei in imeis(given)]
    typos = any(sum(map(int, digits)) % 10 for digits in doubled)
    return typos or any(not text.isprintable() or text.endswith("-02-30") for text in held(given, str))


def has_a_member_in_and_not_in_a_set(given: Any) -> bool:
    pairs = [(each.get("yes"), each.get("no")) for each in held(given, dict)]
    return any(member in no for yes, no in pairs if isinstance(yes, list) and isinstance(no, list) for member in yes)


EARLY, TWICE = {"claimed_on": "2026-03-01", "sale": {"sold_on": "2026-03-02"}}, {"device": {"imei_1": IMEI, "imei_2": IMEI}}
RULES: list[tuple[Callable[[Any], Any], list[str]]] = [
    (breaks_a_rule_between_facts, [json.dumps(EARLY), json.dumps(TWICE)]),
    (has_a_form_beyond_patterns, [json.dumps(at("device.imei_1", TYPO)), '{"reference": "a\\nb"}', '{"claimed_on": "2026-02-30"}']),
    (has_a_member_in_and_not_in_a_set, ['{"inspection": {"opened_by": {"yes": ["buyer"], "no": ["buyer"]}}}']),
    (lambda given: held(given, float), ['{"sale": {"contract_months": 6.0}}', '{"schema": 1.0}']),
    (lambda given: False, ['{"schema": 1, "schema": 1}', "{}" + " " * MOST_BYTES]),  # nothing that is left of it once it is parsed
    (lambda given: given.get("assumed"), ['{"assumed": ["card.present"]}']),
]


@pytest.mark.parametrize("record", POLICIES)
def test_the_schema_is_a_valid_schema_and_plain_json(record: type[Record]) -> None:
    Draft202012Validator.check_schema(schema(record))
    assert json.loads(json.dumps(schema(record), allow_nan=False)) == schema(record)


@pytest.mark.parametrize("number", range(len(BEYOND_SCHEMA)))
def test_what_only_the_reader_refuses_is_listed(number: int) -> None:
    breaks, texts = RULES[number]
    for text in texts:
        assert VALIDATORS[Claim].is_valid(json.loads(text))
        assert not readable(Claim, text)
        assert breaks(json.loads(text)) or "once" in BEYOND_SCHEMA[number]
    assert BEYOND_SCHEMA[number] in schema(Claim)["$comment"]


def test_a_checker_of_formats_refuses_a_day_that_its_month_does_not_have() -> None:
    assert not Draft202012Validator(schema(Claim), format_checker=FormatChecker()).is_valid({"claimed_on": "2026-02-30"})


def law_the_schema_and_the_reader_agree_but_for_the_rules_listed(validator: Draft202012Validator, record: type[Record], given: Any) -> None:
    by_schema, by_reader = validator.is_valid(given), readable(record, given)
    assert by_schema or not by_reader
    assert by_reader or not by_schema or any(breaks(given) for breaks, _ in RULES)


AGREE = law_the_schema_and_the_reader_agree_but_for_the_rules_listed
VALIDATORS = {record: Draft202012Validator(schema(record)) for record in POLICIES}
SMALL = {record: [{"fault": {}, "faults": [{}]}, *(at(p, atom) for p in (*nothing_said(record), *NAMES) for atom in ATOMS)] for record in POLICIES}


@pytest.mark.parametrize("record", POLICIES)
def test_the_schema_and_the_reader_agree_on_every_fact_with_every_odd_value(record: type[Record]) -> None:
    for value in SMALL[record]:
        AGREE(VALIDATORS[record], record, value)


@settings(max_examples=scaled(30))
@given(st.data())
def test_the_schema_and_the_reader_agree_on_whole_documents(data: st.DataObject) -> None:
    record = data.draw(st.sampled_from([*POLICIES]))
    AGREE(VALIDATORS[record], record, data.draw(mutated(record)))


WORDS = {key for _, key in places(schema(Claim))} & Draft202012Validator.VALIDATORS.keys() - {"format"}


@pytest.mark.heavy  # every field of every record
@pytest.mark.parametrize("word", sorted(WORDS))
def test_that_law_fails_where_the_schema_leaves_out(word: str) -> None:
    less = Draft202012Validator(without(word, schema(Claim)))
    assert any(fails(AGREE, less, Claim, value) for value in SMALL[Claim])


def without(word: str, value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without(word, inner) for key, inner in value.items() if key != word}
    return [without(word, inner) for inner in value] if isinstance(value, list) else value


# --- One declaration of a fact drives all --------------------------------------------------------------

PLATE = Form("two letters and a digit", "^[A-Z]{2}[0-9]$", lambda code: len(code) == 3 and code[:2].isalpha() and code[2].isdigit(), ("AB1",))
DECLARED: dict[str, tuple[Field[Any, Any], list[Any], list[Any]]] = {
    "yes or no": (YesNo("Bent?", "yard", yes="bent", no="straight"), [True, False], [0, 1, "true"]),
    "one of the colors": (OneOf(Color, "Which?", "desk", says="{}"), ["red", "blue"], ["box", ["red"]]),
    "one of the things": (OneOf(Thing, "What?", "hall", says="{}"), ["box"], ["red"]),
    "a set of colors": (SetOf(Color, "Which ones?", "desk", says="{}", empty="none"), [["red"], [], {"yes": ["red"], "no": []}], ["red", ["box"]]),
    "a set of things": (SetOf(Thing, "What all?", "hall", says="{}", empty="none"), [["box", "cable"]], [["red"], ["box", "box"]]),
    "a day": (Day("When?", "desk", says="{}"), ["2026-02-28"], ["2026-2-28", 20260228, "soon"]),
    "a dozen at most": (Whole("How many?", "desk", says="{}", unit="eggs", most=12), [0, 12], [-1, 13]),
    "a dozen at least": (Whole("How much?", "hall", says="{}", unit="miles", least=12, most=24), [12, 24], [11, 25]),
    "any number of a thing": (Code("Which number?", "desk", says="{}"), ["F2LX", "none"], ["same", "F/2", 5]),
    "a number or the same": (Code("The number?", "card", says="{}", same=True), ["F2LX", "none", "same"], ["SAME"]),
    "a plate": (Code("What plate?", "yard", says="{}", form=PLATE), ["AB1", "none"], ["ABC", "1AB", "same"]),
    "a text": (Text("Which model?", "desk", says="{}"), ["2026-2-28", "same"], ["", 5, "x" * 201]),
}


@pytest.mark.parametrize("kind", DECLARED)
def test_reader_schema_and_question_follow_one_declaration(kind: str) -> None:
    field, takes, refuses = DECLARED[kind]
    record: Any = type("Own", (Record,), {"it": field})
    described = schema(record)["properties"]["it"]
    words = described["description"].removesuffix("; or null")
    question = Question(record.it)
    assert (described["title"], described["x-stage"], "it") == (question.text, question.stage, question.path) == (field.question, field.stage, "it")
    for value in [*takes, None]:
        assert Draft202012Validator(schema(record)).is_valid({"it": value})
        (taken,) = read(record, json.dumps({"it": value}))
        assert document(taken).get("it") == value
    for value in refuses:
        assert not Draft202012Validator(schema(record)).is_valid({"it": value})
        assert [(p.path, p.accepted.startswith(words)) for p in problems({"it": value}, record)] == [("it", True)]


class Percent(Field[int, Any]):
    """A kind of field of one's own."""

    accepted = "a whole number from 0 to 100"  # type: ignore[assignment]

    def accept(self, value: object) -> int:
        return value  # type: ignore[return-value]


def test_a_kind_of_ones_own_says_what_it_needs_to_be_written() -> None:
    record: Any = type("Own", (Record,), {"share": Percent("How much?", "desk", says="{}")})
    with pytest.raises(LogicError, match="cannot write Percent: register it with field_schema and field_value"):
        schema(record)
    documents.field_schema.register(Percent, lambda field: {"type": "integer", "description": field.accepted})
    assert schema(record)["properties"]["share"]["description"] == "a whole number from 0 to 100; or null"
    assert read(record, '{"share": 5}')[0].share == 5
