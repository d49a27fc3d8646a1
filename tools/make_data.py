"""Write the data files of the library from the PyPI packages that carry the originals.

Run once, by hand: ``pip install scikit-learn palmerpenguins``, then
``python tools/make_data.py``. It prints the SHA-256 sums for ``data/README.md``. The library
never runs it: readers get the files, not the packages.
"""

import csv
import hashlib
import sys
from importlib.resources import files
from pathlib import Path

import numpy as np

DATA = Path(__file__).resolve().parent.parent / "lib" / "softmaxbook" / "data"


def write_digits(path: Path) -> None:
    """Whole numbers from 0 to 16 fit in a byte; savez_compressed writes no time stamps."""
    from sklearn.datasets import load_digits

    X, y = load_digits(return_X_y=True)
    np.savez_compressed(path, X=X.astype(np.uint8), y=y.astype(np.uint8))


def write_iris(path: Path) -> None:
    """scikit-learn's rows, which are Fisher's: UCI's own file has errors in rows 35 and 38."""
    from sklearn.datasets import load_iris

    iris = load_iris()
    names = ["sepal_length_cm", "sepal_width_cm", "petal_length_cm", "petal_width_cm", "species"]
    rows = zip(iris.data, iris.target_names[iris.target], strict=True)
    write_table(path, names, [[*(f"{value:.1f}" for value in x), species] for x, species in rows])


def write_penguins(path: Path) -> None:
    """The rows with all four measurements, as they stand in the original; other columns go."""
    names = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g", "species"]
    original = files("palmerpenguins") / "data" / "penguins.csv"
    with original.open(encoding="utf-8", newline="") as file:
        rows = [[row[name] for name in names] for row in csv.DictReader(file)]
    write_table(path, names, [row for row in rows if "NA" not in row and "" not in row])


def write_table(path: Path, names: list[str], rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([names, *rows])


def main() -> int:
    writers = {
        "digits.npz": write_digits,
        "iris.csv": write_iris,
        "penguins.csv": write_penguins,
    }
    for name, write in writers.items():
        path = DATA / name
        write(path)
        content = path.read_bytes()
        print(f"| `{name}` | {len(content):,} | `{hashlib.sha256(content).hexdigest()}` |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
