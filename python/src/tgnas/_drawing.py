"""Drawings of architectures."""

from __future__ import annotations


class Drawing(str):
    """A drawing as text; one in SVG shows itself in notebooks."""

    format: str

    def __new__(cls, text: str, format: str) -> Drawing:
        drawing = super().__new__(cls, text)
        drawing.format = format
        return drawing

    def __getnewargs__(self) -> tuple[str, str]:
        return str(self), self.format

    def _repr_svg_(self) -> str | None:
        return str(self) if self.format == "svg" else None
