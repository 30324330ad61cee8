"""JSON Schema: the language of scenario files for editors that complete and check TOML.

Made from the section classes; defaults and plausible ranges are written as a file would write them.
What an editor cannot know (whether names and shares fit together) is left to `validate`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args, get_origin

from pydantic.json_schema import GenerateJsonSchema

from journeysim.knobs import DurationSpread, NumberSpread, Section
from journeysim.scenario import describe
from journeysim.scenario.tables import Tables

DIALECT = "https://json-schema.org/draft/2020-12/schema"
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
    for name in ("Policy", "Change", "NamedWorld"):
        _open_tables(definitions[name]["properties"])
    schema["$schema"] = DIALECT
    schema["title"] = "journeysim scenario"
    schema["properties"]["extends"] = {"type": "string", "description": "A file this one extends."}
    return schema


def _sections(section: type[Section]) -> Iterator[type[Section]]:
    """Every section class below one."""
    for field in section.model_fields.values():
        kind = describe.plain_type(field.annotation)
        for inner in (kind, *(get_args(kind) if get_origin(kind) in (dict, list) else ())):
            if isinstance(inner, type) and issubclass(inner, Section):
                yield inner
                yield from _sections(inner)


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


def _open_tables(properties: dict[str, Any]) -> None:
    """A policy's or world's table is the section of that name, given in part."""
    for key, entry in properties.items():
        if key in Tables.model_fields and entry.get("additionalProperties") is True:
            section = describe.plain_type(Tables.model_fields[key].annotation)
            del entry["additionalProperties"], entry["type"]
            if isinstance(section, type):
                entry["$ref"] = f"#/$defs/{section.__name__}"
            else:
                entry["type"] = "object"
                inner = f"#/$defs/{get_args(section)[1].__name__}"
                entry["additionalProperties"] = {"$ref": inner}
