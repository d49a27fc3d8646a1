"""Chapter Softmax: its exercises in their order, and its sections."""

from softmaxbook.exercises.record import Place

EXERCISES = (
    "by-hand",
    "columns",
    "name-the-mistake",
    "cost-threshold",
    "referral",
    "softmax-or-sigmoids",
    "one-sigmoid",
    "three-candidates",
)

HARD = Place("softmax", "Hard choice, soft choice")
BY_HAND = Place("softmax", "By hand, exact")
CODE = Place("softmax", "In code")
STATED = Place("softmax", "What softmax guarantees")
OTHER = Place("softmax", "Would another function do?")
TWELVE = Place("softmax", "Twelve wrong softmaxes")
AXIS = Place("softmax", "The wrong axis")
ANY = Place("softmax", "One of K, or any of K")
COSTS = Place("softmax", "When errors have costs")
