# SPDX-License-Identifier: MIT
"""Reads an index of the segment engine by engine/segment/FORMAT.md alone, to
tell whether that says enough. All but the inside of posting lists (section 9):
of those, where they are and how long.

    format_reader.py DATA            an object of JSON for each paragraph and term
    format_reader.py --sizes DATA    bytes of each part of its segments
"""
import ctypes
import json
import os
import struct
import sys
import zlib

FIELDS = ["BODY", "HEADING", "ID", "DOC", "PATH", "LANG", "KIND", "GLOSSARY"]
SCORED = 2
PAGE = 4096
MASK = (1 << 64) - 1

library = ctypes.CDLL("libxxhash.so.0")
library.XXH3_64bits.restype = ctypes.c_uint64
library.XXH3_64bits.argtypes = [ctypes.c_char_p, ctypes.c_size_t]


def hold(truth, what):
    if not truth:
        raise SystemExit("format_reader: " + what)


def xxh3(data):
    return library.XXH3_64bits(data, len(data))


def words(data, at, count):
    hold(0 <= at and at + 8 * count <= len(data), "words past the end")
    return struct.unpack_from("<%dQ" % count, data, at)


def number(data, at, size):
    return int.from_bytes(data[at:at + size], "little")


class Reader:
    """Varints and bytes, one after another."""

    def __init__(self, data, at=0, end=None):
        self.data, self.at = data, at
        self.end = len(data) if end is None else end

    def more(self):
        return self.at < self.end

    def u8(self):
        return self.bytes(1)[0]

    def bytes(self, count):
        hold(self.at + count <= self.end, "bytes past the end")
        self.at += count
        return self.data[self.at - count:self.at]

    def varint(self):
        value = 0
        for shift in range(0, 70, 7):
            byte = self.u8()
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
        raise SystemExit("format_reader: a varint of more than 10 bytes")


# ------------------------------------------------------------ 2, 3: files ---

def read_manifest(folder):
    data = open(os.path.join(folder, "manifest"), "rb").read()
    hold(data[:16] == b"pilcrow manifest", "no manifest")
    version, generation, above, segments, metadata = words(data, 16, 5)
    hold(version == 3, "another version of the manifest")
    at = 56
    parts = [words(data, at + 64 * i, 8) for i in range(segments)]
    at += 64 * segments
    files = [words(data, at + 24 * i, 3) for i in range(metadata)]
    at += 24 * metadata
    hold(at + 8 == len(data), "a manifest of another size")
    hold(words(data, at, 1)[0] == xxh3(data[:at]), "the manifest is damaged")
    hold(all(n[0] < above for n in parts + files), "a number is not below")
    return generation, parts, files


def read_pages(folder, name, size, checksum):
    """The content, verified page by page."""
    data = open(os.path.join(folder, name), "rb").read()
    hold(len(data) == size, name + " has another size")
    foot = data[-64:]
    hold(foot[:8] == b"pilpages", name + " has no footer")
    content, root = words(foot, 8, 2)
    version, page, own = struct.unpack("<II24xQ", foot[24:])
    hold((page, own) == (PAGE, xxh3(foot[:56])) and own == checksum,
         name + " is another file")
    hold(version >= 1 and content % 8 == 0, name + " has an odd content")
    level, at = data[:content], content
    while True:
        sums = [xxh3(level[i:i + PAGE]) for i in range(0, len(level), PAGE)]
        if len(sums) == 1:
            break
        written = data[at:at + 8 * len(sums)]
        hold(written == struct.pack("<%dQ" % len(sums), *sums),
             name + " has a damaged page")
        level, at = written, at + len(written)
    hold(sums[0] == root and at == size - 64, name + " has another root")
    return data[:content]


# ---------------------------------------------------------- 5: records ---

def read_records(data, offset, size, blocks, documents, ids):
    index = offset + size - 9 * blocks
    entries = [(number(data, index + 9 * i, 4),
                number(data, index + 9 * i + 4, 5)) for i in range(blocks)]
    entries.append((documents, index - offset))
    for (first, begin), (after, end) in zip(entries, entries[1:]):
        block = Reader(data, offset + begin, offset + end)
        packing, length = block.u8(), block.varint()
        raw = block.bytes(block.end - block.at)
        if packing == 1:
            raw = zlib.decompress(raw, -15)
        hold(packing < 2 and len(raw) == length, "a block of another length")
        block = Reader(raw)
        heads, tails = Reader(block.bytes(block.varint())), block
        last, text = b"", None
        for document in range(first, after):
            shared, rest, tail = (heads.varint() for _ in range(3))
            above = last[shared:] + bytes(rest)
            last = last[:shared] + bytes(
                (byte + over) % 256
                for byte, over in zip(heads.bytes(rest), above))
            hold(tail != 1 or text is not None, "a tail that is not there")
            if tail != 1:
                text = None if tail == 0 else tails.bytes(tail - 2)
            yield last if tail == 0 else last + ids[document] + text
        hold(not heads.more() and not tails.more(),
             "a block with more than its records")


# ----------------------------------------------------------- 6: columns ---

def read_column(data, offset, size, documents):
    blocks = (documents + 127) // 128
    table = offset + size - 5 * blocks
    begins = [number(data, table + 5 * i, 5) for i in range(blocks)]
    begins.append(table - offset)
    for i in range(blocks):
        count = min(128, documents - 128 * i)
        block = Reader(data, offset + begins[i], offset + begins[i + 1])
        kind, step, third = block.u8(), block.u8(), block.u8()
        if kind == 0:
            base = number(block.bytes(8), 0, 8)
            for k in range(count):
                add = number(block.bytes(third), 0, third)
                yield (base + step * k + add) & MASK
        else:
            runs = [(block.u8(), number(block.bytes(8), 0, 8))
                    for _ in range(third)]
            for (first, value), after in zip(
                    runs, [r[0] for r in runs[1:]] + [count]):
                for k in range(after - first):
                    yield (value + step * k) & MASK
        hold(not block.more(), "a block of a column is too long")


# --------------------------------------------------------------- 7: ids ---

def read_bits(data, count, bits):
    value = int.from_bytes(data, "little")
    mask = (1 << bits) - 1
    return [value >> (bits * i) & mask for i in range(count)]


def read_ids(data, offset, size, documents):
    letters, bits, length, wide = data[offset:offset + 4]
    at = offset + 8
    alphabet = data[at:at + letters]
    at += letters
    order_begin = offset + size - (documents * wide + 7) // 8
    if length > 0:
        spelled = read_bits(data[at:order_begin], documents * length, bits)
        ids = [bytes(alphabet[n] for n in spelled[i * length:(i + 1) * length])
               for i in range(documents)]
    else:
        ends = order_begin - 5 * documents
        bounds = [0] + [number(data, ends + 5 * i, 5)
                        for i in range(documents)]
        ids = [data[at + a:at + b] for a, b in zip(bounds, bounds[1:])]
    order = read_bits(data[order_begin:offset + size], documents, wide)
    hold([ids[i] for i in order] == sorted(ids), "ids are out of order")
    return ids


# ------------------------------------------------------------ 8: tables ---

def read_block(data, offset, begin):
    """(key, rest of the block) of each entry; the caller reads the payload."""
    block = Reader(data, offset + begin)
    length = block.varint()
    block.end = block.at + length
    return block.varint(), block


def read_key(block, last):
    head = block.u8()
    shared, rest = head >> 4, head & 15
    shared += block.varint() if shared == 15 else 0
    rest += block.varint() if rest == 15 else 0
    return last[:shared] + block.bytes(rest)


def leaves(data, place, begin, level):
    """The begins of all leaves below the block."""
    if level == 0:
        yield begin
        return
    base, block = read_block(data, place[0], begin)
    last = b""
    while block.more():
        last = read_key(block, last)
        size = block.varint()
        yield from leaves(data, place, base, level - 1)
        base += size


def read_table(data, place, payload):
    """(key, what payload(key, base, block) makes of it), ascending. What that
    gives first is added to the base."""
    last, count = b"", 0
    if place[3] == 0:
        return
    for begin in leaves(data, place, place[2], place[5]):
        base, block = read_block(data, place[0], begin)
        key = b""
        while block.more():
            key = read_key(block, key)
            hold(key > last, "keys do not ascend")
            length, value = payload(key, base, block)
            base, last, count = base + length, key, count + 1
            yield key, value
    hold(count == place[4], "another number of keys")


def term_payload(key, base, block):
    first = block.varint()
    more = 0
    if key[0] < SCORED:
        documents = first // 2 + 1
        more = block.varint() if first % 2 == 1 else 0
    else:
        documents = first + 1
    third = block.varint()
    docs = 0 if documents == 1 else third
    positions = block.varint() if key[0] < SCORED else 0
    return docs + positions, {
        "field": FIELDS[key[0]], "term": key[1:].decode("utf-8", "replace"),
        "documents": documents,
        "occurrences": documents + more if key[0] < SCORED else 0,
        "only": third if documents == 1 else None, "postings": base,
        "docs": docs, "positions": positions}


def metadata_payload(_key, _base, block):
    length = block.varint()
    return 0, None if length == 0 else block.bytes(length - 1)


# ------------------------------------------------------- 10: deleted ---

def read_deleted(folder, segment):
    if segment[4] == 0:
        return set()
    data = open(os.path.join(folder, "deleted-%d" % segment[6]), "rb").read()
    hold(data[:16] == b"pilcrow deleted\n", "no list of what is deleted")
    documents, count, kind = words(data, 16, 3)
    own = words(data, len(data) - 8, 1)[0]
    hold(own == segment[7] == xxh3(data[:-8]), "deleted documents: damaged")
    hold(documents == segment[3] and count == segment[4], "another segment's")
    body = data[40:-8]
    if kind == 1:
        found = set(struct.unpack("<%dI" % count, body))
    else:
        bits = int.from_bytes(body, "little")
        found = {i for i in range(documents) if bits >> i & 1}
    hold(len(found) == count, "another number of deleted documents")
    return found


# ---------------------------------------------------------- 4: segments ---

class Segment:
    def __init__(self, folder, words_):
        self.data = read_pages(folder, "segment-%d" % words_[0], *words_[1:3])
        self.deleted = read_deleted(folder, words_)
        hold(self.data[:16] == b"pilcrow segment\n", "no segment")
        self.directory = words(self.data, len(self.data) - 192, 24)
        hold(self.directory[0] == words_[3], "another number of documents")
        live = [n for i, n in enumerate(self.lengths())
                if i not in self.deleted]
        hold(sum(live) == words_[5], "another sum of lengths")

    def lengths(self):
        d = self.directory
        found = [number(self.data, d[5] + i * d[2], d[2])
                 for i in range(d[0])]
        hold((sum(found), min(found), max(found)) == (d[1], d[3], d[4]),
             "the lengths are not as the directory has them")
        return found

    def paragraphs(self):
        d = self.directory
        ids = read_ids(self.data, d[13], d[14], d[0])
        columns = [list(read_column(self.data, d[9 + 2 * v], d[10 + 2 * v],
                                    d[0])) for v in (0, 1)]
        records = read_records(self.data, d[6], d[7], d[8], d[0], ids)
        lengths = self.lengths()
        for i, record in enumerate(records):
            yield {"id": ids[i].decode(), "document": columns[0][i],
                   "ordinal": columns[1][i], "length": lengths[i],
                   "deleted": i in self.deleted,
                   "record": record.decode("utf-8", "replace")}

    def terms(self):
        at = 0
        table = read_table(self.data, self.directory[17:23], term_payload)
        for _key, term in table:
            hold(term["postings"] == at, "a gap between posting lists")
            at += term["docs"] + term["positions"]
            yield term
        hold(at == self.directory[16], "postings of another size")

    def sizes(self):
        d = self.directory
        terms = list(self.terms())
        return {"documents": d[0], "records": d[7],
                "lengths": d[0] * d[2], "columns": d[10] + d[12],
                "ids": d[14], "terms": d[20],
                "docs": sum(t["docs"] for t in terms),
                "positions": sum(t["positions"] for t in terms)}


def read_metadata(folder, files):
    found = {}
    for words_ in files:
        data = read_pages(folder, "metadata-%d" % words_[0], *words_[1:])
        hold(data[:16] == b"pilcrow metadata", "no metadata")
        place = words(data, len(data) - 48, 6)
        for key, value in read_table(data, place, metadata_payload):
            found[key] = value
    return {key: value for key, value in found.items() if value is not None}


def main(arguments):
    sizes = arguments[:1] == ["--sizes"]
    folder = arguments[-1]
    generation, parts, files = read_manifest(folder)
    metadata = read_metadata(folder, files)
    if not sizes:
        print(json.dumps({"generation": generation, "metadata":
                          sorted(key.decode() for key in metadata)}))
    for words_ in parts:
        segment = Segment(folder, words_)
        if sizes:
            print(json.dumps(segment.sizes()))
            continue
        for paragraph in segment.paragraphs():
            print(json.dumps(paragraph, ensure_ascii=False))
        for term in segment.terms():
            print(json.dumps(term, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1:])
