"""GraphML for yEd, networkx and Gephi: actors as nodes, each claim an edge of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from kg.model import Actor, Claim, GraphView, Polarity
from kg.out.words import printable

_NODE = {"label": "string", "kind": "string", "aliases": "string", "wikidata": "string"}
_EDGE = {
    **{"label": "string", "polarity": "string", "modality": "string", "speaker": "string", "first": "string", "last": "string"},
    **{"quote": "string", "articles": "long", "outlets": "long", "weight": "long", "confidence": "double", "asserted": "boolean"},
    "verified": "boolean",
}


def write(view: GraphView, out: BinaryIO) -> None:
    """Write `view` as a directed multigraph; what XML cannot hold (control characters) is left out of the texts."""
    names = {actor.id: actor.name for actor in view.actors}
    out.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n')
    for class_, keys in (("node", _NODE), ("edge", _EDGE)):
        for name, type_ in keys.items():
            out.write(f'<key id="{class_}-{name}" for="{class_}" attr.name="{name}" attr.type="{type_}"/>\n'.encode())
    out.write(b'<graph edgedefault="directed">\n')
    out.writelines("".join(_node(actor)).encode() for actor in view.actors)
    out.writelines("".join(_edge(claim, names)).encode() for claim in view.claims)
    out.write(b"</graph>\n</graphml>\n")


def _node(actor: Actor) -> Iterator[str]:
    values = (actor.name, actor.kind, " | ".join(actor.aliases), actor.wikidata or "")
    yield f"<node id={_quoted(actor.id)}>\n"
    yield from _data("node", dict(zip(_NODE, values, strict=True)))
    yield "</node>\n"


def _edge(claim: Claim, names: Mapping[str, str]) -> Iterator[str]:
    # A denial has a type of its own, so that nobody counts it as the fact that it denies.
    label = claim.relation if claim.polarity is Polarity.AFFIRMED else f"not_{claim.relation}"
    values = (
        *(
            label,
            claim.polarity,
            claim.modality,
            names[claim.speaker] if claim.speaker else "",
            claim.first or "",
            claim.last or "",
        ),
        *(claim.support[0].quote, claim.articles, claim.outlets, max(1, claim.independent), f"{claim.confidence:.2f}"),
        *(str(claim.asserted).lower(), str(claim.verified).lower()),
    )
    yield f"<edge id={_quoted(claim.id)} source={_quoted(claim.subject)} target={_quoted(claim.object)}>\n"
    yield from _data("edge", dict(zip(_EDGE, values, strict=True)))
    yield "</edge>\n"


def _data(class_: str, values: Mapping[str, object]) -> Iterator[str]:
    for name, value in values.items():
        text = escape(printable(str(value)), {"\r": "&#13;"})
        yield f'<data key="{class_}-{name}">{text}</data>\n'


def _quoted(text: str) -> str:
    return quoteattr(printable(text), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
