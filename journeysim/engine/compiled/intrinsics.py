"""Intrinsics: what compiled code does otherwise than Python could say it.

Reference: compiled steps are handed the address of a run instead of its twenty arrays. Numba passes
a named tuple by value: every call of a step would copy each array's address, shape and strides,
some 1.2 kB. A `Reference` is one pointer to them; `sim.people` loads what it needs. Members do not
change while a kernel runs, and the loads say so.

Bits: powers of two are read off a number and written into it, where a library would be called.
Fetching ahead: the processor is told which record will be read soon.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from llvmlite import ir
from numba.core import cgutils, types
from numba.core.datamodel import models
from numba.core.typing.templates import AttributeTemplate
from numba.extending import (
    infer_getattr,
    intrinsic,
    lower_builtin,
    lower_getattr_generic,
    register_model,
    type_callable,
)

LINE, FETCHED = 64, 320
"""Bytes the processor fetches at once, and how much of a record is asked for ahead."""

SMALLEST = 2.2250738585072014e-308
MANTISSA, HALF = (1 << 52) - 1, 1022 << 52


class Reference(types.Type):
    """The type of an address at which the members of a named tuple lie."""

    def __init__(self, members: Any) -> None:
        self.members = members
        digest = sha256(str(members).encode()).hexdigest()[:8]
        super().__init__(name=f"{members.instance_class.__name__}_{digest}")


def handed_on(member: Any) -> Any:
    """The type a member is seen with: an inner named tuple by its address as well."""
    return Reference(member) if isinstance(member, types.NamedTuple) else member


@register_model(Reference)
class ReferenceModel(models.PrimitiveModel):
    """In machine code a pointer to the tuple's own struct."""

    def __init__(self, dmm: Any, fe_type: Reference) -> None:
        struct = dmm.lookup(fe_type.members).get_value_type()
        super().__init__(dmm, fe_type, struct.as_pointer())


@infer_getattr
class ReferenceAttributes(AttributeTemplate):
    """Types of `reference.member`."""

    key = Reference

    def generic_resolve(self, reference: Reference, name: str) -> Any:
        fields = reference.members.fields
        if name not in fields:
            return None
        return handed_on(reference.members.types[fields.index(name)])


@lower_getattr_generic(Reference)
def member(context: Any, builder: Any, reference: Reference, address: Any, name: str) -> Any:
    """Code of `reference.member`: an inner address, or what lies there."""
    index = reference.members.fields.index(name)
    place = cgutils.gep_inbounds(builder, address, 0, index)
    if isinstance(reference.members.types[index], types.NamedTuple):
        return place
    return _loaded(builder, place, place.type.pointee)


def _loaded(builder: Any, place: Any, kind: Any) -> Any:
    """What lies at an address, word by word, so that words nobody uses are not loaded."""
    if isinstance(kind, (ir.LiteralStructType, ir.IdentifiedStructType)):
        parts = list(kind.elements)
    elif isinstance(kind, ir.ArrayType):
        parts = [kind.element] * kind.count
    else:
        word = builder.load(place)
        word.set_metadata("invariant.load", builder.module.add_metadata([]))
        return word
    whole = ir.Constant(kind, ir.Undefined)
    for index, part in enumerate(parts):
        inner = cgutils.gep_inbounds(builder, place, 0, index)
        whole = builder.insert_value(whole, _loaded(builder, inner, part), index)
    return whole


def register(by_reference: Callable[[Any], Any]) -> None:
    """Give a function that returns its named tuple the meaning: hand it on by its address.

    The address goes through an empty line of assembly: what was stored before is thus settled, and
    no load may be moved above it.
    """

    def typed(_: Any) -> Any:
        def answer(members: Any) -> Any:
            return handed_on(members)

        return answer

    def lowered(_: Any, builder: Any, __: Any, arguments: Any) -> Any:
        slot = cgutils.alloca_once_value(builder, arguments[0])
        same = ir.FunctionType(slot.type, [slot.type])
        return builder.asm(same, "", "=r,0,~{memory}", [slot], side_effect=True)

    type_callable(by_reference)(typed)
    lower_builtin(by_reference, types.NamedTuple)(lowered)


def register_fetch(fetch_ahead: Callable[[Any], None]) -> None:
    """Give a function of one record the meaning: begin to fetch its first lines."""

    def typed(_: Any) -> Any:
        def answer(record: Any) -> Any:
            return types.none if isinstance(record, types.Record) else None

        return answer

    def lowered(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        byte, word = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, word, word, word])
        fetch = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0i8")
        start = builder.bitcast(arguments[0], byte)
        for offset in range(0, min(signature.args[0].size, FETCHED), LINE):
            line = builder.gep(start, [ir.Constant(word, offset)])
            builder.call(fetch, [line, word(0), word(3), word(1)])
        return context.get_dummy_value()

    type_callable(fetch_ahead)(typed)
    lower_builtin(fetch_ahead, types.Record)(lowered)


@intrinsic
def bits_of(_: Any, number: Any) -> Any:
    """The bits of a float, as an integer."""

    def lowered(__: Any, builder: Any, ___: Any, arguments: Any) -> Any:
        return builder.bitcast(arguments[0], ir.IntType(64))

    return types.int64(types.float64), lowered


@intrinsic
def from_bits(_: Any, bits: Any) -> Any:
    """The float with these bits."""

    def lowered(__: Any, builder: Any, ___: Any, arguments: Any) -> Any:
        return builder.bitcast(arguments[0], ir.DoubleType())

    return types.float64(types.int64), lowered


def parts(x: float) -> tuple[float, int]:
    """`portable.parts` on bits."""
    shift = 0
    if x < SMALLEST:
        x = x * 2.0**54
        shift = -54
    bits = bits_of(x)
    return from_bits((bits & MANTISSA) | HALF), (bits >> 52) - 1022 + shift


def scaled(x: float, k: int) -> float:
    """`portable.scaled` on bits."""
    if k > 1023:
        return x * 2.0**1023 * 2.0
    return x * from_bits((k + 1023) << 52)
