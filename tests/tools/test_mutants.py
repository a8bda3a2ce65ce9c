"""How survivors are held against tests/mutants.txt, and how many mutants fit into one build."""

from __future__ import annotations

import json
import runpy
import sys
import unittest
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from mutant_switch import Arm, may_do_alone, refused, switched  # noqa: E402

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

    def test_the_tests_are_those_of_the_configuration(self) -> None:
        config = 'a = [\n  "x",\n]\nadditional_cargo_args = [\n  "--lib",\n  "--test=call",\n]\n'
        self.assertEqual(MUTANTS["arguments_of_tests"](config), ["--package=soarwire", "--lib", "--test=call"])
        self.assertIn("--test=vectors_hold", MUTANTS["arguments_of_tests"](MUTANTS["CONFIG"].read_text()))


class Fake:
    """A step that takes so long, and catches everything or nothing."""

    def __init__(self, usual_s: float, catches: bool) -> None:
        self.usual_s, self.catches, self.tried = usual_s, catches, 0

    def passes(self, mutant: int, file: str) -> bool:
        self.tried += 1
        return not self.catches


class Sequence(unittest.TestCase):
    def test_what_catches_the_most_for_its_time_comes_first(self) -> None:
        cheap, dear = Fake(1.0, False), Fake(3.0, True)
        order = MUTANTS["Order"]([dear, cheap])
        self.assertEqual(order.of("core/src/bulk/plan.rs"), [1, 0])
        for mutant in range(5):
            self.assertFalse(order.survives(mutant, "core/src/bulk/run/mod.rs"))
        self.assertEqual(order.of("core/src/bulk/plan.rs"), [0, 1])
        self.assertEqual((cheap.tried, dear.tried), (2, 5))
        self.assertEqual(order.of("core/src/call/mod.rs"), [1, 0])

    def test_a_survivor_was_tried_by_all(self) -> None:
        steps = [Fake(1.0, False), Fake(2.0, False)]
        self.assertTrue(MUTANTS["Order"](steps).survives(1, "core/src/kind.rs"))
        self.assertEqual([step.tried for step in steps], [1, 1])

    def test_tests_are_called_as_the_part_of_the_crate_that_they_belong_to(self) -> None:
        for file, part in {"core/src/bulk/run/mod.rs": "bulk::", "core/src/d3/incident.rs": "d3::", "core/src/kind.rs": "kind::"}.items():
            self.assertEqual(MUTANTS["part_of"](file), part)


SOURCE = """const A: u32 = 1 + 2;

/// Not { a body.
fn less(a: u32, b: u32) -> bool {
    a < b
}

pub const fn two() -> u32 {
    1 + 1
}

fn ends(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').rev()
}
"""


def mutant(text: str, replacement: str, function: str = "") -> dict[str, Any]:
    """A change of a text that stands once in SOURCE, in the function that begins with `function`."""

    def place(offset: int) -> dict[str, int]:
        before = SOURCE[:offset]
        return {"line": before.count("\n") + 1, "column": offset - before.rfind("\n")}

    def span(start: int, end: int) -> dict[str, Any]:
        return {"span": {"start": place(start), "end": place(end)}}

    start = SOURCE.index(function)
    at = SOURCE.index(text, start)
    around = span(start, SOURCE.index("\n}", start) + 2) if function else None
    return span(at, at + len(text)) | {"replacement": replacement, "function": around}


class Switch(unittest.TestCase):
    def test_each_change_is_a_body_of_its_own(self) -> None:
        text, arms, alone = switched(SOURCE, {1: mutant("<", ">", "fn less"), 2: mutant("a < b", "true", "fn less")})
        self.assertEqual(alone, set())
        self.assertEqual(
            text.replace(" ", "").replace("\n", ""),
            SOURCE.replace(
                "a < b", "match crate::mutant_switch::active() {1 => {a > b}, 2 => {true}, _ => {a < b},}"
            ).replace(" ", "").replace("\n", ""),
        )
        lines = text.split("\n")
        self.assertTrue(all(lines[arm.first_line - 1].startswith(f"{arm.mutant} => ") for arm in arms), arms)

    def test_bodies_that_give_iterators_of_different_types_fit_beside_each_other(self) -> None:
        empty = mutant("text.split(',').rev()", "::std::iter::empty()", "fn ends")
        once = mutant("text.split(',').rev()", '::std::iter::once("")', "fn ends")
        for changed in (empty, once):
            changed["function"]["return_type"] = "-> impl Iterator<Item =&str>"
        text, arms, alone = switched(SOURCE, {4: empty, 5: once})
        self.assertEqual((alone, [arm.mutant for arm in arms if not arm.is_whole]), (set(), [4, 5]))
        compact = text.replace(" ", "").replace("\n", "").replace("crate::mutant_switch::Either::", "")
        self.assertIn("4=>Left({::std::iter::empty()}),5=>Right(Left({::std::iter::once(\"\")}))", compact)
        self.assertIn("_=>Right(Right({text.split(',').rev()}))", compact)
        # Those that the compiler cannot unite are found by their function.
        start = text[: text.index("fn ends")].count("\n") + 1
        whole = {(arm.mutant, arm.first_line, arm.last_line) for arm in arms if arm.is_whole}
        self.assertEqual(whole, {(number, start, text.rstrip("\n").count("\n") + 1) for number in (4, 5)})
        spans = [{"file_name": "a.rs", "line_start": start, "is_primary": True}]
        message = json.dumps({"message": {"level": "error", "message": "no", "spans": spans}})
        refusals = refused([message], {"a.rs": arms})
        self.assertEqual(set(refusals), {4, 5})
        self.assertTrue(all(may_do_alone(changed, refusals[4]) for changed in (empty, once)))

    def test_what_leaves_the_type_of_a_function_open_may_compile_alone(self) -> None:
        open_type = mutant("a < b", "true", "fn less")
        self.assertFalse(may_do_alone(open_type, "type annotations needed"))
        open_type["function"]["return_type"] = "-> impl Fn(u32) -> bool"
        self.assertTrue(may_do_alone(open_type, "type annotations needed"))
        self.assertFalse(may_do_alone(open_type, "mismatched types"))

    def test_a_body_that_leaves_by_return_is_not_wrapped(self) -> None:
        source = "fn early(a: &str) -> impl Iterator<Item = &str> {\n    return a.split(',');\n}\n"
        place = {"start": {"line": 2, "column": 5}, "end": {"line": 2, "column": 25}}
        span = {"start": {"line": 1, "column": 1}, "end": {"line": 3, "column": 2}}
        around = {"span": span, "return_type": "-> impl Iterator<Item =&str>"}
        text, _, _ = switched(source, {1: {"span": place, "replacement": "::std::iter::empty()", "function": around}})
        self.assertNotIn("Either", text)

    def test_constants_are_changed_alone(self) -> None:
        mutants = {1: mutant("1 + 2", "1 - 2"), 2: mutant("1 + 1", "0", "pub const fn two")}
        text, _, alone = switched(SOURCE, mutants)
        self.assertEqual((text, alone), (SOURCE, {1, 2}))

    def test_what_does_not_compile_is_found_by_its_place(self) -> None:
        arms = {"a.rs": [Arm(3, 5, 1), Arm(6, 8, 2)]}

        def error(*spans: tuple[int, bool], level: str = "error") -> str:
            listed = [{"file_name": "a.rs", "line_start": line, "is_primary": primary} for line, primary in spans]
            return json.dumps({"message": {"level": level, "message": "no", "spans": listed}})

        self.assertEqual(refused([error((4, True), (7, False))], arms), {1: "no"})
        self.assertEqual(refused([error((9, True), (7, False))], arms), {2: "no"})
        self.assertEqual(refused([error((4, True), level="warning"), error((9, True))], arms), {})


if __name__ == "__main__":
    unittest.main()
