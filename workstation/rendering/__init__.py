"""Values in, pixels out: slices, planes, slabs, projections and volume renderings, by our own shaders in VTK's window.

May import imaging, errors and language; the only room that imports VTK and OpenGL; knows no Qt and no network.
``view_state`` (what a viewport shows) and ``projection`` (where it shows it) are pure and import no VTK.
Start with ``canvas`` (one surface, many viewports; where a processor rasterises, an off-screen one whose pixels a widget paints
is the quickest), then ``content`` (the textures: ``volume_content`` and ``stack_content``), ``viewport`` (state to uniforms) and
``shaders/`` (the pixel arithmetic).
"""
