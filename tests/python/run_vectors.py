"""Runs the vectors through the installed package: `python tests/python/run_vectors.py [DIR] [--dump FILE]`.

Prints each mismatch, and last how many cases passed. With `--dump`, writes one line for each case: its path, and the
canonical request, answer and error, which must be the same text in every language.
"""

from __future__ import annotations

import argparse
import base64
import inspect
import json
import pickle
import sys
from pathlib import Path
from typing import Any

import soarwire
from soarwire import d3, xpanse

HERE = Path(__file__).resolve().parent
CLASSES = {
    value.id: value
    for module in (d3, xpanse)
    for value in vars(module).values()
    if isinstance(value, type) and issubclass(value, soarwire.Operation) and value is not soarwire.Operation
}
# What a case may expect: the names of the answers' classes, in lower case.
ANSWERS = ("report", "page", "details", "created", "validity", "reply")


def operation_of(case: dict[str, Any]) -> soarwire.Operation:
    """Calls the constructor as a person would; what no call can express goes in as a dict."""
    constructor, params = CLASSES.get(case["operation"]), case["params"]
    if constructor is not None:
        try:
            inspect.signature(constructor).bind(**params)
        except TypeError:
            constructor = None
    if constructor is None:
        return soarwire.Operation.from_dict({"operation": case["operation"], "params": params})
    return constructor(**params)


def tenant_of(settings: dict[str, Any]) -> soarwire.Tenant:
    settings = dict(settings)
    auth = dict(settings.pop("auth", None) or {})
    auth.pop("now_ms", None)
    advanced = auth.pop("nonce", None) is not None
    if "username" in settings or "site" in settings:
        return d3.Tenant(**settings, **auth)
    return xpanse.Tenant(**settings, **auth, key_type="advanced" if advanced else "standard")


def equal(expected: Any, actual: Any) -> bool:
    """By JSON type: 1 is 1.0, and true is not 1."""
    if isinstance(expected, bool) or isinstance(actual, bool):
        return expected is actual
    if isinstance(expected, list) and isinstance(actual, list):
        return len(expected) == len(actual) and all(map(equal, expected, actual))
    if isinstance(expected, dict) and isinstance(actual, dict):
        return expected.keys() == actual.keys() and all(equal(expected[key], actual[key]) for key in expected)
    return bool(expected == actual)


def covers(expected: Any, actual: Any) -> bool:
    """An object is compared on the keys that the case gives."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        return all(key in actual and equal(expected[key], actual[key]) for key in expected)
    return equal(expected, actual)


def lists_cover(expected: Any, actual: Any) -> bool:
    """A list has exactly the entries that the case gives."""
    if isinstance(expected, list) and isinstance(actual, list):
        return len(expected) == len(actual) and all(map(covers, expected, actual))
    return covers(expected, actual)


def plain(value: Any) -> Any:
    """What has a name in Python, such as `Failed` and `Row`, as the object that it is in JSON."""
    if isinstance(value, list):
        return [plain(element) for element in value]
    if isinstance(value, soarwire.Failed):
        return {"id": value.id, "reason": value.reason}
    return value.to_dict() if isinstance(value, (soarwire.Row, soarwire.Counts)) else value


def whole(value: Any) -> Any:
    """Text as the package hands it out: half a surrogate pair is U+FFFD."""
    if isinstance(value, str):
        return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if isinstance(value, list):
        return [whole(element) for element in value]
    if isinstance(value, dict):
        return {whole(key): whole(member) for key, member in value.items()}
    return value


class Run:
    """One case: what came of it, and what should not have."""

    def __init__(self, case: dict[str, Any]) -> None:
        self.case = case
        self.request: soarwire.Request | None = None
        self.answer: Any = None
        self.error: soarwire.SoarwireError | None = None
        self.mismatches: list[str] = []
        try:
            self.carry_out()
        except soarwire.SoarwireError as error:
            self.error, self.answer = error, error.report
        self.check()

    def carry_out(self) -> None:
        operation = operation_of(self.case)
        if settings := self.case.get("tenant"):
            auth = settings.get("auth") or {}
            tenant = tenant_of(settings)
            self.request = tenant.request(operation, nonce=auth.get("nonce"), now_ms=auth.get("now_ms"))
        if response := self.case.get("response"):
            body: str | bytes = response.get("body", "")
            if "body_base64" in response:
                body = base64.b64decode(response["body_base64"])
            self.answer = operation.parse(response["status"], response.get("headers", {}), body)

    def expect(self, what: str, expected: Any, actual: Any, same: bool) -> None:
        if not same:
            shown = [json.dumps(value, ensure_ascii=False, default=repr) for value in (expected, actual)]
            self.mismatches.append(f"{what}: expected {shown[0]}, got {shown[1]}")

    def check(self) -> None:
        case = self.case
        if expected := case.get("request"):
            self.check_request(expected)
        expected, error = case.get("error"), self.error
        if expected is None or error is None:
            self.expect("error", expected, error and error.to_dict(), expected is None and error is None)
        else:
            canonical = json.loads(error.to_json())
            for key in expected:
                self.expect(f"error.{key}", expected[key], canonical[key], equal(expected[key], canonical[key]))
            self.expect("error.to_dict()", canonical, error.to_dict(), error.to_dict() == whole(canonical))
        if error is not None:
            # A request that names no incidents leaves nothing to report on.
            reported = error.maybe_executed and bool(error.asked)
            self.expect("error.report", reported, error.report is not None, reported == (error.report is not None))
        for name in ANSWERS:
            if name in case:
                is_of_kind = type(self.answer).__name__.lower() == name
                self.check_answer(name, case[name], self.answer if is_of_kind else None)

    def check_request(self, expected: dict[str, Any]) -> None:
        if self.request is None:
            self.expect("request", expected, None, False)
            return
        for key in expected.keys() & {"method", "url"}:
            actual = getattr(self.request, key)
            self.expect(f"request.{key}", expected[key], actual, expected[key] == actual)
        for name, value in expected.get("headers", {}).items():
            actual = self.request.headers.get(name)
            self.expect(f"request.headers.{name}", value, actual, value == actual)
        if "body" in expected:
            actual = json.loads(self.request.body)
            self.expect("request.body", expected["body"], actual, equal(expected["body"], actual))

    def check_answer(self, name: str, expected: dict[str, Any] | None, answer: Any) -> None:
        if expected is None or answer is None:
            self.expect(name, expected, answer, expected is None and answer is None)
            return
        canonical = json.loads(answer.to_json())
        for key, wanted in expected.items():
            self.expect(f"{name}.{key}", wanted, canonical[key], lists_cover(wanted, canonical[key]))
        # What Python hands out is what the canonical text says.
        for key, wanted in canonical.items():
            # Seconds in Python; no vector is timed.
            found = plain(getattr(answer, "elapsed" if key == "elapsed_ms" else key))
            self.expect(f"{name}.{key} in Python", whole(wanted), found, equal(whole(wanted), found))
        self.expect(f"{name}.to_dict()", canonical, answer.to_dict(), equal(whole(canonical), answer.to_dict()))
        restored = pickle.loads(pickle.dumps(answer))
        self.expect(f"{name} pickled", canonical, json.loads(restored.to_json()), restored == answer)

    def canonical(self) -> str:
        parts = (self.request, self.answer, self.error)
        return "\t".join("null" if part is None else part.to_json() for part in parts)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dir", nargs="?", type=Path, default=HERE.parent / "vectors")
    parser.add_argument("--dump", type=Path)
    options = parser.parse_args()
    lines, passed, failed = [], 0, 0
    for path in sorted(options.dir.rglob("*.json")):
        name = path.relative_to(options.dir).as_posix()
        try:
            run = Run(json.loads(path.read_bytes()))
        except Exception as error:  # One broken case must not hide the others.
            failed += 1
            print(f"{name}: could not be run: {error!r}")
            continue
        for mismatch in run.mismatches:
            print(f"{name}: {mismatch}")
        failed, passed = failed + bool(run.mismatches), passed + (not run.mismatches)
        lines.append(f"{name}\t{run.canonical()}\n")
    if options.dump:
        options.dump.write_text("".join(lines), encoding="utf-8")
    print(f"python: {passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
