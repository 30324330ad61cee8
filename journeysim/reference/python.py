"""Python: the functions of `import journeysim`, with their options and what they answer."""

from __future__ import annotations

import inspect
from typing import Any

import journeysim
from journeysim.reference.markdown import MADE


def page() -> str:
    """The page of all public names."""
    lead = (
        "# Python\n\n`import journeysim as js`: one function a command, with its options as "
        "keywords. Provisional until the model's economics are settled.\n"
    )
    names = sorted(name for name in journeysim.__all__ if name[0].islower())
    return MADE + lead + "".join(_function(name) for name in names)


def _function(name: str) -> str:
    function: Any = getattr(journeysim, name)
    signature = inspect.signature(function)
    lines = [f"    {parameter}," for parameter in map(_shown, signature.parameters.values())]
    if any(each.kind is each.KEYWORD_ONLY for each in signature.parameters.values()):
        first = next(
            number
            for number, each in enumerate(signature.parameters.values())
            if each.kind is each.KEYWORD_ONLY
        )
        lines.insert(first, "    *,")
    inside = "\n".join(["", *lines, ""]) if lines else ""
    answer = signature.return_annotation
    arrow = "" if answer is inspect.Signature.empty else f" -> {answer}"
    text = inspect.cleandoc(function.__doc__ or "")
    return f"\n## {name}\n\n```python\njs.{name}({inside}){arrow}\n```\n\n{text}\n"


def _shown(parameter: inspect.Parameter) -> str:
    star = "*" if parameter.kind is parameter.VAR_POSITIONAL else ""
    kind = "" if parameter.annotation is parameter.empty else f": {parameter.annotation}"
    return f"{star}{parameter.name}{kind}{_default(parameter.default)}"


def _default(value: Any) -> str:
    if value is inspect.Parameter.empty:
        return ""
    text = repr(value)
    return " = ..." if text.startswith("<") else f" = {text}"
