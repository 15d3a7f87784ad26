"""``garonne bench``: what the issue asks for in figures, each as a ratio against something that runs beside it.

One file a concern: ``start`` (start to painted list against an empty window), ``opening`` (first image and whole volume of a stored CT
against pydicom and SimpleITK; a compressed CT decoded in children against threads of one process), ``memory`` (an open exam against its
raw voxels), ``decode`` (each transfer syntax against pydicom with pylibjpeg), ``video`` (its frames against ffmpeg); ``exam`` makes what
they open. Each yields ``Ratio`` values: medians over pairs run in turn, because two busy cores drift. May import every room and app.
"""

from workstation.benchmarks.ratio import BENCHMARKS, Ratio, run

__all__ = ["BENCHMARKS", "Ratio", "run"]
