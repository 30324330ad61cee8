"""The workflow that users copy: pinned, with few rights, and nothing to compile."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from importlib import import_module
from pathlib import Path
from textwrap import dedent

import pytest

from journeysim.report.to_summary import MARKER

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs/journeysim-check.yml").read_text("utf-8")
OURS = (ROOT / ".github/workflows/scenarios.yml").read_text("utf-8")


@pytest.mark.parametrize(("text", "count"), [(TEXT, 5), (OURS, 5)])
def test_every_action_is_named_by_its_commit(text: str, count: int) -> None:
    used = re.findall(r"uses: (?!\./)(\S+)( # v[\d.]+)?", text)
    assert len(used) == count
    for action, version in used:
        assert re.fullmatch(r"actions/[a-z-]+(/(restore|save))?@[0-9a-f]{40}", action)
        assert version


def test_the_repository_checks_its_scenarios_by_its_own_action() -> None:
    given = re.search(r"uses: \./\n +with:\n((?: {10}.*\n)+)", OURS)
    assert given is not None
    named = set(re.findall(r"^ {10}([a-z-]+):", given[1], re.MULTILINE))
    known = set(re.findall(r"^  ([a-z-]+):\n    description:", ACTION, re.MULTILINE))
    assert named <= known
    assert len(known) == 5
    for kept in (".journeysim", "history.jsonl"):
        assert OURS.count(f"\n            {kept}\n") == 2, "taken up, and kept for the next build"
        assert f" {kept}\n" in given[1]


def test_the_comment_is_posted_as_the_page_shows() -> None:
    (job,) = re.findall(
        r"(?ms)^```yaml\n(  comment:\n.*?)^```", (ROOT / "docs/ci.md").read_text("utf-8")
    )
    assert OURS.endswith(job)
    runs = re.findall(r"run: \|\n((?: {10}[^\n]*\n)+)", OURS)
    assert len(runs) == 2
    assert not any("${{" in run for run in runs)


def test_it_may_only_read_and_leaves_no_token() -> None:
    assert "\npermissions: {}\n" in TEXT
    assert re.findall(r"^ +\w+: write\b", TEXT, re.MULTILINE) == []
    assert "persist-credentials: false" in TEXT


def test_text_from_outside_reaches_no_shell() -> None:
    """Only variables of the environment, quoted; a branch may be called anything."""
    runs = re.findall(r"run: (?:>\n)?((?:[^\n]+\n)(?: {10}[^\n]+\n)*)", TEXT)
    assert len(runs) == 2
    assert not any("${{" in run for run in runs)
    assert '${BASE:+--base-ref "$BASE"}' in TEXT
    assert " for " not in "".join(runs)


ACTION = (ROOT / "action.yml").read_text("utf-8")
HOOKS = (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")


def test_what_the_action_is_given_reaches_no_shell_as_text() -> None:
    runs = re.findall(r"run: \|\n((?: {8}[^\n]*\n)+)", ACTION)
    assert len(runs) == 2
    assert not any("${{" in run for run in runs)


def test_action_and_hooks_call_commands_with_options_that_there_are() -> None:
    called = re.findall(r'journeysim"? (check|validate)((?:[^\n]*\\\n)*[^\n]*)', ACTION + HOOKS)
    assert [name for name, _ in called] == ["check", "validate", "check"]
    for name, words in called:
        command = import_module(f"journeysim.cli.{name}").command
        known = {option for parameter in command.params for option in parameter.opts}
        assert set(re.findall(r"(?<=\s)--[a-z-]+", words)) <= known


def test_the_comment_is_found_by_the_mark_that_the_summary_ends_with() -> None:
    assert MARKER in (ROOT / "docs/ci.md").read_text("utf-8").split("contains(")[1]


GH = """#!/bin/sh
case "$*" in
  "run download"*) echo "## Verdicts" > verdicts.md ;;
  *--jq*) printf "$COMMENTS" ;;
  *) echo "$@" >> asked ;;
esac
"""


@pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash to run a step of a build")
@pytest.mark.parametrize(
    ("comments", "asked"),
    [
        ("", "api --silent repos/o/r/issues/7/comments -F body=@verdicts.md"),
        ("41\\n42\\n", "api --silent -X PATCH repos/o/r/issues/comments/41 -F body=@verdicts.md"),
    ],
)
def test_a_build_writes_one_comment_and_changes_it_from_then_on(
    tmp_path: Path, comments: str, asked: str
) -> None:
    """The step as it stands, with a stand-in for the client of the forge that notes what it is asked."""
    (tmp_path / "gh").write_text(GH)
    (tmp_path / "gh").chmod(0o755)
    step = re.findall(r"run: \|\n((?: {10}[^\n]*\n)+)", OURS)[-1]
    about = {"GITHUB_RUN_ID": "1", "GITHUB_REPOSITORY": "o/r", "NUMBER": "7", "COMMENTS": comments}
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(
        ["bash", "-eo", "pipefail", "-c", dedent(step)],
        cwd=tmp_path, env=os.environ | about | {"PATH": path}, check=True,
    )  # fmt: skip
    assert (tmp_path / "asked").read_text() == f"{asked}\n"
