"""Write requirements.txt: every package but PyTorch at one exact version, on any system.

Run by ``make lock``. One version serves Python 3.11 to 3.14, so that the stored outputs of the
notebooks are compared with runs of the same NumPy and Matplotlib everywhere.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADER = """\
# Exact versions of everything that builds and tests the book, on Python 3.11 to 3.14.
# Compiled from pyproject.toml by `make lock` (uv pip compile); do not edit by hand.
"""
COMPILE = "pip compile pyproject.toml --extra book --extra test --extra lab --upgrade"
TARGET = "--universal --python-version 3.11 --fork-strategy fewest"
OPTIONS = "--no-header --no-annotate --no-emit-index-url --quiet"


def main() -> int:
    command = [sys.executable, "-m", "uv", *COMPILE.split(), *TARGET.split(), *OPTIONS.split()]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        reason = done.stderr.strip().splitlines() or ["no reason given"]
        print(f"lock: requirements.txt is unchanged, uv failed: {reason[0]}")
        return 1
    text = HEADER + done.stdout + "\n# The package of lib/ itself, editable.\n-e .\n"
    (ROOT / "requirements.txt").write_text(text, encoding="utf-8")
    print(f"requirements.txt: {text.count('==')} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
