"""The workload on which rule engines are compared: seventeen clauses over twenty-seven facts, and claims of several shapes.

A clause is said once, as a Python expression over the names of facts. Every contestant's rules are folded from it, but for the
unit: `chain`, which is written by hand, as one would write it without any engine. Tests hold the two together.
"""

from __future__ import annotations

import ast
import json
import operator
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from functools import partial, reduce
from itertools import chain as chain_of
from itertools import product
from random import Random
from typing import Any, NamedTuple, TypeAlias, TypeVar

import attrs

from warranty_rules import Code, Day, OneOf, Predicate, Record, Whole, YesNo, all_of, any_of
from warranty_rules.compiling import Program
from warranty_rules.values import Option, Truth

T = TypeVar("T")
Facts: TypeAlias = Mapping[str, Any]

CLAUSES = {
    "E01": "lost",
    "E02": "stolen",
    "E03": "commercial_use and tier != 'business'",
    "E04": "unauthorized_repair",
    "E05": "modified_firmware or jailbroken",
    "E06": "card_serial != device_serial",
    "E07": "serial_tampered",
    "E08": "claim_date > end_date",
    "E09": "claim_date < start_date",
    "E10": "liquid_damage and tier == 'basic'",
    "E11": "physical_damage and (tier == 'basic' or tier == 'plus') and not pre_approved",
    "E12": "cosmetic_only",
    "E13": "consumable_part and battery_cycles < 500",
    "E14": "intentional_damage",
    "E15": "not has_receipt and not registered",
    "E16": "region != purchase_region and tier != 'business'",
    "E17": "repair_count >= 3 and not pre_approved",
}

# --- Facts ------------------------------------------------------------------------------------------------


class Tier(Option):
    BASIC = "basic"
    PLUS = "plus"
    BUSINESS = "business"


class Region(Option):
    EU = "EU"
    UK = "UK"
    US = "US"
    JP = "JP"


class Kind(Option):
    PHONE = "phone"
    TABLET = "tablet"
    LAPTOP = "laptop"


FLAGS = (
    *("lost", "stolen", "commercial_use", "unauthorized_repair", "modified_firmware", "jailbroken", "serial_tampered", "liquid_damage"),
    *("physical_damage", "cosmetic_only", "consumable_part", "intentional_damage", "has_receipt", "registered", "pre_approved", "fire_damage"),
)
OPTIONS: dict[str, type[Option]] = {"tier": Tier, "region": Region, "purchase_region": Region, "device_type": Kind}
SERIALS = ("card_serial", "device_serial")
DAYS = ("claim_date", "start_date", "end_date")
NUMBERS = ("repair_count", "battery_cycles")
FACTS = (*FLAGS, *OPTIONS, *SERIALS, *DAYS, *NUMBERS)

# --- Clauses, folded --------------------------------------------------------------------------------------


class Name(str):
    """The name of a fact, where a text might stand as well."""

    __slots__ = ()


class Leaf(NamedTuple):
    """A fact that is yes or no, or one beside a constant or another fact."""

    left: str
    sign: str = ""
    right: Any = None

    @classmethod
    def of(cls, node: ast.expr) -> Leaf:
        if isinstance(node, ast.Name):
            return cls(node.id)
        left, sign, right = ast.unparse(node).split(" ")
        return cls(left, sign, Name(right) if right.isidentifier() else ast.literal_eval(right))

    @property
    def key(self) -> str:
        """A name for its truth, for peers that are handed it."""
        return f"{self.left}_{SIGNS[self.sign].__name__}_{self.right}" if self.sign else self.left

    def text(self, name: Callable[[str], str]) -> str:
        """Write it, given how facts are named."""
        if not self.sign:
            return name(self.left)
        return f"({name(self.left)} {self.sign} {name(self.right) if isinstance(self.right, Name) else json.dumps(self.right)})"


SIGNS: dict[str, Callable[[Any, Any], Any]] = {"==": operator.eq, "!=": operator.ne, "<": operator.lt, ">": operator.gt, ">=": operator.ge}


def fold(clause: str, leaf: Callable[[Leaf], T], both: Callable[[list[T]], T], either: Callable[[list[T]], T], negate: Callable[[T], T]) -> T:
    """Say a clause in other words, from its leaves up."""

    def at(node: ast.expr) -> T:
        if isinstance(node, ast.BoolOp):
            parts = list(map(at, node.values))
            return both(parts) if isinstance(node.op, ast.And) else either(parts)
        if isinstance(node, ast.UnaryOp):
            return negate(at(node.operand))
        return leaf(Leaf.of(node))

    return at(ast.parse(clause, mode="eval").body)


def composed(clause: str, leaf: Callable[[Leaf], Any]) -> Any:
    """Compose objects by ``&``, ``|`` and ``~``."""
    return fold(clause, leaf, partial(reduce, operator.and_), partial(reduce, operator.or_), operator.invert)


def pushed(clause: str, leaf: Callable[[Leaf, bool], T], both: Callable[[list[T]], T], either: Callable[[list[T]], T]) -> T:
    """Fold where nothing but a leaf can be negated: each part is said both ways, and negating takes the other."""
    both_ways: tuple[T, T] = fold(
        clause,
        lambda found: (leaf(found, True), leaf(found, False)),
        lambda parts: (both([yes for yes, _ in parts]), either([no for _, no in parts])),
        lambda parts: (either([yes for yes, _ in parts]), both([no for _, no in parts])),
        lambda part: (part[1], part[0]),
    )
    return both_ways[0]


def joined(parts: Iterable[list[T]]) -> list[T]:
    return list(chain_of.from_iterable(parts))


Case: TypeAlias = "list[tuple[Leaf, bool]]"


def cases(clause: str) -> list[Case]:
    """List the cases of a clause, each of leaves that hold or do not."""
    return pushed(
        clause,
        lambda leaf, way: [[(leaf, way)]],
        lambda parts: [joined(each) for each in product(*parts)],
        joined,
    )


def written(clause: str, name: Callable[[str], str] = str, both: str = "and", either: str = "or", negation: str = "not ") -> str:
    """Write a clause in a language of that kind."""
    return fold(
        clause,
        lambda leaf: leaf.text(name),
        lambda parts: f"({f' {both} '.join(parts)})",
        lambda parts: f"({f' {either} '.join(parts)})",
        lambda part: f"({negation}{part})",
    )


def leaves(clause: str) -> list[Leaf]:
    """List the leaves of a clause."""
    return fold(clause, lambda leaf: [leaf], joined, joined, list)


def read(clause: str) -> set[str]:
    """Name the facts that a clause reads."""
    return {name for leaf in leaves(clause) for name in (leaf.left, leaf.right) if name in FACTS}


# --- The unit ---------------------------------------------------------------------------------------------

Plain: Any = attrs.make_class("Plain", FACTS, frozen=True, slots=True)
"""The facts as a hand-written chain reads them."""


def chain(c: Any) -> list[str]:  # a branch for each clause  # noqa: PLR0912
    """List the clauses that hold, two-valued, without any engine."""
    held: list[str] = []
    if c.lost:
        held.append("E01")
    if c.stolen:
        held.append("E02")
    if c.commercial_use and c.tier != "business":
        held.append("E03")
    if c.unauthorized_repair:
        held.append("E04")
    if c.modified_firmware or c.jailbroken:
        held.append("E05")
    if c.card_serial != c.device_serial:
        held.append("E06")
    if c.serial_tampered:
        held.append("E07")
    if c.claim_date > c.end_date:
        held.append("E08")
    if c.claim_date < c.start_date:
        held.append("E09")
    if c.liquid_damage and c.tier == "basic":
        held.append("E10")
    if c.physical_damage and (c.tier == "basic" or c.tier == "plus") and not c.pre_approved:  # as the clause says it  # noqa: PLR1714
        held.append("E11")
    if c.cosmetic_only:
        held.append("E12")
    if c.consumable_part and c.battery_cycles < 500:
        held.append("E13")
    if c.intentional_damage:
        held.append("E14")
    if not c.has_receipt and not c.registered:
        held.append("E15")
    if c.region != c.purchase_region and c.tier != "business":
        held.append("E16")
    if c.repair_count >= 3 and not c.pre_approved:
        held.append("E17")
    return held


# --- Ours -------------------------------------------------------------------------------------------------

Ours: Any = type(
    "Ours",
    (Record,),
    {name: YesNo(f"{name}?", "desk", yes=name, no=f"not {name}") for name in FLAGS}
    | {name: OneOf(options, f"{name}?", "desk", says=f"{name} {{}}") for name, options in OPTIONS.items()}
    | {name: Code(f"{name}?", "desk", says=f"{name} {{}}") for name in SERIALS}
    | {name: Day(f"{name}?", "desk", says=f"{name} {{}}") for name in DAYS}
    | {name: Whole(f"{name}?", "desk", says=f"{name} {{}}", unit="times", most=5_000) for name in NUMBERS},
)


def our_value(name: str, value: Any) -> Any:
    """Give a value as our record holds it."""
    return OPTIONS[name](value) if name in OPTIONS else value


def ours(facts: Facts) -> Record:
    """Build our record; what is not among the facts is unknown."""
    record: Record = Ours(**{name: our_value(name, value) for name, value in facts.items()})
    return record


def our_leaf(leaf: Leaf) -> Predicate:
    fact: Any = Ours.fact(leaf.left)
    if not leaf.sign:
        return fact  # type: ignore[no-any-return]  # a fact that is yes or no is a predicate
    right = Ours.fact(leaf.right) if isinstance(leaf.right, Name) else our_value(leaf.left, leaf.right)
    found: Predicate = {"==": fact.eq, "!=": fact.ne}.get(leaf.sign, partial(SIGNS[leaf.sign], fact))(right)
    return found


def predicates(clauses: Mapping[str, str] = CLAUSES) -> list[Predicate]:
    """Say clauses as our predicates."""
    return [fold(clause, our_leaf, all_of, any_of, lambda part: ~part) for clause in clauses.values()]


def truths() -> Callable[[Record], tuple[Truth, ...]]:
    """Give the function of a record that tells each clause's truth, in their order."""
    return Program(predicates()).compiled()


def hits(answer: Iterable[Any]) -> set[str]:
    """Read an answer: the clauses that hold, or each one's truth in their order."""
    told = list(answer)
    if all(isinstance(each, str) for each in told):
        return set(told)
    return {clause for clause, held in zip(CLAUSES, told, strict=True) if held is True}


# --- Claims -----------------------------------------------------------------------------------------------


def sound(random: Random) -> dict[str, Any]:
    """Draw the facts of a claim on which no clause holds."""
    day, region, serial = date(2025, 1, 1) + timedelta(random.randrange(700)), random.choice([*Region]).value, f"SN{random.randrange(10**9):09}"
    receipt = random.random() < 0.5
    return dict.fromkeys(FLAGS, False) | {
        "has_receipt": receipt,
        "registered": not receipt or random.random() < 0.5,
        "pre_approved": random.random() < 0.5,
        "tier": random.choice([*Tier]).value,
        "device_type": random.choice([*Kind]).value,
        "region": region,
        "purchase_region": region,
        "card_serial": serial,
        "device_serial": serial,
        "repair_count": random.randrange(3),
        "battery_cycles": random.randrange(1_500),
        "claim_date": day,
        "start_date": day - timedelta(random.randrange(350)),
        "end_date": day + timedelta(random.randrange(350)),
    }


def ruined(random: Random, facts: Facts) -> dict[str, Any]:
    """Change the facts of a sound claim so that every clause holds."""
    day = facts["claim_date"]
    return dict.fromkeys(FLAGS, True) | {
        "has_receipt": False,
        "registered": False,
        "pre_approved": False,
        "tier": "basic",
        "device_type": facts["device_type"],
        "region": facts["region"],
        "purchase_region": random.choice([each.value for each in Region if each.value != facts["region"]]),
        "card_serial": facts["card_serial"],
        "device_serial": f"{facts['card_serial']}X",
        "repair_count": random.randrange(3, 9),
        "battery_cycles": random.randrange(500),
        "claim_date": day,
        "start_date": day + timedelta(1 + random.randrange(50)),
        "end_date": day - timedelta(1 + random.randrange(50)),
    }


def claim(random: Random, held: Iterable[str]) -> dict[str, Any]:
    """Draw a claim on which these clauses hold and no other."""
    facts = sound(random)
    worst = ruined(random, facts)
    return facts | {name: worst[name] for clause in held for name in read(CLAUSES[clause])}


def half(random: Random, facts: Facts) -> dict[str, Any]:
    """Forget half of the facts."""
    known = set(random.sample(FACTS, len(FACTS) // 2 + random.randrange(2)))
    return {name: value for name, value in facts.items() if name in known}


HELD = {"none hit": 0, "one hit": 1, "eight hits": 8, "all seventeen hit": len(CLAUSES)}
"""Shapes of claims, and how many of the clauses hold: which of them, is drawn for each claim."""


def shapes(many: int) -> dict[str, list[dict[str, Any]]]:
    """Draw so many claims of each shape, the same every time."""
    random = Random(17)
    return {shape: [claim(random, random.sample([*CLAUSES], count)) for _ in range(many)] for shape, count in HELD.items()}
