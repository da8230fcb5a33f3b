"""Areas of colour whose places are known are paper, whatever their colour."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("cv2")

from hyokasho.parsers.sources.scan.raster import Raster
from hyokasho.parsers.sources.scan.shades import without_grounds

_SCALE = 2.0
_LEFT, _RIGHT = (20.0, 20.0, 100.0, 40.0), (100.0, 20.0, 180.0, 40.0)


@pytest.mark.parametrize(("ground", "ink"), [(80, 255), (0, 255), (165, 10), (190, 0)])
def test_type_on_an_area_is_black_on_white(ground: int, ink: int) -> None:
    gray = np.full((120, 400), 255, np.uint8)
    gray[40:80, 40:360] = ground
    gray[40:80, 199:201] = 255  # a white line between two areas
    gray[55:65, 80:100] = ink
    seen = without_grounds(Raster(gray, _SCALE), [_LEFT, _RIGHT]).gray
    assert seen[56:64, 82:98].max() < 60
    seen = seen.copy()
    seen[55:65, 80:100] = 255
    assert seen.min() > 250


def test_an_area_on_another_and_paper_without_areas() -> None:
    gray = np.full((120, 400), 255, np.uint8)
    gray[20:100, 20:380] = 80
    gray[40:80, 40:200] = 190
    gray[55:65, 80:100] = 0
    raster = Raster(gray, _SCALE)
    seen = without_grounds(raster, [(10, 10, 190, 50), _LEFT]).gray
    assert seen[56:64, 82:98].max() < 60 and seen[56:64, 120:180].min() > 250
    assert (without_grounds(raster, []).gray == gray).all()
