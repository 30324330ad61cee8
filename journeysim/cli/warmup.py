"""`warmup`: compile the fast engine now."""

from __future__ import annotations

import click

from journeysim.cli.exits import Exit


@click.command()
@click.option("--key", is_flag=True, help="Only print what names the compiled code, for a cache.")
@click.option("--quiet", "-q", is_flag=True, help="Say nothing.")
def command(key: bool, quiet: bool) -> int:
    """Compile the fast engine now, instead of in the background when it is first wanted.

    Takes about a minute, once for each version, Python and processor. JOURNEYSIM_CACHE names the
    folder that keeps it; JOURNEYSIM_PORTABLE=1 compiles for any processor of this kind, for a
    cache that several machines share.

    The code is run as it is kept, so it is taken only from a folder that is your own and that
    nobody else may write to.

    \b
    Example:
      JOURNEYSIM_PORTABLE=1 JOURNEYSIM_CACHE=.cache journeysim warmup
    """
    from journeysim.cli.messages import remark
    from journeysim.cli.next_step import suggest
    from journeysim.cli.options import Options
    from journeysim.engine import cache
    from journeysim.engine.choice import compile_now, is_there
    from journeysim.scenario import shipped

    if key:
        click.echo(cache.fingerprint())
        return Exit.PASS
    if not is_there():
        remark("the fast engine needs numba, which is not installed")
        return Exit.USAGE
    if cache.is_warm():
        remark(f"already compiled: {cache.folder()}", quiet)
        suggest("warmup", Options(quiet=quiet), source=shipped.DEFAULT)
        return Exit.PASS
    if why := cache.unusable():
        remark(f"compiled code cannot be kept: {why}")
        return Exit.USAGE
    remark("compiling, about a minute ...", quiet)
    if not compile_now():
        remark("the fast engine could not be compiled; the readable one does the same, only slower")
        return Exit.INTERNAL
    if not cache.is_warm():
        remark(f"compiled, but it could not be kept: {cache.unusable() or 'is the disk full?'}")
        return Exit.INCOMPLETE
    remark(f"compiled: {cache.folder()}", quiet)
    suggest("warmup", Options(quiet=quiet), source=shipped.DEFAULT)
    return Exit.PASS
