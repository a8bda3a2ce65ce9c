"""The tenant that a command is about."""

from __future__ import annotations

import click

from .. import errors, tenants
from ._failure import Failure
from ._out import clean


def options() -> list[click.Parameter]:
    """The options that name a tenant."""
    return [
        click.Option(
            ["--tenant"], metavar="NAME", shell_complete=_names,
            help="The tenant, by its name in the tenants file; required if there are several.",
        ),
        config_option(),
    ]  # fmt: skip


def config_option() -> click.Option:
    """The option that names the file."""
    return click.Option(
        ["--config"], metavar="FILE", type=click.Path(),
        help="The tenants file. Default: the one that SOARWIRE_CONFIG names, or tenants.toml in the user's config folder.",
    )  # fmt: skip


def load(config: str | None) -> tenants.Tenants:
    """The tenants file. Raises `Failure`."""
    path = config or tenants.default_path()
    try:
        found = tenants.load(path)
    except FileNotFoundError:
        hint = "name another with --config, or try simulated tenants: soarwire sandbox > tenants.toml"
        raise Failure(f"there is no tenants file {path}: {hint}") from None
    except OSError as error:
        raise Failure(f"{path} cannot be read: {error.strerror or error}") from None
    except errors.InvalidRequest as error:
        where = "" if error.field == "path" else f"{path}: {error.field} "
        raise Failure(f"{where}{error.reason}") from None
    except ImportError as error:
        raise Failure(str(error)) from None
    if not found:
        raise Failure(f"{path} names no tenants: write a table [tenants.NAME] for each")
    return found


def chosen(config: str | None, name: str | None) -> tenants.Profile:
    """The tenant that the options name, or the only one there is. Raises `Failure`."""
    found = load(config)
    if name is None and len(found) == 1:
        return next(iter(found.values()))
    known = ", ".join(clean(each) for each in found)
    if name is None:
        raise Failure(f"--tenant is missing: {found.path} has {known}")
    if name not in found:
        raise Failure(f"--tenant {clean(name)}: {found.path} has no such tenant; it has {known}")
    return found[name]


def with_key(profile: tenants.Profile) -> tenants.Profile:
    """The same, once it is known that its keys can be read. Raises `Failure`."""
    missing = profile.missing()
    if missing:
        raise Failure(missing[0])
    return profile


def _names(context: click.Context, _: click.Parameter, begun: str) -> list[str]:
    try:
        return [name for name in load(context.params.get("config")) if name.startswith(begun)]
    except Failure:
        return []
