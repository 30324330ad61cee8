"""JSON Schema: the language of scenario files for editors that complete and check TOML.

Made from the section classes; defaults and plausible ranges are written as a file would write them.
What an editor cannot know (whether names and shares fit together) is left to `validate`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any, get_args, get_origin

from pydantic.json_schema import GenerateJsonSchema

from journeysim.knobs import DurationSpread, NumberSpread, Section
from journeysim.scenario import describe
from journeysim.scenario.dropping import DROP
from journeysim.scenario.relative import CHANGE, NUMERIC, SIGNED_CHANGE, is_signed
from journeysim.scenario.tables import LEVER_SECTIONS, WORLD_SECTIONS, Tables

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_DEFINED = "#/$defs/"
_FORM = (
    "type", "anyOf", "pattern", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
)  # fmt: skip
"""What an entry says of a value's form; the rest is about its meaning."""

_SHORT = {
    DurationSpread: {"type": "string", "examples": ["9 min", "never"]},
    NumberSpread: {"anyOf": [{"type": "number"}, {"const": "never"}]},
}


class _Quiet(GenerateJsonSchema):
    """Leaves out defaults it cannot write, without a word: they are written here."""

    ignored_warning_kinds = {"skipped-choice", "non-serializable-default"}  # noqa: RUF012


def json_schema() -> dict[str, Any]:
    """The schema of a scenario file."""
    schema = Tables.model_json_schema(by_alias=True, schema_generator=_Quiet)
    definitions = schema["$defs"]
    sections: set[type[Section]] = {Tables, *_sections(Tables)}
    for section in sections:
        own = schema if section is Tables else definitions[section.__name__]
        for key, field in describe.keys_of(section).items():
            _as_written(own["properties"][key], field)
    for spread, short in _SHORT.items():
        whole = definitions[spread.__name__]
        about = whole.pop("description", "")
        definitions[spread.__name__] = {"description": about, "anyOf": [short, whole]}
    turned = _turned(definitions)
    for name in ("Policy", "DatedChange", "WorldChange", "NamedWorld"):
        _open_tables(definitions[name]["properties"], turned if name != "NamedWorld" else {})
    schema["$schema"] = DIALECT
    schema["title"] = "journeysim scenario"
    schema["properties"]["extends"] = {"type": "string", "description": "A file this one extends."}
    schema["properties"][DROP] = {
        "type": "array",
        "items": {"type": "string", "minLength": 1},
        "description": "Parts of the extended file to leave out.",
        "examples": [["policies.*", "expect", "segments.NAME"]],
    }
    return schema


def _turned(definitions: dict[str, Any]) -> dict[str, str]:
    """Definitions of sections whose numbers may be said as changes; their names by section."""
    names: dict[str, str] = {}
    open_to_change = (*WORLD_SECTIONS, *LEVER_SECTIONS)
    every = {each.__name__: each for each in _sections(Tables, (dict,), open_to_change)}
    sections = sorted(every.items())
    for _, section in sections:
        own = definitions[section.__name__]
        names[section.__name__] = f"{section.__name__}Turned"
        copy = deepcopy(own)
        whole = copy["anyOf"][1] if "anyOf" in copy else copy
        for key, field in describe.keys_of(section).items():
            whole["properties"][key] = _or_change(whole["properties"][key], field)
        definitions[names[section.__name__]] = copy
    for name in names.values():
        _redirected(definitions[name], names)
    return names


def _or_change(entry: dict[str, Any], field: Any) -> dict[str, Any]:
    """A knob's entry that takes a change, too."""
    if describe.unit_of(field) not in NUMERIC:
        return entry
    pattern = SIGNED_CHANGE if is_signed(field) else CHANGE
    either = {key: entry[key] for key in _FORM if key in entry}
    about = {key: value for key, value in entry.items() if key not in _FORM}
    forms = either.get("anyOf", [either])
    return {**about, "anyOf": [*forms, {"type": "string", "pattern": pattern}]}


def _redirected(entry: Any, names: dict[str, str]) -> None:
    """Let every reference within a definition lead to the definitions that take changes."""
    if isinstance(entry, dict):
        reference = str(entry.get("$ref", ""))
        name = reference.removeprefix(_DEFINED)
        if name in names:
            entry["$ref"] = f"{_DEFINED}{names[name]}"
        for value in entry.values():
            _redirected(value, names)
    elif isinstance(entry, list):
        for value in entry:
            _redirected(value, names)


def _sections(
    section: type[Section],
    within: tuple[type, ...] = (dict, list),
    names: Sequence[str] | None = None,
) -> Iterator[type[Section]]:
    """Every section class below one; within: what they may be kept in; names: only below these."""
    for name, field in section.model_fields.items():
        if names is not None and name not in names:
            continue
        kind = describe.plain_type(field.annotation)
        for inner in (kind, *(get_args(kind) if get_origin(kind) in within else ())):
            if isinstance(inner, type) and issubclass(inner, Section):
                yield inner
                yield from _sections(inner, within)


def _as_written(entry: dict[str, Any], field: Any) -> None:
    """A knob's entry with its numbers in the unit a file writes, and without null."""
    unit = describe.unit_of(field)
    if unit in ("duration", "rate"):
        if isinstance(field.default, float):
            entry["default"] = describe.in_unit(field.default, unit)
        if "plausible" in entry:
            entry["plausible"] = [describe.in_unit(end, unit) for end in entry["plausible"]]
    if entry.get("default", "") is None:
        del entry["default"]
    if "anyOf" in entry:
        entry["anyOf"] = [
            each | _ends(field) if each.get("type") == "number" else each
            for each in entry["anyOf"]
            if each != {"type": "null"}
        ]


def _ends(field: Any) -> dict[str, float]:
    """The bounds of a number under the names that JSON Schema has for them."""
    names = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum", "lt": "exclusiveMaximum"}
    return {names[name]: end for name, end in describe.bounds(field).items()}


def _open_tables(properties: dict[str, Any], turned: dict[str, str]) -> None:
    """A policy's or world's table is the section of that name, given in part.

    turned: other definitions to take for sections.
    """
    for key, entry in properties.items():
        if key in Tables.model_fields and entry.get("additionalProperties") is True:
            section = describe.plain_type(Tables.model_fields[key].annotation)
            del entry["additionalProperties"], entry["type"]
            if isinstance(section, type):
                entry["$ref"] = f"{_DEFINED}{turned.get(section.__name__, section.__name__)}"
            else:
                entry["type"] = "object"
                inner = get_args(section)[1].__name__
                entry["additionalProperties"] = {"$ref": f"{_DEFINED}{turned.get(inner, inner)}"}
