"""`warmup`: compile the fast engine now."""

from __future__ import annotations

import click

from journeysim.cli.exits import Exit


@click.command()
@click.option("--quiet", "-q", is_flag=True, help="Say nothing.")
def command(quiet: bool) -> int:
    """Compile the fast engine now, instead of in the background when it is first wanted.

    Takes about a minute, once for each version, Python and processor. JOURNEYSIM_CACHE names the
    folder that keeps it; JOURNEYSIM_PORTABLE=1 compiles for any processor of this kind, for a
    cache that several machines share.

    \b
    Example:
      JOURNEYSIM_PORTABLE=1 JOURNEYSIM_CACHE=.cache journeysim warmup
    """
    from journeysim.cli.messages import remark
    from journeysim.engine import cache
    from journeysim.engine.choice import is_there

    if not is_there():
        remark("the fast engine needs numba, which is not installed")
        return Exit.USAGE
    if cache.is_warm():
        remark(f"already compiled: {cache.folder()}", quiet)
        return Exit.PASS
    remark("compiling, about a minute ...", quiet)
    from journeysim.engine.compiled.kernel import compiled

    compiled()
    remark(f"compiled: {cache.folder()}", quiet)
    return Exit.PASS
