"""The composition root: the only room that builds services and wires them.

``desktop`` builds the services of the windows and shows them; ``demo`` runs the synthetic region, with a screen or without;
``processes`` starts and watches the courier and the demo's archive. May import every room but commands and cli.
"""
