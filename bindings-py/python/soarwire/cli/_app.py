"""The command as a whole: its commands, and how each of them ends."""

from __future__ import annotations

import click

from .. import __version__, errors
from . import _act, _continue, _journal, _list, _sandbox, _show, _tenants
from ._failure import INTERRUPTED, USAGE, Failure
from ._out import clean, prepare, refused, say, told

_EPILOG = """\
\b
To try it on simulated tenants:
  soarwire sandbox > tenants.toml &    then do what the first lines of tenants.toml say
  soarwire list --tenant d3 --where status=Open
  soarwire close --tenant d3 --where status=Open --conclusion "A drill." --dry-run
  soarwire close --tenant d3 --where status=Open --conclusion "A drill." --journal drill.journal
  soarwire settle drill.journal        finds out what is in effect, where that is unknown
  soarwire resume drill.journal        the rest, after Ctrl-C or a crash; --retry: also what failed

\b
Completion of commands, options and tenants:
  bash  eval "$(_SOARWIRE_COMPLETE=bash_source soarwire)"
  zsh   eval "$(_SOARWIRE_COMPLETE=zsh_source soarwire)"
  fish  _SOARWIRE_COMPLETE=fish_source soarwire | source

\b
Exit code: 0 all succeeded, 1 some failed, 2 usage error, 3 some unknown,
4 stopped with some not attempted, 130 interrupted.
"""


class _Commands(click.Group):
    """Lists the commands in the order in which they were added."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


def app() -> click.Group:
    """The command with all its commands."""
    group = _Commands(
        "soarwire",
        help="Act on incidents of D3 SOAR and Cortex Xpanse, and know what happened to each of them.",
        epilog=_EPILOG,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
        no_args_is_help=False,
    )
    click.version_option(__version__, prog_name="soarwire", message="%(prog)s %(version)s")(group)
    reading = [_list.command(), _show.command()]
    journals = [_continue.settle(), _continue.resume(), _journal.command()]
    rest = [_tenants.command(), _sandbox.sandbox(), _sandbox.demo()]
    for command in (*_act.commands(), *reading, *journals, *rest):
        group.add_command(command)
    return group


def main(arguments: list[str] | None = None) -> int:
    """Runs the command; gives its exit status."""
    prepare()
    try:
        # Click gives the status of --help and the like, or what the command gives.
        return int(app().main(arguments, prog_name="soarwire", standalone_mode=False) or 0)
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "soarwire"
        say(f"soarwire: {clean(error.format_message())} ({command} --help)")
        return USAGE
    except click.ClickException as error:
        say(f"soarwire: {clean(error.format_message())}")
        return USAGE
    except Failure as failure:
        say(f"soarwire: {failure}")
        return failure.code
    except errors.BuildError as error:
        say(f"soarwire: {refused(error)}")
        return USAGE
    except errors.SoarwireError as error:
        say(f"soarwire: {told(error)}")
        return 1
    except (KeyboardInterrupt, click.Abort):
        say("")
        return INTERRUPTED
