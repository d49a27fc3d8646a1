"""Files that no chapter writes: the entrance, the page for wrong addresses, the map of the site.

Sphinx extensions exist for the last two. sphinx-sitemap warns, which fails the build, while the
book has no address; sphinx-notfound-page makes a page that loads the theme by absolute paths, and
shows bare text wherever these are not known.
"""

from collections.abc import Mapping
from urllib.parse import urljoin, urlsplit
from xml.sax.saxutils import escape

from jinja2 import Environment, FileSystemLoader
from nodejs import SITE

from finishing.pages import Page

METAS = "meta[name=description], meta[name='twitter:card'], meta[property], link[rel=canonical]"
UNLISTED = {"search.html", "genindex.html"}


def make(pages: Mapping[str, Page], root: str, address: str) -> dict[str, str]:
    """The files by name; `root` is the first page, `address` where the book will be, if known."""
    templates = Environment(loader=FileSystemLoader(SITE / "templates"))
    place = {
        "root": root,
        "folder": root.rpartition("/")[0],
        "address": address,
        "path": urlsplit(address).path if address else "/",
    }
    files = {"404.html": templates.get_template("404.html").render(place)}
    if root != "index.html":
        title = escape(pages[root].css_first("title").text())
        metas = "\n".join(node.html for node in pages[root].css(METAS))
        entrance = templates.get_template("entrance.html")
        files["index.html"] = entrance.render(place, title=title, metas=metas)
    if address:
        listed = [urljoin(address, name) for name in sorted(set(pages) - UNLISTED)]
        files["sitemap.xml"] = site_map(listed)
        there = urljoin(address, "sitemap.xml")
        files["robots.txt"] = f"User-agent: *\nAllow: /\nSitemap: {there}\n"
    return files


def site_map(addresses: list[str]) -> str:
    places = "".join(f"<url><loc>{escape(address)}</loc></url>\n" for address in addresses)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{places}</urlset>\n'
    )
