"""One policy and one calendar for everybody: threads and processes get the answers of one, whatever the machine, and nothing is read outside."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import cache
from importlib import import_module
from itertools import product
from multiprocessing import get_context
from pathlib import Path
from time import sleep
from typing import Any

import attrs
import pytest
from profiles import tried

import warranty_rules
from warranty_rules import BusinessCalendar, Claim, Policy, Record
from warranty_rules.analysis.letters import letter
from warranty_rules.compiling import Program
from warranty_rules.documents import decision_document
from warranty_rules.policies import icenter
from warranty_rules.policies.icenter_claims import synthetic
from warranty_rules.values import Truth

ROOT, SRC = Path(__file__).parents[1], Path(warranty_rules.__file__).parent
MODULES = sorted(".".join(path.relative_to(SRC).with_suffix("").parts).removesuffix(".__init__") for path in SRC.rglob("*.py"))
CLAIMS = tuple(synthetic(7, 24))
FEW, THREADS = 6, 8


def terms(calendar: BusinessCalendar | None = None) -> Policy[Claim]:
    """Give terms that nobody has used yet, with a calendar that nobody has asked yet, unless one is given."""
    return icenter.policy(calendar=calendar or BusinessCalendar.of("PL"))


def answered(policy: Policy[Claim], claim: Claim) -> str:
    """Write down everything that is made of a claim."""
    decision = policy.adjudicate(claim)
    return json.dumps([decision_document(decision), str(decision), letter(decision), [truth is True for truth in policy.screen(claim)]])


# --- Threads and processes ------------------------------------------------------------------------------------


Ask = Callable[[Policy[Claim], Claim], str]


@cache
def alone(claim: Claim, ask: Ask = answered) -> str:
    """Give the answers of one who has terms of his own."""
    return ask(terms(), claim)


def answer(policy: Policy[Claim], claim: Claim, ask: Ask) -> str:
    """Give the answer, or the error in place of one."""
    try:
        return ask(policy, claim)
    except Exception as error:  # noqa: BLE001  # whichever: it is no right answer
        return repr(error)


def screened(policy: Policy[Claim], claim: Claim) -> str:
    """Write down what rules come to, of which no part is worked out under a lock, as Python 3.11 has them."""
    return str(policy.screen(claim))


def wrong_answers(trials: int, ask: Ask = answered) -> int:
    """Let threads decide the claims together under terms that nobody has used, each in an order of its own, and count what differs."""
    wrong, before = 0, sys.getswitchinterval()
    for claim in CLAIMS:
        alone(claim, ask)  # before the threads begin
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(trials):
            shared, together = terms(), threading.Barrier(THREADS)

            def work(at: int, shared: Policy[Claim] = shared, together: threading.Barrier = together) -> int:
                first = at * len(CLAIMS) // THREADS
                together.wait()
                return sum(answer(shared, claim, ask) != alone(claim, ask) for claim in (*CLAIMS[first:], *CLAIMS[:first]))

            with ThreadPoolExecutor(THREADS) as pool:
                wrong += sum(pool.map(work, range(THREADS)))
    finally:
        sys.setswitchinterval(before)
    return wrong


def test_threads_that_share_terms_and_a_calendar_get_the_answers_of_one() -> None:
    assert wrong_answers(trials=tried(1, 3, 20)) == 0


def test_that_would_show_where_a_program_kept_the_claim_it_is_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Program.interpreted

    def in_one_place(program: Program, record: Record) -> tuple[Truth, ...]:
        vars(program)["kept"] = record
        sleep(0.001)  # while another thread goes on
        return whole(program, vars(program)["kept"])

    monkeypatch.setattr(Program, "interpreted", in_one_place)
    monkeypatch.setattr("warranty_rules.compiling.SELDOM", 10**9)
    assert wrong_answers(trials=1, ask=screened) > 0


def test_a_rule_that_another_thread_has_made_anew_is_evaluated_by_itself() -> None:
    """Two threads that ask a policy first may each make its rules, and the later ones stay."""
    policy, claim = terms(), CLAIMS[0]
    policy.rules.run(claim)
    for tier in policy.ranked:
        for made in ("failings", "in_force", "approves", "excluded", "state"):
            vars(tier).pop(made, None)
    assert answered(policy, claim) == alone(claim)


def by_another_process(claim: Claim) -> str:
    return answered(terms(), claim)


def test_processes_that_are_sent_claims_give_the_answers_of_one() -> None:
    work = import_module("test_concurrency").by_another_process  # by the name under which another process finds it
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        assert list(pool.map(work, CLAIMS[:6])) == [alone(claim) for claim in CLAIMS[:6]]


# --- Whatever the machine -------------------------------------------------------------------------------------

DIGEST = """
import sys; sys.path[:0] = ["tests"]
import contextlib, hashlib, locale, test_concurrency as here
with contextlib.suppress(locale.Error):  # of one that is not installed
    locale.setlocale(locale.LC_ALL, "")
from warranty_rules import documents, wording
{sabotage}
print(hashlib.sha256("".join(here.answered(here.terms(), claim) for claim in here.CLAIMS[:here.FEW]).encode()).hexdigest())
"""
LOCALES = ["C", "C.utf8", "de_DE.utf8", "ar_SA.utf8"]  # one that is not installed is the first
MACHINES = [*product(["0", "1"], ["UTC", "Pacific/Kiritimati"], LOCALES[:1]), *product(["2"], ["America/St_Johns"], LOCALES[1:])]


def digest(machine: tuple[str, str, str], sabotage: str = "") -> str:
    seed, zone, locale = machine
    env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", DIGEST.format(sabotage=sabotage)], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.mark.heavy  # a process for each machine
def test_the_same_claims_give_the_same_bytes_whatever_the_hash_seed_the_time_zone_and_the_locale() -> None:
    expected = hashlib.sha256("".join(alone(claim) for claim in CLAIMS[:FEW]).encode()).hexdigest()
    assert {digest(machine) for machine in MACHINES} == {f"{expected}\n"}


SABOTAGES = {
    "an order of sets": "documents.in_order = list",
    "a day of the machine": "import time; wording.day_text = lambda day, year=True: time.strftime('%d %Z', time.localtime(86400 * 300))",
}


@pytest.mark.heavy  # likewise
@pytest.mark.parametrize("sabotage", SABOTAGES.values(), ids=SABOTAGES)
def test_that_would_show(sabotage: str) -> None:
    first, *others = MACHINES
    expected = digest(first, sabotage)
    assert any(digest(machine, sabotage) != expected for machine in others)


# --- Nothing is kept ------------------------------------------------------------------------------------------

CONTAINERS = (list, dict, set, bytearray)


def containers() -> Iterator[tuple[str, object]]:
    """Give what can change and is held by a module or a class of the library, but for what Python keeps of a class."""
    for name in (name for name in MODULES if name != "__main__"):  # which runs the command
        module = import_module(f"warranty_rules.{name}".removesuffix(".__init__"))
        for key, value in vars(module).items():
            if isinstance(value, CONTAINERS) and not key.startswith("__"):
                yield f"{name}.{key}", value
            if isinstance(value, type) and value.__module__ == module.__name__:
                for own, held in vars(value).items():
                    if isinstance(held, CONTAINERS) and not own.startswith(
                        ("__", "_member", "_value2member", "_unhashable", "_abc", "_field_defaults")
                    ):
                        yield f"{name}.{key}.{own}", held


def test_no_module_and_no_class_holds_what_can_change() -> None:
    assert [name for name, _ in containers()] == []


def test_that_would_show_in_a_module_and_in_a_class(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warranty_rules.tiers.KEPT", [], raising=False)
    monkeypatch.setattr(Program, "kept", {}, raising=False)
    assert [name for name, _ in containers()] == ["compiling.Program.kept", "tiers.KEPT"]


# --- Nothing is read outside ----------------------------------------------------------------------------------

WATCHED = """
import sys; sys.path[:0] = ["tests"]
import os, test_concurrency as here
from warranty_rules import wording
seen, used = [], here.terms()
for claim in here.CLAIMS:
    here.answered(used, claim)  # what is loaded when it is first needed, is; and the country's days, whose data may be told in other languages
policy = here.terms(used.calendar)
def look(event, arguments):
    if watching and event.split(".")[0] in {{"open", "os", "socket", "subprocess", "shutil", "glob", "pathlib", "urllib", "import"}}:
        seen.append(event)
class Nowhere:
    def read(self, *words):
        raise SystemExit("the environment was read")
    __getattr__ = __getitem__ = __contains__ = __iter__ = read
watching = False
sys.addaudithook(look)
{sabotage}
os.environ, watching = Nowhere(), True
for claim in here.CLAIMS:
    here.answered(policy, claim)
watching = False
print(*sorted(set(seen)))
"""


def watched(sabotage: str = "") -> tuple[str, str]:
    """Decide in a process in which every file, socket and process is seen; give what was seen, and what was said where it ended early."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", WATCHED.format(sabotage=sabotage)], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    return done.stdout.strip(), done.stderr.strip()


def test_deciding_opens_no_file_and_no_socket_and_reads_no_environment() -> None:
    assert watched() == ("", "")


OPENED = "whole = wording.day_text; wording.day_text = lambda day: (open(os.devnull), whole(day))[1]"
ASKED = "whole = wording.day_text; wording.day_text = lambda day: (os.environ['HOME'], whole(day))[1]"


@pytest.mark.parametrize(("sabotage", "said"), [(OPENED, "open"), (ASKED, "the environment was read")], ids=["a file", "the environment"])
def test_that_would_be_seen(sabotage: str, said: str) -> None:
    assert said in " ".join(watched(sabotage))


LOCAL = {"strftime", "strptime", "locale", "setlocale", "month_name", "day_name", "month_abbr", "day_abbr", "getlocale"}


@pytest.mark.parametrize("module", MODULES)
def test_nothing_is_written_as_the_machines_language_has_it(module: str) -> None:
    text = (SRC / f"{module.replace('.', '/')}.py").with_suffix(".py")
    path = text if text.exists() else SRC / module.replace(".", "/") / "__init__.py"
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    named = {getattr(node, "attr", None) or getattr(node, "id", None) or getattr(node, "name", None) for node in nodes}
    formats = [node for node in nodes if isinstance(node, ast.FormattedValue) and node.format_spec and ast.unparse(node.format_spec).endswith("n'")]
    dates = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search("%[aAbBcpxX]", node.value)]
    assert (named & LOCAL, formats, dates) == (set(), [], [])
