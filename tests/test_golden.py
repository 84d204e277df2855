"""Words and documents that a lawyer or a clerk has read, kept as files: whatever changes in them shows, and is read again.

python tests/test_golden.py     writes the files anew, to be read before they are committed
"""

from __future__ import annotations

import argparse
import inspect
import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from enum import Enum
from functools import partial
from hashlib import sha256
from importlib import import_module
from itertools import islice
from operator import or_
from pathlib import Path
from pkgutil import walk_packages
from textwrap import fill
from types import ModuleType
from typing import Any

import attrs
import drawn
import pytest
import warranty_rules
import wrongs
from correspondence import STORE, sent
from naming import lasting
from shops import bicycles
from small import Small, Thing

from warranty_rules import (
    BusinessCalendar,
    Claim,
    Clause,
    Decision,
    Edition,
    Example,
    Exclusion,
    NONE,
    Outcome,
    PartialSet,
    Party,
    Predicate,
    Record,
    RepairClock,
    all_of,
    always,
    any_of,
    WarrantyRulesError,
    Window,
    __version__,
)
from warranty_rules.clocks import Leg
from warranty_rules.compiling import DEEPEST, FEW, Program
from warranty_rules import cli
from warranty_rules.analysis import diff
from warranty_rules.analysis.interview import Interview, change_text, question_text
from warranty_rules.analysis.record import replay
from warranty_rules.analysis.words import INTERNAL
from warranty_rules.batches import summary, to_records
from warranty_rules.documents import decision_document, decision_schema, document, form, read, schema
from warranty_rules.errors import shown
from warranty_rules.examinations import Examination
from warranty_rules.facts import IsIn, Member
from warranty_rules.notebook import to_html, to_markdown
from warranty_rules.pages import STYLE
from warranty_rules.policies import icenter
from warranty_rules.policies.icenter_claims import synthetic
from warranty_rules.values import Option
from warranty_rules.wording import policy_text

GOLDEN = Path(__file__).parent / "golden"
EXAMPLES = Path(__file__).parents[1] / "examples"
POLICY = icenter.policy()


def claims() -> Iterator[tuple[str, Claim]]:
    for path in (path for folder in ("claims", "readings") for path in sorted((EXAMPLES / folder).glob("*.json"))):
        for number, claim in enumerate(read(Claim, path.read_text(encoding="utf-8"))):
            yield f"{path.parent.name}/{path.stem}{f' {number + 1}' if number else ''}", claim


def terms() -> str:
    """The terms, clause by clause, each beside its rule; and under every other reading what is then another."""
    text = policy_text(POLICY).replace(POLICY.digest[:12], "DIGEST")
    clauses = "\n".join(
        f"{c.id:4} {c.title} ({c.citation})\n" + fill(c.text, 120, initial_indent="     ", subsequent_indent="     ") for c in POLICY.clauses
    )
    return f"{clauses}\n\n{text}\n"


def modules() -> Iterator[ModuleType]:
    for found in walk_packages(warranty_rules.__path__, "warranty_rules."):
        if not found.name.endswith(("pytest_plugin", "__main__")):
            yield import_module(found.name)


def public_names() -> str:
    """What the package offers, and each module: every name is there; the words that are for insiders alone; and the limits that are set."""
    every = [warranty_rules, *modules()]
    offered = {module.__name__: module.__all__ for module in every if hasattr(module, "__all__")}
    assert [name for module in every for name in offered.get(module.__name__, ()) if not hasattr(module, name)] == []
    assert dir(warranty_rules) == sorted(warranty_rules.__all__)
    limits = [(f"{module.__name__}.{name}", value) for module in modules() for name, value in vars(module).items() if name.isupper()]
    numbers = [f"{name} = {value}" for name, value in limits if type(value) in {int, float}]
    told = (*offered.items(), ("INTERNAL", sorted(INTERNAL)), ("LIMITS", sorted(numbers)))
    return "".join(f"{name}: {', '.join(names)}\n" for name, names in told)


def signatures() -> str:
    """How each public name is called; and of every value's parts which are given, which are compared, and which are shown."""
    lines: list[str] = []
    for module in modules():
        lines.append(module.__name__)
        lines += [f"    {line}" for name in getattr(module, "__all__", ()) for line in called(name, getattr(module, name))]
        made = [each for each in vars(module).values() if isinstance(each, type) and each.__module__ == module.__name__ and attrs.has(each)]
        lines += [f"    {kind.__name__} is made of {', '.join(map(flagged, attrs.fields(kind))) or 'nothing'}" for kind in made]
    return "\n".join(lines) + "\n"


def called(name: str, it: Any) -> Iterator[str]:
    if not callable(it) or (isinstance(it, type) and issubclass(it, Enum | Record)):
        return
    if not isinstance(it, type) or attrs.has(it):
        yield f"{name}({', '.join(parameters(inspect.signature(it)))})"
    if isinstance(it, type):
        methods = [(each, getattr(it, each)) for each, raw in vars(it).items() if not each.startswith("_") and not isinstance(raw, type)]
        for each, method in methods:
            if inspect.isfunction(method) or inspect.ismethod(method):
                yield f"{name}.{each}({', '.join(parameters(inspect.signature(method)))})"


def parameters(signature: inspect.Signature) -> Iterator[str]:
    marks = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**", inspect.Parameter.KEYWORD_ONLY: "by name: "}
    for each in signature.parameters.values():
        said = f"{{{lasting(each.default)}}}" if isinstance(each.default, frozenset) else lasting(each.default)
        default = "" if each.default is inspect.Parameter.empty else f" = {said}"
        yield f"{marks.get(each.kind, '')}{each.name}{default}"


def flagged(field: Any) -> str:
    flags = (("not given", not field.init), ("not compared", not field.eq), ("compared by", callable(field.eq_key)), ("not shown", not field.repr))
    said = ", ".join(flag for flag, so in flags if so)
    return f"{field.name} ({said})" if said else field.name


def facts() -> str:
    """Every fact: its question and stage, the words for what is known of it, and its values."""
    lines: list[str] = []
    for fact in Claim.facts():
        field: Any = fact.field
        lines += [f"{fact} ({field.stage})", f"    ? {field.question}"]
        words = (("yes", ""), ("no", ""), ("says", ""), ("empty", ""), ("accepted", "accepts "), ("hint", "hint: "), ("internal", "internal: "))
        lines += [f"    {mark or name + ': '}{getattr(field, name)}" for name, mark in words if getattr(field, name, "")]
        members = [v.member for v in fact.variables if isinstance(v, Member)] or [v for v in fact.domain or () if isinstance(v, Option)]
        lines += [f"      {member.value}: {getattr(member, 'label', '')}" for member in members]
    kinds = {each for module in modules() for each in vars(module).values() if isinstance(each, type) and issubclass(each, Option)}
    for kind in sorted(kinds, key=lambda kind: (kind.__module__, kind.__name__)):
        lines += [kind.__name__, *(f"      {option.value}: {option.label}" for option in kind)]
    return "\n".join(lines) + "\n"


def words() -> str:
    """Every example, as a clerk sees it decided."""
    return "\n".join(f"--- {name}\n{POLICY.adjudicate(claim)}\n    returns {_label(POLICY.adjudicate(claim))}" for name, claim in claims()) + "\n"


def letters() -> str:
    """Claims that were decided, each with the letter to the customer, and with what the clerk reads."""
    pages = (f"=== {each.title} ({each.said})\n\n{each.letter}\n\n--- what the clerk reads\n\n{each.decision.explain()}\n" for each in sent())
    return "\n".join(pages)


def audit() -> str:
    """One decision of each outcome, as an auditor reads it."""
    told = {each.decision.outcome: each for each in sent() if each.decision.policy is STORE}.values()
    return _without_versions("\n".join(f"=== {each.title} ({each.said})\n\n{each.decision.explain('auditor')}\n" for each in told))


def _label(decision: Decision[Claim]) -> str:
    return str(getattr(decision.returns, "label", decision.returns))


SHOWN = (
    "claims/approved_asian_tablet_individual_terms",
    "claims/approved_new_or_used_tier_open",
    "claims/denied_missing_cables_curable",
    "claims/denied_card_lost_opening_unknown",
    "claims/denied_new_phone_expired_everywhere",
    "claims/pending_half_known_opening",
    "readings/new_goods_served_at__store_center",
)


ELSEWHERE = {"clauses", "claim"}
"""What is told by the terms, and by the examples themselves."""


def documents() -> str:
    """A few decisions as documents, in full; under a reading and a calendar that leave their marks."""
    told: dict[str, list[str]] = {}
    other = icenter.policy(icenter.Readings(new_goods_served_at="store_center", last_day="first_out"), calendar=BusinessCalendar.of("UA"))
    for name, claim in claims():
        if name in SHOWN:
            policy = other if name.startswith("readings") else POLICY
            document = decision_document(policy.adjudicate(claim), mask=name == SHOWN[-1])
            assert document["provenance"]["digest"] == policy.digest
            assert document["provenance"]["library"] == __version__
            document["provenance"] |= {"digest": "DIGEST", "library": "VERSION"}
            document["provenance"]["calendar_data"] = document["provenance"]["calendar_data"].replace(BusinessCalendar.of("UA").data_version, "DATA")
            told[name] = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in document.items() if key not in ELSEWHERE]
    assert len(told) == len(SHOWN)
    return "\n".join(f"--- {name}\n" + "\n".join(lines) for name, lines in told.items()) + "\n"


def pages() -> dict[str, Any]:
    """What a notebook shows: decisions of each outcome, an explanation, an exclusion, days and a repair."""
    decided = {name: POLICY.adjudicate(claim) for name, claim in claims() if name in SHOWN and "readings" not in name}
    cables = decided["claims/denied_missing_cables_curable"]
    calendar = BusinessCalendar.of("PL")
    clock = RepairClock(Window(3, 30), date(2026, 7, 20), calendar).told(Leg(date(2026, 7, 21), date(2026, 7, 24)))
    exclusion = cables.grounds[0].when.explain(cables.claim)
    days = {"calendar": calendar, "month": calendar.month(2026, 11), "clock": clock.as_of(date(2026, 7, 28))}
    return {**decided, "exclusion": POLICY.exclusions[0], "explanation": exclusion, **days}


def _without_versions(text: str) -> str:
    for version, word in ((POLICY.digest, "DIGEST"), (__version__, "VERSION"), (BusinessCalendar.of("PL").data_version, "DATA")):
        text = text.replace(version, word)
    return text


def html() -> str:
    """Three pages in HTML, a tag a line, without their style."""
    told = ((name, to_html(value)) for name, value in pages().items() if name in {SHOWN[2], "explanation", "clock"})
    lines = (f"--- {name}\n{page.replace(STYLE, '').replace('><', '>' + chr(10) + '<')}\n" for name, page in told)
    return _without_versions("".join(lines))


def markdown() -> str:
    """The same pages in Markdown."""
    return _without_versions("\n".join(f"# {name}\n\n{to_markdown(value)}\n" for name, value in pages().items()))


def refusals() -> str:
    """What is refused of days, closures, calendars, terms and clocks, with what is said; without the lists of what the country data has."""
    calendars, clocks, language, terms_ = map(import_module, ("test_calendars", "test_clocks", "test_language", "test_periods"))
    asked = [
        (f"{shown(given)}", partial(make, given))
        for make, values, _ in (*calendars.REFUSED, *terms_.REFUSED)
        for given in values
        if not (isinstance(given, set) and "Sunday" in given)  # which has no order
    ]  # it has no order
    asked += [(f"{shown(given)}", partial(make, given)) for make, given, _ in calendars.NO_CLOSURES]
    asked += [(name, partial(ask, day)) for name, ask in calendars.OPERATIONS.items() for day in calendars.NO_DAYS]
    asked += [(f"{shown(year)}, {shown(month)}", partial(BusinessCalendar().month, year, month)) for year, month in calendars.NO_MONTHS]
    asked += [(f"events {shown(events)}", partial(RepairClock, clocks.P1, clocks.MONDAY, clocks.SHOP, events)) for events in (5, None)]
    half = PartialSet(yes={Party.BUYER})
    asked += [("in a half-known set", partial(half.__contains__, Party.BUYER)), ("whether a half-known set is empty", half.__bool__)]
    asked += [("|", partial(or_, BusinessCalendar(), other)) for other in (None, {5}, "PL")]
    asked += [("events", partial(RepairClock, clocks.P1, clocks.MONDAY, clocks.SHOP, events)) for events, _ in clocks.REFUSED]
    asked += [*(("clock", make) for make, *_ in clocks.NO_CLOCKS), *((name, make) for name, (make, _) in language.REFUSED.items())]
    return "".join(f"{re.sub(' at 0x[0-9a-f]+', '', given)}\n    {said(make)}\n" for given, make in asked)


def errors() -> str:
    """What is said in every other place where an error is raised."""
    told = ((f"{part}: {name}", wrongs.said(wrong)) for part, each in wrongs.WRONG.items() for name, wrong in each.items())
    return "".join("{}\n    {}\n".format(name, text.replace("\n", "\n    ")) for name, text in told)


def said(make: Callable[[], object]) -> str:
    with pytest.raises(WarrantyRulesError) as error:
        make()
    text = re.sub(r"one of \d+, such", "one of MANY, such", str(error.value))
    text = re.sub(r"(\b[A-Z]{2}, ){5,}.*", "COUNTRIES", text, flags=re.DOTALL)
    return re.sub(r"(\b[A-Z]{2}, ){2,}[A-Z]{2}\b", "REGIONS", text).replace("\n", "\n    ")


def weights() -> str:
    """What the store's policy declares and no rule decides: what changes cost, what examinations there are, what is likely, and its examples."""
    lines = [f"change {fact}: {cost}" for fact, cost in POLICY.changes]
    for each in POLICY.examinations:
        lines.append(
            f"examination {each.id}: {each.words}; reveals {', '.join(map(str, each.reveals))}; costs {each.cost}, invasive {each.invasiveness}"
        )
    lines += [f"likely {key}: {value}" for key, value in POLICY.chances] + [f"cost {key}: {value}" for key, value in POLICY.costs]
    for example in POLICY.examples:
        told = {field.name: getattr(example, field.name) for field in attrs.fields(Example)[2:]}
        lines.append(f"example {example.title}: {', '.join(f'{name}={value}' for name, value in told.items() if value is not None)}")
        lines.append(f"    {json.dumps({key: value for key, value in document(example.claim).items() if key != 'assumed'}, ensure_ascii=False)}")
    return _ordered("\n".join(lines)) + "\n"


def _ordered(text: str) -> str:
    """Put what sets show in an order."""
    return re.sub(r"(?<=frozenset\(\{)[^}]*", lambda found: ", ".join(sorted(found[0].split(", "))), text)


def invented() -> str:
    """A hundred invented claims, by their digest, and the first of them in full."""
    made = [json.dumps(document(claim), sort_keys=True) for claim in islice(synthetic(7, 100), 100)]
    return f"{sha256(chr(10).join(made).encode()).hexdigest()}\n{made[0]}\n"


def shown_parts() -> str:
    """Values as rich and the interpreter show them, part by part."""
    decision = POLICY.adjudicate(dict(claims())["claims/denied_missing_cables_curable"])
    clock = RepairClock(Window(3, 30), date(2026, 7, 20), BusinessCalendar()).told(Leg(date(2026, 7, 21)))
    rule = POLICY.exclusion("E02").when
    approved = POLICY.adjudicate(dict(claims())["claims/approved_used_phone_every_fact_said"])
    parts: tuple[Any, ...] = (
        POLICY,
        POLICY.tiers["used"],
        POLICY.exclusion("E05"),
        POLICY.clause("E05"),
        decision,
        approved,
        clock,
        rule,
        decision.claim.card,
    )
    lines = [f"{type(each).__name__}\n" + "".join(f"    {name}: {part!s}\n" for name, part in each.__rich_repr__()) for each in parts]
    lines += [f"{each.explain(decision.claim)}\n" for each in (all_of(), any_of(), ~all_of())]
    lines.append(f"{Examination('look', 'look at it', (Claim.card.present,))}\n")
    return _without_versions("".join(lines)) + "\n".join(map(repr, (POLICY.tiers["used"], clock, rule))) + "\n"


ANALYZED = (
    "claims/approved_asian_tablet_individual_terms",
    "claims/approved_used_phone_every_fact_said",
    "claims/denied_bought_elsewhere",
    "claims/denied_liquid_by_negligence",
    "claims/denied_missing_cables_curable",
    "claims/pending_half_known_opening",
)


def analysis() -> str:
    """What is made of some decisions, as it prints and as the interpreter shows it; and of the terms."""
    lines: list[str] = []

    def told(name: str, *values: object, brief: bool = True) -> None:
        for value in values:
            lines.append(f"{name}: {value!r}" if brief else f"{name}:")
            lines.extend(f"    {line}" for line in str(value).split("\n") if not brief or str(value) != repr(value))

    for name, claim in claims():
        if name not in ANALYZED:
            continue
        decision = POLICY.adjudicate(claim)
        day = claim.claimed_on if claim.knows(Claim.claimed_on) else date(2026, 12, 1)
        other = Outcome.APPROVED if decision.outcome is Outcome.DENIED else Outcome.DENIED
        ways = decision.what_if(other, most=2)
        lines.append(f"\n=== {name}")
        told("decision", decision)
        told("coverage", decision.coverage)
        told("reasons", decision.reasons, brief=False)
        if decision.outcome is not Outcome.APPROVED:
            told("tree", decision.tree(), brief=False)
        told("what if", *(() if ways is NONE else ways), brief=False)
        told("suggestion", *decision.suggestions)
        told("sensitivity", decision.sensitivity)
        for turn in decision.sensitivity:
            told("it turns", turn)
            lines.append(f"    becomes {turn.becomes}, by {', '.join(clause.id for clause in turn.clauses)}")
        told("ledger", decision.ledger)
        told("one day", decision.ledger.on(day))
        told("replay", replay(decision.record(), LAST_OUT))
    lines.append("\n=== the terms")
    told("exclusion", *POLICY.exclusions[:3])
    told("alternative", *POLICY.alternatives)
    told("note", *POLICY.lint(), brief=False)
    return _without_versions("\n".join(lines).replace(LAST_OUT.digest, "ANOTHER")) + "\n"


def diffs() -> str:
    """What every other reading of the store's terms changes, but for those that move days; and what is changed in words alone."""
    tests, readings = import_module("test_diff"), {"calendar": icenter.policy(calendar=BusinessCalendar.of("PL"))}
    readings |= {reading: tests.read_as(reading) for reading in tests.SHOWN}
    later = Edition(Claim.sale.sold_on, date(2026, 1, 1), date(2026, 12, 31))
    owed = attrs.evolve(POLICY.ranked[0], obligor=POLICY.ranked[-1].obligor, name="another name")
    apart = attrs.evolve(POLICY, title="other terms", edition=later, accepted_on=Claim.claimed_on, ranked=(owed, *POLICY.ranked[1:]))
    readings["of another year"] = attrs.evolve(apart, returns=always("as you like"))
    told = (f"=== {name}\n{POLICY.diff(policy)}\n" for name, policy in readings.items())
    back = f"=== and back\n{readings['incomplete_set=all_items'].diff(POLICY)}\n"
    cured = attrs.evolve(POLICY.exclusion("E01"), cure=None)
    less = [attrs.evolve(tier, exclusions=(cured, *tier.exclusions[1:])) for tier in POLICY.ranked]
    return _without_versions("\n".join([*told, back, f"=== no cure\n{POLICY.diff(attrs.evolve(POLICY, ranked=(*less,)))}\n"]))


def told() -> str:
    """Each part of the terms of four shops, by the name and in the words that a comparison has for it; and one comparison in full."""
    shops = [
        POLICY,
        attrs.evolve(bicycles.policy(), edition=Edition(bicycles.Complaint.reported, date(2026, 1, 1))),
        *import_module("test_shops").POLICIES.values(),
    ]
    lines = [line for policy in shops for line in (f"=== {policy.title}", *(f"{name}: {text}" for name, text in diff._told(policy).items()))]
    first, second, *others = shops[1].clauses
    clauses = (*others, attrs.evolve(first, text="Otherwise."), Clause("Z9", "more", "More.", "nowhere"))
    bare = attrs.evolve(shops[1], ranked=())
    lines += [f"=== without {second}", str(bare.diff(attrs.evolve(bare, title="another title", edition=None, clauses=clauses)))]
    return _without_versions("\n".join(lines)) + "\n"


def shops() -> str:
    """The terms of other shops, and their examples: as they are printed, and as a customer, with numbers or without, and an auditor read them."""
    lines: list[str] = []
    policies = [*import_module("test_shops").POLICIES.values(), icenter.policy(icenter.Readings(accident="by_anyone", last_day="first_out"))]
    for policy in policies:
        lines += [f"=== {policy.title}", policy_text(policy), ""] if policy.record is not Claim else [f"=== {policy.title}, two readings"]
        for title, claim in [("nothing is known", policy.record()), *((each.title, each.claim) for each in policy.examples)][:6]:
            decision = policy.adjudicate(claim)
            lines += [f"--- {title}", str(decision), "", decision.explain("customer"), ""]
        lines += [decision.explain("auditor", mask=True), ""]
    text = "\n".join(lines)
    for policy in policies:
        text = text.replace(policy.digest, "DIGEST").replace(policy.digest[:12], "DIGEST")
    return _without_versions(text) + "\n"


def odds() -> str:
    """What is shown of this and that."""
    lone, clause = bicycles.PARTS, bicycles.policy().exclusions[0].clause
    twice = attrs.evolve(lone, exclusions=(Exclusion(clause, bicycles.Complaint.defect.worn), Exclusion(clause, ~bicycles.Complaint.defect.worn)))
    decided = {name: POLICY.adjudicate(claim) for name, claim in claims()}
    denied, approved = decided["claims/denied_missing_cables_curable"], decided["claims/approved_used_phone_every_fact_said"]
    shown = [
        repr(summary(decided.values())),
        *map(repr, (denied.grounds[0], denied.reasons[0], approved.reasons[0], Interview(bicycles.policy(), bicycles.Complaint()))),
        str(BusinessCalendar.of("PL", strict=True).month(2026, 11)),
        policy_text(attrs.evolve(bicycles.policy(), ranked=(twice,))).split("DIGEST")[-1],
        policy_text(icenter.policy(calendar=BusinessCalendar.of("PL", strict=True))).splitlines()[2],
    ]
    lines = "\n".join(shown)
    return re.sub(r"[0-9a-f]{12}", "DIGEST", _without_versions(lines)) + "\n"


def lint() -> str:
    """What is found in a shop's terms, with one thing wrong at a time, each with the claim that shows it."""
    lines: list[str] = []
    tests = import_module("test_lint")
    twin = attrs.evolve(tests.PARTS, id="twin", exclusions=(tests.X1, tests.X2))
    policies = {"as it is": tests.SHOP, **tests.WRONG, "twin": attrs.evolve(tests.SHOP, ranked=(tests.FRAME, tests.PARTS, twin))}
    for kind, policy in policies.items():
        lines.append(f"=== {getattr(kind, 'label', kind)}")
        for note in policy.lint():
            shows = "" if note.witness is NONE else json.dumps(document(note.witness), ensure_ascii=False)
            lines += [
                str(note),
                f"    by {', '.join(c.id for c in note.clauses)}; of {', '.join(map(str, note.facts))}; shown by {shows or 'nothing'}",
            ]
    return "\n".join(lines) + "\n"


def interviews() -> str:
    """What two interviews ask and say, question by question, with the answers that were given."""
    half = dict(claims())["claims/pending_half_known_opening"]
    lines: list[str] = []
    for claim, answers in ((Claim(), ["used", "yes", "2026-03-02", "6", "1, 3", "2026-07-20", "yes", "?"]), (half, ["factory"])):
        asked = Interview(POLICY, claim)
        for answer in answers:
            lines += [f"{question_text(asked)}\n> {answer}", ""]
            before, asked = asked, asked.answer(answer)
            lines += [change_text(before, asked), ""]
        lines += [question_text(asked), "", "=" * 40, ""]
    return "\n".join(lines)


def schemas() -> str:
    """The schema of claim documents, of an intake form and of decision documents, a line for each value."""
    made = {"claim": schema(Claim), "form": form(POLICY), "decision": decision_schema(POLICY)}
    return "".join(f"{path}: {json.dumps(value, ensure_ascii=False)}\n" for name, each in made.items() for path, value in _flat(each, name))


def _flat(value: Any, path: str, depth: int = 4) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict) and value and depth:
        for key, each in value.items():
            yield from _flat(each, f"{path}.{key}", depth - 1)
    else:
        yield path, value


LAST_OUT = icenter.policy(icenter.Readings(last_day="first_out"))


def command_line() -> str:
    """Every command and option of the command line, with its words."""
    lines: list[str] = []

    def told(parser: argparse.ArgumentParser, name: str) -> None:
        lines.append(f"{name}: {parser.description} {parser.epilog}")
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction):
                lines.extend(f"  {each.dest}: {each.help}" for each in action._choices_actions)
                for key, value in action.choices.items():
                    told(value, key)
            else:
                names = " ".join(action.option_strings) or action.dest
                lines.append(
                    f"  {names} {action.dest} {action.metavar} {action.nargs} {action.default!r} {action.const!r} {action.choices}: {action.help}"
                )

    told(cli._parser(), "warranty-rules")
    lines += [cli.HELP, cli.OVER]
    return _without_versions("\n".join(lines)) + "\n"


def table() -> str:
    """The examples as flat records."""
    records = list(to_records((POLICY.adjudicate(claim) for name, claim in claims() if name in SHOWN), questions=True))
    return _without_versions("\n".join("\n".join(f"{key}: {value!r}" for key, value in record.items()) + "\n" for record in records))


def wrong_parts() -> str:
    """What is said of parts of a policy that are of another kind than they should be."""
    exclusion, tier, choice = POLICY.exclusion("E05"), POLICY.tiers["used"], POLICY.returns
    parts: tuple[Any, ...] = (POLICY, tier, tier.service, tier.requirements[0], tier.term, exclusion, exclusion.clause, choice, choice.rows[0])
    parts += (Window(1, 2), next(e.cure for e in POLICY.exclusions if e.cure), POLICY.examinations[0], POLICY.examples[0])
    parts += (Edition(Claim.sale.sold_on, date(2026, 1, 1)), POLICY.rereading, POLICY.alternatives[0].reading)
    lines: list[str] = []
    for part, field in ((part, field) for part in parts for field in attrs.fields(type(part)) if field.init):
        try:
            attrs.evolve(part, **{field.alias: Wrong.PART})
        except WarrantyRulesError as error:
            lines.append(f"{type(part).__name__}.{field.name}: {error}")
    return _without_versions("\n".join(lines)) + "\n"


def compiled() -> str:
    """What rules of every kind are compiled to, alone and together, and where something is supposed."""
    few, mark, flag, things = Small.few, Small.mark, Small.inner.flag, Small.inner.things
    box, cable = things.has(Thing.BOX), things.has(Thing.CABLE)
    odd = import_module("test_compiling").ODD
    nested: Predicate = mark
    for place in range(DEEPEST + 3):
        nested = (few.eq(place % 3) & nested) | flag
    alone = [(each,) for each in odd if not isinstance(each, IsIn) or each.reads == (few,)]
    together = (mark & flag, ~(mark & flag) | box, box | cable | mark, few.is_in({1, 2}) & ~few.is_in({*range(FEW)}), nested, ~nested)
    supposed = {flag: True, box: False, few: 3}
    lines: list[str] = []
    for program in (*map(Program, alone), Program(together), Program((flag & box & (few > 2) & things.eq({Thing.BOX}), *odd[-2:]), supposed)):
        text, values = program.source
        handed = (f"    {name} is {_handed(value)}" for name, value in values.items() if name[0] == "c")
        lines += [*map(str, program.predicates), *(f"    {line}" for line in text.split("\n")), *handed]
    return "\n".join(lines) + "\n"


def _handed(value: Any) -> str:
    if isinstance(value, frozenset):
        return f"frozenset of {', '.join(sorted(map(str, value)))}"
    return str(getattr(value, "__name__", "what tests it" if isinstance(value, partial) else value))


class Wrong(Enum):
    PART = "wrong part"


FILES: dict[str, Callable[[], str]] = {
    "terms.txt": terms,
    "facts.txt": facts,
    "words.txt": words,
    "letters.txt": letters,
    "audit.txt": audit,
    "documents.txt": documents,
    "notebook.html": html,
    "notebook.md": markdown,
    "refusals.txt": refusals,
    "errors.txt": errors,
    "names.txt": public_names,
    "signatures.txt": signatures,
    "weights.txt": weights,
    "invented.txt": invented,
    "parts.txt": shown_parts,
    "analysis.txt": analysis,
    "diffs.txt": diffs,
    "told.txt": told,
    "shops.txt": shops,
    "odds.txt": odds,
    "drawn.txt": lambda: "\n".join(map(drawn.page, (*range(60), 112, 191))) + "\n",
    "lint.txt": lint,
    "interviews.txt": interviews,
    "schemas.txt": schemas,
    "command_line.txt": command_line,
    "table.txt": table,
    "wrong_parts.txt": wrong_parts,
    "compiled.txt": compiled,
    "style.css": lambda: STYLE,
}


LONG = {"diffs.txt", "lint.txt", "analysis.txt", "drawn.txt"}
"""What is searched for at length."""


@pytest.mark.parametrize("name", [pytest.param(name, marks=[pytest.mark.heavy] if name in LONG else []) for name in FILES])
def test_nothing_is_said_otherwise_than_it_was_read(name: str) -> None:
    assert FILES[name]() == (GOLDEN / name).read_text(encoding="utf-8"), f"read what has changed; if it is right, run python {Path(__file__).name}"


if __name__ == "__main__":
    for name, text in FILES.items():
        (GOLDEN / name).write_text(text(), encoding="utf-8")
