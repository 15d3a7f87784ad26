"""The grey chain beside the standard's own formulas, pydicom and dcm2pnm."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pydicom
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydicom.sequence import Sequence

from tests.imaging.making import file, image, item
from workstation.imaging import decode, grey, header, luts
from workstation.imaging.grey import GreyChain, LookupTable
from workstation.imaging.model import ImageHeader, Window
from workstation.imaging.quantities import quantities_of
from workstation.rendering.content import texel_dtype

PIXELS = np.arange(-12, 12, dtype=np.int16).reshape(4, 6)
finite = st.floats(-40000, 40000, allow_nan=False)


def by_the_book(x: float, window: Window) -> float:
    """C.11.2.1.2.1, C.11.2.1.3.1 and C.11.2.1.3.2 as they are printed there, ymin 0 and ymax 255."""
    c, w = window.center, window.width
    if window.function == "SIGMOID":
        return 255 / (1 + math.exp(max(-700.0, min(700.0, -4 * (x - c) / w))))
    if window.function == "LINEAR_EXACT":
        return 0.0 if x <= c - w / 2 else 255.0 if x > c + w / 2 else ((x - c) / w + 0.5) * 255
    if x <= c - 0.5 - (w - 1) / 2:
        return 0.0
    if x > c - 0.5 + (w - 1) / 2:
        return 255.0
    return ((x - (c - 0.5)) / (w - 1) + 0.5) * 255


@given(
    stored=st.lists(st.integers(-32768, 32767), min_size=1, max_size=40),
    center=finite,
    width=st.floats(1, 70000),
    function=st.sampled_from(["LINEAR", "LINEAR_EXACT", "SIGMOID"]),
    slope=st.sampled_from([1.0, 0.5, 2.25, -1.0]),
    intercept=st.sampled_from([0.0, -1024.0, 0.3]),
    invert=st.booleans(),
)
def test_every_window_is_the_printed_formula(
    stored: list[int], center: float, width: float, function: str, slope: float, intercept: float, invert: bool
) -> None:
    chain, window = GreyChain(slope, intercept), Window(center, width, "", function)
    shown = chain.display(np.array(stored), window, invert)
    for value, level in zip(stored, shown, strict=True):
        wanted = by_the_book(value * slope + intercept, window)
        assert abs(level - (255 - wanted if invert else wanted)) <= 0.5 + 1e-6


def test_width_one_is_a_threshold() -> None:
    assert GreyChain().display(np.array([9, 10, 11]), Window(10.0, 1.0)).tolist() == [0, 255, 255]


def test_rounding_is_half_up() -> None:
    assert GreyChain().display(np.array([1]), Window(1.5, 3.0)).tolist() == [128]  # 127.5


def test_monochrome1_and_inverse_shape_are_one_inversion() -> None:
    window, stored = Window(0.3, 24), PIXELS  # no value falls on a half level
    plain = GreyChain.of(None, header.read(file(PIXELS))).display(stored, window)
    for elements in (
        {"PhotometricInterpretation": "MONOCHROME1"},
        {"PresentationLUTShape": "INVERSE"},
        {"PhotometricInterpretation": "MONOCHROME1", "PresentationLUTShape": "INVERSE"},
    ):
        chain = GreyChain.of(None, header.read(file(PIXELS, **elements)))
        assert np.array_equal(chain.display(stored, window), 255 - plain)
        assert np.array_equal(chain.display(stored, window, invert=True), plain)


def lut(first: int, values: list[int], bits: int, explanation: str = "") -> pydicom.Dataset:
    made = item(LUTExplanation=explanation, ModalityLUTType="HU")
    made.add_new("LUTDescriptor", "US" if first >= 0 else "SS", [len(values), first, bits])
    made.add_new("LUTData", "US", values)
    return made


def test_modality_lut_clamps_at_its_ends() -> None:
    encoded = file(PIXELS, ModalityLUTSequence=Sequence([lut(-2, [100, 200, 300, 400], 16)]))
    h = header.read(encoded)
    chain = GreyChain.of(encoded, h)
    assert chain.modality(np.array([-9, -2, -1, 0, 1, 9])).tolist() == [100, 100, 200, 300, 400, 400]
    assert h.units == "HU"


def test_voi_luts_are_chosen_by_number() -> None:
    sequence = Sequence([lut(0, [0, 128, 255, 255], 8, "lung"), lut(0, [4095, 0, 0, 0], 12, "bone")])
    encoded = file(PIXELS, VOILUTSequence=sequence, WindowCenter=40, WindowWidth=400)
    h = header.read(encoded)
    chain = GreyChain.of(encoded, h)
    windows = grey.windows(h)
    assert [(w.name, w.lut) for w in windows] == [("", -1), ("lung", 0), ("bone", 1)]
    assert chain.display(np.array([-5, 1, 2]), windows[1]).tolist() == [0, 128, 255]
    assert chain.display(np.array([-5, 1]), windows[2]).tolist() == [255, 0]


def test_eight_bit_luts_packed_in_words() -> None:
    packed = item(LUTExplanation="")
    packed.add_new("LUTDescriptor", "US", [4, 0, 8])
    packed.add_new("LUTData", "OW", bytes([0, 10, 20, 30]))
    encoded = file(PIXELS, VOILUTSequence=Sequence([packed]))
    h = header.read(encoded)
    chain = GreyChain.of(encoded, h)
    assert chain.display(np.array([0, 1, 2, 3]), h.frames[0].windows[0]).tolist() == [0, 10, 20, 30]


def test_a_presentation_lut_takes_the_whole_range_of_the_window() -> None:
    table = LookupTable(0, np.array([0, 4095, 2048, 1024], np.uint16), 12)
    stored = np.array([-5, 0, 10, 11, 20, 30, 99])
    window = Window(15.5, 31.0)  # 0 to 30 is 0 to 1, in steps of a third: entries change at 5, 15, 25
    assert GreyChain(presentation_lut=table).display(stored, window).tolist() == [0, 0, 255, 255, 128, 64, 64]
    assert GreyChain(presentation_lut=table, inverse=True).display(stored, window).tolist() == [255, 255, 0, 0, 127, 191, 191]


def test_padding_is_left_out_of_the_computed_window() -> None:
    pixels = np.full((40, 40), -2000, np.int16)
    pixels[10:30, 10:30] = np.arange(400).reshape(20, 20)
    h = header.read(file(pixels, PixelPaddingValue=-2000))
    window = grey.windows(h, 0, pixels)[-1]
    assert 0 <= window.center - window.width / 2 < 20
    padded = GreyChain.of(None, h).is_padding(pixels)
    assert padded.sum() == 1200


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_floating_pixels_have_padding_of_their_own(dtype: type[np.floating]) -> None:
    pixels = np.full((40, 40), -9999.5, dtype)
    pixels[10:30, 10:30] = np.arange(400).reshape(20, 20) / 400
    kind = "Float" if dtype is np.float32 else "DoubleFloat"
    h = header.read(file(pixels, modality="MR", **{f"{kind}PixelPaddingValue": -9999.5, f"{kind}PixelPaddingRangeLimit": -9000.0}))
    assert grey.padding_range(h) == (-9999.5, -9000)
    window = grey.windows(h, 0, pixels)[-1]
    assert 0 <= window.center - window.width / 2 < 0.1


def test_padding_ranges_run_both_ways() -> None:
    h = header.read(file(PIXELS, PixelPaddingValue=-5, PixelPaddingRangeLimit=-9))
    assert grey.padding_range(h) == (-9, -5)


def test_floating_pixels_take_linear_windows_exactly() -> None:
    h = header.from_dataset(image(np.linspace(0, 1, 24, dtype=np.float32).reshape(4, 6), modality="OT", WindowCenter=0.5, WindowWidth=1))
    assert h.frames[0].windows == (Window(0.5, 1, "", "LINEAR_EXACT"),)
    assert GreyChain.of(None, h).display(np.array([0.0, 0.5, 1.0], np.float32), h.frames[0].windows[0]).tolist() == [0, 128, 255]


def described(descriptor: list[int], data: bytes, vr: str = "US", explanation: str = "") -> pydicom.Dataset:
    """A LUT item as it is written, whatever sense it makes."""
    made = item(LUTExplanation=explanation, ModalityLUTType="US")
    made.add_new("LUTDescriptor", vr, descriptor)
    made.add_new("LUTData", "OW", data)
    return made


def words(values: object) -> bytes:
    return np.asarray(values, "<u2").tobytes()


def chain_of(pixels: np.ndarray, **elements: object) -> tuple[GreyChain, ImageHeader]:
    encoded = file(pixels, **elements)
    h = header.read(encoded)
    return GreyChain.of(encoded, h), h


def test_zero_entries_are_65536() -> None:
    table = described([0, 0, 16], words(np.arange(65536)[::-1]))
    chain, h = chain_of(PIXELS.astype(np.uint16), VOILUTSequence=Sequence([table]))
    window = h.frames[0].windows[0]
    assert (window.center, window.width) == (32768, 65536)
    assert chain.display(np.array([0, 32768, 65535]), window).tolist() == [255, 127, 0]


@pytest.mark.parametrize("signed", [True, False])
def test_where_no_vr_is_written_the_sign_of_a_first_input_is_that_of_the_values(signed: bool) -> None:
    first = -2000 if signed else 63536  # both lie in values of 32 bits
    pixels = np.array([[first - 1, first, first + 1, first + 2]], np.int32 if signed else np.uint32)
    encoded = file(pixels, syntax=pydicom.uid.ImplicitVRLittleEndian, VOILUTSequence=Sequence([lut(first, [0, 100, 200], 8)]))
    h = header.read(encoded)
    assert GreyChain.of(encoded, h).display(pixels, grey.windows(h)[0]).tolist() == [[0, 0, 100, 200]]


@pytest.mark.parametrize("vr", ["US", "SS"])
def test_a_first_input_below_zero_is_found_by_what_the_image_holds(vr: str) -> None:
    """-1024 is written 64512 where the VR is US, and files without VRs cannot tell the two apart."""
    first = -1024 if vr == "SS" else 64512
    table = described([2048, first, 12], words(np.arange(2048)), vr)
    chain, h = chain_of(PIXELS.astype(np.uint16), VOILUTSequence=Sequence([table]), RescaleIntercept=-1024, RescaleSlope=1, BitsStored=12)
    assert h.frames[0].windows[0].center == 0
    assert chain.voi_luts[0].first == -1024
    chain, h = chain_of(PIXELS, VOILUTSequence=Sequence([table]))  # signed values, no rescale
    assert chain.voi_luts[0].first == -1024
    chain, _ = chain_of(PIXELS.astype(np.uint16), ModalityLUTSequence=Sequence([described([2048, first, 12], words(np.arange(2048)), vr)]))
    assert chain.modality_lut is not None
    assert chain.modality_lut.first == (64512 if vr == "US" else -1024)  # both cover as much of what can be stored: the VR tells


def test_a_voi_lut_takes_what_the_modality_lut_gives() -> None:
    modality = described([4, 0, 16], words([40000, 40001, 40002, 40003]))
    voi = described([4, 40000, 8], words([10, 20, 30, 40]))
    chain, h = chain_of(PIXELS, ModalityLUTSequence=Sequence([modality]), VOILUTSequence=Sequence([voi]))
    assert chain.display(np.array([-9, 0, 1, 2, 3, 9]), h.frames[0].windows[0]).tolist() == [10, 10, 20, 30, 40, 40]


def test_packed_bytes_keep_their_order_in_big_endian_words() -> None:
    table = described([4, 0, 8], bytes([0, 10, 20, 30]))
    little = header.open_part10(file(PIXELS, VOILUTSequence=Sequence([table]))).dataset
    assert luts.table_of(little.items("VOILUTSequence")[0]).values.tolist() == [0, 10, 20, 30]  # type: ignore[union-attr]
    item_ = little.items("VOILUTSequence")[0]
    swapped = bytearray(item_.buffer)
    extent = item_.extent("LUTData")
    assert extent is not None
    swapped[extent.offset : extent.end] = bytes([10, 0, 30, 20])
    big = luts.Elements(memoryview(bytes(swapped)), extent.start, extent.end, True, True)
    assert big.extent("LUTData") is not None
    big.little = False
    assert luts._entries(big, 4, 8).tolist() == [0, 10, 20, 30]  # type: ignore[union-attr]


def test_descriptors_that_lie_about_bits() -> None:
    for bits, values, wanted in ((8, [0, 4095], 12), (0, [0, 300], 9), (99, [0, 65535], 16), (12, [0, 255], 12), (16, [0, 4095], 16)):
        item_ = header.open_part10(file(PIXELS, VOILUTSequence=Sequence([described([2, 0, bits], words(values))]))).dataset
        table = luts.table_of(item_.items("VOILUTSequence")[0])
        assert table is not None
        assert table.bits == wanted
    item_ = header.open_part10(file(PIXELS, VOILUTSequence=Sequence([described([4, 0, 16], bytes([0, 85, 170, 255]))]))).dataset
    table = luts.table_of(item_.items("VOILUTSequence")[0])  # bytes have no more than eight bits
    assert table is not None
    assert (table.bits, table.values.tolist()) == (8, [0, 85, 170, 255])


def test_damaged_tables_are_told_and_not_offered() -> None:
    good, bad = described([4, 0, 8], words([0, 1, 2, 3]), explanation="good"), described([4, 0], words([9]))
    chain, h = chain_of(PIXELS, VOILUTSequence=Sequence([bad, good]), WindowCenter=40, WindowWidth=400)
    assert [(w.name, w.lut) for w in h.frames[0].windows] == [("", -1), ("good", 1)]
    assert chain.display(np.array([3]), h.frames[0].windows[1]).tolist() == [3]
    assert [m.code for m in h.marks if "lut" in m.code] == ["voi_lut"]
    chain, h = chain_of(PIXELS, ModalityLUTSequence=Sequence([bad]))
    assert not h.has_modality_lut
    assert [m.severity for m in h.marks if m.code == "modality_lut"] == ["danger"]
    assert chain.modality(np.array([5])).tolist() == [5]
    short = described([256, 0, 16], words(range(100)))
    chain, h = chain_of(PIXELS, ModalityLUTSequence=Sequence([short]))
    assert chain.modality(np.array([99, 255])).tolist() == [99, 99]
    assert "cut short" in next(m.text for m in h.marks if m.code == "modality_lut")


def test_centers_and_widths_belong_together_by_their_places() -> None:
    h = header.read(
        file(PIXELS, WindowCenter=["40", "", "300", "7"], WindowWidth=["400", "80", "1500"], WindowCenterWidthExplanation=["a"])
    )
    assert [(w.center, w.width, w.name) for w in h.frames[0].windows] == [(40, 400, "a"), (300, 1500, "")]


@pytest.mark.parametrize(
    ("slope", "intercept", "written", "damaged"),
    [(0, -1024, b"", b""), (1, -1024, b"-1024", b"-10,4"), (1.5, 0, b"1.5", b"1,5"), (1, "1e300", b"", b"")],
)
def test_a_rescale_that_cannot_be_meant_is_told_and_leaves_stored_values_without_a_unit(
    slope: float, intercept: float | str, written: bytes, damaged: bytes
) -> None:
    elements = {"RescaleSlope": slope, "RescaleIntercept": intercept}
    shared = {
        "SharedFunctionalGroupsSequence": Sequence([item(PixelValueTransformationSequence=Sequence([item(**elements, RescaleType="HU")]))])
    }
    for where in ({**elements, "RescaleType": "HU"}, elements, shared):
        encoded = file(PIXELS, **where).replace(written, damaged)
        h = header.read(encoded)
        assert GreyChain.of(encoded, h).modality(np.array([7])).tolist() == [7]
        assert [m.severity for m in h.marks if m.code == "rescale"] == ["danger"]
        assert [q.unit for q in quantities_of(h)] == [""]


def test_a_pet_image_whose_rescale_cannot_be_read_has_no_suv() -> None:
    values = {"Units": "BQML", "RescaleIntercept": 0, "RescaleSlope": 0, "PatientWeight": 70}
    h = header.read(file(PIXELS, modality="PT", sop_class="1.2.840.10008.5.1.4.1.1.128", **values))
    assert (h.units, h.suv_factor, h.suv_missing) == ("", None, (("RescaleSlope", "unusable"),))
    assert any("rescale slope" in m.text for m in h.marks if m.code == "no_suv")


@pytest.mark.parametrize("stored", [0, 33])
def test_bits_stored_that_cannot_be_true_are_all_that_are_allocated(stored: int) -> None:
    h = header.read(file(PIXELS.astype(np.int32), BitsStored=stored))
    assert luts.stored_range(h) == (-(2**31), 2**31 - 1)
    assert texel_dtype(h) == np.float64


def test_so_many_windows_that_nobody_chooses_among_them_are_left_out() -> None:
    tables = Sequence([lut(0, [0, 255], 8)] * 100)
    chain, h = chain_of(PIXELS, WindowCenter=list(range(1000)), WindowWidth=[5] * 1000, VOILUTSequence=tables)
    assert [sum(w.lut < 0 for w in h.frames[0].windows), len(chain.voi_luts)] == [luts.MOST_CHOICES] * 2
    assert len(h.frames[0].windows) == 2 * luts.MOST_CHOICES


def test_a_window_beyond_any_measure_is_no_window() -> None:
    h = header.read(file(PIXELS, WindowCenter=["1e300", "7"], WindowWidth=["4", "9"]))
    assert [w.center for w in h.frames[0].windows] == [7]


def test_a_negative_slope_turns_the_greys_but_not_the_window() -> None:
    chain, h = chain_of(PIXELS, RescaleSlope=-2, RescaleIntercept=10)
    window = grey.windows(h, 0, PIXELS, chain)[0]
    assert window.width > 0
    assert chain.display(np.array([-12, 11]), window).tolist() == [255, 0]


@pytest.mark.parametrize("sop_class", sorted(luts.STORED_IS_SHOWN))
def test_the_modality_lut_of_an_angiogram_is_not_for_display(sop_class: str) -> None:
    modality = described([4096, 0, 12], words(np.arange(4096)[::-1]))
    for elements in ({"ModalityLUTSequence": Sequence([modality])}, {"RescaleSlope": 2, "RescaleIntercept": -1000, "RescaleType": "OD"}):
        chain, h = chain_of(PIXELS, SOPClassUID=sop_class, PixelIntensityRelationship="LOG", **elements)
        assert chain.modality(np.array([5])).tolist() == [5]
        assert (h.has_modality_lut, h.units) == (False, "")


def test_frames_have_their_own_tables_and_windows() -> None:
    def frame(*, own: bool) -> pydicom.Dataset:
        macro = (
            item(VOILUTSequence=Sequence([described([2, 0, 8], words([0, 200]), explanation="own")]))
            if own
            else item(WindowCenter=1, WindowWidth=2)
        )
        return item(FrameVOILUTSequence=Sequence([macro]))

    shared = item(FrameVOILUTSequence=Sequence([item(VOILUTSequence=Sequence([described([2, 0, 8], words([0, 100]), explanation="all")]))]))
    pixels = np.zeros((3, 4, 6), np.int16)
    groups = Sequence([frame(own=True), item(), frame(own=False)])
    encoded = file(pixels, SharedFunctionalGroupsSequence=Sequence([shared]), PerFrameFunctionalGroupsSequence=groups, NumberOfFrames=3)
    h = header.read(encoded)
    assert [f.windows[0].name for f in h.frames] == ["own", "all", ""]
    shown = [GreyChain.of(encoded, h, n).display(np.array([1]), h.frames[n].windows[0]).tolist() for n in range(3)]
    assert shown == [[200], [100], [255]]


def test_real_world_values_do_not_alter_what_is_displayed() -> None:
    mapping = item(RealWorldValueSlope=3.0, RealWorldValueIntercept=-7.0, LUTLabel="ADC", RealWorldValueFirstValueMapped=0)
    plain, _ = chain_of(PIXELS)
    mapped, with_map = chain_of(PIXELS, RealWorldValueMappingSequence=Sequence([mapping]))
    assert with_map.frames[0].real_world
    assert plain == mapped


def test_not_a_number_is_black_also_inverted_and_through_tables() -> None:
    window = Window(0, 10, "", "LINEAR_EXACT")
    stored = np.array([np.nan, -np.inf, np.inf, 0.0])
    assert GreyChain().display(stored, window).tolist() == [0, 0, 255, 128]
    assert GreyChain(inverse=True).display(stored, window).tolist() == [0, 255, 0, 128]
    table = LookupTable(0, np.array([7, 9], np.uint16), 8)
    assert GreyChain(voi_luts=(table,)).display(stored, Window(0, 1, lut=0)).tolist() == [0, 7, 9, 7]
    assert GreyChain(presentation_lut=table).display(stored, window).tolist() == [0, 7, 9, 9]


@pytest.mark.parametrize("sop_class", ["6.1", "3.1", "7", "7.2", "12.1", "14.1", "77.1.4", "77.1.5.4"])
def test_bytes_made_to_be_seen_are_shown_as_they_are(sop_class: str) -> None:
    """An ultrasound image or a captured screen without a window holds P-values; a window computed from it is the second choice."""
    pixels = np.linspace(20, 90, 2400).astype(np.uint8).reshape(40, 60)
    chain, h = chain_of(pixels, modality="US", SOPClassUID=f"1.2.840.10008.5.1.4.1.1.{sop_class}")
    choice = grey.windows(h, 0, pixels, chain)
    assert chain.display(np.arange(256), choice[0]).tolist() == list(range(256))
    assert choice[1].name == "auto"
    _, counts = chain_of(pixels, modality="NM", SOPClassUID="1.2.840.10008.5.1.4.1.1.20")
    assert [w.name for w in grey.windows(counts, 0, pixels)] == ["auto"]


def test_computed_windows_show_what_there_is() -> None:
    tiny = np.linspace(0, 3000, 2400).astype(np.uint16).reshape(40, 60)
    chain, h = chain_of(tiny, modality="MR", RescaleSlope="1e-6", RescaleIntercept=0)  # ADC in mm2/s
    window = grey.windows(h, 0, tiny, chain)[0]
    assert window.function == "LINEAR_EXACT"
    assert np.ptp(chain.display(tiny, window)) == 255
    sparse = np.zeros((100, 100), np.uint8)
    sparse[3, 3:7] = 1  # a segmentation with a few pixels
    chain, h = chain_of(sparse, modality="SEG", SOPClassUID="1.2.840.10008.5.1.4.1.1.66.4")
    assert chain.display(np.array([0, 1]), grey.windows(h, 0, sparse, chain)[0]).tolist() == [0, 255]
    labels = np.zeros((100, 100), np.uint8)
    labels[:2] = np.arange(200).reshape(2, 100) % 6
    chain, h = chain_of(labels, modality="SEG", SOPClassUID="1.2.840.10008.5.1.4.1.1.66.7")
    assert len(set(chain.display(np.arange(6), grey.windows(h, 0, labels, chain)[0]).tolist())) == 6


def grey_files(shared_data: Path) -> list[Path]:
    return [p for p in sorted([*(shared_data / "nema-wg04").rglob("*"), *(shared_data / "pydicom-data").iterdir()]) if p.is_file()]


def test_shared_images_against_pydicom_and_the_formula(shared_data: Path) -> None:
    compared = 0
    for path in grey_files(shared_data):
        try:
            ds = pydicom.dcmread(path, force=True)
            if ds.PhotometricInterpretation not in ("MONOCHROME1", "MONOCHROME2") or int(ds.get("NumberOfFrames", 1) or 1) > 1:
                continue
            x = np.asarray(pydicom.pixels.apply_modality_lut(ds.pixel_array, ds), float)
        except Exception:
            continue
        low, high = np.percentile(x, [5, 95])
        window = Window(round((low + high) / 2), round(max(2.0, high - low)))
        encoded = path.read_bytes()
        h = header.read(encoded)
        shown = GreyChain.of(encoded, h).display(decode.frame(encoded, h), window).astype(float)
        wanted = np.clip(((x - (window.center - 0.5)) / (window.width - 1) + 0.5) * 255, 0, 255) if window.width > 1 else None
        if wanted is None:
            continue
        wanted = 255 - wanted if ds.PhotometricInterpretation == "MONOCHROME1" else wanted
        assert np.abs(shown - wanted).max() <= 0.5 + 1e-9, path.name
        compared += 1
    assert compared > 50


def read_pgm(path: Path) -> np.ndarray:
    """dcm2pnm writes plain PGM (P2) with comments, or P5."""
    content = path.read_bytes()
    lines = [line for line in content.split(b"\n") if not line.startswith(b"#")]
    width, height = (int(v) for v in lines[1].split())
    if content.startswith(b"P5"):
        return np.frombuffer(content[-width * height :], np.uint8).reshape(height, width).astype(int)
    values = np.array(b" ".join(lines[2:]).split(), int)
    return values[1 : 1 + width * height].reshape(height, width) * 255 // int(values[0])
