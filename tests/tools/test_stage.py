"""The stage tool itself: limits, signals and sums. Nothing here depends on how fast the machine is: what should be ended
would otherwise never end, and what should not be has no limit that matters."""

from __future__ import annotations

import contextlib
import io
import os
import runpy
import signal
import subprocess
import sys
import tempfile
import threading
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import limit  # noqa: E402

AGES_S = 300
FOR_EVER = "while :; do sleep 1; done"
# Prints how SIGINT and SIGQUIT are handled.
HANDLING = (
    sys.executable,
    "-c",
    "import signal; print(signal.getsignal(signal.SIGINT) is signal.default_int_handler, signal.getsignal(signal.SIGQUIT).name)",
)


class Alive:
    """A pipe that stays open as long as any process that holds it lives."""

    def __init__(self, folder: str) -> None:
        self.path = Path(folder) / "alive"
        os.mkfifo(self.path)
        self.end = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK)

    def holders(self) -> bool:
        try:
            while os.read(self.end, 4096):
                pass
        except BlockingIOError:
            return True
        finally:
            os.close(self.end)
        return False


class Limits(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.log = open(Path(folder.name) / "log", "w+b")  # noqa: SIM115
        self.addCleanup(self.log.close)
        self.alive = Alive(folder.name)

    def shell(self, script: str, limit_s: float, grace_s: float = AGES_S) -> limit.Ended:
        """Runs the script while it holds the pipe."""
        command = ["sh", "-c", f"exec 9>'{self.alive.path}'; {script}"]
        return limit.run(command, self.log, limit_s, grace_s)

    def said(self) -> str:
        self.log.seek(0)
        return self.log.read().decode()

    def test_status_and_output_are_those_of_the_command(self) -> None:
        self.assertEqual(self.shell("echo out; echo err >&2; exit 3", AGES_S), limit.Ended(3))
        self.assertEqual(self.said(), "out\nerr\n")

    def test_a_command_that_dies_of_a_signal_has_failed(self) -> None:
        self.assertEqual(self.shell("kill -KILL $$", AGES_S), limit.Ended(137))

    def test_a_command_that_is_missing_has_failed(self) -> None:
        self.assertEqual(limit.run(["/nonexistent/program"], self.log, AGES_S), limit.Ended(127))
        self.assertIn("/nonexistent/program", self.said())

    def test_a_command_that_lasts_for_ever_is_ended_with_its_children(self) -> None:
        self.assertEqual(self.shell(f"({FOR_EVER}) & ({FOR_EVER})", 0.5), limit.Ended(124, "SIGTERM"))
        self.assertFalse(self.alive.holders())

    def test_a_command_that_ignores_sigterm_is_killed(self) -> None:
        self.assertEqual(self.shell(f"trap '' TERM; {FOR_EVER}", 3, 0.2), limit.Ended(124, "SIGTERM and SIGKILL"))
        self.assertFalse(self.alive.holders())

    def test_a_child_that_ignores_sigterm_is_killed_although_its_parent_ended(self) -> None:
        script = f"(trap '' TERM; {FOR_EVER}) & wait"
        self.assertEqual(self.shell(script, 3, 0.2), limit.Ended(124, "SIGTERM and SIGKILL"))
        self.assertFalse(self.alive.holders())

    def test_what_a_command_leaves_behind_is_ended(self) -> None:
        self.assertEqual(self.shell(f"({FOR_EVER}) & exit 0", AGES_S), limit.Ended(0))
        self.assertFalse(self.alive.holders())


class Stages(unittest.TestCase):
    """The program, with a target folder of its own."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.target = Path(folder.name)
        self.alive = Alive(folder.name)

    def start(self, *arguments: str, ignoring: tuple[signal.Signals, ...] = ()) -> subprocess.Popen[str]:
        def ignore() -> None:
            for number in ignoring:
                signal.signal(number, signal.SIG_IGN)

        return subprocess.Popen(
            [sys.executable, HERE / "stage", *arguments],
            env=os.environ | {"CARGO_TARGET_DIR": str(self.target), "PYTHONDONTWRITEBYTECODE": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            preexec_fn=ignore,
        )

    def stage(self, *arguments: str, **more: tuple[signal.Signals, ...]) -> tuple[int, str]:
        process = self.start(*arguments, **more)
        said, _ = process.communicate(timeout=AGES_S)
        return process.returncode, said

    def log(self, name: str) -> str:
        return (self.target / "stages" / f"{name}.log").read_text()

    def test_a_stage_over_its_limit_fails_and_its_log_says_so(self) -> None:
        stage = runpy.run_path(str(HERE / "stage"))
        stage["LIMITS_S"]["sleeper"] = 0.5
        stage["run"].__globals__["FOLDER"] = self.target / "stages"
        with contextlib.redirect_stdout(io.StringIO()) as said:
            self.assertEqual(stage["main"](["sleeper", "sh", "-c", f"echo begun; {FOR_EVER}"]), 1)
        self.assertIn("stage sleeper: over its limit of 0.5 s; ended with SIGTERM", self.log("sleeper"))
        self.assertIn("sleeper      FAILED", said.getvalue())
        self.assertEqual(self.stage("--end"), (1, "0 passed, 1 failed\n"))

    def test_a_stage_sees_default_signals_although_its_parent_ignored_them(self) -> None:
        ignoring = (signal.SIGINT, signal.SIGQUIT)
        self.assertEqual(self.stage("handling", *HANDLING, ignoring=ignoring)[0], 0)
        self.assertEqual(self.log("handling"), "True SIG_DFL\n")

    def test_an_interrupt_ends_the_stage_and_what_it_started(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            begun = self.target / f"begun-{number}"
            process = self.start("long", "sh", "-c", f"exec 9>'{self.alive.path}'; touch {begun}; {FOR_EVER}")
            while not begun.exists():
                self.assertIsNone(process.poll())
            process.send_signal(number)
            process.communicate(timeout=AGES_S)
            self.assertEqual(process.returncode, -number)
        self.assertFalse(self.alive.holders())

    def test_an_interrupt_is_seen_whatever_it_interrupts(self) -> None:
        class Busy(subprocess.Popen[bytes]):
            """A process that is being asked for its status when the signal comes."""

            def poll(self) -> int | None:
                with self._waitpid_lock:  # type: ignore[attr-defined]
                    os.kill(os.getpid(), signal.SIGTERM)
                    signal.pthread_sigmask(signal.SIG_BLOCK, [])
                return super().poll()

        child = os.fork()
        if child == 0:
            limit.subprocess.Popen = Busy  # type: ignore[misc]
            with open(os.devnull, "wb") as log:
                limit.run(["sh", "-c", FOR_EVER], log, AGES_S, 0.2)
            os._exit(0)
        killer = threading.Timer(30, os.kill, (child, signal.SIGKILL))
        killer.start()
        status = os.waitpid(child, 0)[1]
        killer.cancel()
        self.assertEqual(os.waitstatus_to_exitcode(status), -signal.SIGTERM)

    def test_a_stage_that_is_alone_waits_for_the_others(self) -> None:
        begun, go, ended = (self.target / name for name in ("begun", "go", "ended"))
        other = self.start("builds", "sh", "-c", f"touch {begun}; until test -e {go}; do sleep 0.1; done; touch {ended}")
        while not begun.exists():
            self.assertIsNone(other.poll())
        alone = self.start("dashboard", "test", "-e", str(ended))
        # Meanwhile others run beside each other.
        self.assertEqual(self.stage("docs", "true")[0], 0)
        go.touch()
        for process in (other, alone):
            said, _ = process.communicate(timeout=AGES_S)
            self.assertEqual(process.returncode, 0, said)

    def test_sums_what_the_logs_tell(self) -> None:
        logs = {
            "cargo": "running 3 tests\ntest result: ok. 3 passed; 0 failed; 2 ignored; 0 measured; 0 filtered out\n",
            "ours": "rust: 5 passed, 0 failed\n7 passed, 0 failed\n",
            "node": "ℹ tests 12\nℹ pass 11\nℹ fail 0\n",
            "pytest": "...\n13 passed, 2 skipped, 1 warning in 3.21s\n",
            "silent": "1 failed and was put right\n",
        }
        for name, text in logs.items():
            self.assertEqual(self.stage(name, "printf", "%s", text)[0], 0)
        self.assertEqual(self.stage("--end"), (0, f"{3 + 12 + 11 + 13 + 1} passed, 0 failed\n"))
        for name, text in {"pytest": "1 failed, 13 passed, 1 error in 3.21s", "silent": "no number"}.items():
            self.assertEqual(self.stage(name, "sh", "-c", "printf '%s\\n' \"$0\"; exit 1", text)[0], 1)
        self.assertEqual(self.stage("--end"), (1, f"{3 + 12 + 11 + 13} passed, 3 failed\n"))
        times = self.stage("--times")[1]
        self.assertEqual([line.split()[0] for line in times.splitlines() if line.endswith(" s")], ["all"])
        self.assertIn("\npytest: the end of its log\n1 failed, 13 passed, 1 error in 3.21s\n", times)
        self.assertNotIn("cargo: the end", times)
        self.assertEqual(self.stage("--begin")[0], 0)
        self.assertEqual(self.stage("--end"), (1, "no stage ran\n"))

    def test_says_how_it_is_used(self) -> None:
        for arguments in ((), ("name",), ("../name", "true"), ("--nonsense",)):
            self.assertEqual(self.stage(*arguments)[0], 2)


if __name__ == "__main__":
    unittest.main()
