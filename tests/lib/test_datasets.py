"""The shipped data are the published ones, unchanged, and come with names, units and a licence."""

import hashlib
import re
from importlib.resources import files

import numpy as np
import pytest
import sklearn.datasets

from softmaxbook.datasets import load_digits, load_iris, load_penguins

DATA = files("softmaxbook") / "data"
LOADERS = [load_digits, load_iris, load_penguins]
every_loader = pytest.mark.parametrize("load", LOADERS, ids=lambda f: f.__name__)

COUNTS = {
    load_digits: [178, 182, 177, 183, 181, 182, 181, 179, 174, 180],
    load_iris: [50, 50, 50],
    load_penguins: [151, 68, 123],
}
# The smallest and the largest value of each feature (digits: of all pixels).
RANGES = {
    load_digits: ([0], [16]),
    load_iris: ([4.3, 2.0, 1.0, 0.1], [7.9, 4.4, 6.9, 2.5]),
    load_penguins: ([32.1, 13.1, 172, 2700], [59.6, 21.5, 231, 6300]),
}


def in_readme():
    """File name -> (bytes, SHA-256), from the table that tells readers what they have."""
    text = (DATA / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\S+)` \| ([\d,]+) \| `([0-9a-f]{64})` \|$", text, re.MULTILINE)
    return {name: (int(size.replace(",", "")), digest) for name, size, digest in rows}


def test_the_files_have_the_sizes_and_checksums_of_the_readme_and_none_is_unlisted():
    contents = {f.name: f.read_bytes() for f in DATA.iterdir() if f.name != "README.md"}
    assert {
        name: (len(content), hashlib.sha256(content).hexdigest())
        for name, content in contents.items()
    } == in_readme()
    assert len(contents) == 3


def test_all_data_together_take_less_than_60_kB():
    assert sum(size for size, _ in in_readme().values()) < 60_000


@every_loader
def test_features_are_float64_and_classes_int64_with_a_name_for_every_column_and_class(load):
    X, y, feature_names, class_names = load()
    assert (X.dtype, y.dtype) == (np.float64, np.int64)
    assert X.shape == (len(y), len(feature_names)) == (sum(COUNTS[load]), X.shape[1])
    assert np.bincount(y).tolist() == COUNTS[load]
    assert len(set(class_names)) == len(COUNTS[load])
    assert len(set(feature_names)) == X.shape[1]


@every_loader
def test_values_span_the_published_ranges(load):
    X = load().X
    low, high = RANGES[load]
    axis = 0 if len(low) > 1 else None
    assert np.array_equal(np.atleast_1d(X.min(axis=axis)), low)
    assert np.array_equal(np.atleast_1d(X.max(axis=axis)), high)


@every_loader
def test_writing_to_a_loaded_array_does_not_change_what_is_loaded_next(load):
    first = load()
    first.X[:] = -1
    first.y[:] = -1
    assert load().X.min() >= 0
    assert load().y.min() == 0


@every_loader
def test_docstring_and_readme_state_licence_and_authors(load):
    words = {
        load_digits: ["CC BY 4.0", "Alpaydin", "Kaynak", "doi:10.24432/C50P49"],
        load_iris: ["CC BY 4.0", "Fisher", "1936", "doi:10.24432/C56C76"],
        load_penguins: ["CC0", "Gorman", "Williams", "Fraser", "doi:10.1371/journal.pone.0090081"],
    }[load]
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    for word in words:
        assert word in load.__doc__
        assert word in readme


def test_digits_are_whole_numbers_and_three_pixels_are_blank_in_every_image():
    X = load_digits().X
    assert np.array_equal(X, X.round())
    assert np.flatnonzero((X == 0).all(axis=0)).tolist() == [0, 32, 39]


def test_names_of_pixels_are_row_and_column_of_the_image():
    digits = load_digits()
    assert digits.feature_names[8 * 2 + 5] == "pixel_2_5"
    assert digits.class_names == list("0123456789")


def test_units_stand_in_the_names_of_the_features():
    assert all(name.endswith("_cm") for name in load_iris().feature_names)
    assert [name.split("_")[-1] for name in load_penguins().feature_names] == ["mm"] * 3 + ["g"]


def test_iris_rows_35_and_38_are_fishers_and_not_those_of_the_uci_file():
    X = load_iris().X
    assert X[34].tolist() == [4.9, 3.1, 1.5, 0.2]  # UCI: petal width 0.1
    assert X[37].tolist() == [4.9, 3.6, 1.4, 0.1]  # UCI: 4.9, 3.1, 1.5, 0.1


@pytest.mark.parametrize("load", [load_digits, load_iris], ids=lambda f: f.__name__)
def test_data_agree_with_scikit_learn_to_the_last_bit(load):
    expected = getattr(sklearn.datasets, load.__name__)()
    mine = load()
    assert np.array_equal(mine.X, expected.data)
    assert np.array_equal(mine.y, expected.target)
    assert mine.class_names == [str(name) for name in expected.target_names]


def test_penguins_agree_with_the_original_table():
    reason = "palmerpenguins is not installed (make peers installs it)"
    original = pytest.importorskip("palmerpenguins", reason=reason).load_penguins()
    mine = load_penguins()
    original = original.dropna(subset=mine.feature_names)
    assert np.array_equal(mine.X, original[mine.feature_names].to_numpy(float))
    assert [mine.class_names[k] for k in mine.y] == original["species"].tolist()
