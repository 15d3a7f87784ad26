"""The demo region: synthetic patients and exams, computed from seeds. Phantoms, nobody's images.

Here live the plan of the region (texts in resources/demo), the anatomy of the phantoms (``anatomy``), the machines that image
them (``modalities``) and the writer of their Part-10 files. May import language, errors, settings, imaging, studies, store and
media. Start reading at ``region.make_region``; one exam is a list of ``series.PlannedSeries``; its kind is named in ``exams``.
"""

from workstation.phantoms.region import catalogue, exam_keys, make_region, nodule_lps, schedule

__all__ = ["catalogue", "exam_keys", "make_region", "nodule_lps", "schedule"]
