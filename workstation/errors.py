"""What can go wrong, named for the user's situation.

Each error's text is one or two sentences in the user's language: what happened, and what to do next. The command line prints
it on one line and exits with 1; a window shows it as a mark on the one item that failed.
"""


class GaronneError(Exception):
    """The root: everything the user is told in words instead of a traceback."""


class NotReadable(GaronneError):
    """A path that is missing, empty, not DICOM, or may not be read."""


class UndecodableImage(GaronneError):
    """An image whose pixels cannot be shown: truncated, unknown syntax, impossible size."""


class NotAVolume(GaronneError):
    """Frames asked for as a volume that do not form one."""


class StoreUnavailable(GaronneError):
    """The local store cannot be opened or written: locked key, read-only or full disk, damaged index."""


class ArchiveUnreachable(GaronneError):
    """An archive that does not answer, refuses the association or the log-in, or stops in the middle."""


class SettingsInvalid(GaronneError):
    """A settings or resource file with an error; the text names file, key and what is expected."""


class PortInUse(GaronneError):
    """A port that another program holds."""


class DisplayUnavailable(GaronneError):
    """No way to draw on this machine: no display, no OpenGL, a driver that fails."""
