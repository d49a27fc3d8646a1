"""The roles in a divergence: data and model are chosen, both directions are shown."""

import numpy as np

from softmaxbook.functions import softmax
from softmaxbook.information import kl_divergence

STATE = {"data": "cat or dog", "cat": 3.0, "dog": 1.0, "bird": 0.2}
DATA = {
    "always cat": (1.0, 0.0, 0.0),
    "cat or dog": (0.5, 0.5, 0.0),
    "any of them": (0.6, 0.3, 0.1),
}
ROWS, RATIO = 3, 300 / 480


def sentence(*, data: str, cat: float, dog: float, bird: float) -> str:
    if data not in DATA:
        raise ValueError(f"data is {data!r}, but must be one of {', '.join(DATA)}")
    y, p = np.array(DATA[data]), softmax([cat, dog, bird], axis=-1)
    there, back = kl_divergence(y, p), kl_divergence(p, y)
    told = f"{back:.3f} nats" if np.isfinite(back) else "infinite"

    def tuple_of(values):
        return f"({', '.join(f'{v:.3f}' for v in values)})"

    return (
        f"The data are {tuple_of(y)}, and the model of the scores ({cat:g}, {dog:g}, {bird:g}) "
        f"says {tuple_of(p)}. D(data‖model) is {there:.3f} nats, D(model‖data) is {told}."
    )
