"""What the four functions promise outside the mathematics: types, shapes, infinities, errors.

Each test is one decision that other libraries take differently or leave open. All calls go
through ``quietly``: a warning or a floating-point flag that escapes is a failure.
"""

import re
import tracemalloc

import numpy as np
import pytest
from strategies import close, exact_softmax_family, quietly, same, ulp_error, worst_ulp

import softmaxbook

INF, NAN = np.inf, np.nan


softmax = quietly(softmaxbook.softmax)
log_softmax = quietly(softmaxbook.log_softmax)
logsumexp = quietly(softmaxbook.logsumexp)
sigmoid = quietly(softmaxbook.sigmoid)

ELEMENTWISE = [softmax, log_softmax, sigmoid]
OVER_CLASSES = [softmax, log_softmax, logsumexp]
DISTRIBUTIONS = [softmax, log_softmax]
FOUR = [softmax, log_softmax, logsumexp, sigmoid]

every_function = pytest.mark.parametrize("function", FOUR, ids=lambda f: f.__name__)
over_classes = pytest.mark.parametrize("function", OVER_CLASSES, ids=lambda f: f.__name__)
distributions = pytest.mark.parametrize("function", DISTRIBUTIONS, ids=lambda f: f.__name__)


def rounding(dtype):
    """Relative error to expect against a result that was computed in float64."""
    return 4 * max(float(np.finfo(dtype).eps), float(np.finfo(np.float64).eps))


# Shapes and axes.


@over_classes
def test_classes_lie_along_the_last_axis_unless_told_otherwise(function):
    x = np.array([[3.0, 1.0, 0.2], [0.0, -50.0, 7.0]])
    assert same(function(x), function(x, axis=1))
    assert same(function(x), [function(row) for row in x])
    assert not same(function(x), function(x, axis=None))


@pytest.mark.parametrize("shape", [(0,), (3, 0), (2, 0, 4)])
def test_empty_input_gives_an_empty_distribution_of_the_same_shape(shape):
    for function in ELEMENTWISE:
        value = function(np.zeros(shape))
        assert value.shape == shape
        assert value.dtype == np.float64


def test_logsumexp_of_no_exponents_is_minus_infinity():
    assert logsumexp([]) == -INF
    assert same(logsumexp(np.zeros((3, 0))), [-INF] * 3)
    assert same(logsumexp(np.zeros((2, 0, 3)), axis=(1, 2)), [-INF] * 2)
    assert same(logsumexp(np.zeros((2, 0)), keepdims=True), [[-INF], [-INF]])
    assert logsumexp(np.zeros((0, 3))).shape == (0,)
    assert same(logsumexp([], b=[]), -INF)


@pytest.mark.parametrize("axis", [-1, 0, None])
def test_single_number_is_one_class(axis):
    assert same(softmax(7.5, axis), 1.0)
    assert same(log_softmax(7.5, axis), 0.0)
    assert same(logsumexp(7.5, axis), 7.5)
    assert same(logsumexp(7.5, axis, keepdims=True), 7.5)


def test_zero_dimensional_results_are_scalars_not_arrays():
    assert isinstance(softmax(1.0), np.float64)
    assert isinstance(log_softmax(1), np.float64)
    assert isinstance(logsumexp([1.0, 2.0]), np.float64)
    assert isinstance(sigmoid(np.float32(1)), np.float32)


@over_classes
@pytest.mark.parametrize("axis", [2, -3, (0, 2)])
def test_axis_out_of_bounds_is_a_value_error_that_names_axis_and_dimension(function, axis):
    with pytest.raises(ValueError, match=rf"^{function.__name__}: axis (2|-3).*dimension 2"):
        function(np.ones((2, 2)), axis=axis)


@over_classes
def test_single_number_has_no_axis_1(function):
    with pytest.raises(ValueError, match=rf"^{function.__name__}: axis 1.*dimension 0"):
        function(7.5, axis=1)


@over_classes
@pytest.mark.parametrize("axis", [(0, 0), (1, -1)])
def test_axis_named_twice_is_a_value_error(function, axis):
    with pytest.raises(ValueError, match=rf"repeated axis.*{function.__name__}"):
        function(np.ones((2, 2)), axis=axis)


@over_classes
@pytest.mark.parametrize("axis", [1.0, "last", [0.5]])
def test_axis_that_is_not_an_integer_is_a_type_error(function, axis):
    with pytest.raises(TypeError, match=rf"^{function.__name__}: axis is .*an integer"):
        function(np.ones((2, 2)), axis=axis)


@over_classes
def test_no_axis_at_all_makes_every_entry_its_own_slice(function):
    expected = {"softmax": 1.0, "log_softmax": 0.0, "logsumexp": 2.5}[function.__name__]
    assert same(function(np.full((2, 3), 2.5), axis=()), np.full((2, 3), expected))


@pytest.mark.parametrize(
    ("axis", "shape"),
    [(0, (1, 3, 4)), (-1, (2, 3, 1)), ((0, 2), (1, 3, 1)), (None, (1, 1, 1)), ((), (2, 3, 4))],
)
def test_keepdims_keeps_the_summed_axes_with_length_1(axis, shape):
    x = np.arange(24.0).reshape(2, 3, 4)
    kept, dropped = logsumexp(x, axis, keepdims=True), logsumexp(x, axis)
    assert kept.shape == shape
    assert dropped.shape == (shape if axis == () else tuple(n for n in shape if n > 1))
    assert same(kept.ravel(), np.ravel(dropped))


# Types.


@every_function
@pytest.mark.parametrize("name", ["int8", "int16", "int32", "int64"])
def test_signed_integers_become_float64_before_any_arithmetic(function, name):
    info = np.iinfo(name)
    x = np.array([info.min, info.max, 0, -1], dtype=name)
    value = function(x)
    assert value.dtype == np.float64
    assert same(value, function(x.astype(np.float64)))


@every_function
@pytest.mark.parametrize("name", ["uint8", "uint16", "uint32", "uint64"])
def test_unsigned_integers_become_float64_before_any_arithmetic(function, name):
    x = np.array([0, 1, np.iinfo(name).max], dtype=name)
    value = function(x)
    assert value.dtype == np.float64
    assert same(value, function(x.astype(np.float64)))


@every_function
def test_python_integers_and_nested_sequences_become_float64(function):
    value = function([(3, 1), (0, -2)])
    assert value.dtype == np.float64
    assert same(value, function(np.array([[3.0, 1.0], [0.0, -2.0]])))


@every_function
def test_booleans_are_the_logits_0_and_1(function):
    value = function(np.array([True, False, True]))
    assert value.dtype == np.float64
    assert same(value, function([1.0, 0.0, 1.0]))


@every_function
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, np.longdouble])
def test_floating_formats_keep_their_dtype(function, dtype):
    x = np.array([[3, 1, 0.25], [-1, 0, 2]], dtype=dtype)
    assert function(x).dtype == dtype
    assert function(x[0, 0]).dtype == dtype
    assert function(x[:, :0]).dtype == dtype
    assert close(function(x), function(x.astype(float)), rounding(dtype))


@distributions
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.longdouble])
def test_mask_and_temperature_keep_the_dtype(function, dtype):
    x = np.array([3, 1, 0.25], dtype=dtype)
    value = function(x, where=[True, False, True], temperature=np.float64(2))
    assert value.dtype == dtype
    expected = function(x.astype(float), where=[True, False, True], temperature=2.0)
    assert close(value, expected, rounding(dtype))


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.longdouble])
def test_weights_do_not_change_the_dtype_of_logsumexp(dtype):
    x = np.array([3, 1, 0.25], dtype=dtype)
    for b in ([1, 2, 3], np.array([1.0, 2.0, 3.0]), np.array([1, 2, 3], dtype=dtype)):
        value = logsumexp(x, b=b)
        assert value.dtype == dtype
        expected = logsumexp(x.astype(float), b=[1.0, 2.0, 3.0])
        assert close(value, expected, rounding(dtype))


@every_function
def test_float16_is_evaluated_wider_and_rounded_once(function):
    x = np.linspace(-2, 2, 200).astype(np.float16)
    expected = function(x.astype(np.float32)).astype(np.float16)
    assert same(function(x), expected)


def test_float16_sum_of_exponentials_may_exceed_the_range_of_float16():
    x = np.full(10_000, 5, dtype=np.float16)  # Σ exp(5) = 1.5e6, far above 65504
    assert ulp_error(softmax(x)[0], exact_softmax_family([0.0])[0][0] / 10_000) <= 0.51
    assert logsumexp(x) == np.float16(5 + np.log(10_000))


@every_function
@pytest.mark.parametrize(
    ("x", "dtype"),
    [
        ([1 + 2j, 0], "complex128"),
        (np.array([1.0, 2.0], dtype=object), "object"),
        ([None, 1.0], "object"),
        ([10**30, 0], "object"),
        (["1.0", "2.0"], "<U3"),
        (b"1", r"\|S1"),
        (np.array(["2020-01-01"], dtype="M8[D]"), "datetime64"),
    ],
    ids=["complex", "object", "None", "huge int", "str", "bytes", "datetime"],
)
def test_what_is_not_a_real_number_is_a_type_error(function, x, dtype):
    message = rf"^{function.__name__}: .*{dtype}.*real numbers are needed"
    with pytest.raises(TypeError, match=message):
        function(x)


@every_function
def test_ragged_rows_are_a_value_error(function):
    with pytest.raises(ValueError, match=rf"^{function.__name__}: .*ragged.*one length"):
        function([[1.0, 2.0], [3.0]])


# Infinity and nan.


@distributions
@pytest.mark.parametrize(
    "x",
    [[1, INF], [INF], [INF, INF], [INF, -INF], [1, NAN], [NAN], [NAN, INF], [-INF, NAN]],
    ids=str,
)
def test_plus_infinity_or_nan_among_the_logits_makes_the_whole_slice_nan(function, x):
    assert same(function(x), np.full(len(x), NAN))


@distributions
@pytest.mark.parametrize("classes", [1, 2, 5])
def test_nothing_but_minus_infinity_has_no_softmax(function, classes):
    assert same(function(np.full(classes, -INF)), np.full(classes, NAN))


@distributions
def test_slice_without_softmax_leaves_its_neighbours_alone(function):
    x = np.array([[1.0, INF], [2.0, 1.0], [-INF, -INF], [NAN, 0.0], [0.0, -50.0]])
    value = function(x)
    assert same(value[[0, 2, 3]], np.full((3, 2), NAN))
    # Beside other rows another way may be taken to the same 6 ulp.
    assert close(value[[1, 4]], function(x[[1, 4]]), 3e-15)
    across = function(x.T, axis=0).T
    assert same(np.isnan(across), np.isnan(value))
    assert close(across[[1, 4]], value[[1, 4]], 3e-15)


def test_minus_infinity_beside_a_finite_logit_is_an_impossible_class():
    assert same(softmax([1, -INF]), [1, 0])
    assert same(log_softmax([1, -INF]), [0, -INF])
    assert same(softmax([-INF, 1, 1]), [0, 0.5, 0.5])


@pytest.mark.parametrize(
    ("x", "expected"),
    [
        ([INF, 1], INF),
        ([1, INF], INF),
        ([INF, 0], INF),
        ([INF, INF], INF),
        ([INF, -INF], INF),
        ([INF], INF),
        ([-INF, -INF], -INF),
        ([-INF], -INF),
        ([-INF, 0], 0),
        ([-INF, 2.5], 2.5),
        ([NAN, 1], NAN),
        ([0, NAN], NAN),
        ([NAN, INF], NAN),
        ([INF, NAN], NAN),
        ([NAN, -INF], NAN),
    ],
    ids=str,
)
def test_logsumexp_at_infinity_is_its_limit_and_nan_beats_infinity(x, expected):
    assert same(logsumexp(x), expected)
    assert same(logsumexp(x, b=np.ones(len(x))), expected)
    assert same(logsumexp([x, [0, -INF]][: len(x)], axis=-1)[0], expected)


def test_sigmoid_at_infinity_is_its_limit():
    assert same(sigmoid([INF, -INF, NAN]), [1, 0, NAN])
    assert same(sigmoid([800.0, -800.0, 0.0, -0.0]), [1, 0, 0.5, 0.5])


@pytest.mark.parametrize(("dtype", "mask"), [(np.float32, -1e9), (np.float16, -65504)])
def test_most_negative_logit_masks_a_class_but_not_a_whole_row(dtype, mask):
    assert same(softmax(np.array([2, 2, mask], dtype=dtype)), [0.5, 0.5, 0])
    assert same(softmax(np.full(4, mask, dtype=dtype)), np.full(4, 0.25))
    assert same(softmax(np.full(4, -INF, dtype=dtype)), np.full(4, NAN))


def test_minus_1e9_is_minus_infinity_in_float16():
    with np.errstate(over="ignore"):
        x = np.array([2, -1e9]).astype(np.float16)
    assert x[1] == -INF
    assert same(softmax(x), [1, 0])


@every_function
def test_largest_and_smallest_numbers_raise_no_flag(function):
    for dtype in (np.float32, np.float64, np.longdouble):
        info = np.finfo(dtype)
        x = np.array([info.max, info.min, info.tiny, info.smallest_subnormal, 0], dtype=dtype)
        for row in (x, -x, x[1:], np.array([info.max, info.max])):
            assert not np.isnan(function(row)).any()


# Masks.


def test_masked_class_has_probability_exactly_0_and_log_probability_minus_infinity():
    keep = [True, False, True]
    for masked in (1e300, INF, -INF, NAN, 0.0):
        assert same(softmax([2, masked, 2], where=keep), [0.5, 0, 0.5])
        assert same(log_softmax([2, masked, 2], where=keep), [-np.log(2), -INF, -np.log(2)])


def test_all_classes_masked_gives_zeros_whatever_the_logits():
    for x in ([1.0, 2.0], [INF, NAN], [-INF, -INF], [1e300, -1e300]):
        assert same(softmax(x, where=[False, False]), [0, 0])
        assert same(log_softmax(x, where=[False, False]), [-INF, -INF])
    assert same(softmax(7.5, where=False), 0)


def test_classes_left_by_the_mask_are_nan_if_they_have_no_softmax():
    assert same(softmax([1, -INF], where=[False, True]), [0, NAN])
    assert same(log_softmax([1, -INF], where=[False, True]), [-INF, NAN])
    assert same(softmax([1, INF, 2], where=[True, True, False]), [NAN, NAN, 0])


def test_mask_of_all_true_changes_nothing():
    x = np.array([[3.0, 1.0, 0.2], [-INF, 0.0, 1.0]])
    for function in DISTRIBUTIONS:
        assert same(function(x, where=True), function(x))
        assert same(function(x, where=np.ones((2, 3), dtype=bool)), function(x))


def test_mask_is_not_written_to_and_may_be_read_only():
    x = np.array([[3.0, 1.0], [2.0, 5.0]])
    keep = np.array([True, False])
    keep.flags.writeable = False
    assert same(softmax(x, where=keep), [[1, 0], [1, 0]])
    assert same(keep, [True, False])


@distributions
@pytest.mark.parametrize("where", [[1, 0, 1], [1.0, 0.0, 1.0], ["a", "b", "c"], [None, 1, 0]])
def test_mask_that_is_not_boolean_is_a_type_error(function, where):
    dtype = np.asarray(where).dtype
    message = rf"^{function.__name__}: where has dtype {dtype}.*booleans are needed"
    with pytest.raises(TypeError, match=message):
        function([1.0, 2.0, 3.0], where=where)


@distributions
@pytest.mark.parametrize("shape", [(2,), (3, 2), (1, 2, 3), (4, 3)])
def test_mask_that_does_not_broadcast_is_a_value_error_with_both_shapes(function, shape):
    text = str(shape).replace("(", r"\(").replace(")", r"\)")
    message = rf"^{function.__name__}: where has shape {text}.*broadcast to \(2, 3\)"
    with pytest.raises(ValueError, match=message):
        function(np.ones((2, 3)), where=np.ones(shape, dtype=bool))


# Temperature.


@distributions
@pytest.mark.parametrize("temperature", [0, -1, -0.0, NAN, INF, -INF])
def test_temperature_that_is_not_positive_and_finite_is_a_value_error(function, temperature):
    message = rf"^{function.__name__}: temperature is {float(temperature)}.*positive finite.*needed"
    with pytest.raises(ValueError, match=message):
        function([1.0, 2.0], temperature=temperature)


@distributions
@pytest.mark.parametrize("temperature", ["2", None, 1j, [1.0, 2.0]], ids=str)
def test_temperature_that_is_not_one_real_number_is_a_type_error(function, temperature):
    message = rf"^{function.__name__}: temperature is {re.escape(repr(temperature))}, but one"
    with pytest.raises(TypeError, match=message):
        function([1.0, 2.0], temperature=temperature)


@distributions
def test_temperature_and_mask_and_out_are_passed_by_name(function):
    with pytest.raises(TypeError, match="positional"):
        function([1.0, 2.0], -1, 2.0)


def test_temperature_leaves_impossible_and_masked_classes_alone():
    assert same(softmax([2, 2, -INF], temperature=0.1), [0.5, 0.5, 0])
    assert same(softmax([2, 2, 9], temperature=9, where=[True, True, False]), [0.5, 0.5, 0])
    assert same(log_softmax([2, -INF], temperature=3), [0, -INF])
    assert same(softmax([2, INF], temperature=3), [NAN, NAN])


# Memory: what is read, what is written.


def layouts():
    """The same (3, 4) logits in six layouts."""
    x = np.array([[3.0, 1.0, 0.2, -5.0], [0.0, -50.0, 7.0, 7.0], [-INF, 2.0, 1.0, 1e-20]])
    wide = np.full((6, 8), NAN)
    wide[::2, 1::2] = x
    unaligned = np.zeros(x.nbytes + 1, dtype=np.uint8)[1:].view(np.float64).reshape(3, 4)
    unaligned[...] = x
    read_only = x.copy()
    read_only.flags.writeable = False
    return {
        "read-only": read_only,
        "strided": wide[::2, 1::2],
        "negative strides": x[::-1, ::-1].copy()[::-1, ::-1],
        "Fortran order": np.asfortranarray(x),
        "transposed": np.ascontiguousarray(x.T).T,
        "unaligned": unaligned,
        "big-endian": x.astype(">f8"),
    }


@every_function
@pytest.mark.parametrize("layout", layouts())
def test_memory_layout_changes_no_result_and_no_input(function, layout):
    x = layouts()[layout]
    plain = np.array(x, dtype=np.float64, order="C")
    value = function(x)
    assert close(value, function(plain), 4e-16)
    assert same(x, plain)
    assert not np.shares_memory(value, x)


@over_classes
def test_broadcast_view_is_read_as_the_array_it_stands_for(function):
    x = np.broadcast_to(np.array([3.0, 1.0, 0.2]), (4, 3))
    assert same(function(x), function(x.copy()))
    assert close(function(x, axis=0), function(x.copy(), axis=0), 4e-16)


@every_function
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, np.longdouble])
def test_input_is_never_written_to(function, dtype):
    x = np.array([[3, 1, 0.25], [-INF, 2, NAN], [INF, 0, 1]], dtype=dtype)
    before = x.copy()
    function(x)
    assert same(x, before)


def test_mask_axis_and_temperature_leave_the_input_alone():
    x = np.array([[3.0, 1.0, 0.2], [-INF, 2.0, 5.0]])
    before = x.copy()
    for function in DISTRIBUTIONS:
        function(x, axis=0, where=[True, False, True], temperature=0.5)
        function(x, axis=None, out=np.empty_like(x))
        assert same(x, before)


def test_weights_of_logsumexp_are_not_written_to():
    for writeable in (True, False):
        x, b = np.array([1.0, INF, 3.0]), np.array([20.0, 0.0, -0.5])
        x.flags.writeable = b.flags.writeable = writeable
        assert np.isfinite(logsumexp(x, b=b))
        assert same(x, [1, INF, 3])
        assert same(b, [20, 0, -0.5])


@distributions
def test_out_receives_the_result_and_is_returned(function):
    x = np.array([[3.0, 1.0, 0.2], [0.0, -50.0, 7.0]])
    out = np.full_like(x, NAN)
    assert function(x, out=out) is out
    assert same(out, function(x))


@distributions
def test_out_may_be_the_input_itself(function):
    x = np.array([[3.0, 1.0, 0.2], [0.0, -50.0, 7.0]])
    expected = function(x)
    assert function(x, out=x) is x
    assert same(x, expected)


@distributions
def test_out_may_overlap_the_input(function):
    memory = np.array([3.0, 1.0, 0.2, -5.0, 7.0])
    expected = function(memory[:4])
    function(memory[:4], out=memory[1:])
    assert same(memory, [3.0, *expected])


@distributions
def test_out_may_be_strided_and_leaves_the_gaps_alone(function):
    wide = np.full((2, 6), 9.0)
    x = np.array([[3.0, 1.0, 0.2], [0.0, -50.0, 7.0]])
    function(x, axis=0, out=wide[:, ::2])
    assert same(wide[:, ::2], function(x, axis=0))
    assert same(wide[:, 1::2], np.full((2, 3), 9.0))


@distributions
def test_out_decides_the_format_the_result_is_stored_in(function):
    x = np.array([3.0, 1.0, 0.25])
    narrow = function(x, out=np.empty(3, dtype=np.float32))
    assert narrow.dtype == np.float32
    assert same(narrow, function(x).astype(np.float32))
    wide = function(x.astype(np.float32), out=np.empty(3))
    assert same(wide, function(x.astype(np.float32)).astype(np.float64))


@distributions
@pytest.mark.parametrize("dtype", [np.int64, np.bool_, np.uint8])
def test_out_that_cannot_hold_fractions_is_a_type_error(function, dtype):
    out = np.ones(2, dtype=dtype)
    message = rf"^{function.__name__}: out is {np.dtype(dtype)}.*hold float64 is needed"
    with pytest.raises(TypeError, match=message):
        function([1.0, 2.0], out=out)
    assert same(out, np.ones(2, dtype=dtype))


@distributions
def test_out_that_is_not_an_array_is_a_type_error(function):
    for out in ([0.0, 0.0], (np.zeros(2),), 0.0):
        message = rf"^{function.__name__}: out is {type(out).__name__}.*array.*is needed"
        with pytest.raises(TypeError, match=message):
            function([1.0, 2.0], out=out)


@distributions
@pytest.mark.parametrize("shape", [(3,), (1, 2), (2, 2), ()])
def test_out_of_another_shape_is_a_value_error_even_if_it_would_broadcast(function, shape):
    text = str(shape).replace("(", r"\(").replace(")", r"\)")
    message = rf"^{function.__name__}: out has shape {text}.*result has shape \(2,\)"
    with pytest.raises(ValueError, match=message):
        function([1.0, 2.0], out=np.zeros(shape))


@distributions
def test_out_that_is_read_only_is_an_error_and_stays_unwritten(function):
    out = np.full(2, 9.0)
    out.flags.writeable = False
    with pytest.raises(ValueError, match=rf"^{function.__name__}: out is read-only"):
        function([1.0, 2.0], out=out)
    assert same(out, [9, 9])


# Weights of logsumexp.


def test_weight_0_takes_its_exponent_out_even_an_infinite_one():
    for x in (INF, -INF, NAN, 1e300):
        assert same(logsumexp([x, 2.5], b=[0, 1]), 2.5)
        assert same(logsumexp([2.5, x], b=[1.0, -0.0]), 2.5)
    assert close(logsumexp([900.0, -900.0], b=[0, 1]), -900.0, 0)


def test_no_weight_left_is_an_empty_sum():
    assert logsumexp([1.0, 2.0], b=0) == -INF
    assert logsumexp([INF, NAN], b=[0, 0]) == -INF


def test_minus_infinity_contributes_nothing_whatever_its_weight():
    assert same(logsumexp([-INF, 2.5], b=[7, 1]), 2.5)
    assert same(logsumexp([-INF, 2.5], b=[-7, 1]), 2.5)
    assert same(logsumexp([-INF, -INF], b=[7, -1]), -INF)


def test_negative_weight_subtracts():
    assert close(logsumexp([np.log(3), 0.0], b=[1, -1]), np.log(2), 4e-16)
    assert close(logsumexp([800.0, 800.0], b=[3, -1]), 800 + np.log(2), 4e-16)
    assert logsumexp([5.0, 5.0], b=[1, -1]) == -INF


def test_negative_sum_has_no_logarithm():
    assert np.isnan(logsumexp([0.0, 1.0], b=[1, -1]))
    assert np.isnan(logsumexp([0.0], b=-1))
    assert np.isnan(logsumexp([INF, 0.0], b=[-1, 1]))
    assert np.isnan(logsumexp([INF, INF], b=[1, -1]))


def test_infinite_exponent_with_positive_weight_is_infinite_and_nan_weight_is_nan():
    assert logsumexp([INF, 0.0], b=[0.5, -3]) == INF
    assert np.isnan(logsumexp([1.0, 2.0], b=[NAN, 1]))


def test_weighted_shift_uses_only_exponents_with_weight():
    value = logsumexp([-1000.0, 1e6, -1001.0], b=[2, 0, 1])
    assert close(value, -1000 + np.log(2 + np.exp(-1)), 4e-16)


def test_weights_count_multiplicities():
    assert close(logsumexp([1000.0, 999.0], b=[2, 3]), logsumexp([1000.0] * 2 + [999.0] * 3), 4e-16)


def test_integer_and_boolean_weights_are_real_weights():
    x = [3.0, 1.0, 0.2]
    assert same(
        logsumexp(x, b=np.array([1, 0, 2], dtype=np.uint8)), logsumexp(x, b=[1.0, 0.0, 2.0])
    )
    assert same(logsumexp(x, b=[True, False, True]), logsumexp(x, b=[1.0, 0.0, 1.0]))


def test_weights_keep_axis_and_keepdims():
    x, b = np.array([[3.0, 1.0], [0.2, 0.5]]), np.array([[2.0], [3.0]])
    by_hand = np.log((np.exp(x) * b).sum(axis=0))
    assert close(logsumexp(x, axis=0, b=b), by_hand, 8e-16)
    assert close(logsumexp(x, axis=0, b=b, keepdims=True), by_hand[None], 8e-16)
    assert close(logsumexp(x, b=b), np.log((np.exp(x) * b).sum(axis=1)), 8e-16)


def test_weights_that_do_not_broadcast_are_a_value_error_with_both_shapes():
    with pytest.raises(ValueError, match=r"^logsumexp: b has shape \(3,\).*broadcast.*\(2,\)"):
        logsumexp([1.0, 2.0], b=[1, 2, 3])


@pytest.mark.parametrize("b", [[1j, 2], ["1", "2"], [None, 1]], ids=["complex", "str", "None"])
def test_weights_that_are_not_real_are_a_type_error(b):
    with pytest.raises(TypeError, match=r"^logsumexp: .*real numbers are needed"):
        logsumexp([1.0, 2.0], b=b)


def test_ragged_weights_are_a_value_error():
    with pytest.raises(ValueError, match=r"^logsumexp: .*ragged"):
        logsumexp([[1.0, 2.0], [3.0, 4.0]], b=[[1, 2], [3]])


# Digits at the edges.


@pytest.mark.parametrize(
    "x",
    [[1000.0, 1000.0001], [0.0, -50.0], [-1e308, -1e308], [0.0, -745.0], [1e-320, 0.0]],
    ids=str,
)
def test_results_are_right_to_the_last_digits_where_formulas_break(x):
    p, log_p, lse = exact_softmax_family(x)
    assert worst_ulp(softmax(x), p) <= 2
    assert worst_ulp(log_softmax(x), log_p) <= 2
    assert ulp_error(logsumexp(x), lse) <= 2


def test_subnormal_sigmoid_underflows_gradually():
    assert sigmoid(-740.0) == np.exp(-740.0) > 0
    assert sigmoid(-746.0) == 0


@pytest.mark.parametrize("function", [softmax, log_softmax])
def test_a_temperature_that_float32_cannot_hold_gives_the_limit_and_no_nan(function):
    one_hot = function(np.float32([1, 0]), temperature=1e-50)
    assert np.array_equal(np.exp(one_hot) if function is log_softmax else one_hot, [1, 0])


@pytest.mark.parametrize(
    "call",
    [
        lambda: log_softmax(np.float16([60000, -60000])),
        lambda: softmax(np.float16([0, -17])),
        lambda: sigmoid(np.float16([-17])),
        lambda: log_softmax([1.0, -70000.0], out=np.zeros(2, np.float16)),
    ],
)
def test_rounding_to_a_narrow_type_raises_no_flag(call):
    with np.errstate(all="raise"):
        assert not np.isnan(call()).any()


def test_weights_of_one_keep_the_tail():
    assert logsumexp([0.0, -50.0], b=[1, 1]) == logsumexp([0.0, -50.0]) > 0


def test_weights_may_not_enlarge_the_exponents():
    with pytest.raises(ValueError, match=r"logsumexp: b has shape \(3, 2\).*\(2,\)"):
        logsumexp([0.0, 1.0], b=np.ones((3, 2)))


def test_byte_order_changes_nothing():
    for code in ("f2", "f4", "f8"):
        native = np.array([0.1, 2.0, -3.0], "=" + code)
        swapped = native.astype(native.dtype.newbyteorder())
        assert softmax(swapped).dtype == native.dtype
        assert np.array_equal(softmax(swapped), softmax(native))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("top", [1e12, 1e20, 1e30])
def test_a_masked_class_beside_a_huge_logit_stays_at_0(dtype, top):
    z = np.array([top, 0, -INF], dtype)
    assert np.array_equal(softmax(z), [1, 0, 0])
    assert log_softmax(z)[0] == 0
    assert log_softmax(z)[2] == -INF
    assert logsumexp(z) == z[0]


@over_classes
@pytest.mark.parametrize("shape", [(90, 70), (1000, 9)])
@pytest.mark.parametrize("axis", [0, 1])
@pytest.mark.parametrize("spread", [1, 30, 300, 1000, 1e30])
@pytest.mark.parametrize(("dtype", "error"), [(np.float64, 1e-14), (np.float32, 2e-6)])
def test_a_large_array_gives_what_its_slices_give_one_by_one(
    function, shape, axis, spread, dtype, error
):
    z = np.random.default_rng(0).uniform(-spread, spread, size=shape).astype(dtype)
    z[3, 5], z[40] = -INF, np.linspace(-1, 0, shape[1])
    z[:, 6] = np.linspace(700, 0, shape[0])
    together = np.moveaxis(function(z, axis), -1 if axis == 0 else 0, 0)
    alone = np.array([function(row) for row in (z.T if axis == 0 else z)])
    assert close(together, alone, error, np.finfo(dtype).tiny)


@distributions
def test_a_temperature_does_to_many_short_rows_what_it_does_to_one(function):
    z = np.random.default_rng(0).normal(size=(1000, 9)) * 50
    alone = np.array([function(row, temperature=3) for row in z])
    assert close(function(z, temperature=3), alone, 1e-14, 1e-300)


def test_a_row_without_softmax_does_not_touch_its_neighbours():
    for poison in (NAN, INF, -INF):
        z = np.array([[poison, poison], [1e200, 0], [0, -50], [-800, -801]])
        assert np.isnan(softmax(z)[0]).all()
        for i in (1, 2, 3):
            assert np.array_equal(softmax(z)[i], softmax(z[i]))
            assert np.array_equal(log_softmax(z)[i], log_softmax(z[i]))


@distributions
def test_a_ragged_mask_is_a_value_error(function):
    with pytest.raises(ValueError, match=f"{function.__name__}: where is ragged"):
        function([[1.0, 2.0], [3.0, 4.0]], where=[[True], [True, False]])


@pytest.mark.parametrize("shape", [(2_000_000,), (4, 500_000)])
def test_logsumexp_of_long_slices_needs_little_room(shape):
    z = np.zeros(shape)
    logsumexp(z)
    tracemalloc.start()
    value = logsumexp(z)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 0.3 * z.nbytes
    assert close(value, np.full(shape[:-1], np.log(shape[-1])), 1e-15)


def test_the_weight_of_an_infinite_exponent_decides_its_own_slice():
    x, b = [[INF, 0], [0, 0], [INF, 0]], [[1, 1], [1, 1], [-1, 1]]
    assert same(logsumexp(x, b=b), [INF, np.log(2), NAN])
    assert same(logsumexp(np.transpose(x), 0, b=np.transpose(b)), [INF, np.log(2), NAN])


@distributions
@pytest.mark.parametrize("spread", [1, 300, 1000])
def test_slices_that_need_care_survive_being_overwritten(function, spread):
    z = np.random.default_rng(1).normal(size=(50, 200)) * spread
    expected = function(z)
    assert np.array_equal(function(z, out=z), expected)


@over_classes
def test_columns_beyond_the_first_blocks_are_computed_too(function):
    z = np.random.default_rng(2).normal(size=(30, 20_000))
    by_columns, by_rows = function(z, axis=0), function(z.T.copy(), axis=-1)
    assert close(by_columns, by_rows.T, 1e-14)
