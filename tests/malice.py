"""Hostile input: documents spoilt as no writer would spoil them, and the worst that a mebibyte can hold."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from warranty_rules import Claim
from warranty_rules.documents import MOST_BYTES, MOST_CASES

# --- Spoilt: what hypothesis and the fuzzer change, in one way ---------------------------------------------


class Raw(str):
    """JSON, or what only looks like it, that is written as it is."""


class Pairs(list[Any]):
    """An object as its keys and values, in which a key may stand twice."""


KEYS = ["", "x", "schema", "unlisted", "assumed", "fault", "faults", "sale", "yes", "no", "claim", "__class__", "\ud800", "a" * 3_000, "claimed_onn"]
ATOMS = [
    *map(
        Raw, ("null", "true", "0", "-0", "1", "1.0", "1e999", "-1e-999", "NaN", "-Infinity", "[]", "{}", "[{}]", "[[]]", '{"":{}}', "tru", "'a'", "")
    ),
    *(
        Raw(json.dumps(each))
        for each in ("", "none", "n-o n-e", "same", "clean", "2026-02-30", "0001-01-01", "\x00", "\x1b[31m", "***1", "\u202e", "é")
    ),
    *map(
        Raw, ('"\\ud800"', '"\\udfff\\ud800"', '"\ud800"', '"\\x"', '"' + "x" * 3_000 + '"', '"' + "\\u0041" * 300 + '"', "9" * 5_000, "1" + "0" * 25)
    ),
    *(Raw(opening * deep + closing * deep) for deep in (2, 30, 400, 990, 5_000) for opening, closing in (("[", "]"), ('{"a":', "}"))),
    *map(Raw, ("[" * 300, "]", "}", ",", ":", '{"a":1,"a":2}', json.dumps({f"claimed_on{at}": at for at in range(60)}), json.dumps(["dust"] * 60))),
]


def tree(value: Any) -> Any:
    """Take JSON apart so that it can be spoilt."""
    if isinstance(value, dict):
        return Pairs([key, tree(each)] for key, each in value.items())
    return [tree(each) for each in value] if isinstance(value, list) else value


def written(node: Any) -> str:
    """Write it down, right or wrong."""
    if isinstance(node, Raw):
        return node
    if isinstance(node, Pairs):
        return f"{{{','.join(f'{key if isinstance(key, Raw) else json.dumps(key)}:{written(each)}' for key, each in node)}}}"
    return f"[{','.join(map(written, node))}]" if isinstance(node, list) else json.dumps(node)


def holders(node: Any) -> Iterator[tuple[Any, Any]]:
    """Give every place of a value: what holds it, and where in it."""
    for at, each in enumerate(node):
        place, value = (each, each[1]) if isinstance(node, Pairs) else (node, each)
        yield node, (at, place, 1 if place is each else at)
        if isinstance(value, list):
            yield from holders(value)


def drop(holder: Any, at: int, place: Any, key: int, random: Random) -> None:
    del holder[at]


def double(holder: Any, at: int, place: Any, key: int, random: Random) -> None:
    holder.insert(random.randrange(len(holder) + 1), [*holder[at]] if isinstance(holder, Pairs) else holder[at])


def retype(holder: Any, at: int, place: Any, key: int, random: Random) -> None:
    place[key] = random.choice(ATOMS)


def nest(holder: Any, at: int, place: Any, key: int, random: Random) -> None:
    place[key] = random.choice([[place[key]], Pairs([[random.choice(KEYS), place[key]]])])


def rename(holder: Any, at: int, place: Any, key: int, random: Random) -> None:
    name = holder[at][0] if isinstance(holder, Pairs) else None
    if isinstance(name, str):
        holder[at][0] = random.choice([*KEYS, name[1:], f"{name} ", name.upper(), *ATOMS])


def add(holder: Any, at: int, place: Any, key: int, random: Random) -> None:
    holder.append([random.choice(KEYS), random.choice(ATOMS)] if isinstance(holder, Pairs) else random.choice(ATOMS))


def crowd(holder: Any, at: int, place: Any, key: int, random: Random) -> None:
    if isinstance(holder, Pairs):
        holder.extend([f"{holder[at][0]}{number}", 0] for number in range(random.choice([30, 300])))


WAYS = (drop, double, retype, retype, nest, rename, add, crowd)


def spoilt(value: Any, random: Random, most: int = 3) -> str:
    """Write JSON down, with some things changed."""
    root = [tree(value)]
    for _ in range(random.randint(1, most)):
        places = [*holders(root)][1:]  # a spoilt root is drawn elsewhere
        if places:
            holder, place = random.choice(places)
            random.choice(WAYS)(holder, *place, random)
    return written(root[0])


def bent(given: bytes, random: Random) -> bytes:
    """Change some bytes."""
    for _ in range(random.randint(1, 3)):
        at = random.randrange(len(given) + 1)
        put = random.choice(
            [b"", b'"', b"{", b"]", b"\\", b"\xff", b"\xed\xa0\x80", b"\x00", b"\xef\xbb\xbf", b"1e9", b"\n", bytes([random.randrange(256)])]
        )
        given = given[:at] + put + given[at + random.randint(0, 3) :]
    return given


# --- The worst of a mebibyte ------------------------------------------------------------------------------


def filled(head: str, part: str, tail: str = "") -> bytes:
    """Repeat a part until the whole has as many bytes as a document may have."""
    head_, part_, tail_ = (each.encode("utf-8", "surrogatepass") for each in (head, part, tail))
    return head_ + part_ * ((MOST_BYTES - len(head_) - len(tail_)) // len(part_)) + tail_


def numbered(head: str, part: Callable[[int], str], tail: str) -> bytes:
    """List parts, each by its number, until the whole has as many bytes as a document may have."""
    found, size = list[str](), len(head) + len(tail)
    while size + len(each := part(len(found))) < MOST_BYTES:
        found.append(each)
        size += len(each) + 1
    return f"{head}{','.join(found)}{tail}".encode()


def listed(part: str) -> bytes:
    return filled(f'{{"reference":[{part}', f",{part}", "]}")


def nested(depth: int, key: int, *, double: bool = False) -> str:
    """Nest objects, each under a long key, which may stand twice."""
    opened = f'"{"k" * key}":'
    return f"{{{f'{opened}0,' if double else ''}{opened}" * depth + "0" + "}" * depth


def deep(opening: str, closing: str) -> str:
    return opening * 900 + "0" + closing * 900


FAULTS = f'{{"faults":[{",".join(["{}"] * MOST_CASES)}],'
DOCUMENTS: dict[str, bytes] = {
    "lists, opened": filled("", "["),
    "objects, opened": filled("", '{"a":'),
    "lists, deep": numbered("[", lambda at: deep("[", "]"), "]"),
    "objects, deep": numbered("[", lambda at: deep('{"":', "}"), "]"),
    "digits": filled("", "1"),
    "digits of a fraction": filled("1.", "1"),
    "digits of an exponent": filled('{"sale":{"contract_months":1e', "1", "}}"),
    "one string": filled('{"reference":"', "x", '"}'),
    "one string of wide letters": filled('{"reference":"', "\U0001f600", '"}'),
    "escapes": filled('{"reference":"', "\\u0041", '"}'),
    "escaped halves of letters": filled('{"reference":"', "\\ud800", '"}'),
    "escaped quotes": filled('{"reference":"', '\\"', '"}'),
    "a number of hyphens": filled('{"device":{"serial":"', "a-", '"}}'),
    "one key": filled('{"', "x", '":0}'),
    "keys": numbered("{", lambda at: f'"{at:x}":0', "}"),
    "keys near to a name": numbered("{", lambda at: f'"claimed_on{at}":0', "}"),
    "long keys near to a name": numbered("{", lambda at: f'"{"claimed_on" * 6}{at}":0', "}"),
    "keys near to a name, in every fault": numbered('{"faults":[', lambda at: json.dumps({f"caused{n}": at for n in range(800)}), "]}"),
    "a key twice and twice": filled('{"x":0', ',"x":0', "}"),
    "a known key twice and twice": filled('{"reference":"a"', ',"reference":"a"', "}"),
    "keys, each twice": numbered("{", lambda at: f'"{at // 2:x}":0', "}"),
    "objects, each with a key twice": listed('{"":0,"":0}'),
    "objects": listed("{}"),
    "objects of one key": listed('{"":0}'),
    "objects of an object": listed('{"":{}}'),
    "lists": listed("[]"),
    "numbers": listed("0"),
    "fractions": listed("1e9"),
    "long numbers": listed("1" * 19),
    "numbers too long": listed("1" * 20),
    "no numbers": listed("NaN"),
    "letters": listed('"é"'),
    "blanks": filled("{", " ", "}"),
    "faults": json.dumps({"faults": [{}] * MOST_CASES}).encode(),
    "too many faults": filled('{"faults":[{}', ",{}", "]}"),
    "faults, each wrong": numbered('{"faults":[', lambda at: f'{{"component":"{"x" * 10_400}"}}', "]}"),
    "members": filled('{"fault":{"causes":["dust"', ',"dust"', "]}}"),
    "members near to a name": numbered('{"fault":{"causes":[', lambda at: f'"dust{at}"', "]}}"),
    "assumptions": numbered(f'{FAULTS}"assumed":[', lambda at: f'"x{at}"', "]}"),
    "assumptions, each of every fault": json.dumps({"unlisted": "clean", "faults": [{}] * MOST_CASES, "assumed": [*Claim.assumable_]}).encode(),
}
"""Claim documents of a mebibyte, or less where fewer bytes cost more."""


def recorded(inside: str = "", claim: str = "{}", masked: str = "false") -> tuple[str, str]:
    """Give what stands in a record before and after what is in its decision."""
    return f'{{"decision":{{"claim":{claim},"x":{inside}', f'}},"masked":{masked},"record":1,"sha256":""}}'


def in_record(part: str) -> bytes:
    head, tail = recorded(f"[{part}")
    return filled(head, f",{part}", f"]{tail}")


RECORDS: dict[str, bytes] = {
    **{f"record: {part}": in_record(part) for part in ("0", "[]", "{}", '{"":0}', '{"":{}}', '{"":0,"":0}', "NaN", '"é"')},
    "record: lists, deep": numbered(f"{recorded()[0]}[", lambda at: deep("[", "]"), f"]{recorded()[1]}"),
    "record: objects, deep": numbered(f"{recorded()[0]}[", lambda at: deep('{"":', "}"), f"]{recorded()[1]}"),
    "record: keys": numbered('{"decision":{"claim":{},', lambda at: f'"{at:x}":0', recorded()[1]),
    "record: keys of the whole": numbered("{", lambda at: f'"{at:x}":0', "}"),
    "record: long keys, deep": nested(880, 1_180).join(recorded()).encode(),
    "record: long keys, deep, each twice": nested(880, 580, double=True).join(recorded()).encode(),
    "record: one string": filled(recorded('"')[0], "x", f'"{recorded()[1]}'),
    "record: a masked number that is a list": filled(
        '{"decision":{"claim":{"device":{"serial":[[]', ",[]", ']}}},"masked":true,"record":1,"sha256":""}'
    ),
    "record: its claim": filled('{"decision":{"claim":{"reference":[{}', ",{}", ']}},"masked":false,"record":1,"sha256":""}'),
}
"""Records of decisions, likewise."""

LINES: dict[str, bytes] = {
    "lines: no JSON": filled("", "x\n"),
    "lines: lists": filled("", "[]\n"),
    "lines: blank": filled("", "\n"),
    "lines: keys": filled("", '{"a":0}\n'),
    "lines: one": filled("", "x"),
}
"""JSON Lines, each of which is refused."""
