"""Documents: strict JSON in, JSON out, and the JSON Schemas of both, all from the declarations of the facts.

Nothing is coerced and nothing is guessed. All problems are reported at once, each with its path. Null
or absent means unknown, unless the document says ``"unlisted": "clean"``: then what is absent, at any
depth, was checked and found in order, and null is unknown.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from functools import singledispatch
from typing import Any, TypeAlias, TypeGuard, cast

import attrs

from warranty_rules.calendars import BusinessCalendar, Unit
from warranty_rules.clocks import DueDates, Window
from warranty_rules.decisions import Because, Cover, Decision, Ground, Known, Outcome, Promise, Provenance, Question
from warranty_rules.errors import InputError, LogicError, Problem, nearest, need, shown
from warranty_rules.examples import A_DECISION
from warranty_rules.fields import (
    EARLIEST,
    LATEST,
    MOST_TEXT,
    RESERVED,
    AnyDay,
    Code,
    DayOrNone,
    Declaration,
    OneOf,
    SetOf,
    Text,
    Unaccepted,
    Whole,
    YesNo,
)
from warranty_rules.policy import A_POLICY, Policy
from warranty_rules.records import RT, Nested, Record, clean, need_record
from warranty_rules.tiers import Choice, Service, State, Stated, Tier
from warranty_rules.values import NONE, UNKNOWN, Option, PartialSet, in_order, is_partial
from warranty_rules.wording import masked, statement

__all__ = ["decision_document", "decision_schema", "document", "form", "read", "schema", "take"]

MOST_BYTES = 1 << 20
MOST_CASES = 100
MOST_NAMED = 20
"""How many unknown keys of one object an error names."""
MASKED = "what is masked"
VERSION = 1
DIALECT = "https://json-schema.org/draft/2020-12/schema"

Json: TypeAlias = Any


# --- Fields: what each kind looks like in JSON ---------------------------------------------------------


@singledispatch
def field_schema(field: Declaration) -> dict[str, Any]:
    """Describe what a field takes in JSON; its ``description`` is what an error says is accepted."""
    raise LogicError(f"documents cannot write {type(field).__name__}: register it with field_schema and field_value")


@singledispatch
def field_value(field: Declaration, given: Json) -> object:
    """Turn JSON into the value for a field to accept, or raise `Unaccepted` with what the field accepts."""
    return given


@field_schema.register
def _(field: YesNo) -> dict[str, Any]:
    return {"type": "boolean", "description": "true or false"}


@field_schema.register(OneOf)
def _(field: OneOf[Any]) -> dict[str, Any]:
    codes = [option.value for option in field.members]
    return {"enum": codes, "description": f"one of {', '.join(codes)}"}


@field_schema.register(SetOf)
def _(field: SetOf[Any]) -> dict[str, Any]:
    codes = [option.value for option in field.members]
    several = {"type": "array", "items": {"enum": codes}, "uniqueItems": True}
    partial = {"type": "object", "properties": {"yes": several, "no": several}, "additionalProperties": False}
    words = f'a list of {", ".join(codes)}, each once; or an object with "yes" and "no" lists of them, the rest unknown'
    return {"anyOf": [several, partial], "description": words}


@field_schema.register(AnyDay)
def day_schema(field: AnyDay[Any, Any]) -> dict[str, Any]:
    """Describe a day in JSON."""
    pattern = r"^(199[0-9]|20[0-9][0-9]|2100)-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$(?!\n)"
    return {"type": "string", "format": "date", "pattern": pattern, "description": f'a date as "YYYY-MM-DD", {EARLIEST} to {LATEST}'}


@field_schema.register
def _(field: DayOrNone) -> dict[str, Any]:
    day = day_schema(field)
    words = day.pop("description")
    return {"anyOf": [{"enum": [NONE.value]}, day], "description": f'{words}; or "{NONE.value}"'}


@field_schema.register
def _(field: Whole) -> dict[str, Any]:
    return {"type": "integer", "minimum": field.least, "maximum": field.most, "description": field.accepted}


@field_schema.register
def _(field: Code) -> dict[str, Any]:
    specials = [special.value for special in field.specials]
    reserved = "|".join("".join(f"[{c}{c.lower()}][ \\-]*" for c in word) for word in sorted(RESERVED))
    number = {"type": "string", "maxLength": MOST_TEXT, "pattern": field.form.pattern, "not": {"pattern": f"^[ \\-]*({reserved})$"}}
    return {"anyOf": [{"enum": specials}, number], "description": f"{field.form.accepted}; or {' or '.join(map(json.dumps, specials))}"}


@field_schema.register
def _(field: Text) -> dict[str, Any]:
    return {"type": "string", "minLength": 1, "maxLength": MOST_TEXT, "description": field.accepted}


@field_value.register(OneOf)
def _(field: OneOf[Any], given: Json) -> object:
    return _option(field, given)


def _option(field: Any, given: Json) -> Option:
    by_code: dict[Any, Option] = {option.value: option for option in field.members}
    if isinstance(given, str) and given in by_code:
        return by_code[given]
    accepted = field_schema(field)["description"]
    hint = nearest(given, by_code)
    raise Unaccepted(f"{accepted} ({hint})" if hint.startswith("did you mean") else accepted)


@field_value.register(SetOf)
def _(field: SetOf[Any], given: Json) -> object:
    if is_list(given):
        return _options(field, given)
    if is_object(given) and given.keys() <= {"yes", "no"} and not twice(given):
        yes, no = (_options(field, given.get(side, [])) for side in ("yes", "no"))
        if not yes & no:
            return PartialSet(yes, no)
    raise Unaccepted(field.accepted)


def _options(field: SetOf[Any], given: Json) -> frozenset[Any]:
    if not is_list(given) or len(given) > len(field.members):  # more than there are: one is there twice, or is none of them
        raise Unaccepted(field.accepted)
    found = frozenset(_option(field, item) for item in given)
    if len(found) < len(given):
        raise Unaccepted(field.accepted)
    return found


@field_value.register(AnyDay)
def day_value(field: AnyDay[Any, Any], given: Json) -> object:
    """Turn a day in JSON into a date."""
    if isinstance(given, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", given):
        try:
            return date.fromisoformat(given)
        except ValueError:
            pass
    raise Unaccepted(field.accepted)


@field_value.register
def _(field: DayOrNone, given: Json) -> object:
    return NONE if given == NONE.value else day_value(field, given)


@field_value.register
def _(field: Code, given: Json) -> object:
    return next((special for special in field.specials if special.value == given), given)


def plain(value: object) -> Json:
    """Turn a value into JSON: unknown is null, enumerations are their codes, tiers their ids, sets lists in order."""
    if isinstance(value, str | int):
        return value
    if value is UNKNOWN:
        return None
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Tier):
        return value.id
    if is_partial(value):
        return _plainly(value, "yes", "no")
    if isinstance(value, AbstractSet):
        return [member.value for member in in_order(cast("AbstractSet[Option]", value))]
    return getattr(value, "value", value)


# --- Reading -------------------------------------------------------------------------------------------


def is_list(value: object) -> TypeGuard[list[Json]]:
    """Tell whether a JSON value is a list."""
    return isinstance(value, list)


def is_object(value: object) -> TypeGuard[dict[str, Json]]:
    """Tell whether a JSON value is an object."""
    return isinstance(value, dict)


class Unparsed:
    """A constant that JSON does not have, such as NaN, or a number of endless digits: no field takes it."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text: str = text

    def __repr__(self) -> str:
        return self.text


class Doubled(dict[str, Json]):
    """An object that was given keys twice, and remembers which; any other is a plain one, which takes less memory."""

    __slots__ = ("twice",)

    def __init__(self, pairs: list[tuple[str, Json]]) -> None:
        super().__init__(pairs)
        self.twice: tuple[str, ...] = tuple(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)


def twice(given: dict[str, Json]) -> tuple[str, ...]:
    """List the keys that an object was given twice."""
    return given.twice if isinstance(given, Doubled) else ()


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else Doubled(pairs)


def _whole(text: str) -> int | Unparsed:
    return int(text) if len(text) < 20 else Unparsed(text[:20] + "...")


def _refusal(given: str, accepted: str) -> InputError:
    return InputError([Problem("", given, accepted)])


def parse(text: Any, parsed: str = "") -> Json:
    """Parse strict JSON of at most 1 MiB, or say where it goes wrong, and where to go with what is parsed already."""
    if not isinstance(text, str | bytes):
        raise _refusal(shown(text), f"JSON text, or its bytes in UTF-8{parsed}")
    size = len(text) if isinstance(text, bytes) else len(text.encode("utf-8", "surrogatepass"))
    if size > MOST_BYTES:
        raise _refusal(f"more than {MOST_BYTES} bytes", f"at most {MOST_BYTES} bytes; send fewer claims at a time")
    try:
        decoded = text.decode("utf-8") if isinstance(text, bytes) else text
        return json.loads(decoded, object_pairs_hook=_object, parse_constant=Unparsed, parse_int=_whole)
    except UnicodeDecodeError as error:
        raise _refusal(f"bytes that are not UTF-8, at {error.start}", "JSON text in UTF-8") from None
    except json.JSONDecodeError as error:
        lines = "; JSON Lines, an object on each line, have --lines" if error.msg == "Extra data" else ""
        raise _refusal(f"no JSON: {error.msg} at line {error.lineno}, column {error.colno}", f"one JSON object{lines}") from None
    except RecursionError:
        raise _refusal("JSON nested very deep", "a claim document, which is a few levels deep") from None


def read(record: type[RT], text: str | bytes, *, mask: bool = False) -> tuple[RT, ...]:
    """Read a claim document.

    Args:
        record: the record class of claims, such as a policy's ``record``.
        text: JSON, at most 1 MiB; bytes are UTF-8.
        mask: leave what was given for numbers that identify the device out of errors.

    Returns:
        One claim; or, where the document lists several faults, one for each, in order.

    Raises:
        InputError: with every problem found.

    >>> from warranty_rules import Claim
    >>> read(Claim, '{"schema": 1, "card": {"present": false}}')[0].card.present
    False
    """
    return take(record, parse(text, "; what is parsed already goes to take(...)"), mask=mask)


def take(record: type[RT], document: Mapping[str, Json], *, mask: bool = False) -> tuple[RT, ...]:
    """Read a claim document that was parsed already, as by a web framework; arguments, result and errors as for `read`.

    >>> from warranty_rules import Claim
    >>> (claim,) = take(Claim, {"unlisted": "clean", "card": {"present": False}})
    >>> claim.card.present, len(claim.inspection.opened_by)
    (False, 0)
    """
    need_record(record)
    whole: Any = document
    given: Json = cast("Json", whole) if isinstance(whole, dict) or not isinstance(whole, Mapping) else dict(document)
    if not is_object(given):
        raise _refusal(MASKED if mask else shown(given), "a claim document, which is a JSON object")
    reading = Reading(fill=given.get("unlisted") == "clean")
    if given.get("schema", VERSION) is not VERSION:
        reading.wrong("schema", shown(given["schema"]), f"{VERSION}")
    if given.get("unlisted", "unknown") not in ("clean", "unknown"):
        reading.wrong("unlisted", shown(given["unlisted"]), '"clean" or "unknown"')
    claims = reading.claims(record, given)
    if reading.problems:
        raise InputError(dict.fromkeys(_masked(record, reading.problems) if mask else reading.problems))
    return claims


def _masked(record: type[Record], problems: list[Problem]) -> list[Problem]:
    """Leave out what was given where a number that identifies the device may be in it."""
    hidden = {".".join(f.path[:end]) for f in record.facts() if f.field.sensitive for end in range(1, len(f.path) + 1)}
    return [attrs.evolve(p, given=MASKED) if p.path in hidden and not p.given.startswith(("key ", "unknown key ")) else p for p in problems]


@attrs.frozen
class Reading:
    """One reading of a document: whether what is absent is clean, and what was found wrong so far."""

    fill: bool
    problems: list[Problem] = attrs.field(factory=list[Problem], init=False)

    def wrong(self, path: str, given: str, accepted: str) -> None:
        self.problems.append(Problem(path, given, accepted))

    def claims(self, record: type[RT], given: dict[str, Json]) -> tuple[RT, ...]:
        """Read one claim, or one for each of several faults."""
        many = {nested.many: nested for nested in record.nested_.values() if nested.many}
        cases = [self.parts(record, given, "", {"schema", "unlisted", "assumed", *many})]
        for name, nested in many.items():
            if name in given:
                cases = self.cases(nested, given, cases)
        claims = [claim for parts in cases if (claim := self.built(record, parts, "")) is not None]
        return self.assumed(record, given.get("assumed"), claims)

    def cases(self, nested: Nested[Any], given: dict[str, Json], cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
        listed = given[nested.many]
        if nested.name in given:
            self.wrong(nested.many, f'both "{nested.name}" and "{nested.many}"', "one of the two")
        elif is_list(listed) and 0 < len(listed) <= MOST_CASES:
            each = [self.record(nested.record, item, f"{nested.many}[{i}]", "an object") for i, item in enumerate(listed)]
            return [{**case, nested.name: one} for case in cases for one in each]
        else:
            self.wrong(nested.many, shown(listed), f"a list of 1 to {MOST_CASES} objects")
        return cases

    def parts(self, record: type[Record], given: dict[str, Json], path: str, known: AbstractSet[str] = frozenset()) -> dict[str, Any]:
        names = {*record.fields_, *record.nested_, *known}
        for key in twice(given):
            if key in names:
                self.wrong(_below(path, key), f"key {shown(key)} twice", "each key once")
        unknown = [key for key in given if key not in names]
        for key in unknown[:MOST_NAMED]:
            self.wrong(path, f"unknown key {shown(key)}", nearest(key, names))
        if unknown[MOST_NAMED:]:
            self.wrong(path, f"{len(unknown) - MOST_NAMED} more unknown keys", f"at most {len(names)} keys")
        found: dict[str, Any] = {name: self.value(field, given[name], _below(path, name)) for name, field in record.fields_.items() if name in given}
        for name, nested in record.nested_.items():
            if name in given:
                found[name] = nested.record() if given[name] is None else self.record(nested.record, given[name], _below(path, name))
        return found

    def value(self, field: Declaration, given: Json, path: str) -> object:
        """Read a value; one that cannot be read is left unknown, so that what else is wrong shows too."""
        try:
            return UNKNOWN if given is None else field.accept(field_value(field, given))
        except Unaccepted as error:
            words = field_schema(field)["description"] if str(error) == field.accepted else str(error)
            self.wrong(path, shown(given), f"{words}; or null for unknown")
            return UNKNOWN

    def record(self, record: type[Record], given: Json, path: str, accepted: str = "an object; or null for unknown") -> Record:
        if is_object(given):
            return self.built(record, self.parts(record, given, path), path) or record()
        self.wrong(path, shown(given), accepted)
        return record()

    def built(self, record: type[RT], parts: dict[str, Any], path: str) -> RT | None:
        try:
            return clean(record, **parts) if self.fill else record(**parts)
        except InputError as error:
            self.problems.extend(attrs.evolve(problem, path=_below(path, problem.path)) for problem in error.problems)
            return None

    def assumed(self, record: type[RT], listed: Json, claims: list[RT]) -> tuple[RT, ...]:
        """Mark the facts that a claim which was written out lists as taken as clean."""
        known, names = record.assumable_, [] if listed is None else listed if is_list(listed) else [listed]
        odd = [name for name in names if not (isinstance(name, str) and name in known)]
        told: list[RT] = []
        for claim in claims:
            try:
                told.append(claim if odd or self.problems else claim._assume_named(dict.fromkeys(names)))
            except InputError as error:
                odd = [problem.path for problem in error.problems]
        if odd:
            self.wrong("assumed", shown(odd), "a list of facts, or memberships, that the document gives their clean value")
        return tuple(told)


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


# --- Writing -------------------------------------------------------------------------------------------


def document(claim: Record, *, mask: bool = False) -> dict[str, Json]:
    """Write a claim as a document that reads back as the same claim.

    Args:
        claim: any claim.
        mask: hide all but the end of numbers that identify the device; the document then does not read back.

    >>> from warranty_rules import Claim, WarrantyCard
    >>> document(Claim(card=WarrantyCard(present=False)))
    {'schema': 1, 'card': {'present': False}}
    """
    need(claim, Record, "a claim is needed, such as decision.claim")
    found: dict[str, Json] = {"schema": VERSION}
    for fact in claim.facts():
        value = masked(fact, fact.read(claim), mask=mask)
        if value is not UNKNOWN:
            place = found
            for name in fact.path[:-1]:
                place = place.setdefault(name, {})
            place[fact.path[-1]] = plain(value)
    assumed = [str(v) for v in claim.assumptions()]
    return {**found, "assumed": assumed} if assumed else found


def decision_document(decision: Decision[Any], *, mask: bool = False) -> dict[str, Json]:
    """Write a decision, with the claim that it decides; deciding that claim again gives the same document.

    Null is unknown and ``"none"`` is none, as in claims.

    Args:
        decision: any decision.
        mask: hide all but the end of numbers that identify the device.

    >>> from warranty_rules import Claim, Sale, clean
    >>> from warranty_rules.policies import icenter
    >>> found = decision_document(icenter.policy().adjudicate(clean(Claim, sale=Sale(sold_here=False))))
    >>> found["outcome"], found["grounds"][0]["clauses"], found["grounds"][0]["because"][0]["words"]
    ('denied', ['G0'], 'bought elsewhere')
    """
    need(decision, Decision, A_DECISION)
    after = decision.after_cure
    return {
        "schema": VERSION,
        "outcome": decision.outcome.value,
        "tier": plain(decision.tier),
        "coverage": list(map(_cover, decision.coverage)),
        "grounds": [_ground(ground, mask=mask) for ground in decision.grounds],
        "findings": [{"clause": f.clause.id, "truth": plain(f.truth), "because": _facts(f.because, mask=mask)} for f in decision.findings],
        "questions": _questions(decision.questions),
        "cures": [{"clause": exclusion.clause.id, "instruction": cure.instruction} for exclusion, cure in decision.cures],
        "after_cure": {"outcome": after.outcome.value, "questions": _questions(after.questions)} if isinstance(after, Decision) else plain(after),
        "service": _service(decision.service, decision.policy.calendar) if isinstance(decision.service, Promise) else plain(decision.service),
        "returns": plain(decision.returns),
        "assumed": [str(fact) for fact in decision.assumed],
        "warnings": list(decision.warnings),
        "provenance": {**attrs.asdict(decision.provenance), "readings": dict(decision.provenance.readings)},
        "clauses": {clause.id: _plainly(clause, "title", "text", "citation") for clause in _cited(decision)},
        "claim": document(decision.claim, mask=mask),
    }


def _plainly(value: object, *names: str) -> dict[str, Json]:
    return {name: plain(getattr(value, name)) for name in names}


def _cover(cover: Cover) -> dict[str, Json]:
    return {"tier": cover.tier.id, **_plainly(cover.tier, "name", "obligor"), **_plainly(cover, "state", "in_force", "first", "last")}


def _ground(ground: Ground, *, mask: bool) -> dict[str, Json]:
    clauses = [clause.id for clause in ground.clauses]
    return {"kind": ground.kind.value, "clauses": clauses, **_plainly(ground, "tier", "day"), "because": _facts(ground.because, mask=mask)}


def _facts(known: Iterable[Known], *, mask: bool) -> list[Json]:
    told = [(k.fact, masked(k.fact, k.value, mask=mask)) for k in known]
    return [{"fact": str(fact), "value": plain(value), "words": statement(fact, value)} for fact, value in told]


def _questions(questions: Iterable[Question]) -> list[Json]:
    return [{"fact": q.path, **_plainly(q, "text", "stage")} for q in questions]


def _service(promise: Promise, calendar: BusinessCalendar) -> dict[str, Json]:
    remedy, window, dates = promise.remedy, promise.window, promise.dates
    return {
        "provider": plain(promise.provider),
        "remedy": None if remedy is UNKNOWN else {"kind": remedy.value, **_plainly(remedy, "free", "replacement")},
        **_plainly(promise, "payer", "loaner"),
        "window": _window(window, window.counted_by(calendar)) if isinstance(window, Window) else plain(window),
        "dates": _plainly(dates, "earliest", "latest") if isinstance(dates, DueDates) else plain(dates),
        "needs": _questions(promise.needs),
        "clauses": [clause.id for clause in promise.clauses],
    }


def _window(window: Window, calendar: BusinessCalendar) -> dict[str, Json]:
    stops = "anything" if window.stopped_by is None else list(window.stopped_by)
    return {**_plainly(window, "least", "most"), "unit": calendar.unit.value, "calendar": calendar.id, "stopped_by": stops}


def _cited(decision: Decision[Any]) -> Iterator[Any]:
    """List every clause that the document names, in source order."""
    named = {clause.id for ground in decision.grounds for clause in ground.clauses}
    named |= {finding.clause.id for finding in decision.findings} | {e.clause.id for e, _ in decision.cures}
    named |= {clause.id for clause in decision.service.clauses} if isinstance(decision.service, Promise) else set()
    named |= {clause.id for clause in decision.policy.returns.of(decision.claim).clauses}
    return (clause for clause in decision.policy.clauses if clause.id in named)


# --- Schema --------------------------------------------------------------------------------------------

BEYOND_SCHEMA = (
    "rules between facts: a claim is not dated before the sale; the IMEIs of a device differ",
    "an IMEI's check digit; characters that cannot be printed; a day that its month does not have, unless formats are checked",
    "in a half-known set, no member is both in it and not in it",
    "a whole number is written without a fraction: 6, not 6.0",
    "a key is given once; JSON has no NaN; at most 1 MiB",
    "what is listed as assumed has its clean value",
)
"""What the reader refuses and the schema cannot say."""


def schema(record: type[Record]) -> dict[str, Json]:
    """Make the JSON Schema (2020-12) of claim documents from the declarations of the facts.

    It takes what `read` takes, but for the rules listed in `BEYOND_SCHEMA`.

    Args:
        record: the record class of claims.

    >>> from warranty_rules import Claim
    >>> schema(Claim)["properties"]["claimed_on"]["title"]
    'On what day was the fault reported?'
    """
    need_record(record)
    found = _record_schema(record)
    found["properties"] |= {
        "schema": {"const": VERSION},
        "unlisted": {"enum": ["clean", "unknown"], "description": 'what an absent fact means; "unknown" unless said'},
        "assumed": {"anyOf": [{"type": "array", "items": {"enum": [*record.assumable_]}}, {"type": "null"}], "description": "facts taken as clean"},
    }
    for nested in record.nested_.values():
        if nested.many:
            items = {"type": "array", "items": _record_schema(nested.record), "minItems": 1, "maxItems": MOST_CASES}
            found["properties"][nested.many] = {**items, "description": f"several in place of {nested.name}: a decision for each"}
            found.setdefault("allOf", []).append({"not": {"required": [nested.name, nested.many]}})
    return {"$schema": DIALECT, "title": record.__name__, "$comment": "; ".join(BEYOND_SCHEMA), **found}


def form(policy: Policy[Any]) -> dict[str, Json]:
    """Make the JSON Schema (2020-12) of an intake form: the facts that a policy uses, each with what a form needs to ask it.

    What is filled in is a claim document; what is left out is unknown. ``x-stages`` lists the facts by who can tell, and
    ``x-clauses`` of a fact the clauses that read it. Values have their words as titles.

    Args:
        policy: any policy.

    >>> from warranty_rules.policies import icenter
    >>> form(icenter.policy())["x-stages"][0]["facts"][:2]
    ['claimed_on', 'accepted_on']
    """
    need(policy, Policy, A_POLICY)
    stages: dict[str, list[str]] = {}
    for fact in policy.uses:
        stages.setdefault(fact.stage, []).append(str(fact))
    found: dict[str, Json] = {"type": "object", "properties": {"schema": {"const": VERSION, "default": VERSION}}, "additionalProperties": False}
    for fact, clauses in policy.uses.items():
        place = found["properties"]
        for name in fact.path[:-1]:
            place = place.setdefault(name, {"type": "object", "properties": {}, "additionalProperties": False})["properties"]
        place[fact.path[-1]] = {
            "title": fact.question,
            **field_form(fact.field),
            **({"description": fact.field.hint} if fact.field.hint else {}),
            "x-stage": fact.stage,
            "x-clauses": [clause.id for clause in clauses],
        }
    listed = [{"stage": stage, "facts": facts} for stage, facts in stages.items()]
    return {"$schema": DIALECT, "title": policy.title, **found, "x-policy": policy.id, "x-stages": listed}


@singledispatch
def field_form(field: Declaration) -> dict[str, Any]:
    """Describe what a form takes for a field: its schema, with words for its values."""
    found = field_schema(field)
    return {key: value for key, value in found.items() if key != "description"}


@field_form.register
def _(field: YesNo) -> dict[str, Any]:
    return {"type": "boolean", "oneOf": [{"const": True, "title": field.yes}, {"const": False, "title": field.no}]}


@field_form.register(OneOf)
def _(field: OneOf[Any]) -> dict[str, Any]:
    return {"oneOf": _titled(field.members)}


@field_form.register(SetOf)
def _(field: SetOf[Any]) -> dict[str, Any]:
    return {"type": "array", "items": {"oneOf": _titled(field.members)}, "uniqueItems": True}


def _titled(members: Iterable[Option]) -> list[Json]:
    return [{"const": member.value, "title": member.label} for member in members]


def _record_schema(record: type[Record]) -> dict[str, Json]:
    properties: dict[str, Json] = {}
    for name, field in record.fields_.items():
        described = field_schema(field)
        words = described.pop("description")
        properties[name] = {
            "title": field.question,
            "description": ". ".join(filter(None, (field.hint, f"{words}; or null"))),
            "x-stage": field.stage,
            "anyOf": [described, {"type": "null"}],
        }
    for name, nested in record.nested_.items():
        properties[name] = {"anyOf": [_record_schema(nested.record), {"type": "null"}]}
    return {"type": "object", "properties": properties, "additionalProperties": False}


# --- Schema of decisions -------------------------------------------------------------------------------


def decision_schema(policy: Policy[Any]) -> dict[str, Json]:
    """Make the JSON Schema (2020-12) of a policy's decision documents, masked or not: every key they have, and no other.

    Args:
        policy: the policy that decides.

    >>> from warranty_rules.policies import icenter
    >>> decision_schema(icenter.policy())["properties"]["outcome"]
    {'enum': ['approved', 'denied', 'pending']}
    """
    need(policy, Policy, A_POLICY)
    facts, clause, truth, text = policy.record.facts(), _among(*policy.source), [True, False, UNKNOWN], {"type": "string"}
    tiers, day = policy.ranked, {**text, "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
    values = [_written(f.field) for f in facts]
    value = _or({"anyOf": [each for place, each in enumerate(values) if each not in values[:place]]}, *truth)
    because = _list(_keys(fact=_among(*(str(v) for f in facts for v in (f, *f.variables))), value=value, words=text))
    questions = _list(_keys(fact=_among(*map(str, facts)), text=_among(*(f.question for f in facts)), stage=_among(*(f.stage for f in facts))))
    cover = {"name": _among(*(t.name for t in policy.ranked)), "obligor": _among(*(t.obligor for t in policy.ranked))}
    bounds = {"first": _or(day, NONE, UNKNOWN), "last": _or(day, NONE, UNKNOWN)}
    claims = schema(policy.record)
    found = _keys(
        schema=_among(VERSION),
        outcome=_among(*Outcome),
        tier=_among(*tiers, NONE, UNKNOWN),
        coverage=_list(_keys(tier=_among(*tiers), **cover, state=_among(*State, UNKNOWN), in_force=_among(*truth), **bounds)),
        grounds=_list(_keys(kind=_among(*Because), clauses=_list(clause), tier=_among(*tiers, NONE), day=_or(day, NONE), because=because)),
        findings=_list(_keys(clause=clause, truth=_among(*truth), because=because)),
        questions=questions,
        cures=_list(_keys(clause=clause, instruction=_among(*(e.cure.instruction for e in policy.exclusions if e.cure)))),
        after_cure=_or(_keys(outcome=_among(*Outcome), questions=questions), NONE),
        service=_or(_service_schema([tier.service for tier in policy.ranked], day, questions, _list(clause)), NONE),
        returns=_among(*_values([policy.returns]), UNKNOWN),
        assumed=_list(_among(*(str(f) for f in facts if f.field.clean is not UNKNOWN))),
        warnings=_list(text),
        provenance=_keys(**{f.name: text for f in attrs.fields(Provenance)} | {"readings": {"type": "object", "additionalProperties": text}}),
        clauses={"type": "object", "propertyNames": clause, "additionalProperties": _keys(title=text, text=text, citation=text)},
        claim=_written_record(policy.record, schema=_among(VERSION), assumed=claims["properties"]["assumed"]["anyOf"][0]),
    )
    return {"$schema": claims["$schema"], "title": "Decision", **found}


def _service_schema(services: list[Service], day: Json, questions: Json, clauses: Json) -> dict[str, Json]:
    providers, remedies, payers, loaners, windows = (_values(service.choices[i] for service in services) for i in range(5))
    remedy = _keys(kind=_among(*remedies), free=_among(True, False, Stated.NOT_STATED), replacement={"type": "string"})
    number, text = {"type": "integer"}, {"type": "string"}
    window = _keys(least=number, most=number, unit=_among(*Unit), calendar=text, stopped_by=_or(_list(text), "anything"))
    return _keys(
        provider=_among(*providers, UNKNOWN),
        remedy=_or(remedy, UNKNOWN),
        payer=_among(*payers, UNKNOWN),
        loaner=_among(*loaners, UNKNOWN),
        window=_or(window, *(value for value in windows if not isinstance(value, Window)), UNKNOWN),
        dates=_or(_keys(earliest=day, latest=day), NONE, UNKNOWN),
        needs=questions,
        clauses=clauses,
    )


def _values(choices: Iterable[Choice[Any]]) -> list[Any]:
    """List what choices may come to, but for unknown."""
    given = (value for c in choices for value in (*(row.value for row in c.rows), *(value for _, value in c.open_cases), c.when_open))
    return [value for value in given if value is not UNKNOWN]


def _written_record(record: type[Record], **more: Json) -> dict[str, Json]:
    """Describe a record as `document` writes it: without what is unknown."""
    properties = {**more, **{name: _written(field) for name, field in record.fields_.items()}}
    properties |= {name: _written_record(nested.record) for name, nested in record.nested_.items()}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _written(field: Declaration) -> dict[str, Json]:
    """Describe what is written for a value that is known, masked or not."""
    return {"anyOf": [field_schema(field), {"type": "string", "pattern": r"^\*{3}"}]} if field.sensitive else field_schema(field)


def _keys(**properties: Json) -> dict[str, Json]:
    return {"type": "object", "properties": properties, "required": [*properties], "additionalProperties": False}


def _list(items: Json) -> dict[str, Json]:
    return {"type": "array", "items": items}


def _among(*values: object) -> dict[str, Json]:
    return {"enum": list(dict.fromkeys(map(plain, values)))}


def _or(described: Json, *values: object) -> dict[str, Json]:
    return {"anyOf": [described, _among(*values)]}
