"""SUV by hand, vendor by vendor, and every tag that can be missing or untrue."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pydicom
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydicom.sequence import Sequence

from tests.imaging.making import PET, image, item
from workstation.imaging import header
from workstation.imaging.model import ImageHeader
from workstation.imaging.moments import when
from workstation.imaging.quantities import quantities_of
from workstation.imaging.suv import suv_factors, words_for
from workstation.imaging.uptake import mean_time
from workstation.language import set_language

PIXELS = np.arange(24, dtype=np.uint16).reshape(4, 6)
F18 = 6586.2


def drug(**elements: Any) -> pydicom.Dataset:
    values = {"RadiopharmaceuticalStartTime": "090000", "RadionuclideTotalDose": 3.7e8, "RadionuclideHalfLife": F18} | elements
    return item(**{k: v for k, v in values.items() if v is not None})


def dataset(drugs: Any = "one", **elements: Any) -> pydicom.Dataset:
    values: dict[str, Any] = {
        "Units": "BQML",
        "CorrectedImage": ["ATTN", "DECY", "SCAT"],
        "DecayCorrection": "START",
        "SeriesDate": "20260101",
        "SeriesTime": "100000",
        "AcquisitionDate": "20260101",
        "AcquisitionTime": "100100",
        "PatientWeight": 70,
        "PatientSize": 1.75,
        "PatientSex": "M",
        "RadiopharmaceuticalInformationSequence": Sequence([drug()] if drugs == "one" else drugs),
        **elements,
    }
    return image(PIXELS, modality="PT", sop_class=PET, **values)


def pet(drugs: Any = "one", **elements: Any) -> ImageHeader:
    return header.from_dataset(dataset(drugs, **elements))


def factor(elapsed: float, half_life: float = F18, dose: float = 3.7e8) -> float:
    return 70000 / (dose * 2 ** (-elapsed / half_life))


def test_siemens_decayed_to_the_start_of_the_series() -> None:
    assert pet().suv_factor == pytest.approx(factor(3600))
    assert pet(AcquisitionTime="101500").suv_factor == pytest.approx(factor(3600))  # the fifth bed: the series' start all the same


def test_corrected_to_the_injection_needs_no_times() -> None:
    h = pet([drug(RadiopharmaceuticalStartTime=None)], DecayCorrection="ADMIN", SeriesTime=None)
    assert h.suv_factor == pytest.approx(70000 / 3.7e8)


def test_ge_with_a_rewritten_series_uses_its_private_start() -> None:
    ds = dataset(SeriesTime="153000", Manufacturer="GE MEDICAL SYSTEMS")
    block = ds.private_block(0x0009, "GEMS_PETD_01", create=True)
    block.add_new(0x0D, "DT", "20260101100000.00")
    assert header.from_dataset(ds).suv_factor == pytest.approx(factor(3600))


def test_ge_may_put_its_block_elsewhere() -> None:
    ds = dataset(SeriesTime="153000", Manufacturer="GE MEDICAL SYSTEMS")
    ds.private_block(0x0009, "GEMS_IDEN_01", create=True).add_new(0x0D, "LO", "not this")
    ds.private_block(0x0009, "GEMS_PETD_01", create=True).add_new(0x0D, "DT", "20260101100000.00")
    assert header.from_dataset(ds).suv_factor == pytest.approx(factor(3600))


def test_a_rewritten_siemens_series_is_taken_back_to_the_scan() -> None:
    """QIBA: the acquisition time is the start of the bed, FrameReferenceTime that of the frame's mean count rate after the scan's start."""
    duration = 120.0
    reference = 600 + mean_time(duration, F18)  # the sixth bed, ten minutes into the scan
    h = pet(SeriesTime="170000", AcquisitionTime="101000", FrameReferenceTime=1000 * reference, ActualFrameDuration=120000)
    assert h.suv_factor == pytest.approx(factor(3600), rel=1e-6)
    assert pet(SeriesTime="170000", AcquisitionTime="101000").suv_factor is None


def test_a_frame_reference_that_leads_nowhere_is_no_way_back() -> None:
    rewritten = {"SeriesTime": "170000", "AcquisitionTime": "101000", "ActualFrameDuration": 120000}
    for reference in (0, -5000, 10_000, 7 * 3600_000):  # none, before the scan, before the frame itself, longer than any scan
        h = pet(**rewritten, FrameReferenceTime=reference)
        assert (h.suv_factor, h.suv_missing[0]) == (None, ("SeriesTime", "unusable"))


@pytest.mark.parametrize("injected", ["time", "moment", "both"])
@pytest.mark.parametrize("study", ["20260101", None])
@pytest.mark.parametrize("reference", ["true", None])
def test_whatever_is_missing_or_rewritten_a_suv_is_right_or_none(injected: str, study: str | None, reference: str | None) -> None:
    """Injected at nine, begun at ten, this bed at ten past ten; the series says another time or none, the acquisition some or nothing."""
    one = {
        "RadiopharmaceuticalStartTime": "090000" if injected != "moment" else None,
        "RadiopharmaceuticalStartDateTime": "20260101090000" if injected != "time" else None,
    }
    told = 0
    for day, time, acquired, clock, whole in itertools.product(
        ("20260101", "20260102", None),
        ("100000", "093000", "170000", "000000", None),
        ("20260101", None),
        ("101000", None),
        ("20260101101000", None),
    ):
        if (day, time) == ("20260101", "093000"):
            continue  # that a series was rewritten half an hour before its scan nobody can see
        h = pet(
            [drug(**one)],
            StudyDate=study,
            SeriesDate=day,
            SeriesTime=time,
            AcquisitionDate=acquired,
            AcquisitionTime=clock,
            AcquisitionDateTime=whole,
            ActualFrameDuration=120000,
            FrameReferenceTime=1000 * (600 + mean_time(120.0, F18)) if reference else None,
        )
        assert h.suv_factor is None or h.suv_factor == pytest.approx(factor(3600), rel=1e-6), (day, time, acquired, clock, whole)
        assert h.suv_factor or {keyword for keyword, _ in h.suv_missing} & {
            *("SeriesDate", "SeriesTime", "AcquisitionDate", "AcquisitionTime"),
            *("RadiopharmaceuticalStartTime", "RadiopharmaceuticalStartDateTime"),
        }
        told += h.suv_factor is not None
    assert told >= (20 if reference else 3)


def test_a_series_long_before_its_images_is_not_their_scan() -> None:
    """Which of the two was rewritten is not told: neither is taken."""
    told = {"ActualFrameDuration": 120000, "FrameReferenceTime": 660000}
    for times in ({"AcquisitionTime": "171000"}, {"SeriesDate": "20251231"}, {"SeriesTime": "000000"}):
        h = pet(**{**told, **times})
        assert (h.suv_factor, h.suv_missing[0]) == (None, ("SeriesTime", "unusable"))


def test_a_rewritten_series_without_a_date_of_its_acquisition_names_it() -> None:
    h = pet(SeriesTime="113000", AcquisitionTime="101000", AcquisitionDate=None)
    assert (h.suv_factor, h.suv_missing[0]) == (None, ("AcquisitionDate", "missing"))
    assert "AcquisitionDate" in next(m.text for m in h.marks if m.code == "no_suv")
    both = pet(AcquisitionTime=None, AcquisitionDate=None)
    assert {keyword for keyword, _ in both.suv_missing} == {"AcquisitionDate", "AcquisitionTime"}


def test_fractions_of_a_second_are_no_rewriting() -> None:
    assert pet(SeriesTime="100000.75", AcquisitionTime="100000").suv_factor == pytest.approx(factor(3600.75))


def test_the_mean_count_rate_lies_before_the_middle_of_the_frame() -> None:
    assert mean_time(1e-6, F18) == pytest.approx(0.5e-6)
    t = np.linspace(0, 3600, 2_000_001)
    mean = np.mean(2 ** (-t / F18))
    assert mean_time(3600, F18) == pytest.approx(-F18 * math.log2(mean), rel=1e-6)


def philips(**private: str) -> ImageHeader:
    ds = dataset(Units="CNTS")
    block = ds.private_block(0x7053, "Philips PET Private Group", create=True)
    for name, value in private.items():
        block.add_new({"suv": 0x00, "activity": 0x09}[name], "DS", value)
    return header.from_dataset(ds)


def test_philips_counts_by_its_private_factors() -> None:
    assert philips(suv="0.00042", activity="1.5").suv_factor == pytest.approx(0.00042)
    assert philips(activity="1.5").suv_factor == pytest.approx(1.5 * factor(3600))
    assert philips(suv="0", activity="1.5").suv_factor == pytest.approx(1.5 * factor(3600))
    none = philips()
    assert none.suv_factor is None
    assert ("Units", "unusable") in none.suv_missing
    assert [q.suffix for q in quantities_of(philips(activity="1.5"))][-1] == "Bq/ml"
    assert quantities_of(none)[0].suffix == "counts"


def test_philips_factor_is_for_values_corrected_for_decay_too() -> None:
    ds = dataset(Units="CNTS", CorrectedImage=["ATTN"])
    ds.private_block(0x7053, "Philips PET Private Group", create=True).add_new(0x00, "DS", "0.00042")
    h = header.from_dataset(ds)
    assert (h.suv_factor, h.suv_missing) == (None, (("CorrectedImage", "unusable"),))


def test_philips_other_suvs_follow_from_the_patient() -> None:
    h = philips(suv="0.001")
    lean = 9270 * 70 / (6680 + 216 * 70 / 1.75**2)
    assert h.suv_lbm == pytest.approx(0.001 * lean / 70)


def test_the_other_suvs_by_hand() -> None:
    h = pet(PatientWeight=80, PatientSize=1.8, DecayCorrection="ADMIN")
    assert h.suv_factor == pytest.approx(80000 / 3.7e8)
    assert h.suv_ibw == pytest.approx(1000 * (48 + 1.06 * 28) / 3.7e8)
    assert h.suv_lbm == pytest.approx(1000 * 9270 * 80 / (6680 + 216 * 80 / 1.8**2) / 3.7e8)
    assert h.suv_bsa == pytest.approx(1e4 * 0.007184 * 80**0.425 * 180**0.725 / 3.7e8)
    woman = pet(PatientWeight=80, PatientSize=1.8, DecayCorrection="ADMIN", PatientSex="F")
    assert woman.suv_lbm == pytest.approx(1000 * 9270 * 80 / (8780 + 244 * 80 / 1.8**2) / 3.7e8)
    assert woman.suv_ibw == pytest.approx(1000 * (45.5 + 0.91 * 28) / 3.7e8)
    assert [q.suffix for q in quantities_of(woman)] == ["SUVbw", "SUVlbm", "SUVbsa", "SUVibw", "Bq/ml"]


@pytest.mark.parametrize(
    ("kind", "slot"),
    [(None, "suv_factor"), ("BW", "suv_factor"), ("LBM", "suv_lbm"), ("LBMJANMA", "suv_lbm"), ("BSA", "suv_bsa"), ("IBW", "suv_ibw")],
)
def test_values_that_are_suvs_already_are_of_the_kind_they_say(kind: str | None, slot: str) -> None:
    h = pet(Units="GML", SUVType=kind)
    assert getattr(h, slot) == 1.0
    assert [q.factor for q in quantities_of(h) if q.key == f"suv-{ {'suv_factor': 'bw'}.get(slot, slot[4:]) }"] == [1.0]
    assert not any(q.key == "modality" for q in quantities_of(h))


def test_james_is_named_and_its_bw_is_computed_with_it() -> None:
    h = pet(Units="GML", SUVType="LBM")
    james = 1.10 * 70 - 120 * (70 / 175) ** 2
    assert h.suv_factor == pytest.approx(70 / james)
    assert [q.name for q in quantities_of(h) if q.key == "suv-lbm"] == ["SUVlbm (James)"]


def test_a_lean_suv_without_height_is_not_made_a_bw() -> None:
    h = pet(Units="GML", SUVType="LBM", PatientSize=None)
    assert (h.suv_factor, h.suv_lbm) == (None, 1.0)
    assert not [m for m in h.marks if m.code == "no_suv"]


def test_enhanced_pet_by_its_maps_and_its_decay_moment() -> None:
    maps = item(
        RealWorldValueSlope=2.5,
        RealWorldValueIntercept=0.0,
        MeasurementUnitsCodeSequence=Sequence([item(CodeValue="Bq/ml", CodingSchemeDesignator="UCUM", CodeMeaning="x")]),
    )
    shared = item(
        RealWorldValueMappingSequence=Sequence([maps]),
        PixelValueTransformationSequence=Sequence([item(RescaleSlope=0.5, RescaleIntercept=0, RescaleType="US")]),
    )
    h = pet(
        [drug(RadiopharmaceuticalStartTime=None, RadiopharmaceuticalStartDateTime="20260101090000")],
        Units=None,
        CorrectedImage=None,
        DecayCorrection=None,
        SeriesTime=None,
        DecayCorrected="YES",
        AttenuationCorrected="YES",
        DecayCorrectionDateTime="20260101100000",
        SharedFunctionalGroupsSequence=Sequence([shared]),
    )
    assert h.suv_activity == pytest.approx(5.0)
    assert h.suv_factor == pytest.approx(5 * factor(3600))


def test_enhanced_pet_may_name_its_unit_where_it_rescales() -> None:
    def frames(*types: str) -> Sequence:
        return Sequence([item(PixelValueTransformationSequence=Sequence([item(RescaleSlope=2, RescaleType=t)])) for t in types])

    h = pet(Units=None, NumberOfFrames=2, PixelData=PIXELS.tobytes() * 2, PerFrameFunctionalGroupsSequence=frames("BQML", "BQML"))
    assert (h.units, h.suv_factor) == ("BQML", pytest.approx(factor(3600)))
    mixed = pet(Units=None, NumberOfFrames=2, PixelData=PIXELS.tobytes() * 2, PerFrameFunctionalGroupsSequence=frames("BQML", "US"))
    assert (mixed.units, mixed.suv_factor) == ("", None)


def test_a_map_in_suv_is_told_as_one() -> None:
    unit = Sequence([item(CodeValue="{SUVbw}g/ml", CodingSchemeDesignator="UCUM", CodeMeaning="x")])
    maps = item(RealWorldValueSlope=0.01, RealWorldValueIntercept=0.0, MeasurementUnitsCodeSequence=unit)
    h = pet(Units=None, PatientWeight=None, RealWorldValueMappingSequence=Sequence([maps]))
    assert (h.suv_factor, quantities_of(h)[0].suffix) == (None, "SUVbw")
    assert not [m for m in h.marks if m.code == "no_suv"]


# times


def test_injected_before_midnight() -> None:
    h = pet([drug(RadiopharmaceuticalStartTime="233000")], SeriesTime="003000", AcquisitionTime="003000")
    assert h.suv_factor == pytest.approx(factor(3600))


def test_an_injection_half_a_day_off_is_refused() -> None:
    h = pet([drug(RadiopharmaceuticalStartTime="210000")])  # nine in the morning, written as nine in the evening
    assert (h.suv_factor, h.suv_missing) == (None, (("RadiopharmaceuticalStartTime", "unusable"),))


def test_a_dynamic_scan_starts_before_its_injection() -> None:
    late = [drug(RadiopharmaceuticalStartTime="100030")]
    assert pet(late, SeriesType=["DYNAMIC", "IMAGE"]).suv_factor == pytest.approx(factor(-30))
    whole_body = pet(late)  # half a minute after the start of a whole-body scan, or a day before it: neither can be
    assert whole_body.suv_factor is None
    assert ("RadiopharmaceuticalStartTime", "unusable") in whole_body.suv_missing


def test_a_long_lived_tracer_needs_the_date_of_its_injection() -> None:
    zirconium = 282268.8
    undated = pet([drug(RadionuclideHalfLife=zirconium, RadionuclideTotalDose=7e7)])
    assert undated.suv_missing == (("RadiopharmaceuticalStartDateTime", "missing"),)
    dated = pet([drug(RadionuclideHalfLife=zirconium, RadionuclideTotalDose=7e7, RadiopharmaceuticalStartDateTime="20251228100000")])
    assert dated.suv_factor == pytest.approx(factor(4 * 86400, zirconium, 7e7))


def test_an_injection_told_in_another_time_zone() -> None:
    utc = [drug(RadiopharmaceuticalStartDateTime="20260101080000+0000")]
    assert pet(utc, TimezoneOffsetFromUTC="+0100").suv_factor == pytest.approx(factor(3600))
    assert pet([drug(RadiopharmaceuticalStartDateTime="20260101090000.5")]).suv_factor == pytest.approx(factor(3599.5))


def test_an_offset_from_utc_that_cannot_be_compared_is_not_left_out() -> None:
    utc = drug(RadiopharmaceuticalStartTime=None, RadiopharmaceuticalStartDateTime="20260101080000+0000")
    assert pet([utc]).suv_missing == (("TimezoneOffsetFromUTC", "missing"),)
    both = [drug(RadiopharmaceuticalStartDateTime="20260101080000+0000")]  # 090000 on the image's own clock
    assert pet(both).suv_factor == pytest.approx(factor(3600))


def test_two_moments_with_offsets_of_their_own() -> None:
    enhanced = {"Units": "BQML", "DecayCorrected": "YES", "AttenuationCorrected": "YES", "DecayCorrection": None}
    here = [drug(RadiopharmaceuticalStartTime=None, RadiopharmaceuticalStartDateTime="20260101090000+0100")]
    for zone in (None, "+0500"):
        h = pet(here, DecayCorrectionDateTime="20260101090000+0000", TimezoneOffsetFromUTC=zone, **enhanced)
        assert h.suv_factor == pytest.approx(factor(3600))
    clock = pet(DecayCorrectionDateTime="20260101090000+0000", **enhanced)
    assert clock.suv_missing == (("TimezoneOffsetFromUTC", "missing"),)
    local = pet(DecayCorrectionDateTime="20260101090000+0000", TimezoneOffsetFromUTC="+0100", **enhanced)
    assert local.suv_factor == pytest.approx(factor(3600))
    assert ("DecayCorrection", "unusable") in pet(here, DecayCorrectionDateTime="soon", **enhanced).suv_missing


def test_moments_at_the_ends_of_the_calendar_are_no_fault() -> None:
    enhanced = {"Units": "BQML", "DecayCorrected": "YES", "AttenuationCorrected": "YES", "DecayCorrection": None}
    for moment in ("00010101000000+1400", "99991231235959-1200"):
        h = pet(DecayCorrectionDateTime=moment, TimezoneOffsetFromUTC="-1200" if "+" in moment else "+1400", **enhanced)
        assert h.suv_factor is None or h.suv_factor > 0
    assert pet(SeriesDate="00010101", AcquisitionDate="00010101", SeriesTime="120000", FrameReferenceTime=9e6).suv_factor is None


@given(st.text(max_size=12), st.text(max_size=20))
def test_no_date_is_a_fault(date: str, time: str) -> None:
    when(date, time)


def test_shortened_times_and_those_of_old_files() -> None:
    assert when("20260101", "10") == when("20260101", "100000") == when("2026.01.01", "10:00:00")
    assert when("20260101", "") is None
    assert when("20261301", "10") is None


def qiba(ds: pydicom.Dataset) -> float:
    """SUVbw per rescaled value by the vendor-neutral procedure of the QIBA FDG-PET/CT profile, written down step by step and apart."""

    def seconds(time: str) -> float:
        return int(time[:2]) * 3600 + int(time[2:4]) * 60 + float(time[4:])

    if ds.Units == "GML":
        return 1.0
    if ds.Units == "CNTS":
        return float(ds[0x7053, 0x1000].value)
    one = ds.RadiopharmaceuticalInformationSequence[0]
    if seconds(ds.SeriesTime) <= seconds(ds.AcquisitionTime):
        scan = seconds(ds.SeriesTime)
    elif ds.Manufacturer == "GE MEDICAL SYSTEMS":
        scan = seconds(str(ds[0x0009, 0x100D].value)[8:])
    else:
        decay = math.log(2) / float(one.RadionuclideHalfLife)
        span = decay * float(ds.ActualFrameDuration) / 1000
        average = 1 / decay * math.log(span / (1 - math.exp(-span)))
        scan = seconds(ds.AcquisitionTime) - float(ds.FrameReferenceTime) / 1000 + average
    elapsed = scan - seconds(one.RadiopharmaceuticalStartTime)
    if elapsed < 0:
        elapsed += 24 * 3600
    if ds.DecayCorrection == "ADMIN":
        elapsed = 0
    return float(ds.PatientWeight) * 1000 / (float(one.RadionuclideTotalDose) * 2 ** (-elapsed / float(one.RadionuclideHalfLife)))


@given(
    st.sampled_from(["siemens", "siemens rewritten", "ge", "ge rewritten", "philips", "gml"]),
    st.sampled_from(["START", "ADMIN"]),
    st.integers(3, 200),
    st.integers(20, 800),
    st.integers(30 * 60, 3 * 3600),
    st.integers(0, 86399),
    st.integers(0, 1200),
)
def test_each_vendor_agrees_with_the_qiba_procedure(
    vendor: str, correction: str, weight: int, dose: int, uptake: int, start: int, bed: int
) -> None:
    def clock(second: int) -> str:
        second %= 86400
        return f"{second // 3600:02d}{second // 60 % 60:02d}{second % 60:02d}"

    bed = min(bed, 86399 - start)  # QIBA's procedure compares times of one day
    rewritten = "rewritten" in vendor and start + bed + 60 <= 86399
    ds = dataset(
        [drug(RadiopharmaceuticalStartTime=clock(start - uptake), RadionuclideTotalDose=dose * 1e6)],
        Manufacturer="GE MEDICAL SYSTEMS" if "ge" in vendor else "SIEMENS",
        Units={"philips": "CNTS", "gml": "GML"}.get(vendor, "BQML"),
        DecayCorrection=correction,
        PatientWeight=weight,
        SeriesTime=clock(start + bed + 60) if rewritten else clock(start),
        AcquisitionTime=clock(start + bed),
        ActualFrameDuration=120000,
        FrameReferenceTime=1000 * (bed + mean_time(120.0, F18)),
    )
    if "ge" in vendor:
        ds.private_block(0x0009, "GEMS_PETD_01", create=True).add_new(0x0D, "DT", "20260101" + clock(start))
    if vendor == "philips":
        ds.private_block(0x7053, "Philips PET Private Group", create=True).add_new(0x00, "DS", "0.00042")
    assert header.from_dataset(ds).suv_factor == pytest.approx(qiba(ds), rel=1e-6)


# what is missing


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"PatientWeight": None}, "PatientWeight"),
        ({"PatientWeight": 0}, "PatientWeight"),
        ({"PatientWeight": 70000}, "PatientWeight"),
        ({"RadiopharmaceuticalInformationSequence": None}, "RadiopharmaceuticalInformationSequence"),
        ({"drugs": [drug(), drug()]}, "RadiopharmaceuticalInformationSequence"),
        ({"drugs": [drug(RadionuclideTotalDose=370)]}, "RadionuclideTotalDose"),
        ({"drugs": [drug(RadionuclideTotalDose=370000)]}, "RadionuclideTotalDose"),
        ({"drugs": [drug(RadionuclideTotalDose=None)]}, "RadionuclideTotalDose"),
        ({"drugs": [drug(RadionuclideHalfLife=None)]}, "RadionuclideHalfLife"),
        ({"drugs": [drug(RadionuclideHalfLife=-5)]}, "RadionuclideHalfLife"),
        (
            {"drugs": [drug(RadionuclideHalfLife=109.8, RadionuclideCodeSequence=Sequence([item(CodeValue="C-111A1")]))]},
            "RadionuclideHalfLife",
        ),
        ({"drugs": [drug(RadiopharmaceuticalStartTime=None)]}, "RadiopharmaceuticalStartDateTime"),
        ({"DecayCorrection": "NONE"}, "DecayCorrection"),
        ({"DecayCorrection": None}, "DecayCorrection"),
        ({"CorrectedImage": ["ATTN"]}, "CorrectedImage"),
        ({"CorrectedImage": None}, "CorrectedImage"),
        ({"SeriesTime": None}, "SeriesTime"),
        ({"SeriesDate": None}, "SeriesDate"),
        ({"Units": "PROPCNTS"}, "Units"),
        ({"Units": "CM2ML"}, "SUVType"),
        ({"Units": "CM2ML", "SUVType": "BW"}, "SUVType"),
        ({"RescaleSlope": 0}, "RescaleSlope"),
        ({"RescaleSlope": 0, "Units": "GML"}, "RescaleSlope"),
    ],
)
def test_no_suv_names_what_is_missing(changed: dict[str, Any], named: str) -> None:
    h = pet(**changed)
    assert h.suv_factor is None
    assert named in [keyword for keyword, _ in h.suv_missing]
    assert [named in m.text for m in h.marks if m.code == "no_suv"] == [True]


@pytest.mark.parametrize(("written", "how"), [("0", "missing"), ("70 kg", "unusable"), ("70000", "unusable"), ("", "missing")])
def test_what_is_left_out_is_missing_and_what_cannot_be_read_is_not_usable(written: str, how: str) -> None:
    ds = dataset()
    ds.add(pydicom.DataElement(0x00101030, "LO", written))  # no decimal string: pydicom would not write it
    assert header.from_dataset(ds).suv_missing == (("PatientWeight", how),)


def test_every_missing_tag_is_named_at_once_and_in_words() -> None:
    h = pet(
        [drug(RadionuclideTotalDose=None, RadionuclideHalfLife=None, RadiopharmaceuticalStartTime=None)],
        PatientWeight=None,
        PatientSize=None,
        PatientSex=None,
        DecayCorrection=None,
        CorrectedImage=None,
        SeriesTime=None,
        SeriesDate=None,
    )
    keywords = {keyword for keyword, _ in h.suv_missing}
    assert keywords >= {
        "PatientWeight",
        "PatientSize",
        "PatientSex",
        "DecayCorrection",
        "CorrectedImage",
        "SeriesTime",
        "SeriesDate",
        "RadionuclideTotalDose",
        "RadionuclideHalfLife",
    }
    set_language("fr")
    said = words_for(h.suv_missing)
    assert "le poids du patient" in said
    assert all(keyword in said for keyword in keywords)


def test_without_height_or_sex_only_the_suvs_that_need_them_are_missing() -> None:
    short = pet(PatientSize=None)
    assert short.suv_factor
    assert (short.suv_lbm, short.suv_bsa, short.suv_ibw) == (None, None, None)
    assert short.suv_missing == (("PatientSize", "missing"),)
    other = pet(PatientSex="O")
    assert other.suv_bsa
    assert (other.suv_lbm, other.suv_ibw, other.suv_missing) == (None, None, (("PatientSex", "unusable"),))


@given(
    st.floats(allow_nan=False, allow_infinity=False),
    st.floats(allow_nan=False, allow_infinity=False),
    st.floats(allow_nan=False, allow_infinity=False),
    st.floats(allow_nan=False, allow_infinity=False),
)
def test_whatever_the_numbers_a_suv_is_positive_or_none(weight: float, height: float, dose: float, half_life: float) -> None:
    from workstation.imaging.elements import open_part10

    ds = dataset([drug()])
    ds.PatientWeight, ds.PatientSize = f"{weight:.9g}", f"{height:.9g}"
    one = ds.RadiopharmaceuticalInformationSequence[0]
    one.RadionuclideTotalDose, one.RadionuclideHalfLife = f"{dose:.9g}", f"{half_life:.9g}"
    factors = suv_factors(open_part10(header.encode(ds)).dataset, "BQML")
    for value in (factors.bw, factors.lbm, factors.bsa, factors.ibw):
        assert value is None or (value > 0 and math.isfinite(value))
