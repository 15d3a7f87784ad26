"""A video stream taken apart in Python, its pictures decoded by FFmpeg: what ``imaging.video`` is made of.

``containers`` takes the stream out of MP4 (``mp4``) or MPEG-2 systems, ``streams`` finds its pictures and their order (``mpeg2``, ``avc``,
``hevc``; the values are in ``coded``), ``libavcodec`` decodes them one after the other. Bytes here may have been written by anyone: every
loop is bounded, every length is checked. Imports language, errors and imaging's values. Start reading at ``streams.read``.
"""
