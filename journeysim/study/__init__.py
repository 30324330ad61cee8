"""Study: what a run, compare, report, check ... is; one pure function a command.

A function takes a Scenario, an Ask and a Progress, and returns a frozen result. It prints nothing
and writes no file: the doors (command line, screen, `import journeysim`) do, by the READING of its module.
"""
