"""Indonesian political news as a knowledge graph. Start reading at `kg/pipeline.py`."""

__version__ = "0.1.0"
