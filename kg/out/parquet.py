"""The rows of the CSV as a Parquet file, for pandas, DuckDB and Polars."""

from __future__ import annotations

from itertools import islice
from typing import BinaryIO

from kg.errors import UsageError
from kg.model import GraphView
from kg.out import csv
from kg.out.words import printable

_TYPES = {
    **dict.fromkeys(("start", "stop", "articles", "outlets", "independent"), "int64"),
    "confidence": "float64",
}
_BATCH = 10_000  # rows in memory


def write(view: GraphView, out: BinaryIO) -> None:
    """Write the statements of `view`, batch by batch.

    Raises:
        UsageError: if pyarrow is not installed.
    """
    try:
        import pyarrow as pa  # an extra: it is larger than all other dependencies together
        import pyarrow.parquet as pq
    except ImportError as error:
        raise UsageError("Parquet needs pyarrow: pip install 'kabar-graph[parquet]'") from error
    schema = pa.schema([(column, _TYPES.get(column, "string")) for column in csv.COLUMNS])
    rows = csv.rows(view)
    with pq.ParquetWriter(out, schema) as writer:
        while batch := list(islice(rows, _BATCH)):
            columns = zip(*batch, strict=True)
            arrays = [
                pa.array([printable(cell) if isinstance(cell, str) else cell for cell in column], field.type)
                for column, field in zip(columns, schema, strict=True)
            ]
            writer.write_batch(pa.record_batch(arrays, schema=schema))
