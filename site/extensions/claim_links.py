"""Links between the claims in the chapters and the table of all claims, both ways.

A claim that `verify` shows links to its row in the table, and the row to the claim, as
`notebook.ipynb#id`. MyST knows no such anchors, so they are resolved here, and each of the two
links becomes itself the place that the other leads to: the notebooks need no markup for it. The
table gets what site/static/claims.js needs to search it.
"""

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import make_refnode

from softmaxbook.claims import CLAIMS, Verdict
from softmaxbook.claims.record import WHOLE_LEDGER


def page(notebook: str) -> str:
    """What the name of the notebook's document ends with."""
    return notebook.removesuffix(".ipynb")


def stands_in_output(node: nodes.Node) -> bool:
    while node := node.parent:
        if node.get("nb_element") == "cell_code_output":
            return True
    return False


def table_of(node: nodes.Node) -> nodes.table | None:
    while node := node.parent:
        if isinstance(node, nodes.table):
            return node
    return None


def breakable(id: str) -> list[nodes.Node]:
    """An id that a narrow column may break after the chapter."""
    chapter, name = id.split(".")
    return [nodes.Text(f"{chapter}."), nodes.raw("", "<wbr>", format="html"), nodes.Text(name)]


class ClaimLinks(SphinxPostTransform):
    default_priority = 8  # MyST resolves the other links at 9

    def run(self, **kwargs: object) -> None:
        here = self.env.docname.rpartition("/")[2]
        table, placed = None, set()
        for node in list(self.document.findall(addnodes.pending_xref)):
            claim = CLAIMS.get(node.get("reftargetid") or "")
            if claim is None or node["reftarget"] not in self.env.all_docs:
                continue
            target = node["reftarget"]
            words = node[0].children
            link = make_refnode(self.app.builder, self.env.docname, target, claim.id, words)
            route = here, target.rpartition("/")[2]
            ends = page(claim.notebook), page(WHOLE_LEDGER)
            if route in (ends, ends[::-1]) and claim.id not in placed and stands_in_output(node):
                link["ids"] = [claim.id]
                placed.add(claim.id)
                if route[0] == page(WHOLE_LEDGER):
                    table = table or table_of(node)
                    link[:] = breakable(claim.id)
            node.replace_self(link)
        if table is not None:
            table["classes"].append("claims")
            search = nodes.raw("", search_field(len(placed)), format="html")
            table.parent.insert(table.parent.index(table), search)


def search_field(count: int) -> str:
    """It stands in the page from the start, so that nothing moves; without JavaScript no one
    sees it."""
    verdicts = "".join(f"<option>{verdict.value}</option>" for verdict in Verdict)
    return (
        '<div class="claims-search needs-js" role="search" aria-label="Claims">\n'
        "<label>Search the claims "
        '<input type="search" autocomplete="off" spellcheck="false"></label>\n'
        f'<label>Verdict <select autocomplete="off"><option value="">any</option>{verdicts}'
        "</select></label>\n"
        f'<div role="status">{count} of {count} claims</div>\n</div>'
    )


def tell(app: Sphinx, pagename: str, template: str, context: dict, doctree: nodes.document) -> None:
    """The template asks for the script on the page that has the table."""
    context["has_claims"] = doctree is not None and any(
        "claims" in table["classes"] for table in doctree.findall(nodes.table)
    )


def setup(app: Sphinx) -> dict:
    app.add_post_transform(ClaimLinks)
    app.connect("html-page-context", tell)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
