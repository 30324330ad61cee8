"""The command line: one command a file, listed in `main.COMMANDS`; exit codes in `exits`."""
