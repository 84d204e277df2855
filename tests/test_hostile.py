"""Whatever comes in: the library's own errors, in flat memory; and whatever a text holds, it stays text where it is shown."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
import subprocess
import sys
import tracemalloc
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from malice import DOCUMENTS, LINES, RECORDS, bent, recorded, spoilt
from papers import POLICIES, told
from profiles import scaled
from shops import anybody, bicycles
from test_cli import Run, run, standard_input
from test_notebook import LOOSE, Skeleton, tokens

from warranty_rules import (
    NONE,
    BusinessCalendar,
    Claim,
    Decision,
    OneOf,
    Option,
    Policy,
    Record,
    SetOf,
    assertions,
    batches,
    cli,
    documents,
    errors,
    pages,
    records,
)
from warranty_rules.analysis import interview, record
from warranty_rules.analysis.interview import Interview, change_text, question_text
from warranty_rules.analysis.letters import letter
from warranty_rules.analysis.record import Change, replay
from warranty_rules.batches import columns, to_records
from warranty_rules.documents import document, read
from warranty_rules.errors import InputError, Problem, WarrantyRulesError
from warranty_rules.explanations import Explanation
from warranty_rules.notebook import to_html, to_markdown
from warranty_rules.policies import icenter
from warranty_rules.testing import claims
from warranty_rules.wording import explanation_text, policy_text

STORE, SHOP = icenter.policy(), bicycles.policy()
KEPT = [policy.adjudicate(record()).record(mask=mask) for record, policy in POLICIES.items() for mask in (False, True)]
RANDOM = st.randoms(use_true_random=False)
NEVER = re.compile("(?!)")

# --- Whatever comes in, it is taken whole or refused in the library's words --------------------------------------------


MOST_SAID = documents.MOST_CASES * documents.MOST_NAMED * 150
"""How long an error may be: of each fault in a document, so many keys may be unknown, and are named."""


def refused(call: Callable[[], object]) -> WarrantyRulesError | None:
    """Give the error that a call ends in, which has to be one of the library's and to say what is accepted; nothing where it has a result."""
    try:
        call()
    except WarrantyRulesError as error:
        assert str(error).strip()
        assert len(str(error)) < MOST_SAID
        if isinstance(error, InputError):
            assert error.problems
            assert all(problem.given.strip() and problem.accepted.strip() for problem in error.problems)
        return error
    return None


def law_a_document_is_read_whole_or_refused(kind: type[Record], given_: bytes | str) -> None:
    found: list[Record] = []
    if refused(lambda: found.extend(read(kind, given_))):
        assert found == []
        return
    assert found
    for claim in found:  # nothing is half-built: what was read can be written, and is read from that again
        assert type(claim) is kind
        assert read(kind, json.dumps(document(claim), allow_nan=False)) == (claim,)


def law_a_record_is_replayed_or_refused(kept: bytes | str, policy: Policy[Any] = STORE) -> None:
    found: list[Any] = []
    if not refused(lambda: found.append(replay(kept, policy))):
        (again,) = found
        assert isinstance(again.decision.claim, policy.record)
        assert again.changes or again.decision.record() == (kept if isinstance(kept, bytes) else kept.encode("utf-8", "surrogatepass"))


def law_every_line_is_decided_or_refused_under_its_number(lines: list[bytes]) -> None:
    code, out, err = ran(["decide", "--json", "--lines", "-"], b"\n".join(lines))
    numbers = {int(line.split(":")[1]) for line in err.splitlines()}
    known = [len(read(Claim, line)) for at, line in enumerate(lines, 1) if line.strip() and at not in numbers]
    assert len([json.loads(line) for line in out.splitlines()]) == sum(known)
    assert code == (1 if numbers else 0)


def law_a_run_is_well_ended(arguments: list[str], typed: bytes) -> None:
    code, out, err = ran(arguments, typed)
    assert code in (0, 1, 2)
    assert code == 0 or err.strip() or "not reproduced:" in out


def ran(arguments: list[str], typed: bytes) -> Run:
    """Run the command line; whatever else it ends in is passed on."""
    code, out, err = run(*arguments, typed=typed)
    assert "Traceback" not in out + err
    assert all(map(inert, [*out.split("\n"), *err.split("\n")]))
    return code, out, err


def law_an_answer_is_taken_or_refused(begun: Interview[Any], text: str) -> None:
    before = (begun.claim, begun.unanswerable, begun.begun)
    found: list[Interview[Any]] = []
    if not refused(lambda: found.append(begun.answer(text))):
        (after,) = found
        fact = begun.question.fact
        assert fact in after.unanswerable or after.claim.knows(fact)
        assert all(known.of(after.claim) == known.of(begun.claim) for known in begun.claim.facts() if known.of(begun.claim) is not documents.UNKNOWN)
        assert after.back() == begun
    assert before == (begun.claim, begun.unanswerable, begun.begun)


NAMED: dict[str, Callable[[Any], object]] = {
    "a fact": Claim.fact,
    "a fact by its path": lambda name: Claim.fact("card", name),
    "a clause": STORE.clause,
    "an exclusion": STORE.exclusion,
    "a tier": lambda name: STORE.tiers[name],
    "a reading": lambda name: icenter.Readings(accident=name),
    "readings": icenter.policy,
    "a country": BusinessCalendar.of,
    "an audience": lambda name: STORE.adjudicate(Claim()).explain(name),
    "a stage": lambda name: STORE.adjudicate(Claim()).explain("customer", asks=[name]),
    "stages": lambda name: STORE.adjudicate(Claim()).explain("customer", asks=name),
    "grounds": lambda name: letter(STORE.adjudicate(Claim()), name),
    "an outcome": lambda name: STORE.adjudicate(Claim()).what_if(name),
    "a number of changes": lambda name: STORE.adjudicate(Claim()).what_if(most=name),
}
"""What is called by a name, or by a value of few, and is refused where it has none."""


def law_a_name_is_known_or_refused_with_those_that_are(kind: str, name: object) -> None:
    if error := refused(lambda: NAMED[kind](name)):
        assert len(str(error)) < 2_000


@st.composite
def torn(draw: st.DrawFn, kinds: Iterable[Any] = (Claim, bicycles.Complaint)) -> tuple[type[Record], bytes | str]:
    """Draw a record class and what is hardly a document of it: JSON that is spoilt, or bytes that are."""
    kind = draw(st.sampled_from([*kinds]))
    random = draw(RANDOM)
    text = spoilt(document(draw(told(kind) | claims(kind))), random)
    return kind, draw(st.sampled_from([text, text.encode("utf-8", "surrogatepass"), bent(text.encode("utf-8", "replace"), random)]))


@st.composite
def torn_records(draw: st.DrawFn) -> bytes | str:
    random, kept = draw(RANDOM), draw(st.sampled_from(KEPT))
    text = spoilt(json.loads(kept), random)
    return draw(st.sampled_from([text, text.encode("utf-8", "surrogatepass"), bent(kept, random)]))


@settings(max_examples=scaled(150))
@given(torn=torn())
def test_a_document_is_read_whole_or_refused(torn: Any) -> None:
    law_a_document_is_read_whole_or_refused(*torn)


@settings(max_examples=scaled(100))
@given(kept=torn_records(), policy=st.sampled_from([STORE, SHOP]))
def test_a_record_is_replayed_or_refused(kept: bytes | str, policy: Policy[Any]) -> None:
    law_a_record_is_replayed_or_refused(kept, policy)


@settings(max_examples=scaled(25))
@given(torn=st.lists(torn([Claim]), max_size=4), blanks=st.integers(0, 2))
def test_every_line_is_decided_or_refused_under_its_number(torn: Any, blanks: int) -> None:
    texts = [text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass") for _, text in torn]
    law_every_line_is_decided_or_refused_under_its_number([b" "] * blanks + [text.replace(b"\n", b" ") for text in texts])


WORDS = ["decide", "replay", "summarize", "ask", "policy", "lint", "diff", "schema", "form", "--json", "--mask", "--lines", "--letter", "-", "--"]
WORDS += [
    "--for",
    "customer",
    "--record",
    "--reading",
    "accident=by_anyone",
    "accident=",
    "=",
    "--country",
    "PL",
    "\x1b[31m",
    "\ud800",
    "a\nb",
    "x" * 500,
]
WORDS += ["os:getcwd", "json:loads", ":", "warranty_rules.policies.icenter:policy", "nowhere:x", "-" * 300, "--=", "\x9b1m"]


@settings(max_examples=scaled(60))
@given(
    words_=st.lists(st.sampled_from(WORDS) | st.text(max_size=4), max_size=4),
    first=st.sampled_from(WORDS[:9]),
    kept=torn_records(),
    typed=st.binary(max_size=30),
)
def test_a_run_is_well_ended(words_: list[str], first: str, kept: bytes | str, typed: bytes) -> None:
    law_a_run_is_well_ended([first, *words_], typed)
    law_a_run_is_well_ended(["replay", "-"], kept if isinstance(kept, bytes) else kept.encode("utf-8", "surrogatepass"))


ANSWERS = [
    "?",
    "yes",
    "none",
    "1",
    "1,2",
    "-1",
    "٣",
    "9" * 5_000,
    ",",
    ",".join("12345" * 9),
    "2026-02-30",
    "2026-03-02",
    "\x00",
    "\ud800",
    "unknown ",
    "back",
    "x" * 3_000,
]


@settings(max_examples=scaled(25))
@given(claim=claims(bicycles.Complaint), texts=st.lists(st.sampled_from(ANSWERS) | st.text(max_size=6), min_size=1, max_size=5))
def test_an_answer_is_taken_or_refused(claim: Any, texts: list[str]) -> None:
    at: Any = Interview(SHOP, claim)
    for text in texts:
        law_an_answer_is_taken_or_refused(at, text)
        with contextlib.suppress(InputError):
            at = at.answer(text)


def test_whatever_is_answered_at_any_question_of_an_interview_is_taken_or_refused() -> None:
    at, taken = Interview(SHOP, bicycles.Complaint()), 0
    while at.question is not NONE:
        for text in ANSWERS:
            law_an_answer_is_taken_or_refused(at, text)
        for text in ("2026-03-02", "1", "yes", "20", "?"):
            with contextlib.suppress(InputError):
                at, taken = at.answer(text), taken + (text != "?")
                break
    assert taken > 5


NAMES = [None, True, 3, float("nan"), 10**5_000, b"E04", (), [], {}, frozenset(), object(), Claim, Claim(), STORE.adjudicate(Claim())]
NAMES += ["", "E4", "card.presnt", "by_anyone_", "\x1b[31m", "\ud800", "a\nb", "x" * 100_000, "." * 50, "__class__"]


@pytest.mark.parametrize("kind", NAMED)
@settings(max_examples=scaled(40))
@given(name=st.sampled_from(NAMES) | st.text(max_size=8))
def test_a_name_is_known_or_refused_with_those_that_are(kind: str, name: object) -> None:
    law_a_name_is_known_or_refused_with_those_that_are(kind, name)


# --- What was found ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("deep", [400, 990, 1_000, 5_000, 100_000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_a_record_may_be_nested_as_deep_as_any_parser_reads(deep: int, opening: str, closing: str) -> None:
    law_a_record_is_replayed_or_refused((opening * deep + closing * deep).join(recorded()))


def test_keys_that_stand_twice_are_found_deeper_than_functions_can_call_one_another() -> None:
    deep: Any = documents.Doubled([("x", 0), ("x", 1)])
    for _ in range(sys.getrecursionlimit()):
        deep = [deep]
    ((path, key),) = record._twice(deep, None)
    assert (len(path.split(".")), key) == (sys.getrecursionlimit(), "x")
    with pytest.raises(RecursionError):
        [*by_calling_itself(deep, None)]


def test_keys_of_a_record_that_stand_twice_are_named_in_few_words_however_many_and_deep_they_are() -> None:
    error = refused(lambda: replay(RECORDS["record: long keys, deep, each twice"], STORE))
    assert isinstance(error, InputError)
    assert len(error.problems) <= documents.MOST_NAMED
    assert error.problems[0].path == "decision.x"


def test_a_key_of_a_record_forges_no_line_of_what_is_printed() -> None:
    content = json.loads(KEPT[0])
    content["decision"]["x\nreproduced byte for byte\x1b[2J"] = "\x9b1m\u202e"
    code, out, err = ran(["replay", "-"], json.dumps(content).encode())
    assert (code, err) == (1, "")
    assert [line for line in out.splitlines() if not line.startswith("-: ") or "-: reproduced" in line] == []


def test_more_members_than_there_are_are_not_looked_at_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[object] = []
    monkeypatch.setattr(documents, "_option", lambda field, item: looked.append(item))
    monkeypatch.setattr(interview, "_code", lambda field, text: looked.append(text))
    assert refused(lambda: read(Claim, DOCUMENTS["members"]))
    assert refused(lambda: interview.parsed(Claim.fault.causes, "," * 1_000_000))
    assert len(looked) <= len(Claim.fault.causes.field.members) + 1  # type: ignore[attr-defined]


# --- A mebibyte costs no more than sixty-four --------------------------------------------------------------------------

MOST_MEMORY = 64 << 20


class Nowhere(io.TextIOBase):
    """Where what is printed goes, so that it is not what takes the memory."""

    def write(self, text: str) -> int:
        return len(text)


def printed(*arguments: str) -> Callable[[bytes], None]:
    def run_(given_: bytes) -> None:
        with standard_input(given_), contextlib.redirect_stdout(Nowhere()), contextlib.redirect_stderr(Nowhere()):
            cli.main([*arguments])

    return run_


SHAPES: dict[str, tuple[Callable[[bytes], object], bytes]] = {
    **{name: (lambda given_: read(Claim, given_), given_) for name, given_ in DOCUMENTS.items()},
    **{name: (lambda kept: str(replay(kept, STORE)), kept) for name, kept in (DOCUMENTS | RECORDS).items() if name.startswith(("record", "obj"))},
    **{name: (printed("decide", "--lines", "-"), lines[: 1 << 16]) for name, lines in LINES.items()},  # as much, as is shown below
    "command line: objects": (printed("decide", "-"), DOCUMENTS["objects, each with a key twice"]),
    "command line: faults": (printed("summarize", "-"), DOCUMENTS["faults"]),
    "command line: record": (printed("replay", "-"), RECORDS['record: {"":{}}']),
    "command line: lines of records": (printed("replay", "--lines", "-"), LINES["lines: keys"][: 1 << 16]),
    "command line: a line": (printed("decide", "--lines", "-"), LINES["lines: one"]),
    "an answer of commas": (lambda typed: interview.parsed(Claim.fault.causes, typed.decode()), b"," * (1 << 20)),
    "an answer of digits": (lambda typed: interview.parsed(Claim.sale.contract_months, typed.decode()), b"1" * (1 << 20)),
    "a name": (lambda name: STORE.clause(name.decode()), b"E" * (1 << 20)),
    "a path": (lambda name: Claim.fact(name.decode()), b"a." * (1 << 19)),
}


def traced(call: Callable[[bytes], object], given_: bytes) -> int:
    """Give the bytes that are allocated at most at a time."""
    STORE.adjudicate(Claim())  # what is made once and kept is none of its cost
    tracemalloc.start()
    try:
        refused(lambda: call(given_))
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def grown(call: Callable[[bytes], object], given_: bytes) -> int:
    """Give the bytes by which a fork of this process grows: that takes no longer, and tells where this one has little memory to spare."""
    import resource  # Windows has none  # noqa: PLC0415

    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        try:
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            refused(lambda: call(given_))
            os.write(writing, str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before).encode())
            os._exit(0)
        finally:
            os._exit(1)
    os.close(writing)
    with open(reading, "rb") as said:
        kibibytes = said.read()
    assert os.waitpid(child, 0)[1] == 0, "it does not end"
    return int(kibibytes) << 10


def tell_by_how_much_it_grows() -> None:
    """Say it of every shape, and of some for which it is known."""
    STORE.adjudicate(Claim())  # what is made once and kept is none of its cost
    known = {"many things": lambda given_: [*given_] and [{} for _ in given_], "a thing": lambda given_: given_ * 80}
    shapes = SHAPES | {name: (call, bytes(1 << 20)) for name, call in known.items()}
    print(json.dumps({name: grown(call, given_) for name, (call, given_) in shapes.items()}))


def law_it_takes_no_more_memory(name: str, peak: Callable[[Callable[[bytes], object], bytes], int] = traced) -> None:
    call, given_ = SHAPES[name]
    assert len(given_) <= documents.MOST_BYTES
    assert peak(call, given_) <= MOST_MEMORY


def law_lines_that_are_refused_are_kept_by_nobody(command: str) -> None:
    some, more = (traced(printed(command, "--lines", "-"), b"x\n" * number) for number in (500, 5_000))
    assert more < some + 50_000


@pytest.mark.heavy
@pytest.mark.skipif(sys.platform != "linux", reason="a fork of a process is looked at: Windows has none, and macOS counts otherwise")
def test_a_mebibyte_takes_no_more_memory_than_sixty_four() -> None:
    tell = [sys.executable, "-c", "import test_hostile; test_hostile.tell_by_how_much_it_grows()"]  # it has just begun, and spares little
    told = subprocess.run(tell, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, capture_output=True, text=True, check=True).stdout
    grew = json.loads(told)
    assert 64 << 20 < grew.pop("many things") < 100 << 20
    assert 79 << 20 < grew.pop("a thing") < 90 << 20  # eighty, less what the process had to spare
    assert grew.keys() == SHAPES.keys()
    for name, bytes_ in grew.items():
        law_it_takes_no_more_memory(name, lambda *_, bytes_=bytes_: bytes_)


@pytest.mark.heavy  # memory is traced, and the tracer of coverage has its own
@pytest.mark.parametrize("command", ["decide", "summarize", "replay"])
def test_lines_that_are_refused_are_kept_by_nobody(command: str) -> None:
    law_lines_that_are_refused_are_kept_by_nobody(command)


# --- Whatever a text holds, it stays text ------------------------------------------------------------------------------

TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
FORGED = "FORGED"
everything = lru_cache(maxsize=8)(anybody.everything)


def inert(line: str) -> bool:
    """Tell whether a line is one, and leaves a terminal as it is."""
    return not any(unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} or unicodedata.bidirectional(sign) in TURNING for sign in line)


def spoken(text: str) -> Iterator[str]:
    """Give all that a shop prints in a terminal line by line, every text of which is the same."""
    shop = everything(text)
    policy: Policy[Any] = shop["policy"]
    other = attrs.evolve(policy, ranked=(), clauses=policy.clauses[1:])
    yield from (put(value) for value in shop.values() for put in (str, repr))
    yield from (policy_text(policy), *map(str, policy.lint()), str(policy.diff(other)), str(other.diff(policy)))
    yield from map(str, (policy.clauses[0], *policy.calendar.closures, *policy.ranked, *policy.exclusions))
    for decision in decided(text):
        yield from map(str, (decision.reasons, decision.ledger, decision.ledger.on(anybody.JULY), decision.tree(), decision.sensitivity))
        yield from (put(each) for each in (*decision.suggestions, *decision.findings, *(decision.what_if() or ())) for put in (str, repr))
        yield from (decision.explain("clerk"), decision.explain("auditor"), explanation_text(policy.approved.explain(decision.claim)))
        yield from asked(Interview(policy, decision.claim))
    yield from map(str, unexpected(shop["denied"]))


def decided(text: str) -> list[Decision[Any]]:
    return [value for value in everything(text).values() if isinstance(value, Decision)]


def asked(begun: Interview[Any]) -> Iterator[str]:
    yield question_text(begun)
    for answer in ("1", "yes", "2026-03-02", "x"):
        try:
            yield change_text(begun, begun.answer(answer))
        except InputError as error:
            yield str(error)


def unexpected(decision: Decision[Any]) -> Iterator[BaseException]:
    """Give errors that name what a shop chose."""
    policy = decision.policy
    calls: list[Callable[[], object]] = [
        lambda: assertions.assert_decision(decision, outcome="approved", cites=[policy.clauses[0].id], tier=policy.ranked[0].id),
        lambda: policy.clause("nothing"),
        lambda: policy.tiers["nothing"],
        lambda: decision.explain("customer", asks=["nothing"]),
        lambda: read(policy.record, '{"kind": "nothing", "there": 1, "said": ""}'),
    ]
    for call in calls:
        with pytest.raises((WarrantyRulesError, AssertionError)) as caught:
            call()
        yield caught.value


def law_what_is_printed_is_lines_of_text_none_of_which_a_text_begins(text: str) -> None:
    for output in spoken(f"{text}\n{FORGED}"):
        assert all(inert(line) and not line.startswith(FORGED) for line in output.split("\n"))
    policy = everything(f"{text}\n{FORGED}")["policy"]
    with pytest.raises(WarrantyRulesError) as caught:  # which lists the clauses, for whoever writes the policy
        attrs.evolve(policy, clauses=())
    assert all(map(inert, str(caught.value).split("\n")))
    for decision in decided(f"{text}\n{FORGED}"):  # whose lines are folded anywhere
        assert all(map(inert, f"{letter(decision)}\n{decision.explain('customer')}".split("\n")))


def law_what_is_said_of_a_record_is_lines_of_text(path: str, value: str) -> None:
    assert inert(str(Change(path, json.dumps(value, ensure_ascii=False), "")))
    assert inert(str(Problem(path, errors.shown(value), value)))
    assert all(map(inert, str(InputError([Problem(path, value, value)])).split("\n")))


def law_codes_stay_text_too(code: str) -> None:
    told_, ordinary = coded(code), coded("x" * len(code))
    assert all(map(inert, f"{told_.predicate}\n{told_.predicate!r}\n{explanation_text(told_)}".split("\n")))
    for value, usual in ((told_, ordinary), (told_.predicate, ordinary.predicate)):
        assert Skeleton(to_html(value)).tags == Skeleton(to_html(usual)).tags
        found, before = ([token.type for token in tokens(to_markdown(each)) if token.type not in LOOSE] for each in (value, usual))
        assert found == before


def coded(code: str) -> Explanation:
    """Explain a rule over facts, one of whose codes is a text."""

    class Thing(Option):
        ONE = code, "one"
        OTHER = f"{code}?", "other"

    class Paper(Record):
        kind: OneOf[Thing] = OneOf(Thing, "What?", "desk", says="{}")
        things: SetOf[Thing] = SetOf(Thing, "With?", "desk", says="with {}", empty="with none")

    rule = Paper.kind.is_in({Thing.ONE}) | Paper.things.has(Thing.ONE) | ~Paper.kind.is_in({Thing.ONE, Thing.OTHER})
    return rule.explain(Paper(kind=Thing.ONE))


STARTS = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")


def law_a_table_for_spreadsheets_holds_no_formula(text: str) -> None:
    decisions = decided(text)
    plain = [*to_records(decisions, questions=True)]
    file = io.StringIO(newline="")
    table = csv.DictWriter(file, [*columns(decisions[0].policy, questions=True)])
    table.writerows(to_records(decisions, questions=True, spreadsheet=True))
    for cells, before in zip(csv.reader(io.StringIO(file.getvalue(), newline="")), plain, strict=True):
        assert not [cell for cell in cells if cell.startswith(STARTS) or cell.lstrip().startswith(STARTS)]
        assert [cell.removeprefix("'") for cell in cells] == [("" if each is None else str(each)).removeprefix("'") for each in before.values()]


TERMINAL = ["x", "\x1b[31m", "\x1b]0;title\x07", "\x9b1m", "\x08\x08\x08", "\r", "\u2028", "\u2029\x85", "\u202e", "\u2066", "\x00", "\ud800", "\x7f"]
FORMULAS = ["=cmd|' /C calc'!A0", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "  =1+1", '=HYPERLINK("http://x.example")', "\uff1d1", "'=1", "x=1", "1"]
MARKUP = ["<script>alert(1)</script>", "</td><td>", "&lt;b&gt;", "**x**", "[x](http://x.example)", "a|b", "`x`", "http://x.example", "x\\"]


@settings(max_examples=scaled(15))
@given(text=st.lists(st.sampled_from([*TERMINAL, "a ", "{", "1"]), min_size=1, max_size=4).map("".join) | st.text(min_size=1, max_size=9))
def test_what_is_printed_is_lines_of_text_none_of_which_a_text_begins(text: str) -> None:
    law_what_is_printed_is_lines_of_text_none_of_which_a_text_begins(text)


@pytest.mark.heavy  # everything printed for every text that means harm
@pytest.mark.parametrize("text", TERMINAL, ids=ascii)
def test_what_is_printed_is_lines_of_text_where_a_text_means_harm(text: str) -> None:
    law_what_is_printed_is_lines_of_text_none_of_which_a_text_begins(text)


@settings(max_examples=scaled(60))
@given(path=st.text() | st.sampled_from(TERMINAL), value=st.text() | st.sampled_from(TERMINAL))
def test_what_is_said_of_a_record_is_lines_of_text(path: str, value: str) -> None:
    law_what_is_said_of_a_record_is_lines_of_text(path, value)


@settings(max_examples=scaled(40))
@given(code=st.sampled_from([*MARKUP, *TERMINAL, *FORMULAS]) | st.text(min_size=1, max_size=9))
def test_codes_stay_text_too(code: str) -> None:
    law_codes_stay_text_too(code)


@settings(max_examples=scaled(25))
@given(text=st.sampled_from(FORMULAS) | st.text(min_size=1, max_size=9).filter(str.strip))
def test_a_table_for_spreadsheets_holds_no_formula(text: str) -> None:
    law_a_table_for_spreadsheets_holds_no_formula(text)


@pytest.mark.parametrize("text", FORMULAS, ids=ascii)
def test_a_table_for_spreadsheets_holds_no_formula_where_a_text_is_one(text: str) -> None:
    law_a_table_for_spreadsheets_holds_no_formula(text)


def test_a_table_that_is_reckoned_with_holds_what_was_typed() -> None:
    (plain,), (sheet,) = (to_records([STORE.adjudicate(Claim(reference="=1+1"))], spreadsheet=for_one) for for_one in (False, True))
    assert (plain["claim.reference"], sheet["claim.reference"]) == ("=1+1", "'=1+1")
    assert {name for name in plain if plain[name] != sheet[name]} == {"claim.reference"}


# --- Sabotages ---------------------------------------------------------------------------------------------------------


def by_calling_itself(given_: Any, claim: Any, path: str = "") -> Iterator[tuple[str, str]]:
    yield from ((path, key) for key in documents.twice(given_))
    for name, part in given_.items() if isinstance(given_, dict) else enumerate(given_) if isinstance(given_, list) else ():
        yield from by_calling_itself(part, claim, f"{path}.{name}")


MASKED = '{"decision":{"claim":{"device":{"serial":[]}}},"masked":true,"record":1,"sha256":""}'
PENDING = Interview(SHOP, bicycles.Complaint())
SABOTAGES: dict[str, tuple[Callable[[], None], object, str, object]] = {
    "documents, nested deep": (lambda: law_a_document_is_read_whole_or_refused(Claim, "[" * 9_999), documents, "RecursionError", KeyError),
    "documents, without advice": (lambda: law_a_document_is_read_whole_or_refused(Claim, '{"x":0}'), documents, "nearest", lambda *_: ""),
    "documents, half-built": (
        lambda: law_a_document_is_read_whole_or_refused(Claim, '{"assumed":["card.present"],"card":{"present":true}}'),
        documents.Reading,
        "assumed",
        lambda reading, record_, listed, found: [*found, None],
    ),
    "records, values trusted": (lambda: law_a_record_is_replayed_or_refused(MASKED), record, "_is_masked", lambda value: value.startswith("***")),
    "records, changes unsaid": (lambda: law_a_record_is_replayed_or_refused(KEPT[0] + b" "), record, "_changes", lambda given_, again: iter(())),
    "lines, refused in silence": (
        lambda: law_every_line_is_decided_or_refused_under_its_number([b"{}", b"x"]),
        cli,
        "_refuse",
        lambda place, error, refused_: None,
    ),
    "runs, names as they are": (lambda: law_a_run_is_well_ended(["decide", "\x1b[31m"], b""), cli, "_named", str),
    "runs, errors without a code": (lambda: law_a_run_is_well_ended(["decide", "-"], b"x"), cli, "WarrantyRulesError", KeyError),
    "answers, passed on": (lambda: law_an_answer_is_taken_or_refused(PENDING, "x"), interview, "Unaccepted", KeyError),
    "answers, not taken": (lambda: law_an_answer_is_taken_or_refused(PENDING, "2026-03-02"), Interview, "_next", lambda before, **_: before),
    "names, looked up as they are": (
        lambda: law_a_name_is_known_or_refused_with_those_that_are("a clause", []),
        sys.modules["warranty_rules.policy"],
        "_Named",
        dict,
    ),
    "names, without the others": (lambda: law_a_name_is_known_or_refused_with_those_that_are("a fact", 10**5_000), records, "shown", str),
    "memory, paths without end": (lambda: law_it_takes_no_more_memory("record: long keys, deep"), record, "_twice", by_calling_itself),
    "memory, places kept": (
        lambda: law_lines_that_are_refused_are_kept_by_nobody("decide"),
        cli,
        "_refuse",
        lambda place, error, refused_: refused_.append(f"{place} {error}"),
    ),
    "printed, as it is": (lambda: law_what_is_printed_is_lines_of_text_none_of_which_a_text_begins("\x1b[31m"), errors, "UNFIT", NEVER),
    "printed, with line ends": (
        lambda: law_what_is_printed_is_lines_of_text_none_of_which_a_text_begins("x"),
        errors,
        "UNFIT",
        re.compile(r"[^\n\x20-\uffff]"),
    ),
    "records, as they are": (lambda: law_what_is_said_of_a_record_is_lines_of_text("x\ny", "x"), errors, "UNFIT", NEVER),
    "codes, as they are": (lambda: law_codes_stay_text_too("\x1b[31m"), errors, "UNFIT", NEVER),
    "codes, with markup": (lambda: law_codes_stay_text_too("<b>x</b>"), pages, "escape", str),
    "tables, with formulas": (lambda: law_a_table_for_spreadsheets_holds_no_formula("=1"), batches, "FORMULA", NEVER),
}


def test_every_law_has_its_sabotage() -> None:
    laws = {name for name in globals() if name.startswith("law_")}
    assert {name for law, *_ in SABOTAGES.values() for name in law.__code__.co_names if name.startswith("law_")} == laws


@pytest.mark.heavy  # a search for each
@pytest.mark.parametrize("name", SABOTAGES)
def test_a_law_fails_under_its_sabotage(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    law, place, what, sabotage = SABOTAGES[name]
    law()
    monkeypatch.setattr(place, what, sabotage, raising=False)
    everything.cache_clear()
    with pytest.raises((AssertionError, AttributeError, KeyError, TypeError, ValueError, RecursionError)):
        law()
