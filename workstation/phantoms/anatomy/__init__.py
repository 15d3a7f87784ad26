"""Bodies made of signed distances and strokes, one anatomy a file; numbers are millimetres in the body's own LPS axes.

May import only ``fields``, ``strokes``, ``random_fields`` and ``body`` of this room. The torso's origin is the carina, the head's
the middle of the brain. Start reading at ``thorax.build`` for how layers and strokes make a body.
"""
