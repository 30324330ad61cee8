"""The command line: one command a file, listed in `commands.COMMANDS`; exit codes in `exits`."""
