"""Evidence on a ruler of log-odds: what is known of an animal, as arrows laid end to end."""

from math import log

STATE = {"cats": 60.0, "noon": "asleep", "call": "not known"}
ROWS, RATIO = 3, 300 / 480

# What may be learned of an animal, as it is said, and how much it multiplies the odds of a cat.
# Of the cats 3/4 are asleep at noon and 1/5 come in the evening; of the dogs 1/4 and 4/5.
NOON = {"not known": None, "asleep": 3.0, "awake": 1 / 3}
CALL = {"not known": None, "comes": 1 / 4, "stays away": 4.0}


def sentence(*, cats: float, noon: str, call: str) -> str:
    if not 5 <= cats <= 95:
        raise ValueError(f"cats is {cats:g}, but 5 to 95 of the 100 animals fit")
    for name, value, known in (("noon", noon, NOON), ("call", call, CALL)):
        if value not in known:
            raise ValueError(f"{name} is {value!r}, but must be one of {', '.join(known)}")
    odds = cats / (100 - cats)
    words = [
        f"{cats:g} cats and {100 - cats:g} dogs: odds {_odds(odds)}, log-odds {log(odds):.3f}."
    ]
    for value, known in ((noon, NOON), (call, CALL)):
        if times := known[value]:
            odds *= times
            words.append(
                f"It {_says(value)}: odds times {_times(times)}, log-odds {log(times):+.3f}."
            )
    words.append(
        f"Together: odds {_odds(odds)}, log-odds {log(odds):.3f}, "
        f"probability of a cat {round(odds / (1 + odds), 4):g}."
    )
    return " ".join(words)


def _odds(odds: float) -> str:
    return f"{round(odds, 4):g} to 1"


def _times(times: float) -> str:
    return f"{times:g}" if times >= 1 else f"1/{1 / times:g}"


def _says(value: str) -> str:
    return f"is {value}" if value in NOON else value
