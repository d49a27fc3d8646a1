from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.overflow import FORMATS
from softmaxbook.exercises.reading import Numbers, Part
from softmaxbook.exercises.record import Exercise, Mistake
from softmaxbook.exercises.when import either


def eight_bits():
    """Overflow and zero of exp with four exponent bits and three fraction bits."""
    bias = 2 ** (4 - 1) - 1
    ulp = 2**-3  # at 1
    largest = (2 - ulp) * 2**bias  # 240, and the next would be 256
    smallest = ulp * 2 ** (1 - bias)  # 1/512
    halfway = largest + 2**bias * ulp / 2  # 248: from here on a result becomes infinite
    return np.log(halfway), np.log(smallest / 2)


def number_is(place: int, value: float) -> Callable[[NDArray], bool]:
    return lambda v: bool(abs(v[place] - value) < 6e-3)


LIMITS = np.array(eight_bits())


EXERCISE = Exercise(
    title="Eight bits",
    reference=eight_bits,
    form=Numbers(
        (
            Part("where exp overflows", digits=2, key="overflows_above"),
            Part("where exp is 0", digits=2, key="zero_below"),
        )
    ),
    mistakes=(
        Mistake(
            "six-bits",
            "These are the limits of the chapter's six bits. One more exponent bit squares the "
            "range, one more fraction bit halves the step.",
            when=lambda v: any(
                np.allclose(v, np.log([most, 1 / 32]), atol=6e-3) for most in (14, 15)
            ),
        ),
        Mistake(
            "base-2",
            "The exponents were counted in powers of 2. exp counts in powers of e: one power "
            "of 2 is 0.693 of these.",
            when=lambda v: bool(np.allclose(v, LIMITS / np.log(2), atol=0.06)),
        ),
        Mistake(
            "base-10",
            "That is the decimal logarithm. The inverse of exp is the natural one.",
            when=lambda v: bool(np.allclose(v, LIMITS / np.log(10), atol=6e-3)),
        ),
        Mistake(
            "sign-flipped",
            "The scores whose exponentials become 0 are far below 0; the sign is missing.",
            when=number_is(1, -LIMITS[1]),
        ),
        Mistake(
            "largest-number-taken",
            "That is the logarithm of the largest number, 240. A result up to half a step above it "
            "is still rounded down to it; infinity begins there.",
            when=number_is(0, np.log(240)),
        ),
        Mistake(
            "next-power-taken",
            "That is the logarithm of 256, the first power that does not fit. The largest "
            "number is one step below it.",
            when=number_is(0, np.log(256)),
        ),
        Mistake(
            "top-exponent-used",
            "The highest exponent field is kept for inf and nan. The largest number has the "
            "one below it.",
            when=either(number_is(0, np.log(480)), number_is(0, np.log(496))),
        ),
        Mistake(
            "logarithms-forgotten",
            "These are the numbers at which exp breaks. Asked for are the scores: the logarithms "
            "of these numbers.",
            when=lambda v: bool(np.allclose(np.log(np.maximum(v, 1e-9)), LIMITS, atol=0.06)),
        ),
        Mistake(
            "bias-eight",
            "The bias is 2³ − 1 = 7 for four exponent bits. Here it seems to be 8.",
            when=lambda v: bool(np.allclose(v, LIMITS - np.log(2), atol=6e-3)),
        ),
        Mistake(
            "halved-twice",
            "The smallest number was halved twice. At half of it a result becomes 0.",
            when=number_is(1, LIMITS[1] - np.log(2)),
        ),
        Mistake(
            "number-not-logarithm",
            "That is the largest number itself. The question is which score takes exp there.",
            when=number_is(0, 240),
        ),
        Mistake(
            "smallest-not-halved",
            "That is the logarithm of the smallest positive number. Results above half of it "
            "are still rounded up to it.",
            when=number_is(1, np.log(2.0**-9)),
        ),
        Mistake(
            "fields-exchanged",
            "Exponent and fraction were exchanged: that is a format with three exponent bits and "
            "four fraction bits.",
            when=lambda v: bool(np.allclose(v, [np.log(15.75), -7 * np.log(2)], atol=6e-3)),
        ),
        Mistake(
            "subnormals-forgotten",
            "That is the smallest normal number, or half of it. Below it come the subnormal ones, "
            "three bits further down.",
            when=lambda v: bool(np.isclose(v[1], np.log([2**-6, 2**-7]), atol=6e-3).any()),
        ),
        Mistake(
            "first-number",
            "The first number is off. The largest number is all ones after the point, times 2 to "
            "the highest power left for numbers; half a step above it infinity begins.",
            when=lambda v: not number_is(0, LIMITS[0])(v),
        ),
        Mistake(
            "second-number",
            "The second number is off. Find the smallest positive number, halve it, and take "
            "the logarithm.",
            when=lambda v: not number_is(1, LIMITS[1])(v),
        ),
    ),
    hints=(
        "What is the bias? Between which exponents do the numbers run, once the two reserved "
        "patterns are taken out?",
        "The bias is 7, so the exponents run from −6 to 7. The largest number is "
        "(1 + 7/8) 2^7, the smallest 2^(−3) 2^(−6).",
        "They are 240 and 1/512. Rounding decides half a step above the first and at half of the "
        "second; take the logarithms there.",
    ),
    why="In a sentence: how would the two change if one fraction bit became an exponent bit?",
    reply="Both would move far out: exp would overflow only above 11.03 instead of 5.51, and be 0 "
    "only below −11.78 instead of −6.93. The price is a step at 1 twice as large.",
    place=FORMATS,
)
