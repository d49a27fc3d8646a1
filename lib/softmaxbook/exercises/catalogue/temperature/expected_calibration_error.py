from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.families.softmax_mistakes import rounded
from softmaxbook.exercises.catalogue.families.softmaxes import right
from softmaxbook.exercises.catalogue.temperature import CALIBRATED
from softmaxbook.exercises.reading import gives
from softmaxbook.exercises.record import Exercise, Mistake, Place, Probe, Symptom


def expected_calibration_error(p, y, bins=10):
    """Mean gap of confidence and accuracy, weighted over bins (lo, hi]."""
    confidence = p.max(axis=1)
    correct = p.argmax(axis=1) == y
    total = 0.0
    for b in range(bins):
        inside = (confidence > b / bins) & (confidence <= (b + 1) / bins)
        if inside.any():
            gap = abs(confidence[inside].mean() - correct[inside].mean())
            total += inside.sum() / len(y) * gap
    return total


def binary(confidences: list[float], right: list[int]) -> tuple[NDArray, NDArray]:
    """Two classes, of which the first is predicted with those confidences; 1: it is the truth."""
    c = np.array(confidences)
    return np.column_stack([c, 1 - c]), 1 - np.array(right)


def seeded(n: int, classes: int, seed: int) -> tuple[NDArray, NDArray]:
    """Probabilities in units of 1/1024, no two alike in a row, and none near a tenth."""
    rng = np.random.default_rng(seed)
    p = rng.dirichlet(np.full(classes, 0.7), size=n)
    p = np.floor(p * 1024) / 1024
    top = p.argmax(axis=1)
    p[np.arange(n), top] += 1 - p.sum(axis=1)
    ranked = np.sort(p, axis=1)
    tenths = np.abs(ranked[:, -1] * 10 - np.rint(ranked[:, -1] * 10))
    keep = (ranked[:, -1] > ranked[:, -2]) & (tenths > 0.01)
    y = np.where(rng.random(n) < 0.6, top, rng.integers(classes, size=n))
    return p[keep], y[keep]


FIVE = [
    [0.21875, 0.1875, 0.203125, 0.1953125, 0.1953125],  # confident of no class: the first bin
    [0.1875, 0.234375, 0.1953125, 0.1875, 0.1953125],
    [0.125, 0.25, 0.21875, 0.1875, 0.21875],
    [0.125, 0.125, 0.40625, 0.1875, 0.15625],
    [0.0625, 0.0625, 0.0625, 0.15625, 0.65625],
]


FOUR = [[0.375, 0.3125, 0.3125], [0.25, 0.3125, 0.4375], [0.125, 0.75, 0.125], [0.875, 0.125, 0]]


ECE_PROBES = (
    Probe("one bin filled", (*binary([0.875, 0.8125, 0.9375], [1, 0, 1]), 4)),
    Probe("too sure, too modest", (*binary([0.625, 0.6875, 0.875, 0.9375], [1, 1, 0, 1]), 4)),
    Probe(
        "unequal bins",
        (*binary([0.5625, 0.625, 0.875, 0.8125, 0.9375, 0.90625], [0, 0, 1, 1, 1, 0]), 4),
    ),
    Probe("unsure and right", (*binary([0.5625, 0.625, 0.8125, 0.90625], [1, 1, 1, 1]), 4)),
    Probe("on an edge", (*binary([0.75, 0.75, 0.6875, 0.875, 0.9375], [0, 1, 1, 0, 1]), 4)),
    Probe("on two edges", (*binary([0.625, 0.75, 0.875, 0.8125, 0.9375], [0, 1, 1, 0, 1]), 8)),
    Probe("quite sure", (*binary([1.0, 1.0, 0.875, 0.625], [1, 0, 1, 0]), 4)),
    Probe("quite sure, ten bins", (*binary([1.0, 1.0, 0.96875, 0.53125], [0, 0, 1, 1]), 10)),
    Probe("only quite sure", (*binary([1.0, 1.0, 1.0], [1, 0, 0]), 4)),
    Probe("five classes", (np.array(FIVE), np.array([2, 1, 1, 0, 4]), 4)),
    Probe("no bin empty", (np.array(FOUR), np.array([1, 0, 1, 0]), 2)),
    Probe("a fifth", (np.array(FIVE[:2] + FIVE[3:]), np.array([0, 2, 2, 4]), 5)),
    Probe("ten bins by default", seeded(60, 3, 1)),
    Probe("many examples", (*seeded(80, 4, 2), 8)),
    Probe("three bins", (*seeded(40, 3, 3), 3)),
)


def in_bins(confidence: NDArray, bins: int, closed: str) -> NDArray:
    """Number of the bin of each confidence; -1: in none."""
    if closed == "right":
        return np.maximum(np.ceil(confidence * bins).astype(int) - 1, 0)
    if closed == "right, without 0":
        return np.ceil(confidence * bins).astype(int) - 1
    number = np.floor(confidence * bins).astype(int)
    if closed == "left":
        return np.minimum(number, bins - 1)
    if closed == "left, 1 apart":
        return number
    if closed == "neither":
        number[confidence * bins == np.floor(confidence * bins)] = -1
    number[confidence == 1] = -1
    return number


def of_top(p: NDArray, y: NDArray) -> tuple[NDArray, NDArray]:
    return p.max(axis=1), (p.argmax(axis=1) == y).astype(float)


def of_truth(p: NDArray, y: NDArray) -> tuple[NDArray, NDArray]:
    return p[np.arange(len(y)), y], (p.argmax(axis=1) == y).astype(float)


def weighted(gaps: NDArray, counts: NDArray, n: int, bins: int) -> float:
    return float(np.abs(gaps) @ counts / n)


def ece_with(
    summary: Callable = weighted,
    closed: str = "right",
    of: Callable = of_top,
    midpoint: bool = False,
    skip_last: bool = False,
) -> Callable:
    """An ECE with one decision changed: how bins are closed, what is compared, how it is summed.

    summary : from (gaps, counts) of the bins that are filled, n and bins, makes the result
    """

    def ece(p, y, bins=10):
        confidence, correct = of(p, y)
        number = in_bins(confidence, bins, closed)
        gaps, counts = [], []
        for b in range(bins + 1):
            inside = number == b
            if inside.any() and not (skip_last and b == bins - 1):
                mean = (b + 0.5) / bins if midpoint else confidence[inside].mean()
                gaps.append(correct[inside].mean() - mean)
                counts.append(inside.sum())
        if not gaps:
            return 0.0
        return summary(np.array(gaps), np.array(counts, dtype=float), len(y), bins)

    return ece


def unweighted(gaps: NDArray, counts: NDArray, n: int, bins: int) -> float:
    return np.abs(gaps).mean()


def signed(gaps: NDArray, counts: NDArray, n: int, bins: int) -> float:
    return gaps @ counts / n


def largest_gap(gaps: NDArray, counts: NDArray, n: int, bins: int) -> float:
    return np.abs(gaps).max()


SUMMARIES = (weighted, unweighted, signed, lambda *args: -signed(*args), largest_gap)
CLOSED = ("right", "left", "left, 1 apart", "left, without 1", "neither")


def however_closed(*summaries: Callable, **changes) -> tuple[Callable, ...]:
    return tuple(ece_with(s, closed=c, **changes) for s in summaries for c in CLOSED)


def binned(
    number: Callable = lambda c, bins: in_bins(c, bins, "right"),
    of: Callable = of_top,
    gap: Callable = lambda h, c, b, bins: h.mean() - c.mean(),
    summary: Callable = weighted,
) -> Callable:
    """An ECE with other bins, other numbers in them, or another gap.

    number : from confidences and bins, the bin of each example
    gap : from hits and confidences of a bin, its number, and bins
    """

    def ece(p, y, bins=10):
        confidence, correct = of(p, y)
        which = number(confidence, bins)
        filled = np.unique(which)
        inside = [which == b for b in filled]
        bars = zip(filled, inside, strict=True)
        gaps = [gap(correct[i], confidence[i], b, bins) for b, i in bars]
        counts = np.array([i.sum() for i in inside], dtype=float)
        return summary(np.array(gaps), counts, len(confidence), bins)

    return ece


def of_each(change: Callable) -> tuple[Callable, ...]:
    """ECEs with the numbers of change, in bins closed on the right or on the left."""
    return tuple(ece_with(of=change, closed=c) for c in ("right", "left"))


def of_each_with_zeros(change: Callable) -> tuple[Callable, ...]:
    """The same for numbers among which 0 may be, in a bin of its own or in none; and for other
    numbers of them than there are examples."""

    def apart(closed: str) -> Callable:
        return binned(lambda c, bins: in_bins(c, bins, closed), change)

    closings = ("right", "left", "right, without 0")
    return (*(ece_with(of=change, closed=c) for c in closings), *map(apart, closings))


def hits(p: NDArray, predicted: NDArray, y: NDArray) -> tuple[NDArray, NDArray]:
    return p.max(axis=1), (predicted == y).astype(float)


def of_second(p: NDArray, y: NDArray) -> tuple[NDArray, NDArray]:
    return p[:, 1], (y == 1).astype(float)


def of_second_at_half(p: NDArray, y: NDArray) -> tuple[NDArray, NDArray]:
    return p[:, 1], ((p[:, 1] > 0.5) == y).astype(float)


def of_all(p: NDArray, y: NDArray) -> tuple[NDArray, NDArray]:
    return p.ravel(), np.eye(p.shape[1])[y].ravel()


def over_classes(reduce: Callable) -> Callable:
    """The ECE of each class's own probabilities."""

    def ece(p, y, bins=10):
        return reduce(
            [
                binned(of=lambda p, y, k=k: (p[:, k], (y == k).astype(float)))(p, y, bins)
                for k in range(p.shape[1])
            ]
        )

    return ece


def of_margin(p: NDArray, y: NDArray) -> tuple[NDArray, NDArray]:
    ranked = np.sort(p, axis=1)
    return ranked[:, -1] - ranked[:, -2], (p.argmax(axis=1) == y).astype(float)


def of_columns(p: NDArray, y: NDArray) -> tuple[NDArray, NDArray]:
    return p.max(axis=0), (y[p.argmax(axis=0)] == np.arange(p.shape[1])).astype(float)


def edges_from(low: Callable, high: Callable, count: Callable = lambda bins: bins + 1) -> Callable:
    """Bins between edges from low(confidence, classes) to high(confidence)."""

    def ece(p, y, bins=10):
        edges = np.linspace(low(p.max(axis=1), p.shape[1]), high(p.max(axis=1)), count(bins))
        last = max(len(edges) - 1, 1)

        def number(c, bins):
            return np.clip(np.searchsorted(edges, c, side="left"), 1, last)

        return binned(number)(p, y, bins)

    return ece


def equal_counts(p, y, bins=10):
    confidence, correct = of_top(p, y)
    parts = np.array_split(np.argsort(confidence, kind="stable"), bins)
    return sum(abs((correct[i] - confidence[i]).sum()) for i in parts) / len(y)


def quantile_bins(p, y, bins=10):
    edges = np.quantile(p.max(axis=1), np.linspace(0, 1, bins + 1))
    return binned(lambda c, bins: np.maximum(np.searchsorted(edges, c), 1))(p, y, bins)


def both_closed(p, y, bins=10):
    confidence, correct = of_top(p, y)
    total = 0.0
    for b in range(bins):
        inside = (confidence >= b / bins) & (confidence <= (b + 1) / bins)
        total += abs((correct - confidence)[inside].sum())
    return total / len(y)


def of_bins(weigh: bool, empty: float | None) -> Callable:
    """The gaps of all bins, not summed; empty None: only of those that are filled."""

    def gaps(p, y, bins=10):
        confidence, correct = of_top(p, y)
        which = in_bins(confidence, bins, "right")
        all_gaps = []
        for b in range(bins):
            inside = which == b
            if inside.any():
                gap = abs(correct[inside].mean() - confidence[inside].mean())
                all_gaps.append(gap * inside.mean() if weigh else gap)
            elif empty is not None:
                all_gaps.append(empty)
        return np.array(all_gaps)

    return gaps


def with_empty_bins(more: int) -> Callable:
    """With means of empty bins, and with so many bins above 1, which are empty always."""

    def ece(p, y, bins=10):
        confidence, correct = of_top(p, y)
        which = in_bins(confidence, bins, "right")
        inside = [which == b for b in range(bins + more)]
        return sum(i.mean() * abs(correct[i].mean() - confidence[i].mean()) for i in inside)

    return ece


def first_bin_left_out(p, y, bins=10):
    kept = p.max(axis=1) > 1 / bins
    return kept.mean() * expected_calibration_error(p[kept], y[kept], bins) if kept.any() else 0.0


def by_hits(divided_by_hits: bool) -> Callable:
    def ece(p, y, bins=10):
        confidence, correct = of_top(p, y)
        which, total = in_bins(confidence, bins, "right"), 0.0
        for b in np.unique(which):
            i = which == b
            total += correct[i].sum() * abs(correct[i].mean() - confidence[i].mean())
        return total / (max(correct.sum(), 1) if divided_by_hits else len(y))

    return ece


def brier(reduce: Callable) -> Callable:
    return lambda p, y, bins=10: reduce((p - np.eye(p.shape[1])[y]) ** 2)


def overall(number: str) -> Callable:
    """Accuracy, or confidence, of all examples beside the other one of each bin."""

    def ece(p, y, bins=10):
        confidence, correct = of_top(p, y)
        whole_accuracy, whole_confidence = correct.mean(), confidence.mean()

        def gap(h, c, b, bins):
            if number == "accuracy":
                return whole_accuracy - c.mean()
            return h.mean() - whole_confidence

        return binned(gap=gap)(p, y, bins)

    return ece


def over_all_examples(both: bool) -> Callable:
    def ece(p, y, bins=10):
        def gap(h, c, b, bins):
            return h.sum() / len(y) - (c.sum() / len(y) if both else c.mean())

        return binned(gap=gap)(p, y, bins)

    return ece


def _other_bins() -> Iterator[Mistake]:
    yield Mistake(
        "edge-counted-twice",
        "The bins are closed on both sides, so a confidence on an inner edge lies in two of them, "
        "and counts twice.",
        wrong=(both_closed,),
    )
    yield Mistake(
        "nearest-edge",
        "The confidence was rounded. Then what lies near an edge, on either side of it, is in one "
        "bin: the bins are shifted by half a width.",
        wrong=(
            binned(lambda c, bins: np.rint(c * bins)),
            binned(lambda c, bins: np.floor(c * bins + 0.5)),
            binned(lambda c, bins: np.rint(c * 10)),
        ),
    )
    yield Mistake(
        "one-bin-too-few",
        "So many edges make one bin fewer: between neighbouring edges lies one bin, and the outer "
        "two have neighbours on one side only.",
        wrong=(
            edges_from(lambda c, k: 0, lambda c: 1, lambda bins: bins),
            binned(lambda c, bins: in_bins(c, bins - 1, "left")),
        ),
    )
    yield Mistake(
        "one-bin-too-many",
        "The range from 0 to 1 was divided into one bin more than asked for. That many edges, not "
        "bins, belong to it.",
        wrong=tuple(
            binned(lambda c, bins, closed=closed: in_bins(c, bins + 1, closed))
            for closed in ("right", "left")
        ),
    )
    yield Mistake(
        "first-bin-skipped",
        "The first bin is missing. It begins at 0, and bins are counted from 0 in a loop.",
        wrong=(first_bin_left_out,),
    )
    yield Mistake(
        "bins-argument-ignored",
        "The number of bins is always the same, whatever the argument says. The size of the error "
        "depends on it.",
        wrong=tuple(
            binned(lambda c, bins, n=n, closed=closed: in_bins(c, n, closed))
            for n in (10, 15, 20)
            for closed in ("right", "left")
        ),
    )
    yield Mistake(
        "bins-over-observed-range",
        "The bins go from the smallest to the largest confidence that was seen. Here they divide "
        "the whole of 0 to 1, whatever was seen.",
        wrong=(
            edges_from(lambda c, k: c.min(), lambda c: c.max()),
            edges_from(lambda c, k: 0, lambda c: c.max()),
            edges_from(lambda c, k: c.min(), lambda c: 1),
        ),
    )
    yield Mistake(
        "bins-from-chance",
        "The bins begin at the confidence of a guess, one over the number of classes. Here they "
        "divide the whole of 0 to 1.",
        wrong=(
            edges_from(lambda c, k: 1 / k, lambda c: 1),
            edges_from(lambda c, k: 0.5, lambda c: 1),
        ),
    )
    yield Mistake(
        "equal-count-bins",
        "The bins hold equally many examples. That is a measure in its own right; here they have "
        "equal widths.",
        wrong=(equal_counts, quantile_bins),
    )
    yield Mistake(
        "empty-bins",
        "An empty bin has no mean: 0/0 is nan, and one nan makes the whole sum nan. An empty bin "
        "weighs nothing.",
        wrong=(with_empty_bins(0), with_empty_bins(1)),
    )


def _other_numbers() -> Iterator[Mistake]:
    """Something else than the largest probability, or than whether it was right, is binned."""
    yield Mistake(
        "probability-of-class-1",
        "Class 1 alone was looked at, as if there were only yes and no. Confidence is the "
        "probability of the class predicted, whichever it is.",
        wrong=(*of_each_with_zeros(of_second), *of_each_with_zeros(of_second_at_half)),
    )
    yield Mistake(
        "all-probabilities-binned",
        "The probabilities of all classes were binned, not only those of the answers given. That "
        "is class-wise calibration, another measure.",
        wrong=(*of_each_with_zeros(of_all), over_classes(np.mean), over_classes(np.sum)),
    )
    yield Mistake(
        "margin-as-confidence",
        "The lead over the second largest probability was taken for the confidence. It says how "
        "clear the choice is, not how often it should be right.",
        wrong=of_each_with_zeros(of_margin),
    )
    yield Mistake(
        "softmax-twice",
        "Softmax was applied to probabilities, as if they were logits. They all lie between 0 and "
        "1, so the result is nearly flat.",
        wrong=of_each(lambda p, y: of_top(right(p), y)),
        place=Place("softmax", "Twelve wrong softmaxes"),
    )
    yield Mistake(
        "threshold-at-half",
        "The prediction was made by comparing the largest probability with one half. That names "
        "no class; the prediction is the class where it stands.",
        wrong=(
            *of_each(lambda p, y: hits(p, p.max(axis=1) > 0.5, y)),
            *of_each(lambda p, y: hits(p, p.max(axis=1) >= 0.5, y)),
        ),
    )
    yield Mistake(
        "counted-from-1",
        "Predictions and labels are off by one. Classes are counted from 0 in code, by argmax as "
        "well as by the labels.",
        wrong=(
            *of_each(lambda p, y: hits(p, p.argmax(axis=1) + 1, y)),
            *of_each(lambda p, y: hits(p, p.argmax(axis=1) - 1, y)),
        ),
    )
    yield Mistake(
        "error-rate-as-accuracy",
        "The share of wrong answers stands where the share of right ones belongs. A network that "
        "is sure and right then looks badly calibrated.",
        wrong=of_each(lambda p, y: (p.max(axis=1), (p.argmax(axis=1) != y).astype(float))),
    )
    yield Mistake(
        "max-along-axis-0",
        "The maxima were taken down the columns: for each class its surest example. Asked for is "
        "the surest class of each example.",
        wrong=of_each_with_zeros(of_columns),
        place=Place("softmax", "The wrong axis"),
    )


def _other_gaps() -> Iterator[Mistake]:
    yield Mistake(
        "overall-accuracy",
        "A mean over all examples was compared with that of one bin. Accuracy and confidence of a "
        "bin are both those of its own examples.",
        wrong=(overall("accuracy"), overall("confidence")),
    )
    yield Mistake(
        "accuracy-over-n",
        "Within a bin something was divided by the number of all examples. The accuracy of a bin "
        "is the share among its own.",
        wrong=(over_all_examples(False), over_all_examples(True)),
    )
    yield Mistake(
        "edge-as-confidence",
        "An edge of the bin stands in for the confidences in it. Their mean may lie anywhere in "
        "the bin.",
        wrong=(
            binned(gap=lambda h, c, b, bins: h.mean() - (b + 1) / bins),
            binned(gap=lambda h, c, b, bins: h.mean() - b / bins),
        ),
    )
    yield Mistake(
        "median-confidence",
        "The median confidence of a bin was taken, not the mean. The two differ as soon as a bin "
        "is lopsided.",
        wrong=(binned(gap=lambda h, c, b, bins: h.mean() - np.median(c)),),
    )
    yield Mistake(
        "floor-division",
        "A floor division made the accuracy of a bin 0 or 1: whole numbers, divided so, stay "
        "whole.",
        wrong=(binned(gap=lambda h, c, b, bins: np.floor(h.mean()) - c.mean()),),
    )


def _other_summaries() -> Iterator[Mistake]:
    yield Mistake(
        "not-divided-by-n",
        "The gaps were weighted with counts, and the sum was never divided by the number of "
        "examples.",
        wrong=however_closed(lambda g, c, n, b: np.abs(g) @ c),
    )
    yield Mistake(
        "squared-gaps",
        "The gaps were squared instead of taken without sign. Small gaps then count for hardly "
        "anything.",
        wrong=however_closed(lambda g, c, n, b: g**2 @ c / n, lambda g, c, n, b: (g**2).mean()),
    )
    yield Mistake(
        "root-of-squared-gaps",
        "This is the root of the mean square of the gaps, another measure, in which large gaps "
        "count for more.",
        wrong=however_closed(
            lambda g, c, n, b: np.sqrt(g**2 @ c / n), lambda g, c, n, b: np.sqrt((g**2).mean())
        ),
    )
    yield Mistake(
        "one-side-only",
        "Only gaps in one direction were counted. A bin that is less sure than it is right is off "
        "as well.",
        wrong=however_closed(
            lambda g, c, n, b: np.maximum(-g, 0) @ c / n,
            lambda g, c, n, b: np.maximum(g, 0) @ c / n,
        ),
    )
    yield Mistake(
        "weighted-by-hits",
        "Each bin weighs as much as it holds right answers. Then the bins where the network fails "
        "count least; a bin weighs all its examples.",
        wrong=(by_hits(True), by_hits(False)),
    )
    yield Mistake(
        "per-cent",
        "This is the error in per cent. Probabilities and their differences are counted from 0 to "
        "1 here.",
        wrong=however_closed(lambda g, c, n, b: 100 * np.abs(g) @ c / n),
    )
    yield Mistake(
        "not-summed",
        "These are the gaps of the bins, one by one. The error is a single number, their sum, each "
        "weighted with the share of its bin.",
        wrong=tuple(of_bins(w, e) for w in (False, True) for e in (0.0, None, np.nan)),
    )
    yield Mistake(
        "brier-score",
        "This is the squared distance of probabilities and labels, the Brier score. It measures "
        "more than calibration, and needs no bins.",
        wrong=(
            brier(lambda d: d.sum(axis=1).mean()),
            brier(np.mean),
            lambda p, y, bins=10: np.mean((of_top(p, y)[1] - of_top(p, y)[0]) ** 2),
        ),
    )
    yield rounded(ece_with(), ece_with(closed="left"))


def sure_left_out(divided_by_all: bool) -> Callable:
    def ece(p, y, bins=10):
        counts = p.max(axis=1) < 1
        if not counts.any():
            return 0.0
        share = counts.mean() if divided_by_all else 1.0
        return share * expected_calibration_error(p[counts], y[counts], bins)

    return ece


def no_bins(p, y, bins=10):
    confidence, correct = of_top(p, y)
    return abs(confidence.mean() - correct.mean())


def no_bins_each(p, y, bins=10):
    confidence, correct = of_top(p, y)
    return np.abs(confidence - correct).mean()


EXERCISE = Exercise(
    title="Expected calibration error",
    reference=expected_calibration_error,
    probes=ECE_PROBES,
    mistakes=(
        Mistake(
            "drops-confidence-1",
            "An example with confidence exactly 1 is in none of the bins, so it does not count at "
            "all. A bin is (lo, hi] here: open on the left and closed on the right, the last one "
            "too.",
            wrong=(sure_left_out(True), sure_left_out(False)),
        ),
        Mistake(
            "open-on-the-right",
            "A bin is (lo, hi] here: a confidence on its right border belongs to it. Yours leave "
            "that border out. So a confidence of exactly 1 is in no bin at all.",
            wrong=(
                *(ece_with(closed=c) for c in ("left, without 1", "neither")),
                *(
                    ece_with(lambda g, c, n, b: np.abs(g) @ c / c.sum(), closed=closed)
                    for closed in ("left, without 1", "neither")
                ),
            ),
        ),
        Mistake(
            "left-closed-bins",
            "A confidence on the edge of two bins went into the upper one. Here a bin is "
            "(lo, hi]: the edge belongs to the lower bin.",
            wrong=(ece_with(closed="left"), ece_with(closed="left, 1 apart")),
        ),
        Mistake(
            "bins-not-weighted",
            "Every bin counts the same here, however few examples it holds. The expectation is "
            "over examples, so a bin weighs what it holds.",
            wrong=however_closed(unweighted, lambda g, c, n, b: np.abs(g).sum()),
        ),
        Mistake(
            "divided-by-number-of-bins",
            "The gaps were divided by the number of bins, empty ones included. The weights are "
            "shares of examples and need no further division.",
            wrong=however_closed(
                lambda g, c, n, b: np.abs(g).sum() / b,
                lambda g, c, n, b: np.abs(g).sum() / (b + 1),
                lambda g, c, n, b: np.abs(g) @ c / n / b,
                lambda g, c, n, b: np.abs(g) @ c / n / len(g),
            ),
        ),
        Mistake(
            "bin-midpoint",
            "The middle of the bin stands in for the confidences in it. Their mean may lie "
            "anywhere in the bin.",
            wrong=however_closed(weighted, midpoint=True),
        ),
        Mistake(
            "last-bin-skipped",
            "The last bin is missing, and it is the one where a sure network keeps most of its "
            "examples. Edges are one more than bins.",
            wrong=however_closed(
                weighted, lambda g, c, n, b: np.abs(g) @ c / c.sum(), skip_last=True
            ),
        ),
        Mistake(
            "signed-gap",
            "The gaps kept their signs, so a bin that is too sure cancels one that is too "
            "modest. An error has no sign.",
            wrong=however_closed(lambda g, c, n, b: g @ c / n, lambda g, c, n, b: -(g @ c) / n),
        ),
        Mistake(
            "maximum-not-mean",
            "The largest gap is another measure, the maximum calibration error. The expected "
            "one is a mean over the bins.",
            wrong=however_closed(largest_gap, lambda g, c, n, b: (np.abs(g) * c / n).max()),
        ),
        Mistake(
            "no-bins",
            "Confidence and accuracy were compared over all examples at once, or example by "
            "example. Within a bin gaps may cancel, between bins not.",
            wrong=(no_bins, no_bins_each),
        ),
        Mistake(
            "true-class-probability",
            "The probability of the true class was taken for the confidence. Confidence is "
            "that of the answer given, right or wrong: the largest.",
            wrong=however_closed(*SUMMARIES, of=of_truth),
        ),
        *_other_numbers(),
        *_other_bins(),
        *_other_gaps(),
        *_other_summaries(),
        Mistake(
            "probability-of-class-0",
            "The probability of class 0 was taken for the confidence. Confidence is the largest "
            "probability of a row.",
            wrong=gives(
                lambda p, y, bins=10: expected_calibration_error(
                    np.where(np.arange(p.shape[1]) == p.argmax(axis=1)[:, None], p[:, [0]], -1.0),
                    y,
                    bins,
                )
            ),
        ),
        Mistake(
            "least-probable-class",
            "The least probable class was taken for the prediction.",
            wrong=gives(
                lambda p, y, bins=10: expected_calibration_error(
                    np.column_stack([p.max(axis=1), np.zeros(len(p))]),
                    np.where(p.argmin(axis=1) == y, 0, 1),
                    bins,
                )
            ),
        ),
    ),
    symptoms=(
        Symptom(
            "outside-0-and-1",
            "It is a mean of differences between numbers from 0 to 1, taken without sign.",
            lambda args, e: (
                f"you return {float(e):.4g}." if e.ndim == 0 and not 0 <= e <= 1 else None
            ),
        ),
    ),
    hints=(
        "Two bins, one too sure by 0.2 with 9 examples, one too modest by 0.2 with 1: what "
        "should come out? And in which bin is a confidence of exactly 1?",
        "ECE = ∑_b (n_b/n) |acc_b − conf_b| over the bins ((b − 1)/B, b/B], with accuracy and "
        "mean confidence of the examples in the bin. Empty bins weigh nothing.",
        "For each bin, find the examples with `(confidence > lo) & (confidence <= hi)`; add "
        "their share of all examples times the size of the gap.",
    ),
    why="In a sentence: why is the ECE of a finite sample above 0 even if the model is calibrated?",
    reply="In each bin the share of right answers scatters about the confidence by chance. The "
    "distances are taken without sign, so those of several bins cannot cancel.",
    place=CALIBRATED,
)
