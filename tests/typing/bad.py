"""Bad uses: both checkers reject each line marked `# error`, and no other; run on its own, each of them raises."""

from datetime import date
from typing import TYPE_CHECKING

from warranty_rules import NONE, SAME, UNKNOWN, Claim, Clause, Device, Exclusion, Goods, Inspection, Item, Market, Party
from warranty_rules import BusinessCalendar, Closure, Predicate, RepairClock, Sale, WarrantyCard, Window, all_of, any_of, clean, days, months
from warranty_rules import Day, DayOrNone, Edition, Example, Record
from warranty_rules.batches import columns, summary, to_records
from warranty_rules.periods import business_days, longest, otherwise, per, remainder
from warranty_rules.policies import icenter
from warranty_rules.policies.icenter_claims import synthetic
from warranty_rules.testing import assert_decision

claim = Claim(claimed_on=date(2026, 7, 20))
policy = icenter.policy()
decision = policy.adjudicate(claim)
late = Claim.claimed_on > date(2026, 7, 20)
shop = BusinessCalendar()
clock = RepairClock(Window(3, 30), date(2026, 7, 20), shop)
clause = Clause("X1", "late", "Too late.", "page 1")


class Order(Record):
    """An order that may have been collected."""

    sold: Day = Day("When was it sold?", "till", says="sold on {}")
    delivered: DayOrNone = DayOrNone("When was it delivered?", "till", says="delivered on {}", none="collected")


def chosen(truth: bool) -> str:
    """Use a truth as Python does."""
    return "yes" if truth else "no"


def ruled(predicate: Predicate) -> None:
    """Take a rule."""


if TYPE_CHECKING:  # imported, it does nothing
    # Values that a fact does not take.
    WarrantyCard(present=3)  # error
    WarrantyCard(present=None)  # error
    WarrantyCard(altered_by={"buyer"})  # error
    WarrantyCard(altered_by={Item.CABLES})  # error
    WarrantyCard(altered_by=[Party.BUYER])  # error
    Sale(goods="new")  # error
    Sale(contract_months="six")  # error
    Sale.used(contract_months=None)  # error
    Sale.new(contract_months=6)  # error
    Device(serial=5)  # error
    Claim(claimed_on="2026-07-20")  # error
    Claim(card=Device())  # error
    Claim(card=UNKNOWN)  # error
    Claim(reference=NONE)  # error

    # Names that are none.
    WarrantyCard(presnt=True)  # error
    clean(WarrantyCard, presnt=True)  # error
    ruled(Claim.card.presnt)  # error (attribute)

    # Arguments by position, arguments that are no records.
    WarrantyCard(True)  # error
    clean(WarrantyCard, present=3)  # error
    clean(Inspection, seals=Goods.NEW)  # error
    clean(Claim, card=Device())  # error
    clean("Claim")  # error

    # A record does not change.
    claim.claimed_on = date(2026, 7, 21)  # error (attribute)
    claim.card = WarrantyCard()  # error (attribute)

    # What is learnt is a value of the fact; a set as a whole, or one membership.
    claim.learn(Claim.inspection.opened_by, "x")  # error
    claim.learn(Claim.inspection.opened_by, Party.BUYER)  # error
    claim.learn(Claim.inspection.opened_by.has(Party.BUYER), Party.BUYER)  # error
    claim.learn(Claim.card.present, None)  # error
    claim.learn(Claim.card.present, UNKNOWN)  # error
    claim.learn(Claim.claimed_on, "2026-07-20")  # error
    claim.learn("card.present", True)  # error
    claim.replace(Claim.inspection.seals, "broken")  # error
    claim.knows(Claim.card)  # error

    # Comparisons with what a fact never is.
    ruled(Claim.device.market.is_in({"x"}))  # error
    ruled(Claim.device.market.is_in(Market.ASIA))  # error
    ruled(Claim.device.market.eq("asia"))  # error
    ruled(Claim.device.market.ne(Party.BUYER))  # error
    ruled(Claim.inspection.opened_by.has("buyer"))  # error
    ruled(Claim.inspection.opened_by.has(Item.CABLES))  # error
    ruled(Claim.inspection.opened_by.has_any({"buyer"}))  # error
    ruled(Claim.claimed_on < 5)  # error
    ruled(Claim.claimed_on >= "2026-07-20")  # error
    ruled(Claim.sale.contract_months > date(2026, 7, 20))  # error
    ruled(Claim.claimed_on < Claim.sale.contract_months)  # error
    ruled(Claim.device.market < Market.ASIA)  # error
    ruled(Claim.card.present.eq(SAME))  # error

    # Predicates are no truths, and truths are no predicates.
    chosen(late)  # error
    chosen(Claim.card.present)  # error
    chosen(Claim.card.present(claim))  # error
    ruled(late & True)  # error
    ruled(late | Claim.claimed_on)  # error
    ruled(~Claim.claimed_on)  # error
    ruled(all_of(late, None))  # error
    ruled(any_of([True, late]))  # error
    ruled(date(2026, 1, 1) <= Claim.claimed_on <= date(2026, 7, 20) & late)  # error
    late(None)  # error

    # Parts of a policy.
    policy.adjudicate(claim.card)  # error
    policy.adjudicate(None)  # error
    policy.tiers.used  # error (attribute)
    policy.adjudicate_many(claim)  # error
    list(policy.adjudicate_many([claim.card]))  # error
    list(policy.adjudicate_many(["RMA-1"]))  # error
    list(to_records([claim]))  # error
    to_records(decision)  # error
    summary(policy)  # error
    columns(claim)  # error
    synthetic("seed")  # error
    synthetic(1, years=2024)  # error
    synthetic(1, 5, (2024, 2024))  # error
    assert_decision(claim, outcome="denied")  # error
    assert_decision(decision, outcome="refused")  # error
    assert_decision(decision, cites=4)  # error
    assert_decision(decision, tier=1)  # error
    assert_decision(decision, verdict="denied")  # error
    ruled(late & Exclusion(clause, True).when)  # error
    months("six")  # error

    # Days and clocks.
    shop.add("2026-07-20", 1)  # error
    shop.add(date(2026, 7, 20), "1")  # error
    shop.add_many(date(2026, 7, 20), 1)  # error
    shop.roll(date(2026, 7, 20), "following")  # error
    ruled(shop | {date(2026, 7, 20)})  # error
    Closure.yearly("break", "08-01")  # error
    RepairClock(Window(3, 30), "2026-07-20", shop)  # error
    clock.told("arrived")  # error
    clock.as_of(None)  # error
    longest(3, days(90))  # error
    business_days(3, "PL")  # error
    remainder(months(12), Claim.sale.sold_on)  # error
    late.explain("a claim")  # error
    shop.year("2026")  # error

    # Terms of other shops.
    Order(sold=NONE)  # error
    Order(delivered="none")  # error
    ruled(Order.delivered < 5)  # error
    otherwise(Order.sold, Order.sold)  # error
    otherwise(Order.delivered, "sold")  # error
    per(Order.sold, months(3))  # error
    Window(1, 2, calendar="PL")  # error
    Edition("sold", date(2026, 1, 1))  # error
    Example("a claim", claim, "denied")  # error
