"""How long two variants take, one against the other.

Times of a busy machine say little; the ratio of two that ran in the same round says
more. So all variants of a card run in shuffled rounds in one process, with the garbage
collector off, and each pair's ratio is taken round by round.
"""

from __future__ import annotations

import gc
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS, FEWEST, NAIVE_ROUNDS = 15, 7, 7
#: A card's rounds stop early, but not before the fewest, once they took so long.
PATIENCE = 45.0
RESAMPLES = 2000
CLOCKS = {"sqlite": "cpu", "postgresql": "wall"}


@dataclass(frozen=True)
class Ratio:
    """How much longer the first took, with a 95 % bootstrap interval."""

    first: str
    second: str
    ratio: float
    low: float
    high: float
    rounds: int


def measure(
    runs: dict[str, Callable[[], None]],
    before: Callable[[], None],
    after: Callable[[], None],
    clock: str,
) -> dict[str, list[float]]:
    """Seconds of each run, round by round; runs called naive leave early."""
    now = time.process_time if clock == "cpu" else time.perf_counter
    shuffle = random.Random(1).shuffle
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    started = time.monotonic()
    for number in range(ROUNDS):
        if number >= FEWEST and time.monotonic() - started > PATIENCE:
            break
        names = [n for n in runs if number < NAIVE_ROUNDS or "naive" not in n]
        shuffle(names)
        for name in names:
            before()
            gc.collect()
            gc.disable()
            begin = now()
            runs[name]()
            seconds[name].append(now() - begin)
            gc.enable()
            after()
    return seconds


def ratio(first: str, second: str, seconds: dict[str, list[float]]) -> Ratio:
    """The median of the rounds' ratios."""
    pairs = zip(seconds[first], seconds[second], strict=False)
    ratios = [a / b for a, b in pairs]
    rng = random.Random(7)
    medians = sorted(
        statistics.median(rng.choices(ratios, k=len(ratios))) for _ in range(RESAMPLES)
    )
    low, high = medians[int(0.025 * RESAMPLES)], medians[int(0.975 * RESAMPLES) - 1]
    return Ratio(first, second, statistics.median(ratios), low, high, len(ratios))
