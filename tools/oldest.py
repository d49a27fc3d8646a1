"""Run the notebooks and the library's tests under the oldest libraries that pyproject.toml allows.

Run by ``make oldest``. NumPy, Matplotlib and SymPy at the lower bound that readers are promised,
everything else as in requirements.txt, in an environment of its own, `_build/oldest`. The wheels
of these versions exist for Python 3.11 and 3.12 only; name another interpreter with PYTHON.
"""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "_build" / "oldest"
PYTHONS = ((3, 11), (3, 12))
# Matplotlib 3.8 uses names that pyparsing 3.3 warns about, and a warning fails a test.
BESIDE = {"pyparsing": "pyparsing==3.2.*"}
TESTS = ("chapters", "tests/lib")


def oldest(dependencies: list[str]) -> dict[str, str]:
    """From each ``name>=bound`` the name and ``name==bound.*``."""
    bounds = [re.fullmatch(r"([\w-]+)>=([\d.]+)", dependency) for dependency in dependencies]
    return {bound[1]: f"{bound[1]}=={bound[2]}.*" for bound in bounds}


def pinned(requirements: str, pins: dict[str, str]) -> str:
    """The requirements with these in the place of the newest of the same names."""
    lines = requirements.splitlines()
    return "\n".join(
        [*(line for line in lines if line.partition("==")[0] not in pins), *pins.values()]
    )


def interpreter() -> str | None:
    """This Python, the one that PYTHON names, or the first on the path, if it is old enough."""
    names = [os.environ.get("PYTHON", ""), sys.executable, "python3.11", "python3.12"]
    for name in filter(None, map(shutil.which, filter(None, names))):
        code = f"import sys; sys.exit(sys.version_info[:2] not in {PYTHONS})"
        if subprocess.run([name, "-c", code], capture_output=True).returncode == 0:
            return name
    return None


def install(python: str, pins: dict[str, str]) -> str | None:
    """Make the environment unless it is there; None, or why that failed in one line."""
    wanted = pinned((ROOT / "requirements.txt").read_text(encoding="utf-8"), pins)
    stamp = FOLDER / "requirements.txt"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return None
    print(
        f"Installing {', '.join(pins.values())} into {FOLDER} (once, a minute or two)", flush=True
    )
    shutil.rmtree(FOLDER, ignore_errors=True)
    subprocess.run([python, "-m", "venv", FOLDER], check=True)
    listed = FOLDER / "wanted.txt"
    listed.write_text(wanted, encoding="utf-8")
    command = [venv_python(), "-m", "pip", "install", "--disable-pip-version-check", "--quiet"]
    done = subprocess.run([*command, "-r", listed], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        return (errors or ["no reason given"])[0]
    listed.rename(stamp)  # only now, for a half-made environment is to be made again
    return None


def venv_python() -> Path:
    return FOLDER / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def main() -> int:
    python = interpreter()
    if python is None:
        print("oldest: Python 3.11 or 3.12 is needed; name one with PYTHON=/path/to/python")
        return 1
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    if problem := install(python, oldest(project["dependencies"]) | BESIDE):
        print(f"oldest: {problem}")
        return 1
    return subprocess.run([venv_python(), "-m", "pytest", *TESTS], cwd=ROOT).returncode


if __name__ == "__main__":
    sys.exit(main())
