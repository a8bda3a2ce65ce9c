"""How survivors are held against tests/mutants.txt."""

from __future__ import annotations

import runpy
import unittest
from collections import Counter
from pathlib import Path

MUTANTS = runpy.run_path(str(Path(__file__).resolve().parent / "mutants"))
LOOSE, TIGHT = "replace < with <= in slot", "delete ! in slot"


def count(*names: str) -> Counter[str]:
    return Counter(names)


class Judgement(unittest.TestCase):
    def judge(self, listed: Counter[str], tested: Counter[str], survived: Counter[str], **more: object) -> tuple[object, object]:
        everything = more.get("everything", count(LOOSE, TIGHT))
        verdict = MUTANTS["judge"](listed, everything, tested, survived, more.get("whole", True))
        return verdict.unexplained, verdict.stale

    def test_a_survivor_needs_an_explanation(self) -> None:
        tested = count(LOOSE, TIGHT)
        self.assertEqual(self.judge(count(LOOSE), tested, count(LOOSE)), (count(), count()))
        self.assertEqual(self.judge(count(LOOSE), tested, count(LOOSE, TIGHT)), (count(TIGHT), count()))

    def test_a_text_that_stands_for_two_mutants_explains_one(self) -> None:
        twice = count(LOOSE, LOOSE)
        self.assertEqual(self.judge(count(LOOSE), twice, twice, everything=twice), (count(LOOSE), count()))
        self.assertEqual(self.judge(twice, twice, twice, everything=twice), (count(), count()))

    def test_an_explanation_of_what_is_noticed_is_stale(self) -> None:
        self.assertEqual(self.judge(count(LOOSE), count(LOOSE, TIGHT), count()), (count(), count(LOOSE)))
        twice = count(LOOSE, LOOSE)
        self.assertEqual(self.judge(twice, twice, count(LOOSE), everything=twice), (count(), count(LOOSE)))

    def test_a_shard_says_nothing_of_what_it_did_not_test(self) -> None:
        self.assertEqual(self.judge(count(LOOSE), count(TIGHT), count()), (count(), count()))
        twice = count(LOOSE, LOOSE)
        self.assertEqual(self.judge(twice, count(LOOSE), count(), everything=twice), (count(), count()))

    def test_an_explanation_of_nothing_is_stale_only_when_everything_was_listed(self) -> None:
        gone = count("replace > with == in nowhere")
        self.assertEqual(self.judge(gone, count(), count()), (count(), gone))
        self.assertEqual(self.judge(gone, count(), count(), whole=False), (count(), count()))


class Names(unittest.TestCase):
    def test_a_mutation_is_named_without_its_place(self) -> None:
        for name, wanted in {
            "core/src/a/b.rs:7:5: replace of -> Option<u64> with None": "replace of -> Option<u64> with None",
            "core/src/a.rs:101:44: delete match arm A::B in <impl X for Y>::f": "delete match arm A::B in <impl X for Y>::f",
        }.items():
            self.assertEqual(MUTANTS["mutation"](name), wanted)

    def test_every_explanation_has_a_reason(self) -> None:
        text = f"# A comment\n\n{LOOSE}  # both give the same\n{LOOSE}  # here too\n"
        self.assertEqual(MUTANTS["explained"](text), count(LOOSE, LOOSE))
        for line in (LOOSE, f"{LOOSE}  # ", f"{LOOSE} # one space"):
            with self.assertRaisesRegex(SystemExit, "mutants.txt:1: "):
                MUTANTS["explained"](line)

    def test_the_committed_list_can_be_read(self) -> None:
        MUTANTS["explained"](MUTANTS["EXPLAINED"].read_text())


if __name__ == "__main__":
    unittest.main()
