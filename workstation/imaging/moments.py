"""Dates and times as DICOM writes them (PS3.5 6.2: DA, TM, DT), read in one place."""

from __future__ import annotations

from datetime import datetime, timedelta

_NO_DATE = "00010101"


def when(date: str, time: str) -> datetime | None:
    """A date (YYYYMMDD) and a time (HHMMSS.F, possibly shorter; dots and colons of old files allowed, an offset from UTC left out), or
    None."""
    digits = time.replace(":", "").partition("+")[0].partition("-")[0].strip()
    whole, _, fraction = digits.partition(".")
    date = date.replace(".", "").strip()
    if len(whole) not in (2, 4, 6) or len(date) != 8 or not (whole + date).isdecimal() or not (whole + date).isascii():
        return None  # no time is not midnight
    try:
        return datetime(int(date[:4]), int(date[4:6]), int(date[6:])) + timedelta(
            hours=int(whole[:2]),
            minutes=int(whole[2:4] or 0),
            seconds=int(whole[4:] or 0),
            milliseconds=float(f"0.{fraction}") * 1000 if fraction.isdigit() else 0.0,
        )
    except (ValueError, OverflowError):
        return None


def seconds_of(date: str, time: str) -> float | None:
    """Seconds since the year 1, so that they grow over midnight and the end of a month; without a date those of the day. None where
    there is no time."""
    found = when(date, time) or when(_NO_DATE, time)
    return (found - datetime.min).total_seconds() if found is not None else None
