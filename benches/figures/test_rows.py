"""What is over its aim is said, and what is not whole is refused. `python3 benches/figures/test_rows.py`"""

import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.append(str(Path(__file__).resolve().parents[1] / "common"))

import amounts
import document
import rows
from measuring import Trouble

ROW = {"what": "a commit", "bench": "desk", "figure": "commit"}


def seconds(median, taken=10):
    return {"median": median, "min": median / 2, "max": median * 2, "unit": "s", "taken": taken, "by_criterion": False}


def table(row, since=None, **figures):
    return rows.Table([{**ROW, **row}], figures, since or {})


class Rows(unittest.TestCase):
    def over(self, row, **figures):
        """Whether the row is marked, and refused as long as it has no reason."""
        refused = table(row, **figures)
        marked = "**over**" in refused.lines[0]
        self.assertEqual(bool(refused.unexplained), marked)
        if marked:
            self.assertRaises(Trouble, refused.check)
        explained = table({**row, "over": "of the disk"}, **figures)
        explained.check()
        self.assertEqual("**over**: of the disk" in explained.lines[0], marked)
        return marked

    def test_an_aim_is_held_against_the_median(self):
        self.assertFalse(self.over({"at_most": "2 ms"}, commit=seconds(0.002)))
        self.assertTrue(self.over({"at_most": "2 ms"}, commit=seconds(0.0021)))
        self.assertTrue(self.over({"at_least": "3 ms"}, commit=seconds(0.002)))

    def test_of_each_the_most_counts(self):
        self.assertFalse(self.over({"at_most": "4 ms", "each": True}, commit=seconds(0.002)))
        self.assertTrue(self.over({"at_most": "3 ms", "each": True}, commit=seconds(0.002)))

    def test_so_many_times_what_it_stands_beside(self):
        beside = {"beside": "bare", "of": "a bare one", "at_most": ["1 s", "1.5 ×"]}
        self.assertFalse(self.over(beside, commit=seconds(0.003), bare=seconds(0.002)))
        self.assertTrue(self.over(beside, commit=seconds(0.0031), bare=seconds(0.002)))

    def test_a_row_without_a_figure_or_with_an_old_one_is_refused(self):
        self.assertRaises(Trouble, table({}).check)
        self.assertRaises(Trouble, table({"beside": "bare", "of": "it"}, commit=seconds(1)).check)
        self.assertRaises(Trouble, table({}, since={"desk": 11}, commit=seconds(1)).check)
        table({}, since={"desk": 10}, commit=seconds(1)).check()

    def test_a_line(self):
        line = table({"at_most": "1.5 ×", "beside": "bare", "of": "it"}, commit=seconds(0.002), bare=seconds(0.002)).lines[0]
        self.assertEqual(line, "| a commit | 2.00 ms (1.00 to 4.00), 1.0 × it | 1.5 × |")

    def test_amounts(self):
        self.assertEqual(amounts.spread(30, 30, 30, "B"), "30 B")
        self.assertEqual(amounts.spread(1536, 512, 2048, "B"), "1.50 KiB (0.50–2.00)")
        self.assertEqual(amounts.spread(0, 0, 2048, "B"), "0.00 KiB (0.00–2.00)")
        self.assertEqual(amounts.spread(29.4e-9, 29e-9, 0.1e-6), "29.4 ns (29.0–100)")
        self.assertEqual(amounts.spread(6100, 5000, 7000, "/s", " to "), "6,100 a second (5,000 to 7,000)")
        self.assertEqual(amounts.amount("1 KiB"), (1024, "B"))
        self.assertRaises(ValueError, amounts.amount, "3 miles")

    def test_only_what_is_between_the_markers_is_changed(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "README.md")
            path.write_text("a\n<!-- figures:b -->\nold\n<!-- /figures -->\nc\n")
            document.put_between(path, "b", "new\n")
            self.assertEqual(path.read_text(), "a\n<!-- figures:b -->\nnew\n<!-- /figures -->\nc\n")
            self.assertRaises(Trouble, document.put_between, path, "d", "new\n")


unittest.main()
