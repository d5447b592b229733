"""Single keys from a terminal; from anything else, one character after the other."""

from __future__ import annotations

import sys
from typing import TextIO


class Keys:
    """Keys that a person presses. At the end of the stream both give ""."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdin

    def key(self) -> str:
        """The next key in lower case, without waiting for Enter on a terminal."""
        while (char := self._next()).isspace():
            pass
        return char.lower()

    def line(self) -> str:
        """What a person types before Enter."""
        return self._stream.readline().strip()

    def _next(self) -> str:
        if not self._stream.isatty():
            return self._stream.read(1)
        if sys.platform == "win32":
            import msvcrt  # only there

            return msvcrt.getwch()
        import termios  # not on Windows
        import tty

        descriptor = self._stream.fileno()
        before = termios.tcgetattr(descriptor)
        try:
            tty.setcbreak(descriptor)
            return self._stream.read(1)
        finally:
            termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
