"""The command line: what it prints, what it refuses and goes on, and its exit codes."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from papers import at
from profiles import scaled

from warranty_rules import BusinessCalendar, Claim, Clause, Policy, __version__, cli
from warranty_rules.batches import summary
from warranty_rules.documents import MOST_BYTES, decision_document, form, read, schema
from warranty_rules.analysis.letters import letter
from warranty_rules.policies import icenter
from warranty_rules.wording import decision_text, policy_text

EXAMPLES = Path(__file__).parents[1] / "examples" / "claims"
PENDING, NEW, DIFFERS = (str(EXAMPLES / f"{name}.json") for name in ("pending_used_phone", "approved_new_phone_europe", "denied_imei_differs"))
BATCH = str(EXAMPLES / "batch.jsonl")
Run = tuple[int, str, str]


@contextlib.contextmanager
def standard_input(text: bytes) -> Iterator[None]:
    """Let the process read this as its standard input."""
    kept = os.dup(0)
    with tempfile.TemporaryFile() as file:
        file.write(text)
        file.seek(0)
        os.dup2(file.fileno(), 0)
        try:
            yield
        finally:
            os.dup2(kept, 0)
            os.close(kept)


def run(*words: str, typed: bytes = b"", encoding: str = "utf-8") -> Run:
    """Run the command line; give its exit code, and what it wrote to either stream."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors=errors) for errors in ("strict", "backslashreplace"))
    with standard_input(typed), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = cli.main(list(words))
        except SystemExit as exit_:
            assert isinstance(exit_.code, int)
            code = exit_.code
    told = []
    for stream in (out, err):
        stream.flush()
        told.append(stream.buffer.getvalue().decode(encoding))  # type: ignore[attr-defined]
    return code, told[0], told[1]


def document(reference: str, **facts: Any) -> str:
    """Give a document, on one line, of a claim that is denied as bought elsewhere."""
    return json.dumps({"reference": reference, "unlisted": "clean", **at("sale.sold_here", False), **facts})


def decided(reference: str) -> str:
    return f"claim {reference}\nDENIED    G0 goods of this store: not entitled, bought elsewhere\n"


# --- decide --------------------------------------------------------------------------------------------


def test_a_claim_is_decided_in_words_under_its_reference() -> None:
    text = "claim RMA-1001\nPENDING   used-goods warranty, 2 Mar - 2 Sep 2026\n  open    E04 unauthorized opening\n"
    assert run("decide", PENDING) == (0, text + "  ask     Who opened the device?      inspection.opened_by (technician)\n", "")


def test_a_claim_without_a_reference_is_decided_without_that_line() -> None:
    assert run("decide", "-", typed=document("R").replace('"R"', "null").encode()) == (0, decided("R").partition("\n")[2], "")


def test_several_inputs_are_decided_in_order_standard_input_among_them() -> None:
    code, out, err = run("decide", NEW, "-", PENDING, typed=document("typed").encode())
    assert [line for line in out.splitlines() if line.startswith("claim")] == ["claim RMA-1002", "claim typed", "claim RMA-1001"]
    assert (code, err) == (0, "")


def test_standard_input_that_is_named_again_is_at_its_end() -> None:
    code, out, err = run("decide", "-", "-", typed=document("once").encode())
    assert (code, out, err.partition(" at line")[0]) == (1, decided("once"), "-: input: got no JSON: Expecting value")


@pytest.mark.parametrize("words", [["decide"], ["decide", "--lines"]], ids=["documents", "lines"])
def test_no_more_is_read_at_once_than_a_document_may_have_and_one_byte(words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int | None] = []

    class Counted(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            asked.append(size)
            return super().read(size)

        def readline(self, size: int | None = -1, /) -> bytes:
            asked.append(size)
            return super().readline(size)

    monkeypatch.setattr(cli, "_opened", lambda _: Counted(b" " * 3 * MOST_BYTES))
    code, _, _ = run(*words, "a name")
    assert code == 1
    assert {*asked} == {MOST_BYTES + 1}


@pytest.mark.parametrize("mask", [False, True])
def test_json_is_one_decision_document_a_line(mask: bool) -> None:
    names = sorted(str(path) for path in EXAMPLES.glob("*.json"))
    code, out, err = run("decide", "--json", *(["--mask"] if mask else []), *names)
    policy = icenter.policy()
    claims = [claim for name in names for claim in read(Claim, Path(name).read_bytes())]
    found = [decision_document(policy.adjudicate(claim), mask=mask) for claim in claims]
    assert out.splitlines() == [json.dumps(each, separators=(",", ":")) for each in found]
    assert (code, err) == (0, "")


def test_masked_words_show_the_end_of_a_number_alone() -> None:
    (claim,) = read(Claim, Path(DIFFERS).read_bytes())
    _, plain, _ = run("decide", DIFFERS)
    _, masked, _ = run("decide", "--mask", DIFFERS)
    assert plain == f"claim RMA-1015\n{decision_text(icenter.policy().adjudicate(claim))}\n"
    assert "868812033344570" in plain
    assert masked == plain.replace("868812033344570", "***4570").replace("868812033344507", "***4507")


@pytest.mark.parametrize("audience", ["clerk", "customer", "auditor"])
@pytest.mark.parametrize("mask", [False, True])
def test_a_decision_is_put_for_a_reader(audience: Any, mask: bool) -> None:
    (claim,) = read(Claim, Path(DIFFERS).read_bytes())
    code, out, err = run("decide", "--for", audience, *(["--mask"] if mask else []), DIFFERS)
    assert out == f"claim RMA-1015\n{icenter.policy().adjudicate(claim).explain(audience, mask=mask)}\n"
    assert ("868812033344570" in out) is (audience != "customer" and not mask)
    assert (code, err) == (0, "")


def test_letters_are_printed_one_after_another_with_their_references() -> None:
    found = [read(Claim, Path(name).read_bytes())[0] for name in (NEW, DIFFERS)]
    letters = [letter(icenter.policy().adjudicate(claim), reference=str(claim.reference)) for claim in found]
    assert run("decide", "--letter", NEW, DIFFERS) == (0, "".join(f"{text}\n\n" for text in letters), "")
    assert letters[0].startswith("Reference: RMA-1002\n")


def test_decisions_are_put_in_one_way_at_a_time() -> None:
    for words in (["--json", "--letter"], ["--letter", "--for", "clerk"], ["--for", "nobody"]):
        code, out, _ = run("decide", *words, NEW)
        assert (code, out) == (2, "")


def test_a_countrys_holidays_are_no_business_days() -> None:
    name = str(EXAMPLES / "approved_used_phone_every_fact_said.json")
    assert run("decide", name)[1].splitlines()[2].endswith("19 Mar - 27 Apr 2026")
    assert run("--country", "PL", "decide", name)[1].splitlines()[2].endswith("19 Mar - 28 Apr 2026")


# --- JSON Lines ----------------------------------------------------------------------------------------

BAD = "accepted: true or false; or null for unknown\n"
LINES = [document("one"), "", document("two", sale={"sold_here": "no"}), "  \t", "}", document("six"), document("seven", faults=[{}, {}])]
REPORT = f"sale.sold_here: got 'no'; {BAD}"
NO_JSON = "input: got no JSON: Expecting value at line 1, column 1; accepted: one JSON object\n"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_bad_line_is_reported_with_its_number_and_the_rest_decided(end: str) -> None:
    code, out, err = run("decide", "--lines", "-", typed=end.join(LINES).encode())
    assert out == decided("one") + decided("six") + decided("seven") * 2
    assert err == f"-:3: {REPORT}-:5: {NO_JSON}"
    assert code == 1


def test_a_file_named_jsonl_is_read_line_by_line(tmp_path: Path) -> None:
    file = tmp_path / "claims.jsonl"
    file.write_text("\n".join(LINES))
    assert run("decide", str(file)) == run("decide", "--lines", str(file))
    assert run("decide", str(file))[2].startswith(f"{file}:3: {REPORT}")


def test_every_problem_of_a_line_is_reported_under_its_number() -> None:
    code, _, err = run("decide", BATCH)
    assert code == 1
    assert [line.split(": ")[:2] for line in err.splitlines()] == [
        [f"{BATCH}:4", path] for path in ("claimed_on", "sale", "sale.goods", "inspection.package_damaged")
    ]


@pytest.mark.parametrize(("more", "code"), [(0, 0), (1, 1), (MOST_BYTES, 1), (3 * MOST_BYTES, 1)])
@pytest.mark.parametrize("end", ["\n", ""])
def test_a_line_may_have_as_many_bytes_as_a_document_and_a_longer_one_spoils_no_other(more: int, code: int, end: str) -> None:
    long = document("long")
    long = " " * (MOST_BYTES - len(long) + more) + long
    code_, out, err = run("decide", "--lines", "-", typed=f"{document('before')}\n{long}\n{document('after')}{end}".encode())
    assert (code_, out) == (code, decided("before") + decided("long") * (not code) + decided("after"))
    assert [line[: len("-:2: input: got ")] for line in err.splitlines()] == ["-:2: input: got "] * code


def test_a_line_of_nothing_but_spaces_is_no_document_as_long_as_a_document_may_be() -> None:
    codes = [run("decide", "--lines", "-", typed=b" " * count + b"\n" + document("after").encode())[0] for count in (MOST_BYTES, MOST_BYTES + 1)]
    assert codes == [0, 1]


# --- What cannot be read or written --------------------------------------------------------------------

UNREAD = "input: got {}; accepted: a file that can be read, or - for standard input\n"
REASONS = {
    "no such file.json": "No such file or directory",
    "no such file.jsonl": "No such file or directory",
    ".": "Is a directory",
    "": "Is a directory",
    PENDING + "/x": "Not a directory",
    "x" * 5_000: "File name too long",
    "a\0b": "no name of a file",
    "\ud800": "no name of a file",
}


@pytest.mark.parametrize("lines", [[], ["--lines"]], ids=["documents", "lines"])
@pytest.mark.parametrize("name", REASONS, ids=lambda name: ascii(name[-20:]))
def test_what_cannot_be_read_is_reported_and_the_rest_decided(name: str, lines: list[str]) -> None:
    code, out, err = run("decide", *lines, name, "-", typed=document("rest").encode())
    where = name if name.isprintable() else repr(name)
    assert (code, out, err) == (1, decided("rest"), f"{where}: {UNREAD.format(REASONS[name])}")


def test_a_file_that_may_not_be_read_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> Any:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert run("decide", PENDING) == (1, "", f"{PENDING}: {UNREAD.format('Permission denied')}")


def test_a_name_cannot_forge_a_line_or_color_the_terminal() -> None:
    _, _, err = run("decide", "x\n\x1b[31mAPPROVED")
    assert err.startswith(r"'x\n\x1b[31mAPPROVED': input: got No such file")
    assert err.count("\n") == 1


def test_letters_that_the_output_cannot_show_are_spelled_out() -> None:
    code, out, _ = run("decide", "-", typed=document("Łódź").encode(), encoding="ascii")
    assert (code, out.splitlines()[0]) == (0, r"claim \u0141\xf3d\u017a")


COMMANDS = [
    ["summarize", PENDING],
    ["decide", PENDING],
    ["decide", "--json", *[PENDING] * 30],
    ["decide", BATCH],
    ["schema"],
    ["policy"],
    ["--version"],
    ["--help"],
]


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: " ".join(words)[:12])
def test_a_closed_pipe_ends_the_run_without_a_word(words: list[str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        assert cli.main(words) == 0
    assert "Error" not in capfd.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: " ".join(words)[:12])
def test_a_full_disk_is_reported(words: list[str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    with Path("/dev/full").open("w") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        assert cli.main(words) == 1
    assert capfd.readouterr().err.endswith("output: No space left on device\n")


# --- summarize -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("country", [[], ["--country", "PL"]])
def test_documents_are_summed_up_as_the_library_does(country: list[str]) -> None:
    names = sorted(str(path) for path in EXAMPLES.glob("*.json"))
    policy = icenter.policy(calendar=BusinessCalendar.of("PL")) if country else icenter.policy()
    claims = [claim for name in names for claim in read(Claim, Path(name).read_bytes())]
    assert run("summarize", *country, *names) == (0, f"{summary(policy.adjudicate_many(claims))}\n", "")


def test_a_bad_line_is_reported_and_the_rest_summed_up() -> None:
    code, out, err = run("summarize", "--lines", "-", typed="\n".join(LINES).encode())
    assert (code, err) == (1, f"-:3: {REPORT}-:5: {NO_JSON}")
    assert "| denied                              |         4 | 100.0% |" in out.splitlines()
    assert run("summarize", BATCH)[2] == run("decide", BATCH)[2]


def test_of_no_claims_nothing_is_summed_up() -> None:
    assert run("summarize", "--lines", "-") == (0, "no decisions\n", "")


def test_masking_hides_numbers_from_the_errors_of_a_summary() -> None:
    assert "SECRET" not in run("summarize", "--mask", "-", typed=SECRET.encode())[2]


# --- The other commands, and the codes -----------------------------------------------------------------


def test_the_schema_is_printed_as_json() -> None:
    code, out, err = run("schema")
    assert (code, json.loads(out), err) == (0, schema(Claim), "")
    assert out.startswith('{\n  "')  # for people too


def test_the_policy_is_printed_with_every_clause() -> None:
    code, out, err = run("policy")
    assert (code, out, err) == (0, policy_text(icenter.policy()) + "\n", "")
    clauses = [clause.id for clause in icenter.policy().clauses]
    assert [part.split()[0] for part in out.split("\n\n")[1 : len(clauses) + 1]] == clauses


def test_the_version_is_the_librarys() -> None:
    assert run("--version") == (0, f"warranty-rules {__version__}\n", "")
    assert metadata.version("warranty-rules") == __version__


CODES = [
    (0, ["decide", PENDING]),
    (0, ["decide", DIFFERS]),
    (0, ["decide", "--lines", "-"]),
    (0, ["--country", "PL", "policy"]),
    (0, ["--help"]),
    (0, ["decide", "--help"]),
    (1, ["decide", "-"]),
    (1, ["decide", BATCH]),
    (1, ["decide", PENDING, "missing.json"]),
    (0, ["summarize", PENDING]),
    (1, ["summarize", PENDING, "missing.json"]),
    (2, ["summarize"]),
    (2, ["summarize", "--json", PENDING]),
    (2, []),
    (2, ["decide"]),
    (2, ["judge"]),
    (2, ["decide", "--loud", PENDING]),
    (2, ["schema", PENDING]),
    (2, ["--country"]),
    (2, ["--country", "Atlantis", "policy"]),
]


@pytest.mark.parametrize(("code", "words"), CODES, ids=lambda part: " ".join(map(ascii, part))[:40] if isinstance(part, list) else str(part))
def test_the_exit_code_says_how_it_went(code: int, words: list[str]) -> None:
    found, out, err = run(*words)
    assert found == code
    assert bool(err) is (code > 0)
    assert not (code == 2 and out)


def test_usage_names_the_program_as_it_is_installed() -> None:
    assert run("--help")[1].startswith("usage: warranty-rules [-h] ")
    assert run("decide")[2].startswith("usage: warranty-rules decide [-h]")
    assert run("decide", "-x\x1b[2J", "-")[2].splitlines()[-1] == "warranty-rules: error: unrecognized arguments: -x\ufffd[2J"


def test_the_form_is_printed_to_be_read() -> None:
    assert run("form") == (0, json.dumps(form(icenter.policy()), indent=2) + "\n", "")


def test_a_folder_of_records_that_is_not_there_is_named_and_nothing_decided(tmp_path: Path) -> None:
    missing = str(tmp_path / "records")
    assert run("decide", "--record", missing, PENDING) == (2, "", f"--record {missing}: no such folder; make it first\n")


def test_the_exit_codes_are_those_that_the_help_promises() -> None:
    promised = "Exit codes: 0, everything was decided or printed; 1, some input was refused, or a record not reproduced; 2, wrong usage."
    assert promised in " ".join(run("--help")[1].split())


def test_the_module_runs_and_its_bytes_do_not_depend_on_the_order_of_hashes() -> None:
    told = set()
    for seed in ("1", "2"):
        words = [sys.executable, "-m", "warranty_rules", "decide", "--json", *map(str, sorted(EXAMPLES.iterdir()))]
        done = subprocess.run(
            words, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}, check=False
        )
        assert done.returncode == 1  # one line of the batch is refused
        told.add((done.stdout, done.stderr))
    ((out, err),) = told
    assert len(out.splitlines()) == sum(len(read(Claim, line)) for line in accepted_lines())
    assert err.startswith(f"{BATCH}:4: claimed_on: got ".encode())


def accepted_lines() -> Iterator[bytes]:
    for path in EXAMPLES.iterdir():
        lines = path.read_bytes().splitlines() if path.suffix == ".jsonl" else [path.read_bytes()]
        yield from (line for line in lines if line and b"RMA-2003" not in line)


# --- Whatever is typed ---------------------------------------------------------------------------------

TYPED = [
    "decide",
    "summarize",
    "schema",
    "policy",
    "--json",
    "--lines",
    "--mask",
    "--country",
    "PL",
    "--version",
    "-h",
    "--",
    "-",
    PENDING,
    BATCH,
    *REASONS,
]
WORDS = st.lists(st.sampled_from(TYPED) | st.text(max_size=5), max_size=5)
INPUT = st.binary(max_size=40) | st.lists(st.sampled_from(LINES), max_size=4).map(lambda lines: "\n".join(lines).encode())


def law_a_run_ends_in_a_code_and_never_in_a_traceback(words: list[str], typed: bytes) -> None:
    code, out, err = run(*words, typed=typed)
    assert code in (0, 1, 2)
    assert code == 0 or err
    assert "Traceback" not in out + err


@settings(max_examples=scaled(100))
@given(WORDS, INPUT)
def test_a_run_ends_in_a_code_and_never_in_a_traceback(words: list[str], typed: bytes) -> None:
    law_a_run_ends_in_a_code_and_never_in_a_traceback(words, typed)


@settings(max_examples=scaled(60))
@given(WORDS, INPUT)
def test_so_does_a_run_that_decides(words: list[str], typed: bytes) -> None:
    law_a_run_ends_in_a_code_and_never_in_a_traceback(["decide", *words, "-"], typed)


def test_that_law_fails_where_names_of_files_are_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "OSError", FileNotFoundError, raising=False)
    monkeypatch.setattr(cli, "ValueError", FileNotFoundError, raising=False)
    with pytest.raises(ValueError, match="null byte"):
        law_a_run_ends_in_a_code_and_never_in_a_traceback(["decide", "a\0b"], b"")


SECRET = '{"device": {"serial": "F2LX-12_34SECRET", "imei_1": "490154203237519"}, "card": "490154203237518", "claimed_on": "soon"}'


def test_masking_hides_what_was_given_for_a_number_from_errors_too() -> None:
    code, out, err = run("decide", "--mask", "-", typed=SECRET.encode())
    assert (code, out) == (1, "")
    assert [line.split(";")[0] for line in err.splitlines()] == [
        "-: claimed_on: got 'soon'",
        "-: device.serial: got what is masked",
        "-: device.imei_1: got what is masked",
        "-: card: got what is masked",
    ]
    scanned = "-: input: got what is masked; accepted: a claim document, which is a JSON object\n"
    assert run("decide", "--mask", "-", typed=b"490154203237518") == (1, "", scanned)
    open_ = run("decide", "-", typed=SECRET.encode())[2]
    assert [number in open_ for number in ("SECRET", "490154203237519", "490154203237518")] == [True] * 3


def test_no_country_at_all_is_not_an_empty_one() -> None:
    code, out, err = run("--country", "", "policy")
    assert (code, out) == (2, "")
    assert "no holiday data for the country ''" in err


def test_too_large_a_document_is_refused_by_the_limit_and_not_by_what_was_read_of_it() -> None:
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        file.write(b" " * 3_000_000)
        file.flush()
        code, _, err = run("decide", file.name)
    assert (code, err) == (
        1,
        f"{file.name}: input: got more than {MOST_BYTES} bytes; accepted: at most {MOST_BYTES} bytes; send fewer claims at a time\n",
    )


def test_a_country_may_be_named_before_the_command_or_after_it() -> None:
    name = str(EXAMPLES / "approved_used_phone_every_fact_said.json")
    assert run("decide", "--country", "PL", name) == run("--country", "PL", "decide", name) != run("decide", name)


# --- policy lint, policy diff -------------------------------------------------------------------------


def test_the_terms_are_looked_over_and_notes_alone_are_no_failure() -> None:
    code, out, err = run("policy", "lint")
    assert (code, out, err) == (0, "\n".join(map(str, icenter.policy().lint())) + "\n", "")


def test_they_are_looked_over_as_they_are_read() -> None:
    code, out, _ = run("policy", "lint", "--reading", "body_wear=beyond_norms")
    assert "E14: `fault.body_worn and device.portable and fault.worn_beyond_norms` follows from the rest" in out
    assert code == 0


def test_of_terms_with_nothing_to_note_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Policy, "lint", lambda policy: ())
    assert run("policy", "lint") == (0, "nothing found\n", "")


def test_a_warning_is_told_by_the_exit_code() -> None:
    code, out, _ = run("policy", "lint", "test_cli:with_a_clause_that_nothing_cites")
    assert "warning   clause that nothing cites: Z1: " in out
    assert code == 1


def with_a_clause_that_nothing_cites() -> Policy[Claim]:
    policy = icenter.policy()
    return attrs.evolve(policy, clauses=(*policy.clauses, Clause("Z1", "more", "More.", "nowhere")))


def test_another_reading_is_compared() -> None:
    other = icenter.policy(icenter.Readings(accident="by_anyone"))
    assert run("policy", "diff", "--reading", "accident=by_anyone") == (0, f"{icenter.policy().diff(other)}\n", "")
    assert run("policy", "diff") == (0, "no change\n", "")
    polish = [icenter.policy(reading, calendar=BusinessCalendar.of("PL")) for reading in (icenter.Readings(), icenter.Readings(accident="by_anyone"))]
    told = run("--country", "PL", "policy", "diff", "--reading", "accident=by_anyone")
    assert told == (0, f"{polish[0].diff(polish[1])}\n", "")


def test_policies_of_ones_own_are_named_by_what_makes_them() -> None:
    named = "test_cli:with_a_clause_that_nothing_cites"
    assert run("policy", "diff", named) == (0, "added     Z1 more\n", "")
    assert run("policy", "diff", "warranty_rules.policies.icenter:policy", named) == (0, "added     Z1 more\n", "")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--reading", "acident=by_anyone"), "--reading acident: got no reading; accepted: did you mean 'accident'?\n"),
        (("--reading", "accident="), "--reading accident: got no value; accepted: a reading and its value, such as accident=VALUE\n"),
        (("--reading", "accident=anyone"), "readings.accident: got 'anyone'; accepted: did you mean 'by_anyone'?\n"),
        (
            ("nowhere:policy",),
            "nowhere:policy: got No module named 'nowhere'; accepted: MODULE:FUNCTION, a function of no arguments that makes a policy\n",
        ),
        (("nowhere:policy:x",), "nowhere:policy:x: got No module named 'nowhere'; accepted: MODULE:FUNCTION, a function of no arguments that makes "),
        (("test_cli:nothing",), "test_cli:nothing: got module 'test_cli' has no attribute 'nothing'; accepted: MODULE:FUNCTION, a function of no "),
        (("test_cli",), "test_cli: got "),
        (("builtins:dict",), "builtins:dict is to be a function that makes a policy; got {}\n"),
        (("shops.bicycles:policy",), "policies that are compared decide claims of one record, here Claim; got one of Complaint\n"),
    ],
)
def test_what_cannot_be_compared_is_wrong_usage(words: tuple[str, ...], told: str) -> None:
    code, out, err = run("policy", "diff", *words)
    assert (code, out) == (2, "")
    assert err.startswith(told)


def test_more_policies_than_can_be_compared_are_wrong_usage() -> None:
    for look, most in (("lint", 1), ("diff", 2)):
        code, out, err = run("policy", look, *["warranty_rules.policies.icenter:policy"] * (most + 1))
        assert (code, out) == (2, "")
        assert f"{look} takes {most} at most" in err
