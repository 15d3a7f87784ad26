"""The SOP classes of presentation states (PS3.4 B.5): apart, so that who only sorts objects loads nothing else."""

SOP_CLASSES = frozenset(f"1.2.840.10008.5.1.4.1.1.11.{n}" for n in range(1, 13))


def is_state(sop_class_uid: str) -> bool:
    """Whether an object of that class is a presentation state, of whatever kind."""
    return sop_class_uid in SOP_CLASSES
