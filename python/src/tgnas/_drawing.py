"""Drawings of architectures."""

from __future__ import annotations


class Drawing(str):
    """A drawing as text; one in SVG shows itself in notebooks."""

    kind: str
    """``svg``, ``text`` or ``dot``."""

    def __new__(cls, text: str, kind: str) -> Drawing:
        drawing = super().__new__(cls, text)
        drawing.kind = kind
        return drawing

    def __reduce__(self) -> tuple[type[Drawing], tuple[str, str]]:
        return Drawing, (str(self), self.kind)

    def _repr_svg_(self) -> str | None:
        return str(self) if self.kind == "svg" else None
