"""`python -m xueheng` is the command `xueheng`."""

import sys

from xueheng.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
