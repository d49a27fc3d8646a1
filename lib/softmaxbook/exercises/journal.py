"""The record of what a learner did: JSON lines, appended, on the learner's machine and only there.

The file is ``$SOFTMAXBOOK_PROGRESS``, else ``$XDG_STATE_HOME/softmaxbook/progress.jsonl``, else
``~/.local/state/softmaxbook/progress.jsonl``. The value ``off`` keeps the record in memory, for as
long as Python runs.
"""

import datetime
import json
import os
from collections.abc import Iterable
from pathlib import Path

_memory: list[dict] = []
_complained = False


def path() -> Path | None:
    """Where the record is kept; None: in memory."""
    chosen = os.environ.get("SOFTMAXBOOK_PROGRESS", "")
    if chosen.strip().lower() == "off":
        return None
    if chosen:
        return Path(chosen).expanduser()
    state = os.environ.get("XDG_STATE_HOME") or "~/.local/state"
    return Path(state).expanduser() / "softmaxbook" / "progress.jsonl"


def note(event: str, id: str, **details: object) -> None:
    """Append one line. An error in writing is said once, in one line, and changes nothing else."""
    global _complained
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    entry = {"at": now, "event": event, "id": id, **details}
    _memory.append(entry)
    try:
        if file := path():
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps(entry) + "\n")
    except (OSError, RuntimeError) as error:  # RuntimeError: there is no home folder
        if not _complained:
            print(f"(Progress is not being saved: {type(error).__name__}.)")
        _complained = True


def events(event: str | None = None, id: str | None = None) -> list[dict]:
    """What was noted so far, oldest first; lines that cannot be read are passed over."""
    return [
        e
        for e in _entries()
        if (event is None or e.get("event") == event) and (id is None or e.get("id") == id)
    ]


def _entries() -> list[dict]:
    try:
        file = path()
        lines = file.read_text(encoding="utf-8").splitlines() if file else None
    except (OSError, RuntimeError, UnicodeDecodeError):
        lines = None
    return list(_memory) if lines is None else list(_parsed(lines))


def _parsed(lines: Iterable[str]) -> Iterable[dict]:
    for line in lines:
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if isinstance(entry, dict):
            yield entry
