"""What is wrong with a file is said in words, with its line, its key and what would be right."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path

import pytest
from worlds import WORLD

from journeysim.errors import Fault, ScenarioError
from journeysim.scenario import form, loading
from journeysim.scenario.scenario import load

Write = Callable[..., Path]


def faults_of(write: Write, text: str) -> list[str]:
    """The faults of a file, without its folder."""
    path = write(text)
    with pytest.raises(ScenarioError) as caught:
        load(str(path))
    return [str(fault).replace(f"{path.parent}/", "") for fault in caught.value.faults]


def swapped(old: str, new: str) -> str:
    assert WORLD.count(old) >= 1, old
    return WORLD.replace(old, new, 1)


def line(text: str, part: str) -> int:
    """The line on which a part of a text stands."""
    return text[: text.index(part)].count("\n") + 1


LEAD = {
    "an unknown key": (
        "cross_sell_value", "cross_sel_value",
        "purchase.cross_sel_value: unknown key; did you mean 'cross_sell_value'?",
    ),
    "an unknown key far from any": (
        "cross_sell_value = 10", "zebra = 10", "purchase.zebra: unknown key; known are basket,",
    ),
    "an unknown section": ("[talk]", "[tolk]", "tolk: unknown key; did you mean 'talk'?"),
    "a wrong unit": (
        '"4 per year"', '"4 min"', "problems.breakdown.rate: a rate needs a unit, such as",
    ),
    "an unknown unit": (
        '"12 min"', '"12 parsecs"',
        'service.channels.phone.handling.mean: a duration needs a unit, such as "30 min"',
    ),
    "a bare number where a unit is due": (
        '"120 d"', "120", 'run.days: a duration needs a unit, such as "30 min" or "2 d"',
    ),
    "a bare number inside a spread": (
        'mean = "20 d"', "mean = 20", "purchase.gap.mean: a duration needs a unit",
    ),
    "a negative rate": (
        '"4 per year"', '"-4 per year"',
        "problems.breakdown.rate: '-4 per year' is out of range; allowed: at least 0 per year,",
    ),
    "a probability over one": (
        "complains = 0.6", "complains = 1.6",
        "problems.breakdown.complains: 1.6 is out of range; allowed: at least 0, at most 1",
    ),
    "more than all in percent": (
        "complains = 0.6", 'complains = "160 %"', "problems.breakdown.complains: 1.6 is out of",
    ),
    "a negative probability": (
        "complains = 0.6", "complains = -0.1", "problems.breakdown.complains: -0.1 is out of range",
    ),
    "not a number": (
        "severity = 0.4", "severity = nan", "problems.breakdown.severity: must be a finite number",
    ),
    "infinity": (
        "severity = 0.4", "severity = inf", "problems.breakdown.severity: must be a finite number",
    ),
    "infinity in words": (
        '"4 per year"', '"1e999 per year"', "problems.breakdown.rate: must be a finite number",
    ),
    "an integer too long for a number": (
        "severity = 0.4", f"severity = 1{'0' * 400}",
        "problems.breakdown.severity: must be a finite number",
    ),
    "half a person": (
        "agents = 1", "agents = 1.5", "service.channels.phone.agents: must be a whole number",
    ),
    "text where a number is due": (
        "severity = 0.4", 'severity = "much"', "problems.breakdown.severity: a share is a number",
    ),
    "a number where text is due": (
        'title = "A small firm"', "title = 3", "title: must be text in quotes",
    ),
    "a date where text is due": (
        'title = "A small firm"', "title = 2026-01-05", "title: must be text in quotes",
    ),
    "a list where a table is due": ("[talk]", "[[talk]]", "talk: must be a table"),
    "too many customers": (
        "customers = 150", "customers = 99999999", "population.customers: 99999999 is out of range",
    ),
    "a name in capitals": (
        "[problems.mistake]", "[problems.Mistake]", "problems.Mistake: a name is lower case",
    ),
    "a name that is quoted": (
        "[problems.mistake]", '[problems."a.b"]', "problems.a.b: a name is lower case letters",
    ),
    "classes where all have just joined": (
        "customers = 150",
        'customers = 150\nstart = "fresh"\nclasses = [{ weight = 1, frequency = 1, chance = 0.1 }]',
        "population.classes: have no meaning where all customers of day 0 have just joined",
    ),
    "a class with an impossible chance": (
        "customers = 150",
        "customers = 150\nclasses = [{ weight = 1, frequency = 1, chance = 3 }]",
        "population.classes.0.chance: must be a chance, from 0 to 1",
    ),
    "a class of nobody": (
        "customers = 150",
        "customers = 150\nclasses = [{ weight = 0, frequency = 1, chance = 0.1 }]",
        "population.classes.0.weight: 0 is out of range; allowed: more than 0",
    ),
    "a class without a chance": (
        "customers = 150", "customers = 150\nclasses = [{ weight = 1, frequency = 1 }]",
        "population.classes.0.chance: is missing",
    ),
    "an impossible spread": (
        "a = 1.5, b = 20", "a = -1.5, b = 20", "segments.regular.chance: ",
    ),
    "a spread without its parameters": (
        'kind = "gamma", mean = 1, shape = 3', 'kind = "gamma", mean = 1',
        "purchase.frequency: gamma needs shape",
    ),
    "a spread with another's parameter": (
        'kind = "exponential", mean = "4 d"', 'kind = "exponential", mean = "4 d", sigma = 1',
        "problems.mistake.delay: exponential has no sigma (it takes mean)",
    ),
    "an unknown kind of spread": (
        'kind = "gamma"', 'kind = "gama"', "purchase.frequency.kind: must be 'constant',",
    ),
    "an opening time that is none": (
        "mon-fri 09:00-12:00", "mon-fry 09:00-12:00",
        "service.channels.phone.hours: 'mon-fry 09:00-12:00' is no opening time, such as",
    ),
    "a catalogue entry that is none": (
        'like = "reminder"', 'like = "remindr"', "care.touches.reminder: like must be one of",
        "[care.touches.reminder]",
    ),
    "shares that do not add up": (
        "share = 0.7", "share = 0.6",
        "segments: shares of the segments add up to 0.9, not 1",
        "[segments.regular]",
    ),
    "a problem that comes by two ways": (
        'rate = "4 per year"', 'rate = "4 per year"\nper_purchase = 0.1',
        "problems.breakdown: comes by rate, per_purchase or per_prospect, not by several",
        "[problems.breakdown]",
    ),
    "a channel that is not there": (
        "severity = 0.4", 'severity = 0.4\nchannel = "fax"',
        "problems.breakdown.channel: no channel 'fax'; known: phone",
    ),
    "a segment that is not there": (
        'every = "40 d"', 'every = "40 d"\naudience.segments = ["loyl"]',
        "care.touches.reminder.audience.segments: no segment 'loyl'; known: regular, loyal",
    ),
    "a problem that is not there": (
        "{ breakdown = 0.5 }", "{ breakdwn = 0.5 }",
        "care.touches.reminder.protects.breakdwn: no problem 'breakdwn'; known: breakdown,",
    ),
    "a reserved policy": (
        "[policies.plain]", "[policies.baseline]",
        "policies.baseline: is reserved for the file's own levers",
    ),
    "a baseline that is not there": (
        "replications = 3", 'replications = 3\nbaseline = "nope"',
        "run.baseline: no policy 'nope'; known: plain, caring, staffed",
    ),
    "a policy that includes itself": (
        'label = "plain"', 'label = "plain"\nincludes = ["plain"]',
        "policies.plain.includes: goes in a circle: 'plain'",
    ),
    "a policy that includes nobody": (
        'label = "plain"', 'label = "plain"\nincludes = ["carin"]',
        "policies.plain.includes: no policy 'carin'; known: plain, caring, staffed",
    ),
    "a policy that touches the world": (
        'label = "plain"', 'label = "plain"\npurchase.margin = 0.3',
        "policies.plain.purchase: belongs to the world; a policy cannot change it",
    ),
    "a policy that touches the world inside a channel": (
        'label = "plain"', 'label = "plain"\nservice.channels.phone.patience = "3 min"',
        "policies.plain.service.channels.phone.patience: belongs to the world; a policy cannot",
    ),
    "a dated change that touches the world": (
        'label = "plain"',
        'label = "plain"\n[[policies.plain.changes]]\nat = "9 d"\ncare.risk_noise = 0.1',
        "policies.plain.changes.0.care.risk_noise: belongs to the world; a policy cannot change",
    ),
    "an unknown key in a policy": (
        'label = "plain"', 'label = "plain"\nservice.knowledg = 0.5',
        "policies.plain.service.knowledg: unknown key; did you mean 'knowledge'?",
    ),
    "a wrong value in a policy": (
        "agents = 2, talk_time", "agents = -2, talk_time",
        "policies.staffed.service.channels.phone.agents: -2 is out of range; allowed: at least 0,",
    ),
    "a wrong value in a dated change": (
        'label = "plain"',
        'label = "plain"\n[[policies.plain.changes]]\nat = "9 d"\nservice.knowledge = 1.5',
        "policies.plain.changes.0.service.knowledge: 1.5 is out of range; allowed: at least 0,",
    ),
    "a dated change without a date": (
        'label = "plain"', 'label = "plain"\n[[policies.plain.changes]]\nservice.knowledge = 0.5',
        "policies.plain.changes.0.at: is missing",
        "[[policies.plain.changes]]",
    ),
    "a world that touches a lever": (
        'patience = { kind = "exponential", mean = "20 min" }', "agents = 3",
        "worlds.patient.service.channels.phone.agents: is a lever; a world holds only what",
    ),
    "a policy that turns what was a lever once": (
        'label = "plain"', 'label = "plain"\nservice.channels.phone.pay = "9 per h"',
        "policies.plain.service.channels.phone.pay: belongs to the world; a policy cannot change it; "
        "a policy moves a channel's wage",
    ),
    "a policy that says what is gone": (
        'label = "plain"', 'label = "plain"\nservice.training_cost = "9 per year"',
        "policies.plain.service.training_cost: is gone: training costs its hours",
    ),
    "a dial for nothing": (
        '"purchase.gap.mean"', '"purchase.gap.men"', "dials.1.key: no such knob: 'purchase.gap.men'",
    ),
    "a dial without a unit": (
        'low = "10 d"', "low = 10", "dials.1: 10.0 needs the unit of a duration",
        '[[dials]]\nkey = "purchase',
    ),
    "a date that is none": (
        "replications = 3", 'replications = 3\nstart_date = "2026-02-30"',
        "run.start_date: must be a date such as '2026-01-05'",
    ),
    "a date at the end of time": (
        "replications = 3", 'replications = 3\nstart_date = "9999-12-30"',
        "run.start_date: is too late: the run leaves the calendar",
    ),
    "a control character": (
        'title = "A small firm"', r'title = "A \u001b[31mred firm"',
        "title: holds a control character: U+001B as number 3",
    ),
    "a change of direction": (
        'title = "A small firm"', r'title = "A \u202Ered firm"',
        "title: holds an invisible character: U+202E (right-to-left override) as number 3",
    ),
    "a character without width": (
        'title = "A small firm"', r'title = "A small \u200Bfirm"',
        "title: holds an invisible character: U+200B (zero width space) as number 9",
    ),
    "a title of two lines": (
        'title = "A small firm"', r'title = "A small\nfirm"',
        "title: must be one line, without line breaks and tabs",
    ),
    "a command to a build's log": (
        'title = "A small firm"', 'title = "::error::A small firm"',
        "title: is a command to a build's log: it begins a line with '::'",
    ),
    "a command of the old form": (
        'title = "A small firm"', 'title = "A ##[error]small firm"',
        "title: is a command to a build's log: it begins a line with '::'",
    ),
    "another version of the language": ("schema = 2", "schema = 3", "schema: must be 2"),
}  # fmt: skip
"""What is wrong: what stands in the file, what is put there, how the fault begins, and what stands
on its line if that is not the last line put in."""


@pytest.mark.parametrize("case", LEAD.values(), ids=LEAD)
def test_a_fault_names_the_line_the_key_and_what_is_allowed(
    write: Write, case: tuple[str, ...]
) -> None:
    old, new, words, *at = case
    text = swapped(old, new)
    where = line(text, at[0]) if at else line(text, new) + new.count("\n")
    found = faults_of(write, text)
    assert any(fault.startswith(f"firm.toml:{where}: {words}") for fault in found), found


def test_a_claim_may_not_ask_for_equality(write: Write) -> None:
    text = WORLD + '\n[[expect]]\nclaim = "retention == 0.3"\n'
    (fault,) = faults_of(write, text)
    assert fault.startswith(
        f"firm.toml:{line(text, 'claim =')}: expect.0.claim: == cannot be shown"
    )


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        ("retention >= ٣ %", "is no claim; write METRIC [vs POLICY] OP NUMBER [UNIT]"),
        ("retention@９０d >= 3 %", "is no claim; write METRIC [vs POLICY] OP NUMBER [UNIT]"),
        ("retention within 1__0 pp of plain", "is no claim; write METRIC [vs POLICY]"),
        ("retention <= 1e400", "must be a finite number"),
        ("retention is good", "is no claim; write METRIC [vs POLICY] OP NUMBER [UNIT]"),
        ("retention vs plan >= 1 pp", "no policy 'plan'; known: plain, caring, staffed"),
        ("retention vs plain >= 3 %", "% with 'vs' is ambiguous; write pp"),
        ("retention >= 3 furlongs", "unknown unit 'furlongs'; known are pp,"),
        ("retention within -1 pp of plain", "'within' needs a number that is not negative"),
    ],
)
def test_a_claim_says_what_the_grammar_is(write: Write, claim: str, words: str) -> None:
    (fault,) = faults_of(write, WORLD + f'\n[[expect]]\nclaim = "{claim}"\n')
    assert f"expect.0.claim: {words}" in fault


def test_policies_that_include_each_other_are_told_both(write: Write) -> None:
    text = swapped('label = "plain"', 'label = "plain"\nincludes = ["caring"]')
    text = text.replace('label = "caring"', 'label = "caring"\nincludes = ["plain"]')
    found = faults_of(write, text)
    assert [fault.split(": ")[1] for fault in found] == [
        "policies.caring.includes",
        "policies.plain.includes",
    ]


def test_all_faults_are_told_at_once_each_with_its_line(write: Write) -> None:
    """Of form, in every corner: sections, policies, dated changes, worlds."""
    text = (
        swapped("cross_sell_value = 10", "cross_sel_value = 10\nmargin = 1.4")
        .replace('label = "plain"', 'label = "plain"\nservice.knowledg = 0.5')
        .replace('about = "people wait longer"', 'about = ""\nleaving.paradx = 1')
        .replace('mean = "4 d"', "mean = 4")
    )
    found = faults_of(write, text)
    assert len(found) == 5
    for key in ("cross_sel_value", "margin = 1.4", "mean = 4", "knowledg", "paradx"):
        assert sum(f"firm.toml:{line(text, key)}:" in fault for fault in found) == 1, key


def test_all_misfits_are_told_at_once(write: Write) -> None:
    """What does not fit together, once every value by itself is in order."""
    text = (
        swapped("share = 0.7", "share = 0.6")
        .replace("severity = 0.4", 'severity = 0.4\nchannel = "fax"')
        .replace('label = "plain"', 'label = "plain"\nincludes = ["nobody"]')
        .replace("{ breakdown = 0.5 }", "{ flood = 0.5 }")
    )
    keys = [fault.split(": ")[1] for fault in faults_of(write, text)]
    assert sorted(keys) == [
        "care.touches.reminder.protects.flood",
        "policies.plain.includes",
        "problems.breakdown.channel",
        "segments",
    ]


def test_of_very_many_faults_the_first_hundred_are_told(write: Write) -> None:
    text = "schema = 2\n[talk]\n" + "".join(f"x{n} = 1\n" for n in range(5_000))
    found = faults_of(write, text)
    assert len(found) == form.MOST_FAULTS + 1
    assert found[0].startswith("firm.toml:3: talk.x0: unknown key")
    assert found[-1] == "firm.toml: and 4900 faults more"


def test_faults_come_out_of_another_process_as_they_went_in() -> None:
    there = ScenarioError([Fault("a.toml:3", "money.price", "too low"), Fault("--set", "", "what")])
    here = pickle.loads(pickle.dumps(there))
    assert (str(here), here.faults) == (str(there), there.faults)


def test_no_fault_is_told_twice(write: Write) -> None:
    """A wrong channel is wrong under every policy; once is enough."""
    found = faults_of(write, swapped("severity = 0.4", 'severity = 0.4\nchannel = "fax"'))
    assert len(found) == 1


def test_a_fault_of_a_table_is_told_where_the_table_was_changed(write: Write) -> None:
    """Shares that add up in the file and no longer do with a setting: the setting is to blame."""
    with pytest.raises(ScenarioError, match=r"^--set: segments: shares .* add up to 1\.2, not 1$"):
        load(str(write()), settings=["segments.loyal.share=0.5"])


def test_a_policy_may_set_the_world_knobs_of_a_channel_it_adds(write: Write) -> None:
    text = swapped(
        'label = "plain"',
        'label = "plain"\nservice.channels.chat = { agents = 1, patience = "3 min" }',
    )
    channels = load(str(write(text))).phases("plain")[0].levers.service.channels
    assert channels["chat"].patience.mean == 3 / 1440


@pytest.mark.parametrize(
    "knob", ['service.channels.phone.patience = "3 min"', "service.channels.phone.redial = 0.1"]
)
def test_a_policy_may_not_set_a_world_knob_that_the_file_leaves_at_its_default(
    write: Write, knob: str
) -> None:
    text = swapped("patience = ", "# patience = ")
    text = text.replace('label = "plain"', f'label = "plain"\n{knob}')
    (fault,) = faults_of(write, text)
    assert f"policies.plain.{knob.split(' = ')[0]}: belongs to the world" in fault


class TestFiles:
    """What cannot be read, or leads elsewhere."""

    def test_a_missing_file_is_not_found(self, tmp_path: Path) -> None:
        with pytest.raises(ScenarioError, match="no such file or shipped scenario; shipped are"):
            load(str(tmp_path / "nope.toml"))

    def test_a_misspelt_shipped_name_is_recognised(self) -> None:
        with pytest.raises(ScenarioError, match=r"come_bak: .*; did you mean 'come_back'\?"):
            load("come_bak")

    def test_a_folder_is_no_file(self, tmp_path: Path) -> None:
        with pytest.raises(ScenarioError, match="is a folder, not a scenario file"):
            load(str(tmp_path))

    @pytest.mark.parametrize("name", ["", "a" * 5000, "a\x00b", "a" * 300 + ".toml"])
    def test_what_cannot_be_a_name_is_refused(self, name: str) -> None:
        with pytest.raises(ScenarioError):
            load(name)

    def test_a_binary_file_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "firm.toml"
        path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\xff\xfe")
        with pytest.raises(ScenarioError, match=r"firm\.toml: is not a text file in UTF-8"):
            load(str(path))

    def test_a_byte_order_mark_is_no_fault(self, tmp_path: Path) -> None:
        path = tmp_path / "firm.toml"
        path.write_bytes(b"\xef\xbb\xbf" + WORLD.encode())
        assert load(str(path)).name == "firm"

    def test_a_file_larger_than_256_kB_is_not_even_read(self, write: Write) -> None:
        full = WORLD + "#" * (loading.MOST_BYTES - len(WORLD.encode()))
        assert load(str(write(full)))
        with pytest.raises(ScenarioError, match="is larger than 256 kB"):
            load(str(write(full + "#")))

    @pytest.mark.parametrize(
        "bomb",
        [
            "x = " + "[" * 20_000 + "]" * 20_000,
            "x = " + "{a = " * 5_000 + "1" + "}" * 5_000,
            ".".join("a" * 100_000) + " = 1",
            ". ".join(["'a'"] * 40_000) + " = 1",
            "x = { " + ".".join(["abc"] * 60_000) + " = 1 }",
            "[" + ".".join("a" * 100_000) + "]",
        ],
        ids=["arrays", "inline tables", "a key", "a quoted key", "a key inside", "a header"],
    )
    def test_nesting_bombs_are_refused(self, write: Write, bomb: str) -> None:
        with pytest.raises(ScenarioError, match="is nested"):
            load(str(write(f"schema = 2\n{bomb}\n")))

    @pytest.mark.parametrize(
        "text",
        [
            f'problems.a.rate = "{"9" * 200_000}"',
            f'problems.a.rate = "9{" " * 200_000}9"',
            f'purchase.margin = "{"9" * 200_000}"',
            f'service.channels.phone.hours = "{"mon " * 50_000}"',
            f'title = "{"x" * 200_000}"',
            f'[[expect]]\nclaim = "retention >= 1{" " * 19_000}!"',
        ],
        ids=["digits", "spaces", "a share", "hours", "a title", "a claim"],
    )
    def test_a_text_without_end_is_refused_at_once_and_in_few_words(
        self, write: Write, text: str
    ) -> None:
        (fault,) = faults_of(write, f"schema = 2\n{text}\n")
        assert len(fault) < 600

    @pytest.mark.parametrize(
        ("table", "most"), [("policies", 200), ("worlds", 100), ("segments", 16), ("problems", 16)]
    )
    def test_more_of_anything_than_anybody_needs_is_refused_at_once(
        self, write: Write, table: str, most: int
    ) -> None:
        text = "schema = 2\n" + "".join(f"[{table}.n{n}]\n" for n in range(9_000))
        assert f"firm.toml:2: {table}: are more than {most}" in faults_of(write, text)

    def test_policies_that_include_without_end_are_refused(self, write: Write) -> None:
        """Ten times ten times ten: a small file must not unfold into millions of policies."""
        text = WORLD + "".join(
            f"\n[policies.p{n}]\nincludes = {[f'p{n - 1}' if n else 'plain'] * 10}\n"
            for n in range(9)
        )
        with pytest.raises(ScenarioError, match="brings in more than 100 policies"):
            load(str(write(text)))

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            (swapped("share = 0.7", "share = = 0.7"), ":13: is not valid TOML: Invalid value"),
            ("schema = 2\n\n[run\n", ":3: is not valid TOML: Expected ']'"),
            ("schema = 2\n[x", ":2: is not valid TOML: Expected ']'"),
            ("schema = 2\nschema = 1\n", ":2: is not valid TOML: Cannot overwrite a value"),
            ("schema = 2\nx = " + "9" * 5000, ": holds a number with too many digits"),
            ("", ": schema: is missing; the file starts with 'schema = 2'"),
        ],
        ids=["a value", "a header", "the end", "twice", "digits", "nothing"],
    )
    def test_invalid_toml_is_placed(self, write: Write, text: str, words: str) -> None:
        (fault,) = faults_of(write, text)
        assert fault.startswith("firm.toml" + words), fault


class TestExtends:
    """A scenario takes over another of the same folder, and nothing else."""

    @pytest.mark.parametrize(
        ("parent", "words"),
        [
            ('"nope.toml"', "no such file: 'nope.toml'"),
            ('"../firm.toml"', "'../firm.toml' lies outside the folder"),
            ('"/etc/hostname"', "'/etc/hostname' lies outside the folder"),
            ('"firm.toml"', "goes in a circle: 'firm.toml'"),
            ('"."', "no such file: '.'"),
            (r'"a\u0000b"', "no such file:"),
            (f'"{"a" * 3000}"', "no such file:"),
            ("3", "must be the name of one file"),
            ('["a.toml", "b.toml"]', "must be the name of one file"),
            ('""', "must be the name of one file"),
        ],
    )
    def test_what_is_not_in_the_folder_cannot_be_extended(
        self, write: Write, parent: str, words: str
    ) -> None:
        (fault,) = faults_of(write, f"schema = 2\nextends = {parent}\n")
        assert fault.startswith(f"firm.toml:2: extends: {words}")

    def test_a_circle_is_told_where_it_closes(self, write: Write) -> None:
        write('schema = 2\nextends = "firm.toml"\n', "base.toml")
        (fault,) = faults_of(write, 'schema = 2\nextends = "base.toml"\n')
        assert fault.startswith("base.toml:2: extends: goes in a circle: 'firm.toml'")

    def test_a_link_out_of_the_folder_is_outside(self, write: Write, tmp_path: Path) -> None:
        inner = tmp_path / "inner"
        inner.mkdir()
        write(WORLD, "base.toml")
        (inner / "base.toml").symlink_to(tmp_path / "base.toml")
        path = inner / "firm.toml"
        path.write_text('schema = 2\nextends = "base.toml"\n', encoding="utf-8")
        with pytest.raises(ScenarioError, match=r"'base\.toml' lies outside the folder"):
            load(str(path))

    def test_a_fault_in_the_extended_file_names_that_file(self, write: Write) -> None:
        text = swapped("severity = 0.4", "severity = 4")
        write(text, "base.toml")
        (fault,) = faults_of(write, 'schema = 2\nextends = "base.toml"\n')
        where = line(text, "severity = 4")
        assert fault.startswith(f"base.toml:{where}: problems.breakdown.severity: 4.0 is out of")
