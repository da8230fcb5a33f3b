"""Connected spots of ink."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from hyokasho.parsers.sources.scan.raster import Mask

PixelBox = tuple[int, int, int, int]
"""x0, y0, x1, y1 in pixels, the last two exclusive."""


@dataclass(frozen=True, slots=True)
class Components:
    """Spots of ink: `labels` numbers each pixel's spot (0 paper).

    `stats` has left, top, width, height and area of each.
    """

    labels: NDArray[np.int32]
    stats: NDArray[np.int32]

    def mask(self, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """The pixels of the chosen spots."""
        picked: NDArray[np.bool_] = chosen[self.labels]
        return picked


def components(mask: Mask) -> Components:
    """All connected spots of a mask."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    return Components(_ints(labels), _ints(stats))


def _ints(values: Any) -> NDArray[np.int32]:
    return np.asarray(values, np.int32)
