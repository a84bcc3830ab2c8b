# SPDX-License-Identifier: MIT
"""The structs of library.py are those of the header, byte for byte."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from pilcrow import errors, library

HERE = Path(__file__).parent
INCLUDE = HERE.parents[2] / "include"
STRUCTS = [
    value
    for name, value in vars(library).items()
    if name.startswith("C")
    and isinstance(value, type)
    and issubclass(value, ctypes.Structure)
    and value is not ctypes.Structure
]


def c_name(struct: type[ctypes.Structure]) -> str:
    assert struct.__doc__ is not None
    return struct.__doc__


@unittest.skipUnless(shutil.which("cc"), "there is no C compiler")
class Layout(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def compiled(self, source: str) -> str:
        """What a C program with these lines in its main() prints."""
        (self.folder / "layout.inc").write_text(source)
        program = self.folder / "layout"
        subprocess.run(
            ["cc", "-I", str(INCLUDE), "-I", str(self.folder), "-o",
             str(program), str(HERE / "layout.c")],
            check=True,
        )
        return subprocess.run(
            [program], check=True, capture_output=True, text=True
        ).stdout

    def test_structs(self) -> None:
        self.assertGreater(len(STRUCTS), 6)
        lines = []
        expected = []
        for struct in STRUCTS:
            name = c_name(struct)
            lines.append(f"WHOLE({name})")
            expected.append(f"{name} * 0 {ctypes.sizeof(struct)}")
            for field in struct._fields_:
                place = getattr(struct, field[0])
                lines.append(f"FIELD({name}, {field[0]})")
                expected.append(
                    f"{name} {field[0]} {place.offset} {place.size}"
                )
        self.assertEqual(
            self.compiled("\n".join(lines)).splitlines(), expected
        )

    def test_statuses(self) -> None:
        """Every status has its class, under the header's own number."""
        names = [
            line.split()[0]
            for line in (INCLUDE / "pilcrow.h").read_text().splitlines()
            if line.startswith("    PILCROW_") and " = " in line
        ]
        numbers = self.compiled(
            "\n".join(f'printf("%d\\n", {name});' for name in names)
        ).split()
        self.assertEqual(numbers[0], "0")
        self.assertEqual(
            sorted(map(int, numbers[1:])), sorted(errors.BY_STATUS)
        )


if __name__ == "__main__":
    unittest.main()
