"""PET over CT: what must be known of the one that lies over the other is said over both."""

from __future__ import annotations

import numpy as np
import pytest

from tests.imaging.making import CT, PET, encode, image
from tests.ui.reading.conftest import CURRENT
from workstation.reading import actions

pytestmark = pytest.mark.window


def files(modality: str, sop_class: str, places: list[float], **elements: object) -> list[bytes]:
    made = []
    for n, z in enumerate(places):
        pixels = np.full((32, 32), 900, np.uint16)
        pixels[8:24, 8:24] = 1100
        ds = image(
            pixels,
            modality=modality,
            sop_class=sop_class,
            StudyDate="20261124",
            StudyDescription="TEP",
            SeriesDescription=f"{modality} corps",
            InstanceNumber=n + 1,
            ImagePositionPatient=[0.0, 0.0, z],
            ImageOrientationPatient=[1, 0, 0, 0, 1, 0],
            PixelSpacing=[2.0, 2.0],
            SliceThickness=3,
            RescaleSlope=1,
            **elements,
        )
        ds.StudyInstanceUID, ds.FrameOfReferenceUID = CURRENT, f"{CURRENT}.9"
        ds.SeriesInstanceUID = f"{CURRENT}.{1 if modality == 'CT' else 2}"
        made.append(encode(ds))
    return made


def test_what_is_missing_in_the_pet_is_said_over_the_fused_image(read, services, store, qtbot) -> None:
    places = [3.0 * k for k in range(12)]
    pet = files("PT", PET, [z for z in places if z not in (15.0, 18.0)], RescaleIntercept=0, Units="BQML")
    for one in (*files("CT", CT, places, RescaleIntercept=-1024), *pet):
        store.put(one)
    driver = read(services)
    fused = [n for n, v in enumerate(driver.session.desk.viewports) if v.overlay]
    assert fused
    over = driver.session.catalogue.find(driver.session.desk.viewports[fused[0]].overlay)
    gap = next(m.text for m in over.marks if m.code == "missing_slices").split(". ")[0].rstrip(".")
    qtbot.waitUntil(lambda: all(f"PT corps: {gap}" in driver.text(n) for n in fused))
    driver.session.do(actions.SetFusion(fused[0], 0.0))
    driver.settle()
    assert "PT corps: " not in driver.text(fused[0]), "nothing of it is seen"
