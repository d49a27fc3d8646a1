"""From the pages that Sphinx writes to the pages that are published.

Sphinx writes into a folder of its own; `finish` reads that folder and writes the book anew, so
that nothing here needs to know what an earlier build has left. What it adds:

- one style sheet, without the rules that no page uses (styles.py);
- fonts that hold the book's characters only (fonts.py);
- repaired markup, and a Content-Security-Policy in every page (pages.py);
- the entrance, the page for wrong addresses and the map of the site (extras.py).

It copies the files that the pages name and no others.
"""

from finishing.finish import finish

__all__ = ["finish"]
