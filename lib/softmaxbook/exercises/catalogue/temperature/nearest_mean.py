import numpy as np

from softmaxbook.exercises.catalogue.temperature import CHANCE, SCALING
from softmaxbook.exercises.reading import Numbers, Part
from softmaxbook.exercises.record import Exercise, Mistake
from softmaxbook.exercises.when import either, entry


def nearest_mean():
    """Temperature fitted on kept images; on test images the ECE, and that of drawn labels."""
    from softmaxbook import expected_calibration_error, fit_temperature, softmax
    from softmaxbook.datasets import load_digits

    pixels, digit, *_ = load_digits()
    mixed = np.random.default_rng(0).permutation(1797)
    X, y = (pixels - pixels.mean(axis=0))[mixed] / 16, digit[mixed]
    means = np.array([X[:200][y[:200] == k].mean(axis=0) for k in range(10)])
    z = -((X[:, None] - means) ** 2).sum(axis=-1)
    T = fit_temperature(z[200:600], y[200:600])
    rng, ece, chance = np.random.default_rng(0), [], []
    for divisor in (1, T):
        p = softmax(z[600:] / divisor, axis=-1)
        ece.append(expected_calibration_error(p, y[600:]))
        sums = np.cumsum(p, axis=-1)[:, :-1]
        drawn = [(sums < rng.random((len(p), 1))).sum(axis=-1) for _ in range(100)]
        chance.append(np.mean([expected_calibration_error(p, d) for d in drawn]))
    return T, *ece, *chance


EXERCISE = Exercise(
    title="The nearest mean",
    reference=nearest_mean,
    form=Numbers(
        (
            Part("temperature", digits=2, key="temperature"),
            Part("ECE", size=2, digits=2, key="ece"),
            Part("ECE by chance", size=2, digits=2, key="chance"),
        ),
        logarithms=False,
    ),
    # Most of the numbers are worked out again, from the mistakes themselves, in test_reported.py.
    mistakes=(
        Mistake(
            "fitted-on-test-images",
            "The temperature was fitted on other images than the kept ones, or on more. Those that "
            "were learned, or that judge it, do not serve for that.",
            when=entry(0, 0.556, 0.5566, 0.558, 0.5668, atol=5e-3),
            place=SCALING,
        ),
        Mistake(
            "fitted-on-seen-images",
            "The temperature was fitted on the 200 images from which the means were made. They lie "
            "nearer to the means than fresh images do.",
            when=entry(0, 0.4467, atol=5e-3),
            place=SCALING,
        ),
        Mistake(
            "temperature-inverted",
            "Scores are divided by T. Here they were multiplied by it, or 1 was divided by it.",
            when=either(entry(0, 1.674, atol=6e-3), entry(2, 0.3723, atol=5e-3)),
            place=SCALING,
        ),
        Mistake(
            "temperature-of-another",
            "That is what comes of the temperature of the chapter's network. Each network has a "
            "best temperature of its own.",
            when=either(entry(0, 1.622, atol=6e-3), entry(2, 0.3582, atol=5e-3)),
            place=SCALING,
        ),
        Mistake(
            "softmax-twice",
            "The temperature was fitted to probabilities. What it divides are the scores.",
            when=entry(0, 0.1193, atol=5e-3),
            place=SCALING,
        ),
        Mistake(
            "ece-for-loss",
            "That is near the temperature with the least ECE. The one with the least loss is "
            "asked for.",
            when=entry(0, 0.5116, 0.5287, atol=6e-3),
            place=SCALING,
        ),
        Mistake(
            "kept-for-test",
            "That was measured on the kept images, or on all. On the kept ones the temperature "
            "was fitted; it is judged on the test images.",
            when=either(
                entry(1, 0.1422, atol=5e-3),
                entry(2, 0.0332, atol=4e-3),
                entry(3, 0.0534, atol=4e-3),
                entry(4, 0.042, atol=3e-3),
            ),
            place=SCALING,
        ),
        Mistake(
            "loss-for-ece",
            "That is the loss on the test images. The calibration error compares confidence and "
            "accuracy, bin by bin.",
            when=either(entry(1, 0.4557, atol=5e-3), entry(2, 0.346, atol=5e-3)),
        ),
        Mistake(
            "not-repaired",
            "In the second place stands the ECE before the repair: either the two are exchanged, "
            "or the scores were not divided by the temperature.",
            when=entry(2, 0.1581, atol=3e-3),
            place=SCALING,
        ),
        Mistake(
            "labels-not-drawn",
            "That is the ECE with the true digits. For the share of chance the digits are drawn "
            "from the reader's own probabilities.",
            when=either(entry(3, 0.1581, atol=3e-3), entry(4, 0.1581, atol=3e-3)),
        ),
        Mistake(
            "chance-before-repair",
            "In the second place stands what chance makes before the repair. The repair changes "
            "the confidences, and so what chance makes.",
            when=entry(4, 0.0298, atol=2e-3),
        ),
        Mistake(
            "spread-for-mean",
            "That is 0, or the standard deviation, the second number that comes of `by_chance`. "
            "The mean is the first, and chance makes more than 0.",
            when=either(
                entry(3, 0.0068, 0.01, atol=1.5e-3), entry(4, 0.0051, 0.01, 0.0, atol=1e-3)
            ),
        ),
    ),
    hints=(
        "Which images may the temperature see, and which must it not? And what is an ECE compared "
        "with, before one calls it an error?",
        "The fit makes the loss on the kept images least. On the test images the two probabilities "
        "are softmax of z and of z / T.",
        "`fit_temperature(z[kept], y[kept])` is the first number. For each of the two arrays of "
        "probabilities, `by_chance` gives mean and standard deviation.",
    ),
    why="In a sentence: was this reader too sure or too modest, and what does chance explain?",
    reply="Too modest: before the repair it is 0.74 sure on average and 0.90 right. So the best "
    "temperature is below 1. Chance makes 0.03 ± 0.01 of the 0.16 before, and all of the 0.02 "
    "after.",
    place=CHANCE,
)
