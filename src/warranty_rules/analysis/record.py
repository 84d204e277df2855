"""Records of decisions: what was decided, on what and under what, as bytes that can be checked and decided again.

A record is a decision document in an envelope: the number of its form, whether numbers that identify the device
are masked, and a hash of its content. The document holds the claim, the policy's id and digest, its readings,
its calendar and the version of its data, and the version of the library.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import islice
from typing import Any, Generic, TypeAlias

import attrs

from warranty_rules.decisions import Decision
from warranty_rules.documents import MOST_NAMED, decision_document, is_list, is_object, parse, take, twice
from warranty_rules.errors import InputError, Problem, need, printable, shortened, shown
from warranty_rules.examples import A_DECISION
from warranty_rules.policy import A_POLICY, Policy
from warranty_rules.records import RT

__all__ = ["Change", "Replay", "record", "replay"]

FORM = 1
"""The number of the form of a record, for when there is another."""

KEYS = ("record", "masked", "decision", "sha256")
CLAIM = "decision.claim"
NOTHING = object()
"""What stands for a part that only one of two records has."""

Json: TypeAlias = Any


@attrs.frozen
class Change:
    """A part of a record that is otherwise when it is decided again.

    Args:
        what: its path, such as ``decision.outcome``.
        recorded: what the record says, as JSON; empty where it says nothing.
        again: what it comes to, likewise.

    >>> print(Change("decision.outcome", '"approved"', '"denied"'))
    decision.outcome: recorded "approved", now "denied"
    """

    what: str
    recorded: str
    again: str

    def __str__(self) -> str:
        was, is_ = (shortened(text, 80) or "nothing" for text in (self.recorded, self.again))
        return printable(f"{self.what}: recorded {was}, now {is_}")


@attrs.frozen(repr=False)
class Replay(Generic[RT]):
    """A record, decided again.

    Args:
        decision: what the claim of the record comes to.
        changes: what is otherwise, a hash that does not fit first; empty where the record is reproduced byte for byte.

    >>> from warranty_rules import Claim
    >>> from warranty_rules.policies import icenter
    >>> kept = record(icenter.policy().adjudicate(Claim()))
    >>> print(replay(kept, icenter.policy()))
    reproduced byte for byte
    """

    decision: Decision[RT]
    changes: tuple[Change, ...]

    def __str__(self) -> str:
        return "\n".join(["not reproduced:", *map(str, self.changes)] if self.changes else ["reproduced byte for byte"])

    def __repr__(self) -> str:
        return printable(f"<replay: {', '.join(change.what for change in self.changes) or 'no change'}>")


def record(decision: Decision[Any], *, mask: bool = False) -> bytes:
    """Write a record of a decision: JSON with sorted keys and no spaces, in UTF-8; the same decision gives the same bytes in every process.

    Numbers that identify the device are in it in full, unless they are masked.

    Args:
        decision: any decision.
        mask: hide all but the end of those numbers; to replay the record, the claim with its numbers is then needed.

    >>> from warranty_rules import Claim
    >>> from warranty_rules.policies import icenter
    >>> kept = record(icenter.policy().adjudicate(Claim()))
    >>> list(json.loads(kept)), json.loads(kept)["decision"]["outcome"]
    (['decision', 'masked', 'record', 'sha256'], 'pending')
    """
    need(decision, Decision, A_DECISION)
    return _bytes(_text(_sealed(decision, mask=mask)))


def replay(kept: bytes | str, policy: Policy[RT], *, claim: RT | None = None) -> Replay[RT]:
    """Decide the claim of a record again, and say what is otherwise.

    Args:
        kept: a record; at most 1 MiB.
        policy: the policy to decide under: that of the record, to reproduce it, or another, to see what it changes.
        claim: the claim to decide in place of the recorded one; needed where numbers are masked that it holds.

    Raises:
        InputError: for what is no record, and for a claim that cannot be read or whose numbers are masked, with every problem found.

    >>> from warranty_rules import Claim, Fault, Party, Sale, clean
    >>> from warranty_rules.policies import icenter
    >>> accident = clean(Claim, sale=Sale.used(), fault=clean(Fault, accident_by={Party.BUYER}))
    >>> kept = icenter.policy().adjudicate(accident).record()
    >>> replay(kept.replace(b'"denied"', b'"approved"'), icenter.policy()).changes[0].what
    'sha256, as the record was changed after it was written'
    """
    need(policy, Policy, A_POLICY)
    given = _envelope(parse(kept))
    masked = given["masked"]
    decision = policy.adjudicate(_claim(given["decision"]["claim"], policy.record, masked=masked) if claim is None else claim)
    again = _sealed(decision, mask=masked)
    same = _bytes(_text(again)) == (_bytes(kept) if isinstance(kept, str) else kept)
    return Replay(decision, () if same else tuple(_changes(given, again)))


def _sealed(decision: Decision[Any], *, mask: bool) -> dict[str, Json]:
    content: dict[str, Json] = {"record": FORM, "masked": mask, "decision": decision_document(decision, mask=mask)}
    return {**content, "sha256": _hash(content)}


def _bytes(text: str) -> bytes:
    """Encode a text; half a surrogate pair, which UTF-8 does not have, as JSON escapes it."""
    return text.encode("utf-8", "backslashreplace")


def _text(content: Json) -> str:
    """Write JSON the one way; nothing for what is not there."""
    try:
        return "" if content is NOTHING else json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=repr)
    except RecursionError:
        raise InputError([Problem("", "JSON nested very deep", "a record, which is a few levels deep")]) from None


def _hash(content: dict[str, Json]) -> str:
    return sha256(_bytes(_text({key: value for key, value in content.items() if key != "sha256"}))).hexdigest()


def _envelope(given: Json) -> dict[str, Json]:
    """Refuse what is no record."""
    if not is_object(given):
        raise InputError([Problem("", shown(given), "a record, which is a JSON object")])
    decision: Json = given.get("decision")
    claim: Json = decision.get("claim") if is_object(decision) else {}
    wanted: dict[str, tuple[object, bool, str]] = {
        "record": (given.get("record"), given.get("record") is FORM, f"{FORM}"),
        "masked": (given.get("masked"), isinstance(given.get("masked"), bool), "true or false"),
        "decision": (decision, is_object(decision), "a decision document, which is an object"),
        CLAIM: (claim, is_object(claim), "a claim document, which is an object"),
        "sha256": (given.get("sha256"), isinstance(given.get("sha256"), str), "the hash of the content, in hexadecimal"),
    }
    wrong = [Problem(path, shown(value), accepted) for path, (value, fits, accepted) in wanted.items() if not fits]
    wrong += [Problem(path, f"key {shown(key)} twice", "each key once") for path, key in islice(_twice(given, claim), MOST_NAMED)]
    unknown = islice((key for key in given if key not in KEYS), MOST_NAMED)
    wrong += [Problem("", f"unknown key {shown(key)}", f"one of {', '.join(KEYS)}") for key in unknown]
    if wrong:
        raise InputError(wrong)
    return given


def _twice(given: Json, claim: Json) -> Iterator[tuple[str, str]]:
    """Find the keys that an object was given twice, however deep; those of the claim are found where it is read.

    Parsers of some versions nest deeper than functions can call one another; and a path is written where it is wanted, as all of them
    together can be very long.
    """
    opened: list[tuple[object, Iterator[tuple[object, Json]]]] = [("", iter([("", given)]))]
    while opened:
        name, part = next(opened[-1][1], (NOTHING, None))
        if name is NOTHING:
            opened.pop()
        elif part is not claim and (is_object(part) or is_list(part)):
            opened.append((name, iter(part.items() if is_object(part) else enumerate(part))))
            if is_object(part):
                yield from ((".".join(shortened(str(name), 60) for name, _ in opened[2:]), key) for key in twice(part))


def _claim(document: Json, kind: type[RT], *, masked: bool) -> RT:
    """Read the claim of a record."""
    numbers = [str(fact) for fact in kind.facts() if fact.field.sensitive and _is_masked(_at(document, fact.path))] if masked else []
    if numbers:
        what = "the claim with its numbers, as replay(record, policy, claim=...)"
        raise InputError(Problem(f"{CLAIM}.{path}", "a number that is masked", what) for path in numbers)
    try:
        claims = take(kind, document)
    except InputError as error:
        raise InputError(attrs.evolve(problem, path=f"{CLAIM}.{problem.path}".rstrip(".")) for problem in error.problems) from None
    claim, *more = claims
    if more:
        raise InputError([Problem(CLAIM, f"{len(claims)} claims", "the one claim that was decided")])
    return claim


def _is_masked(value: Json) -> bool:
    return isinstance(value, str) and value.startswith("***")


def _at(document: Json, path: Iterable[str]) -> Json:
    for name in path:
        document = document.get(name) if is_object(document) else None
    return document


def _changes(given: dict[str, Json], again: dict[str, Json]) -> Iterator[Change]:
    """Say in what two records differ: a hash that does not fit, under what it was decided, the claim, and then the rest."""
    fits = _hash(given)
    if given["sha256"] != fits:
        yield Change("sha256, as the record was changed after it was written", given["sha256"], fits)
    old, new = given["decision"], again["decision"]
    found = [*_apart(old, new, "decision")]
    first = ("decision.provenance", CLAIM)
    found.sort(key=lambda change: next((place for place, path in enumerate(first) if change.what.startswith(path)), len(first)))
    yield from found
    if not found and given["sha256"] == fits:
        yield Change("the layout, as the content is the same", "spaces, line ends, or keys in another order", "none, and keys that are sorted")


def _apart(old: Json, new: Json, path: str) -> Iterator[Change]:
    """Give the parts in which JSON values differ, each with its path."""
    if is_object(old) and is_object(new):
        for key in dict.fromkeys((*new, *old)):
            yield from _apart(old.get(key, NOTHING), new.get(key, NOTHING), f"{path}.{key}")
    elif is_list(old) and is_list(new) and len(old) == len(new):
        for place, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from _apart(one, other, f"{path}[{place}]")
    elif _text(old) != _text(new):
        yield Change(path, _text(old), _text(new))
