"""``garonne render``: exact pictures, planes that say where they lie, and refusals in one line."""

from __future__ import annotations

import json
from pathlib import Path

import imagecodecs
import numpy as np
import pydicom
import pytest
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian, generate_uid

from tests.imaging.making import file
from tests.reading.made import encoded
from workstation import cli
from workstation.imaging import decode, header
from workstation.rendering.canvas import Canvas
from workstation.rendering.presentation import OVERLAY_COLOURS
from workstation.rendering.texture import largest_3d


def write_slice(path: Path, stored: np.ndarray, k: int, series: str, **more: object) -> None:
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds.SOPClassUID = ds.file_meta.MediaStorageSOPClassUID = CTImageStorage
    ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = generate_uid()
    ds.PatientName, ds.PatientID, ds.Modality = "ESSAI^Image", "1", "CT"
    ds.StudyInstanceUID, ds.SeriesInstanceUID, ds.FrameOfReferenceUID = "1.2.3", series, "1.2.5"
    ds.InstanceNumber = k + 1
    ds.ImagePositionPatient, ds.ImageOrientationPatient = [-20.0, -15.0, 3.0 * k], [1, 0, 0, 0, 1, 0]
    ds.PixelSpacing, ds.SliceThickness = [0.5, 0.8], 3.0
    ds.Rows, ds.Columns = stored.shape
    ds.SamplesPerPixel, ds.PhotometricInterpretation = 1, "MONOCHROME2"
    ds.BitsAllocated = ds.BitsStored = 16
    ds.HighBit, ds.PixelRepresentation = 15, 1
    ds.RescaleSlope, ds.RescaleIntercept = 1, -1024
    ds.PixelData = stored.astype("<i2").tobytes()
    for key, value in more.items():
        setattr(ds, key, value)
    ds.save_as(path, enforce_file_format=True)


@pytest.fixture
def series(tmp_path: Path) -> Path:
    folder = tmp_path / "series"
    folder.mkdir()
    rng = np.random.default_rng(0)
    for k in range(12):
        write_slice(folder / f"{k:02d}.dcm", rng.integers(0, 3000, (30, 50)), k, "1.2.4")
    return folder


def render(capsys: pytest.CaptureFixture[str], home: Path, *words: object) -> tuple[int, dict[str, object], str]:
    code = cli.main(["render", *map(str, words)])
    told = capsys.readouterr()
    return code, json.loads(told.out) if told.out else {}, told.err


def test_a_native_picture_is_the_image(capsys: pytest.CaptureFixture[str], home: Path, series: Path, tmp_path: Path) -> None:
    out = tmp_path / "o.png"
    code, facts, _ = render(capsys, home, series / "03.dcm", "-o", out, "--window", 100, 800, "--json")
    assert code == 0
    stored = pydicom.dcmread(series / "03.dcm").pixel_array.astype(float) - 1024
    wanted = np.clip(((stored - 99.5) / 799 + 0.5) * 255, 0, 255)
    got = imagecodecs.imread(out)
    assert got.shape == wanted.shape
    assert np.abs(got - wanted).max() <= 1
    assert facts["window"] == [100, 800]
    assert facts["origin_lps"] == pytest.approx([-20, -15, 9])
    assert facts["column_step_lps"] == pytest.approx([0.8, 0, 0])
    assert facts["row_step_lps"] == pytest.approx([0, 0.5, 0])
    assert facts["marks"] == []


def test_options_change_what_they_say(capsys: pytest.CaptureFixture[str], home: Path, series: Path, tmp_path: Path) -> None:
    pictures = {}
    for name, words in {
        "plain": [],
        "inverted": ["--invert"],
        "first": ["--frame", 1],
        "coronal": ["--plane", "coronal"],
        "slab": ["--plane", "axial", "--slab", 9, "--mode", "mip"],
        "minip": ["--plane", "axial", "--slab", 9, "--mode", "minip"],
        "mean": ["--plane", "axial", "--slab", 9, "--mode", "mean"],
        "whole": ["--plane", "axial", "--mode", "mip"],
        "native slab": ["--slab", 9],
        "large": ["--size", "100x90"],
    }.items():
        code, facts, err = render(capsys, home, series, "-o", tmp_path / "o.png", "--window", 500, 3000, "--json", *words)
        assert code == 0, err
        pictures[name] = imagecodecs.imread(tmp_path / "o.png").astype(float)
        assert pictures[name].shape == (facts["height"], facts["width"])
        assert ("slab" in facts["marks"]) == ("slab" in name or name in ("minip", "mean", "whole"))  # type: ignore[operator]
        assert ("interpolated" in facts["marks"]) == (name in ("coronal", "slab", "minip", "mean", "whole"))  # type: ignore[operator]
    assert np.abs(pictures["plain"] + pictures["inverted"] - 255).max() <= 1
    assert not np.array_equal(pictures["first"], pictures["plain"])
    assert pictures["minip"].mean() < pictures["mean"].mean() < pictures["slab"].mean() < pictures["whole"].mean()
    assert pictures["large"].shape == (90, 100)


def test_voi_chooses_among_the_images_own_windows(capsys: pytest.CaptureFixture[str], home: Path, tmp_path: Path) -> None:
    path = tmp_path / "two.dcm"
    write_slice(path, np.arange(600).reshape(20, 30), 0, "1.2.4", WindowCenter=[40, 300], WindowWidth=[400, 1500])
    for words, wanted in (([], [40, 400]), (["--voi", 1], [40, 400]), (["--voi", 2], [300, 1500])):
        _, facts, _ = render(capsys, home, path, "-o", tmp_path / "o.png", "--json", *words)
        assert facts["window"] == wanted
    code, _, err = render(capsys, home, path, "-o", tmp_path / "o.png", "--voi", 9)
    assert code == 1
    assert "There is no window 9" in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--plane", "axial", "--position", 900], "misses the volume"),
        (["--frame", 40], "There is no image 40"),
    ],
)
def test_refusals_are_one_line_and_no_picture(
    capsys: pytest.CaptureFixture[str], home: Path, series: Path, tmp_path: Path, words: list[object], said: str
) -> None:
    code, _, err = render(capsys, home, series, "-o", tmp_path / "o.png", *words)
    assert code == 1
    assert said in err
    assert err.count("\n") == 1
    assert not list(tmp_path.glob("*.png"))


def test_what_is_no_image_is_refused(capsys: pytest.CaptureFixture[str], home: Path, series: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.dcm").write_bytes(b"not an image at all\n" * 40)
    (tmp_path / "empty.dcm").write_bytes(b"")
    (tmp_path / "none").mkdir()
    for path in ("letter.dcm", "empty.dcm", "none", "absent"):
        code, _, err = render(capsys, home, tmp_path / path, "-o", tmp_path / "o.png")
        assert (code, err.count("\n")) == (1, 1), path
    write_slice(series / "other.dcm", np.zeros((30, 50)), 0, "1.2.99")
    code, _, err = render(capsys, home, series, "-o", tmp_path / "o.png")
    assert code == 1
    assert "2 series" in err
    code, _, err = render(capsys, home, series / "01.dcm", "-o", tmp_path / "nowhere" / "o.png")
    assert code == 1
    assert "cannot be written" in err
    code, _, err = render(capsys, home, series / "01.dcm", "-o", tmp_path / "o.png", "--plane", "sagittal")
    assert code == 1
    assert "do not form a volume" in err
    assert not list(tmp_path.glob("*.png"))


@pytest.mark.parametrize("words", [["--size", "0x5"], ["--slab", "-3"], ["--position", "nan"], ["--plane", "slanted"], ["--frame", "0"]])
def test_wrong_calls_end_with_2(home: Path, series: Path, tmp_path: Path, words: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["render", str(series), "-o", str(tmp_path / "o.png"), *words])
    assert ended.value.code == 2


@pytest.mark.parametrize("name", ["nema-wg04/RLE/MR1_RLE", "head-ct-ge/GE/05.dcm"])
def test_real_images_agree_with_the_reference(
    capsys: pytest.CaptureFixture[str], home: Path, shared_data: Path, tmp_path: Path, name: str
) -> None:
    from workstation.imaging import decode, header
    from workstation.imaging.grey import GreyChain
    from workstation.imaging.model import Window

    path = shared_data / name
    code, facts, err = render(capsys, home, path, "-o", tmp_path / "o.png", "--json")
    assert code == 0, err
    found = header.read(path)
    encoded = header.encoded_of(path)
    window = Window(*facts["window"])  # type: ignore[misc]
    wanted = GreyChain.of(encoded, found).display(decode.frame(encoded, found, 0), window).astype(int)
    assert np.abs(imagecodecs.imread(tmp_path / "o.png").astype(int) - wanted).max() <= 1


def test_a_tilted_uneven_head_says_so(capsys: pytest.CaptureFixture[str], home: Path, shared_data: Path, tmp_path: Path) -> None:
    code, facts, err = render(capsys, home, shared_data / "head-ct-ge", "-o", tmp_path / "o.png", "--plane", "sagittal", "--json")
    assert code == 0, err
    assert {"tilt", "irregular", "interpolated"} <= set(facts["marks"])  # type: ignore[call-overload]


def test_the_shutter_is_drawn_and_overlays_when_wished(home: Path, tmp_path: Path) -> None:
    """Outside the shutter its grey whatever the window; overlays make the picture coloured; a smaller one keeps their line."""
    path, out = tmp_path / "one.dcm", tmp_path / "one.png"
    write_slice(path, np.random.default_rng(0).integers(0, 3000, (30, 48)), 0, "1.2.4", PixelSpacing=[1, 1])
    ds = pydicom.dcmread(path)
    ds.ShutterShape, ds.ShutterPresentationValue = "RECTANGULAR", 0x8080
    ds.ShutterLeftVerticalEdge, ds.ShutterRightVerticalEdge = 4, ds.Columns - 3
    ds.ShutterUpperHorizontalEdge, ds.ShutterLowerHorizontalEdge = 4, ds.Rows - 3
    line = np.zeros((ds.Rows, ds.Columns), bool)
    line[:, 20] = True
    ds.add_new(0x60000010, "US", ds.Rows)
    ds.add_new(0x60000011, "US", ds.Columns)
    ds.add_new(0x60000050, "SS", [1, 1])
    ds.add_new(0x60003000, "OW", np.packbits(line, bitorder="little").tobytes())
    ds.save_as(path, enforce_file_format=True)
    assert cli.main(["render", str(path), "-o", str(out), "--invert"]) == 0
    got = imagecodecs.imread(str(out))
    assert got.ndim == 2
    assert (got[:3] == 128).all()
    assert (got[:, -3:] == 128).all()
    assert (got[3:-3, 3:-3] != 128).any()
    assert cli.main(["render", str(path), "-o", str(out), "--overlays"]) == 0
    got = imagecodecs.imread(str(out))
    assert got.shape == (ds.Rows, ds.Columns, 3)
    assert (got[:, 20] == OVERLAY_COLOURS[0]).all()
    assert (got[:3, :20] == 128).all()
    assert cli.main(["render", str(path), "-o", str(out), "--overlays", "--size", f"{ds.Columns // 3}x{ds.Rows // 3}"]) == 0
    small = imagecodecs.imread(str(out)).astype(int)
    assert ((small[2:-2, :, 2] - small[2:-2, :, 1]).max(axis=1) > 20).all()


def test_a_volume_larger_than_the_textures_is_refused_with_the_reason(
    capsys: pytest.CaptureFixture[str], home: Path, tmp_path: Path
) -> None:
    canvas = Canvas(16, 16)
    columns = largest_3d() + 1
    canvas.close()
    folder = tmp_path / "wide"
    folder.mkdir()
    for k in range(4):
        write_slice(folder / f"{k}.dcm", np.full((8, columns), 1000 + k), k, "1.2.4")
    code, _, said = render(capsys, home, folder, "-o", tmp_path / "o.png", "--plane", "coronal", "--surface", "software")
    assert code != 0
    assert "Too large for planes" in said


def test_a_picture_of_one_pixel_is_one(home: Path, tmp_path: Path) -> None:
    (tmp_path / "one.dcm").write_bytes(file(np.full((1, 1), 7, np.uint8), WindowCenter=128, WindowWidth=256))
    assert cli.main(["render", str(tmp_path / "one.dcm"), "-o", str(tmp_path / "one.png"), "--surface", "software"]) == 0
    assert imagecodecs.png_decode((tmp_path / "one.png").read_bytes()).tolist() == [[7]]


def test_an_image_that_no_texture_takes_is_refused(capsys: pytest.CaptureFixture[str], home: Path, tmp_path: Path) -> None:
    write_slice(tmp_path / "long.dcm", np.zeros((2, 65535), np.int16), 0, "1.2.9")
    code, _, said = render(capsys, home, tmp_path / "long.dcm", "-o", tmp_path / "o.png", "--size", "300x200")
    assert code == 1
    assert said == "garonne: A picture of 65535 x 2 pixels is larger than can be drawn.\n"
    assert not (tmp_path / "o.png").exists()


@pytest.mark.parametrize("more", [(), ("--plane", "coronal", "--size", "97x61"), ("--mode", "mip", "--size", "120x80")])
def test_a_picture_drawn_in_strips_is_the_same(
    more: tuple[str, ...], capsys: pytest.CaptureFixture[str], home: Path, series: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, strips = tmp_path / "whole.png", tmp_path / "strips.png"
    assert render(capsys, home, series, "-o", whole, "--window", 500, 3000, *more)[0] == 0
    monkeypatch.setattr("workstation.rendering.still.SURFACE_PIXELS", 50 * 7)
    assert render(capsys, home, series, "-o", strips, "--window", 500, 3000, *more)[0] == 0
    assert np.array_equal(imagecodecs.png_decode(whole.read_bytes()), imagecodecs.png_decode(strips.read_bytes()))


def test_a_slab_thicker_than_the_volume_is_the_whole_volume(
    capsys: pytest.CaptureFixture[str], home: Path, series: Path, tmp_path: Path
) -> None:
    pictures = []
    for slab in ((), ("--slab", "1e9")):
        out = tmp_path / f"{len(pictures)}.png"
        assert render(capsys, home, series, "-o", out, "--plane", "axial", "--mode", "mip", "--window", 500, 3000, *slab)[0] == 0
        pictures.append(imagecodecs.png_decode(out.read_bytes()))
    assert np.array_equal(*pictures)


def test_damage_that_only_decoding_finds_is_listed(capsys: pytest.CaptureFixture[str], home: Path, tmp_path: Path) -> None:
    whole = encoded("1.2.30", "1.2.31", 1, z=0.0, frame="1.2.32", compressed=True)
    start = whole.index(b"\xff\x93", whole.index(b"\xff\x4f\xff\x51")) + 2
    for n in range(start, len(whole) - 20):
        broken = whole[:n] + bytes([whole[n] ^ 0x55]) + whole[n + 1 :]
        told = header.read(broken)
        if not told.marks and [m.code for m in decode.decoded(broken, told).marks] == ["damaged"]:
            break
    (tmp_path / "one.dcm").write_bytes(broken)
    code, facts, said = render(capsys, home, tmp_path / "one.dcm", "-o", tmp_path / "o.png", "--json")
    assert code == 0
    assert facts["marks"] == ["damaged"]
    assert said.startswith("garonne: The compressed picture is damaged")
    assert cli.main(["describe", "--json", str(tmp_path / "one.dcm")]) == 0
    assert '"damaged"' in capsys.readouterr().out


def test_files_of_a_folder_that_could_not_be_used_are_told(
    capsys: pytest.CaptureFixture[str], home: Path, series: Path, tmp_path: Path
) -> None:
    (series / "notes.txt").write_text("a viewer lies beside images")
    _, facts, _ = render(capsys, home, series, "-o", tmp_path / "o.png", "--plane", "coronal", "--json")
    assert "unreadable_files" not in facts["marks"]  # type: ignore[operator]
    other = pydicom.dcmread(series / "03.dcm")
    other.PixelData = bytes(len(other.PixelData))
    other.save_as(series / "same-identity.dcm")
    (series / "11.dcm").write_bytes(b"noise" * 100)
    _, facts, said = render(capsys, home, series, "-o", tmp_path / "o.png", "--plane", "coronal", "--json")
    assert "2 files could not be used." in facts["mark_texts"]  # type: ignore[operator]
    assert "2 files could not be used." in said
