"""Good uses: both checkers accept every line, and infer the types that `assert_type` names. It also runs."""

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any, assert_type

import attrs
from hypothesis.strategies import SearchStrategy

from warranty_rules import NONE, SAME, UNKNOWN, Cause, Choice, Claim, Clause, Code, Condition, Cure, Day, Decision, Device, Exclusion
from warranty_rules import Fault, Inspection, Market, Nested, OneOf, Outcome, PartialSet, Party, Policy, Predicate, Record, Row, Sale, SetOf, Term
from warranty_rules import Text, Tier, WarrantyCard, Whole, YesNo, all_of, any_of, clean, days, months
from warranty_rules import EVERY_DAY, BusinessCalendar, Closure, DayOrNone, Edition, Example, History, RepairClock, Roll, Window
from warranty_rules.batches import Scalar, Summary, columns, summary, to_records
from warranty_rules.clocks import Done, DueDates, Leg, Paused, Resumed
from warranty_rules.decisions import Coverage
from warranty_rules.explanations import Explanation, Part
from warranty_rules.facts import Fact, OrderedFact, OrNoneFact, SetFact, YesNoFact
from warranty_rules.fields import Number
from warranty_rules.notebook import to_html
from warranty_rules.periods import business_days, expired, longest, otherwise, per, remainder, shortest, years
from warranty_rules.policies import icenter
from warranty_rules.policies.icenter_claims import synthetic
from warranty_rules.reckonings import Skipped, YearReckoning
from warranty_rules.testing import assert_decision, calendars, claims, partly_known
from warranty_rules.values import NoneSuch, Option, Truth, Unknown

# Facts on the class, nested ones included: plain, typed values.
assert_type(Claim.claimed_on, OrderedFact[date])
assert_type(Claim.sale.contract_months, OrderedFact[int])
assert_type(Claim.card.present, YesNoFact)
assert_type(Claim.card.altered_by, SetFact[Party])
assert_type(Claim.card.serial, Fact[Number])
assert_type(Claim.device.market, Fact[Market])
assert_type(Claim.fault.causes.has(Cause.LIQUID), YesNoFact)
assert_type(Claim.fault, type[Fault])

# Values on an instance.
card = WarrantyCard(present=True, altered_by={Party.SELLER}, serial="F2LX1234", imei_1=NONE, imei_2=SAME)
claim = Claim(claimed_on=date(2026, 7, 20), sale=Sale.used(contract_months=6), card=card, device=Device(market=UNKNOWN))
assert_type(claim.card, WarrantyCard)
assert_type(claim.card.present, bool | Unknown)
assert_type(claim.card.altered_by, AbstractSet[Party] | PartialSet[Party] | Unknown)
assert_type(claim.claimed_on, date | Unknown)
assert_type(claim.sale.contract_months, int | Unknown)
assert_type(claim.device.market, Market | Unknown)
assert_type(Claim.card.present.of(claim), bool | Unknown)
assert_type(Claim.device.market.of(claim), Market | Unknown)

# Predicates.
late = Claim.claimed_on > Claim.sale.sold_on
rule = (late & ~Claim.card.present) | Claim.device.market.is_in({Market.ASIA, Market.EUROPE}) | (date(2026, 1, 1) <= Claim.claimed_on)
assert_type(rule, Predicate)
assert_type(all_of(late, [rule, Claim.card.present]), Predicate)
assert_type(any_of(fact for fact in (Claim.card.present, Claim.sale.sold_here)), Predicate)
assert_type(Claim.card.serial.ne(Claim.device.serial), Predicate)
assert_type(Claim.card.serial.eq(NONE), Predicate)
assert_type(Claim.card.altered_by.has_any(Party), Predicate)
assert_type(rule(claim), bool | Unknown)

# Clean, learning, supposing.
assert_type(clean(Claim, inspection=clean(Inspection, opened_by=UNKNOWN)), Claim)
assert_type(claim.learn(Claim.inspection.opened_by, {Party.BUYER}), Claim)
assert_type(claim.learn(Claim.inspection.opened_by.has(Party.BUYER), value=True), Claim)
assert_type(claim.replace(Claim.claimed_on, date(2026, 7, 21)), Claim)
assert_type(claim.replace(Claim.inspection.opened_by, UNKNOWN), Claim)
assert_type(claim.knows(Claim.claimed_on), bool)

# Deciding.
policy = icenter.policy()
decision = policy.adjudicate(claim)
assert_type(policy, Policy[Claim])
assert_type(decision, Decision[Claim])
assert_type(decision.claim, Claim)
assert_type(decision.outcome, Outcome)
assert_type(decision.tier, Tier | Unknown | NoneSuch)
assert_type(decision.after_cure, Decision[Claim] | NoneSuch)
assert_type(policy.tiers["used"].in_force, Predicate)

# Many claims.
assert_type(synthetic(1, 5, years=(2024, 2024), partly_known=0.5), Iterator[Claim])
assert_type(policy.adjudicate_many(synthetic(1, 5)), Iterator[Decision[Claim]])
assert_type(to_records(policy.adjudicate_many([claim]), questions=True, mask=True), Iterator[dict[str, Scalar]])
assert_type(summary([decision]), Summary)
assert_type(summary([decision]).counts[0].share, float)
assert_type(sorted(columns(policy))[0], str)

# Tests of one's own.
assert_decision(decision, outcome="pending", cites=(), tier=NONE, cures=[])
assert_decision(decision, outcome=Outcome.PENDING, tier="none", cites=frozenset[str](), asks=[q.fact for q in decision.questions])
assert_type(claims(policy), SearchStrategy[Claim])
assert_type(claims(Claim, complete=True), SearchStrategy[Claim])
assert_type(partly_known(claim), SearchStrategy[Claim])
assert_type(partly_known(claims(policy)), SearchStrategy[Claim])
assert_type(calendars(), SearchStrategy[BusinessCalendar])


# Another shop's records, rules and conditions.
class Color(Option):
    RED = "red"
    GREEN = "green"


class Frame(Record):
    color: OneOf[Color] = OneOf(Color, "What color?", "desk", says="{}", clean=Color.RED)
    others: SetOf[Color] = SetOf(Color, "What other colors?", "desk", says="{}", empty="none", clean=frozenset())
    number: Code = Code("What number?", "desk", says="number {}")


class Complaint(Record):
    bought: Day = Day("Bought when?", "desk", says="bought on {}")
    proof: YesNo = YesNo("Is there proof?", "desk", yes="proof", no="no proof", clean=True)
    kilos: Whole = Whole("How heavy?", "desk", says="{} kg", unit="kilograms", clean=0)
    note: Text = Text("What note?", "desk", says="note {}")
    frame: Nested[Frame] = Nested(Frame)


@attrs.frozen
class Heavy(Condition):
    """The weight is too much."""

    weight: OrderedFact[int]
    most: int

    @property
    def reads(self) -> tuple[Fact[Any], ...]:
        return (self.weight,)

    def holds(self, weight: int) -> bool:
        return weight > self.most

    def turns(self, fact: Fact[Any], given: Callable[[Fact[Any]], Iterable[Any]]) -> Iterable[int]:
        return (self.most, self.most + 1)


assert_type(Complaint.frame.color, Fact[Color])
assert_type(Complaint(kilos=120).frame.others, AbstractSet[Color] | PartialSet[Color] | Unknown)
clause = Clause("B1", "too heavy", "Too much weight.", "page 2")
exclusion = Exclusion(clause, Heavy(Complaint.kilos, 120) & ~Complaint.proof, cure=Cure("bring the proof", {Complaint.proof: True}))
truth: Truth = exclusion.when(clean(Complaint, kilos=UNKNOWN))
assert_type(Choice((Row(exclusion.when, 1, clause), Row(all_of(), 2))).of(Complaint()).value, int | Unknown)
assert_type(Term(months(12), months(Complaint.kilos)), Term)

shop = BusinessCalendar.of("PL", closures=[Closure.yearly("break", (8, 1), (8, 15))]) | BusinessCalendar(weekend=())
day = date(2026, 7, 20)
assert_type(shop, BusinessCalendar)
assert_type(shop.add_many([day], 3), list[date])
assert_type(shop.roll(day, Roll.FOLLOWING), date)
assert_type(shop.skipped(day), Skipped | None)
assert_type(shop.explain(day, day).counted, int)
clock = RepairClock(Window(3, 30, stopped_by={"transport"}), day, shop).told(Leg(day), Paused(day, "a part"), Resumed(day), Done(day))
assert_type(clock.as_of(day).due, DueDates)
assert_type(clock.as_of(day).remaining, tuple[int, int])
assert_type(policy.adjudicate(claim).clock, RepairClock | NoneSuch | Unknown)
part = Term(longest(remainder(Term(years(1)), Claim.sale.sold_on), shortest(days(90), business_days(3, BusinessCalendar()))))
assert_type(part.last(day, {Claim.sale.sold_on: day}), date)

explanation = exclusion.when.explain(Complaint())
assert_type(explanation, Explanation)
assert_type(explanation.exact, Truth)
assert_type(explanation.part.parts, tuple[Part, ...])
assert_type(shop.year(2026), YearReckoning)
assert_type(policy.adjudicate(claim).coverage, Coverage)
assert_type(to_html(shop, mask=True), str)

# Terms of other shops: days that may be none, lengths by value, editions, examples.


class Order(Record):
    sold: Day = Day("When was it sold?", "till", says="sold on {}")
    delivered: DayOrNone = DayOrNone("When was it delivered?", "till", says="delivered on {}", none="collected", hint="see the slip")
    color: OneOf[Color] = OneOf(Color, "What color?", "till", says="{}", hint="look", internal=True)


assert_type(Order.delivered, OrNoneFact[date])
assert_type(Order(delivered=NONE).delivered, date | NoneSuch | Unknown)
assert_type((Order.delivered < Order.sold) & Order.delivered.eq(NONE) & (Order.delivered >= date(2026, 1, 1)), Predicate)
assert_type(otherwise(Order.delivered, Order.sold).of(Order()), date | NoneSuch | Unknown)
assert_type(
    expired(Order.sold, otherwise(Order.delivered, Order.sold), Term(per(Order.color, {Color.RED: days(3), Color.GREEN: months(1)}))), Predicate
)
assert_type(Choice((Row(late, 1), Row(all_of(), 2)), open_cases={(1, 2): 3}).of(claim).value, int | Unknown)
assert_type(Window(0, 45, calendar=EVERY_DAY), Window)
asked = tuple(question.path for question in policy.adjudicate(claim).questions)
example = Example("a claim", claim, Outcome.PENDING, asks=asked)
first = attrs.evolve(policy, id="first", edition=Edition(Claim.sale.sold_on, date(2025, 1, 1), None), examples=(example,))
assert_type(first.check()[0].decision, Decision[Claim])
assert_type(History((first,)).edition(claim), Policy[Claim] | Unknown)
assert_type(History([first]).adjudicate(claim), Decision[Claim])
