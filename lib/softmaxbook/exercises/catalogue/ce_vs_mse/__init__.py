"""Chapter Cross-entropy versus MSE: its exercises in their order, and its sections."""

from softmaxbook.exercises.record import Place

EXERCISES = (
    "slopes-at-a-tenth",
    "squared-gradient",
    "steepest",
    "long-way",
    "ceiling",
    "what-follows",
    "lead-after",
    "hinge-loss",
)

BY_HAND = Place("ce-vs-mse", "By hand: one score")
CLASSES = Place("ce-vs-mse", "Any number of classes")
SLOW = Place("ce-vs-mse", "How slow is slow")
RAW = Place("ce-vs-mse", "Squared error without softmax")
TRIAL = Place("ce-vs-mse", "The trial")
RESULT = Place("ce-vs-mse", "What follows, and what does not")
HARM = Place("ce-vs-mse", "Where the raw square fails")
HINGE = Place("ce-vs-mse", "A third loss: the hinge")
