"""``python -m workstation`` is the same as ``garonne``."""

from workstation.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
