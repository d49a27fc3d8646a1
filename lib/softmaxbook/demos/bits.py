"""Six bits and the number that they make: a sign, three bits of exponent, two of fraction."""

STATE = {"exponent": 3.0, "fraction": 2.0}
ROWS, RATIO = 2, 215 / 480
BIAS = 3  # subtracted from the exponent bits; all 0 and all 1 are reserved


def value(exponent: int, fraction: int) -> float:
    """The number, with the sign bit 0; infinity and nan where the exponent bits are all 1."""
    if exponent == 7:
        return float("nan") if fraction else float("inf")
    if exponent == 0:
        return fraction / 4 * 2.0 ** (1 - BIAS)
    return (1 + fraction / 4) * 2.0 ** (exponent - BIAS)


def sentence(*, exponent: float, fraction: float) -> str:
    if exponent not in range(8) or fraction not in range(4):
        raise ValueError(f"the bits are {exponent:g} and {fraction:g}, but 0 to 7 and 0 to 3 fit")
    e, f = int(exponent), int(fraction)
    start = f"Bits 0 {e:03b} {f:02b}:"
    if e == 7:
        meaning = "nan, not a number" if f else "infinity"
        return f"{start} an exponent of 111 is reserved. With the fraction {f:02b} it is {meaning}."
    if e == 0:
        return (
            f"{start} an exponent of 000 is reserved for the smallest numbers, without the "
            f"leading 1. This one is {f}/4 × 2^{1 - BIAS} = {value(e, f):g}."
        )
    return (
        f"{start} the exponent is {e} − {BIAS} = {e - BIAS} and the fraction {f}/4. The number is "
        f"(1 + {f}/4) × 2^{e - BIAS} = {value(e, f):g}, and the step to the next one is "
        f"{2.0 ** (e - BIAS) / 4:g}."
    )
