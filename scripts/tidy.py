#!/usr/bin/env python3
"""House rules that no formatter knows. Prints each breach as `file:line: what`, and exits 1 when there is one.

- A Swift file has at most 400 lines, generated *.pb.swift and *.gen.swift apart; a function, initialiser or subscript
  at most 70.
- The core stays pure: in Sources/Retention and Sources/Journal no Foundation, wall clock, sleeping, detached tasks,
  forced tries and casts, silent traps; Sources/Retention imports nothing at all.
- A line of a script has at most 120 columns (the formatter sees to Swift).
- Nothing in the repository names a path of the machine it was written on.
"""

import pathlib
import re
import subprocess
import sys
from collections.abc import Iterator

ROOT = pathlib.Path(__file__).resolve().parent.parent
FILE_LINES, FUNCTION_LINES, LINE_COLUMNS = 400, 70, 120
CORE = ("Sources/Retention/", "Sources/Journal/")
IMPORTS_NOTHING = "Sources/Retention/"

# Looked for outside comments and strings.
BANNED_CODE = {
    "import Foundation": r"\bimport\s+(?:\w+\s+)?Foundation(?:Essentials)?\b",
    "Date()": r"\bDate\s*\(\s*\)",
    "Task.detached": r"\bTask\s*\.\s*detached\b",
    "Task.sleep": r"\bTask\s*\.\s*sleep\b",
    "try!": r"\btry\s*!",
    "as!": r"\bas\s*!",
    "fatalError()": r"\bfatalError\s*\(\s*\)",
}
# Looked for everywhere.
BANNED_TEXT = {word: rf"\b{word}\b" for word in ("TODO", "FIXME")}
IMPORT = re.compile(r"^\s*(?:@\w+(?:\([^)]*\))?\s+|(?:public|package|internal|fileprivate|private)\s+)*import\s", re.M)
# Put together from pieces: this file is looked at too.
MACHINES = "|".join(("work", "root", "home", "farm", "tmp", "opt/swift"))
MACHINE_PATH = re.compile(rf"(?<![\w.~$}}-])/(?:{MACHINES})/")
SCRIPTS = ("scripts/", ".ci/", "Makefile")

FUNCTION = re.compile(r"(?<![\w.`#])(?:func\b|init\b(?=[?!]?\s*[<(])|deinit\b|subscript\b(?=\s*[<(]))")
# A declaration goes on in the next line when this one ends, or the next one begins, like this.
GOES_ON = re.compile(r"(?:,|->|:|&|=|\bwhere|\bthrows|\basync)\s*$")
GOES_ON_NEXT = re.compile(r"\s*(?:\{|->|where\b|throws\b|async\b|rethrows\b|&|,|:)")


def code_only(text: str) -> str:
    """The text with comments and string contents blanked out, character for character."""
    out = list(text)

    def blank(start: int, end: int) -> None:
        for place in range(start, min(end, len(out))):
            if out[place] != "\n":
                out[place] = " "

    def comment(at: int) -> int:
        depth, place = 0, at
        while place < len(text):
            if text.startswith("/*", place):
                depth, place = depth + 1, place + 2
            elif text.startswith("*/", place):
                depth, place = depth - 1, place + 2
                if depth == 0:
                    break
            else:
                place += 1
        blank(at, place)
        return place

    def string(at: int) -> int:
        hashes = len(text[at:]) - len(text[at:].lstrip("#")) if text[at] == "#" else 0
        start = at + hashes
        quotes = '"""' if text.startswith('"""', start) else '"'
        close, escape = quotes + "#" * hashes, "\\" + "#" * hashes
        place = start + len(quotes)
        kept = at
        while place < len(text):
            if text.startswith(close, place):
                place += len(close)
                break
            if text.startswith(escape + "(", place):
                blank(kept, place + len(escape) + 1)
                place = code(place + len(escape) + 1, until_parenthesis=True)
                kept = place - 1
            elif text.startswith(escape, place):
                place += len(escape) + 1
            elif quotes == '"' and text[place] == "\n":
                break
            else:
                place += 1
        blank(kept, place)
        return place

    def code(at: int, until_parenthesis: bool = False) -> int:
        depth, place = 0, at
        while place < len(text):
            if text.startswith("//", place):
                end = text.find("\n", place)
                end = len(text) if end < 0 else end
                blank(place, end)
                place = end
            elif text.startswith("/*", place):
                place = comment(place)
            elif text[place] == '"' or re.match(r'#+"', text[place : place + 8]):
                place = string(place)
            else:
                if text[place] == "(":
                    depth += 1
                elif text[place] == ")":
                    if until_parenthesis and depth == 0:
                        return place + 1
                    depth -= 1
                place += 1
        return place

    code(0)
    return "".join(out)


def body(code: str, at: int) -> tuple[int, int] | None:
    """Where the body of the declaration at this place begins and ends, or None when it has none (as in a protocol)."""
    depth, place = 0, at
    while place < len(code):
        letter = code[place]
        if letter in "([":
            depth += 1
        elif letter in ")]":
            depth -= 1
        elif depth == 0 and letter == "{":
            break
        elif depth == 0 and letter in "};":
            return None
        elif depth == 0 and letter == "\n":
            this = code[code.rfind("\n", 0, place) + 1 : place]
            if not GOES_ON.search(this) and not GOES_ON_NEXT.match(code, place + 1):
                return None
        place += 1
    start, depth = place, 0
    for place in range(start, len(code)):
        if code[place] == "{":
            depth += 1
        elif code[place] == "}":
            depth -= 1
            if depth == 0:
                return start, place
    return None


def line_of(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def swift_breaches(name: str, text: str) -> Iterator[tuple[int, str]]:
    count = text.count("\n") + (not text.endswith("\n"))
    if count > FILE_LINES:
        yield 1, f"{count} lines; a file has at most {FILE_LINES}"
    code = code_only(text)
    for found in FUNCTION.finditer(code):
        if (span := body(code, found.start())) is not None:
            first, last = line_of(code, found.start()), line_of(code, span[1])
            if last - first + 1 > FUNCTION_LINES:
                yield first, f"{found.group()} of {last - first + 1} lines; at most {FUNCTION_LINES}"
    if not name.startswith(CORE):
        return
    for words, source in ((BANNED_CODE, code), (BANNED_TEXT, text)):
        for word, pattern in words.items():
            for found in re.finditer(pattern, source):
                yield line_of(source, found.start()), f"{word} is banned in the core"
    if name.startswith(IMPORTS_NOTHING):
        for found in IMPORT.finditer(code):
            yield line_of(code, found.end()), "this module imports nothing"


def files() -> list[str]:
    """What is in the repository or about to be: tracked files, and new ones that are not ignored."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return sorted({name for name in listed.split("\0") if name and (ROOT / name).is_file()})


def main() -> int:
    breaches = 0
    for name in files():
        try:
            text = (ROOT / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found = [
            (line_of(text, path.start()), f"{path.group()} is a path of one machine")
            for path in MACHINE_PATH.finditer(text)
        ]
        if name.startswith(SCRIPTS):
            for number, line in enumerate(text.splitlines(), start=1):
                if len(line) > LINE_COLUMNS:
                    found.append((number, f"{len(line)} columns; a line has at most {LINE_COLUMNS}"))
        if name.endswith(".swift") and not name.endswith((".pb.swift", ".gen.swift")):
            found += swift_breaches(name, text)
        for line, what in sorted(found):
            print(f"{name}:{line}: {what}")
            breaches += 1
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
