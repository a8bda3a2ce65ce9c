"""Tenants by name, from a file."""

from __future__ import annotations

import asyncio
import copy
import pickle
import sys
from pathlib import Path

import pytest

from soarwire import bulk, d3, errors, tenants, xpanse
from soarwire.testing import Sandbox

D3 = '[tenants.soc]\nvendor = "d3"\nbase_url = "https://soc.example.com/MainApp/VSOC"\nusername = "Admin"\nsite = "North"\n'
XPANSE = '[tenants.surface]\nvendor = "xpanse"\nfqdn = "acme.crtx.us.example.com"\nkey_id = 7\nkey_env = "SURFACE_KEY"\n'
NUMBER = "20261103-104"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "tenants.toml"


def load(file: Path, text: str) -> tenants.Tenants:
    file.write_text(text, encoding="utf-8")
    return tenants.load(file)


def served(sandbox: Sandbox, rest: str = 'key_env = "SOC_KEY"\n') -> str:
    return D3.replace("https://soc.example.com/MainApp/VSOC", sandbox.credentials["d3"]["base_url"]).replace("North", "Security Operations") + rest


def test_what_a_file_says(file: Path) -> None:
    found = load(file, D3 + 'ca_file = "authority.pem"\nrequests_per_second = 2.5\n' + XPANSE)
    assert list(found) == ["soc", "surface"]
    assert (found.path, len(found)) == (str(file), 2)
    soc, surface = found.values()
    assert (soc.name, soc.vendor, soc.requests_per_second, soc.keys) == ("soc", "d3", 2.5, {})
    assert soc.ca_file == str(file.parent / "authority.pem")
    assert soc.tenant().base_url == "https://soc.example.com/MainApp/VSOC"
    assert isinstance(surface.tenant(), xpanse.Tenant)
    assert surface.tenant().base_url == "https://api-acme.crtx.us.example.com"
    assert (surface.requests_per_second, surface.ca_file) == (None, None)
    assert repr(soc) == "<soarwire.tenants.Profile soc: d3 https://soc.example.com/MainApp/VSOC>"
    with pytest.raises(KeyError):
        found["other"]


def test_clients_share_a_pace_and_take_the_key_from_the_variable(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Sandbox() as sandbox:
        profile = load(file, served(sandbox))["soc"]
        assert profile.pacer is profile.pacer
        with profile.client() as client:
            with pytest.raises(errors.MissingCredential) as missing:
                client.run(d3.UpdateOwner([NUMBER], "Li Wen"))
            assert "SOC_KEY is not set" in str(missing.value.__cause__)
            # It is read at every attempt, so that a key may change.
            monkeypatch.setenv("SOC_KEY", "sandbox-d3-key")
            assert client.run(d3.UpdateOwner([NUMBER], "Li Wen")).all_succeeded

        async def main() -> bool:
            async with profile.async_client(timeout=20) as client:
                return (await client.run(d3.UpdateOwner([NUMBER], "Tom Okafor"))).all_succeeded

        assert asyncio.run(main())


def test_a_pace_of_ones_own_and_none(file: Path) -> None:
    profile = load(file, D3 + "requests_per_second = 0\n")["soc"]
    for settings in ({}, {"requests_per_second": 5}, {"pacer": profile.pacer}):
        profile.client(**settings).close()


def test_a_key_for_each_command(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSIGN_KEY", "assigns")
    with Sandbox({"d3": {"keys": {"UpdateIncidentOwnerInBulk": "assigns"}}}) as sandbox:
        profile = load(file, served(sandbox, 'key_env = { UpdateIncidentOwnerInBulk = "ASSIGN_KEY" }\n'))["soc"]
        with profile.client() as client:
            assert client.run(d3.UpdateOwner([NUMBER], "Li Wen")).all_succeeded
            with pytest.raises(errors.MissingCredential, match="CloseIncidentInBulk"):
                client.run(d3.CloseIncidents([NUMBER], bypass_required_tasks=True))


KEYRING = """
import keyring.backend

class Ring(keyring.backend.KeyringBackend):
    priority = 1
    asked = 0

    def get_password(self, service, name):
        Ring.asked += 1
        return {("a/b", "c"): "sandbox-d3-key"}.get((service, name))

    def set_password(self, service, name, password): ...
    def delete_password(self, service, name): ...
"""


def test_a_plan_for_another_profile_is_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOC_KEY", "sandbox-d3-key")
    with Sandbox() as sandbox:
        profile = load(file, served(sandbox, 'key_env = "SOC_KEY"\n'))["soc"]
        theirs, ours, anybodys = (bulk.plan(d3.UpdateOwner, [NUMBER], owner="Li Wen", tenant=name) for name in ("lab", "soc", None))
        with profile.client() as client:
            with pytest.raises(errors.InvalidRequest, match="the plan is for lab, and this client is of soc") as caught:
                client.run_bulk(theirs)
            assert caught.value.field == "tenant"
            assert client.run_bulk(ours).all_succeeded and client.run_bulk(anybodys).all_succeeded
        with pytest.raises(errors.InvalidRequest, match="the plan is for lab"):
            asyncio.run(profile.async_client().run_bulk(theirs))
        assert len(sandbox.requests) == 2


def test_a_key_from_the_keyring(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keyring = pytest.importorskip("keyring")
    namespace: dict[str, type] = {}
    exec(KEYRING, namespace)
    monkeypatch.setattr(keyring.core, "_keyring_backend", namespace["Ring"]())
    with Sandbox() as sandbox:
        profile = load(file, served(sandbox, 'key_keyring = "a/b/c"\n'))["soc"]
        with profile.client() as client:
            for _ in range(3):
                assert client.run(d3.UpdateOwner([NUMBER], "Li Wen")).all_succeeded
        # Once for a client: a keyring may ask the user.
        assert namespace["Ring"].asked == 1  # type: ignore[attr-defined]
        assert profile.missing() == []
        other = load(file, served(sandbox, 'key_keyring = "a/other"\n'))["soc"]
        assert other.missing() == [
            "tenant soc: the keyring's entry that key_keyring names is missing: store the key there (keyring set SERVICE NAME)"
        ]
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert "pip install 'soarwire[keyring]'" in profile.missing()[0]


def test_what_is_missing_is_said_without_a_key(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A key where the name of its variable should be: it looks like a name, but is never shown.
    profile = load(file, D3 + 'key_env = "hunter2hunter2"\n')["soc"]
    assert profile.missing() == ["tenant soc: the environment variable that key_env names is not set: set it to the key"]
    assert "hunter2" not in repr(profile) + repr(profile.client())
    profile = load(file, D3 + 'key_env = "SOC_KEY"\n')["soc"]
    assert profile.missing() == ["tenant soc: the environment variable SOC_KEY is not set: set it to the key"]
    monkeypatch.setenv("SOC_KEY", " ")
    assert profile.missing() != []
    monkeypatch.setenv("SOC_KEY", "k")
    assert profile.missing() == []


REFUSED = {
    'api_key = "hunter2"': ("api_key", "must not be in the file"),
    'key = "hunter2"': ("key", "must not be in the file"),
    'jwt = "hunter2"': ("jwt", "must not be in the file"),
    'Password = "hunter2"': ("Password", "must not be in the file"),
    '[tenants.soc.api_keys]\nCloseIncidentInBulk = "hunter2"': ("api_keys", "must not be in the file"),
    'key_env = "hunter2-hunter2"': ("key_env", "must be the name of an environment variable"),
    'key_env = 5': ("key_env", "must be the name of an environment variable"),
    'key_env = { CloseIncidents = "A_KEY" }': ("key_env", "did you mean `CloseIncidentInBulk`"),
    'key_keyring = "hunter2"': ("key_keyring", 'must be "service/name"'),
    'key_env = "A_B"\nkey_keyring = "a/b"': ("key_keyring", "keep one of them"),
    'usrname = "x"': ("usrname", "did you mean username?"),
    'colour = "x"': ("colour", "is not known (known: vendor, base_url,"),
    'key_id = "7"': ("key_id", "is not known for d3: it is for xpanse"),
    "requests_per_second = -1": ("requests_per_second", "must be a number"),
    "requests_per_second = true": ("requests_per_second", "must be a number"),
    "ca_file = 5": ("ca_file", "must be text"),
}  # fmt: skip


@pytest.mark.parametrize("line", REFUSED)
def test_what_is_refused_in_a_tenant(file: Path, line: str) -> None:
    field, reason = REFUSED[line]
    with pytest.raises(errors.InvalidRequest) as refused:
        load(file, D3 + line)
    assert refused.value.field == f"tenants.soc.{field}"
    assert reason in str(refused.value)
    assert "hunter2" not in str(refused.value) + repr(refused.value) + refused.value.to_json()


@pytest.mark.parametrize(
    ("text", "field", "reason"),
    [
        ("[tenant.soc]", "tenant", "did you mean tenants?"),
        ("tenants = 5", "tenants", "must be tables"),
        ('[tenants."a/b"]', "tenants", "must have names of letters"),
        ("[tenants]\nsoc = 5", "tenants.soc", "must be a table"),
        ("[tenants.soc]", "tenants.soc.vendor", "is missing"),
        ('[tenants.soc]\nvendor = "d4"', "tenants.soc.vendor", '"d3" or "xpanse"'),
        (D3.replace("https:", "http:") + 'key_env = "SOC_KEY"', "tenants.soc.base_url", "https"),
        (D3.replace("site", "#"), "tenants.soc.site", "is missing"),
        (D3.replace('"North"', '" "'), "tenants.soc.site", "must be text"),
        (XPANSE.replace("fqdn", "#"), "tenants.surface.fqdn", "or base_url is needed"),
        (XPANSE.replace("key_id", "#"), "tenants.surface.key_id", "is missing"),
        (XPANSE + 'key_type = "other"', "tenants.surface.key_type", '"advanced" or "standard"'),
        (XPANSE + 'site = "North"', "tenants.surface.site", "it is for d3"),
        ("[tenants", "path", "is not TOML"),
        (D3 + D3, "path", "is not TOML"),
    ],
)
def test_what_is_refused_in_a_file(file: Path, text: str, field: str, reason: str) -> None:
    with pytest.raises(errors.InvalidRequest) as refused:
        load(file, text)
    assert refused.value.field == field
    assert reason in str(refused.value)


def test_files_of_other_editors(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + D3.replace("\n", "\r\n").encode())
    assert list(tenants.load(file)) == ["soc"]
    file.write_bytes(D3.encode("utf-16"))
    with pytest.raises(errors.InvalidRequest, match="save it as UTF-8"):
        tenants.load(file)
    assert list(load(file, "")) == []
    with pytest.raises(FileNotFoundError):
        tenants.load(file.parent / "none.toml")


def test_where_the_file_is(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(file, D3)
    monkeypatch.setenv("SOARWIRE_CONFIG", str(file))
    assert tenants.default_path() == str(file)
    assert list(tenants.load()) == ["soc"]
    monkeypatch.delenv("SOARWIRE_CONFIG")
    if sys.platform == "linux":
        monkeypatch.setenv("XDG_CONFIG_HOME", str(file.parent))
        assert tenants.default_path() == str(file.parent / "soarwire" / "tenants.toml")
    monkeypatch.setitem(sys.modules, "platformdirs", None)
    with pytest.raises(ImportError, match="SOARWIRE_CONFIG"):
        tenants.default_path()


def test_profiles_are_values(file: Path) -> None:
    profile = load(file, D3 + 'key_env = "SOC_KEY"\n')["soc"]
    for made in (pickle.loads(pickle.dumps(profile)), copy.deepcopy(profile), load(file, D3 + 'key_env = "SOC_KEY"\n')["soc"]):
        assert made == profile
        assert made.keys == profile.keys
    assert profile != load(file, D3)["soc"]
    assert profile != "soc"


@pytest.mark.skipif(sys.version_info >= (3, 11), reason="Python itself reads TOML")
def test_without_a_toml_reader(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tomli", None)
    with pytest.raises(ImportError, match="pip install 'soarwire\\[cli\\]'"):
        load(file, D3)
