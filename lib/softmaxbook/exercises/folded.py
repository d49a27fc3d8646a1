"""What a page shows of a record: hints and solution, or options, each in a closed box."""

import inspect
import re
from dataclasses import dataclass
from functools import cache

from softmaxbook.exercises import quiz
from softmaxbook.exercises.plain import as_html, as_markdown
from softmaxbook.exercises.record import Exercise, NumberQuestion, Question

# It takes milliseconds, and every message about a catalogued mistake is compared with a solution.
_source = cache(inspect.getsource)


def solution_source(exercise: Exercise) -> str:
    """The reference as text that runs as it is."""
    source = _source(exercise.reference).strip()
    imports = "import numpy as np\n\n\n" if re.search(r"\bnp\.", source) else ""
    return imports + source


def folded(summary: str, body: str, *, is_markdown: bool = False) -> str:
    """A closed box that needs no JavaScript. The blank lines make its inside Markdown."""
    body = body if is_markdown else as_markdown(body)
    return f"<details>\n<summary>{as_html(summary)}</summary>\n\n{body}\n\n</details>"


def question_markdown(question: Question | NumberQuestion) -> str:
    """The question, and one closed box for each option."""
    if isinstance(question, Question):
        boxes = [
            folded(f"({letter}) {option.text}", quiz.feedback(question, letter))
            for letter, option in question.options.items()
        ]
    else:
        boxes = [folded("Answer", f"{quiz.shown(question, question.key)}. {question.says}")]
        boxes += [
            folded(f"If you have {quiz.shown(question, wrong)}", said)
            for wrong, said in question.wrong.items()
        ]
    return "\n\n".join([f"**Concept check.** {as_markdown(question.asks)}", *boxes])


@dataclass(frozen=True, repr=False)
class Shown:
    """Shown as Markdown by a notebook, and so by the built page."""

    markdown: str
    text: str

    def __repr__(self) -> str:
        return self.text

    def _repr_markdown_(self) -> str:
        return self.markdown


def guide_to(record: Exercise | Question | NumberQuestion) -> Shown:
    if not isinstance(record, Exercise):
        return Shown(question_markdown(record), f"Concept check {record.id}: {record.asks}")
    boxes = [folded(f"Hint {n}", hint) for n, hint in enumerate(record.hints, start=1)]
    code = f"```python\n{solution_source(record)}\n```"
    boxes.append(folded("Solution", code, is_markdown=True))
    if record.reply:
        boxes.append(folded(record.why, record.reply))
    text = f'Three hints, hint("{record.id}"), and a solution, solution("{record.id}")'
    return Shown("\n\n".join(boxes), text)
