"""Flash cards as a text file that Anki imports, whose guids are the ids."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from softmaxbook.exercises import quiz
from softmaxbook.exercises.plain import as_html
from softmaxbook.exercises.record import EXERCISES, QUESTIONS, Exercise, NumberQuestion

HEADER = ("#separator:tab", "#html:true", "#guid column:1", "#tags column:4", "#deck:Softmax Book")


class Card(NamedTuple):
    guid: str
    front: str
    back: str
    tags: str


def cards() -> Iterator[Card]:
    """A card for each question, for the principle of each exercise and for each of its mistakes."""
    for question in QUESTIONS.values():
        yield question_card(question)
    for exercise in EXERCISES.values():
        front = f"{exercise.title}.\n\n{exercise.hints[0]}"
        yield Card(exercise.id, front, f"{exercise.hints[1]}\n\n{exercise.why}", exercise.chapter)
        yield from mistake_cards(exercise)


def question_card(question) -> Card:
    if isinstance(question, NumberQuestion):
        back = f"{quiz.shown(question, question.key)}. {question.says}"
        return Card(question.id, question.asks, back, question.chapter)
    options = "\n\n".join(f"({letter}) {o.text}" for letter, o in question.options.items())
    right = question.options[question.key]
    back = f"({question.key}) {right.text}\n\n{right.feedback}"
    return Card(question.id, f"{question.asks}\n\n{options}", back, question.chapter)


def mistake_cards(exercise: Exercise) -> Iterator[Card]:
    says: dict[str, str] = {}
    for mistake in exercise.mistakes:
        says.setdefault(mistake.name, mistake.says)
    for name, text in says.items():
        front = f"{exercise.title}: what goes wrong in the mistake “{name}”, and why?"
        yield Card(f"{exercise.id}:{name}", front, text, exercise.chapter)


def as_text(chosen: Iterable[Card]) -> str:
    rows = ["\t".join((c.guid, _html(c.front), _html(c.back), c.tags)) for c in chosen]
    return "\n".join([*HEADER, *rows]) + "\n"


def _html(text: str) -> str:
    return as_html(text).replace("\n\n", "<br><br>").replace("\n", " ").replace("\t", " ")
