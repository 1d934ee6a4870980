"""Keeps pauses short: what lives as long as the program is taken out of the garbage collector's way."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


def settle() -> None:
    """Clear up, and let the collector never again look at what is left: it is there to stay."""
    # Else every full collection walks through the whole index, and whoever asks at that moment waits for it.
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def keep() -> None:
    """Let the collector leave alone what has come to stay since it was settled; where it wasn't, nothing changes."""
    if gc.get_freeze_count():
        gc.collect()
        gc.freeze()


@contextmanager
def settled() -> Iterator[None]:
    """Settle for as long as the block runs."""
    settle()
    try:
        yield
    finally:
        gc.unfreeze()
