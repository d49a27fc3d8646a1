"""What lets the pages run Python: Pyodide and the packages it needs, fetched once, checked by their
hashes, and laid beside the pages; the book's own wheel; and the worker that runs them."""
