"""Serve the built book on this machine: ``python tools/serve.py [port]``.

A page opened from a disk can be read; to run Python in it, a browser wants a server. This one
listens on the loopback address alone and chooses a free port. Ctrl+C ends it.
"""

import functools
import http.server
import sys
from pathlib import Path
from urllib.parse import urlsplit

BOOK = Path(__file__).resolve().parent.parent / "_build" / "html"
# Named here, for Python asks the system, and on some systems the registry says otherwise.
TYPES = {
    ".css": "text/css",
    ".gz": "application/octet-stream",  # unpacked by the pages themselves
    ".html": "text/html; charset=utf-8",
    ".ipynb": "application/json",
    ".js": "text/javascript",
    ".json": "application/json",
    ".mjs": "text/javascript",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".whl": "application/zip",
    ".woff2": "font/woff2",
    ".xml": "text/xml",
    ".zip": "application/zip",
}


class Handler(http.server.SimpleHTTPRequestHandler):
    """The files of the book, with their types; 404.html for what is not there."""

    protocol_version = "HTTP/1.1"  # one connection for all the files of a page
    server_version = "softmaxbook"

    def guess_type(self, path) -> str:
        return TYPES.get(Path(path).suffix.lower(), "application/octet-stream")

    def end_headers(self) -> None:
        # The address of what runs Python holds a version; everything else may change any moment.
        parts = urlsplit(self.path).path.strip("/").split("/")
        lasts = parts[0] == "_live" and len(parts) > 2
        age = "public, max-age=31536000, immutable" if lasts else "no-cache"
        self.send_header("Cache-Control", age)
        super().end_headers()

    def list_directory(self, path):
        self.send_error(404)

    def send_error(self, code: int, message=None, explain=None) -> None:
        page = Path(self.directory, "404.html")
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        content = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", TYPES[".html"])
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *_) -> None:
        """A reader does not want to see every request."""


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address) -> None:
        """A browser that hangs up in the middle is no error of ours."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def serve(folder: Path, port: int = 0) -> Server:
    """A server of that folder, ready to serve; port 0 is any that is free."""
    return Server(("127.0.0.1", port), functools.partial(Handler, directory=str(folder)))


def main(arguments: list[str]) -> int:
    if not (BOOK / "index.html").is_file():
        print("serve: there is no book yet; run: make book")
        return 1
    try:
        server = serve(BOOK, int(arguments[0]) if arguments else 0)
    except (ValueError, OverflowError):
        print(f"serve: {arguments[0]} is no port")
        return 1
    except OSError as error:
        print(f"serve: port {arguments[0]} cannot be used: {error.strerror}")
        return 1
    with server:
        print(
            f"The book is at http://127.0.0.1:{server.server_port}/ (Ctrl+C ends this)", flush=True
        )
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
