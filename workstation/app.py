"""The composition root: the only module that builds services and wires them."""
