"""Where the book is published."""

import os


def published_at(configured: str | None) -> str:
    """``html: baseurl`` of _config.yml, or the environment variable BOOK_URL, which the publishing
    workflow sets; with a slash at the end; empty if neither is given."""
    address = os.environ.get("BOOK_URL") or configured or ""
    return address.rstrip("/") + "/" if address else ""
