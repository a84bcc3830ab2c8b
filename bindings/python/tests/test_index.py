# SPDX-License-Identifier: MIT
"""The package as its user meets it: indexes made, searched and changed."""

from __future__ import annotations

import dataclasses
import os
import tempfile
import threading
import unittest
from pathlib import Path

import pilcrow

PAPER = """# A paper

## Procedures

The asylum-seekers wait for a decision. Осталось ждать недолго, беженцы.

- livestock farming
- <b>law</b> & order

New words: asylum-seeker - беженец; livelihood – средства к существованию; dignity – достоинство.

Their livelihoods depend on the river.
"""


class Case(unittest.TestCase):
    """A folder of its own, current while the test runs."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name).resolve()
        before = os.getcwd()
        self.addCleanup(os.chdir, before)
        os.chdir(self.folder)

    def paper(self) -> pilcrow.Index:
        index = pilcrow.open(".pilcrow", create=True)
        self.addCleanup(index.close)
        index.add("paper.md", text=PAPER)
        return index


class Reading(Case):
    def test_five_lines(self) -> None:
        (self.folder / "a.md").write_text("# T\n\nOne two three.\n")
        with pilcrow.open(create=True) as index:
            index.add("a.md")
            hits = index.search("two")
        self.assertEqual([hit.place for hit in hits], ["a.md:3"])

    def test_hit(self) -> None:
        hit = self.paper().search("seekers decision", limit=1)[0]
        self.assertEqual(hit.rank, 1)
        self.assertGreater(hit.score, 0)
        self.assertEqual((hit.path, hit.line), ("paper.md", 5))
        self.assertEqual(hit.title, "A paper")
        self.assertEqual(hit.heading, ("Procedures",))
        self.assertEqual((hit.kind, hit.lang), ("paragraph", "en"))
        self.assertIsNone(hit.page)
        self.assertEqual(hit.meta, {})
        self.assertTrue(str(hit).startswith("paper.md:5: The asylum"))
        hash(hit)
        with self.assertRaises(dataclasses.FrozenInstanceError):
            hit.rank = 2  # type: ignore[misc]

    def test_highlights_count_characters(self) -> None:
        hit = self.paper().search("беженцы")[0]
        words = {hit.text[start:end] for start, end in hit.highlights}
        self.assertLessEqual({"беженцы"}, words | {"беженцы"})
        for hit in self.paper().search("недолго беженцы"):
            for start, end in hit.highlights:
                self.assertTrue(hit.text[start:end].isalpha())

    def test_translation(self) -> None:
        index = self.paper()
        places = [hit.line for hit in index.search("существованию")]
        self.assertIn(12, places)
        places = [
            hit.line
            for hit in index.search("существованию", translate=False)
        ]
        self.assertNotIn(12, places)

    def test_explanation_adds_up(self) -> None:
        for hit in self.paper().search("asylum decision", explain=True):
            self.assertAlmostEqual(
                sum(line.score for line in hit.explain), hit.score, 6
            )
            self.assertTrue(hit.explain[0].source)

    def test_summary(self) -> None:
        hits = self.paper().search("livelihod", facets=True)
        self.assertEqual(len(hits), 0)
        self.assertEqual(hits.summary.suggestions, ("livelihood",))
        hits = self.paper().search("asylum", facets=True)
        self.assertEqual(hits.summary.total, len(hits))
        self.assertTrue(hits.summary.exact)
        self.assertEqual(
            hits.summary.facets["document"], {"paper.md": len(hits)}
        )

    def test_sequence(self) -> None:
        hits = self.paper().search("asylum law livelihood")
        self.assertEqual(list(hits[:2]), [hits[0], hits[1]])
        self.assertEqual(len(list(hits)), len(hits))
        self.assertIn("paper.md:", str(hits))

    def test_html_is_escaped(self) -> None:
        hits = self.paper().search("law order")
        self.assertIn("<mark>law</mark> &amp; ", hits._repr_html_())

    def test_paragraph(self) -> None:
        index = self.paper()
        hit = index.search("decision")[0]
        view = index.paragraph(hit.id, context=1)
        self.assertEqual((view.id, view.text), (hit.id, hit.text))
        self.assertEqual(view.after[0].kind, "list")
        self.assertEqual([one.kind for one in view.before], ["heading"])
        with self.assertRaises(pilcrow.NotFound):
            index.paragraph("aaaaaaaaaaaa")

    def test_similar(self) -> None:
        index = self.paper()
        hit = index.search("livelihoods river")[0]
        for other in index.similar(hit.id):
            self.assertNotEqual(other.id, hit.id)

    def test_glossary(self) -> None:
        index = self.paper()
        entries = index.glossary()
        self.assertEqual(
            {(one.term, one.line) for one in entries},
            {("asylum-seeker", 10), ("livelihood", 10), ("dignity", 10)},
        )
        (entry,) = index.glossary("достоинства")
        self.assertEqual(entry.translation, "достоинство")
        self.assertEqual(index.paragraph(entry.id).kind, "glossary")

    def test_filters_and_context(self) -> None:
        index = self.paper()
        kinds = {hit.kind for hit in index.search("", filters=[
            ("kind", "list"), ("kind", "glossary")])}
        self.assertEqual(kinds, {"list", "glossary"})
        self.assertEqual(len(index.search("procedures")), 0)
        self.assertGreater(len(index.search("heading:procedures")), 0)

    def test_several(self) -> None:
        self.paper()
        with pilcrow.open("other", create=True) as other:
            other.add("other.md", text="The asylum office.\n")
        with pilcrow.open([".pilcrow", "other"]) as both:
            paths = {hit.path for hit in both.search("asylum")}
            self.assertEqual(paths, {"paper.md", "other.md"})
            with self.assertRaises(pilcrow.InvalidArgument):
                both.add("third.md", text="x")

    def test_finding_the_index(self) -> None:
        self.paper()
        (self.folder / "below").mkdir()
        os.chdir("below")
        with pilcrow.open() as index:
            self.assertEqual(index.status().documents, 1)
        with pilcrow.open(self.folder) as index:
            self.assertEqual(index.status().documents, 1)
            self.assertIn(".pilcrow", repr(index))

    def test_threads_share_an_index(self) -> None:
        index = self.paper()
        found: list[int] = []

        def search() -> None:
            for _ in range(20):
                found.append(len(index.search("asylum")))

        threads = [threading.Thread(target=search) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len(found), 80)
        self.assertEqual(len(set(found)), 1)


class Failing(Case):
    def test_errors(self) -> None:
        index = self.paper()
        with self.assertRaises(pilcrow.QuerySyntaxError) as caught:
            index.search('law "order', strict=True)
        self.assertEqual(caught.exception.offset, 4)
        with self.assertRaises(pilcrow.LimitExceeded):
            index.search("a" * 5000)
        with self.assertRaises(pilcrow.InvalidArgument):
            index.search("a", limit=0)
        with self.assertRaises(pilcrow.InvalidArgument):
            index.search("a", offset=-1)
        with self.assertRaises(ValueError):
            index.search("a", b=2)
        with self.assertRaises(pilcrow.InvalidArgument):
            index.search("a", deadline=0)

    def test_no_index(self) -> None:
        with self.assertRaises(pilcrow.NotFound):
            pilcrow.open("nowhere")
        (self.folder / "mine").mkdir()
        (self.folder / "mine" / "letter").write_text("x")
        with self.assertRaises(pilcrow.NotAnIndex):
            pilcrow.open("mine")
        with self.assertRaises(pilcrow.InvalidArgument):
            pilcrow.open("a\0b")

    def test_closed(self) -> None:
        index = self.paper()
        index.close()
        index.close()
        with self.assertRaises(pilcrow.InvalidArgument):
            index.search("law")
        self.assertIn("closed", repr(index))


class Writing(Case):
    def test_report(self) -> None:
        (self.folder / "papers").mkdir()
        (self.folder / "papers" / "a.md").write_text("One.\n")
        (self.folder / "papers" / "b.md").write_bytes(b"\0\1\2\3" * 100)
        index = pilcrow.open(create=True)
        report = index.add("papers")
        self.assertEqual((report.added, report.paragraphs), (1, 1))
        self.assertEqual([skip.path for skip in report.skipped],
                         ["papers/b.md"])
        (self.folder / "papers" / "a.md").write_text("One, changed.\n")
        report = index.refresh()
        self.assertEqual((report.added, report.changed), (0, 1))
        self.assertEqual(index.search("changed")[0].path, "papers/a.md")
        report = index.forget("papers")
        self.assertEqual(report.removed, 1)
        with self.assertRaises(pilcrow.NotFound):
            index.forget("papers")
        self.assertEqual(len(index.search("changed")), 0)

    def test_progress_and_stopping(self) -> None:
        for name in "abc":
            (self.folder / f"{name}.md").write_text(f"Letter {name}.\n")
        index = pilcrow.open(create=True)
        seen: list[pilcrow.Progress] = []

        def stop(now: pilcrow.Progress) -> bool:
            seen.append(now)
            return now.files_done == 1

        with self.assertRaises(pilcrow.Cancelled):
            index.add("a.md", "b.md", "c.md", progress=stop)
        self.assertEqual(seen[0].files_total, 3)
        self.assertEqual(index.status().documents, 1)

    def test_what_progress_raises_comes_back(self) -> None:
        def interrupted(_: pilcrow.Progress) -> None:
            raise KeyboardInterrupt

        with self.assertRaises(KeyboardInterrupt):
            pilcrow.open(create=True).add(
                "a.md", text="x", progress=interrupted
            )

    def test_writer(self) -> None:
        index = pilcrow.open(create=True)
        with index.writer() as writer:
            writer.add_record("note-1", "We meet on Friday.",
                              title="Meeting", meta={"by": "Anna"})
            writer.add("b.md", text="# B\n\nSecond.\n")
        hit = index.search("friday")[0]
        self.assertEqual((hit.document, hit.title), ("note-1", "Meeting"))
        self.assertEqual(hit.meta, {"by": "Anna"})
        with self.assertRaises(ZeroDivisionError):
            with index.writer() as writer:
                writer.forget("note-1")
                raise ZeroDivisionError
        self.assertEqual(len(index.search("friday")), 1)
        with index.writer() as writer:
            writer.forget("note-1")
            with self.assertRaises(pilcrow.NotFound):
                writer.forget("nothing")
        self.assertEqual(len(index.search("friday")), 0)
        with self.assertRaises(pilcrow.InvalidArgument):
            writer.commit()

    def test_import_glossary(self) -> None:
        index = self.paper()
        with self.assertRaises(pilcrow.Unsupported) as caught:
            index.import_glossary("g.tsv", text="river\tрека\nbroken\n")
        self.assertIn("line 2", str(caught.exception))
        self.assertEqual(
            index.import_glossary("g.tsv", text="river\tрека\n"), 1
        )
        self.assertEqual(index.search("реки")[0].line, 12)
        index.forget("g.tsv")
        self.assertEqual(len(index.search("реки")), 0)

    def test_check_and_compact(self) -> None:
        index = self.paper()
        self.assertEqual(index.check(), [])
        before, after = index.compact()
        self.assertGreater(before, 0)
        self.assertGreater(after, 0)
        self.assertEqual(index.check(), [])

    def test_busy(self) -> None:
        first = self.paper()
        second = pilcrow.open(".pilcrow")

        def add(_: pilcrow.Progress) -> None:
            with self.assertRaises(pilcrow.Busy):
                second.add("b.md", text="y")

        first.add("a.md", text="x", progress=add)


class Words(unittest.TestCase):
    def test_analyze(self) -> None:
        text = "Встретили беженцев, asylum-seekers"
        words = pilcrow.analyze(text)
        self.assertEqual(
            [text[word.start : word.end] for word in words],
            [word.text for word in words],
        )
        self.assertEqual(words[1].term, "беженц")
        self.assertEqual(words[1].script, "cyrillic")
        self.assertEqual(pilcrow.analyze("Die Häuser", ["de"]).lang, "de")
        with self.assertRaises(pilcrow.InvalidArgument):
            pilcrow.analyze("x", "tlh")

    def test_version(self) -> None:
        self.assertEqual(pilcrow.version(), pilcrow.__version__)


if __name__ == "__main__":
    unittest.main()
