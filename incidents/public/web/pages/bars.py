"""Ranges as bars: how much is sure, how far it may reach, where the best value lies, and whether it is open."""

from dataclasses import dataclass

WIDTH = 96.0
"""Width of a bar's axis in SVG units."""
_FADE_STEPS = 5


@dataclass(frozen=True, slots=True)
class Fade:
    """One step of the fading end of an open range."""

    x: float
    width: float
    opacity: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A number on an axis from 0 to the largest of its group: `sure` up to the lowest value, lighter from there to
    the highest. `fades` takes the lighter part's place where there is no highest value.
    """

    sure: float
    unsure: float
    best: float | None
    fades: tuple[Fade, ...]


def bar(low: int | None, best: int | None, high: int | None, largest: int) -> Bar | None:
    """Return the bar of a range, or None where nothing is known: an empty slot is told by its words."""
    if low is None and high is None:
        return None
    scale = WIDTH / max(largest, 1)
    if high is None:
        sure = min((low or 0) * scale, WIDTH * 0.5)
        step = (WIDTH - sure) / _FADE_STEPS
        fades = tuple(
            Fade(round(sure + step * n, 1), round(step, 1), round(0.8 * (1 - (n + 0.5) / _FADE_STEPS), 2))
            for n in range(_FADE_STEPS)
        )
        return Bar(round(sure, 1), 0.0, None, fades)
    sure = (low or 0) * scale
    unsure = max(high * scale - sure, 0.0)
    marker = None if best is None or low == high else round(min(best * scale, WIDTH - 1.0), 1)
    return Bar(round(sure, 1), round(unsure, 1), marker, ())


def largest_of(numbers: list[int | None]) -> int:
    """Return the largest known number, so that bars of one group share an axis."""
    return max((number for number in numbers if number is not None), default=1)
