"""Three small sets of real measurements, shipped with the library: no network is needed.

Provenance, licences and checksums are in ``data/README.md``.
"""

import csv
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Dataset", "load_digits", "load_iris", "load_penguins"]

DATA = files("softmaxbook") / "data"


class Dataset(NamedTuple):
    """n examples with d features each, and the class of every example.

    Unpacks as ``X, y, feature_names, class_names``. Each call of a loader makes new arrays.
    """

    X: NDArray[np.float64]  # (n, d), one example per row
    y: NDArray[np.intp]  # (n,), from 0 to K − 1; of the type that NumPy indexes and counts by
    feature_names: list[str]  # d names; the unit is their last part
    class_names: list[str]  # K names: example i belongs to class_names[y[i]]


def load_digits() -> Dataset:
    """Images of handwritten digits: 1797 examples, 64 features, 10 classes.

    Returns
    -------
    Dataset
        X (1797, 64): darkness of the pixels of an 8×8 image, row by row; whole numbers from 0
        (white) to 16 (black), without a unit. y: the digit. Three pixels are 0 in every image.

    Examples
    --------
    >>> digits = load_digits()
    >>> digits.X[0].reshape(8, 8).astype(int)[:3]
    array([[ 0,  0,  5, 13,  9,  1,  0,  0],
           [ 0,  0, 13, 15, 10, 15,  5,  0],
           [ 0,  3, 15,  2,  0, 11,  8,  0]])
    >>> digits.class_names[digits.y[0]]
    '0'

    Source: the test half of Optical Recognition of Handwritten Digits, E. Alpaydin and C. Kaynak
    (1998), UCI Machine Learning Repository, doi:10.24432/C50P49, licence CC BY 4.0; described in
    Alpaydin and Kaynak (1998), Kybernetika 34(4), 369–374.
    """
    with (DATA / "digits.npz").open("rb") as file, np.load(file) as arrays:
        # The file holds bytes, and a byte wraps around: 3 − 5 = 254.
        X, y = arrays["X"].astype(np.float64), arrays["y"].astype(np.intp)
    pixels = [f"pixel_{row}_{column}" for row in range(8) for column in range(8)]
    return Dataset(X, y, pixels, [str(digit) for digit in range(10)])


def load_iris() -> Dataset:
    """Fisher's irises: 150 flowers, 4 lengths in centimetres, 3 species of 50 flowers.

    Returns
    -------
    Dataset
        X (150, 4): length and width of the sepals, length and width of the petals, in cm.
        y: 0 setosa, 1 versicolor, 2 virginica.

    Examples
    --------
    >>> X, y, feature_names, class_names = load_iris()
    >>> feature_names
    ['sepal_length_cm', 'sepal_width_cm', 'petal_length_cm', 'petal_width_cm']
    >>> X[0], class_names[y[0]]
    (array([5.1, 3.5, 1.4, 0.2]), 'setosa')

    Source: R. A. Fisher (1936), Annals of Eugenics 7(2), 179–188; collected by E. Anderson. The
    numbers are Fisher's, as in R and scikit-learn; the file of the UCI Machine Learning Repository
    (doi:10.24432/C56C76, licence CC BY 4.0) has errors in two rows.
    """
    return _read_table("iris.csv")


def load_penguins() -> Dataset:
    """Penguins of the Palmer Archipelago: 342 birds, 4 measurements, 3 species.

    Returns
    -------
    Dataset
        X (342, 4): length and depth of the bill and length of a flipper in mm, mass in g.
        y: 0 Adelie (151 birds), 1 Chinstrap (68), 2 Gentoo (123).

    Examples
    --------
    >>> X, y, feature_names, class_names = load_penguins()
    >>> feature_names
    ['bill_length_mm', 'bill_depth_mm', 'flipper_length_mm', 'body_mass_g']
    >>> X[0], class_names[y[0]]
    (array([  39.1,   18.7,  181. , 3750. ]), 'Adelie')

    Source: K. B. Gorman, T. D. Williams and W. R. Fraser (2014), PLoS ONE 9(3), e90081,
    doi:10.1371/journal.pone.0090081, by way of palmerpenguins (Horst, Hill and Gorman, 2020),
    licence CC0; the two birds without measurements are left out.
    """
    return _read_table("penguins.csv")


def _read_table(name: str) -> Dataset:
    """A table with a header, one example per line, its species in the last column."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        header, *lines = csv.reader(file)
    X = np.array([line[:-1] for line in lines], dtype=np.float64)
    class_names, y = np.unique([line[-1] for line in lines], return_inverse=True)
    return Dataset(X, y.astype(np.intp), header[:-1], class_names.tolist())
