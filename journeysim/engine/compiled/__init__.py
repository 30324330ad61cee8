"""The compiled twin: the same steps on arrays, turned into machine code by Numba.

No decorator anywhere: rules and steps are plain functions, registered here. The twin also runs
uncompiled on the same arrays, with breakpoints (`Twin(..., compiled=False)`).

live: a run as arrays, in layouts of their own; plan: what is due and when; hooks: what steps ask
for, on arrays; loop: the kernel; machine: what Python cannot say; native: kept machine code, called
without Numba; twin: one run.
"""
