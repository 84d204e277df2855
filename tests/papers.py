"""Claim documents for tests: said, drawn, spoilt; and what may be read."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import strategies as st
from shops import bicycles

from warranty_rules import UNKNOWN, Claim, Record
from warranty_rules.documents import MOST_CASES, document, read, schema
from warranty_rules.errors import InputError, Problem
from warranty_rules.facts import Fact, Member
from warranty_rules.policies import icenter
from warranty_rules.testing import records

IMEI, TYPO = "490154203237518", "490154203237519"
POLICIES = {policy.record: policy for policy in (icenter.policy(), bicycles.policy())}


def at(path: str, value: Any) -> Any:
    """Give the document that says one thing."""
    for name in reversed(path.split(".")):
        value = {name: value}
    return value


def problems(given: Any, record: type[Record] = Claim) -> list[Problem]:
    """Give what is wrong with a document, which may be text, bytes or JSON values."""
    with pytest.raises(InputError) as caught:
        read(record, given if isinstance(given, str | bytes) else json.dumps(given))
    assert caught.value.problems
    return list(caught.value.problems)


def readable(record: type[Record], given: Any) -> bool:
    """Tell whether a document is read; any other error than the one for input escapes."""
    with suppress(InputError):
        return all(type(claim) is record for claim in read(record, given if isinstance(given, str | bytes) else json.dumps(given)))
    return False


def nothing_said(record: type[Record]) -> Iterator[str]:
    """Give the path of every fact and of every record within."""
    for name, nested in record.nested_.items():
        yield from (name, *(f"{name}.{inner}" for inner in nothing_said(nested.record)))
    yield from record.fields_


NAMES = [*schema(Claim)["properties"], *(name for nested in Claim.nested_.values() for name in nested.record.fields_), "yes", "no", "x"]
ATOMS = [None, True, False, 0, 1, 2, 6, 6.0, 1200, 1201, -1, 10**25, "", "none", "n-o n-e", "same", "new", "buyer", "2026-02-28", "2026-02-30"]
ATOMS += ["20260228", "2101-01-01", IMEI, TYPO, IMEI[1:], "a\nb", "x" * 201, "clean", [], {}, [{}], ["dust"], ["buyer", "buyer"], ["card.present"]]
ATOMS += [{"yes": ["buyer"], "no": ["seller"]}, {"yes": ["buyer"], "no": ["buyer"]}, {"yes": []}, {"yes": "buyer"}, {"x": 1}, [{}] * (MOST_CASES + 1)]
POOL = st.sampled_from(ATOMS).map(copy.deepcopy)
JSON = st.recursive(
    POOL | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=3), inner, max_size=5),
    max_leaves=12,
)


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Give every place in a JSON value: what holds it and under which key or number."""
    for key in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield value, key
        yield from places(value[key])


@st.composite
def told(draw: st.DrawFn, record: type[Record]) -> Any:
    """Draw a claim of which some facts were taken as clean."""
    claim = draw(records(record, complete=draw(st.booleans())))
    spotless = [v for fact in record.facts() for v in fact.variables if is_clean(v, claim)]
    for number in draw(st.sets(st.integers(0, len(spotless) - 1), max_size=4)) if spotless else ():
        claim = claim.assume(spotless[number])
    return claim


def is_clean(fact: Fact[Any], claim: Record) -> bool:
    best: Any = fact.field.clean
    return best is not UNKNOWN and fact.of(claim) == (fact.member in best if isinstance(fact, Member) else best)


@st.composite
def mutated(draw: st.DrawFn, record: type[Record]) -> Any:
    """Draw the document of a claim with one to three things changed."""
    given = document(draw(told(record)))
    for _ in range(draw(st.integers(1, 3))):
        holder, key = draw(st.sampled_from([(given, "reference"), *places(given)]))
        how = draw(st.sampled_from(["replace", "remove", "add"]))
        if how == "remove":
            with suppress(KeyError):
                del holder[key]
        elif isinstance(holder, dict):
            holder[key if how == "replace" else draw(st.sampled_from(NAMES))] = draw(POOL)
        else:
            holder.append(draw(POOL | st.just(holder[key])))
    return given


def fails(law: Callable[..., None], *case: Any) -> bool:
    try:
        law(*case)
    except (AssertionError, InputError):
        return True
    return False
