"""计算引擎: the one door to where indicators and sums are computed: DuckDB here, or the engine of a URL."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from xueheng.tables.issues import Refused, finding

if TYPE_CHECKING:
    import pyarrow as pa
    from ibis import Table

VARIABLE = "XUEHENG_ENGINE_URL"
NEEDED = ("pyspark", "grpc", "pandas")
SECONDS = 5.0  # to wait for a first answer


class Engine(Protocol):
    """What computes: it takes rows or Parquet files, and gives the result of an expression."""

    def rows(self, table: pa.Table) -> Table:
        """The Arrow table as a table of the engine."""

    def parquet(self, path: str | Path) -> Table:
        """A Parquet file or folder, read where the engine is."""

    def result(self, expression: Table) -> pa.Table:
        """The rows of an expression, with the types that it declares."""


@dataclass(frozen=True)
class _Duck:
    backend: Any

    def rows(self, table: pa.Table) -> Table:
        import ibis

        return ibis.memtable(table)

    def parquet(self, path: str | Path) -> Table:
        place = Path(path)
        read: Table = self.backend.read_parquet(str(place / "*.parquet" if place.is_dir() else place))
        return read

    def result(self, expression: Table) -> pa.Table:
        return self.backend.to_pyarrow(expression)


@dataclass(frozen=True)
class _Spark:
    """Rows come and go as Arrow: pandas, which the client would use, turns whole numbers into floats."""

    backend: Any
    session: Any

    def rows(self, table: pa.Table) -> Table:
        import ibis

        name = ibis.util.gen_name("rows")
        with _failing():
            self.session.createDataFrame(_plain(table)).createOrReplaceTempView(name)
            shown: Table = self.backend.table(name)
        return shown

    def parquet(self, path: str | Path) -> Table:
        with _failing():
            shown: Table = self.backend.read_parquet(str(path))
        return shown

    def result(self, expression: Table) -> pa.Table:
        with _failing():
            found = self.session.sql(self.backend.compile(expression)).toArrow()
        return found.cast(expression.schema().to_pyarrow())


def is_elsewhere() -> bool:
    """True when the environment names an engine outside this process."""
    return bool(os.environ.get(VARIABLE, "").strip())


@contextmanager
def engine(*, threads: int = 1) -> Iterator[Engine]:
    """The engine that the environment names, else DuckDB; one thread gives equal rows equal float sums."""
    if is_elsewhere():
        with _spark(os.environ[VARIABLE].strip()) as found:
            yield found
        return
    import ibis

    backend = ibis.duckdb.connect(threads=threads)
    try:
        yield _Duck(backend)
    finally:
        backend.disconnect()


@contextmanager
def _spark(url: str) -> Iterator[Engine]:
    shown = url.partition("/;")[0]  # what follows may be a token
    _usable(shown)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the client speaks of versions of pandas, which is not used
        with _main_file(), _failing():
            _answering(url, shown)
            import ibis
            from pyspark.sql import SparkSession

            session = SparkSession.builder.remote(url).create()
            found = _Spark(ibis.pyspark.connect(session), session)
        try:
            yield found
        finally:
            session.stop()


@contextmanager
def _main_file() -> Iterator[None]:
    """The main module has a file: without one (`python -c`) the client believes in a doctest and exits."""
    main = sys.modules["__main__"]
    if hasattr(main, "__file__"):
        yield
        return
    main.__file__ = __file__
    try:
        yield
    finally:
        del main.__file__


def _usable(shown: str) -> None:
    """Refused unless the URL is one of Spark Connect and its client is installed."""
    if not _is_connect(shown):
        raise _refused("ENGINE_SCHEME", value=shown)
    if not all(find_spec(name) for name in NEEDED):
        raise _refused("ENGINE_MISSING", value=shown)


def _is_connect(url: str) -> bool:
    try:
        place = urlsplit(url)
        return place.scheme == "sc" and bool(place.hostname) and place.port != 0 and place.path in ("", "/")
    except ValueError:
        return False


def _answering(url: str, shown: str) -> None:
    """Refused when nobody there speaks the protocol soon; the client would try for minutes."""
    import grpc  # type: ignore[import-untyped]
    from pyspark.sql.connect.client import DefaultChannelBuilder

    with DefaultChannelBuilder(url).toChannel() as channel:
        try:
            grpc.channel_ready_future(channel).result(timeout=SECONDS)
        except grpc.FutureTimeoutError as error:
            raise _refused("ENGINE_UNREACHABLE", value=shown) from error


@contextmanager
def _failing() -> Iterator[None]:
    """What the engine says when it fails, as a refusal."""
    from pyspark.errors import PySparkException

    try:
        yield
    except PySparkException as error:
        raise _refused("ENGINE_FAILED", why=str(error).strip().partition("\n")[0][:300]) from error


def _plain(table: pa.Table) -> pa.Table:
    """The same rows without dictionaries, which the protocol does not carry."""
    import pyarrow as pa

    fields = [f.with_type(f.type.value_type) if pa.types.is_dictionary(f.type) else f for f in table.schema]
    return table.cast(pa.schema(fields))


def _refused(code: str, **values: Any) -> Refused:
    return Refused([finding(code, "error", package="xueheng.indicators", **values)])
