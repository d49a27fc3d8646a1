"""The library as a wheel, the same bytes for the same content: what live pages install, and what
a reader installs who runs a notebook elsewhere."""

import hashlib
import io
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ["pyproject.toml", "README.md", "LICENSE"]
# The first moment that a zip file can name.
EPOCH = 315532800


def fingerprint(root: Path = ROOT) -> str:
    """Changes whenever something of which the wheel is made changes."""
    digest = hashlib.sha256()
    for path in sources(root):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def sources(root: Path) -> list[Path]:
    library = [
        path
        for path in (root / "lib" / "softmaxbook").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]
    return sorted([*(root / name for name in SOURCES), *library])


def build(cache: Path, root: Path = ROOT) -> tuple[str, bytes]:
    """File name and content of the wheel; made once for one content and kept in `cache`.

    Raises
    ------
    RuntimeError
        if setuptools could not make it; the message is its last line.
    """
    home = cache / fingerprint(root)
    if not (made := sorted(home.glob("*.whl"))):
        shutil.rmtree(cache, ignore_errors=True)  # those of other contents
        name, content = _make(root)
        home.mkdir(parents=True)
        part = home / "part"
        part.write_bytes(content)
        made = [part.replace(home / name)]
    return made[0].name, made[0].read_bytes()


def _make(root: Path) -> tuple[str, bytes]:
    """By setuptools, in a folder of its own, so that it leaves nothing in the tree."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder, "source")
        for path in sources(root):
            copy = here / path.relative_to(root)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
            copy.chmod(0o644)
        call = "from setuptools import build_meta; import sys; build_meta.build_wheel(sys.argv[1])"
        done = subprocess.run(
            [sys.executable, "-c", call, folder],
            cwd=here,
            env={**os.environ, "SOURCE_DATE_EPOCH": str(EPOCH)},
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        wheels = sorted(Path(folder).glob("*.whl"))
        if done.returncode or not wheels:
            said = done.stderr.strip().splitlines() or ["no reason given"]
            raise RuntimeError(f"setuptools made no wheel: {said[-1]}")
        return wheels[0].name, repacked(wheels[0].read_bytes())


def repacked(wheel: bytes, keep=lambda name: True, packing=zipfile.ZIP_DEFLATED) -> bytes:
    """The files of a wheel for which `keep` holds: in order, as tight as `packing` can, with one
    time and one set of permissions."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(wheel)) as old, zipfile.ZipFile(out, "w") as new:
        for name in sorted(old.namelist()):
            if name.endswith("/") or not keep(name):
                continue
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o100644 << 16
            entry.create_system = 3  # whatever the system, or the bytes would tell
            new.writestr(entry, old.read(name), packing, compresslevel=9)
    return out.getvalue()
