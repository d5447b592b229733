"""A language model as a second reader: it is asked, and nothing that it answers is believed.

`prompt` turns an article into a request, `connection` sends it and keeps within limits of money (`account`), `answers` keeps what
came back so that a rerun costs nothing, `answer` is the form that it must have, `verify` keeps what the text bears out;
`reader` runs them.
"""

from kg.extract.llm.account import Account, Price, Tokens
from kg.extract.llm.answers import Answers
from kg.extract.llm.connection import Connection, Endpoint, Limits

__all__ = ["Account", "Answers", "Connection", "Endpoint", "Limits", "Price", "Tokens"]
