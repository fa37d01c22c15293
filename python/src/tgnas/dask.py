"""Large spaces on many machines: shards of a space as tasks of Dask."""

from __future__ import annotations

import dask.bag
import pandas as pd

from ._errors import InputError
from ._space import Space


def best_of_samples(
    space: Space, shards: int, size: int, *, top: int = 10, seed: int = 0
) -> dask.bag.Item:
    """The best of many random architectures, drawn and scored where Dask runs its tasks.

    Shard number k draws ``size`` architectures with seed ``seed + k``, so that the result depends
    on ``shards``, ``size`` and ``seed`` alone, not on the workers. Each worker process opens the
    space once.

    Returns:
        a Dask item; its ``compute()`` gives a DataFrame with the columns arch and score, best
        first, each architecture once.
    """
    for name, value in (("shards", shards), ("size", size), ("top", top)):
        if value < 1:
            raise InputError(f"{name} is {value}; expected 1 or more")
    seeds = dask.bag.from_sequence(range(seed, seed + shards), npartitions=shards)
    return seeds.map(_shard, space=space, size=size, top=top).fold(_Best(top))


def _shard(seed: int, space: Space, size: int, top: int) -> pd.DataFrame:
    archs = list(dict.fromkeys(space.sample(size, seed)))
    return _best(pd.DataFrame({"arch": archs, "score": space.score(archs)}), top)


class _Best:
    """The best of two tables."""

    def __init__(self, top: int) -> None:
        self.top = top

    def __call__(self, first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
        return _best(pd.concat([first, second]).drop_duplicates("arch"), self.top)


def _best(table: pd.DataFrame, top: int) -> pd.DataFrame:
    # Equal scores are put in an order that no shard decides.
    table = table.sort_values(["score", "arch"], ascending=[False, True])
    return table.head(top).reset_index(drop=True)
