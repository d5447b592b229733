"""Remarks on queries that run and yet do not say what their author means, or that the embedded engine gets wrong in silence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.graph.lexer import Token
from kg.schema import relations


def hints(tokens: Sequence[Token]) -> Iterator[str]:
    """Each remark once, in the order of the query."""
    yield from dict.fromkeys([*_directed(tokens), *_lost_properties(tokens)])


def _starts(tokens: Sequence[Token]) -> list[int]:
    """Where relationships begin: the `[` of `-[`."""
    return [at for at, (before, token) in enumerate(pairwise(tokens), start=1) if before.text == "-" and token.text == "["]


def _directed(tokens: Sequence[Token]) -> Iterator[str]:
    """A symmetric relation is stored once, in the order of ids: a pattern with a direction misses half of it."""
    symmetric = {relation.type for relation in relations().values() if relation.symmetric}
    for start in _starts(tokens):
        stop = next((at for at in range(start, len(tokens)) if tokens[at].text == "]"), len(tokens))
        left = start > 1 and tokens[start - 2].text == "<"
        right = [token.text for token in tokens[stop + 1 : stop + 3]] == ["-", ">"]
        for before, token in pairwise(tokens[start:stop]):
            plain = token.text.strip("`").removeprefix("NOT_")
            if left != right and before.text in ":|" and plain in symmetric:
                yield f"{plain} has no direction and is stored once: write -[:{token.text}]- to find both ways"


def _lost_properties(tokens: Sequence[Token]) -> Iterator[str]:
    """kglite 0.21.2 finds no node by `{id: r.speaker}` and gives null for `r {.claim}` where r is a relationship."""
    variables = {tokens[start + 1].text for start in _starts(tokens) if tokens[start + 1 : start + 2] and tokens[start + 1].word}
    texts = [token.text for token in tokens]
    for at, text in enumerate(texts):
        if text not in variables:
            continue
        if texts[at + 1 : at + 3] == ["{", "."]:
            yield f"{text} {{.…}} of a relationship is empty in the embedded engine: write {{name: {text}.name, …}}"
        # in `({id: r.speaker})` and `(a:Actor {id: r.speaker})`, and not in the map of a RETURN
        if texts[at - 1] == ":" and texts[at + 1 : at + 2] == ["."] and _in_node(tokens, at):
            yield f"{{…: {text}.…}} in a pattern finds nothing in the embedded engine: write WHERE … = {text}.…"


def _in_node(tokens: Sequence[Token], at: int) -> bool:
    """Whether the innermost open brace before `at` stands in a node pattern: `(`, perhaps a name and labels, then `{`."""
    while at and tokens[at].text != "{":
        at -= 1
    at -= 1
    while at > 0 and (tokens[at].kind in ("word", "quoted") or tokens[at].text in ":|"):
        at -= 1
    called = tokens[at - 1].word not in ("", "MATCH") if at > 0 else False  # collect({id: r.claim})
    return at >= 0 and tokens[at].text == "(" and not called
