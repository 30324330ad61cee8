"""Intrinsics: what the kernel does otherwise than Python could say it.

Reference: steps are handed the address of a run instead of its twenty arrays. There lie the words
of `memory.words`: eight bytes each, whatever the size of an address, so that one code fits every
carrier. Members do not change while a kernel runs, and the loads say so.

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
from numba.np import arrayobj

LINE, FETCHED = 64, 384
"""Bytes the processor fetches at once, and how much of a record is asked for ahead."""

WORD = 8
"""Bytes of a word of what a `Reference` points at."""

SMALLEST = 2.2250738585072014e-308
MANTISSA, HALF = (1 << 52) - 1, 1022 << 52


class Reference(types.Type):
    """The type of an address at which the members of a named tuple lie, word by word."""

    def __init__(self, members: Any) -> None:
        self.members = members
        digest = sha256(str(members).encode()).hexdigest()[:8]
        super().__init__(name=f"{members.instance_class.__name__}_{digest}")


def handed_on(member: Any) -> Any:
    """The type a member is seen with: an inner named tuple by its address as well."""
    return Reference(member) if isinstance(member, types.NamedTuple) else member


def words_of(member: Any) -> int:
    """How many words a member takes: an array its address and shape, all else what `words` says."""
    if isinstance(member, types.NamedTuple):
        return sum(words_of(inner) for inner in member.types)
    return 1 + member.ndim if isinstance(member, types.Array) else 1


@register_model(Reference)
class ReferenceModel(models.PrimitiveModel):
    """In machine code a pointer to bytes."""

    def __init__(self, dmm: Any, fe_type: Reference) -> None:
        super().__init__(dmm, fe_type, ir.IntType(8).as_pointer())


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
    kinds = reference.members.types
    kind, word = kinds[index], sum(words_of(before) for before in kinds[:index])
    if isinstance(kind, types.NamedTuple):
        return builder.gep(address, [ir.Constant(ir.IntType(64), WORD * word)], inbounds=True)
    if not isinstance(kind, types.Array):
        return _word(builder, address, word, context.get_value_type(kind))
    array = context.make_array(kind)(context, builder)
    size, intp = context.get_abi_sizeof(context.get_data_type(kind.dtype)), ir.IntType(64)
    shape = [_word(builder, address, word + 1 + axis, intp) for axis in range(kind.ndim)]
    strides = [ir.Constant(intp, size)]
    for length in reversed(shape[1:]):
        strides.insert(0, builder.mul(strides[0], length))
    data = _word(builder, address, word, array.data.type)
    arrayobj.populate_array(array, data, shape, strides, ir.Constant(intp, size), meminfo=None)
    return array._getvalue()


def _word(builder: Any, address: Any, number: int, kind: Any) -> Any:
    """What lies in a word, as a value of this kind."""
    place = builder.gep(address, [ir.Constant(ir.IntType(64), WORD * number)], inbounds=True)
    loaded = builder.load(builder.bitcast(place, kind.as_pointer()), align=WORD)
    loaded.set_metadata("invariant.load", builder.module.add_metadata([]))
    return loaded


def register_places() -> None:
    """Let a position be one from the first: no rule or step counts from the end of an array.

    Numba asks of every position whether it is negative, a few instructions each time.
    """

    def place(context: Any, builder: Any, kind: Any, position: Any, _: Any) -> Any:
        return context.cast(builder, position, kind, types.intp)

    arrayobj.fix_integer_index = place


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
