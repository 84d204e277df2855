"""Invented claims for the store's policy: an endless stream from a seed, drawn from one table of shares.

No figure here was measured at any store. They are made up, so that every clause has work to do.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from itertools import accumulate, count
from random import Random
from typing import Any, TypeAlias

import attrs

from warranty_rules.claims import CUSTOMER, DESK, IMEI, RECORDS, TECHNICIAN, Cause, Claim, Component, Goods, Item, Market, Party, Seals, Software
from warranty_rules.errors import InputError, Problem, shown
from warranty_rules.facts import Fact, is_set_fact
from warranty_rules.fields import EARLIEST, LATEST
from warranty_rules.policies.icenter import EXPOSURES, OUTSIDERS
from warranty_rules.predicates import Predicate, all_of, evaluate
from warranty_rules.records import assembled, clean
from warranty_rules.values import NONE, SAME, UNKNOWN

__all__ = ["MARGINALS", "synthetic"]

Chance: TypeAlias = "Callable[[], float]"
Known: TypeAlias = "dict[Fact[Any], Any]"


@attrs.frozen
class Later:
    """A day so many days after another, each of them as likely."""

    than: Fact[date]
    least: int
    most: int

    def __call__(self, chance: Chance, known: Known) -> date:
        day: date = known[self.than]
        return day + timedelta(self.least + int(chance() * (self.most - self.least + 1)))


@attrs.frozen
class Copied:
    """The number that another fact holds."""

    of: Fact[Any]

    def __call__(self, chance: Chance, known: Known) -> Any:
        return known[self.of]


@attrs.frozen
class Number:
    """A number of its own: an IMEI with its check digit, or twelve letters and digits."""

    imei: bool = False

    def __call__(self, chance: Chance, known: Known) -> str:
        letters = "0123456789" if self.imei else "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
        drawn = "".join(letters[int(chance() * len(letters))] for _ in range(14 if self.imei else 12))
        return next(drawn + digit for digit in letters if IMEI.fits(drawn + digit)) if self.imei else drawn


def _shares(given: Any) -> tuple[tuple[Any, float], ...]:
    return ((True, given), (False, 1 - given)) if isinstance(given, float) else tuple(given.items())


@attrs.frozen
class Marginal:
    """One line of the table.

    Args:
        fact: what is drawn; of a set, every membership on its own.
        shares: each value, or what makes one, with its share; of a yes/no fact the share of yes alone; of a set, the share of each member.
        where: the claims it is about, by facts drawn before.
    """

    fact: Fact[Any]
    shares: tuple[tuple[Any, float], ...] = attrs.field(converter=_shares)
    where: Predicate = attrs.field(factory=all_of)

    def draw(self, chance: Chance, known: Known) -> None:
        """Add to what is known of a claim."""
        if is_set_fact(self.fact):
            known |= {self.fact.has(member): chance() < share for member, share in self.shares}
            return
        at, ends = chance(), accumulate(share for _, share in self.shares)
        last = self.shares[-1][0]  # should rounding leave a rest
        made = next((made for (made, _), end in zip(self.shares, ends, strict=True) if at < end), last)
        known[self.fact] = made(chance, known) if callable(made) else made


NEW, USED = Claim.sale.goods.eq(Goods.NEW), Claim.sale.goods.eq(Goods.USED)
PHONE, TABLET, DESKTOP = (Claim.device.model.eq(model) for model in ("phone", "tablet", "desktop computer"))
OPENED, SERVICED = (Claim.inspection.opened_by.has_any(parties) for parties in (OUTSIDERS, (Party.SELLER, Party.AUTHORIZED_CENTER)))

# A table, laid out as one.
# fmt: off
MARGINALS = (
    Marginal(Claim.sale.goods, {Goods.NEW: 0.7, Goods.USED: 0.3}),
    Marginal(Claim.sale.sold_here, 0.985),
    Marginal(Claim.sale.manufacturer_months, {0: 0.04, 6: 0.08, 12: 0.76, 24: 0.12}, NEW),
    Marginal(Claim.sale.manufacturer_months, {0: 1.0}, USED),
    Marginal(Claim.sale.store_month_taken, 0.8, NEW),
    Marginal(Claim.sale.extended_plan, 0.15, NEW),
    Marginal(Claim.sale.extended_plan, 0.0, USED),
    Marginal(Claim.sale.contract_months, {0: 1.0}, NEW),
    Marginal(Claim.sale.contract_months, {0: 0.08, 1: 0.1, 3: 0.3, 6: 0.4, 12: 0.12}, USED),
    Marginal(Claim.sale.supplied, {Item.DOCUMENTS: 0.97, Item.DRIVERS: 0.1, Item.CABLES: 0.95,
                                   Item.FASTENERS: 0.05, Item.PACKAGING: 0.9, Item.PARTS: 0.4}),
    Marginal(Claim.sale.rules_acknowledged, 0.95),
    Marginal(Claim.claimed_on, {Later(Claim.sale.sold_on, 0, 14): 0.1, Later(Claim.sale.sold_on, 15, 30): 0.1, Later(Claim.sale.sold_on, 31, 180): 0.4,
                                Later(Claim.sale.sold_on, 181, 365): 0.3, Later(Claim.sale.sold_on, 366, 1100): 0.1}),
    Marginal(Claim.accepted_on, {Later(Claim.claimed_on, 0, 0): 0.55, Later(Claim.claimed_on, 1, 3): 0.35, Later(Claim.claimed_on, 4, 14): 0.1}),
    Marginal(Claim.device.model, {"phone": 0.62, "tablet": 0.14, "laptop": 0.17, "desktop computer": 0.07}),
    Marginal(Claim.device.portable, 0.0, DESKTOP),
    Marginal(Claim.device.portable, 1.0, ~DESKTOP),
    Marginal(Claim.device.serial, {Number(): 1.0}),
    Marginal(Claim.device.imei_1, {Number(imei=True): 1.0}, PHONE),
    Marginal(Claim.device.imei_1, {Number(imei=True): 0.4, NONE: 0.6}, TABLET),
    Marginal(Claim.device.imei_1, {NONE: 1.0}, ~PHONE & ~TABLET),
    Marginal(Claim.device.imei_2, {Number(imei=True): 0.5, NONE: 0.5}, PHONE),
    Marginal(Claim.device.imei_2, {NONE: 1.0}, ~PHONE),
    Marginal(Claim.device.market, {Market.AMERICAS: 0.25, Market.EUROPE: 0.55, Market.ASIA: 0.15, Market.OTHER: 0.05}),
    Marginal(Claim.card.present, 0.975),
    Marginal(Claim.card.altered_by, {Party.BUYER: 0.004, Party.THIRD_PARTY: 0.002, Party.SELLER: 0.02, Party.AUTHORIZED_CENTER: 0.002}),
    Marginal(Claim.card.serial, {SAME: 0.6, Copied(Claim.device.serial): 0.38, Number(): 0.006, NONE: 0.014}),
    Marginal(Claim.card.imei_1, {SAME: 0.6, Copied(Claim.device.imei_1): 0.39, Number(imei=True): 0.004, NONE: 0.006}),
    Marginal(Claim.card.imei_2, {SAME: 0.6, Copied(Claim.device.imei_2): 0.39, Number(imei=True): 0.004, NONE: 0.006}),
    Marginal(Claim.inspection.damaged_by, {Party.BUYER: 0.025, Party.THIRD_PARTY: 0.008, Party.SELLER: 0.004, Party.FACTORY: 0.004}),
    Marginal(Claim.inspection.opened_by, {Party.BUYER: 0.012, Party.THIRD_PARTY: 0.02, Party.SELLER: 0.015, Party.AUTHORIZED_CENTER: 0.03}),
    Marginal(Claim.inspection.seals, {Seals.BROKEN: 0.85, Seals.INTACT: 0.15}, OPENED),
    Marginal(Claim.inspection.seals, {Seals.BROKEN_IN_AUTHORIZED_SERVICE: 0.9, Seals.INTACT: 0.1}, SERVICED & ~OPENED),
    Marginal(Claim.inspection.seals, {Seals.INTACT: 0.94, Seals.NEVER_FITTED: 0.05, Seals.BROKEN: 0.01}, ~SERVICED & ~OPENED),
    Marginal(Claim.inspection.software, {Software.UNLICENSED: 0.008, Software.UNCERTIFIED: 0.004, Software.INFECTED: 0.01}),
    Marginal(Claim.inspection.missing, {Item.DOCUMENTS: 0.02, Item.DRIVERS: 0.01, Item.CABLES: 0.012,
                                        Item.FASTENERS: 0.01, Item.PACKAGING: 0.03, Item.PARTS: 0.01}),
    Marginal(Claim.inspection.package_damaged, 0.006),
    Marginal(Claim.fault.component, {Component.BATTERY: 0.27, Component.DISPLAY: 0.24, Component.BOARD: 0.15,
                                     Component.CAMERA: 0.07, Component.TOUCH_ID: 0.05, Component.FACE_ID: 0.03,
                                     Component.FLEX_CABLE: 0.04, Component.BODY: 0.05, Component.OTHER: 0.1}, ~DESKTOP),
    Marginal(Claim.fault.component, {Component.BOARD: 0.4, Component.DISPLAY: 0.25, Component.BODY: 0.03, Component.OTHER: 0.32}, DESKTOP),
    Marginal(Claim.fault.failed_before_use, 0.03),
    Marginal(Claim.fault.causes, {Cause.LIQUID: 0.035, Cause.DUST: 0.01, Cause.TEMPERATURE: 0.006, Cause.IMPACT: 0.05,
                                  Cause.FOREIGN_OBJECT: 0.006, Cause.MAINS_VOLTAGE: 0.008, Cause.EXTERNAL_NETWORK: 0.004,
                                  Cause.NATURAL_DISASTER: 0.002, Cause.NON_ORIGINAL_CONSUMABLES: 0.01, Cause.MISUSE: 0.012,
                                  Cause.CARELESS_ACT: 0.02, Cause.SOFTWARE: 0.03}),
    Marginal(Claim.fault.careless_by, {Party.BUYER: 0.6, Party.THIRD_PARTY: 0.1, Party.SELLER: 0.02}, Claim.fault.causes.has_any(EXPOSURES)),
    Marginal(Claim.fault.accident_by, {Party.BUYER: 0.4, Party.THIRD_PARTY: 0.1}, Claim.fault.causes.has_any([Cause.LIQUID, Cause.IMPACT])),
    Marginal(Claim.fault.flex_fractured, 0.3, Claim.fault.component.eq(Component.FLEX_CABLE)),
    Marginal(Claim.fault.flex_fractured_by, {Party.BUYER: 0.5, Party.THIRD_PARTY: 0.1, Party.FACTORY: 0.1}, Claim.fault.flex_fractured),
    Marginal(Claim.fault.worn_beyond_norms, 0.06, Claim.fault.component.eq(Component.BATTERY)),
    Marginal(Claim.fault.body_worn, 0.35, Claim.fault.component.eq(Component.BODY)),
    Marginal(Claim.fault.repairable, 0.92),
    Marginal(Claim.elsewhere.causes, {Cause.LIQUID: 0.015, Cause.DUST: 0.04, Cause.IMPACT: 0.02}),
    Marginal(Claim.elsewhere.failed_before_use, 0.0),
    Marginal(Claim.elsewhere.repairable, 1.0),
)
# fmt: on
"""What is drawn, in order; where no line is about a fact, it is checked and found in order."""

UNASKED = ((RECORDS, 0.02), (DESK, 0.04), (CUSTOMER, 0.1), (TECHNICIAN, 0.5))
"""Of the partly known claims, the share in which nothing was asked at a stage yet, each stage on its own."""
LEFT_OPEN = 0.03
"""Of the facts that were asked for in a partly known claim, the share left open; of a set, every second membership is open then."""


def synthetic(seed: int, n: int | None = None, *, years: tuple[int, int] = (2024, 2025), partly_known: float = 0.3) -> Iterator[Claim]:
    """Draw invented claims, the same ones from the same seed in every process and on every version of Python.

    Args:
        seed: any whole number, 0 or more.
        n: how many; endless where not given.
        years: the first and the last year of sale; every day is as likely.
        partly_known: the share of claims that are still looked into, 0 to 1; of all others every fact is known.

    Raises:
        InputError: for anything else.

    >>> [claim.device.model for claim in synthetic(7, 3)]
    ['phone', 'laptop', 'phone']
    >>> print(MARGINALS[0].fact)
    sale.goods
    """
    checks = (
        ("seed", seed, _whole(seed), "a whole number, 0 or more"),
        ("n", n, n is None or _whole(n), "a whole number, 0 or more; or none, for a stream without end"),
        ("years", years, _span(years), f"a pair: the first year of sale and the last, {EARLIEST.year} to {LATEST.year - 4}"),
        ("partly_known", partly_known, type(partly_known) in (int, float) and 0 <= partly_known <= 1, "a share, 0 to 1"),
    )
    problems = [Problem(name, shown(given), accepted) for name, given, fine, accepted in checks if not fine]
    if problems:
        raise InputError(problems)
    return _stream(seed, count(1) if n is None else range(1, n + 1), date(years[0], 1, 1), date(years[1], 12, 31), partly_known)


def _whole(value: object) -> bool:
    return type(value) is int and value >= 0


def _span(years: Any) -> bool:
    try:
        first, last = years
    except (TypeError, ValueError):
        return False
    return _whole(first) and _whole(last) and EARLIEST.year <= first <= last <= LATEST.year - 4


def _stream(seed: int, numbers: Iterable[int], first: date, last: date, partly_known: float) -> Iterator[Claim]:
    chance = Random(seed).random  # noqa: S311  # nothing to guess; alone of its methods, this one is promised to stay the same
    in_order = clean(Claim)
    base: Known = {v: v.of(in_order) for fact in Claim.facts() for v in fact.variables if v.of(in_order) is not UNKNOWN}
    for number in numbers:
        known = {**base, Claim.sale.sold_on: first + timedelta(int(chance() * ((last - first).days + 1)))}
        for row in MARGINALS:
            if evaluate(row.where, known.__getitem__) is True:
                row.draw(chance, known)
        if chance() < partly_known:
            _forget(chance, known)
        yield assembled(Claim, {**known, Claim.reference: f"S{seed}-{number}"})


def _forget(chance: Chance, known: Known) -> None:
    unasked = {stage for stage, share in UNASKED if chance() < share}
    for fact in Claim.facts():
        open_ = fact.stage in unasked
        if open_ or chance() < LEFT_OPEN:
            for variable in fact.variables:
                if open_ or variable is fact or chance() < 0.5:
                    known.pop(variable, None)
