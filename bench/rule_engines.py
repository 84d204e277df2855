"""Print what rule engines take for the same clauses, as ratios to a hand-written two-valued chain.

    pip install -r bench/requirements-rule-engines.txt
    python bench/rule_engines.py                     every engine that is installed, about a minute
    python bench/rule_engines.py --json FILE         the raw rounds too
    python bench/rule_engines.py --smoke             each of them once, to see that they run

The clauses, the claims and the chain are those of `bench/workload.py`. Before an engine is timed, it has to agree with the chain on
every claim. All are timed in one process, in turn, round after round, each right after the chain; slow ones get a few of the claims in
a round, others in the next. What counts is the processor's time, and garbage is collected between rounds only.

What favors the peers: each is used in the quickest of its forms that answers for all clauses; the facts are handed over as it likes
them, dates as numbers where it has none; where it has no comparison of two facts, the comparisons are made for it. None of that is
timed. What its interface has to convert on every call is. No peer is asked what is unknown, or why.
"""

from __future__ import annotations

import collections
import collections.abc
import gc
import json
import logging
import operator
import warnings
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial, reduce
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from itertools import count
from random import Random
from time import perf_counter, process_time
from typing import Any, TypeAlias

import attrs
import measuring
import workload
from report import engine_table
from workload import CLAUSES, Facts, Leaf, Plain, cases, composed, fold, leaves, pushed, written

from warranty_rules import UNKNOWN

Form: TypeAlias = Callable[[Facts], Any]
"""Put the facts as an engine takes them; not timed."""
Ask: TypeAlias = Callable[[Any], Iterable[Any]]
"""Answer for all clauses: those that hold, or the truth of each."""

UNIT = "chain"
OURS = "warranty-rules"
HALF, EIGHT = "half open", "eight hits"
"""Of claims that eight clauses hit, half of the facts are forgotten; the chain, which cannot do without, answers for the whole ones."""
SLICE = 0.004
"""Seconds of a round that a slow engine gets for a shape."""
FEWEST = 2
"""Claims that the slowest engine answers for in a round: over all rounds, 40 of them and more."""

ABSENT = {
    "fast-decision": "built for no Python 3.11",
    "json-logic-qubit": "its module has the name of panzi-json-logic's: to time it, install it in that one's place",
    "kompoz": "needs Python 3.13",
    "maykin-json-logic-py": "a syntax error under Python 3.11",
    "py-predicate": "a syntax error under Python 3.11, and needs an AGPL package",
    "pyspecification": "GPL, and needs Python 3.12",
    "python-jsonlogic": "its operators lack and, or",
}


@attrs.frozen
class Engine:
    """An engine under the name of its distribution, what it is written in, the modules that are used, and how it is made."""

    name: str
    core: str
    modules: tuple[str, ...]
    make: Callable[..., tuple[Form, Ask]]

    @property
    def version(self) -> str:
        return "" if self.core == "by hand" else version(self.name)

    def made(self) -> tuple[Form, Ask]:
        return self.make(*map(import_module, self.modules))


ENGINES: dict[str, Engine] = {}


def engine(name: str, core: str, *modules: str) -> Callable[[Callable[..., tuple[Form, Ask]]], Callable[..., tuple[Form, Ask]]]:
    def enter(make: Callable[..., tuple[Form, Ask]]) -> Callable[..., tuple[Form, Ask]]:
        ENGINES[name] = Engine(name, core, modules, make)
        return make

    return enter


# --- Forms of facts, and ways of asking -------------------------------------------------------------------


def as_object(facts: Facts) -> Any:
    return Plain(**facts)


def as_json(facts: Facts) -> dict[str, Any]:
    """Put days as numbers."""
    return {name: value.toordinal() if name in workload.DAYS else value for name, value in facts.items()}


COMPARISONS = {leaf for clause in CLAUSES.values() for leaf in leaves(clause) if leaf.sign}


def compared(facts: Facts) -> dict[str, Any]:
    """Add the truth of each comparison."""
    return as_json(facts) | {leaf.key: test(facts) for leaf, test in TESTS.items()}


def function(text: str) -> Any:
    return eval(f"lambda c: {text}")


TESTS: dict[Leaf, Callable[[Any], bool]] = {leaf: function(leaf.text("c[{!r}]".format)) for leaf in COMPARISONS}
KEYS = [*workload.FACTS, *(leaf.key for leaf in COMPARISONS)]


def of_object(leaf: Leaf) -> Any:
    """Test an object by a function of its own."""
    return function(leaf.text("c.{}".format))


def each(tests: Iterable[Callable[[Any], Any]]) -> Ask:
    """Ask for one clause after the other."""
    every = tuple(tests)
    return lambda c: [test(c) for test in every]


# --- The engines ------------------------------------------------------------------------------------------


@engine(UNIT, "by hand")
def by_hand() -> tuple[Form, Ask]:
    return as_object, workload.chain


@engine(OURS, "Python")
def ours() -> tuple[Form, Ask]:
    return workload.ours, workload.truths()


@engine("rules", "Python", "rules")
def django_rules(rules: Any) -> tuple[Form, Ask]:
    return as_object, each(composed(clause, lambda leaf: rules.predicate(of_object(leaf), name=leaf.key)).test for clause in CLAUSES.values())


@engine("rule-engine", "Python", "rule_engine")
def rule_engine(it: Any) -> tuple[Form, Ask]:
    context = it.Context(resolver=it.resolve_item)
    return dict, each(it.Rule(written(clause), context=context).matches for clause in CLAUSES.values())


@engine("business-rules", "Python", "business_rules.engine", "business_rules.variables", "business_rules.actions", "business_rules.fields")
def business_rules(it: Any, variables: Any, actions: Any, fields: Any) -> tuple[Form, Ask]:
    def variable(key: str) -> Any:
        def read(self: Any) -> Any:
            return self.facts[key]

        read.__name__ = key
        return variables.boolean_rule_variable()(read)

    def keep(self: Any, facts: Facts) -> None:
        self.facts = facts

    given = type("Given", (variables.BaseVariables,), {"__init__": keep} | {key: variable(key) for key in KEYS})

    class Held(actions.BaseActions):  # of a package without types  # type: ignore[misc]
        def __init__(self) -> None:
            self.found: list[str] = []

        @actions.rule_action(params={"clause": fields.FIELD_TEXT})  # likewise  # type: ignore[untyped-decorator]
        def hold(self, clause: str) -> None:
            self.found.append(clause)

    def leaf(found: Leaf, way: bool) -> dict[str, Any]:
        return {"name": found.key, "operator": "is_true" if way else "is_false", "value": None}

    def condition(clause: str) -> dict[str, Any]:
        return pushed(clause, leaf, lambda parts: {"all": parts}, lambda parts: {"any": parts})

    found = [{"conditions": condition(text), "actions": [{"name": "hold", "params": {"clause": clause}}]} for clause, text in CLAUSES.items()]

    def ask(facts: Facts) -> list[str]:
        held = Held()
        it.run_all(found, given(facts), held)
        return held.found

    return compared, ask


def json_logic(clause: str) -> Any:
    def term(value: Any) -> Any:
        return {"var": value} if isinstance(value, workload.Name) else value

    def leaf(found: Leaf) -> Any:
        var = {"var": found.left}
        return {found.sign: [var, term(found.right)]} if found.sign else var

    return fold(clause, leaf, lambda parts: {"and": parts}, lambda parts: {"or": parts}, lambda part: {"!": [part]})


def applied(apply: Callable[[Any, Any], Any]) -> tuple[Form, Ask]:
    rules = [json_logic(clause) for clause in CLAUSES.values()]
    return as_json, lambda c: [apply(rule, c) for rule in rules]


@engine("panzi-json-logic", "Python", "json_logic")
def panzi_json_logic(it: Any) -> tuple[Form, Ask]:
    return applied(it.jsonLogic)


@engine("json-logic-qubit", "Python", "json_logic")
def json_logic_qubit(it: Any) -> tuple[Form, Ask]:
    return applied(it.jsonLogic)


@engine("jsonlogic-rs", "Rust", "jsonlogic_rs")
def jsonlogic_rs(it: Any) -> tuple[Form, Ask]:
    return applied(it.apply)


@engine("datalogic-py", "Rust", "datalogic_py")
def datalogic_py(it: Any) -> tuple[Form, Ask]:
    made = it.Engine()
    rules, session, handle = [made.compile(json_logic(clause)) for clause in CLAUSES.values()], made.session(), it.DataHandle
    return as_json, lambda c: [told == "true" for told in session.evaluate_many(rules, handle(c))]


@engine("zen-engine", "Rust", "zen")
def zen_engine(it: Any) -> tuple[Form, Ask]:
    return as_json, each(it.compile_expression(written(clause)).evaluate for clause in CLAUSES.values())


def cel(clause: str, name: Callable[[str], str] = str) -> str:
    return written(clause, name, "&&", "||", "!")


@engine("cel-python", "Python", "celpy")
def cel_python(it: Any) -> tuple[Form, Ask]:
    made = it.Environment(runner_class=it.CompiledRunner)
    programs = [made.program(made.compile(cel(clause))) for clause in CLAUSES.values()]

    def ask(facts: Facts) -> list[bool]:
        given = {str(name): value for name, value in it.json_to_cel(facts).items()}
        return [bool(program.evaluate(given)) for program in programs]

    return as_json, ask


@engine("common-expression-language", "Rust", "cel")
def common_expression_language(it: Any) -> tuple[Form, Ask]:
    programs = [it.compile(cel(clause)) for clause in CLAUSES.values()]

    def ask(facts: Facts) -> list[bool]:
        given = it.Context(facts)
        return [program.execute(given) for program in programs]

    return as_json, ask


@engine("predylogic", "Python", "predylogic")
def predylogic(it: Any) -> tuple[Form, Ask]:
    registry, known = it.Registry("workload"), {}

    def leaf(found: Leaf) -> Any:
        if found.key not in known:
            test = of_object(found)
            test.__name__, test.__annotations__ = found.key, {"c": Plain, "return": bool}
            known[found.key] = registry.rule_def()(test)
        return known[found.key]()

    return as_object, each(composed(clause, leaf) for clause in CLAUSES.values())


@engine("ai-rules-engine", "Python", "airules")
def ai_rules_engine(it: Any) -> tuple[Form, Ask]:
    given: Any = type("Given", (it.Fact,), {key: it.Field(default=None) for key in KEYS})
    tests = [composed(clause, lambda leaf: getattr(given, leaf.key).eq(True)).evaluate for clause in CLAUSES.values()]
    return lambda facts: given(**compared(facts)), each(tests)


@engine("rules-engine", "Python", "rules_engine")
def rules_engine(it: Any) -> tuple[Form, Ask]:
    made = it.RulesEngine(*(it.Rule(function(written(text, "c.{}".format)), it.then(clause)) for clause, text in CLAUSES.items()))

    def ask(c: Any) -> list[str]:
        try:
            return [found.value for found in made.run_all(c)]
        except it.NoMatch:
            return []

    return as_object, ask


@engine("arta", "Python", "arta")
def arta(it: Any) -> tuple[Form, Ask]:
    given: list[Any] = [None]

    def rule(clause: str, text: str) -> dict[str, Any]:
        test = function(written(text, "c[{!r}]".format))
        parts = {"condition": lambda: test(given[0]), "action": lambda **_: clause}
        return {clause: parts | {"condition_parameters": {}, "action_parameters": {}}}

    made = it.RulesEngine(rules_dict={f"group {clause}": rule(clause, text) for clause, text in CLAUSES.items()})

    def ask(facts: Facts) -> list[str]:
        given[0] = facts
        return [clause for clause in made.apply_rules(facts).values() if clause is not None]

    return dict, ask


@engine("koalify", "Python", "koalify")
def koalify(it: Any) -> tuple[Form, Ask]:
    given: Any = attrs.make_class("Given", KEYS, slots=True)
    tests = [composed(clause, lambda leaf: getattr(it.F, leaf.key) == True).match for clause in CLAUSES.values()]  # how it is said there  # noqa: E712
    return lambda facts: given(**compared(facts)), each(tests)


@engine("sutoppu", "Python", "sutoppu")
def sutoppu(it: Any) -> tuple[Form, Ask]:
    def leaf(found: Leaf) -> Any:
        test = of_object(found)
        return type(found.key, (it.Specification,), {"description": found.key, "is_satisfied_by": lambda _, c: test(c)})()

    return as_object, each(composed(clause, leaf).is_satisfied_by for clause in CLAUSES.values())


@engine("regopy", "C++", "regopy")
def regopy(it: Any) -> tuple[Form, Ask]:
    def rule(clause: str, case: workload.Case) -> str:
        tests = [leaf.text("input.{}".format) if way else f"not {leaf.text('input.{}'.format)}" for leaf, way in case]
        return f'held contains "{clause}" if {{ {"; ".join(tests)} }}'

    made = it.Interpreter()
    made.add_module("workload", "\n".join(["package workload", *(rule(clause, case) for clause, text in CLAUSES.items() for case in cases(text))]))

    def ask(facts: Facts) -> list[str]:
        made.set_input_term(json.dumps(facts))
        told = json.loads(str(made.query("held := data.workload.held")))
        held: list[str] = told["bindings"]["held"]
        return held

    return as_json, ask


@engine("cedarpy", "Rust", "cedarpy")
def cedarpy(it: Any) -> tuple[Form, Ask]:
    head = "forbid(principal, action, resource) when"
    texts = [f"{head} {{ {cel(text, 'context.{}'.format)} }};" for text in CLAUSES.values()]
    policies = it.PolicySet.from_str("\n".join(["permit(principal, action, resource);", *texts]))
    clauses = {f"policy{place}": clause for place, clause in enumerate(CLAUSES, 1)}
    asked, nobody = {"principal": 'Clerk::"a"', "action": 'Action::"claim"', "resource": 'Device::"d"'}, it.Entities.from_json_str("[]")

    def ask(facts: Facts) -> list[str]:
        told = it.is_authorized(asked | {"context": facts}, policies, nobody).diagnostics.reasons
        return [clauses[name] for name in told if name in clauses]

    return as_json, ask


@engine("oso", "Rust", "oso")
def oso(it: Any) -> tuple[Form, Ask]:
    made = it.Oso()
    made.register_class(Plain, name="Plain")
    quiet = "allow(_actor, _action, _resource) if false;"  # else it warns that nothing is allowed
    made.load_str("\n".join([quiet, *(f'held(c: Plain, "{clause}") if {written(text, "c.{}".format)};' for clause, text in CLAUSES.items())]))
    return as_object, lambda c: [found["bindings"]["clause"] for found in made.query_rule("held", c, it.Variable("clause"))]


@engine("durable-rules", "C", "durable.lang", "durable.engine")
def durable_rules(it: Any, core: Any) -> tuple[Form, Ask]:
    held: list[str] = []
    asked = count()

    def rule(clause: str, text: str) -> None:
        condition = pushed(text, lambda leaf, way: getattr(it.m, leaf.key) == way, partial(reduce, operator.and_), partial(reduce, operator.or_))
        it.when_all(condition)(lambda _: held.append(clause))

    with it.ruleset("workload"):
        for clause, text in CLAUSES.items():
            rule(clause, text)

    def say(fact: dict[str, Any], saying: Callable[[str, dict[str, Any]], object]) -> None:
        with suppress(core.MessageNotHandledException):  # no rule is about it
            saying("workload", fact)

    def ask(facts: Facts) -> list[str]:
        held.clear()
        fact = {**facts, "id": next(asked)}
        say(fact, it.assert_fact)
        say(fact, it.retract_fact)  # it fails at some thousand of them
        return held.copy()

    return compared, ask


@engine("experta", "Python")
def experta() -> tuple[Form, Ask]:
    for name in ("Mapping", "MutableMapping", "Sequence", "Iterable", "Hashable", "Callable", "Set"):
        setattr(collections, name, getattr(collections.abc, name))  # where a package that it needs looks them up
    it: Any = import_module("experta")
    held: list[str] = []

    def rule(clause: str, text: str) -> Any:
        def hold(self: Any) -> None:
            held.append(clause)

        hold.__name__ = clause
        return it.Rule(it.OR(*(it.Fact(**{leaf.key: way for leaf, way in case}) for case in cases(text))))(hold)

    made: Any = type("Rules", (it.KnowledgeEngine,), {clause: rule(clause, text) for clause, text in CLAUSES.items()})()

    def ask(facts: Facts) -> list[str]:
        held.clear()
        made.reset()
        made.declare(it.Fact(**facts))
        made.run()
        return held.copy()

    return compared, ask


# --- Agreement and time -----------------------------------------------------------------------------------


class DisagreesError(Exception):
    """An engine says something else than the chain."""


@attrs.frozen
class Contestant:
    """An engine that agrees with the chain, ready to be timed."""

    engine: Engine
    ask: Ask
    claims: dict[str, list[Any]]
    """The claims of each shape, as it takes them."""
    share: int
    """How many of them it answers for in a round."""
    ratios: dict[str, list[float]] = attrs.field(factory=dict)
    """What it took to what the chain took, in each round."""

    def part(self, shape: str, number: int) -> list[Any]:
        """Give the claims of one round."""
        claims = self.claims[shape]
        return [claims[(number * self.share + place) % len(claims)] for place in range(self.share)]

    def document(self) -> dict[str, Any]:
        ratios = {shape: [float(f"{ratio:.4g}") for ratio in found] for shape, found in self.ratios.items()}
        return {"name": self.engine.name, "version": self.engine.version, "core": self.engine.core, "ratios": ratios}


def enter(which: Engine, shapes: dict[str, list[dict[str, Any]]], wanted: dict[str, list[set[str]]]) -> Contestant:
    """Make an engine ready, and see whether it says what the chain says.

    Raises:
        PackageNotFoundError: where it is not installed.
        DisagreesError: where it says something else.
    """
    _ = which.version
    form, ask = which.made()
    claims = {shape: [form(facts) for facts in found] for shape, found in shapes.items()}
    many, begin = sum(map(len, claims.values())), perf_counter()
    told = {shape: [workload.hits(ask(each)) for each in found] for shape, found in claims.items()}
    share = int(SLICE * many / (perf_counter() - begin))
    wrong = sum(a != b for shape in shapes for a, b in zip(told[shape], wanted[shape], strict=True))
    if wrong:
        raise DisagreesError(f"not what the chain says, on {wrong} of {many} claims")
    return Contestant(which, ask, claims, min(max(share, FEWEST), many // len(claims)))


def half_known(us: Contestant, shapes: dict[str, list[dict[str, Any]]], wanted: dict[str, list[set[str]]]) -> None:
    """Add claims of which half is unknown to ours, from those that eight clauses hit; what it says of them has to be so of the whole claim."""
    random = Random(27)
    us.claims[HALF] = [workload.ours(workload.half(random, facts)) for facts in shapes[EIGHT]]
    for found, held in zip(us.claims[HALF], wanted[EIGHT], strict=True):
        known = {clause: truth for clause, truth in zip(CLAUSES, us.ask(found), strict=True) if truth is not UNKNOWN}
        assert known == {clause: clause in held for clause in known}, f"ours disagrees with the chain where half is unknown: {found}"
        assert len(known) < len(CLAUSES)


def contest(many: int) -> tuple[list[Contestant], dict[str, str]]:
    """Give all contestants, and those that are absent with the reason."""
    shapes = workload.shapes(many)
    wanted = {shape: [set(workload.chain(Plain(**facts))) for facts in found] for shape, found in shapes.items()}
    found: list[Contestant] = []
    absent = dict(ABSENT)
    for name, which in ENGINES.items():
        try:
            found.append(enter(which, shapes, wanted))
        except PackageNotFoundError:
            absent.setdefault(name, "not installed")
        except Exception as error:
            if name in {UNIT, OURS}:
                raise
            absent[name] = f"{type(error).__name__}: {error}".splitlines()[0]  # a peer fails as it likes; the others go on
    (us,) = (each for each in found if each.engine.name == OURS)
    half_known(us, shapes, wanted)
    return found, {name: absent[name] for name in sorted(absent.keys() - {each.engine.name for each in found})}


def spent(ask: Ask, claims: list[Any]) -> float:
    """Take the processor's time for a claim, where the claims and the code are at hand: all are asked for once before the clock runs."""
    for each in claims:
        ask(each)
    begin = process_time()
    for each in claims:
        ask(each)
    return (process_time() - begin) / len(claims)


def take_turns(contestants: list[Contestant], rounds: int) -> None:
    """Time all of them, each right after the chain, there and back; the first round is not counted."""
    unit = contestants[0]
    turns = [(each, shape) for each in contestants for shape in each.claims]
    for number in range(rounds + 1):
        gc.collect()
        gc.disable()
        for each, shape in turns if number % 2 else reversed(turns):
            least = spent(unit.ask, unit.claims[EIGHT if shape == HALF else shape])
            ratio = spent(each.ask, each.part(shape, number)) / least
            if number:
                each.ratios.setdefault(shape, []).append(ratio)
        gc.enable()


# --- The run ----------------------------------------------------------------------------------------------


def main() -> None:
    chosen = measuring.options(__doc__).parse_args()
    rounds, many = (1, 8) if chosen.smoke else (41, 200)
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    contestants, absent = contest(many)
    take_turns(contestants, rounds)
    results: dict[str, Any] = {
        "unit": UNIT,
        "ours": OURS,
        "shapes": [*workload.HELD],
        **measuring.machine(),
        "rounds": rounds,
        "claims": many,
        "absent": absent,
        "rows": [each.document() for each in contestants],
    }
    if chosen.json:
        chosen.json.write_text(measuring.written(results), encoding="utf-8")
    print(f"Python {results['python']}, {results['cores']} cores; {rounds} rounds, {many} claims of each shape; ratios to the chain\n")
    print(engine_table(results), "", *(f"absent: {name}: {reason}" for name, reason in results["absent"].items()), sep="\n")


if __name__ == "__main__":
    main()
