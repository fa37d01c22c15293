#!/usr/bin/env python3
"""Draws the floors of the code, docs/architecture.svg, from the targets of Package.swift.

    Scripts/draw-architecture.py            # writes the picture
    Scripts/draw-architecture.py --check    # fails where the picture or the page is out of date

Targets are listed in Package.swift from the bottom up. It is an error when one imports a target
that stands below it in that list, and, with --check, when the table of docs/architecture.md does
not have all targets in that order.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs/architecture.svg"
PAGE = ROOT / "docs/architecture.md"

# The floors from the bottom up, and the targets of which the first one listed begins a floor.
FLOORS = [
    ("ground", {"COpenBLAS"}),
    ("what there is", {"Spaces"}),
    ("what happens in it", {"Signals", "Runtime"}),
    ("what judges", {"Scoring"}),
    ("what is done", {"Search"}),
    ("what is shown", {"Plots", "Terminal"}),
    ("doors", {"TGNAS"}),
]
COLOURS = ["#d8dee4", "#cfe8d5", "#d3ecec", "#cfe2f8", "#e2d9f3", "#f7e3c3", "#f6d5d5"]

WIDTH, LABELS, GAP, HEIGHT, PADDING = 880, 160, 8, 30, 10


def targets(manifest: str) -> list[tuple[str, list[str]]]:
    """The names of the targets that are no tests, in order, each with what it imports of them."""
    start = manifest.index("targets: [\n")
    kinds = r"\.(target|executableTarget|systemLibrary|testTarget)\("
    starts = [match for match in re.finditer(kinds, manifest[start:])]
    found = []
    for place, match in enumerate(starts):
        end = starts[place + 1].start() if place + 1 < len(starts) else None
        text = manifest[start:][match.start():end]
        if match[1] == "testTarget" or 'path: "Tests/' in text:
            continue
        name = re.search(r'name: "(\w+)"', text)[1]
        imports = re.search(r"dependencies: \[(.*?)\]", text, flags=re.S)
        # What stands in `.product(...)` is another package's.
        own = re.sub(r"\.product\(.*?\)", "", imports[1], flags=re.S) if imports else ""
        found.append((name, re.findall(r'"(\w+)"', own)))
    return found


def mistakes(found: list[tuple[str, list[str]]]):
    """What imports upwards."""
    known = set()
    for name, imports in found:
        for other in imports:
            if other not in known:
                yield f"Package.swift: {name} imports {other}, which is not listed above it"
        known.add(name)


def floors(names: list[str]) -> list[tuple[str, list[str]]]:
    """The names by floor, from the bottom up."""
    made: list[tuple[str, list[str]]] = []
    for name in names:
        if len(made) < len(FLOORS) and name in FLOORS[len(made)][1]:
            made.append((FLOORS[len(made)][0], []))
        if not made:
            sys.exit(f"Package.swift: {name} stands on no floor; see FLOORS in this script")
        made[-1][1].append(name)
    if len(made) < len(FLOORS):
        starts = " or ".join(sorted(FLOORS[len(made)][1]))
        sys.exit(f"Package.swift: has no target {starts}, which begins a floor; see FLOORS")
    return made


def picture(rows: list[tuple[str, list[str]]]) -> str:
    """Floors as an SVG picture, the top one above. Boxes bring their own background."""
    parts, top = [], PADDING
    for place in reversed(range(len(rows))):
        label, names = rows[place]
        left, first = LABELS, top
        boxes = []
        for name in names:
            width = 20 + 8 * len(name)
            if left + width > WIDTH - PADDING:
                left, top = LABELS, top + HEIGHT + GAP
            boxes.append(
                f'<rect x="{left}" y="{top}" width="{width}" height="{HEIGHT}" rx="4" '
                f'fill="{COLOURS[place]}" stroke="#6e7681"/>'
                f'<text x="{left + width // 2}" y="{top + 20}" text-anchor="middle" '
                f'fill="#1f2328">{name}</text>')
            left += width + GAP
        parts.append(f'<text x="{PADDING}" y="{first + 20}" fill="#6e7681">{label}</text>')
        parts += boxes
        top += HEIGHT + GAP
        if place:
            parts.append(
                f'<line x1="{PADDING}" x2="{WIDTH - PADDING}" y1="{top}" y2="{top}" '
                'stroke="#6e7681" stroke-opacity="0.4"/>')
            top += GAP
    height = top + PADDING - GAP
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
        f'viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="13">',
        "<title>The floors of the code: each target imports only targets of its own floor that "
        "stand to its left, and of floors below</title>",
        *parts, "</svg>", "",
    ])


def main() -> int:
    found = targets((ROOT / "Package.swift").read_text(encoding="utf-8"))
    problems = list(mistakes(found))
    names = [name for name, _ in found]
    drawn = picture(floors(names))
    if sys.argv[1:] == ["--check"]:
        if not PICTURE.is_file() or PICTURE.read_text(encoding="utf-8") != drawn:
            problems.append("docs/architecture.svg: out of date; run Scripts/draw-architecture.py")
        told = re.findall(r"^\| `(\w+)` \|", PAGE.read_text(encoding="utf-8"), flags=re.M)
        if told != names:
            missing, gone = set(names) - set(told), set(told) - set(names)
            problems.append(
                "docs/architecture.md: its table should have the targets of Package.swift, in order"
                + (f"; missing: {', '.join(sorted(missing))}" if missing else "")
                + (f"; gone: {', '.join(sorted(gone))}" if gone else ""))
    elif sys.argv[1:]:
        print(__doc__, file=sys.stderr)
        return 64
    else:
        PICTURE.write_text(drawn, encoding="utf-8")
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
