"""All mutants of a crate in one build: each changed function holds its changed bodies beside its own, and an environment
variable, read once by each program, says which of them counts. So a mutant costs no build, only its tests."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any, Callable, Iterable, NamedTuple, Optional

VARIABLE = "SOARWIRE_MUTANT"

SWITCH = f"""
/// The active mutant of this process.
#[allow(missing_docs, unreachable_pub)]
pub mod mutant_switch {{
    static ACTIVE: std::sync::OnceLock<u32> = std::sync::OnceLock::new();
    pub fn active() -> u32 {{
        *ACTIVE.get_or_init(|| std::env::var("{VARIABLE}").ok().and_then(|text| text.parse().ok()).unwrap_or(0))
    }}

    /// The iterator of one of two bodies.
    #[derive(Clone)]
    pub enum Either<A, B> {{
        Left(A),
        Right(B),
    }}
    impl<A: Iterator, B: Iterator<Item = A::Item>> Iterator for Either<A, B> {{
        type Item = A::Item;
        fn next(&mut self) -> Option<A::Item> {{
            match self {{
                Self::Left(items) => items.next(),
                Self::Right(items) => items.next(),
            }}
        }}
        fn size_hint(&self) -> (usize, Option<usize>) {{
            match self {{
                Self::Left(items) => items.size_hint(),
                Self::Right(items) => items.size_hint(),
            }}
        }}
    }}
    impl<A: ExactSizeIterator, B: ExactSizeIterator<Item = A::Item>> ExactSizeIterator for Either<A, B> {{}}
    impl<A: DoubleEndedIterator, B: DoubleEndedIterator<Item = A::Item>> DoubleEndedIterator for Either<A, B> {{
        fn next_back(&mut self) -> Option<A::Item> {{
            match self {{
                Self::Left(items) => items.next_back(),
                Self::Right(items) => items.next_back(),
            }}
        }}
    }}
}}
"""

# The return types that one body decides on, so that bodies fit into one function only as `Either`.
ITERATOR = re.compile(r"-> impl (Iterator|ExactSizeIterator|DoubleEndedIterator)\b")

TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\])*"|#\[[^\]]*\]|\w+|.', re.DOTALL)

# Compiler errors about the combination of bodies: such a mutant may compile alone. Only where one body decides on the type.
BESIDE = ("`match` arms have incompatible types", "type annotations needed")
TOGETHER = "the bodies do not fit together: "


class Arm(NamedTuple):
    """Where the body of a mutant stands in the changed file, or the function that unites bodies."""

    first_line: int
    last_line: int
    mutant: int
    is_whole: bool = False


class Function(NamedTuple):
    start: int
    end: int


def offsets(text: str) -> Callable[[dict[str, int]], int]:
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return lambda place: starts[place["line"] - 1] + place["column"] - 1


def body_start(text: str, start: int) -> Optional[int]:
    """The start of the body of the function at `start`; `None` for a `const fn`, which cannot read the environment."""
    header: list[str] = []
    for token in TOKEN.finditer(text, start):
        if token[0].startswith(("//", "/*", "#[")):
            continue
        if token[0] == "{" and "fn" in header:
            return None if "const" in header[: header.index("fn")] else token.start()
        header.append(token[0])
    return None


def gives_an_iterator(mutant: dict[str, Any]) -> bool:
    return bool(ITERATOR.match((mutant["function"] or {}).get("return_type", "")))


def block(body: str) -> str:
    return f"{{{body}}}"


def wrapped(body: str, index: int, last: int) -> str:
    """A body as one of several whose iterators have different types: `Right(Right(Left({…})))`."""
    side = "crate::mutant_switch::Either::"
    sides = [f"{side}Right("] * index + [f"{side}Left("] * (index < last)
    return "".join(sides) + block(body) + ")" * len(sides)


def outermost(functions: Iterable[Function]) -> list[Function]:
    found: list[Function] = []
    for function in sorted(set(functions), key=lambda function: (function.start, -function.end)):
        if not found or function.end > found[-1].end:
            found.append(function)
    return found


def switched(text: str, mutants: dict[int, dict[str, Any]]) -> tuple[str, list[Arm], set[int]]:
    """The text with all of these mutants behind the switch; where each stands; and those that cannot be switched."""
    offset = offsets(text)

    def function_of(mutant: dict[str, Any]) -> Optional[Function]:
        span = (mutant["function"] or {}).get("span")
        return span and Function(offset(span["start"]), offset(span["end"]))

    functions = outermost(filter(None, map(function_of, mutants.values())))
    inside: dict[Function, list[int]] = defaultdict(list)
    alone = set()
    for number, mutant in mutants.items():
        start, end = offset(mutant["span"]["start"]), offset(mutant["span"]["end"])
        around = [function for function in functions if function.start <= start and end <= function.end]
        body = body_start(text, around[0].start) if around and mutant["function"] else None
        if body is None or start <= body:
            alone.add(number)
        else:
            inside[around[0]].append(number)
    out, at, arms = "", 0, []
    for function, numbers in sorted(inside.items()):
        body = (body_start(text, function.start) or 0) + 1
        own = text[body : function.end - 1]
        is_wrapped = any(gives_an_iterator(mutants[number]) for number in numbers) and "return" not in TOKEN.findall(own)
        out += text[at : function.start]
        first_of_all = out.count("\n") + 1
        out += text[function.start : body] + " match crate::mutant_switch::active() {\n"
        for index, number in enumerate(numbers):
            span, first = mutants[number]["span"], out.count("\n") + 1
            replacement = mutants[number]["replacement"]
            if is_wrapped:
                # In a type argument a `&mut` does not become a `&` by itself.
                replacement = replacement.replace("Box::leak(", "&*Box::leak(")
            changed = f'{text[body : offset(span["start"])]} {replacement} {text[offset(span["end"]) : function.end - 1]}\n'
            out += f"{number} => {wrapped(changed, index, len(numbers)) if is_wrapped else block(changed)},\n"
            arms.append(Arm(first, out.count("\n"), number))
        out += f"_ => {wrapped(own, len(numbers), len(numbers)) if is_wrapped else block(own)},\n}}}}"
        if is_wrapped:
            arms += [Arm(first_of_all, out.count("\n") + 1, number, is_whole=True) for number in numbers]
        at = function.end
    return out + text[at:], arms, alone


def places(span: Optional[dict[str, Any]], arms: dict[str, list[Arm]], is_whole: bool) -> set[int]:
    """The mutants at a span of a message, or at the macro that it expands from."""
    found = set()
    while span:
        at, listed = span["line_start"], arms.get(span["file_name"], [])
        found |= {arm.mutant for arm in listed if arm.is_whole == is_whole and arm.first_line <= at <= arm.last_line}
        span = (span.get("expansion") or {}).get("span")
    return found


def refused(messages: Iterable[str], arms: dict[str, list[Arm]]) -> dict[int, str]:
    """The mutants that do not compile, each with its errors from cargo's JSON messages."""
    found: dict[int, str] = {}
    for line in messages:
        message = json.loads(line).get("message")
        if not isinstance(message, dict) or not message.get("level", "").startswith("error"):
            continue
        # The place of the error, or else one that explains it: of two bodies that do not fit, the own one may be in the wrong.
        # Or the function whose bodies do not fit.
        for is_primary, is_whole in ((True, False), (False, False), (True, True)):
            at = [places(span, arms, is_whole) for span in message["spans"] if span["is_primary"] == is_primary]
            if numbers := set().union(*at):
                why = TOGETHER * is_whole + message["message"]
                found |= {number: why for number in numbers if number not in found}
                break
    return found


def may_do_alone(mutant: dict[str, Any], why: str) -> bool:
    is_decided_by_body = "impl " in (mutant["function"] or {}).get("return_type", "")
    return why.startswith(TOGETHER) or is_decided_by_body and why.startswith(BESIDE)


class Switchboard:
    """A copy of the sources that contains all mutants, except for those that do not compile."""

    def __init__(self, sources: Path, copy: Path, mutants: dict[int, dict[str, Any]], library: str) -> None:
        self.sources, self.copy, self.mutants, self.library = sources, copy, mutants, library
        self.unviable: dict[int, str] = {}
        self.alone: set[int] = set()
        self.arms: dict[str, list[Arm]] = {}

    def write(self) -> None:
        files: dict[str, dict[int, dict[str, Any]]] = defaultdict(dict)
        files[self.library] = {}
        for number, mutant in self.mutants.items():
            files[mutant["file"]].update({} if number in self.unviable else {number: mutant})
        for file, mutants in files.items():
            text, self.arms[file], alone = switched((self.sources / file).read_text(), mutants)
            self.alone |= alone
            text += SWITCH if file == self.library else ""
            if (self.copy / file).read_text() != text:
                (self.copy / file).write_text(text)

    def take_out(self, messages: Iterable[str]) -> bool:
        """Takes out those that do not compile; whether there were any."""
        found = {number: why for number, why in refused(messages, self.arms).items() if number not in self.unviable}
        self.unviable |= found
        return bool(found)

    def settle(self) -> None:
        """Those that did not compile beside others, but may do alone, are not unviable."""
        beside = {number for number, why in self.unviable.items() if may_do_alone(self.mutants[number], why)}
        self.alone |= beside
        self.unviable = {number: why for number, why in self.unviable.items() if number not in beside}
