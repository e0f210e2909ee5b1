"""Ranges as bars: where they begin and end, where the best value lies, and whether they are open."""

from dataclasses import dataclass

WIDTH = 96.0
"""Width of a bar's axis in SVG units."""
_FADE_STEPS = 6


@dataclass(frozen=True, slots=True)
class Fade:
    """One step of the fading end of an open range."""

    x: float
    width: float
    opacity: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A range on an axis from 0 to the largest number of its group; `fades` is empty where the range is closed."""

    x: float
    width: float
    best: float | None
    fades: tuple[Fade, ...]
    words: str


def bar(low: int | None, best: int | None, high: int | None, largest: int, words: str) -> Bar | None:
    """Return the bar of a range, or None where nothing is known: an empty slot is drawn by its words."""
    start = low if low is not None else 0
    if low is None and high is None:
        return None
    scale = WIDTH / max(largest, 1)
    end = high if high is not None else start
    x, width = start * scale, max((end - start) * scale, 3.0)
    x = min(x, WIDTH - width)
    marker = None if best is None else round(min(max(best * scale, 1.0), WIDTH - 1.0), 1)
    fades: tuple[Fade, ...] = ()
    if high is None:
        x = min(x, WIDTH * 0.5)
        step = (WIDTH - x) / _FADE_STEPS
        fades = tuple(
            Fade(round(x + step * n, 1), round(step, 1), round(1 - (n + 0.5) / _FADE_STEPS, 2))
            for n in range(_FADE_STEPS)
        )
    return Bar(round(x, 1), round(width, 1), marker, fades, words)


def largest_of(numbers: list[int | None]) -> int:
    """Return the largest known number, so that bars of one group share an axis."""
    return max((number for number in numbers if number is not None), default=1)
