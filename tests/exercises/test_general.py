"""What is said of a wrong answer that needs no entry in a catalogue, and that it is true."""

from types import SimpleNamespace

import numpy as np
import pytest

from softmaxbook.exercises import diagnose, general, quiz
from softmaxbook.exercises.reading import Judgements, Numbers, Words
from softmaxbook.exercises.recognition import expectations
from softmaxbook.exercises.record import EXERCISES, QUESTIONS, NumberQuestion

VALUES = [e.id for e in EXERCISES.values() if e.is_value]
NUMBERS = [id for id in VALUES if isinstance(EXERCISES[id].form, Numbers)]
SEVERAL = [id for id in NUMBERS if EXERCISES[id].form.count > 1 and id != "overflow.predictions"]
KEYED = [
    id for id in VALUES if isinstance(EXERCISES[id].form, (Judgements, Words)) and id in VALUES
]
KEYED = [id for id in KEYED if EXERCISES[id].form.keys]
ASKED = [q.id for q in QUESTIONS.values() if isinstance(q, NumberQuestion)]


def right(id: str) -> np.ndarray:
    return expectations(id)[0].ravel()


def answers(id: str, positions) -> list:
    form = EXERCISES[id].form
    if isinstance(form, Words):
        return [form.options[int(p)] for p in positions]
    return [bool(p) for p in positions]


# ---- Numbers ------------------------------------------------------------------------------------


@pytest.mark.parametrize("id", NUMBERS)
def test_too_few_digits_are_called_rounding_and_never_unknown(id):
    form = EXERCISES[id].form
    coarse = []
    for value, digits in zip(right(id), form.digits(), strict=True):
        steps = (2, 1) if digits is None else (digits - 1,)
        fewer = [round(value, s) for s in steps]
        fewer = [f for f in fewer if general.is_rounded(f, value, digits)]
        coarse.append(fewer[0] if fewer else value)
    if np.array_equal(coarse, right(id), equal_nan=True):
        return
    verdict = diagnose(id, coarse if len(coarse) > 1 else coarse[0])
    assert verdict.name == "rounded" or verdict.status == "passed"


@pytest.mark.parametrize("id", ASKED)
def test_a_question_says_that_digits_are_missing(id):
    question = QUESTIONS[id]
    key, digits = quiz.value_of(question.key), quiz.digits_asked(question.asks)
    coarse = round(key, digits - 1) if digits else None
    if coarse is not None and general.is_rounded(coarse, key, digits):
        verdict = quiz.judge(question, coarse)
        assert verdict.name == "rounded" or verdict.status == "passed"


@pytest.mark.parametrize("id", NUMBERS)
def test_per_cent_sign_and_base_are_never_unknown(id):
    if not np.isfinite(right(id)).all():
        return
    ways = [lambda x: 100 * x, lambda x: -x]
    if EXERCISES[id].form.logarithms:
        ways += [lambda x: x / np.log(2), lambda x: x / np.log(10)]
    for way in ways:
        given = way(right(id))
        verdict = diagnose(id, given if given.size > 1 else given.item())
        assert verdict.status in ("named", "symptom"), verdict.message


@pytest.mark.parametrize("id", SEVERAL)
def test_the_right_numbers_in_reverse_are_never_a_mistake_of_their_own(id):
    given = right(id)[::-1]
    if (
        EXERCISES[id]
        .form.is_right(given.reshape(expectations(id)[0].shape), expectations(id)[0])
        .all()
    ):
        return
    assert diagnose(id, given).name in {
        "order-swapped",
        "another-order",
        "reversed",
        "roles-swapped",
        "units-swapped",
    }


@pytest.mark.parametrize("id", SEVERAL)
def test_of_one_wrong_number_among_several_nothing_is_said_of_the_others(id):
    """The explanation of the same entry does not change if the others are wrong besides, unless
    all of them together are something of their own."""
    exercise, x = EXERCISES[id], right(id)
    for at in range(x.size):
        given = x.copy()
        given[at] = 1.37 * given[at] + 0.1117
        verdict = diagnose(id, given)
        assert verdict.status in ("named", "symptom"), (at, verdict.message)
        if verdict.name == "one-entry":
            assert exercise.form.labels()[at] in verdict.why


def test_where_no_logarithm_is_taken_no_base_is_a_cause():
    assert "log 10" not in diagnose("temperature.ten-answers", (0.03, 0.05)).message


def test_a_relation_of_one_entry_names_it():
    assert diagnose("logits.two-tests", (0.305, 0.669)).why.startswith("The log-odds: it is")


def test_a_single_digit_is_called_rounding_if_nothing_else_is_known():
    assert quiz.judge(QUESTIONS["shift-invariance.q3"], 0.3).name == "rounded"
    assert quiz.judge(QUESTIONS["shift-invariance.q3"], 0).name == "unrecognised"


def test_a_message_on_one_entry_names_it():
    verdict = diagnose("shift-invariance.colours", (0.2, 5.0))
    assert (verdict.status, verdict.name) == ("symptom", "one-entry")
    assert "“the score of a colour” is not right; the other is" in verdict.why


@pytest.mark.parametrize(
    ("id", "given", "name"),
    [
        ("jacobian.nudge", ([1.25, -0.375, -0.875], 9), "mean-of-squares"),
        ("elsewhere.two-ranks", (8, 7), "order-swapped"),
        ("logits.two-tests", (0.669, 0.703), "order-swapped"),
        ("logits.two-tests", (0.305, 0.669), "base-10"),
        ("logits.two-tests", (1.014, 0.669), "base-2"),
        ("logits.two-tests", (0.703, 66.9), "percent"),
        ("logits.two-tests", (0.7, 0.669), "rounded"),
        ("logits.two-tests", ("0.703", "200/299"), None),
        ("bayes-lda.how-many", 785, "rounded"),
        ("bayes-lda.how-many", 783, "rounded"),  # of no use to whoever asked for the nearest ten
        ("bayes-lda.how-many", 780.03, None),
        ("maximum-entropy.weight-of-entropy", 100, "unrecognised"),  # so round it fits anything
        ("shift-invariance.doubled", 10000, "base-10"),
        ("bayes-lda.flipper", (4, 1.056, 2.874), "odds-for-probability"),
        ("cross-entropy.surprise", (3.145, 2.180), "base-e-for-base-2"),
        ("ce-vs-mse.steepest", (1 / 3, 1 / 3), "another-entry"),
        ("shift-invariance.nearest-point", (0.778, 0.623, 0.078), "sum-off"),
        ("logits.fewer-numbers", ([[2, 1.6], [2, -2.4], [0, 0]], [0, 0, 0]), "twice"),
        ("maximum-entropy.by-hand", (1 / 7, 2 / 7, 4 / 7), "reversed"),
        ("maximum-entropy.two-gaps", [2, 4], "counted-from-0"),
        ("maximum-entropy.two-gaps", [1, 2, 4], "all-inverted"),
        ("softmax.by-hand", ((7.38, 1, 0.367), (0.843, 0.114, 0.042)), "rounded"),
        ("softmax.by-hand", ((0.844, 0.114, 0.042), (7.389, 1, 0.368)), "order-swapped"),
        ("overflow.eight-bits", (5.5, -6.9), "rounded"),
        ("logits.zero-sum-constant", -2.639, "sum-not-mean"),  # and the sign
        ("cross-entropy.smoothing", (4.394, 0.545), "shared-among-nine"),
        ("logits.zero-sum-constant", 2.64, "sum-not-mean"),  # and rounded
        ("logits.probability-of-dog", 73.1, "sigmoid-of-a-score"),  # and in per cent
        ("attention.by-hand", ((0.4, 0.4, 0.2), 30), "unrecognised"),
        ("attention.by-hand", ((0.5, 0.17, 0.33), 5.04), "rounded"),  # 5.04 comes from 0.17
        ("attention.by-hand", ((0.5, 0.17, 0.33), 7), "some-entries"),
        ("attention.by-hand", ((0.5, 0.167, 0.333), 5.004), None),  # made from three digits
        ("attention.by-hand", ((0.5, 0.167, 0.333), 5.01), "rounded"),  # near log(1 + e⁵) too
        ("attention.by-hand", ((0.5, 0.167, 0.333), 4.99), "rounded"),
        ("elsewhere.dearer-train", (0.184, 0.439), "train-not-divided"),
        ("elsewhere.dearer-train", (0.184, 0.3), "not-divided"),
        ("elsewhere.far-enough", (100, 0.091), "half-of-the-others"),
        ("shift-invariance.nearest-point", (0.4, 0.6, 0), "another-order"),
        ("shift-invariance.doubled", 16, "base-2"),
    ],
)
def test_small_cases(id, given, name):
    verdict = diagnose(id, given)
    assert verdict.name == name if name else verdict.status == "passed"


def test_of_a_part_with_too_few_numbers_its_name_is_said():
    seen = diagnose("elsewhere.best-two", (3.0, (-4 / 3, 4 / 3))).seen
    assert "For the slopes you gave 2: 1 is missing." in seen


def test_scores_counted_from_the_draws_are_noticed():
    def policy_gradient(z, a, r, b):
        e = np.exp(z - z.max())
        return ((r - b)[:, None] * (np.eye(a.max() + 1)[a] - e / e.sum())).mean(axis=0)

    verdict = diagnose("elsewhere.policy-gradient", policy_gradient)
    assert verdict.name == "classes-counted-in-y"
    assert "never drawn" in verdict.why


# ---- Judgements and words -----------------------------------------------------------------------


@pytest.mark.parametrize("id", KEYED)
def test_all_judgements_inverted_are_said_to_be(id):
    form = EXERCISES[id].form
    if isinstance(form, Judgements) or len(form.options) == 2:
        assert diagnose(id, answers(id, 1 - right(id))).name == "all-inverted"


@pytest.mark.parametrize("id", KEYED)
def test_all_judgements_shifted_by_one_are_said_to_be(id):
    for step in (1, -1):
        given = np.roll(right(id), step)
        two = len(set(given)) == 2 and np.array_equal(given, 1 - right(id))
        if (given != right(id)).sum() >= 3 and not two:
            assert diagnose(id, answers(id, given)).name == "shifted-by-one"


@pytest.mark.parametrize("id", KEYED)
def test_one_wrong_judgement_is_never_unknown(id):
    form, x = EXERCISES[id].form, right(id)
    count = len(form.options) if isinstance(form, Words) else 2
    for at in range(x.size):
        for other in range(count):
            given = x.copy()
            given[at] = other
            if other != x[at]:
                verdict = diagnose(id, answers(id, given))
                assert verdict.status in ("named", "symptom"), verdict.message


def test_two_words_exchanged_are_told_with_what_tells_one_of_them():
    verdict = diagnose(
        "attention.read-the-map",
        dict(zip(("map 1", "map 2", "map 3", "map 4", "map 5"), "deacb", strict=True)),
    )
    assert verdict.name == "exchanged"
    assert "“map 1” and “map 4” have changed places. Add up the rows of map 1." in verdict.why


# ---- Functions ----------------------------------------------------------------------------------

SOFTMAX, LOSS, MEAN_LOSS, GRADIENT = (
    "overflow.stable-softmax",
    "overflow.loss-from-scores",
    "cross-entropy.loss",
    "cross-entropy.gradient",
)


def of(id: str):
    return EXERCISES[id].reference


def softmax_of(z):
    return of(SOFTMAX)(np.asarray(z, float))


WRONG = {
    "constant": (SOFTMAX, lambda z: np.array([0.7, 0.2, 0.1]), {"constant-result"}),
    "argument": (SOFTMAX, lambda z: z, {"argument-returned", "no-exponential"}),
    "first row": (
        SOFTMAX,
        lambda z: softmax_of(z) if np.ndim(z) < 2 else softmax_of(z)[0],
        {"first-row-only"},
    ),
    "mean of rows": (
        SOFTMAX,
        lambda z: softmax_of(z) if np.ndim(z) < 2 else softmax_of(z).mean(axis=0),
        {"averaged-over-rows"},
    ),
    "per cent": (SOFTMAX, lambda z: 100 * softmax_of(z), {"percent"}),
    "whole numbers": (SOFTMAX, lambda z: softmax_of(z).astype(int), {"whole-numbers-only"}),
    "reversed": (SOFTMAX, lambda z: softmax_of(z)[..., ::-1], {"reversed"}),
    "rest to 1": (SOFTMAX, lambda z: 1 - softmax_of(z), {"the-rest-to-1"}),
    "base 2": (MEAN_LOSS, lambda z, y: of(MEAN_LOSS)(z, y) / np.log(2), {"base-2"}),
    "base 10": (MEAN_LOSS, lambda z, y: of(MEAN_LOSS)(z, y) / np.log(10), {"base-10"}),
    "sign": (MEAN_LOSS, lambda z, y: -of(MEAN_LOSS)(z, y), {"sign-flipped"}),
    "scaled": (MEAN_LOSS, lambda z, y: 1.7 * of(MEAN_LOSS)(z, y), {"constant-factor"}),
    "transposed": (GRADIENT, lambda z, y: of(GRADIENT)(z, y).T, {"transposed-result"}),
    "K from y": (
        GRADIENT,
        lambda z, y: of(GRADIENT)(z, y)[:, : y.max() + 1],
        {"classes-counted-in-y", "wrong-shape"},
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_a_function_does_is_named_without_an_entry(what):
    id, function, names = WRONG[what]
    verdict = diagnose(id, function)
    assert verdict.name in names, verdict.message


def test_a_known_mistake_and_one_thing_more_are_both_named():
    id = "overflow.log-softmax"
    for mistake in EXERCISES[id].mistakes:
        for wrong in mistake.wrong:
            verdict = diagnose(id, lambda z, wrong=wrong: 100 * np.asarray(wrong(z)))
            if verdict.name == mistake.name:
                assert verdict.why.endswith("It is in per cent as well.")
                return
    raise AssertionError


@pytest.mark.parametrize("relation", [*general.BASES, general.SIGN, *general.SCALES])
def test_relations_say_what_they_are(relation):
    with np.errstate(all="ignore"):
        wanted = float(relation.of(np.float64(2.6314)))
    given = round(wanted, 3)
    rows = general.rows_of(2.6314, 3)
    found = next(r.finding for r in rows if general.TESTS[r.test](given, r.number, 3))
    assert found.name == relation.name
    assert found.says.endswith(".")


MORE = {
    "one for each": (
        LOSS,
        lambda z, y: np.array([of(LOSS)(z[i : i + 1], y[i : i + 1]) for i in range(len(y))]),
        {"not-averaged"},
    ),
    "first of a vector": (
        "logits.against-rest",
        lambda z: of("logits.against-rest")(z)[0],
        {"first-entry-only"},
    ),
    "negated": (SOFTMAX, lambda z: softmax_of(-np.asarray(z, float)), {"sign-flipped"}),
    "signs lost": (GRADIENT, lambda z, y: np.abs(of(GRADIENT)(z, y)), {"signs-lost"}),
    "cut off": (GRADIENT, lambda z, y: np.maximum(of(GRADIENT)(z, y), 0), {"cut-off-at-0"}),
    "labels from 1": (
        MEAN_LOSS,
        lambda z, y: of(MEAN_LOSS)(z, (np.asarray(y) - 1) % np.shape(z)[1]),
        {"labels-off-by-one"},
    ),
    "integer argument": (
        GRADIENT,
        lambda z, y: of(GRADIENT)(np.trunc(z), y),
        {"argument-cut-to-whole-numbers"},
    ),
    "a constant more": (GRADIENT, lambda z, y: of(GRADIENT)(z, y) + 0.5, {"constant-added"}),
    "last entry left out": (
        "logits.from-probabilities",
        lambda p: np.log(p[:-1] / p[-1]),
        {"last-entry-left-out"},
    ),
    "first example": (LOSS, lambda z, y: of(LOSS)(z[:1], y[:1]), {"first-example-only"}),
    "median": (
        LOSS,
        lambda z, y: np.median([of(LOSS)(z[i : i + 1], y[i : i + 1]) for i in range(len(y))]),
        {"median-not-mean"},
    ),
    "n - 1": (
        "jacobian.bias-gradient",
        lambda z, y: of("jacobian.bias-gradient")(z, y) * len(y) / max(len(y) - 1, 1),
        {"n-minus-one"},
    ),
    "largest as 1": (
        SOFTMAX,
        lambda z: np.eye(np.shape(z)[-1])[np.argmax(z, axis=-1)],
        {"largest-as-1"},
    ),
    "argument squared": (
        "temperature.student-gradient",
        lambda z, v, T: of("temperature.student-gradient")(z, v, T) * T**2,
        {"times-argument"},
    ),
    "step for gradient": (
        "training.hidden-gradient",
        lambda A, B, X, y: A - of("training.hidden-gradient")(A, B, X, y),
        {"subtracted-from-argument"},
    ),
    "root of n": (
        GRADIENT,
        lambda z, y: of(GRADIENT)(z, y) * np.sqrt(len(y)),
        {"times-size"},
    ),
    "size of the example": (
        "logits.from-probabilities",
        lambda p: np.array([np.log(p[i] / p[2]) for i in range(3)]),
        {"size-fixed"},
    ),
    "all cancels": (
        "jacobian.terms-backward",
        lambda z, t, d: of("jacobian.terms-backward")(z, t, d).sum(),
        {"constant-result"},
    ),
    "nan says nothing": (MEAN_LOSS, lambda z, y: np.nan * of(MEAN_LOSS)(z, y), {"not-finite"}),
}


@pytest.mark.parametrize("what", MORE)
def test_what_became_of_arguments_and_results_is_said(what):
    id, function, names = MORE[what]
    verdict = diagnose(id, function)
    assert verdict.name in names, verdict.message


# ---- An exercise with a mask: where a cause was named that is not the one ----------------------

MASKED = "overflow.masked-softmax"


def shares(z):
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def if_of_rows(z, keep):
    if not keep.any(axis=-1):
        return np.zeros_like(z)
    return shares(np.where(keep, z, -np.inf))


def larger_of_rows(z):
    return shares(z - max(z))


def row_after_row(z, keep):
    out = np.zeros_like(z)
    for i in range(len(z)):
        if keep[i].any():
            out[i] = shares(np.where(keep[i], z[i], -np.inf))
    return out


def lengths_of_rows(z, keep):
    rows = zip(z, keep, strict=True)
    return np.array(
        [shares(np.where(k, r, -np.inf)) if k.any() else np.zeros(len(r)) for r, k in rows]
    )


def over_sum(e):
    total = e.sum(axis=-1, keepdims=True)
    return e / np.where(total == 0, 1, total)


def from_0_on(z, keep):
    top = np.max(z, axis=-1, keepdims=True, where=keep, initial=0)
    return over_sum(np.where(keep, np.exp(z - top), 0))


def mask_after_exp(z, keep):
    top = np.max(z, axis=-1, keepdims=True, where=keep, initial=-np.inf)
    e = np.exp(z - top) * keep
    return e / np.maximum(e.sum(axis=-1, keepdims=True), 1)


def mask_after_exp_of_finite(z, keep):
    top = np.max(z, axis=-1, keepdims=True, where=keep, initial=-np.inf)
    return over_sum(np.exp(z - np.where(np.isinf(top), 0, top)) * keep)


@pytest.mark.parametrize(
    ("id", "function", "name", "says"),
    [
        (MASKED, if_of_rows, "truth-value-of-array", "`if` needs one truth value"),
        (SOFTMAX, larger_of_rows, "truth-value-of-array", "Python's own `max`"),
        (MASKED, row_after_row, "loops-over-first-axis", "takes a single row apart"),
        (MASKED, lengths_of_rows, "loops-over-first-axis", "takes a single row apart"),
        (MASKED, from_0_on, "max-with-zero", "or 0 was subtracted"),
        (MASKED, mask_after_exp, "masked-after-exp", "inf · 0"),
        (MASKED, mask_after_exp_of_finite, "masked-after-exp", "inf · 0"),
    ],
)
def test_the_cause_is_named_and_not_what_it_looks_like(id, function, name, says):
    verdict = diagnose(id, function)
    assert (verdict.status, verdict.name) == ("named", name), verdict.message
    assert says in verdict.why


def test_the_line_that_asks_an_array_for_one_truth_value_is_shown():
    seen = diagnose(MASKED, if_of_rows).seen
    assert seen.startswith("Your function raised ValueError in line ")
    assert seen.endswith("if not keep.any(axis=-1):")


def test_a_nan_that_is_hidden_passes_with_a_remark():
    hides = diagnose(MASKED, lambda z, k: np.nan_to_num(shares(np.where(k, z, -np.inf))))
    assert hides.status == "passed"
    assert "nan_to_num" in hides.why
    assert "All" not in hides.seen
    assert not diagnose(MASKED, of(MASKED)).why


def test_only_what_is_whole_everywhere_has_lost_its_fractions():
    def zero_below(z):  # fractions where z is small, and 0 where it is not
        return np.where(abs(z) < 100, shares(z), 0)

    assert diagnose(SOFTMAX, zero_below).name != "whole-numbers-only"


@pytest.mark.parametrize("one", [lambda x: [x], lambda x: (x,), lambda x: np.array([[x]])])
def test_a_list_of_one_number_is_the_number_if_every_result_is_one(one):
    assert diagnose(LOSS, lambda z, y: one(of(LOSS)(z, y))).status == "passed"
    rows = diagnose(
        LOSS, lambda z, y: [of(LOSS)(z[i : i + 1], y[i : i + 1]) for i in range(len(y))]
    )
    assert rows.name == "not-averaged"


@pytest.mark.filterwarnings("ignore:the matrix subclass")
def test_a_matrix_of_one_column_is_a_vector():
    column = diagnose("logits.from-probabilities", lambda p: np.asmatrix(np.log(p / p[-1])).T)
    assert column.status == "passed"
    kept = diagnose("jacobian.bias-gradient", lambda z, y: np.atleast_2d(bias_gradient(z, y)))
    assert kept.why.endswith("along other axes. One of length 1 is left over.")


def bias_gradient(z, y):
    return of("jacobian.bias-gradient")(z, y)


def test_fractions_may_be_all_that_was_lost_of_a_result_that_is_always_0():
    verdict = diagnose("softmax.cost-threshold", lambda m: 1 // (1 + m))
    assert verdict.name == "constant-result"
    assert "the fractions are lost" in verdict.why
    assert "fractions" not in diagnose("softmax.cost-threshold", lambda m: 0.3).why


def rounded_at_1e16(z, y):
    m = np.max(z, axis=-1)
    return m + np.log(np.exp(z - m[:, None]).sum(axis=-1)) - z[np.arange(len(y)), y]


def test_a_probe_for_one_mistake_does_not_stand_in_the_way_of_others():
    assert diagnose(LOSS, lambda z, y: rounded_at_1e16(z, y).mean()).name == (
        "log-of-sum-rounded-away"
    )
    assert diagnose(LOSS, lambda z, y: rounded_at_1e16(z, y).sum()).name == "sum-not-mean"


def test_a_probe_for_one_mistake_does_not_put_its_name_to_what_is_forgiven():
    def by_gaps(z):  # right for all finite scores; of -inf it makes nan
        return -np.logaddexp.reduce(z[..., None, :] - z[..., :, None], axis=-1)

    assert diagnose("overflow.log-softmax", by_gaps).status == "passed"


def test_a_factor_of_0_is_no_factor_and_a_single_number_has_no_softmax():
    verdict = diagnose(GRADIENT, lambda z, y: 0.0 * of(GRADIENT)(z, y))
    assert verdict.name in ("whole-numbers-only", "constant-result", "unrecognised")
    for id in ("bayes-lda.new-priors", "temperature.slope-in-beta"):
        verdict = diagnose(id, lambda *args, id=id: of(id)(*args[:-1], np.ones_like(args[-1])))
        assert verdict.name != "softmax-applied-first"


def test_nothing_is_said_to_be_rounded_besides_that_has_no_more_digits():
    def trial(number):
        outcome = SimpleNamespace(kind="value", value=np.array(number))
        return SimpleNamespace(index=0, outcome=outcome, tolerance=(1e-9, 1e-9))

    ways = [("a quarter", lambda t: np.array(0.25)), ("a third", lambda t: np.array(1 / 3))]
    assert general.with_one_thing_more([trial(0.25)], ways) is None
    found = general.with_one_thing_more([trial(0.33)], ways)
    assert found == ("a third", "It is rounded to two decimals as well.")


@pytest.mark.parametrize(
    ("id", "given"),
    [
        ("overflow.q4", 1),
        ("claims.q5", 1),
        ("claims.q3", 1),
        ("training.q2", 0.5),
        ("softmax.q2", 100),
        ("softmax.q2", -1),
        ("jacobian.q1", 10),
        ("training.q2", 100),
    ],
)
def test_of_a_number_that_fits_anything_no_cause_is_named(id, given):
    verdict = quiz.judge(QUESTIONS[id], given)
    assert verdict.status == "unnamed", verdict.message
