"""The compiled engine: the same steps on arrays, as one WebAssembly file.

The SimPy engine runs the same rules and steps as they stand, with breakpoints; `engine.build` makes
the file from them.

run_state: a run as arrays; layouts: how their records lie; memory: where; room: more of it; event_heap,
event_calendar: what is planned soon, and later; hooks: what steps ask for, on arrays; loop: the
kernel; final_state: how people feel at the end; kernel: the file, run by Wasmtime; freshness: was
it made from what lies here; compiled_run: one run; compiled_count: a log counted day by day.
"""
