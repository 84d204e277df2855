"""A shop of which every text that it can choose is the same one: whatever it is, pages must show it and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from warranty_rules import BusinessCalendar, Choice, Clause, Closure, Code, Cure, Day, Decision, Edition, Exclusion, Nested, OneOf, Policy, Record
from warranty_rules import RepairClock, Row, SetOf, Term, Text, Tier, Whole, Window, YesNo, all_of, months
from warranty_rules.batches import summary
from warranty_rules.clocks import Done, Leg, Paused, Resumed
from warranty_rules.tiers import Remedy, Requirement, Service, always
from warranty_rules.values import Option

JULY = date(2026, 7, 20)


def everything(text: str) -> Mapping[str, Any]:
    """Make one of each kind of value that pages show, with a text in every place that takes any.

    Args:
        text: not blank; in the claim, it stands without what a claim's text cannot have.
    """
    words = text.replace("{", "").replace("}", "") or "x"
    told = "".join(sign if sign.isprintable() else "?" for sign in text)[:200]

    class Thing(Option):
        ONE = "one", text
        TWO = "two", text

    class Inner(Record):
        split: YesNo = YesNo(text, text, yes=text, no=text, clean=False)
        things: SetOf[Thing] = SetOf(Thing, text, text, says=f"{words} {{}}", empty=text, clean=frozenset())

    class Paper(Record):
        reported: Day = Day(text, text, says=f"{words} {{}}")
        bought: Day = Day(text, text, says=f"{words} {{}}")
        months: Whole = Whole(text, text, says=f"{words} {{}}", unit=text)
        said: Text = Text(text, text, says=f"{words} {{}}")
        kind: OneOf[Thing] = OneOf(Thing, text, text, says=f"{words} {{}}")
        number: Code = Code(text, text, says=f"{words} {{}}")
        there: YesNo = YesNo(text, text, yes=text, no=text, clean=True)
        inner: Nested[Inner] = Nested(Inner, reach=text)

    def clause(number: int) -> Clause:
        return Clause(f"{text}{number}", text, text, text, text)

    def lost(number: int, when: Any, cure: Cure | None = None) -> Exclusion:
        return Exclusion(clause(number), when, cure)

    calendar = BusinessCalendar(
        holidays={date(2026, 7, 22): text}, working_days=[date(2026, 7, 25)], closures=[Closure.on(text, date(2026, 8, 3), date(2026, 8, 5))]
    )
    exclusions = (
        lost(4, Paper.said.eq(told) & ~Paper.kind.is_in({Thing.TWO})),
        lost(5, ~Paper.there, Cure(text, {Paper.there: True})),
        lost(6, Paper.inner.things.has(Thing.ONE) | Paper.inner.split | Paper.number.eq("A1")),
    )
    repair = Remedy("repair", text, free=True, replacement=text)
    tier = Tier(
        id=f"{text}a",
        name=text,
        clause=clause(1),
        goods=all_of(),
        requirements=(Requirement(clause(2), Paper.kind.ne(Thing.TWO)),),
        when=Paper.reported,
        start=Paper.bought,
        term=Term(months(Paper.months)),
        exclusions=exclusions,
        obligor=Thing.ONE,
        service=Service(
            provider=always(Thing.ONE, clause(3)),
            remedy=Choice((Row(Paper.inner.split, repair, clause(3)), Row(all_of(), repair))),
            payer=always(Thing.TWO),
            loaner=always(False),
            window=always(Window(3, 20, stopped_by={text}), clause(3)),
        ),
    )
    policy = Policy(
        id=text,
        title=text,
        record=Paper,
        clauses=tuple(map(clause, range(1, 7))),
        ranked=(tier,),
        returns=always(Thing.ONE),
        accepted_on=Paper.reported,
        calendar=calendar,
        readings=((text, text),),
        edition=Edition(Paper.bought, date(2026, 1, 1)),
    )
    known = {"reported": JULY, "bought": JULY, "months": 6, "kind": Thing.ONE, "number": "B2", "there": True}
    inner = Inner(split=False, things=frozenset[Thing]())
    claims = {
        "approved": Paper(**known, said="other" if told != "other" else "another", inner=inner),
        "denied": Paper(**known | {"there": False}, said=told, inner=Inner(split=True, things={Thing.ONE, Thing.TWO})),
        "curable": Paper(**known | {"there": False}, said="other" if told != "other" else "another", inner=inner),
        "pending": Paper(**known, inner=inner),
        "expired": Paper(**known | {"months": 0, "reported": date(2026, 8, 20)}, inner=inner),
        "empty": Paper(),
    }
    decisions: dict[str, Decision[Any]] = {name: policy.adjudicate(claim) for name, claim in claims.items()}
    clock = RepairClock(Window(3, 20, stopped_by={text, "transport"}), JULY, calendar)
    clock = clock.told(Leg(date(2026, 7, 21), date(2026, 7, 24)), Paused(date(2026, 7, 28), text), Resumed(date(2026, 7, 30), text))
    return {
        **decisions,
        "coverage": decisions["denied"].coverage,
        "summary": summary(decisions.values(), questions=True),
        "policy": policy,
        **{f"exclusion {at}": exclusion for at, exclusion in enumerate(exclusions)},
        "predicate": policy.approved,
        "fact": Paper.there,
        "explanation": policy.approved.explain(claims["denied"]),
        "short explanation": exclusions[0].when.explain(claims["denied"]),
        "calendar": calendar,
        "joined calendar": calendar | BusinessCalendar(weekend={4}, closures=[Closure.yearly(text, (1, 1))]),
        "month": calendar.month(2026, 7),
        "year": calendar.year(2026),
        "reckoning": calendar.explain(JULY, date(2026, 8, 31)),
        "backwards": calendar.explain(date(2026, 8, 31), JULY),
        "clock": clock,
        "waiting": clock.told(Paused(date(2026, 8, 10), text)).as_of(date(2026, 8, 14)),
        "late": clock.as_of(date(2026, 9, 30)),
        "done late": clock.told(Done(date(2026, 9, 28))).as_of(date(2026, 9, 30)),
        "impossible": RepairClock(Window(3, 20), JULY, calendar, (Resumed(date(2026, 7, 30), text),)),
    }
