"""Files are written whole or not at all, and never over an input."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from journeysim.errors import OutputError, UsageError
from journeysim.report.files import (
    add_line,
    refuse_overwriting,
    refuse_sharing,
    write_text,
    written,
)


def test_a_file_is_there_when_the_block_has_ended_well(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    with written(path) as stream:
        stream.write(b"whole")
        assert not path.exists()
    assert path.read_bytes() == b"whole"
    assert os.listdir(tmp_path) == ["out.txt"]


def half_written(path: Path, error: BaseException) -> None:
    """Begin to write a file, and fail."""
    with written(path) as stream:
        stream.write(b"half")
        raise error


@pytest.mark.parametrize("error", [ValueError(), KeyboardInterrupt()])
def test_a_block_that_ends_badly_leaves_what_was_there(
    tmp_path: Path, error: BaseException
) -> None:
    path = tmp_path / "out.txt"
    path.write_text("old")
    with pytest.raises(type(error)):
        half_written(path, error)
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["out.txt"]


def test_a_disk_that_is_full_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"cannot write .*out\.txt: No space left on device"):
        half_written(tmp_path / "out.txt", OSError(28, "No space left on device"))
    assert os.listdir(tmp_path) == []


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No such file or directory"):
        write_text(tmp_path / "nowhere" / "out.txt", "x")
    with pytest.raises(UsageError, match="there is no folder"):
        refuse_overwriting(tmp_path / "nowhere" / "out.txt", [])


def test_a_link_is_followed_and_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to("real.txt")
    write_text(tmp_path / "link.txt", "new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text() == "new"


def test_a_device_is_written_to_and_stays_a_device() -> None:
    write_text(Path(os.devnull), "gone")
    assert not Path(os.devnull).is_file()


def test_the_rights_are_those_of_any_new_file(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_text(tmp_path / "out.txt", "x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "out.txt").stat().st_mode) == 0o640


def test_an_input_is_recognised_under_any_name(tmp_path: Path) -> None:
    source = tmp_path / "in.toml"
    source.write_text("x")
    (tmp_path / "link.toml").symlink_to("in.toml")
    os.link(source, tmp_path / "hard.toml")
    for name in ("in.toml", "link.toml", "hard.toml", "../" + tmp_path.name + "/in.toml"):
        with pytest.raises(UsageError, match="it is an input"):
            refuse_overwriting(tmp_path / name, [source])
    refuse_overwriting(tmp_path / "other.toml", [source, tmp_path / "gone.toml"])


def test_a_folder_is_no_place_to_write_to(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="it is a folder"):
        refuse_overwriting(tmp_path, [])


def test_a_folder_that_takes_no_files_is_told_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(UsageError, match="nothing may be written to"):
        refuse_overwriting(tmp_path / "out.txt", [])
    refuse_overwriting(Path(os.devnull), [])


@pytest.mark.parametrize("name", ["/dev/fd/{}", "/proc/self/fd/{}", "link"])
def test_an_open_stream_is_written_to_where_it_stands(tmp_path: Path, name: str) -> None:
    """As with `>(...)` in a shell, and with /dev/stdout when it is a file."""
    with (tmp_path / "there.txt").open("wb", buffering=0) as stream:
        stream.write(b"before ")
        place = Path(name.format(stream.fileno()))
        if name == "link":
            (tmp_path / "link").symlink_to(f"/dev/fd/{stream.fileno()}")
            place = tmp_path / "link"
        refuse_overwriting(place, [])
        write_text(place, "within")
        stream.write(b" after")
    assert (tmp_path / "there.txt").read_bytes() == b"before within after"


def test_a_stream_that_is_not_open_is_told() -> None:
    with pytest.raises(UsageError, match="Bad file descriptor"):
        write_text(Path("/dev/fd/987654"), "x")


@pytest.mark.parametrize("name", ["a" * 300, "x\0y", "file/x"])
def test_a_name_that_cannot_be_one_is_told_before_the_work(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot write"):
        refuse_overwriting(tmp_path / name, [])
    with pytest.raises(UsageError, match="cannot write"):
        write_text(tmp_path / name, "x")
    refuse_sharing([tmp_path / name])


def test_the_longest_name_there_may_be_is_written(tmp_path: Path) -> None:
    path = tmp_path / ("a" * 255)
    refuse_overwriting(path, [])
    write_text(path, "x")
    assert path.read_text() == "x"


def test_outputs_share_no_file_but_a_device(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("a")
    refuse_sharing([tmp_path / "a", tmp_path / "b", Path(os.devnull), Path(os.devnull)])
    refuse_sharing([Path("/dev/stdout"), Path("/dev/stdout")])
    for other in ("a", "./a", "link", "../" + tmp_path.name + "/a"):
        with pytest.raises(UsageError, match="same file"):
            refuse_sharing([tmp_path / "a", tmp_path / other])


ADDING = """
import sys
from pathlib import Path
from journeysim.report.files import add_line

sys.stdin.readline()
for number in range(200):
    add_line(Path("history.jsonl"), f"{sys.argv[1]} {number} " + sys.argv[1] * 9000 + chr(10))
"""


def test_of_two_processes_that_add_lines_at_once_neither_loses_or_breaks_one(
    tmp_path: Path,
) -> None:
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    both = [
        subprocess.Popen(
            [sys.executable, "-c", ADDING, name],
            cwd=tmp_path, env=environment, stdin=subprocess.PIPE, text=True,
        )
        for name in "ab"
    ]  # fmt: skip
    for each in both:
        assert each.stdin is not None
        each.stdin.write("\n")
        each.stdin.flush()
    assert [each.communicate() and each.returncode for each in both] == [0, 0]
    lines = (tmp_path / "history.jsonl").read_text().splitlines()
    for name in "ab":
        ours = [line for line in lines if line.startswith(name)]
        assert ours == [f"{name} {number} {name * 9000}" for number in range(200)]
    assert len(lines) == 400


def test_a_line_that_was_cut_off_gets_its_end_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    add_line(path, "one\n")
    with path.open("a") as file:
        file.write("cut o")
    (tmp_path / "link").symlink_to(path)
    add_line(tmp_path / "link", "two\n")
    assert path.read_text() == "one\ncut o\ntwo\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk that is always full")
def test_a_line_for_which_there_is_no_room_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="No space left"):
        add_line(Path("/dev/full"), "one\n")
    with pytest.raises(UsageError, match="cannot write"):
        add_line(tmp_path / "nowhere" / "history.jsonl", "one\n")
    with pytest.raises(UsageError, match="cannot write"):
        add_line(tmp_path, "one\n")
