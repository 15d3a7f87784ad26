"""Every action of the reading window in one table: id, keys, words, tooltip, icon, menu. Menus, tool bar and the ``?`` page are
made from it, so that nothing can be reached in one way only. ``rebound`` replaces keys by the reader's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from workstation.language import tr


@dataclass(frozen=True, slots=True)
class Command:
    """One action. ``keys``: Qt key sequences, the first is the one that is shown. ``kind``: do, tool (stays chosen), toggle.
    ``bar``: its group in the tool bar, 0 = not there."""

    id: str
    keys: tuple[str, ...]
    text: str
    tip: str
    menu: str
    icon: str = ""
    kind: str = "do"
    bar: int = 0


def menus() -> tuple[tuple[str, str], ...]:
    """The menus in order: id and title."""
    return (
        ("exam", tr("Exam")),
        ("tool", tr("Left button")),
        ("image", tr("Image")),
        ("view", tr("View")),
        ("measure", tr("Measure")),
        ("volume", tr("Planes and volume")),
        ("layout", tr("Layout")),
    )


def commands() -> tuple[Command, ...]:
    """The whole table in the language of the process, with the shipped keys."""
    c = Command
    return (
        # what the left button does
        c("scroll", ("S",), tr("Stack"), tr("Drag to scroll through the images"), "tool", "layers", "tool", 1),
        c("window", ("W",), tr("Window"), tr("Drag for width (sideways) and level (up and down)"), "tool", "contrast", "tool", 1),
        c("zoom", ("Z",), tr("Zoom"), tr("Drag up or down to enlarge or reduce"), "tool", "zoom-in", "tool", 1),
        c("pan", ("P",), tr("Pan"), tr("Drag the image"), "tool", "hand", "tool", 1),
        c("length", ("D",), tr("Length"), tr("Measure a distance: drag from end to end"), "measure", "ruler", "tool", 2),
        c("angle", ("A",), tr("Angle"), tr("Measure an angle: three points"), "measure", "triangle-right", "tool", 2),
        c("ellipse", ("E",), tr("Ellipse"), tr("Mean, deviation and area: drag a box"), "measure", "ellipse", "tool", 2),
        c("cobb", ("C",), tr("Cobb"), tr("Measure a Cobb angle: two lines"), "measure", "drafting-compass", "tool"),
        c("crosshair", ("X",), tr("Crosshair"), tr("Click or drag: all views go to that point"), "volume", "crosshair", "tool"),
        c("turn-view", ("T",), tr("Turn"), tr("Drag to turn a volume, or to tilt an oblique plane"), "volume", "rotate-3d", "tool"),
        c("leave-tool", ("Esc",), tr("Leave the tool"), tr("Back to the stack; what is half drawn is dropped"), "tool"),
        # images
        c("previous-image", ("Up",), tr("Previous image"), "", "image"),
        c("next-image", ("Down",), tr("Next image"), "", "image"),
        c("ten-back", ("PgUp",), tr("Ten images back"), "", "image"),
        c("ten-on", ("PgDown",), tr("Ten images on"), "", "image"),
        c("first-image", ("Home",), tr("First image"), "", "image"),
        c("last-image", ("End",), tr("Last image"), "", "image"),
        c("previous-series", ("Left",), tr("Previous series"), "", "image"),
        c("next-series", ("Right",), tr("Next series"), "", "image"),
        c("unseen-series", ("V",), tr("Next series not seen"), tr("Show the next series with images that were not on the screen"), "image"),
        c("previous-phase", (",",), tr("Previous phase"), "", "image"),
        c("next-phase", (".",), tr("Next phase"), "", "image"),
        c("cine", ("Ctrl+Space",), tr("Cine"), tr("Play the images at their own rate; again to stop"), "image", "play", "toggle", 2),
        c("cine-faster", ("Ctrl+Right",), tr("Cine: faster"), "", "image"),
        c("cine-slower", ("Ctrl+Left",), tr("Cine: slower"), "", "image"),
        c("key-image", ("K",), tr("Key image"), tr("Mark or unmark this image as a key image"), "image", "star", "do", 2),
        # view
        c("own-window", ("0",), tr("The image's own window"), "", "view"),
        c(
            "next-window",
            ("Shift+W",),
            tr("Next window of the image"),
            tr("The windows and VOI LUTs that the image carries, in turn"),
            "view",
        ),
        c("invert", ("Ctrl+I",), tr("Invert"), tr("White for black"), "view", "moon"),
        c("fit", ("F",), tr("Fit"), tr("The whole image in the viewport"), "view", "maximize"),
        c("one-to-one", ("O",), tr("1:1"), tr("One image pixel on one screen pixel"), "view", "proportions"),
        c("turn-right", ("Ctrl+R",), tr("Turn right"), tr("A quarter turn clockwise"), "view", "rotate-cw"),
        c("turn-left", ("Ctrl+Shift+R",), tr("Turn left"), tr("A quarter turn counter-clockwise"), "view", "rotate-ccw"),
        c("flip", ("H",), tr("Flip left and right"), tr("Mirror; the orientation letters follow"), "view", "flip-horizontal-2"),
        c("flip-vertical", ("Shift+H",), tr("Flip top and bottom"), "", "view", "flip-vertical-2"),
        c("quantity", ("Q",), tr("Next quantity"), tr("What is told of a pixel: another SUV, another map of values"), "view"),
        c("reset", ("R",), tr("Reset"), tr("The view as it was hung"), "view", "refresh-cw"),
        c("text", ("I",), tr("Texts"), tr("All, some, only what must not be missed"), "view", "type"),
        c("state", ("G",), tr("Presentation state"), tr("As a colleague showed this image; again for the image as it is"), "view"),
        c("next-state", ("Shift+G",), tr("Next presentation state"), tr("Where there are several for this image"), "view"),
        c("overlays", ("Shift+I",), tr("Overlays"), tr("What was drawn over the image where it was made"), "view", "", "toggle"),
        c("shutter", ("B",), tr("Lift the shutter"), tr("See what the image's shutter covers; again to close it"), "view", "", "toggle"),
        c("undo", ("Ctrl+Z",), tr("Undo"), tr("Take back the last step, whatever it was"), "view", "undo-2"),
        c("redo", ("Ctrl+Y", "Ctrl+Shift+Z"), tr("Redo"), tr("Do again what was taken back"), "view", "redo-2"),
        # measurements
        c("name-measurement", ("F2",), tr("Name the measurement…"), tr("The same name on a prior makes a comparison"), "measure", "tag"),
        c(
            "calibrate",
            ("Shift+D",),
            tr("Calibrate by this line…"),
            tr("Give the true length of the selected line: it becomes the scale of its image"),
            "measure",
            "ruler",
        ),
        c("delete-measurement", ("Del", "Backspace"), tr("Delete the measurement"), tr("Can be undone"), "measure", "trash-2"),
        # planes and volume
        c("mpr", ("Ctrl+2",), tr("MPR"), tr("Axial, coronal and sagittal planes; again to go back"), "volume", "axis-3d", "toggle", 3),
        c("mip", ("Ctrl+3",), tr("MIP"), tr("Maximum intensity projection of the volume; again to go back"), "volume", "scan", "toggle", 3),
        c("volume", ("Ctrl+4",), tr("Volume"), tr("Volume rendering; again to go back"), "volume", "box", "toggle", 3),
        c("stack", ("Ctrl+1",), tr("Images as acquired"), "", "volume", "layers-2"),
        c("axial", ("Ctrl+5",), tr("Axial plane"), "", "volume"),
        c("coronal", ("Ctrl+6",), tr("Coronal plane"), "", "volume"),
        c("sagittal", ("Ctrl+7",), tr("Sagittal plane"), "", "volume"),
        c("slab", ("M",), tr("Maximum-intensity slab"), tr("10 mm, 20 mm, thin"), "volume", "layers"),
        c("slab-kind", ("Shift+M",), tr("Slab: maximum, mean, minimum"), "", "volume"),
        c("thicker", ("+", "="), tr("Thicker slab"), "", "volume"),
        c("thinner", ("-",), tr("Thinner slab"), "", "volume"),
        c("preset", ("Shift+V",), tr("Next volume preset"), "", "volume", "palette"),
        c("fusion-more", ("Ctrl+Up",), tr("More PET"), "", "volume"),
        c("fusion-less", ("Ctrl+Down",), tr("Less PET"), "", "volume"),
        # layout
        c("next-viewport", ("Tab",), tr("Next viewport"), "", "layout"),
        c("previous-viewport", ("Shift+Tab",), tr("Previous viewport"), "", "layout"),
        c("next-stage", ("Space", "F12"), tr("Next stage"), tr("The protocol's next layout"), "layout", "skip-forward"),
        c("previous-stage", ("Shift+Space", "Shift+F12"), tr("Previous stage"), "", "layout", "skip-back"),
        c("maximise", ("Return", "Enter"), tr("This viewport alone"), tr("And back; double click does the same"), "layout", "maximize-2"),
        c("full-screen", ("F11",), tr("Full screen"), "", "layout", "fullscreen"),
        c("panels", ("F9",), tr("Hide or show the panels"), tr("Only images, and the patient above them"), "layout", "eye-off"),
        c("words", ("Shift+F9",), tr("Hide or show words in the tool bar"), "", "layout", "text-align-start"),
        c(
            "link",
            ("L",),
            tr("Tie or untie here"),
            tr("Stacks of another frame of reference scroll with this one from where they are"),
            "layout",
            "link-2",
        ),
        c("linked", ("Shift+L",), tr("Linked scrolling"), tr("On or off for all viewports"), "layout", "link", "toggle"),
        # the exam
        c("mark-read", ("Ctrl+Return",), tr("Mark as read"), tr("The exam leaves the list of those to read"), "exam", "check"),
        c("next-exam", ("N",), tr("Next exam"), tr("Mark this one read and open the next"), "exam", "arrow-right"),
        c("open-files", ("Ctrl+O",), tr("Open files…"), tr("Files, folders, a DICOMDIR or a ZIP"), "exam", "folder-open"),
        c("manual", ("Shift+F1",), tr("Manual"), tr("How everything is done"), "exam", "circle-question-mark"),
        c("keys", ("?", "F1"), tr("Keys"), tr("The whole key map"), "exam", "keyboard"),
        c("close", ("Ctrl+W",), tr("Close"), tr("The exam stays “being read”"), "exam", "x"),
    )


PRESET_KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "F3", "F4", "F5", "F6", "F7", "F8")


def rebound(table: tuple[Command, ...], own: Mapping[str, str]) -> tuple[Command, ...]:
    """The table with the reader's own keys: action id -> key sequence. A key taken from one action is taken away from the other."""
    taken = set(own.values())
    made = []
    for command in table:
        if command.id in own:
            made.append(replace(command, keys=(own[command.id],)))
        else:
            made.append(replace(command, keys=tuple(k for k in command.keys if k not in taken)))
    return tuple(made)


def tooltip(command: Command) -> str:
    """Words and key: ``Length (D): measure a distance``."""
    key = f" ({command.keys[0]})" if command.keys else ""
    return f"{command.text}{key}" + (f"\n{command.tip}" if command.tip else "")
