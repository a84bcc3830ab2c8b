#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compare the blocks Pilcrow sees in Markdown with those cmark-gfm sees.

    bench/blocks.py BUILD/bin/bench_blocks [--show KIND] [--every N] FOLDER...

Reads every N-th .md file of the folders (sorted by name; N is 10 unless
given), and prints how many blocks both see on the same lines and of the same
class, and the runs of lines where they differ, counted by kind. blocks.md
explains the kinds. --show prints places of one kind.

Needs the program bench_blocks (configure with -DPILCROW_BENCH=ON) and
cmark-gfm.
"""
import argparse
import collections
import pathlib
import re
import subprocess
import xml.etree.ElementTree as tree

NAMESPACE = "{http://commonmark.org/xml/1.0}"
LEAVES = {"heading": "heading", "paragraph": "text", "code_block": "code",
          "table_row": "row", "table_header": "row", "html_block": "html",
          "thematic_break": "gap"}


def front_matter(lines):
    """How many lines of front matter there are."""
    if lines[:1] != ["---"] or not re.match(r"[\w.-]+( [\w.-]+)*:", lines[1]):
        return 0
    for i, line in enumerate(lines[1:], 1):
        if line.rstrip() in ("---", "..."):
            return i + 1
    return 0


def theirs(lines):
    """The blocks of cmark-gfm; front matter is not given to it."""
    skip = front_matter(lines)
    text = "\n" * skip + "\n".join(lines[skip:]) + "\n"
    xml = subprocess.run(
        ["cmark-gfm", "-t", "xml", "--sourcepos", "-e", "table", "-e",
         "footnotes"], input=text.encode(), stdout=subprocess.PIPE,
        check=True).stdout
    xml = re.sub(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", b"?", xml)
    found = []

    def visit(node, quoted):
        name = node.tag.replace(NAMESPACE, "")
        if name in LEAVES:
            first, last = re.findall(r"(\d+):\d+", node.get("sourcepos"))
            found.append([LEAVES[name], int(first), int(last), quoted])
            return
        if name == "table" and len(node) > 1:
            node.remove(node[0])  # its heads are in Pilcrow's rows
        for child in node:
            visit(child, quoted or name == "block_quote")

    visit(tree.fromstring(xml), False)
    return found


def mine(program, paths):
    """The blocks of Pilcrow, by path."""
    blocks = {}
    for i in range(0, len(paths), 200):
        out = subprocess.run([program, *map(str, paths[i:i + 200])],
                             stdout=subprocess.PIPE, check=True).stdout
        for line in out.decode().splitlines():
            if line.startswith("file "):
                own = blocks.setdefault(line[5:], [])
            else:
                kind, first, last, quoted = line.split()
                own.append([kind, int(first), int(last), quoted == "1"])
    return blocks


def trimmed(block, lines):
    """The block without fences and blank lines around it."""
    kind, first, last, quoted = block
    def empty(i):
        return not lines[i - 1].strip("> \t") if i <= len(lines) else True
    def fence(i):
        return re.match(r"[>\s\d.*+-]*(```|~~~)", lines[i - 1])
    while kind == "code" and first <= last and (empty(first) or fence(first)):
        first += 1
    while first < last and (empty(last) or (kind == "code" and fence(last))):
        last -= 1
    return (kind, first, last, quoted) if first <= last else None


def regions(a, b):
    """Runs of lines where the two lists differ, with the blocks of each."""
    both = set(a) & set(b)
    rest = sorted([(x[1], x[2], 0, x) for x in a if x not in both] +
                  [(x[1], x[2], 1, x) for x in b if x not in both])
    found = []
    for first, last, side, block in rest:
        if not found or first > found[-1][1]:
            found.append([first, last, [], []])
        found[-1][1] = max(found[-1][1], last)
        found[-1][2 + side].append(block)
    return found


def kind_of(region, lines):
    first, last, own, other = region
    text = lines[first - 1:last]
    joined = "\n".join(text)
    kinds, their = {b[0] for b in own}, {b[0] for b in other}
    if re.search(r"^[\s>]*\[! ?\w[^\]]*\]", joined, re.M):
        return "alert marker"
    if re.search(r"^[\s>]*:::", joined, re.M):
        return "directive"
    if "bold" in kinds:
        return "bold line"
    if "html" in their:
        comment = joined.lstrip().startswith("<!--")
        return "comment" if comment else "html block"
    if "row" in kinds | their:
        return "table"
    if all(re.match(r"\s*\[[^\]]+\]:", line) for line in text if line.strip()):
        return "link definition"
    if their == {"code"} and "code" not in kinds:
        return "indented, theirs code"
    if "code" in kinds | their:
        return "code"
    if "gap" in kinds | their:
        return "rule"
    if "heading" in kinds ^ their:
        return "heading"
    if any(b[3] for b in own + other):
        return "quotation"
    return "text"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program")
    parser.add_argument("folder", nargs="+")
    parser.add_argument("--every", type=int, default=10)
    parser.add_argument("--show", default="")
    options = parser.parse_args()
    paths = sorted(p for f in options.folder
                   for p in pathlib.Path(f).rglob("*.md"))[::options.every]
    blocks = mine(options.program, paths)
    counts, files, same, total = (collections.Counter(),
                                  collections.defaultdict(set), 0, 0)
    for path in paths:
        text = path.read_bytes().decode("utf-8-sig", "replace")
        lines = [line.rstrip("\r").replace("\r", " ")
                 for line in text.split("\n")]
        own = [t for b in blocks.get(str(path), [])
               if b[0] != "gap" and (t := trimmed(b, lines))]
        other = [t for b in theirs(lines)
                 if b[0] != "gap" and (t := trimmed(b, lines))]
        same += len(set(own) & set(other))
        total += len(other)
        for region in regions(own, other):
            kind = kind_of(region, lines)
            counts[kind] += 1
            files[kind].add(path)
            if kind == options.show:
                print(f"{path}:{region[0]}-{region[1]}", region[2], region[3])
                print("\n".join(lines[region[0] - 1:region[1]][:12]), "\n")
    print(f"{len(paths)} files, {total} blocks of cmark-gfm's, "
          f"{same} of them ours ({100 * same / max(total, 1):.2f} %)")
    for kind, count in counts.most_common():
        print(f"{count:7} {kind} (in {len(files[kind])} files)")


if __name__ == "__main__":
    main()
