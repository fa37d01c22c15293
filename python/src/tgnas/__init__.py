"""Ranks neural architectures that nobody has trained.

    >>> import tgnas
    >>> space = tgnas.load("nasbench201")
    >>> space.rank(top=10)
"""

from ._drawing import Drawing
from ._errors import InputError, TGNASError, TGNASWarning
from ._installation import encode, proxies, spaces
from ._search import SearchResult
from ._space import Space, load
from ._study import Study

__all__ = [
    "Drawing",
    "InputError",
    "SearchResult",
    "Space",
    "Study",
    "TGNASError",
    "TGNASWarning",
    "encode",
    "load",
    "proxies",
    "spaces",
]


def __getattr__(name: str) -> str:
    if name == "__version__":
        from ._library import library

        version: bytes = library().tgnas_version()
        return version.decode()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
