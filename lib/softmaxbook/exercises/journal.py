"""The record of what a learner did: JSON lines, appended, on the learner's machine and only there.

The file is ``$SOFTMAXBOOK_PROGRESS``, else ``$XDG_STATE_HOME/softmaxbook/progress.jsonl``, else
``~/.local/state/softmaxbook/progress.jsonl``. The value ``off`` keeps the record in memory, for as
long as Python runs.

Each line is one object in UTF-8, in the same form here and in a browser, so that either reads what
the other has written, and two files are joined by putting one behind the other:

    at : when, in UTC, as ISO 8601 to the second: "2026-01-31T12:00:00+00:00"
    event : "check" or "answer" of an attempt, "hint", "solution" or "why" of what was looked up
    id : of the exercise or the concept check
    status, name : of an attempt, those of its verdict
    level : of a hint

Other keys are kept and ignored. A line that cannot be read is passed over, and no other is lost.
"""

import contextlib
import datetime
import json
import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

from softmaxbook.exercises.plain import say
from softmaxbook.exercises.record import current

LARGEST = 8 * 2**20  # bytes that are read, the last ones: about 70,000 events
LONGEST = 10_000  # letters of a line that is searched for what can be read in it
_memory: list[dict] = []
_read: tuple[object, list[dict]] = (None, [])  # a state of the file, and what was read then
_complained = False
_writing = threading.Lock()  # between looking at the end of the file and adding to it


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
            with _writing:
                _append(file, json.dumps(entry, default=str).encode() + b"\n")
    except (OSError, RuntimeError, ValueError) as error:  # no home folder; a path with a zero byte
        if not _complained:
            say(f"(Progress is not being saved: {type(error).__name__}.)")
        _complained = True


def _append(file: Path, line: bytes) -> None:
    """In a single write, so that the lines of two processes do not mix; on a line of its own, even
    if somebody has left the last one without an end. (A process that looks while another writes
    may add an empty line, which readers pass over.)"""
    file.parent.mkdir(parents=True, exist_ok=True)
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
    # A pipe that nobody reads would wait for ever to be opened.
    handle = os.open(file, flags | getattr(os, "O_NONBLOCK", 0), 0o600)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(f"{file} is not a file")
        if os.fstat(handle).st_size:
            os.lseek(handle, -1, os.SEEK_END)
            line = line if os.read(handle, 1) == b"\n" else b"\n" + line
        os.write(handle, line)
    finally:
        os.close(handle)


def events(event: str | None = None, id: str | None = None) -> list[dict]:
    """What was noted so far, oldest first; lines that cannot be read are passed over."""
    return [
        e
        for e in map(_with_current_id, _entries())
        if (event is None or e.get("event") == event) and (id is None or e.get("id") == id)
    ]


def _with_current_id(entry: dict) -> dict:
    """What was noted of a record under an id that it had in an earlier edition counts."""
    id = entry.get("id")
    return {**entry, "id": current(id)} if isinstance(id, str) else entry


def _entries() -> list[dict]:
    global _read
    try:
        file = path()
        if file is None:
            return list(_memory)
        status = os.stat(file)
        if not stat.S_ISREG(status.st_mode):  # reading a pipe or a device might never end
            return list(_memory)
        state = (file, status.st_ino, status.st_size, status.st_mtime_ns)
        if _read[0] != state:
            entries = sorted(parsed(_end_of(file)), key=lambda entry: str(entry.get("at", "")))
            _read = (state, entries)
        return list(_read[1])
    except (OSError, RuntimeError, ValueError):
        return list(_memory)


def _end_of(file: Path) -> bytes:
    with file.open("rb") as lines:
        with contextlib.suppress(OSError):  # a smaller file is read whole
            lines.seek(-LARGEST, os.SEEK_END)
        return lines.read(LARGEST)


def parsed(text: bytes) -> Iterator[dict]:
    """The entries in the bytes of a file: each line is read by itself, and in a line whatever can
    be read of it."""
    for line in _lines(text):
        try:
            found = [json.loads(line)]
        except (ValueError, RecursionError):
            found = _pieces(line) if len(line) <= LONGEST else []
        yield from (entry for entry in found if isinstance(entry, dict))


def _pieces(line: str) -> Iterator[object]:
    """What is left of lines that have run into each other, or into something else."""
    at, read = line.find("{"), json.JSONDecoder().raw_decode
    while at >= 0:
        try:
            entry, end = read(line, at)
        except (ValueError, RecursionError):
            end = at + 1
        else:
            yield entry
        at = line.find("{", end)


def _lines(text: bytes) -> Iterator[str]:
    """Where Windows has appended in UTF-16, every other byte is 0."""
    for line in text.replace(b"\r", b"\n").split(b"\n"):
        if b"\0" in line:
            line = line.replace(b"\0", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
        if line := line.decode("utf-8", "replace").lstrip("\ufeff").strip():
            yield line
