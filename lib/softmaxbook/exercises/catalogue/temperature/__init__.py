"""Chapter Temperature and calibration: its exercises in their order, and its sections."""

from softmaxbook.exercises.record import Place

EXERCISES = (
    "hot-and-cold",
    "expected-calibration-error",
    "nearest-mean",
    "what-is-certain",
    "ten-answers",
    "scaled-softmax",
    "slope-in-beta",
    "who-is-surer",
    "student-gradient",
)

TEMPERATURE = Place("temperature", "Temperature is heat")
CALIBRATED = Place("temperature", "What calibrated means")
BY_HAND = Place("temperature", "By hand, exact")
CHANCE = Place("temperature", "Is 0.030 much?")
TOO_SURE = Place("temperature", "Why a network becomes too sure")
SCALING = Place("temperature", "Temperature scaling")
ORDER = Place("temperature", "The order of the examples")
LOWER = Place("temperature", "A lower loss and a higher ECE")
ELSEWHERE = Place("temperature", "Where it fails")
DISTILLATION = Place("temperature", "Distillation, and the square of T")
SAMPLING = Place("temperature", "Top-k and nucleus")
