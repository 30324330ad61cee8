"""The compiled engine: the same steps on arrays, turned into machine code by Numba.

No decorator anywhere: rules and steps are plain functions, registered here, and the SimPy engine
runs the same ones, with breakpoints.

run_state: a run as arrays, in layouts of their own; event_calendar: what is planned and when; hooks:
what steps ask for, on arrays; loop: the kernel; final_state: how people feel at the end;
intrinsics: what Python cannot say; native: kept machine code, called without Numba; compiled_run:
one run.
"""
