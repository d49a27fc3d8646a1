"""The book sets itself up where a reader is: one range of Pythons, any system's line ends, and one
clear line where something is missing."""

import importlib
import os
import pkgutil
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import oldest
import pytest
import site_test

import softmaxbook

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
FIRST, PAST = map(int, re.fullmatch(r">=3\.(\d+),<3\.(\d+)", PROJECT["requires-python"]).groups())
PYTHONS = [f"3.{minor}" for minor in range(FIRST, PAST)]
SH, GIT = shutil.which("sh"), shutil.which("git")


def text(name):
    return (ROOT / name).read_text(encoding="utf-8")


# ---- One range of Pythons ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["README.md", "requirements.txt", "tools/install.sh", "tools/lock.py", ".ci/run"]
)
def test_every_file_names_the_same_pythons(name):
    assert set(re.findall(r"Python (3\.\d+) to (3\.\d+)", text(name))) == {
        (PYTHONS[0], PYTHONS[-1])
    }


def test_the_installation_looks_for_all_of_them_the_newest_first():
    script = text("tools/install.sh")
    assert re.findall(r"python(3\.\d+)", script) == PYTHONS[::-1]
    assert f"not (3, {FIRST}) <= sys.version_info[:2] <= (3, {PAST - 1})" in script


def test_the_workflow_tries_all_of_them_and_binder_takes_one():
    workflow = text(".github/workflows/test.yml")
    matrix = re.search(r"python: \[(.*)\]", workflow)[1]
    tried = set(
        re.findall(r'"(3\.\d+)"', matrix + "".join(re.findall("python-version.*", workflow)))
    )
    assert tried == set(PYTHONS)
    assert text("runtime.txt").strip().removeprefix("python-") in PYTHONS


# ---- Line ends -----------------------------------------------------------------------------------


@pytest.mark.skipif(GIT is None, reason="Git is not installed")
def test_a_clone_that_would_have_the_line_ends_of_windows_has_those_of_the_repository(tmp_path):
    def git(*arguments):
        options = {"check": True, "capture_output": True, "cwd": tmp_path}
        subprocess.run([GIT, "-c", "user.name=a", "-c", "user.email=a@b", *arguments], **options)

    names = [
        ".gitattributes",
        "tools/install.sh",
        ".ci/run",
        "Makefile",
        "chapters/01_logits.ipynb",
    ]
    names += [f"lib/softmaxbook/data/{path.name}" for path in ROOT.glob("lib/softmaxbook/data/*.*")]
    git("init", "one")
    for name in names:
        (tmp_path / "one" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / "one" / name)
    git("-C", "one", "add", ".")
    git("-C", "one", "commit", "--message", "All")
    git("-c", "core.autocrlf=true", "clone", "one", "two")
    for name in names:
        assert (tmp_path / "two" / name).read_bytes() == (ROOT / name).read_bytes(), name


# ---- What is missing is one line -----------------------------------------------------------------


def set_up(folder, **environment):
    """What `make` prints if it cannot create the virtual environment."""
    script = ROOT / "tools" / "install.sh"
    environment = {"PATH": str(folder), **environment}
    run = subprocess.run([SH, script, ".venv"], env=environment, cwd=folder, capture_output=True)
    assert run.returncode == 1
    assert run.stdout == b""
    return run.stderr.decode()


@pytest.mark.skipif(SH is None, reason="there is no sh here")
def test_without_a_suitable_python_the_set_up_says_which_are(tmp_path):
    said = set_up(tmp_path)
    assert said.count("\n") == 1
    assert said.startswith(f"setup: Python {PYTHONS[0]} to {PYTHONS[-1]} is needed")


@pytest.mark.skipif(SH is None, reason="there is no sh here")
def test_a_python_without_venv_is_named_with_what_to_install(tmp_path):
    (tmp_path / "rm").symlink_to(shutil.which("rm"))
    python = tmp_path / "python3"
    python.write_text(f'#!{SH}\n[ "$1" = -c ]\n')
    python.chmod(0o755)
    said = set_up(tmp_path)
    assert said.count("\n") == 1
    assert "cannot create a virtual environment" in said
    assert "apt-get install python3-venv" in said


@pytest.mark.parametrize("apt", [None, "fails", "not root"])
def test_a_browser_that_cannot_be_installed_is_one_line(apt, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: 1000 if apt == "not root" else 0, raising=False)
    if apt:
        (tmp_path / "apt-get").write_text(f"#!{SH or '/bin/sh'}\nexit 100\n")
        (tmp_path / "apt-get").chmod(0o755)
    assert site_test.program(("chromium", "google-chrome"), "chromium") is None
    said = capsys.readouterr().out.splitlines()
    assert said[-1].startswith("site-test: chromium is missing and cannot be installed here; ")
    assert said[-1].endswith("apt-get install chromium")
    assert len(said) == (2 if apt == "fails" else 1)


# ---- The oldest libraries ------------------------------------------------------------------------


def test_the_oldest_libraries_are_the_lower_bounds_that_readers_are_promised():
    pins = oldest.oldest(["numpy>=2.0", "sympy>=1.12"])
    assert pins == {"numpy": "numpy==2.0.*", "sympy": "sympy==1.12.*"}
    wanted = oldest.pinned("# All\nnumpy==2.4.6\nscipy==1.17.1\nsympy==1.14.0\n-e .\n", pins)
    assert wanted.splitlines() == ["# All", "scipy==1.17.1", "-e .", *pins.values()]
    assert set(oldest.oldest(PROJECT["dependencies"])) == {"numpy", "matplotlib", "sympy"}


def test_the_oldest_libraries_get_a_python_for_which_they_exist(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("PYTHON", raising=False)  # a reader may have named one for the installation
    monkeypatch.setattr(oldest, "PYTHONS", ((2, 7),))
    assert oldest.interpreter() is None
    monkeypatch.setattr(oldest, "PYTHONS", (sys.version_info[:2],))
    assert oldest.interpreter() == sys.executable


def test_every_module_of_the_library_can_be_imported():
    modules = pkgutil.walk_packages(softmaxbook.__path__, "softmaxbook.")
    names = [module.name for module in modules if module.name != "softmaxbook.exercises.__main__"]
    assert len(names) > 100
    for name in names:
        importlib.import_module(name)
