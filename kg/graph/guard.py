"""Admits queries that only read the graph, before an engine sees them.

The engines' own read-only modes are not enough: both run `LOAD CSV`, which reads any file of the user. So this is a list of what
is allowed: a word that stands where a clause begins must be in `_CLAUSES`, a procedure in `_PROCEDURES`. Words of writing
clauses are refused wherever they could be more than the name of a property, whatever this file thinks of the place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.errors import UsageError
from kg.graph.hints import hints
from kg.graph.lexer import Token, lex, refuse


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CLAUSES = _words("MATCH OPTIONAL WHERE WITH RETURN UNWIND ORDER BY SKIP LIMIT UNION ALL DISTINCT CALL YIELD")
# Words between two operands, and those that may stand after one.
_OPERATORS = _words(
    "AND OR XOR NOT IN IS NULL STARTS ENDS WITH CONTAINS AS ASC ASCENDING DESC DESCENDING CASE WHEN THEN ELSE END"
)
_REFUSED = _words(
    "CREATE MERGE DELETE DETACH NODETACH SET REMOVE FOREACH INSERT LOAD CSV DROP ALTER GRANT DENY REVOKE FORMAT USE EXPLAIN "
    "PROFILE CYPHER TRANSACTIONS CONCURRENT SHOW TERMINATE RENAME PERIODIC COMMIT"
)
_PROCEDURES = frozenset({"db.labels", "db.relationshiptypes", "db.propertykeys"})
# `a.b(` calls a function of a namespace, and a plugin could bring any.
_NAMESPACES = frozenset({"date", "datetime", "localdatetime", "time", "localtime", "duration", "point"})
_SUBQUERY = frozenset({"CALL", "EXISTS", "COUNT", "COLLECT"})

_OPENING = {"(": ")", "[": "]", "{": "}"}


@dataclass(frozen=True, slots=True)
class Checked:
    """A query that only reads: its text without comments, its parameters in order of appearance, and remarks for the user."""

    text: str
    parameters: tuple[str, ...]
    warnings: tuple[str, ...]


def check(text: str) -> Checked:
    """Admit a query.

    Raises:
        UsageError: if it could do more than read the graph, or does not parse this far; the message has the position.
    """
    tokens = [token for token in lex(text) if token.kind != "space"]
    if tokens and tokens[-1].text == ";":  # as pasted from Neo4j Browser
        tokens.pop()
    if not tokens:
        raise UsageError("the query is empty")
    _Check(text, tokens).run()
    parameters = [after.text.strip("`") for token, after in pairwise(tokens) if token.text == "$"]
    return Checked(_blanked(text, tokens), tuple(dict.fromkeys(parameters)), tuple(hints(tokens)))


def _blanked(text: str, tokens: Sequence[Token]) -> str:
    """The query with comments blanked, so that positions stay."""
    blank = [char if char in "\t\n" else " " for char in text]
    for token in tokens:
        blank[token.at : token.at + len(token.text)] = token.text
    return "".join(blank)


class _Check:
    """One walk over the tokens. `_open` holds for each open bracket what closes it and whether clauses stand inside."""

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        self._text = text
        self._tokens = tokens
        self._open: list[tuple[str, bool]] = [("", True)]

    def run(self) -> None:
        clause_may_begin = True  # nothing stands before, or an operand that needs a word before the next one
        for index, token in enumerate(self._tokens):
            if token.kind == "word":
                clause_may_begin = self._word(index, clause_may_begin)
            elif token.kind == "symbol":
                clause_may_begin = self._symbol(index, token)
            else:
                clause_may_begin = True
        if len(self._open) > 1:
            refuse(self._text, len(self._text), f"{self._open[-1][0]} is missing")

    def _symbol(self, index: int, token: Token) -> bool:
        """Follow brackets; gives whether a clause may begin after the symbol."""
        if token.text == ";":
            refuse(self._text, token.at, "one query at a time: ;")
        if token.text in _OPENING:
            clauses = token.text == "{" and self._opens_subquery(index)
            self._open.append((_OPENING[token.text], clauses))
            return clauses
        if token.text in ")]}":
            if self._open.pop()[0] != token.text or not self._open:
                refuse(self._text, token.at, f"{token.text} closes nothing")
            return True
        return token.text == "*"  # RETURN * LIMIT 1

    def _opens_subquery(self, index: int) -> bool:
        """Whether `{` begins a subquery: after CALL, CALL (x), EXISTS, COUNT or COLLECT."""
        before = self._tokens[index - 1]
        if before.text != ")":
            return before.word in _SUBQUERY and not self._is_property(index - 1)
        depth = 0
        for at in range(index - 1, -1, -1):
            depth += {")": 1, "(": -1}.get(self._tokens[at].text, 0)
            if depth == 0:
                return at > 0 and self._tokens[at - 1].word == "CALL"
        return False

    def _word(self, index: int, clause_may_begin: bool) -> bool:
        """Judge a bare word; gives whether a clause may begin after it."""
        token = self._tokens[index]
        if self._is_property(index):
            self._function(index)
            return True
        if token.word in _REFUSED and not self._is_map_key(index):
            refuse(self._text, token.at, f"{token.text} is not allowed: queries only read (a name goes into backticks)")
        if not (clause_may_begin and self._open[-1][1]) or token.word in _OPERATORS - _CLAUSES:
            return token.word not in _OPERATORS | _CLAUSES
        if token.word not in _CLAUSES:
            refuse(self._text, token.at, f"{token.text} is not allowed here")
        if token.word == "CALL":
            self._procedure(index)
        return False

    def _is_property(self, index: int) -> bool:
        """Whether the word is a property (`n.name`), or a parameter (`$name`)."""
        before = self._tokens[max(0, index - 2) : index]
        if not before or before[-1].text != ".":
            return bool(before) and before[-1].text == "$"
        # `1.` and `..` are no owners: what follows them is a word of its own.
        return len(before) == 2 and (before[0].kind in ("word", "quoted") or before[0].text in (")", "]", "}", "{", ","))

    def _is_map_key(self, index: int) -> bool:
        after = self._tokens[index + 1 : index + 2]
        return self._open[-1] == ("}", False) and bool(after) and after[0].text == ":"

    def _function(self, index: int) -> None:
        """Refuse the call of a function of an unknown namespace."""
        path = self._path_before(index)
        called = self._tokens[index + 1 : index + 2]
        if path and called and called[0].text == "(" and path[0].casefold() not in _NAMESPACES | {"db"}:
            refuse(self._text, self._tokens[index].at, f"the function {'.'.join(path)}.{self._tokens[index].text} is not allowed")

    def _path_before(self, index: int) -> list[str]:
        path: list[str] = []
        while index >= 2 and self._tokens[index - 1].text == ".":
            index -= 2
            path.insert(0, self._tokens[index].text.strip("`"))
        return path

    def _procedure(self, index: int) -> None:
        """Refuse CALL of what is neither a subquery nor an allowed procedure."""
        named = [token.text for token in self._tokens[index + 1 : index + 8]]
        procedure = "".join(named[: named.index("(")] if "(" in named else named)
        if named[:1] in (["{"], ["("]) or procedure.casefold() in _PROCEDURES:
            return
        refuse(
            self._text,
            self._tokens[index].at,
            f"the procedure {procedure} is not allowed; allowed: db.labels, db.relationshipTypes, db.propertyKeys",
        )
