"""Images as presentation states show them: through the surface, against DCMTK's ``dcmp2pgm`` and against the standard in NumPy."""

from __future__ import annotations

import itertools
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import imagecodecs
import numpy as np
import pytest
from pydicom.sequence import Sequence

from tests.imaging import states as made
from tests.imaging.making import image, item, slice_at
from workstation.cli import main
from workstation.errors import NotAVolume, UndecodableImage
from workstation.imaging import header as headers_of
from workstation.imaging import presentation_states
from workstation.imaging.header import encode
from workstation.imaging.model import ImageHeader, Window
from workstation.rendering.still import Still, Wish, render

DCMTK = pytest.mark.skipif(shutil.which("dcmp2pgm") is None, reason="dcmp2pgm is not installed (Debian package dcmtk)")
ROWS, COLUMNS = 40, 56
HU = {"RescaleSlope": "1", "RescaleIntercept": "-1024", "RescaleType": "HU"}
SOFT = made.window(40, 400)
CURVE = (np.linspace(0, 1, 4096) ** 2 * 65535).astype("<u2")
TURNS = list(itertools.product((0, 90, 180, 270), "NY"))


def lut(first: int, values: Any, bits: int) -> Sequence:
    table = item(LUTDescriptor=[len(values), first, bits], LUTData=np.asarray(values, "<u2").tobytes(), LUTExplanation="curve")
    table["LUTDescriptor"].VR = "US"
    return Sequence([table])


def picture(photometric: str = "MONOCHROME2", **elements: Any) -> bytes:
    """Every part differs from every other: a turn or a mirror the wrong way round cannot hide."""
    pixels = np.random.default_rng(9).integers(0, 4096, (ROWS, COLUMNS)).astype(np.uint16)
    pixels[:8, :8], pixels[-8:, :8] = 1064, 964
    values = {"PhotometricInterpretation": photometric, "RescaleSlope": "1", "RescaleIntercept": "-1024", **elements}
    return encode(image(pixels, bits=12, PixelSpacing=[1, 1], **values))


def stated(encoded: bytes, **elements: Any) -> tuple[ImageHeader, bytes]:
    header = headers_of.read(encoded)
    empty = (
        "PatientBirthDate",
        "PatientSex",
        "StudyDate",
        "StudyTime",
        "AccessionNumber",
        "ReferringPhysicianName",
        "StudyID",
        "Manufacturer",
    )
    return header, made.state([header], **dict.fromkeys(empty, ""), InstanceNumber=1, **elements)


def drawn(encoded: bytes, state: bytes, **wish: Any) -> Still:
    header = headers_of.read(encoded)
    return render([header], lambda uid: encoded, Wish(state=presentation_states.read(state), **wish))


def by_dcmtk(folder: Path, encoded: bytes, state: bytes) -> np.ndarray[Any, Any]:
    (folder / "image.dcm").write_bytes(encoded)
    (folder / "state.dcm").write_bytes(state)
    done = subprocess.run(
        ["dcmp2pgm", "-p", str(folder / "state.dcm"), str(folder / "image.dcm"), str(folder / "out.pgm")],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    written = (folder / "out.pgm").read_bytes()
    head = re.match(rb"P5\s+(?:#.*\n)?\s*(\d+)\s+(\d+)\s+255\s", written)
    assert head is not None
    return np.frombuffer(written, np.uint8, offset=head.end())[: int(head[1]) * int(head[2])].reshape(int(head[2]), int(head[1]))


def square_root() -> np.ndarray[Any, Any]:
    return (np.sqrt(np.linspace(0, 1, 1024)) * 4095).astype("<u2")


GREYS: dict[str, dict[str, Any]] = {
    "window": {**HU, "SoftcopyVOILUTSequence": SOFT},
    "inverse": {**HU, "SoftcopyVOILUTSequence": SOFT, "PresentationLUTShape": "INVERSE"},
    "no VOI: the whole range": HU,
    "no modality: stored values": {"SoftcopyVOILUTSequence": made.window(1064, 400)},
    "VOI LUT": {**HU, "RescaleIntercept": "0", "SoftcopyVOILUTSequence": Sequence([item(VOILUTSequence=lut(1000, square_root(), 12))])},
    "VOI LUT from below zero": {**HU, "SoftcopyVOILUTSequence": Sequence([item(VOILUTSequence=lut(65536 - 200, square_root(), 12))])},
    "presentation LUT": {
        **HU,
        "SoftcopyVOILUTSequence": SOFT,
        "PresentationLUTShape": None,
        "PresentationLUTSequence": lut(0, CURVE, 16),
    },
    "modality LUT": {
        "ModalityLUTSequence": Sequence(
            [item(**{e.keyword: e.value for e in lut(0, np.linspace(0, 4095, 4096)[::-1], 12)[0]}, ModalityLUTType="US")]
        ),
        "SoftcopyVOILUTSequence": made.window(2000, 1500),
    },
}


@DCMTK
@pytest.mark.parametrize("photometric", ["MONOCHROME2", "MONOCHROME1"])
@pytest.mark.parametrize("grey", GREYS)
def test_grey_is_dcmtks_within_a_level(grey: str, photometric: str, tmp_path: Path) -> None:
    encoded = picture(photometric)
    _, state = stated(encoded, **GREYS[grey])
    ours, theirs = drawn(encoded, state).pixels, by_dcmtk(tmp_path, encoded, state)
    assert ours.shape == theirs.shape
    assert np.abs(ours.astype(int) - theirs).max() <= 1
    assert np.ptp(theirs) > 100


@DCMTK
@pytest.mark.parametrize(("degrees", "mirrored"), TURNS)
def test_turns_are_dcmtks(degrees: int, mirrored: str, tmp_path: Path) -> None:
    encoded = picture()
    _, state = stated(encoded, **HU, SoftcopyVOILUTSequence=SOFT, ImageRotation=degrees, ImageHorizontalFlip=mirrored)
    ours, theirs = drawn(encoded, state).pixels, by_dcmtk(tmp_path, encoded, state)
    assert ours.shape == theirs.shape == ((ROWS, COLUMNS) if degrees % 180 == 0 else (COLUMNS, ROWS))
    assert np.abs(ours.astype(int) - theirs).max() <= 1


@DCMTK
@pytest.mark.parametrize("name", ["CT1_RLE", "MR1_RLE", "RG3_RLE"])
def test_real_images_are_dcmtks(shared_data: Path, name: str, tmp_path: Path) -> None:
    import pydicom

    ds = pydicom.dcmread(shared_data / "nema-wg04" / "RLE" / name)
    ds.decompress()
    encoded = encode(ds)
    header = headers_of.read(encoded)
    own = header.frame(0)
    window = own.windows[0] if own.windows else Window(512, 1024)
    rescale = {"RescaleSlope": str(own.rescale_slope), "RescaleIntercept": str(own.rescale_intercept), "RescaleType": "US"}
    turned = {"ImageRotation": 270, "ImageHorizontalFlip": "N"}
    _, state = stated(encoded, **rescale, SoftcopyVOILUTSequence=made.window(window.center, window.width), **turned)
    ours, theirs = drawn(encoded, state).pixels, by_dcmtk(tmp_path, encoded, state)
    assert ours.shape == theirs.shape
    assert np.abs(ours.astype(int) - theirs).max() <= 1


def reference(encoded: bytes) -> np.ndarray[Any, Any]:
    pixels = np.frombuffer(headers_of.read_dataset(encoded, pixels=True).PixelData, "<u2").reshape(ROWS, COLUMNS).astype(float) - 1024
    return np.floor(255 * np.clip((pixels - 39.5) / 399 + 0.5, 0, 1) + 0.5).astype(np.uint8)


@pytest.mark.parametrize(("degrees", "mirrored"), TURNS)
def test_the_displayed_area_is_cut_out_and_turned(degrees: int, mirrored: str) -> None:
    encoded = picture()
    corners = {"DisplayedAreaTopLeftHandCorner": [11, 6], "DisplayedAreaBottomRightHandCorner": [50, 35]}
    if degrees == 180:  # the corners are named as they are seen
        corners = dict(zip(corners, reversed(corners.values()), strict=True))
    area = made.whole(ROWS, COLUMNS, **corners)
    _, state = stated(
        encoded, **HU, SoftcopyVOILUTSequence=SOFT, DisplayedAreaSelectionSequence=area, ImageRotation=degrees, ImageHorizontalFlip=mirrored
    )
    expected = np.rot90(reference(encoded)[5:35, 10:50], -degrees // 90)
    expected = expected[:, ::-1] if mirrored == "Y" else expected
    ours = drawn(encoded, state)
    assert ours.pixels.shape == expected.shape
    assert np.abs(ours.pixels.astype(int) - expected).max() <= 1


def test_magnified_each_pixel_takes_its_share_and_a_size_fits_the_area() -> None:
    encoded = picture()
    corners = {"DisplayedAreaTopLeftHandCorner": [11, 6], "DisplayedAreaBottomRightHandCorner": [50, 35]}
    area = made.whole(ROWS, COLUMNS, PresentationSizeMode="MAGNIFY", PresentationPixelMagnificationRatio=3.0, **corners)
    _, state = stated(encoded, **HU, SoftcopyVOILUTSequence=SOFT, DisplayedAreaSelectionSequence=area)
    pixels = drawn(encoded, state).pixels
    assert pixels.shape == (90, 120)
    assert np.abs(pixels[1::3, 1::3].astype(int) - reference(encoded)[5:35, 10:50]).max() <= 1
    _, fitting = stated(encoded, **HU, SoftcopyVOILUTSequence=SOFT, DisplayedAreaSelectionSequence=made.whole(ROWS, COLUMNS, **corners))
    fitted = drawn(encoded, fitting, size=(200, 150)).pixels
    assert np.abs(fitted[2::5, 2::5].astype(int) - reference(encoded)[5:35, 10:50]).max() <= 1


@pytest.mark.parametrize("size", [None, (112, 80)])
def test_an_area_beside_the_image_is_told_and_shows_the_image(size: tuple[int, int] | None) -> None:
    encoded = picture()
    _, plain = stated(encoded, **HU, SoftcopyVOILUTSequence=SOFT)
    for left, top in ((COLUMNS + 1, 1), (1, -60), (5000, 5000)):
        corners = {"DisplayedAreaTopLeftHandCorner": [left, top], "DisplayedAreaBottomRightHandCorner": [left + 50, top + 50]}
        area = made.whole(ROWS, COLUMNS, **corners)
        _, state = stated(encoded, **HU, SoftcopyVOILUTSequence=SOFT, DisplayedAreaSelectionSequence=area)
        still = drawn(encoded, state, size=size)
        assert "lies outside the image" in {m.code: m.text for m in still.marks}["state_area"]
        assert (still.pixels == drawn(encoded, plain, size=size).pixels).all()


def test_a_state_that_makes_a_wall_of_an_image_is_refused() -> None:
    encoded = picture()
    for elements in (
        {"PresentationSizeMode": "MAGNIFY", "PresentationPixelMagnificationRatio": 250.0},
        {"DisplayedAreaTopLeftHandCorner": [-8000, -8000], "DisplayedAreaBottomRightHandCorner": [8000, 8000]},
    ):
        _, state = stated(encoded, **HU, DisplayedAreaSelectionSequence=made.whole(ROWS, COLUMNS, **elements))
        with pytest.raises(UndecodableImage, match="larger than can be drawn"):
            drawn(encoded, state)
        assert drawn(encoded, state, size=(60, 60)).pixels.shape == (60, 60)


def test_its_shutter_replaces_the_images_own_and_is_as_bright_as_it_says() -> None:
    shut = {"ShutterShape": "RECTANGULAR", "ShutterLeftVerticalEdge": 2, "ShutterRightVerticalEdge": 4}
    encoded = picture(**shut, ShutterUpperHorizontalEdge=2, ShutterLowerHorizontalEdge=4)
    circle = {
        "ShutterShape": "CIRCULAR",
        "CenterOfCircularShutter": [20, 28],
        "RadiusOfCircularShutter": 10,
        "ShutterPresentationValue": 32896,
    }
    _, state = stated(encoded, **HU, SoftcopyVOILUTSequence=SOFT, **circle)
    row, column = np.mgrid[1 : ROWS + 1, 1 : COLUMNS + 1]
    open_ = np.hypot(row - 20, column - 28) <= 10
    pixels = drawn(encoded, state).pixels
    assert np.abs(pixels[open_].astype(int) - reference(encoded)[open_]).max() <= 1
    assert set(pixels[~open_].tolist()) == {128}


def test_a_bitmap_shutter_and_overlays_lie_in_the_state_itself() -> None:
    encoded = picture()
    bitmap = np.zeros((ROWS, COLUMNS), np.uint8)
    bitmap[:10] = 1
    line = np.zeros((ROWS, COLUMNS), np.uint8)
    line[20] = 1
    header, _ = stated(encoded)
    ds = made.dataset(
        [header],
        **HU,
        SoftcopyVOILUTSequence=SOFT,
        ShutterShape="BITMAP",
        ShutterOverlayGroup=0x6002,
        ShutterPresentationValue=0,
        GraphicLayerSequence=Sequence([item(GraphicLayer="LINE", GraphicLayerOrder=1, GraphicLayerRecommendedDisplayGrayscaleValue=65535)]),
    )
    for group, plane in ((0x6000, line), (0x6002, bitmap)):
        for element, vr, value in (
            (0x10, "US", ROWS),
            (0x11, "US", COLUMNS),
            (0x40, "CS", "G"),
            (0x50, "SS", [1, 1]),
            (0x100, "US", 1),
            (0x102, "US", 0),
            (0x3000, "OW", np.packbits(plane, bitorder="little").tobytes()),
        ):
            ds.add_new(group << 16 | element, vr, value)
    ds.add_new(0x60001001, "CS", "LINE")
    pixels = drawn(encoded, encode(ds)).pixels
    grey = pixels if pixels.ndim == 2 else pixels[..., 0]
    assert set(grey[:10].ravel().tolist()) == {0}
    assert set(grey[20].tolist()) == {255}
    assert np.abs(grey[21:].astype(int) - reference(encoded)[21:]).max() <= 1


def test_an_overlay_of_other_frames_is_not_missing() -> None:
    frames = image(np.zeros((3, 8, 8), np.uint8), modality="US", sop_class="1.2.840.10008.5.1.4.1.1.3.1")
    for element, vr, value in ((0x10, "US", 8), (0x11, "US", 8), (0x50, "SS", [1, 1]), (0x51, "US", 2), (0x3000, "OW", b"\xff" * 8)):
        frames.add_new(0x60000000 | element, vr, value)
    header = headers_of.read(encode(frames))
    for group, marked in ((0x6000, [False, False, False]), (0x6004, [True, True, True])):
        ds = made.dataset([header])
        ds.add_new(group << 16 | 0x1001, "CS", "LINE")
        for frame, missing in enumerate(marked):
            still = drawn(encode(frames), encode(ds), frame=frame + 1)
            assert ("overlay" in {m.code for m in still.marks}) is missing
            assert (still.pixels.ndim == 3) is (group == 0x6000 and frame == 1)


def test_a_state_of_other_images_or_of_planes_is_refused() -> None:
    encoded = picture()
    _, state = stated(picture())
    with pytest.raises(UndecodableImage, match="not one of this image"):
        drawn(encoded, state)
    _, own = stated(encoded)
    with pytest.raises(NotAVolume, match="not of planes"):
        drawn(encoded, own, plane="axial")


def test_in_a_series_the_image_of_the_state_is_found_beside_a_larger_set() -> None:
    files = [encode(slice_at((0, 0, n), number=n)) for n in range(1, 9)]
    scout = picture(
        ImageType=["ORIGINAL", "PRIMARY", "LOCALIZER"], ImagePositionPatient=[0, 0, 0], ImageOrientationPatient=[1, 0, 0, 0, 0, -1]
    )
    by_uid = {headers_of.read(f).sop_instance_uid: f for f in (*files, scout)}
    header, state = stated(scout, **HU, SoftcopyVOILUTSequence=SOFT)
    still = render([headers_of.read(f) for f in by_uid.values()], by_uid.__getitem__, Wish(state=presentation_states.read(state)))
    assert still.frame is not None
    assert still.frame.sop_instance_uid == header.sop_instance_uid


def test_the_command_draws_it_and_leaves_the_default_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    encoded = picture()
    _, state = stated(encoded, **HU, SoftcopyVOILUTSequence=made.window(0, 100), ImageRotation=90)
    (tmp_path / "image.dcm").write_bytes(encoded)
    (tmp_path / "state.dcm").write_bytes(state)
    assert main(["render", str(tmp_path), "-o", str(tmp_path / "plain.png"), "--json"]) == 0
    assert (json.loads(capsys.readouterr().out)["width"]) == COLUMNS
    assert main(["render", str(tmp_path), "-o", str(tmp_path / "as.png"), "--state", str(tmp_path / "state.dcm"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["width"], told["height"], told["window"]) == (ROWS, COLUMNS, [0, 100])
    assert main(["render", str(tmp_path / "image.dcm"), "-o", str(tmp_path / "no.png"), "--drawings"]) == 1
    assert "--drawings needs --state." in capsys.readouterr().err
    assert main(["render", str(tmp_path / "image.dcm"), "-o", str(tmp_path / "no.png"), "--state", str(tmp_path / "image.dcm")]) == 1
    assert "This is not a presentation state." in capsys.readouterr().err


@DCMTK
def test_a_state_that_dcmtk_wrote(tmp_path: Path) -> None:
    encoded = picture(WindowCenter="40", WindowWidth="400", PatientBirthDate="19600102", PatientSex="F", StudyID="1")
    (tmp_path / "image.dcm").write_bytes(encoded)
    made_by = subprocess.run(
        ["dcmpsmk", str(tmp_path / "image.dcm"), str(tmp_path / "made.dcm")], capture_output=True, text=True, timeout=60
    )
    assert made_by.returncode == 0, made_by.stderr
    state = (tmp_path / "made.dcm").read_bytes()
    ours, theirs = drawn(encoded, state), by_dcmtk(tmp_path, encoded, state)
    assert ours.window == Window(40, 400)
    assert np.abs(ours.pixels.astype(int) - theirs).max() <= 1


def test_a_state_that_highdicom_wrote() -> None:
    import highdicom as hd

    patient = {"PatientBirthDate": "19600102", "PatientSex": "F", "AccessionNumber": "1", "StudyDate": "20260101", "StudyTime": "101112"}
    study = {"StudyID": "1", "ReferringPhysicianName": "", "Manufacturer": "M", "InstanceNumber": "1"}
    encoded = picture(**patient, **study, ImagePositionPatient=[0, 0, 0], ImageOrientationPatient=[1, 0, 0, 0, 1, 0])
    source = headers_of.read_dataset(encoded, pixels=True)
    line = hd.pr.GraphicObject(
        graphic_type=hd.pr.GraphicTypeValues.POLYLINE,
        graphic_data=np.array([[10.0, 10.0], [20.0, 30.0]]),
        units=hd.pr.AnnotationUnitsValues.PIXEL,
    )
    text = hd.pr.TextObject(text_value="à revoir", units=hd.pr.AnnotationUnitsValues.DISPLAY, anchor_point=(0.5, 0.5))
    layer = hd.pr.GraphicLayer(layer_name="NOTES", order=1, display_color=hd.color.CIELabColor(50.0, 60.0, 40.0))
    state = hd.pr.GrayscaleSoftcopyPresentationState(
        referenced_images=[source],
        series_instance_uid=hd.UID(),
        series_number=7,
        sop_instance_uid=hd.UID(),
        instance_number=1,
        manufacturer="M",
        manufacturer_model_name="X",
        software_versions="1",
        device_serial_number="1",
        content_label="NOTES",
        content_creator_name="Roux^Claire",
        graphic_layers=[layer],
        graphic_annotations=[hd.pr.GraphicAnnotation([source], layer, graphic_objects=[line], text_objects=[text])],
        voi_lut_transformations=[hd.pr.SoftcopyVOILUTTransformation(window_center=40, window_width=400)],
    )
    state.ImageRotation, state.ImageHorizontalFlip = 180, "N"
    read = presentation_states.read(encode(state))
    assert (read.label, read.creator, read.marks, read.quarter_turns) == ("NOTES", "Roux^Claire", (), 2)
    (note,) = read.annotations
    assert note.graphics[0].points == ((10, 10), (20, 30))
    assert (note.texts[0].text, note.texts[0].anchor_units) == ("à revoir", "DISPLAY")
    red, green, blue = read.layer("NOTES").rgb or (0, 0, 0)
    assert red > 180 > 100 > max(green, blue) - 40
    pixels = drawn(encoded, encode(state)).pixels
    assert np.abs(pixels.astype(int) - reference(encoded)[::-1, ::-1]).max() <= 1


def test_the_command_draws_the_drawings_where_they_are(tmp_path: Path) -> None:
    encoded = picture()
    notes = [made.annotation(graphics=[made.graphic("POLYLINE", [5.5, 8.5, 50.5, 8.5])], texts=[made.words("ici", box=[5, 20, 50, 36])])]
    layers = [item(GraphicLayer="NOTES", GraphicLayerOrder=1, GraphicLayerRecommendedDisplayCIELabValue=[34000, 50000, 45000])]
    values = {"SoftcopyVOILUTSequence": made.window(-5000, 100), "ImageRotation": 90, "ImageHorizontalFlip": "N"}
    drawings = {"GraphicAnnotationSequence": Sequence(notes), "GraphicLayerSequence": Sequence(layers)}
    _, state = stated(encoded, **HU, **values, **drawings)
    (tmp_path / "image.dcm").write_bytes(encoded)
    (tmp_path / "state.dcm").write_bytes(state)
    out = tmp_path / "drawn.png"
    command = [sys.executable, "-m", "workstation", "render", str(tmp_path / "image.dcm"), "-o", str(out)]
    done = subprocess.run(
        [*command, "--state", str(tmp_path / "state.dcm"), "--drawings", "--size", "400x560"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    pixels = imagecodecs.png_decode(out.read_bytes()).astype(int)
    assert pixels.shape == (560, 400, 3)
    red = (pixels[..., 0] - pixels[..., 2] > 100) & (pixels[..., 0] > 150)
    x = round((ROWS - 8) * 10) - 5  # the line lies along row 8, which is a column now
    assert red[60:500, x - 1 : x + 2].any(axis=1).mean() > 0.95
    assert red[:, : x - 20].any(), "the words are not drawn"
    assert not red[:, x + 6 :].any()


@pytest.mark.parametrize("entries", [256, 16, 1024])
def test_a_pseudo_colour_state_spreads_the_range_of_grey_over_its_palette(entries: int) -> None:
    palette = np.random.default_rng(4).integers(0, 256, (entries, 3)).astype(np.uint8)
    channels = {}
    for name, values in zip(("Red", "Green", "Blue"), palette.T, strict=True):
        channels[f"{name}PaletteColorLookupTableDescriptor"] = [entries, 0, 8]
        channels[f"{name}PaletteColorLookupTableData"] = values.tobytes()
    encoded = picture()
    values = {"SoftcopyVOILUTSequence": SOFT, "PresentationLUTShape": None, "PixelRepresentation": 0}
    _, state = stated(encoded, sop_class=presentation_states.PSEUDO_COLOUR, **HU, **values, **channels)
    pixels = drawn(encoded, state).pixels
    grey = reference(encoded)
    expected = palette[np.floor(grey / 255 * (entries - 1) + 0.5).astype(int)]
    assert pixels.shape == expected.shape
    assert (pixels == expected).all(axis=-1).mean() > 0.99  # a level of grey may round the other way


def test_a_picture_in_colour_carries_the_profile_of_its_state_instead_of_its_own() -> None:
    pixels = np.random.default_rng(5).integers(0, 256, (ROWS, COLUMNS, 3)).astype(np.uint8)
    own, of_state = bytes(imagecodecs.cms_profile("srgb")), bytes(imagecodecs.cms_profile("adobergb"))
    encoded = encode(image(pixels, modality="OT", sop_class="1.2.840.10008.5.1.4.1.1.7", ICCProfile=own))
    header, state = stated(encoded, sop_class=presentation_states.COLOUR, PresentationLUTShape=None, ICCProfile=of_state)
    still = drawn(encoded, state)
    assert still.profile == of_state
    assert np.array_equal(still.pixels, pixels)
    assert "state_profile" not in [m.code for m in still.marks]
    assert render([header], lambda uid: encoded, Wish()).profile == own
