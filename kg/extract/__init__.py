"""Article → Extraction: actors and statements as a careful reader finds them, by a trained network and rules around it.

`windows` cuts a cleaned article into what the `encoder` reads at once; `mentions` finds names, `clusters` joins those of one
actor, `pairs` and `statements` find what is said of two actors, `rules` adds what can be written down; `reader` runs them.
"""

from kg.extract.reader import Reader, load

__all__ = ["Reader", "load"]
