"""Freshness: was the kernel made from the rules and steps that lie here?

`kernel.toml` lists every source the kernel was made from, each with a digest of its bytes and one of
its tokens, without comments and docstrings: an edited word makes nothing stale, an edited rule does.
"""

from __future__ import annotations

import hashlib
import io
import tokenize
import tomllib
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parents[2]
"""The folder of the package, from which sources are named."""

BUILD = "python -m journeysim.engine.build"
"""The command that makes the kernel anew."""

_SILENT = (tokenize.COMMENT, tokenize.NL, tokenize.ENCODING)


def trouble(file: Path) -> str:
    """Why a kernel cannot be trusted, in words; "" where it can."""
    try:
        made = tomllib.loads(file.with_suffix(".toml").read_text(encoding="utf-8"))
        content = file.read_bytes()
    except (OSError, ValueError) as error:
        return f"{file.name} cannot be read ({error}); make it with {BUILD}"
    if hashlib.sha256(content).hexdigest() != made["kernel"]["sha256"]:
        return f"{file.name} is not the one that {file.stem}.toml describes; make it with {BUILD}"
    changed = stale(made)
    return (
        f"{' and '.join(changed)} changed since it was made; make it with {BUILD}"
        if changed
        else ""
    )


def stale(made: dict[str, Any]) -> list[str]:
    """The sources that have changed since a kernel was made, by name."""
    changed = []
    for name, (of_bytes, of_tokens) in made["sources"].items():
        try:
            source = (PACKAGE / name).read_bytes()
        except OSError:
            changed.append(name)
            continue
        if of_bytes != digest(source) and of_tokens != digest(tokens(source)):
            changed.append(name)
    return changed


def digest(content: bytes) -> str:
    """The first sixteen digits of its SHA-256."""
    return hashlib.sha256(content).hexdigest()[:16]


def tokens(source: bytes) -> bytes:
    """The tokens of a source, one a line, without comments, docstrings and blank lines."""
    kept = []
    fresh = True
    for token in tokenize.tokenize(io.BytesIO(source).readline):
        if token.type in _SILENT:
            continue
        if token.type == tokenize.STRING and fresh:
            continue
        if token.type in (tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT):
            if token.type == tokenize.NEWLINE and fresh:
                continue
            fresh = True
            kept.append(tokenize.tok_name[token.type])
            continue
        fresh = False
        kept.append(f"{tokenize.tok_name[token.type]} {token.string}")
    return "\n".join(kept).encode()
