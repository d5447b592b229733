"""The form that an answer must have: the gold format of one article. Only the form is checked here, `verify` checks the rest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kg.model import Kind, Modality, Polarity
from kg.schema import relations


def _one_of(values: Sequence[str]) -> Any:
    # A schema that the model's server holds it to. Here it is a string: one wrong word must not spoil a whole answer.
    return Field(json_schema_extra={"enum": list(values)})


class SaidActor(BaseModel):
    """An actor as the model gives it."""

    model_config = ConfigDict(extra="forbid")

    key: str
    name: str
    type: str = _one_of([kind.value for kind in Kind])
    mentions: list[str]


class SaidStatement(BaseModel):
    """A statement as the model gives it; subject, object and speaker are keys of actors."""

    model_config = ConfigDict(extra="forbid")

    subject: str
    relation: str
    object: str
    polarity: str = _one_of([polarity.value for polarity in Polarity])
    modality: str = _one_of([modality.value for modality in Modality])
    speaker: str | None
    role: str | None
    evidence: str


class Answer(BaseModel):
    """All that a model says about one article."""

    model_config = ConfigDict(extra="forbid")

    actors: list[SaidActor]
    statements: list[SaidStatement]


def parse(content: str) -> Answer:
    """An answer, without what may stand around its JSON (a fence, a remark).

    Raises:
        ValueError: if it is not of the form; the message says where not.
    """
    start, stop = content.find("{"), content.rfind("}") + 1
    try:
        return Answer.model_validate_json(content[start:stop] if 0 <= start < stop else content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise ValueError(f"{where}: {first['msg']}" if where else first["msg"]) from None


def schema() -> dict[str, Any]:
    """The form as a JSON schema, with the relations that there are."""
    made = Answer.model_json_schema()
    made["$defs"]["SaidStatement"]["properties"]["relation"]["enum"] = list(relations())
    return made
