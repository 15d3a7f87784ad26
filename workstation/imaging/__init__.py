"""Bytes to pixels and geometry: what one image is, its grey levels, and how images make a volume.

Pure: bytes and values in, values out; no disk but a path given to ``header.read``, no clock, no thread, no Qt, no VTK, no network. Only
``video`` keeps something between calls, readers at their place, and ``videos.libavcodec`` loads a library.
May import language and errors. Start with ``model`` (the values), then ``header`` (bytes to an ImageHeader), ``decode`` (the
decoder table), ``grey`` (PS3.4 N.2 in NumPy), ``quantities`` (what a value means; ``suv``, ``uptake``, ``units``,
``ultrasound_regions`` and ``calibration`` beside it) and ``display_sets`` (images to volumes).
"""
