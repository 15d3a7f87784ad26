"""Values in, pixels out: slices, planes, slabs, projections and volume renderings, by our own shaders in VTK's window.

May import imaging, errors and language; the only room that imports VTK and OpenGL; knows no Qt and no network.
``view_state`` (what a viewport shows), ``projection`` and ``plane`` (where it shows it) are pure and import no VTK.
Start with ``canvas`` (one surface, many viewports), ``content`` (the textures) and ``shaders/`` (the pixel arithmetic).
"""
