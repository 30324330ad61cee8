"""init: a firm of one's own from the figures that are known of it; mirror: is it that firm?"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from engines import QUICK

from journeysim.calibration.sheet.questions import QUESTIONS, answered, is_of_channel
from journeysim.cli.main import group
from journeysim.scenario.scenario import load

Command = Callable[..., tuple[int, str, str]]

ANSWERS = """
kind = "garage"
customers = 200
every = "every 100 days"
spend = "£210"
margin = 35
new = 0
stay = 75
trouble = "don't know"
agents = 3
contact = "20 min"
"""

SHEET = """
[firm]
name = "Radwerk"
kind = "garage"
customers = 250
stay = "about 80 % per year"
currency = "CHF"

[firm.channels.phone]
hours = "mon-fri 08:00-18:00"
contacts = "120 per month"
talk = "5 min"
people = 1
first_time = "72 %"

[firm.touches.newsletter]
every = "90 d"
reach = "80 %"
cost = 0.5
"""

TOO_MANY = SHEET.replace("people = 1", 'people = 9\nhang_up = "20 %"')


@pytest.fixture
def made(journeysim: Command, folder: Path) -> tuple[int, str, str]:
    (folder / "sheet.toml").write_text(SHEET, encoding="utf-8")
    return journeysim("init", "--answers", "sheet.toml", "--engine", QUICK, "-o", "mine.toml")


def test_a_sheet_becomes_a_firm_that_shows_its_figures(
    made: tuple[int, str, str], folder: Path
) -> None:
    code, out, err = made
    assert code == 0, out + err
    assert "Your firm in the mirror" in out
    assert "you: about 80 % per year" in out
    assert "costs.hour: usual for a garage: 27 (24-30 an hour all in, assumed)" in err
    assert err.endswith("written to mine.toml\nnext: journeysim compare mine.toml\n")
    scenario = load(str(folder / "mine.toml"))
    tables = scenario.tables
    assert tables.population.customers == 250
    assert tables.money.currency == "CHF"
    assert tables.service.channels["phone"].agents == 1
    assert tables.firm.channels["phone"].contacts == "120 per month"
    assert tables.firm.touches["newsletter"].cost == 0.5
    assert scenario.baseline == "today"
    assert scenario.label("today") == "as today"


def test_nothing_of_another_firm_comes_along(made: tuple[int, str, str], folder: Path) -> None:
    """No claims, lessons or policies of the shipped garage; every policy a change against today."""
    scenario = load(str(folder / "mine.toml"))
    tables = scenario.tables
    assert not tables.expect
    assert not tables.lessons
    assert not tables.segments
    assert not set(tables.policies) & {"neither", "reactive", "proactive", "integrated"}
    assert {"one_more_person", "reminder", "without_newsletter"} <= set(tables.policies)
    text = (folder / "mine.toml").read_text(encoding="utf-8")
    assert 'service.channels.phone.agents = "+1"' in text
    assert "Costs about 70,400 CHF a year (pay)." in text
    assert max(map(len, text.splitlines())) < 160
    assert text.count("# ") < 60
    for name in tables.policies:
        policy = text.split(f"[policies.{name}]")[0].splitlines()[-2:]
        assert all(line.startswith("# ") for line in policy), f"two lines of comment for {name}"


def test_the_mirror_of_what_init_wrote_is_whole(
    made: tuple[int, str, str], journeysim: Command
) -> None:
    code, out, _ = journeysim("mirror", "mine.toml", "--engine", QUICK, "--json")
    assert code == 0
    document = json.loads(out)
    assert document["exit_code"] == 0
    assert document["contradictions"] == []
    rows = {row["key"]: row for row in document["mirror"]}
    assert rows["stay"]["source"] == "told"
    assert rows["channels.phone.contacts"]["told"] == pytest.approx(120.0)
    assert rows["channels.phone.contacts"]["unit"] == "a month"
    assert rows["nps"]["source"] == "assumed"
    for row in rows.values():
        assert set(row) >= {"key", "told", "simulated", "low", "high", "off", "tolerance", "unit", "source", "ok"}  # fmt: skip


def test_a_broken_mirror_ends_with_1_and_compare_says_so_first(
    made: tuple[int, str, str], journeysim: Command, folder: Path
) -> None:
    text = (folder / "mine.toml").read_text(encoding="utf-8")
    broken = text.replace('contacts = "120 per month"', 'contacts = "500 per month"')
    (folder / "mine.toml").write_text(broken, encoding="utf-8")
    code, out, _ = journeysim("mirror", "mine.toml", "--engine", QUICK, "--replications", "2")
    assert code == 1
    assert "OFF" in out
    arguments = ("mine.toml", "--engine", QUICK, "--policy", "one_more_person", "--days", "60")
    code, out, _ = journeysim("compare", *arguments, "--replications", "2")
    assert code == 0
    assert out.startswith("This is not quite your firm: simulated as today it shows contacts ")
    code, out, _ = journeysim(
        "compare", *arguments, "--replications", "2", "--set", "purchase.margin=0.5"
    )
    assert not out.startswith("This is not"), "another world is not the firm of the file"


def test_a_scenario_that_tells_of_no_firm_has_no_mirror(journeysim: Command) -> None:
    code, _, err = journeysim("mirror", "firm.toml")
    assert code == 2
    assert "says nothing of a firm to hold it against" in err


def test_contradictions_are_told_before_anything_runs(journeysim: Command, folder: Path) -> None:
    (folder / "sheet.toml").write_text(TOO_MANY, encoding="utf-8")
    code, out, err = journeysim("init", "--answers", "sheet.toml", "-o", "mine.toml")
    assert code == 2
    assert out == ""
    assert "You say 20 %. Either" in err
    assert "--trust people|hang_up|contacts|talk" in err
    assert not (folder / "mine.toml").exists()


def test_who_is_trusted_decides(journeysim: Command, folder: Path) -> None:
    (folder / "sheet.toml").write_text(TOO_MANY, encoding="utf-8")
    arguments = ("--answers", "sheet.toml", "--engine", QUICK, "-o", "mine.toml")
    code, _, err = journeysim("init", *arguments, "--trust", "people")
    assert code == 0
    assert "channels.phone.hang_up gave way" in err
    scenario = load(str(folder / "mine.toml"))
    assert scenario.tables.firm.doubted == ["channels.phone.hang_up"]
    assert scenario.tables.service.channels["phone"].agents == 9
    assert journeysim("mirror", "mine.toml", "--engine", QUICK)[0] == 0
    again = ("init", "--answers", "mine.toml", "--engine", QUICK, "-o", "again.toml")
    code, _, err = journeysim(*again)
    assert code == 0, "what gave way once is not asked about again"
    assert "channels.phone.hang_up gave way" in err
    assert (folder / "again.toml").read_text() == (folder / "mine.toml").read_text()
    assert journeysim(*again, "--trust", "hang_up")[0] == 0, "unless somebody says so now"
    assert load(str(folder / "again.toml")).tables.firm.doubted == ["channels.phone.people"]
    code, _, err = journeysim("init", *arguments, "--trust", "nobody")
    assert code == 2
    assert "--trust nobody: is none of people, contacts" in err


def test_short_answers_are_a_sheet(journeysim: Command, folder: Path) -> None:
    (folder / "answers.toml").write_text(ANSWERS, encoding="utf-8")
    arguments = ("init", "--answers", "answers.toml", "--engine", QUICK, "-o", "mine.toml")
    code, out, err = journeysim(*arguments)
    assert code == 0, out + err
    tables = load(str(folder / "mine.toml")).tables
    assert tables.population.customers == 200
    assert tables.population.prospects == 0.0
    assert tables.purchase.gap.distribution().mean() == pytest.approx(100.0)
    assert tables.purchase.basket.distribution().mean() == pytest.approx(210.0)
    assert tables.purchase.margin == 0.35
    phone = tables.service.channels["phone"]
    assert phone.agents == 3
    assert phone.handling.distribution().mean() * 1440 == pytest.approx(20.0)


def test_answers_that_share_a_decimal_comma(journeysim: Command, folder: Path) -> None:
    text = 'kind = "garage"\ncustomers = "1.200"\nspend = "185,50"\nmargin = "38"\ntrouble = "0,5"\nstay = "78"\n'
    (folder / "answers.toml").write_text(text, encoding="utf-8")
    journeysim("init", "--answers", "answers.toml", "--engine", QUICK, "-o", "mine.toml")
    tables = load(str(folder / "mine.toml")).tables
    assert tables.population.customers == 1200
    assert tables.purchase.basket.mean == 185.5
    assert tables.problems["trouble"].rate * 365 == pytest.approx(0.5)
    assert tables.firm.stay == "78 % per year"


def test_a_figure_that_cannot_be_shown_is_told_with_what_keeps_it_away(
    journeysim: Command, folder: Path
) -> None:
    text = SHEET.replace("about 80 %", "99.9 %") + '[firm.problems.breakdown]\nper_customer = "4 per year"\ntold = "10 %"\n'  # fmt: skip
    (folder / "sheet.toml").write_text(text, encoding="utf-8")
    code, out, _ = journeysim("init", "--answers", "sheet.toml", "--engine", QUICK, "-o", "mine.toml")  # fmt: skip
    assert code == 1
    assert "stay is off:" in out
    assert "points of churn come from problems and service" in out
    assert 'write stay = "about 99.9 % per year"' in out
    assert (folder / "mine.toml").exists()


def test_not_knowing_anything_is_an_answer(folder: Path) -> None:
    found = CliRunner().invoke(
        group, ["init", "-o", "mine.toml", "--engine", QUICK, "--quiet"], input="\n" * len(QUESTIONS)
    )  # fmt: skip
    assert found.exit_code == 0, found.output
    assert load("mine.toml").tables.population.customers == 1000


def test_an_answer_that_is_none_is_asked_for_again(folder: Path) -> None:
    said = ["Mine", "zoo", "garage", "-3", "70", *["?"] * 20]
    found = CliRunner().invoke(group, ["init", "-o", "mine.toml", "--engine", QUICK], input="\n".join(said) + "\n")  # fmt: skip
    assert found.exit_code == 0, found.output
    assert "please answer with one of shop, laptop, garage" in found.output
    assert "please answer with a whole number from 1" in found.output
    assert load("mine.toml").tables.population.customers == 70


def test_a_contradiction_is_asked_about(folder: Path) -> None:
    said = {"kind": "telecom", "customers": "300", "contacts": "100", "contact": "7", "agents": "5", "hang_up": "15", "hours": "mon-fri 09:00-17:00"}  # fmt: skip
    text = "\n".join(said.get(each.key, "?") for each in QUESTIONS) + "\n"
    found = CliRunner().invoke(group, ["init", "-o", "mine.toml", "--engine", QUICK], input=f"{text}9\n1\n")  # fmt: skip
    assert found.exit_code in (0, 1), found.output
    assert "Your figures contradict each other. phone: 5 on shift" in found.output
    assert load("mine.toml").tables.firm.doubted == ["channels.phone.people"]


def test_each_channel_is_asked_about(folder: Path) -> None:
    """Hours, contacts, talks and people by phone, then by e-mail, where nobody hangs up."""
    before = [each.key for each in QUESTIONS].index("hours")
    each = [question for question in QUESTIONS if is_of_channel(question)]
    said = {"kind": "shop", "customers": "300", "channels": "phone and email"}
    phone = {"hours": "mon-fri 09:00-17:00", "contacts": "60", "contact": "5 min"}
    mail = {"hours": "mon-fri 10:00-12:00", "contacts": "90", "contact": "8 min"}
    lines = [said.get(question.key, "?") for question in QUESTIONS[:before]]
    lines += [phone.get(question.key, "?") for question in each]
    lines += [mail.get(question.key, "?") for question in each if question.key != "hang_up"]
    lines += ["?"] * (len(QUESTIONS) - before - len(each))
    found = CliRunner().invoke(
        group, ["init", "-o", "mine.toml", "--engine", QUICK], input="\n".join(lines) + "\n"
    )
    assert found.exit_code in (0, 1), found.output
    assert "By phone: when can customers reach you?" in found.output
    assert "By mail: how many contacts come in a month, repeats included?" in found.output
    assert "By mail: of 100 who call or write" not in found.output
    channels = load("mine.toml").tables.service.channels
    assert channels["mail"].asynchronous
    assert (channels["mail"].hours, channels["phone"].hours) == (mail["hours"], phone["hours"])


def test_answers_by_key_are_of_the_channel_that_is_named_first(
    journeysim: Command, folder: Path
) -> None:
    text = 'kind = "shop"\ncustomers = 200\nchannels = "chat, phone"\ncontacts = 40\n'
    (folder / "answers.toml").write_text(text, encoding="utf-8")
    journeysim("init", "--answers", "answers.toml", "--engine", QUICK, "-o", "mine.toml")
    firm = load(str(folder / "mine.toml")).tables.firm
    assert list(firm.channels) == ["chat", "phone"]
    assert firm.channels["chat"].contacts == "40 per month"
    (folder / "answers.toml").write_text('channels = "pigeon"\n', encoding="utf-8")
    code, _, err = journeysim("init", "--answers", "answers.toml", "-o", "mine.toml")
    assert code == 2
    assert "channels: 'pigeon' cannot be read; expected some of phone, chat, e-mail, counter" in err


def test_every_question_has_an_example_that_is_an_answer() -> None:
    for question in QUESTIONS:
        assert question.text.endswith("?")
        for example in question.example.split(", "):
            assert answered(question, example)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("stay = 120", "answers.toml:1: firm.stay: '120 % per year' cannot be read; expected a share"),
        ("every = 'now and then'", "answers.toml:1: firm.buys: 'now and then' cannot be read"),
        ("customer = 3", "answers.toml: customer: unknown question; known: name, kind"),
        ("stay = [1]", "answers.toml: stay: must be a number or text in quotes"),
        ("stay = ", "answers.toml: is not valid TOML"),
        ("trouble = 1000", "answers.toml:1: firm.problems.trouble.per_customer: '1000 per year'"),
        ("[firm]\nkind = 'zoo'", "answers.toml:2: firm.kind: 'zoo' is none; expected one of shop"),
        ("[firm]\nchurn = '2 %'", "answers.toml:2: firm.churn: '2 %' cannot be read; expected a share by time"),
        ("schema = 2", "answers.toml: has no [firm] section"),
        ("[firm.channels.a]\nkind = 'pigeon'", "answers.toml:2: firm.channels.a.kind: 'pigeon' is none"),
    ],
)  # fmt: skip
def test_wrong_answers_are_refused(
    journeysim: Command, folder: Path, text: str, words: str
) -> None:
    (folder / "answers.toml").write_text(text, encoding="utf-8")
    code, _, err = journeysim("init", "--answers", "answers.toml", "-o", "mine.toml")
    assert code == 2
    assert words in err
    assert not (folder / "mine.toml").exists()


def test_the_questions_can_be_filled_in_as_a_file(journeysim: Command, folder: Path) -> None:
    code, out, _ = journeysim("init", "--questions")
    assert code == 0
    assert out.count("don't know") == len(QUESTIONS)
    (folder / "answers.toml").write_text(out.replace('customers = "don\'t know"', "customers = 80"), encoding="utf-8")  # fmt: skip
    arguments = ("init", "--answers", "answers.toml", "--engine", QUICK, "-o", "mine.toml")
    assert journeysim(*arguments)[0] == 0
    assert load(str(folder / "mine.toml")).tables.population.customers == 80
    code, _, err = journeysim("init")
    assert code == 2
    assert "Say -o FILE.toml" in err


@pytest.mark.parametrize("answer", ["every year", "yearly", "once a year", "1 per year", "every 365 days", "every 12 months"])  # fmt: skip
def test_every_year_is_yearly(answer: str) -> None:
    from journeysim.calibration.answers import gap

    assert gap(answer) == pytest.approx(365.0)


def test_an_example_is_a_sheet_and_files_that_are_understood(
    journeysim: Command, folder: Path
) -> None:
    code, _, err = journeysim("init", "--example", "garage", "-o", "mine")
    assert code == 0
    assert err.endswith("next: journeysim init --answers mine/sheet.toml -o mine.toml\n")
    files = ("orders.csv", "calls.csv", "tickets.csv")
    assert sorted(path.name for path in (folder / "mine").iterdir()) == sorted((*files, "sheet.toml"))  # fmt: skip
    given = [word for name in files for word in (f"--{name[:-4]}", f"mine/{name}")]
    code, out, err = journeysim("calibrate", "firm.toml", *given, "--fit-only", "-o", "fitted.toml")
    assert code == 0, err
    assert "mean time between purchases" in out
    code, _, err = journeysim("init", "--example", "garage", "-o", "mine")
    assert code == 2
    assert "is there already" in err


@pytest.mark.parametrize(
    "kind",
    [
        "saas",
        "garage",
        *(pytest.param(each, marks=pytest.mark.slow) for each in ("telecom", "shop")),
    ],
)
def test_the_firm_of_an_example_shows_its_own_figures(
    journeysim: Command, folder: Path, kind: str
) -> None:
    """Whoever tries the way first meets a firm whose mirror holds."""
    assert journeysim("init", "--example", kind, "-o", "mine")[0] == 0
    code, out, _ = journeysim("init", "--answers", "mine/sheet.toml", "-o", "mine.toml")
    assert "OFF" not in out
    assert code == 0


def test_numbers_are_written_as_the_sheet_writes_them(journeysim: Command, folder: Path) -> None:
    text = SHEET.replace('"5 min"', '"4,5 min"').replace("cost = 0.5", 'cost = "0,50"')
    (folder / "sheet.toml").write_text(text, encoding="utf-8")
    _, out, _ = journeysim("init", "--answers", "sheet.toml", "--engine", QUICK, "-o", "mine.toml")
    assert load(str(folder / "mine.toml")).tables.money.numbers == "1.234,5"
    assert "72,0 %" in out
    _, out, _ = journeysim("mirror", "mine.toml", "--engine", QUICK)
    assert "72,0 %" in out
    assert "72.0 %" not in out
    arguments = ("--policy", "one_more_person", "--days", "60", "--replications", "2")
    _, out, _ = journeysim("compare", "mine.toml", "--engine", QUICK, *arguments)
    assert "," in out.partition("In figures")[2].partition("abandonment")[2].splitlines()[0]


def test_a_report_and_a_calibration_end_in_the_mirror_too(
    made: tuple[int, str, str], journeysim: Command, folder: Path
) -> None:
    arguments = ("--policy", "one_more_person", "--replications", "2", "--engine", QUICK)
    code, _, err = journeysim("report", "mine.toml", *arguments, "-o", "page.html")
    assert code == 0, err
    page = (folder / "page.html").read_text(encoding="utf-8")
    assert "Your firm in the mirror" in page
    assert "you: about 80 % per year" in page
    told = ("--target", "first_contact_resolution=80%", "--engine", QUICK, "-o", "fitted.toml")
    code, out, _ = journeysim("calibrate", "mine.toml", *told)
    assert code == 1, "the sheet says 72 %"
    assert "phone first time" in out


def test_a_fact_that_cannot_be_read_is_a_fault_of_its_file(
    made: tuple[int, str, str], journeysim: Command, folder: Path
) -> None:
    text = (folder / "mine.toml").read_text(encoding="utf-8")
    (folder / "mine.toml").write_text(text.replace('"72 %"', '"mostly"'), encoding="utf-8")
    code, out, err = journeysim("validate", "mine.toml")
    assert code == 2
    assert "firm.channels.phone.first_time: 'mostly' cannot be read; expected a share" in out + err


def test_fewer_customers_are_not_the_firm_of_the_file(
    made: tuple[int, str, str], journeysim: Command
) -> None:
    """So nothing is said of its mirror, in which the line would be idle."""
    arguments = ("--policy", "one_more_person", "--days", "60", "--replications", "2")
    _, out, _ = journeysim("compare", "mine.toml", "--engine", QUICK, *arguments, "--customers", "20")  # fmt: skip
    assert not out.startswith("This is not")
