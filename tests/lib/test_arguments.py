"""Arguments in another form than the documented one: which of them are right, and what is said of
the others. (That nothing passes without a word is the subject of test_bad_inputs.)"""

import fractions

import numpy as np
import pytest

import softmaxbook as sb
from softmaxbook.datasets import load_digits, load_iris, load_penguins

NAN, INF = float("nan"), float("inf")
X = np.array([[-1.0], [1.0], [1.0], [3.0]])
Z = np.array([[3.0, 1.0, 0.2], [0.0, 2.0, -1.0]])
MODELS = [sb.LinearDiscriminantAnalysis, sb.QuadraticDiscriminantAnalysis, sb.SoftmaxRegression]
every_model = pytest.mark.parametrize("make", MODELS)


class NAType:
    """Stands for the missing value of pandas: neither equal to itself nor true nor false."""

    def __repr__(self):
        return "<NA>"

    def __bool__(self):
        raise TypeError("boolean value of NA is ambiguous")

    def __eq__(self, other):
        return self

    __hash__ = None


# ---- Masked arrays ------------------------------------------------------------------------------

MASKED = np.ma.array([[1.0, 2.0, 3.0]] * 2, mask=[[0, 0, 1]] * 2)
P = np.array([[0.5, 0.3, 0.2]] * 2)
HALF_MASKED = np.ma.array(P, mask=MASKED.mask)
TAKE_LOGITS = [
    sb.softmax,
    sb.log_softmax,
    sb.logsumexp,
    sb.sigmoid,
    sb.sparsemax,
    sb.entropy_from_logits,
    sb.gumbel_max,
    lambda z: sb.kl_from_logits(Z, z),
    lambda z: sb.kl_from_logits(z, Z),
    lambda z: sb.softmax_jacobian(z[0]),
    lambda z: sb.softmax_jvp(z, Z),
    lambda z: sb.softmax_jvp(Z, z),
    lambda z: sb.top_k(z, 2),
    lambda z: sb.nucleus(z, 0.9),
    lambda z: sb.cross_entropy(z, [0, 1]),
    lambda z: sb.cross_entropy_grad(z, [0, 1]),
    lambda z: sb.brier_score(z, [0, 1]),
    lambda z: sb.squared_error(z, [0, 1]),
    lambda z: sb.fit_temperature(z, [0, 1]),
    lambda z: sb.scaled_dot_product_attention(z, Z, Z),
    lambda z: sb.scaled_dot_product_attention(Z, Z, z),
    lambda z: sb.scaled_dot_product_attention_grad(Z, Z, Z, z),
    lambda z: sb.softmax([z[0], z[1]]),
]


@pytest.mark.parametrize("function", TAKE_LOGITS)
def test_masked_logits_are_a_type_error_that_names_where(function):
    for z in (MASKED, np.ma.array(Z), MASKED.astype(np.float32), MASKED.astype(int)):
        with pytest.raises(TypeError, match=r"^\w+: .* masked array, .*where="):
            function(z)


@pytest.mark.parametrize(
    "function",
    [
        sb.entropy,
        lambda p: sb.kl_divergence(p, P),
        lambda p: sb.kl_divergence(P, p),
        lambda p: sb.expected_calibration_error(p, [0, 1]),
        lambda p: sb.reliability_curve(p, [0, 1]),
        lambda p: sb.cross_entropy(Z, p),
        lambda p: sb.maximum_entropy(p, [0.5, 0.3, 0.2]),
    ],
)
def test_masked_probabilities_and_targets_are_a_type_error_that_names_where(function):
    with pytest.raises(TypeError, match=r"^\w+: .* masked array, .*where="):
        function(HALF_MASKED)


@every_model
def test_masked_examples_and_classes_are_a_type_error_that_names_where(make):
    y, fitted = [0, 0, 1, 1], make().fit(np.array([[-1.0], [1.5], [1.0], [3.0]]), [0, 0, 1, 1])
    table = np.ma.array(X, mask=[[0], [0], [1], [0]])
    for call in (
        lambda: make().fit(table, y),
        lambda: make().fit(X, np.ma.array(y, mask=[0, 0, 1, 0])),
        lambda: fitted.predict(table),
        lambda: fitted.predict_proba(table),
        lambda: fitted.decision_function(table),
    ):
        with pytest.raises(TypeError, match=r"^\w+\.\w+: [Xy] is a masked array, .*where="):
            call()


def test_the_way_out_of_a_mask_is_right():
    row = MASKED[0]
    shares = sb.softmax(row.data, where=~row.mask)
    assert np.array_equal(shares, sb.softmax(row.filled(-np.inf)))
    assert shares[2] == 0
    draws = sb.gumbel_max(row.filled(-np.inf), size=1000, rng=0)
    assert set(draws.tolist()) == {0, 1}


# ---- Classes ------------------------------------------------------------------------------------


@every_model
@pytest.mark.parametrize(
    "y",
    [
        ["a", "b", None, "b"],
        ["a", "b", NAN, "b"],
        [0, 1, None, 1],
        [0, NAN, 0, NAN],
        np.array([0, NAN, 0, NAN], dtype=object),
        np.array(["a", NAN, "a", "b"], dtype=object),
        np.array(["a", NAType(), "a", "b"], dtype=object),
        np.array([0, NAType(), 0, 1], dtype=object),
        np.array([0, np.float32("nan"), 0, 1], dtype=object),
        np.array([0, np.datetime64("NaT"), 0, 1], dtype=object),
        np.array(["2026-01-01", "NaT"] * 2, "M8[D]"),
    ],
)
def test_a_gap_among_the_classes_is_a_value_error_that_says_where(make, y):
    if isinstance(y, np.ndarray) and isinstance(y[1], np.datetime64):
        place = 1
    else:
        place = next(i for i, v in enumerate(y) if not isinstance(v, str | int))
    with pytest.raises(ValueError, match=rf"^{make.__name__}\.fit: y holds \S+ at index {place}"):
        make().fit(X, y)


@every_model
@pytest.mark.parametrize(
    "y",
    [
        np.array([0.5, 1.5, 0.5, 1.5], dtype=object),
        [0, "a", 0, "a"],
        np.array([0, b"a", 0, b"a"], dtype=object),
        np.array([(0,), (1,), (0,), (1,), None], dtype=object)[:4],
    ],
)
def test_classes_that_are_no_classes_in_disguise_are_a_value_error(make, y):
    with pytest.raises(ValueError, match=rf"^{make.__name__}\.fit: y holds .*integers or strings"):
        make().fit(X, y)


@every_model
@pytest.mark.parametrize(
    "y",
    [
        ["a", "b", "a", "b"],
        np.array(["a", "b", "a", "b"], dtype=object),
        np.array([0, 1, 0, 1], dtype=object),
        [b"a", b"b", b"a", b"b"],
        [False, True, False, True],
        np.array(["a", "b", "a", "b"], np.dtypes.StringDType()),
        ["nan", "None", "nan", "None"],
        np.array([0, 1, 0, 1], np.uint64),
        (0, 1, 0, 1),
    ],
)
def test_classes_may_be_strings_and_integers_of_any_kind(make, y):
    X = np.array([[0.0], [1], [2], [3]])
    model = make().fit(X, y)
    assert model.classes_.tolist() == sorted(set(np.asarray(y).tolist()))
    assert model.predict_proba(X).shape == (4, 2)


# ---- Integers of every width: on 32-bit platforms int64 is as uint64 here -----------------------


@pytest.mark.parametrize(
    "kind", ["int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", ">i4", ">u8"]
)
def test_class_indices_and_sizes_may_be_integers_of_any_type(kind):
    """NumPy repeats, takes and (before 2.4) counts by intp alone and refuses what does not fit
    into it: uint64 where intp has 64 bits, and int64, which its generators return, where it has
    32."""
    rng = np.random.default_rng(0)
    z = rng.normal(size=(60, 4))
    plain = (z + rng.gumbel(size=z.shape)).argmax(axis=1)
    y = plain.astype(kind)
    if kind in ("uint64", ">u8"):
        with pytest.raises(TypeError, match="according to the rule 'safe'"):
            np.repeat(y, y)
    number = np.dtype(kind).type
    p = sb.softmax(z)
    for loss in (sb.cross_entropy, sb.cross_entropy_grad):
        for options in ({}, {"ignore_index": 1}, {"label_smoothing": 0.1}, {"weight": p[0]}):
            assert np.array_equal(loss(z, y, **options), loss(z, plain, **options))
        assert np.array_equal(loss(z, y, ignore_index=number(1)), loss(z, y, ignore_index=1))
    for loss in (sb.brier_score, sb.brier_score_grad, sb.squared_error, sb.squared_error_grad):
        assert np.array_equal(loss(z, y), loss(z, plain))
    assert sb.fit_temperature(z, y) == sb.fit_temperature(z, plain)
    assert sb.expected_calibration_error(p, y) == sb.expected_calibration_error(p, plain)
    assert sb.expected_calibration_error(p, y, number(5)) == sb.expected_calibration_error(p, y, 5)
    for make in MODELS:
        assert np.array_equal(
            make().fit(z, y).predict_proba(z), make().fit(z, plain).predict_proba(z)
        )
    assert np.array_equal(sb.top_k(z, number(2)), sb.top_k(z, 2))
    draws = sb.gumbel_max(z, size=number(3), rng=number(7))
    assert np.array_equal(draws, sb.gumbel_max(z, size=3, rng=7))
    assert np.array_equal(sb.softmax(z, axis=number(1)), p)


def test_what_comes_back_as_an_index_or_a_count_has_the_type_that_numpy_counts_by():
    assert sb.gumbel_max(Z, rng=0).dtype == np.intp
    assert sb.reliability_curve(P, [0, 1])[2].dtype == np.intp
    for load in (load_digits, load_iris, load_penguins):
        assert load().y.dtype == np.intp


# ---- Numbers ------------------------------------------------------------------------------------


@pytest.mark.parametrize("index", [[0, 0], "0", NAN, 0.0, 1.5, True, [0], (0,), b"0", 1j, {0}])
@pytest.mark.parametrize(
    "loss", [sb.cross_entropy, sb.cross_entropy_grad, sb.cross_entropy_and_grad]
)
def test_ignore_index_is_one_integer(loss, index):
    with pytest.raises(TypeError, match=rf"^{loss.__name__}: ignore_index is .*an integer"):
        loss(Z, [0, 1], ignore_index=index)


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (
            lambda v: sb.cross_entropy(Z, [0, 1], label_smoothing=v),
            "cross_entropy: label_smoothing",
        ),
        (lambda v: sb.nucleus(Z, v), "nucleus: mass"),
        (lambda v: sb.softmax(Z, temperature=v), "softmax: temperature"),
        (lambda v: sb.log_softmax(Z, temperature=v), "log_softmax: temperature"),
        (
            lambda v: sb.scaled_dot_product_attention(Z, Z, Z, scale=v),
            "scaled_dot_product_attention: scale",
        ),
        (lambda v: sb.SoftmaxRegression(l2=v).fit(X, [0, 1, 0, 1]), "SoftmaxRegression.fit: l2"),
        (lambda v: sb.SoftmaxRegression(tol=v).fit(X, [0, 1, 0, 1]), "SoftmaxRegression.fit: tol"),
        (
            lambda v: sb.QuadraticDiscriminantAnalysis(reg=v).fit(X, [0, 1, 0, 1]),
            "QuadraticDiscriminantAnalysis.fit: reg",
        ),
        (lambda v: sb.gradient_check(np.sum, np.ones_like, Z, v), "gradient_check: step"),
    ],
)
def test_a_number_may_have_any_real_type_but_is_no_text_array_or_truth_value(call, text):
    for right in (0.5, np.float32(0.5), np.float16(0.5), fractions.Fraction(1, 2), np.array(0.5)):
        call(right)
    for wrong in ("0.1", b"0.1", [0.5], np.array([0.5]), True, 0.5j, {0.5}, np.ma.masked):
        with pytest.raises(TypeError, match=rf"^{text} is .* needed"):
            call(wrong)
    with pytest.raises(ValueError, match=rf"^{text} is "):
        call(NAN)


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (
            lambda v: sb.SoftmaxRegression(max_iter=v).fit(X, [0, 1, 0, 1]),
            "SoftmaxRegression.fit: max_iter",
        ),
        (lambda v: sb.top_k(Z, v), "top_k: k"),
        (lambda v: sb.gumbel_max(Z, v), "gumbel_max: size"),
        (lambda v: sb.gumbel_max(Z, rng=v), "gumbel_max: rng"),
        (lambda v: sb.reliability_curve(P, [0, 1], v), "reliability_curve: n_bins"),
    ],
)
def test_a_count_is_an_integer(call, text):
    for wrong in (2.5, 2.0, "2", NAN, True, np.array([2, 3]), 1j):
        with pytest.raises(TypeError, match=rf"^{text} is .*integer is needed"):
            call(wrong)
    with pytest.raises(ValueError, match=rf"^{text} is -1"):
        call(-1)


@pytest.mark.parametrize("make", MODELS[:2])
@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64, np.longdouble])
def test_priors_rounded_to_any_type_are_priors(make, kind):
    X, y = np.array([[0.0], [1], [2], [4], [5], [7]]), [0, 1, 2, 0, 1, 2]
    exact = make([0.1, 0.2, 0.7]).fit(X, y).predict_proba(X)
    model = make(np.array([0.1, 0.2, 0.7], kind)).fit(X, y)
    assert abs(model.priors_.sum() - 1) < 1e-15
    assert np.allclose(model.predict_proba(X), exact, atol=2 * float(np.finfo(kind).eps))
    with pytest.raises(ValueError, match=r"priors are .*positive with sum 1"):
        make(np.array([0.1, 0.2, 0.71], np.float32)).fit(X, y)


RAGGED = [[1.0, 2.0], [3.0]]


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda r: sb.softmax(r), "x"),
        (lambda r: sb.entropy(r), "p"),
        (lambda r: sb.kl_from_logits(Z, r), "z_q"),
        (lambda r: sb.gumbel_max(r), "logits"),
        (lambda r: sb.cross_entropy(r, [0, 1]), "logits"),
        (lambda r: sb.cross_entropy(Z, r), "target"),
        (lambda r: sb.cross_entropy(Z, [0, 1], weight=r), "weight"),
        (lambda r: sb.fit_temperature(r, [0, 1]), "logits"),
        (lambda r: sb.fit_temperature(Z, r), "labels"),
        (lambda r: sb.maximum_entropy(r, [1.0, 2.0]), "features"),
        (lambda r: sb.scaled_dot_product_attention(Z, Z, Z, mask=r), "mask"),
        (lambda r: sb.LinearDiscriminantAnalysis().fit(r, [0, 1]), "X"),
        (lambda r: sb.LinearDiscriminantAnalysis().fit(X, r), "y"),
        (lambda r: sb.LinearDiscriminantAnalysis(priors=r).fit(X, [0, 0, 1, 1]), "priors"),
    ],
)
def test_ragged_rows_are_a_value_error_that_names_the_argument(call, name):
    with pytest.raises(ValueError, match=rf": {name} is ragged"):
        call(RAGGED)


# ---- Ties ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("p", "mass", "count"),
    [
        ([0.6, 0.3, 0.1], 0.9, 2),
        ([0.5, 0.3, 0.2], 0.8, 2),
        ([0.7, 0.2, 0.1], 0.9, 2),
        ([0.4, 0.3, 0.2, 0.1], 0.7, 2),
        ([0.4, 0.3, 0.2, 0.1], 0.9, 3),
        ([0.1] * 10, 0.3, 3),
        ([0.1] * 10, 0.7, 7),
        ([1 / 3] * 3, 2 / 3, 2),
        ([0.6, 0.3, 0.1], 0.9001, 3),
        ([0.6, 0.3, 0.1], 0.8999, 2),
        ([0.6, 0.3, 0.1], 1.0, 3),
        ([0.6, 0.4], 0.6, 1),
    ],
)
@pytest.mark.parametrize("kind", [np.float64, np.float32])
def test_a_nucleus_stops_where_the_sum_is_the_mass_but_for_rounding(p, mass, count, kind):
    for shift in (0, 1, -7.3, 100, 0.1):
        logits = (np.log(p) + shift).astype(kind)
        for m in (mass, kind(mass)):
            assert np.isfinite(sb.nucleus(logits, m)).sum() == count, (shift, m)


def test_a_nucleus_of_nearly_everything_is_no_tie():
    tail = np.log([1 - 1e-12, 1e-12])
    assert np.isfinite(sb.nucleus(tail, 1 - 1e-13)).sum() == 2
    assert np.isfinite(sb.nucleus(tail, 1 - 2e-12)).sum() == 1


# ---- Gradients of functions that compute in single precision ------------------------------------


def single(z):
    return sb.cross_entropy(np.asarray(z, np.float32), [0, 1])


def slope(z):
    return sb.cross_entropy_grad(z, [0, 1])


@pytest.mark.parametrize("wrap", [lambda v: v, float, np.float64])
def test_the_right_gradient_of_a_float32_loss_is_no_mistake(wrap):
    rng = np.random.default_rng(1)
    for _ in range(5):
        z = rng.normal(size=(2, 3))
        assert sb.gradient_check(lambda z: wrap(single(z)), slope, z) < 5e-5
        for wrong in (lambda z: 1.01 * slope(z), lambda z: -slope(z), lambda z: 0 * z):
            assert sb.gradient_check(lambda z: wrap(single(z)), wrong, z) > 5e-3


def test_a_gradient_that_is_off_by_a_thousandth_is_still_found():
    error = sb.gradient_check(lambda x: np.exp(x).sum(), lambda x: 1.001 * np.exp(x), np.zeros(3))
    assert 0.9e-3 < error < 1.1e-3
