"""Who renders which kind of message. Each slice's `messages.py` registers its own."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from .letters import Letter

Renderer = Callable[[Session, dict[str, Any]], Letter]

_renderers: dict[str, Renderer] = {}


def renders(kind: str) -> Callable[[Renderer], Renderer]:
    """Register a renderer; it is called at delivery, in the recipient's language.

    Raises ValueError on a twin.
    """

    def register(renderer: Renderer) -> Renderer:
        if kind in _renderers:
            raise ValueError(f"two renderers for {kind}")
        _renderers[kind] = renderer
        return renderer

    return register


def renderer_of(kind: str) -> Renderer:
    """Raises KeyError for a kind that nobody registered."""
    return _renderers[kind]
