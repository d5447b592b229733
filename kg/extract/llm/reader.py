"""The reader that asks a language model: a pure function of the article and of what the model answered."""

from __future__ import annotations

import json
from functools import cached_property

from kg.extract.llm.account import Tokens
from kg.extract.llm.answer import schema
from kg.extract.llm.connection import Connection
from kg.extract.llm.prompt import Prompt, knowledge
from kg.extract.llm.verify import Check
from kg.extract.rules import Language
from kg.ids import digest
from kg.model import Article, Extraction

_VERSION = 1  # of the code in this package, as far as it changes what is read


class LlmReader:
    """Reads articles of one language by a model at an endpoint.

    Raises:
        BadData: if the prompt or the words of the language are missing or broken.
    """

    def __init__(self, language: str, connection: Connection) -> None:
        self._connection = connection
        self._prompt, self._language = Prompt.load(language), Language.load(language)
        self._sure = self._prompt.sure(connection.model)

    @cached_property
    def version(self) -> str:
        """Hash of the model's name, what it is told, the form of the answer, and what the answer is checked by."""
        told = (self._prompt.system, self._prompt.instructions.pattern, json.dumps(schema(), sort_keys=True))
        sure = json.dumps(self._sure, sort_keys=True)
        return digest(str(_VERSION), self._connection.model, *told, sure, knowledge(self._language.code))

    def read(self, article: Article) -> Extraction:
        """Actors and statements of a cleaned article.

        Raises:
            BadInput: if the model gives no usable answer for it.
            KgError: if it will give none for any other article.
        """
        sentences = self._prompt.sentences(article)
        if not sentences:
            return Extraction()
        request, source = self._prompt.request(article), article.url or article.source_id or article.id
        check = Check(article, sentences, self._language, self._sure)
        extraction = check.extraction(self._connection.ask(request, article.id, source))
        check.dropped["sentence: not sent, it speaks to a machine or stands too far down"] += len(article.sentences) - len(
            sentences
        )
        self._connection.account.drop(check.dropped)
        return extraction

    def estimate(self, article: Article) -> Tokens | None:
        """About how many tokens reading it will use; None where it costs nothing."""
        request = self._prompt.request(article)
        if not self._prompt.sentences(article) or self._connection.has(request):
            return None
        return self._connection.estimate(request)
