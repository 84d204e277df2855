"""Modified condition/decision coverage of the store's terms: of each condition, two claims that differ in what it reads alone.

    python tests/mcdc.py    write docs/explanation/mcdc.md anew

A condition is a leaf of an exclusion's rule, or of what keeps a tier from being in force: its goods, what else entitles to it, and the
two ends of its cover; "is in" is as many conditions as it lists values. Two claims show it by unique cause: they differ in one fact,
and of all conditions of the rule that one alone turns.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import attrs
from scenarios import claim_of, tier_of, verdict

from warranty_rules import NONE, SAME, Claim, Clause, Policy, Predicate
from warranty_rules.facts import Compare, Fact, IsIn, YesNoFact
from warranty_rules.policies import icenter
from warranty_rules.predicates import Condition
from warranty_rules.tiers import State
from warranty_rules.wording import joined, statement

PAGE = Path(__file__).parents[1] / "docs" / "explanation" / "mcdc.md"

KNOWN = (
    "reference = RMA-1001; device.model = phone; fault.failed_before_use = no; elsewhere.failed_before_use = no; elsewhere.repairable = yes; "
    "sale.manufacturer_months = 0; sale.extended_plan = no; sale.contract_months = 0; "
)
"""With this, nothing is open in a claim of `scenarios`, and no tier but the store's month is given."""
BASES = {
    "new": ("new", f"{KNOWN}sale.manufacturer_months = 6"),
    "store-one-month": ("new", f"{KNOWN}claimed_on = 2026-03-20"),
    "extended-12-month": ("new", f"{KNOWN}sale.extended_plan = yes"),
    "used": ("used", f"{KNOWN}sale.contract_months = 6"),
}
"""For each tier the claim that it alone covers: the goods, sold on 2 March 2026, and what is said besides, in the notation of `scenarios`."""

TABLE = """
E01
    card.present                           |                                        | card.present = yes                 | no
    card.altered_by has buyer              |                                        | card.altered_by = nobody           | buyer
    card.altered_by has third_party        |                                        | card.altered_by = nobody           | third_party
    card.altered_by has authorized_center  |                                        | card.altered_by = nobody           | authorized_center
    card.altered_by has factory            |                                        | card.altered_by = nobody           | factory
E02
    card.serial is not device.serial       | card.serial = F2LX1234                 | device.serial = F2LX1234           | F2LX1243
    card.serial is in {none}               |                                        | card.serial = none                 | F2LX1243
    card.serial is in {same}               |                                        | card.serial = same                 | F2LX1243
    card.imei_1 is not device.imei_1       | card.imei_1 = A                        | device.imei_1 = A                  | B
    card.imei_1 is not device.imei_2       | card.imei_1 = B                        | device.imei_2 = B                  | C
    card.imei_1 is in {none}               | device.imei_2 = B                      | card.imei_1 = none                 | C
    card.imei_1 is in {same}               | device.imei_2 = B                      | card.imei_1 = same                 | C
    card.imei_2 is not device.imei_1       | card.imei_2 = A                        | device.imei_1 = A                  | B
    card.imei_2 is not device.imei_2       | card.imei_2 = B                        | device.imei_2 = B                  | C
    card.imei_2 is in {none}               | device.imei_2 = B                      | card.imei_2 = none                 | C
    card.imei_2 is in {same}               | device.imei_2 = B                      | card.imei_2 = same                 | C
E03
    inspection.damaged_by has buyer        |                                        | inspection.damaged_by = nobody     | buyer
    inspection.damaged_by has third_party  |                                        | inspection.damaged_by = nobody     | third_party
E04
    inspection.opened_by has buyer         |                                        | inspection.opened_by = nobody      | buyer
    inspection.opened_by has third_party   |                                        | inspection.opened_by = nobody      | third_party
E05
    fault.causes has liquid                | fault.careless_by = buyer              | fault.causes = nothing             | liquid
    fault.causes has dust                  | fault.careless_by = buyer              | fault.causes = nothing             | dust
    fault.causes has temperature           | fault.careless_by = buyer              | fault.causes = nothing             | temperature
    fault.causes has impact                | fault.careless_by = buyer              | fault.causes = nothing             | impact
    fault.causes has foreign_object        | fault.careless_by = buyer              | fault.causes = nothing             | foreign_object
    fault.careless_by has buyer            | fault.causes = liquid                  | fault.careless_by = nobody         | buyer
    fault.careless_by has third_party      | fault.causes = liquid                  | fault.careless_by = nobody         | third_party
E06
    fault.accident_by has buyer            |                                        | fault.accident_by = nobody         | buyer
E07
    inspection.seals is broken             |                                        | inspection.seals = intact          | broken
E08
    fault.causes has mains_voltage         |                                        | fault.causes = nothing             | mains_voltage
E09
    fault.flex_fractured                   |                                        | fault.flex_fractured = no          | yes
E10
    fault.component is touch_id            |                                        | fault.component = face_id          | touch_id
    fault.failed_before_use                | fault.component = touch_id             | fault.failed_before_use = yes      | no
E11
    fault.causes has natural_disaster      |                                        | fault.causes = nothing             | natural_disaster
E12
    fault.causes has non_original_consumables |                                     | fault.causes = nothing             | non_original_consumables
E13
    fault.causes has external_network      |                                        | fault.causes = nothing             | external_network
E14
    fault.worn_beyond_norms                |                                        | fault.worn_beyond_norms = no       | yes
    fault.body_worn                        | device.portable = yes                  | fault.body_worn = no               | yes
    device.portable                        | fault.body_worn = yes                  | device.portable = no               | yes
E15
    fault.causes has misuse                |                                        | fault.causes = nothing             | misuse
E16
    inspection.software has unlicensed     |                                        | inspection.software = nothing      | unlicensed
    inspection.software has uncertified    |                                        | inspection.software = nothing      | uncertified
    inspection.software has infected       |                                        | inspection.software = nothing      | infected
E17
    sale.supplied has documents            | inspection.missing = documents         | sale.supplied = nothing            | documents
    inspection.missing has documents       | sale.supplied = documents              | inspection.missing = nothing       | documents
    sale.supplied has drivers              | inspection.missing = drivers           | sale.supplied = nothing            | drivers
    inspection.missing has drivers         | sale.supplied = drivers                | inspection.missing = nothing       | drivers
    sale.supplied has cables               | inspection.missing = cables            | sale.supplied = nothing            | cables
    inspection.missing has cables          | sale.supplied = cables                 | inspection.missing = nothing       | cables
    sale.supplied has fasteners            | inspection.missing = fasteners         | sale.supplied = nothing            | fasteners
    inspection.missing has fasteners       | sale.supplied = fasteners              | inspection.missing = nothing       | fasteners
    sale.supplied has packaging            | inspection.missing = packaging         | sale.supplied = nothing            | packaging
    inspection.missing has packaging       | sale.supplied = packaging              | inspection.missing = nothing       | packaging
    sale.supplied has parts                | inspection.missing = parts             | sale.supplied = nothing            | parts
    inspection.missing has parts           | sale.supplied = parts                  | inspection.missing = nothing       | parts
    inspection.package_damaged             |                                        | inspection.package_damaged = no    | yes
new
    sale.goods is new                      |                                        | sale.goods = new                   | used | denied U1
    sale.sold_here                         |                                        | sale.sold_here = yes               | no | denied G0
    sale.manufacturer_months >= 1          | claimed_on = 2026-03-02                | sale.manufacturer_months = 1       | 0 | approved store-one-month
    claimed_on is past sale.manufacturer_months months from sale.sold_on |          | claimed_on = 2026-09-02            | 2026-09-03 | denied N1 N2 N3
store-one-month
    sale.goods is new                      |                                        | sale.goods = new                   | used | denied U1
    sale.sold_here                         |                                        | sale.sold_here = yes               | no | denied G0
    claimed_on is past 1 month from sale.sold_on |                                  | claimed_on = 2026-04-02            | 2026-04-03 | denied N1 N2 N3
extended-12-month
    sale.goods is new                      |                                        | sale.goods = new                   | used | denied U1
    sale.sold_here                         |                                        | sale.sold_here = yes               | no | denied G0
    sale.extended_plan                     |                                        | sale.extended_plan = yes           | no | denied N1 N2 N3
    claimed_on is past 12 months from sale.sold_on |                                | claimed_on = 2027-03-02            | 2027-03-03 | denied N1 N2 N3
used
    sale.goods is used                     |                                        | sale.goods = used                  | new | denied N1 N2 N3
    sale.sold_here                         |                                        | sale.sold_here = yes               | no | denied G0
    sale.contract_months >= 1              | claimed_on = 2026-03-02                | sale.contract_months = 1           | 0 | denied U1
    claimed_on is past sale.contract_months months from sale.sold_on |              | claimed_on = 2026-09-02            | 2026-09-03 | denied UR1
"""
"""The condition; what both claims say besides; the fact with its value in the claim that is approved; its value in the other, and what
becomes of that: denied by the clause, where nothing else stands."""
IDLE = tuple((tier, "claimed_on < sale.sold_on") for tier in BASES)
"""The conditions that no claim makes true, so that they turn nothing: no claim is made before the sale."""


@attrs.frozen
class Row:
    """Two claims that differ in one fact.

    Args:
        of: the clause of the exclusion, or the tier.
        condition: the condition that turns.
        besides: what both claims say besides the base.
        fact: the fact that they differ in.
        values: its two values, that of the approved claim first.
        then: what becomes of the other.
    """

    of: str
    condition: str
    besides: str
    fact: str
    values: tuple[str, str]
    then: str

    @property
    def key(self) -> tuple[str, str]:
        return self.of, self.condition

    @property
    def tiers(self) -> tuple[str, ...]:
        """The tiers whose claims it is shown on: all, for an exclusion."""
        return (self.of,) if self.of in BASES else tuple(BASES)

    def outcomes(self, tier: str) -> tuple[str, str]:
        return f"approved {tier}", self.then

    def claims(self, tier: str) -> tuple[Claim, Claim]:
        goods, base = BASES[tier]
        one, other = (claim_of(goods, f"{base}; {self.besides}; {self.fact} = {value}") for value in self.values)
        return one, other


def read(table: str) -> Iterator[Row]:
    of = ""
    for first, *cells in (line.split("|") for line in table.strip().splitlines()):
        if not cells:
            of = first
            continue
        besides, one, other, then = map(str.strip, (*cells, f"denied {of}")[:4])
        fact, value = map(str.strip, one.split("="))
        yield Row(of, first.strip(), besides, fact, (value, other), then)


ROWS = tuple(read(TABLE))


@attrs.frozen
class Leaf:
    """A condition where it stands.

    Args:
        of: the clause of the exclusion, or the tier.
        clause: the clause that it is for.
        rule: the rule that it stands in: whether the clause refuses, or whether the tier is in force.
        whole: the condition as the rule has it.
        condition: the condition; of "is in", for one value.
        state: the state of the tier where the condition fails; none for an exclusion.
    """

    of: str
    clause: Clause
    rule: Predicate
    whole: Condition
    condition: Condition
    state: State | None = None

    @property
    def key(self) -> tuple[str, str]:
        return self.of, str(self.condition)


def leaves(policy: Policy[Claim]) -> list[Leaf]:
    """List every condition of the exclusions and the tiers, as often as it stands in a rule."""
    excluding = [Leaf(e.clause.id, e.clause, e.when, *parts) for e in policy.exclusions for parts in atoms(e.when)]
    entitling = [
        Leaf(tier.id, clause, tier.in_force, *parts, state)
        for tier in policy.ranked
        for state, clause, when in tier.failings
        for parts in atoms(when)
    ]
    return excluding + entitling


def atoms(rule: Predicate) -> list[tuple[Condition, Condition]]:
    """List the conditions of a rule, each with what it is where one value alone is listed."""
    return [(whole, part) for whole in rule.conditions for part in _singly(whole)]


def _singly(whole: Condition) -> list[Condition]:
    return [IsIn(whole.fact, frozenset({value})) for value in sorted(whole.values, key=str)] if isinstance(whole, IsIn) else [whole]


def told(policy: Policy[Claim], claim: Claim) -> str:
    """Say what becomes of a claim: ``approved new``, ``denied E01``."""
    decision = policy.adjudicate(claim)
    return " ".join((verdict(decision), *([tier_of(decision)] if decision.outcome.value == "approved" else [])))


# --- The page ---------------------------------------------------------------------------------------------

INTRODUCTION = """# Each condition alone

That a rule was seen to refuse says little of the conditions it is made of: one of them may do nothing, and no claim that was tried would tell.
*Modified condition/decision coverage* (MC/DC) is what aviation asks of its most critical software: that each condition is shown to turn the
decision alone, the others held (RTCA DO-178C, table A-7, objective 5; the tutorial is NASA/TM-2001-210876). This page shows it of the {exclusions}
conditions of the seventeen exclusions, and of the {tiers} by which one of the four warranties is in force; where a rule takes any of several
values, each is a condition. Every line is two claims, every fact of which is known, that differ in one; between them this condition turns
and no other of its rule (by *unique cause*), and so do the rule and what becomes of the claim, while no other exclusion or warranty does. A test decides
both claims, has the independent oracle decide them, and sees that they come out otherwise once the condition is held true, held false or turned
round; a condition without a line fails it, and a line without a condition (`tests/test_mcdc.py`; `python tests/mcdc.py` writes this page).
Not shown here are readings other than the defaults, facts that are not known, the service and the remedy, and whether the terms are read
rightly, for which the letters and the oracle [stand](../trust.md).

## The seventeen exclusions

Each line is shown on four claims, one for each warranty, sold on 2 March 2026 and covered by that warranty alone; what becomes of them is
the same. All is in order but for what is said.
"""
TIERS = """
## The four warranties

Each line is shown on the claim that this warranty alone covers: sold on 2 March 2026 and reported on 20 July, for the store's month on
20 March; the manufacturer, or the contract for used goods, gives six months. All is in order but for what is said.
"""
FINDING = """
## What turns nothing

One condition of each warranty turns no outcome: that the fault was reported before the warranty began. In the default readings every
warranty begins on the day of sale, and nothing is claimed before the sale: such a day is refused when it is entered, with an error that
names it. So the condition is false of every claim that is decided, and without it no decision would be another. It does its work in the
readings under which the extended warranty begins later.
"""
WORDS = {
    "claimed_on is past sale.manufacturer_months months from sale.sold_on": "reported after the manufacturer's months",
    "claimed_on is past 1 month from sale.sold_on": "reported after one month",
    "claimed_on is past 12 months from sale.sold_on": "reported after 12 months",
    "claimed_on is past sale.contract_months months from sale.sold_on": "reported after the contract's months",
}
"""The conditions that compare days, in words."""


def condition_words(condition: Condition) -> str:
    """Say what is so where a condition holds."""
    if isinstance(condition, YesNoFact):
        return statement(condition, value=True)
    if isinstance(condition, IsIn):
        (value,) = condition.values
        return value_words(condition.fact, value)
    if isinstance(condition, Compare) and condition.word == "is not":
        return f"the {noun(condition.fact)} is not the {noun(condition.other)}"
    if isinstance(condition, Compare) and condition.word in {"is", ">="}:
        return value_words(condition.fact, condition.other if condition.word == "is" else f"{condition.other} or more")
    return WORDS[str(condition)]


def value_words(fact: Fact[Any], value: object) -> str:
    """Say what a claim says of a fact."""
    if value is NONE or value is SAME:
        return f"no {noun(fact)}" if value is NONE else f"{noun(fact)} compared, and the same"
    return statement(fact, value)


def noun(fact: Fact[Any]) -> str:
    return fact.field.says.replace(" {}", "")


def outcome_words(told: str, policy: Policy[Claim]) -> str:
    kind, *rest = told.split()
    names = [policy.tiers[each].name if each in policy.tiers else each for each in rest]
    return f"{kind}, {joined(names)}" if kind == "denied" else f"{kind}, by the {joined(names)}"


def page() -> str:
    """Write the page."""
    policy = icenter.policy()
    found = {leaf.key: leaf for leaf in leaves(policy)}
    tiers = [row for row in ROWS if row.of in BASES]
    text = INTRODUCTION.format(exclusions=len(ROWS) - len(tiers), tiers=len(tiers))
    for of, rows in groupby(ROWS, key=lambda row: row.of):
        text += TIERS if of == tiers[0].of else ""
        text += _tier(policy, of, list(rows), found) if of in BASES else _exclusion(list(rows), found)
    return text + FINDING


def _exclusion(rows: list[Row], found: dict[tuple[str, str], Leaf]) -> str:
    clause = found[rows[0].key].clause
    lines = [_cells(row, found[row.key], "approved", f"denied, {clause.id}") for row in rows]
    return f"\n### {clause}\n\n{clause.text}\n\n{_table(['condition'], lines)}"


def _tier(policy: Policy[Claim], of: str, rows: list[Row], found: dict[tuple[str, str], Leaf]) -> str:
    tier = policy.tiers[of]
    told = [[outcome_words(each, policy) for each in row.outcomes(of)] for row in rows]
    lines = [[found[row.key].clause.id, *_cells(row, found[row.key], *outcomes)] for row, outcomes in zip(rows, told, strict=True)]
    return f"\n### The {tier.name}\n\n{tier.clause.text}\n\n{_table(['clause', 'condition'], lines)}"


def _table(head: list[str], lines: list[list[str]]) -> str:
    titles = [*head, "in both claims", "one claim", "outcome", "the other", "outcome"]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in (titles, ["---"] * len(titles), *lines))


def _cells(row: Row, leaf: Leaf, *outcomes: str) -> list[str]:
    one, other = row.claims(row.tiers[0])
    fact, both = Claim.fact(row.fact), [Claim.fact(each.partition("=")[0].strip()) for each in row.besides.split(";") if each]
    besides = "; ".join(value_words(each, each.of(one)) for each in both)
    return [condition_words(leaf.condition), besides, value_words(fact, fact.of(one)), outcomes[0], value_words(fact, fact.of(other)), outcomes[1]]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
