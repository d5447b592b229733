"""What people decided: who is the same actor, and which statements are right; one line each in a file that goes into git.

An actor is named by its name, kind and the article (or Wikidata id) where it stands, a statement by article, quote, names and
relation, and never by an id that is worked out: so everything can be read anew, and a deleted line undoes what it decided.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from kg.errors import BadData
from kg.model import Article, Kind, LocalActor, Modality, Polarity, Statement
from kg.schema import relations

E = TypeVar("E", bound=StrEnum)

COLUMNS = (
    *("decision", "name", "kind", "where", "relation", "other_name", "other_kind", "other_where"),
    *("polarity", "modality", "speaker", "quote", "fix", "who", "when", "why"),
)
FIXES = ("subject", "relation", "object")
_WIKIDATA = re.compile(r"Q[1-9]\d*")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
# A spreadsheet runs a cell that begins like this as a formula; people open this file in one.
_FORMULA = ("=", "+", "-", "@")


class Verdict(StrEnum):
    """What was decided: of two actors the first three, of a statement the others."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"
    VERIFIED = "verified"
    REJECTED = "rejected"
    CORRECTED = "corrected"


ON_ACTORS = frozenset({Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE})


@dataclass(frozen=True, slots=True)
class Side:
    """An actor as a decision names it: `where` is the id of an article, or a Wikidata id."""

    name: str
    kind: Kind
    where: str

    @property
    def wikidata(self) -> str | None:
        """The Wikidata id, where that is what names it."""
        return self.where if _WIKIDATA.fullmatch(self.where) else None


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as a decision names it: names of local actors ("" where the newsroom speaks), and white space made one."""

    article: str
    subject: str
    relation: str
    object: str
    polarity: Polarity
    modality: Modality
    speaker: str
    quote: str

    @classmethod
    def of(cls, article: Article, statement: Statement, local: Mapping[str, LocalActor]) -> Said:
        """The statement of `article`, whose actors are `local`; sides of a symmetric relation in the order of names."""
        names = [one_line(local[statement.subject].name), one_line(local[statement.object].name)]
        subject, object_ = sorted(names) if relations()[statement.relation].symmetric else names
        speaker = one_line(local[statement.speaker].name) if statement.speaker else ""
        kinds = (statement.polarity, statement.modality)
        return cls(article.id, subject, statement.relation, object_, *kinds, speaker, one_line(statement.evidence.quote))


@dataclass(frozen=True, slots=True)
class Decision:
    """One line: either two actors (`one`, `other`) or a statement (`said`), with a verdict and who gave it, when and why.

    Of two actors that were one and are `different`, `one` is the one that goes. `fix` is what is right in a corrected
    statement, as (subject, relation or object; name).
    """

    verdict: Verdict
    one: Side | None = None
    other: Side | None = None
    said: Said | None = None
    fix: tuple[str, str] | None = None
    who: str = field(default="", compare=False)
    when: str = field(default="", compare=False)
    why: str = field(default="", compare=False)

    @property
    def subject(self) -> object:
        """What it is about: equal for two decisions that replace each other."""
        return self.said or frozenset({self.one, self.other})

    def __str__(self) -> str:
        if self.said:
            denied = "NOT " if self.said.polarity is Polarity.NEGATED else ""
            about = f"{self.said.subject} — {denied}{self.said.relation} → {self.said.object} in {self.said.article}"
        else:
            about = " and ".join(f"{side.name} ({side.kind}, {side.where})" for side in (self.one, self.other) if side)
        return f"{self.verdict}: {about}"


def path_of(database: Path) -> Path:
    """Where the decisions on a database stand: `kg.decisions.csv` beside `kg.db`."""
    return database.with_suffix(".decisions.csv")


def load(path: Path) -> list[Decision]:
    """The decisions in a file, none where there is no file.

    Raises:
        BadData: if the file breaks the format; the message names line and cause.
    """
    try:
        return parse(path.read_bytes(), str(path))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise BadData(f"{path}: {error.strerror or error}") from error


def parse(content: bytes, source: str) -> list[Decision]:
    """The decisions in the bytes of a file.

    Raises:
        BadData: if they break the format; the message names `source`, line and cause.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadData(f"{source}, line {line}: not UTF-8") from error
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    found: dict[object, tuple[Decision, int]] = {}
    try:
        if (header := next(rows, list(COLUMNS))) != list(COLUMNS):
            raise ValueError(f"the columns must be {','.join(COLUMNS)}, not {','.join(header)}")
        for cells in rows:
            if any(cells):
                decision = _decision(cells)
                earlier, line = found.setdefault(decision.subject, (decision, rows.line_num))
                if (earlier.verdict, earlier.fix) != (decision.verdict, decision.fix):
                    raise ValueError(f"contradicts line {line} ({earlier.verdict})")
    except (ValueError, csv.Error) as error:
        raise BadData(f"{source}, line {max(rows.line_num, 1)}: {error}") from error
    return [decision for decision, _ in found.values()]


def write(decisions: Iterable[Decision]) -> bytes:
    """The file that holds these decisions: sorted, one line each, the same for the same decisions."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    rows = [[harmless(cell) for cell in _cells(decision)] for decision in decisions]
    rows.sort(key=lambda row: row[1:])  # without the verdict: a changed one stays where it is
    writer.writerows(rows)
    return out.getvalue().encode("utf-8", "replace")


def decide(before: Iterable[Decision], *new: Decision) -> list[Decision]:
    """The decisions after `new` ones, which replace those on the same actors or statement."""
    return list({decision.subject: decision for decision in (*before, *new)}.values())


def one_line(text: str) -> str:
    """`text` on one line, as it stands in the file."""
    return " ".join(text.split())


def harmless(cell: str) -> str:
    """The cell as text that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.lstrip("'").startswith(_FORMULA) else cell


def bare(cell: str) -> str:
    """What `harmless` was given."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA) else cell


def _decision(cells: list[str]) -> Decision:
    if len(cells) != len(COLUMNS):
        raise ValueError(f"{len(cells)} cells instead of {len(COLUMNS)}")
    row = dict(zip(COLUMNS, map(one_line, map(bare, cells)), strict=True))
    try:
        verdict = Verdict(row["decision"])
    except ValueError:
        raise ValueError(f"the decision must be {', '.join(Verdict)}, not {row['decision']!r}") from None
    if row["when"] and not _DATE.fullmatch(row["when"]):
        raise ValueError(f"when must be a date like 2024-02-19, not {row['when']!r}")
    by = {name: row[name] for name in ("who", "when", "why")}
    if verdict in ON_ACTORS:
        one, other = _side(row, ""), _side(row, "other_")
        if one == other:
            raise ValueError("both sides are the same")
        return Decision(verdict, one, other, **by)  # type: ignore[arg-type]
    return Decision(verdict, said=_said(row), fix=_fix(row["fix"], verdict), **by)  # type: ignore[arg-type]


def _side(row: Mapping[str, str], prefix: str) -> Side:
    name, where = (_filled(row, f"{prefix}{column}") for column in ("name", "where"))
    return Side(name, _member(Kind, row, f"{prefix}kind"), where)


def _said(row: Mapping[str, str]) -> Said:
    article, subject, relation, object_, quote = (
        _filled(row, name) for name in ("where", "name", "relation", "other_name", "quote")
    )
    return Said(
        *(article, subject, relation, object_),
        *(_member(Polarity, row, "polarity"), _member(Modality, row, "modality"), row["speaker"], quote),
    )


def _fix(text: str, verdict: Verdict) -> tuple[str, str] | None:
    if verdict is not Verdict.CORRECTED:
        return None
    what, equals, name = text.partition("=")
    if what not in FIXES or not (equals and name):
        raise ValueError(f"fix must be subject=NAME, relation=NAME or object=NAME, not {text!r}")
    return what, name


def _filled(row: Mapping[str, str], column: str) -> str:
    if not row[column]:
        raise ValueError(f"{column} is empty")
    return row[column]


def _member(kind: type[E], row: Mapping[str, str], column: str) -> E:
    try:
        return kind(row[column])
    except ValueError:
        raise ValueError(f"{column} must be {', '.join(kind)}, not {row[column]!r}") from None


def _cells(decision: Decision) -> list[str]:
    row = dict.fromkeys(COLUMNS, "")
    row |= {"decision": decision.verdict, "who": decision.who, "when": decision.when, "why": decision.why}
    for prefix, side in (("", decision.one), ("other_", decision.other)):
        if side:
            row |= {f"{prefix}name": side.name, f"{prefix}kind": side.kind, f"{prefix}where": side.where}
    if said := decision.said:
        row |= {"name": said.subject, "relation": said.relation, "other_name": said.object, "where": said.article}
        row |= {"polarity": said.polarity, "modality": said.modality, "speaker": said.speaker, "quote": said.quote}
        row["fix"] = "=".join(decision.fix or ())
    return [one_line(str(row[column])) for column in COLUMNS]
