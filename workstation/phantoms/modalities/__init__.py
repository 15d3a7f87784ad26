"""The machines: from a body or a texture to the images and attributes of one modality, one modality a file.

May import ``anatomy``, ``body``, ``records``, ``series`` and ``encode`` of this room. Each gives ``PlannedSeries`` whose pixels are
computed only when asked for. Start reading at ``ct.series_of``.
"""
