# SPDX-License-Identifier: MIT
"""The corpus as every engine gets it: paragraphs, "id <tab> text" a line, and
the same as JSON Lines for Pilcrow, which reads no such tables."""
import json
import os
import subprocess

# Pilcrow takes files up to 64 MB.
PART_BYTES = 32 << 20


class Corpus:
    """paragraphs: the file; parts: the JSON Lines files; source: what the user
    named, where that is documents; text_bytes: of the texts alone."""

    def __init__(self, name, paragraphs, parts, source):
        self.name = name
        self.paragraphs = paragraphs
        self.parts = parts
        self.source = source
        self.count = 0
        self.text_bytes = 0
        with open(paragraphs, "rb") as file:
            for line in file:
                self.count += 1
                self.text_bytes += len(line) - line.index(b"\t") - 2


def write_json(table, folder):
    """The table as JSON Lines files of a fair size; their paths."""
    os.makedirs(folder, exist_ok=True)
    for name in os.listdir(folder):
        os.unlink(os.path.join(folder, name))
    paths, out, written = [], None, 0
    with open(table, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            name, tab, text = line.rstrip("\r\n").partition("\t")
            if not tab:
                continue
            if out is None or written > PART_BYTES:
                if out is not None:
                    out.close()
                paths.append(os.path.join(folder, f"{len(paths):02}.jsonl"))
                out, written = open(paths[-1], "w", encoding="utf-8"), 0
            record = {"id": name, "text": text}
            written += out.write(json.dumps(record, ensure_ascii=False) + "\n")
    if out is not None:
        out.close()
    return paths


def cut(path, build, work):
    """Have Pilcrow cut what is at `path`. A table is cut too, for some of its
    texts are longer than a paragraph."""
    paragraphs = os.path.join(work, "paragraphs.tsv")
    sources, documents = [path], path
    if path.endswith(".tsv"):
        sources = write_json(path, os.path.join(work, "table"))
        documents = None
    with open(paragraphs, "wb") as out:
        subprocess.run([os.path.join(build, "bench", "cut")] + sources,
                       stdout=out, check=True)
    parts = write_json(paragraphs, os.path.join(work, "parts"))
    name = os.path.basename(os.path.normpath(path))
    return Corpus(name, paragraphs, parts, documents)
