"""How the reference reads the library: constructors as they run, examples as code, facts and options as tables."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from enum import Enum
from inspect import Parameter as Taken
from inspect import signature
from itertools import groupby
from pydoc import locate
from typing import Any

import attrs
import griffe

from warranty_rules import UNKNOWN, Record
from warranty_rules.values import Option, in_order

KINDS: Mapping[Any, griffe.ParameterKind] = {
    Taken.POSITIONAL_OR_KEYWORD: griffe.ParameterKind.positional_or_keyword,
    Taken.KEYWORD_ONLY: griffe.ParameterKind.keyword_only,
}


class AsItRuns(griffe.Extension):
    """Complete what can be seen in the source by what is there when it runs."""

    def on_package(self, *, pkg: griffe.Module, **_: Any) -> None:
        """Go through all that a package defines."""
        if pkg.docstring:
            pkg.docstring.value += f"\n\n{table(list(exported(pkg)))}"
        for each in defined(pkg):
            if isinstance(each, griffe.Class) and isinstance(runs := locate(each.path), type):
                complete(each, runs)
            if each.docstring:
                each.docstring.value = fenced(each.docstring.value)


def defined(parent: griffe.Object) -> Iterator[griffe.Object]:
    """Give an object and all that is defined in it."""
    yield parent
    for member in parent.members.values():
        if isinstance(member, griffe.Object):
            yield from defined(member)


def complete(seen: griffe.Class, runs: type) -> None:
    """Add the constructor that attrs makes, and what a record or a list of options declares."""
    if "__init__" not in seen.members and attrs.has(runs):
        seen.set_member("__init__", constructor(seen, runs))
    rows = list(facts(runs)) if issubclass(runs, Record) else list(options(runs)) if issubclass(runs, Option) else []
    if rows and seen.docstring:
        seen.docstring.value = f"{seen.docstring.value}\n\n{table(rows)}"


def constructor(seen: griffe.Class, runs: type) -> griffe.Function:
    """Make the constructor of an attrs class from the signature it has when it runs."""
    itself = griffe.Parameter("self", kind=griffe.ParameterKind.positional_or_keyword)
    taken = [taken for name, taken in signature(runs).parameters.items() if not name.startswith("_")]
    return griffe.Function("__init__", lineno=0, endlineno=0, parent=seen, parameters=griffe.Parameters(itself, *(parameter(seen, t) for t in taken)))


def parameter(seen: griffe.Class, taken: Taken) -> griffe.Parameter:
    """Give one parameter, its type as an expression whose names can be linked."""
    words, written = taken.annotation, seen.members.get(taken.name)
    annotation = written.annotation if isinstance(written, griffe.Attribute) else None
    if isinstance(words, str):  # what a converter takes may be more than what is kept
        annotation = griffe.safe_get_annotation(ast.parse(words, mode="eval").body, parent=seen)
    default = None if taken.default is Taken.empty else "..." if taken.default is attrs.NOTHING else repr(taken.default)
    return griffe.Parameter(taken.name, annotation=annotation, kind=KINDS[taken.kind], default=default)


def exported(pkg: griffe.Module) -> Iterator[tuple[str, ...]]:
    """List what a package exports from its modules, each with the first sentence that is said of it there."""
    yield "name", "what it is"
    for name in pkg.exports or ():
        there: Any = pkg.members[str(name)]
        there = there.final_target
        if there.docstring and not there.module.is_private:
            yield f"[`{name}`][{there.path}]", there.docstring.value.partition("\n")[0]


def facts(record: type[Record]) -> Iterator[tuple[str, ...]]:
    """List the facts that a record declares."""
    yield "fact", "question", "takes", "clean", "found out by"
    for name, field in record.fields_.items():
        yield f"`{name}`", field.question, field.accepted, "" if field.clean is UNKNOWN else f"`{plain(field.clean)}`", field.stage
    for name, nested in record.nested_.items():
        reach = f"; rules about it refuse {nested.reach} only" if nested.reach else ""
        yield f"`{name}`", f"a `{nested.record.__name__}` of its own{reach}", "", "", ""


def options(kind: type[Option]) -> Iterator[tuple[str, ...]]:
    """List the members of a list of options."""
    yield "member", "in documents", "in words"
    for member in kind:
        yield f"`{member.name}`", f'`"{member.value}"`', member.label


def plain(value: Any) -> str:
    """Write a clean value as it is written in code."""
    if isinstance(value, frozenset):
        return f"{{{', '.join(map(repr, in_order(value)))}}}" if value else "set()"
    return repr(value) if not isinstance(value, Enum) or isinstance(value, Option) else value.name


def table(rows: list[tuple[str, ...]]) -> str:
    """Put rows as a Markdown table, the first as its head."""
    head, *rest = rows
    lines = [head, ["---"] * len(head), *rest]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def fenced(text: str) -> str:
    """Put the examples of a docstring, each up to a blank line, into blocks of code."""
    paragraphs = re.split(r"\n[ \t]*\n", text)
    parts = []
    for typed, group in groupby(paragraphs, key=lambda p: p.lstrip().startswith(">>>")):
        found = "\n\n".join(group)
        parts.append(f"```pycon\n{found}\n```" if typed else found)
    return "\n\n".join(parts)
