"""``python -m soarwire``: the same as the command ``soarwire``."""

from ._cli import main

if __name__ == "__main__":
    raise SystemExit(main())
