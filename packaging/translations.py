"""Collect the texts of every room into its French Qt Linguist file, keeping what is translated; say what is missing.

``python packaging/translations.py`` rewrites resources/translations/fr/ROOM.ts; with ``--check`` it only looks and exits 1
when a text has no translation, a place ``{name}`` is lost, or a translation is no longer used. Qt's own collector does not
see ``tr`` outside a class, hence this one; the files stay Qt's and open in Qt Linguist.
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
CODE = ROOT / "workstation"
FRENCH = ROOT / "resources" / "translations" / "fr"
PLACES = re.compile(r"\{(\w*)")


def room_of(path: Path) -> str:
    """The room a file belongs to; a window of ui/ is a room of its own here, modules at the top share ``top``."""
    parts = path.relative_to(CODE).parts
    if len(parts) == 1:
        return "top"
    if parts[0] == "ui" and len(parts) > 2:
        return f"ui_{parts[1]}"
    return f"commands_{path.stem}" if parts[0] == "commands" else parts[0]


def texts_of(path: Path) -> list[str]:
    """Each literal given to tr, plural or mark_text in a file, in order; and the strings of a TR_... constant."""
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""
            wanted = node.args[:1] if name == "tr" else node.args[1:3] if name == "plural" else []
            found += [a.value for a in wanted if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target if isinstance(node, ast.AnnAssign) else None
        if isinstance(target, ast.Name) and target.id.startswith("TR_") and isinstance(node, ast.Assign | ast.AnnAssign) and node.value:
            told = node.value.values if isinstance(node.value, ast.Dict) else [node.value]
            found += [c.value for part in told for c in ast.walk(part) if isinstance(c, ast.Constant) and isinstance(c.value, str)]
    return found


def known(path: Path) -> dict[str, str]:
    """Source -> translation of one file."""
    if not path.is_file():
        return {}
    messages = ElementTree.parse(path).getroot().iter("message")
    return {m.findtext("source") or "": m.findtext("translation") or "" for m in messages}


def write(path: Path, room: str, texts: dict[str, str]) -> None:
    """One .ts file, sorted, a message a line group."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        "<!DOCTYPE TS>",
        '<TS version="2.1" language="fr_FR">',
        "<context>",
        f"  <name>{room}</name>",
    ]
    for source, translation in sorted(texts.items()):
        kind = "" if translation else ' type="unfinished"'
        lines += [
            "  <message>",
            f"    <source>{escape(source)}</source>",
            f"    <translation{kind}>{escape(translation)}</translation>",
            "  </message>",
        ]
    path.write_text("\n".join([*lines, "</context>", "</TS>", ""]), "utf-8")


def main() -> int:
    """Collect, or check."""
    check = "--check" in sys.argv
    rooms: dict[str, dict[str, str]] = {}
    for path in sorted(CODE.rglob("*.py")):
        for text in texts_of(path):
            rooms.setdefault(room_of(path), {})[text] = ""
    everything = {s: t for path in FRENCH.glob("*.ts") for s, t in known(path).items() if t}
    faults: list[str] = []
    for room, texts in sorted(rooms.items()):
        path = FRENCH / f"{room}.ts"
        old = known(path)
        for text in texts:
            texts[text] = old.get(text) or everything.get(text, "")
            if not texts[text]:
                faults.append(f"{room}: no French for {text!r}")
            elif set(PLACES.findall(text)) != set(PLACES.findall(texts[text])):
                faults.append(f"{room}: other places in {texts[text]!r} than in {text!r}")
        faults += [f"{room}: {text!r} is no longer said" for text in old if text not in texts] if check else []
        if not check:
            write(path, room, texts)
    print("\n".join(faults) or "every text has its French")
    return 1 if faults and check else 0


if __name__ == "__main__":
    sys.exit(main())
