"""From the injection of a tracer to the scan: when was which, and how long between. Nothing is guessed: what a tag does not tell is None.

PET values are corrected for decay to the start of the scan (PS3.3 C.8.9.1.1.6), which is the series' time unless that was rewritten with
the series, as the QIBA FDG-PET/CT profile (appendix G) has it. Dates and times of an image are those of its own clock; where it tells
that clock's offset from UTC they carry it, and moments that do and moments that do not are never compared.
"""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta, timezone

from workstation.imaging.elements import Elements
from workstation.imaging.moments import when
from workstation.imaging.private_elements import private_text

Gap = tuple[str, str]  # a keyword, and ``missing`` or ``unusable``
HALF_LIVES = 6  # a scan begun later after its injection (11 h for F-18) shows next to nothing: that time is wrong, by 12 h or a day
SAME_DAY = 4 * 3600.0  # seconds: a nuclide that lives longer is imaged on other days, so a time of injection without a date tells nothing
FIRST_MINUTES = 900.0  # a dynamic scan may start so many seconds before its injection
LONGEST_SCAN = 6 * 3600.0  # seconds: a series that began longer before one of its images did not begin then


def elapsed(drug: Elements, dataset: Elements, to: datetime | None, half_life: float) -> tuple[float | None, list[Gap]]:
    """Seconds from the injection of ``drug`` to a moment, and what was missing or cannot be true. ``half_life``: 0 where it is not
    known; a time of injection without a date then tells nothing."""
    written, time = drug.text("RadiopharmaceuticalStartDateTime"), drug.text("RadiopharmaceuticalStartTime")
    dated, clock = moment(written, dataset), when("20000101", time)
    if dated is None and clock is None:
        keyword = "RadiopharmaceuticalStartDateTime" if written or not time else "RadiopharmaceuticalStartTime"
        return None, [(keyword, "unusable" if written or time else "missing")]
    if to is None:
        return None, []
    seconds, keyword = between(dated, to) if dated else None, "RadiopharmaceuticalStartDateTime"
    if seconds is None and clock is not None and 0 < half_life <= SAME_DAY:
        keyword, own = "RadiopharmaceuticalStartTime", zone(dataset)
        if to.tzinfo is None or own is not None:
            ahead = (own.utcoffset(None) - (to.utcoffset() or timedelta())).total_seconds() if own and to.tzinfo else 0.0
            seconds = ((to.replace(tzinfo=None) - clock).total_seconds() + ahead) % 86400  # injected before midnight: on the day before
            seconds = seconds - 86400 if _before_injection(dataset, seconds - 86400) else seconds
    if seconds is None:
        return None, [("TimezoneOffsetFromUTC" if dated or to.tzinfo else "RadiopharmaceuticalStartDateTime", "missing")]
    if (seconds >= 0 and (not half_life or seconds <= HALF_LIVES * half_life)) or _before_injection(dataset, seconds):
        return seconds, []
    return None, [(keyword, "unusable")]


def gap(item: Elements, keyword: str) -> Gap:
    """What to say of an element that gave nothing to compute with: a 0 is how some leave it out."""
    return keyword, "missing" if not item.text(keyword) or item.number(keyword) == 0 else "unusable"


def uptake(drug: Elements, dataset: Elements) -> float | None:
    """Seconds from the injection to the scan, or to this image of it where the series does not tell when it began; None where neither is
    sure."""
    half_life = max(0.0, drug.number("RadionuclideHalfLife") or 0.0)
    start, series = scan_start(dataset, half_life)[0], _clock(dataset, dataset.text("SeriesDate"), "SeriesTime")
    taken = acquired(dataset)
    if start is None and taken is not None and (series is None or (between(series, taken) or 0.0) <= -1):
        start = taken
    seconds, _ = elapsed(drug, dataset, start, half_life)
    return seconds


def _before_injection(dataset: Elements, seconds: float) -> bool:
    """Whether the injection lies in the first minutes of a dynamic scan, which starts before it."""
    return -FIRST_MINUTES <= seconds < 0 and "DYNAMIC" in {v.upper() for v in dataset.texts("SeriesType")}


def decay_moment(dataset: Elements) -> tuple[str, datetime | None]:
    """START or ADMIN (C.8.9.1.1.6), or the moment an enhanced image names (C.8.22.3)."""
    if dataset.text("DecayCorrectionDateTime") and dataset.text("DecayCorrected").upper() == "YES":
        found = moment(dataset.text("DecayCorrectionDateTime"), dataset)
        return "START" if found else "", found
    reference = dataset.text("DecayCorrection").upper()
    return (reference if reference in ("START", "ADMIN") else ""), None


def scan_start(dataset: Elements, half_life: float) -> tuple[datetime | None, list[Gap]]:
    """The moment decay is corrected to: GE's own tag; else the series' time, where the acquisition shows that it was not rewritten
    since; else back from when the image was acquired."""
    own = moment(private_text(dataset, 0x0009, "GEMS_PETD_01", 0x0D), dataset)  # scan date and time
    if own:
        return own, []
    series, taken = _clock(dataset, dataset.text("SeriesDate"), "SeriesTime"), acquired(dataset)
    if series is None or taken is None:
        lacking = [name for name, found in (("Series", series), ("Acquisition", taken)) if found is None]
        return None, [gap for name in lacking for gap in _untold(dataset, name)]
    into = between(series, taken)
    if into is None:
        return None, [("TimezoneOffsetFromUTC", "missing")]
    start = _back(dataset, taken, half_life) if into <= -1 else series if into <= LONGEST_SCAN else None
    return start, [] if start else [("SeriesTime", "unusable")]


def _untold(dataset: Elements, name: str) -> list[Gap]:
    gaps = [(f"{name}{part}", "missing") for part in ("Date", "Time") if not dataset.text(f"{name}{part}")]
    return gaps or [(f"{name}Time", "unusable")]


def acquired(dataset: Elements) -> datetime | None:
    """When an image was acquired. Without a date it was on the day of its study only where the series is of that day too."""
    date, day = dataset.text("AcquisitionDate"), dataset.text("SeriesDate")
    found = _clock(dataset, date, "AcquisitionTime") or moment(dataset.text("AcquisitionDateTime"), dataset)
    return found or (_clock(dataset, day, "AcquisitionTime") if not date and day == dataset.text("StudyDate") else None)


def _back(dataset: Elements, taken: datetime, half_life: float) -> datetime | None:
    """The start of the scan from one of its images: FrameReferenceTime is that of the frame's mean count rate after it (C.8.9.4.1.5)."""
    reference, duration = dataset.number("FrameReferenceTime"), dataset.number("ActualFrameDuration")
    if not reference or reference <= 0 or not duration or duration <= 0 or half_life <= 0:
        return None
    into = reference / 1000 - mean_time(duration / 1000, half_life)
    return _moved(taken, -into) if -1 <= into <= LONGEST_SCAN else None


def mean_time(duration: float, half_life: float) -> float:
    """Seconds into a frame of that duration where its count rate equals the frame's mean."""
    span = math.log(2) / half_life * duration
    if span < 1e-9:
        return duration / 2
    if span > 700:  # nothing is left at its end
        return half_life / math.log(2) * math.log(span)
    return half_life / math.log(2) * math.log(span / -math.expm1(-span))


def between(start: datetime, end: datetime) -> float | None:
    """Seconds; None where only one of the two tells its offset from UTC."""
    return (end - start).total_seconds() if (start.tzinfo is None) == (end.tzinfo is None) else None


def zone(dataset: Elements) -> timezone | None:
    """The offset from UTC of the image's clock, None where it does not tell it."""
    return _offset(dataset.text("TimezoneOffsetFromUTC"))


def moment(written: str, dataset: Elements) -> datetime | None:
    """A DT value (YYYYMMDDHHMMSS.F&ZZXX): with its own offset from UTC, else with the image's."""
    found = when(written[:8], written[8:])
    return found.replace(tzinfo=_offset(written[8:]) or zone(dataset)) if found else None


def _clock(dataset: Elements, date: str, keyword: str) -> datetime | None:
    found = when(date, dataset.text(keyword))
    return found.replace(tzinfo=zone(dataset)) if found else None


def _offset(written: str) -> timezone | None:
    told = re.search(r"([+-])(\d\d)(\d\d)\s*$", written)
    if not told or int(told[2]) > 14 or int(told[3]) > 59:
        return None
    return timezone((1 if told[1] == "+" else -1) * timedelta(hours=int(told[2]), minutes=int(told[3])))


def _moved(taken: datetime, seconds: float) -> datetime | None:
    try:
        return taken + timedelta(seconds=seconds)
    except (OverflowError, ValueError):
        return None
