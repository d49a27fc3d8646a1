"""Run by site/node/python.mjs, in Pyodide: make wheels that start sooner.

A browser compiles every module anew at every visit, a second for NumPy and four for SymPy. So the
modules that an import loads are put into the wheels compiled; the others stay as they are, for
compiled they are larger. Matplotlib is given the list of its fonts, which it would make itself.
`argument` is stage -> names of wheels, which lie in /out and are replaced there.
"""

import io
import json
import py_compile
import sys
import zipfile
from pathlib import Path

SITE = "/lib/python3.12/site-packages/"
FONTS = "matplotlib/fontlist.json"  # the one in the wheel is of another version
# What cells do first, so that what is loaded late is compiled too.
FIRST = {
    "start": """
import numpy as np
np.random.default_rng(0).normal(size=3) @ np.linalg.inv(np.eye(3))
""",
    "matplotlib": """
import io
import matplotlib.pyplot
from PIL import Image
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
figure = Figure(layout="constrained")
FigureCanvasAgg(figure)
figure.subplots().plot([1, 2], label="$x^2$")
figure.legend()
figure.savefig(io.BytesIO(), format="png")
Image.new("RGB", (2, 2)).quantize(2).save(io.BytesIO(), format="png", optimize=True)
""",
    "sympy": """
import sympy as sp
x, y = sp.symbols("x y", positive=True)
f = sp.log(sp.exp(x) + sp.exp(y))
sp.latex(sp.simplify(sp.diff(f, x))), sp.hessian(f, (x, y)).eigenvals(), sp.integrate(x * y, x)
sp.solve(x**2 - y, x), sp.lambdify([x, y], f)(1, 2), sp.Sum(x, (y, 1, 3)).doit()
""",
    "markdown": """
import markdown_it
markdown_it.MarkdownIt("commonmark").enable("table").render("a")
""",
}


def compiled(wheel: bytes, loaded: set[str]) -> bytes:
    """The same wheel, its loaded modules compiled; what they were compiled from is left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(wheel)) as old, zipfile.ZipFile(out, "w") as new:
        for path in old.namelist():
            if path.endswith(".py") and SITE + path in loaded:
                mode = py_compile.PycInvalidationMode.UNCHECKED_HASH  # not by the time of a file
                made = py_compile.compile(
                    SITE + path, "/tmp/made.pyc", doraise=True, invalidation_mode=mode
                )
                add(new, path + "c", Path(made).read_bytes())
            elif path == FONTS:
                add(new, path, Path(SITE, path).read_bytes())
            else:
                add(new, path, old.read(path))
    return out.getvalue()


def add(archive: zipfile.ZipFile, path: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
    entry.external_attr = 0o100644 << 16
    archive.writestr(entry, content, zipfile.ZIP_DEFLATED, compresslevel=9)


for stage, names in json.loads(argument).items():  # noqa: F821  python.mjs sets it
    load(stage)  # noqa: F821
    exec(FIRST[stage], {})
    loaded = {getattr(m, "__file__", None) or "" for m in list(sys.modules.values())}
    for name in names:
        wheel = Path("/out", name)
        wheel.write_bytes(compiled(wheel.read_bytes(), loaded))
    print(stage)
