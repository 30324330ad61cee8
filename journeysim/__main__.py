"""`python -m journeysim`."""

import sys

from journeysim.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
