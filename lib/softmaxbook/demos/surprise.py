"""The surprise of each of ten guesses as a length; their average against what the guesses say."""

from math import log

STATE = {"said": 0.99, "right": 7.0}
ROWS, RATIO = 2, 366 / 480


def least(right: float) -> float:
    """The least average: the entropy of the share that is right."""
    return -sum(share * log(share) for share in (right / 10, 1 - right / 10) if share > 0)


def sentence(*, said: float, right: float) -> str:
    if not 0 < said < 1:
        raise ValueError(f"said is {said:g}, but must be between 0 and 1")
    if right not in range(11):
        raise ValueError(f"right is {right:g}, but must be a whole number from 0 to 10")
    hit, miss = -log(said), -log(1 - said)
    total = right * hit + (10 - right) * miss
    best = (
        f"The least possible average is {least(right):.3f}, for saying {right / 10:g}."
        if right < 10
        else "There is no least average: it falls towards 0 as one says more."
    )
    return (
        f"{right:g} of 10 guesses are right, and each says {said:.2f}. A right guess costs "
        f"{hit:.3f} nats, a wrong one {miss:.3f}. Together they cost {total:.3f}, on average "
        f"{total / 10:.3f}. {best}"
    )
