"""No rule is written twice: whatever is changed in the terms, deciding, the printed terms and the command line all see it."""

from __future__ import annotations

import ast
import json
import os
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, get_args

import attrs
import pytest
from profiles import tried

from warranty_rules import UNKNOWN, Claim, Decision, Market, Policy, Sale, claims, clean, cli, tiers
from warranty_rules.documents import decision_document, document, read
from warranty_rules.periods import LastDay, MonthEnd
from warranty_rules.policies import icenter
from warranty_rules.values import Option
from warranty_rules.wording import policy_text

pytestmark = pytest.mark.heavy  # the store's policy is built anew for each changed literal

EXAMPLES = Path(__file__).parents[1] / "examples"
SOURCE = Path(icenter.__file__).read_text(encoding="utf-8")
ENUMS: dict[str, type[Option]] = {
    name: kind
    for module in (claims, tiers, icenter)
    for name, kind in vars(module).items()
    if isinstance(kind, type) and issubclass(kind, Option) and kind is not Option
} | {"LastDay": LastDay, "MonthEnd": MonthEnd}


def places(tree: ast.Module) -> Iterator[tuple[ast.AST, str, Any]]:
    """Find every literal of a rule: the node, the name of what to set, and another value for it."""
    kept = {id(node) for node in ast.walk(tree) for node in unruly(node)}
    for node in ast.walk(tree):
        if id(node) in kept:
            continue
        if isinstance(node, ast.Constant):
            yield (
                node,
                "value",
                not node.value if isinstance(node.value, bool) else node.value + 1 if isinstance(node.value, int) else f"{node.value}~",
            )
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in ENUMS:
            names = [member.name for member in ENUMS[node.value.id]]
            yield node, "attr", names[(names.index(node.attr) + 1) % len(names)]


def unruly(node: ast.AST) -> Iterator[ast.AST]:
    """Give what is below a node and no part of a rule: docstrings, what an error says, names of readings and their values, names of things."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value
    if isinstance(node, ast.Dict) and node.keys and all(isinstance(key, ast.Constant) for key in node.keys):
        yield from (key for key in node.keys if key)
    if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name in {"Readings", "_readings", "_named"}:
        yield from ast.walk(node)
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "need":
        yield from ast.walk(node)
    if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
        yield from ast.walk(node)
    if isinstance(node, ast.AnnAssign | ast.arg) and node.annotation:
        yield from ast.walk(node.annotation)
    if isinstance(node, ast.keyword) and node.arg in {"strict", "kw_only"}:
        yield node.value
    if isinstance(node, ast.Constant) and node.value is None:
        yield node
    if isinstance(node, ast.FunctionDef) and node.returns:
        yield from ast.walk(node.returns)


BOTH = {"terms", "deciding"}


def seen_by(tree: ast.Module) -> dict[int, set[str]]:
    """Say of some literals that less than all can see them: codes and what is not stated are for machines, notes and labels for readers."""
    less: dict[int, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and any(getattr(base, "id", "") == "Option" for base in node.bases):
            for value in (line.value for line in node.body if isinstance(line, ast.Assign)):
                code, label = value.elts if isinstance(value, ast.Tuple) else (value, value)
                less |= {id(label): {"terms"}, id(code): {"deciding"}}
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "Returns.NOT_STATED":
            less[id(node)] = {"deciding"}
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Remedy":
            less[id(node.args[0])] = {"deciding"}
        if isinstance(node, ast.keyword) and node.arg in {"note", "title"}:
            less[id(node.value)] = {"terms"}
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Clause" and node.args[0].value in {"U2a", "P2"}:  # type: ignore[attr-defined]
            less |= {id(argument): {"terms"} for argument in node.args}  # no decision turns on them
    return less


@cache
def source() -> tuple[ast.Module, list[tuple[ast.AST, str, Any]], dict[int, set[str]]]:
    """Give the terms as they are written, their literals, and by whom those are to be seen that less than all can see."""
    tree = ast.parse(SOURCE)
    return tree, list(places(tree)), seen_by(tree)


def literals() -> list[str]:
    return [f"{node.lineno}:{node.col_offset} {ast.unparse(node)[:40]}" for node, _, _ in source()[1]]  # type: ignore[attr-defined]


def mutant(number: int) -> tuple[ModuleType, set[str]]:
    """Execute the terms with one literal changed, and say by whom that is to be seen."""
    tree, found, less = source()
    node, name, value = found[number]
    module, kept = ModuleType(icenter.__name__), getattr(node, name)
    setattr(node, name, value)
    try:
        exec(compile(tree, "mutant", "exec", dont_inherit=True), vars(module))  # our own source
    finally:
        setattr(node, name, kept)
    return module, less.get(id(node), BOTH)


READINGS: list[dict[str, str]] = [{}] + [
    {field.name: value} for field in attrs.fields(icenter.Readings) for value in get_args(field.type) if value != field.default
]


BUILD = icenter.policy
"""What builds the store's policy, also while a changed one is in its place."""


@cache
def policy(number: int) -> Policy[Any]:
    return BUILD(icenter.Readings(**READINGS[number]))


@cache
def corpus() -> list[Any]:
    """List the claims of all examples, once more with repair open; and of goods with a month of warranty, made for each market."""
    documents = [json.loads(path.read_bytes()) for folder in ("claims", "readings") for path in sorted((EXAMPLES / folder).glob("*.json"))]
    documents += [{**each, "fault": {**each["fault"], "repairable": None}} for each in documents if "fault" in each]
    found = [claim for each in documents for claim in read(Claim, json.dumps(each))]
    new = Sale.new(sold_on=date(2026, 3, 2), manufacturer_months=1, extended_plan=False)
    month = clean(Claim, sale=new, claimed_on=date(2026, 3, 20), accepted_on=date(2026, 3, 20))
    return [*found, *(month.replace(Claim.device.market, market) for market in (UNKNOWN, *Market))]


@cache
def told(number: int, place: int, warned: bool) -> tuple[Any, str]:
    return shown(policy(number).adjudicate(corpus()[place]), warned)


def shown(decision: Decision[Any], warned: bool) -> tuple[Any, str]:
    """Give all that a decision says, but for the policy's digest, which changes with any letter of the terms; and for what warns, which takes long."""
    with pytest.MonkeyPatch.context() as patch:
        if not warned:
            patch.setattr(Decision, "warnings", ())
        told = decision_document(decision)
        del told["provenance"]["digest"]
        return told, str(decision)


def differing(number: int, changed: Policy[Any]) -> Iterator[Claim]:
    """Give claims of which a changed policy says something else, those first that differ in more than what warns."""
    for warned in (False, True):
        yield from (claim for at, claim in enumerate(corpus()) if told(number, at, warned) != shown(changed.adjudicate(claim), warned))


def others(module: ModuleType) -> Iterator[tuple[int, Policy[Any]]]:
    """Give the changed policy under each reading under which its content shows the change."""
    for number, readings in enumerate(READINGS):
        changed = module.policy(module.Readings(**readings))
        if changed.digest != policy(number).digest:
            yield number, changed


def terms(printed: str, policy: Policy[Any]) -> str:
    """Give the printed terms, but for the digest, which changes with any letter of them."""
    return printed.replace(policy.digest[:12], "")


@cache
def told_terms(number: int) -> str:
    return terms(policy_text(policy(number)), policy(number))


def test_what_is_not_changed_is_seen_by_nobody_also_where_another_is_in_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    policy.cache_clear()
    (other,) = islice((changed for place in range(len(literals())) for _, changed in others(mutant(place)[0])), 1)
    policy.cache_clear()
    monkeypatch.setattr(icenter, "policy", lambda calendar: other)
    same: Any = SimpleNamespace(policy=BUILD, Readings=icenter.Readings)
    assert [*others(same)] == []
    assert [*differing(0, BUILD())] == []


STEP = tried(5, 1, 1)  # each fifth literal where time is short


@pytest.mark.parametrize("place", range(0, len(literals()), STEP), ids=literals()[::STEP])
def test_a_changed_literal_is_seen_by_deciding_by_the_terms_and_by_the_command_line(
    place: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    module, expected = mutant(place)
    seen: set[str] = set()
    for number, changed in others(module):
        monkeypatch.setattr(icenter, "policy", lambda calendar, changed=changed: changed)
        cli.main(["policy"])
        printed = policy_text(changed)
        assert capsys.readouterr().out == printed + "\n"
        seen |= {"terms"} if terms(printed, changed) != told_terms(number) else set()
        for claim in islice(differing(number, changed), 1 if "deciding" in expected - seen else 0):
            path = tmp_path / "claim.json"
            path.write_text(json.dumps(document(claim)))
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(Decision, "warnings", ())  # which take two dozen policies
                cli.main(["decide", "--json", str(path)])
                assert json.loads(capsys.readouterr().out) == decision_document(changed.adjudicate(claim))
            seen |= {"deciding"}
        if seen >= expected:
            return
    assert seen >= expected
