"""The command line: decide claim documents, replay records of decisions, print the schema, print the terms beside their rules.

Exit codes: 0, everything was decided or printed; 1, some input was refused, or a record not reproduced; 2, wrong usage.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from contextlib import nullcontext, redirect_stdout, suppress
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn, cast

from warranty_rules._version import VERSION
from warranty_rules.analysis.interview import DONT_KNOW, Interview, change_text, question_text
from warranty_rules.analysis.letters import letter
from warranty_rules.analysis.record import replay
from warranty_rules.batches import summary
from warranty_rules.calendars import BusinessCalendar
from warranty_rules.decisions import Decision
from warranty_rules.documents import MOST_BYTES, decision_document, document, form, read, schema
from warranty_rules.errors import CalendarError, InputError, Problem, WarrantyRulesError, nearest, need, printable
from warranty_rules.policies import icenter
from warranty_rules.policy import Policy
from warranty_rules.values import NONE
from warranty_rules.wording import decision_text, policy_text

__all__ = ["main"]

DONE, REFUSED, MISUSED = 0, 1, 2
BACK = "back"
STOP = ("quit", "exit", "stop")
HELP = f"Type an answer; {DONT_KNOW} where nobody can tell, {BACK} to take the last answer back, {STOP[0]} to end with what is known."
OVER = f"Nothing more is to be asked. Enter to end, {BACK} to take the last answer back."


def main(arguments: list[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: the words after the program's name; those of the process where not given.

    Returns:
        The exit code.

    >>> main(["--country", "Atlantis", "policy"])  # the reason goes to standard error
    2
    """
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure:
        reconfigure(errors="backslashreplace")  # where it writes few characters, the others are spelled out
    try:
        try:
            return _run(_parser().parse_args(arguments))
        finally:
            print(end="", flush=True)  # what cannot be written fails here, not at the exit
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the exit writes what is left
        if isinstance(error, BrokenPipeError):  # who reads us has seen enough
            return DONE
        print(f"output: {error.strerror}", file=sys.stderr)
        return REFUSED


def _run(options: argparse.Namespace) -> int:
    try:
        calendar = BusinessCalendar.of(options.country) if options.country is not None else BusinessCalendar()
    except CalendarError as error:
        print(error, file=sys.stderr)
        return MISUSED
    policy, refused = icenter.policy(calendar=calendar), list[str]()
    if getattr(options, "record", None) is not None and not options.record.is_dir():
        print(f"--record {_named(str(options.record))}: no such folder; make it first", file=sys.stderr)
        return MISUSED
    match options.command:
        case "schema":
            print(json.dumps(schema(policy.record), indent=2))
        case "form":
            print(json.dumps(form(policy), indent=2))
        case "policy":
            return _policy(policy, options)
        case "replay":
            for place, text in _inputs(options, refused):
                _replay(policy, place, text, refused)
        case "ask":
            _ask(policy, options, refused)
        case "summarize":
            print(summary(_decisions(policy, options, refused)))
        case _:
            for decision in _decisions(policy, options, refused):
                _show(decision, options)
    return REFUSED if refused else DONE


class _Parser(argparse.ArgumentParser):
    """Takes words apart, and repeats none that would color the terminal."""

    def error(self, message: str) -> NoReturn:
        super().error(printable(message))


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="warranty-rules", description="Adjudicate device-warranty claims.", epilog=(__doc__ or "").splitlines()[2])
    parser.add_argument("--version", action="version", version=f"warranty-rules {VERSION}")
    parser.add_argument("--country", metavar="CODE", help="count business days by this country's public holidays, such as PL")
    commands = parser.add_subparsers(dest="command", required=True)
    decide = commands.add_parser("decide", help="decide claim documents (JSON)")
    put = decide.add_mutually_exclusive_group()
    put.add_argument("--json", action="store_true", help="print decisions as JSON, one a line")
    put.add_argument("--for", dest="audience", choices=("clerk", "customer", "auditor"), help="put decisions at length, in words for this reader")
    put.add_argument("--letter", action="store_true", help="print the letter to the customer about each decision")
    decide.add_argument("--record", metavar="DIR", type=Path, help="keep a record of each decision in this folder, in a file named by its hash")
    replay = commands.add_parser("replay", help="decide the claims of records again, and say what is otherwise")
    for command in (decide, commands.add_parser("summarize", help="decide claim documents, and count what became of them")):
        _reads(command, "a claim document")
        command.add_argument("--mask", action="store_true", help="hide all but the end of serial numbers and IMEIs")
    _reads(replay, "a record")
    ask = commands.add_parser("ask", help="ask what is still to be found out, the best question first, until the claim is decided")
    ask.add_argument("--mask", action="store_true", help="hide all but the end of serial numbers and IMEIs in the decision at the end")
    ask.add_argument("--json", action="store_true", help="print the claim document at the end, and all else on standard error")
    ask.add_argument(
        "file", nargs="?", default="-", metavar="FILE", help="a claim document to begin with; a claim of which nothing is known without it"
    )
    commands.add_parser("schema", help="print the JSON Schema of claim documents")
    commands.add_parser("form", help="print the JSON Schema of an intake form: the facts that the terms use, by who can tell")
    terms = commands.add_parser("policy", help="print the terms clause by clause, each beside its rule; or look them over, or compare them")
    looks = terms.add_subparsers(dest="look")
    lint = looks.add_parser("lint", help="say what in the terms does nothing, is never asked for or comes to nothing")
    diff = looks.add_parser("diff", help="say what another reading, or another policy, changes, with claims that show it")
    lint.add_argument("policies", nargs="*", metavar="MODULE:FUNCTION", help="a function that makes the policy; the store's where not given")
    diff.add_argument(
        "policies",
        nargs="*",
        metavar="MODULE:FUNCTION",
        help="functions that make the old policy and the new; of one, it is the new, the store's the old",
    )
    for command in (ask, terms, lint, diff):
        _counts_by_country(command)
    for look in (lint, diff):
        look.add_argument(
            "--reading", action="append", default=[], metavar="NAME=VALUE", help="how the store's terms are read: those looked over, or the new ones"
        )
    return parser


def _reads(command: argparse.ArgumentParser, what: str) -> None:
    _counts_by_country(command)
    command.add_argument("files", nargs="+", metavar="FILE", help=f"{what}; JSON Lines where the name ends in .jsonl; - for standard input")
    command.add_argument("--lines", action="store_true", help=f"read every input as JSON Lines: {what} on each line")


def _counts_by_country(command: argparse.ArgumentParser) -> None:
    command.add_argument("--country", default=argparse.SUPPRESS, help=argparse.SUPPRESS)  # it may stand here as well


def _replay(policy: Policy[Any], place: str, text: bytes, refused: list[str]) -> None:
    """Decide the claim of a record again; one that is not reproduced is noted like what is refused."""
    try:
        found = replay(text, policy)
    except WarrantyRulesError as error:
        return _refuse(place, error, refused)
    print("\n".join(f"{_named(place)}: {line}" for line in str(found).split("\n")))
    refused += [place] if found.changes else []
    return None


def _ask(policy: Policy[Any], options: argparse.Namespace, refused: list[str]) -> None:
    """Interview whoever types, and print what the claim comes to."""
    options = argparse.Namespace(**vars(options), files=[options.file], lines=False)
    claims = [policy.record()] if options.file == "-" else [decision.claim for decision in _decisions(policy, options, refused)]
    for at, claim in enumerate(claims, 1):
        with redirect_stdout(sys.stderr) if options.json else nullcontext():
            print(f"claim {at} of {len(claims)}" if len(claims) > 1 else "", end="\n" * (len(claims) > 1))
            interview = _interviewed(Interview(policy, claim))
            print(f"\n{decision_text(interview.decision, mask=options.mask)}")
        if options.json:
            print(json.dumps(document(interview.claim)))


def _interviewed(interview: Interview[Any]) -> Interview[Any]:
    """Ask question by question until none is left and the last answer stands, or nothing more is typed."""
    with suppress(KeyboardInterrupt), open(0, encoding="utf-8", errors="replace", closefd=False) as typed:
        if interview.question is not NONE:
            print(HELP)
        while interview.question is not NONE or interview.before is not NONE:
            over = interview.question is NONE
            print(f"\n{OVER if over else question_text(interview)}\n> ", end="", flush=True)
            line = typed.readline()
            text = line.strip()
            if not line:
                print()
            if not line or text.lower() in STOP or (over and text.lower() != BACK):
                break
            interview = _answered(interview, text)
    return interview


def _answered(interview: Interview[Any], text: str) -> Interview[Any]:
    """Take an answer, and say what changes; what is no answer is asked again."""
    if text.lower() in {"", "help"} or (text.lower() == BACK and interview.before is NONE):
        print("There is no answer to take back." if text.lower() == BACK else HELP)
        return interview
    try:
        told = interview.back() if text.lower() == BACK else interview.answer(text)
    except InputError as error:
        print(error)
        return interview
    print(change_text(interview, told))
    return told


def _policy(policy: Policy[Any], options: argparse.Namespace) -> int:
    """Print the terms, or what was found in them; warnings are told by the exit code too."""
    if options.look is None:
        print(policy_text(policy))
        return DONE
    most = {"lint": 1, "diff": 2}[options.look]
    try:
        if len(options.policies) > most:
            raise InputError([Problem("MODULE:FUNCTION", f"{len(options.policies)} policies", f"{options.look} takes {most} at most")])
        if options.reading and len(options.policies) == most:
            raise InputError([Problem("--reading", options.reading[0], "no reading beside policies that are named: it is of the store's terms")])
        read_so = icenter.policy(_readings(options.reading), calendar=policy.calendar)
        named = [_made(name) for name in options.policies]
        if options.look == "diff":
            old, new = [[policy, read_so], [read_so, *named], named][len(named)]
            print(old.diff(new))
            return DONE
        notes = (named or [read_so])[0].lint()
    except WarrantyRulesError as error:
        print(error, file=sys.stderr)
        return MISUSED
    print("\n".join(map(str, notes)) or "nothing found")
    return REFUSED if any(note.severity.value == "warning" for note in notes) else DONE


def _readings(given: list[str]) -> icenter.Readings:
    named = {reading.name for reading in icenter.READINGS}
    told = [each.partition("=") for each in given]
    bare = [name for name, is_, value in told if name in named and not (is_ and value)]
    if bare:
        raise InputError([Problem(f"--reading {bare[0]}", "no value", f"a reading and its value, such as {bare[0]}=VALUE")])
    odd = [name for name, _, _ in told if name not in named]
    if odd:
        raise InputError([Problem(f"--reading {odd[0]}", "no reading", nearest(odd[0], named))])
    values: dict[str, Any] = {name: value for name, _, value in told}
    return icenter.Readings(**values)  # which refuses what is no value


def _made(name: str) -> Policy[Any]:
    """Make the policy that a function makes, named as the command line names it."""
    module, _, function = name.partition(":")
    if not (module and function):
        raise InputError([Problem(name, "no MODULE:FUNCTION", "a module and, after a colon, its function that makes a policy")])
    made: Any
    try:
        made = getattr(import_module(module), function)()
    except (ImportError, AttributeError, TypeError, ValueError) as error:
        raise InputError([Problem(name, str(error), "MODULE:FUNCTION, a function of no arguments that makes a policy")]) from error
    need(made, Policy, f"{name} is to be a function that makes a policy")
    return cast("Policy[Any]", made)


def _decisions(policy: Policy[Any], options: argparse.Namespace, refused: list[str]) -> Iterator[Decision[Any]]:
    """Decide every input in turn; say what is refused, and note where it stands."""
    for place, text in _inputs(options, refused):
        try:
            yield from map(policy.adjudicate, read(policy.record, text, mask=options.mask))
        except WarrantyRulesError as error:
            _refuse(place, error, refused)


def _refuse(place: str, error: WarrantyRulesError, refused: list[str]) -> None:
    print("\n".join(f"{_named(place)}: {line}" for line in str(error).split("\n")), file=sys.stderr)
    refused[:] = [place]  # one is enough to end in the code for it, however many there are


def _named(place: str) -> str:
    return place if place.isprintable() else repr(place)


def _inputs(options: argparse.Namespace, refused: list[str]) -> Iterator[tuple[str, bytes]]:
    """Give each document with the place it comes from; say what cannot be read."""
    for name in options.files:
        try:
            if options.lines or name.endswith(".jsonl"):
                yield from _lines(name)
            else:
                with _opened(name) as file:
                    yield name, file.read(MOST_BYTES + 1)
        except (OSError, ValueError) as error:  # ValueError: no name that a file can have
            reason = getattr(error, "strerror", "") or "no name of a file"
            _refuse(name, InputError([Problem("", reason, "a file that can be read, or - for standard input")]), refused)


def _lines(name: str) -> Iterator[tuple[str, bytes]]:
    with _opened(name) as file:
        number = 0
        while line := file.readline(MOST_BYTES + 1):
            number += 1
            rest = line
            while len(rest) > MOST_BYTES and not rest.endswith(b"\n"):  # too long a line: skip to its end
                rest = file.readline(MOST_BYTES + 1)
            line = line.removesuffix(b"\n")  # its end is none of its bytes
            if line.strip() or len(line) > MOST_BYTES:
                yield f"{name}:{number}", line


def _opened(name: str) -> Any:
    return open(0, "rb", closefd=False) if name == "-" else Path(name).open("rb")  # callers close it; 0 is standard input


def _show(decision: Decision[Any], options: argparse.Namespace) -> None:
    if options.record is not None:
        kept = decision.record(mask=options.mask)
        (options.record / f"{json.loads(kept)['sha256']}.json").write_bytes(kept)
    if options.json:
        print(json.dumps(decision_document(decision, mask=options.mask), separators=(",", ":")))
        return
    given = decision.claim.reference
    reference = given if isinstance(given, str) else ""
    if options.letter:
        print(letter(decision, reference=reference), end="\n\n")
        return
    if reference:
        print(f"claim {reference}")
    print(decision.explain(options.audience, mask=options.mask) if options.audience else decision_text(decision, mask=options.mask))
