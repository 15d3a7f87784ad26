"""Measurements: length, angle, Cobb angle, ellipse, as immutable values, and what they say.

Pure: values in, values out; no clock, no disk. May import imaging and studies. ``values`` has the shapes and where they lie,
``calibration`` says where the millimetres come from, ``statistics`` which pixels are inside, ``results`` the texts, ``figures`` how numbers
are written, ``codec`` the bytes that the store's journal keeps. Start reading at values.py.
"""

from workstation.measurements.calibration import Scale, scale_of
from workstation.measurements.codec import decode, encode
from workstation.measurements.results import Result, evolution, measure
from workstation.measurements.values import Angle, Cobb, Ellipse, Length, Measurement, OnFrame, OnPlane, Place, Point

__all__ = [
    "Angle",
    "Cobb",
    "Ellipse",
    "Length",
    "Measurement",
    "OnFrame",
    "OnPlane",
    "Place",
    "Point",
    "Result",
    "Scale",
    "decode",
    "encode",
    "evolution",
    "measure",
    "scale_of",
]
