"""The page: one HTML file that opens offline. pyvis makes the network and renders it into our own template.

Text gets into the page in two ways only: as JSON in which no `<` stands, or escaped by the template. The script puts it
on the screen as text. The Content-Security-Policy admits exactly the scripts and the style that are in the file.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

from kg.errors import BadData
from kg.model import GraphView
from kg.out import network
from kg.out.words import LANGUAGES, Sentences, knowledge, printable
from kg.resources import data_folders

_PAGE = Path(__file__).parent / "page"
_SCRIPTS = (
    *("data.js", "state.js", "filter.js", "map.js", "nodes.js", "edges.js", "labels.js", "around.js", "dates.js", "actor.js"),
    *("card.js", "table.js", "legend.js", "panel.js", "search.js", "about.js", "print.js", "keys.js", "main.js"),
)
_IN_NOSCRIPT = 50


def write(view: GraphView, out: BinaryIO, *, language: str = "id") -> None:
    """Write the page of `view` with its interface in `language` ("id" or "en")."""
    out.write(page(view, language).encode("utf-8", "replace"))


def page(view: GraphView, language: str, *, live: bool = False) -> str:
    """The page as text; a `live` one stands on a server of ours, which draws other parts of the graph."""
    from pyvis.network import Network  # 0.2 s to import: only for those who draw

    shown = network.reduced(view)
    words = knowledge("page/words.yml")
    sentences = {known: list(map(Sentences(shown, known).say, shown.claims)) for known in LANGUAGES}
    net = Network(directed=True, cdn_resources="in_line")
    # Appended, not added: add_node and add_edge search lists, which takes minutes for large graphs.
    net.nodes, net.edges = network.nodes_and_edges(shown)
    net.options = network.OPTIONS
    net.set_template_dir(str(_PAGE), "page.html")
    scripts = [_vis(), f"(() => {{\n'use strict';\n{_joined(*_SCRIPTS)}}})();\n"]
    net.templateEnv.globals |= {
        "language": language,
        "network_options": network.OPTIONS,  # pyvis hands them on as text
        "words": words[language],
        "policy": _policy(scripts, _joined("page.css")),
        "style": _joined("page.css"),
        "scripts": scripts,
        "data": network.columns(shown)
        | {
            "live": live,
            "language": language,
            "words": words,
            "card": model_card(),
            "counts": [len(shown.actors), len(shown.claims)],
            "all": [len(network.linked(view)), len(view.claims)],
        },
        "languages": LANGUAGES,
        "sentences": sentences,
        "evidence": network.evidence(shown),
        "best": _best(shown, sentences[language]),
        "json": embedded,
        "text": lambda text: html.escape(printable(text)),
    }
    rendered: str = net.generate_html(name="view.html")
    return rendered


def embedded(value: object) -> str:
    """`value` as JSON that can stand in a script element: no character in it can end the element or begin a comment."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return re.sub("[<>&\u2028\u2029\ud800-\udfff]", lambda match: f"\\u{ord(match[0]):04x}", text)


def model_card() -> dict[str, Any]:
    """Measured precision and recall by relation, from the model's card; empty where there is none.

    Raises:
        BadData: if the card is no JSON object.
    """
    paths = [path for root in data_folders() if (path := root / "models" / "id" / "card.json").is_file()]
    try:
        measured: dict[str, Any] = json.loads(paths[-1].read_bytes())["relations"] if paths else {}
    except (ValueError, KeyError, TypeError) as error:
        raise BadData(f"{paths[-1]}: {error!r}") from error
    return measured


def _best(view: GraphView, sentences: list[str]) -> list[str]:
    """The sentences of the best supported claims, for readers without JavaScript."""
    order = sorted(
        zip(view.claims, sentences, strict=True),
        key=lambda pair: (-pair[0].independent, -pair[0].outlets, -pair[0].articles, pair[0].id),
    )
    return [sentence for _, sentence in order[:_IN_NOSCRIPT]]


@cache
def _vis() -> str:
    """vis-network as the pyvis package ships it, so that nothing is fetched."""
    import pyvis

    path = Path(pyvis.__file__).parent / "templates" / "lib" / "vis-9.1.2" / "vis-network.min.js"
    source = path.read_text(encoding="utf-8").replace("\r\n", "\n")
    return re.sub(r"//# sourceMappingURL=\S+", "", source)


@cache
def _joined(*names: str) -> str:
    return "".join((_PAGE / name).read_text(encoding="utf-8") for name in names)


def _policy(scripts: list[str], style: str) -> str:
    """A Content-Security-Policy that admits these scripts and this style, and no request at all."""
    allowed = " ".join(_hash(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; img-src data:; base-uri 'none'; "
        "form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )


def _hash(source: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"
