"""TLS by the real binary, with clients of several kinds and with what is no client at all."""

from __future__ import annotations

import json
import os
import random
import re
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from armillary import Client
from armillary.errors import ConnectionFailed
from tests.integration.certificates import Authority, Pair, openssl
from tests.integration.failures import StartServer, Tenant, eventually, refused_start
from tests.integration.people import MODEL, Platform, example_model, unique
from tests.integration.running import Running
from tests.integration.scenario import Scenario
from tests.integration.test_scenarios import FILES


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def tls(authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """One server over TLS for the tests of this file."""
    data = tmp_path_factory.mktemp("tls") / "data"
    server = Running(data, *authority.sign().flags, trusted=authority.file)
    yield Platform(server)
    server.stop()


def address(server: Running) -> str:
    return server.url.removeprefix("https://")


def shake_hands(server: Running, *flags: str | Path) -> str:
    """What `openssl s_client` says of a handshake, good or bad."""
    command = ["openssl", "s_client", "-connect", address(server), *map(str, flags)]
    done = subprocess.run(
        command, check=False, input="", capture_output=True, text=True, timeout=60
    )
    return done.stdout + done.stderr


def figure(platform: Platform, name: str) -> float:
    found = re.search(rf"^{name} (\S+)$", platform.operator.get("/metrics").text, re.MULTILINE)
    assert found, name
    return float(found[1])


def test_the_address_is_said_as_https(tls: Platform) -> None:
    server = tls.server
    assert server.url.startswith("https://127.0.0.1:")
    assert json.loads((server.data / "listening.json").read_text())["url"] == server.url
    assert "http://" not in server.log.read_text()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_scenario(tls: Platform, file: Path) -> None:
    assert Scenario(tls, unique("s")).run(file) > 0


def test_curl_is_answered_on_one_connection(tls: Platform, authority: Authority) -> None:
    url = f"{tls.server.url}/healthz"
    done = subprocess.run(
        ["curl", "--verbose", "--silent", "--cacert", authority.file, url, url],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "ALPN: server accepted http/1.1" in done.stderr
    assert "Re-using existing connection" in done.stderr
    assert done.stdout.count('"status"') == 2


def test_python_alone_is_answered(tls: Platform, authority: Authority) -> None:
    context = ssl.create_default_context(cafile=authority.file)
    with urllib.request.urlopen(f"{tls.server.url}/healthz", context=context) as answer:
        assert answer.status == 200


@pytest.mark.parametrize("version", ["-tls1_2", "-tls1_3"])
def test_present_versions_are_spoken(tls: Platform, authority: Authority, version: str) -> None:
    said = shake_hands(tls.server, version, "-CAfile", authority.file, "-alpn", "h2,http/1.1")
    assert "Verify return code: 0 (ok)" in said
    assert "ALPN protocol: http/1.1" in said
    assert "Compression: NONE" in said


@pytest.mark.parametrize("version", ["-tls1", "-tls1_1"])
def test_old_versions_are_refused(tls: Platform, version: str) -> None:
    said = shake_hands(tls.server, version, "-cipher", "ALL:@SECLEVEL=0")
    assert "alert protocol version" in said


@pytest.mark.parametrize(
    "suite", ["AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-SHA384", "ECDHE-ECDSA-AES128-SHA"]
)
def test_weak_suites_are_refused(tls: Platform, suite: str) -> None:
    said = shake_hands(tls.server, "-tls1_2", "-cipher", f"{suite}:@SECLEVEL=0")
    assert "alert handshake failure" in said


def test_a_client_of_other_protocols_is_refused(tls: Platform) -> None:
    assert "alert no application protocol" in shake_hands(tls.server, "-alpn", "h2")


def test_a_session_resumes(tls: Platform, tmp_path: Path) -> None:
    for version in ("-tls1_2", "-tls1_3"):
        kept = tmp_path / version
        command = ["openssl", "s_client", "-connect", address(tls.server), version, "-sess_out"]
        request = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        subprocess.run(
            [*command, str(kept), "-ign_eof"], check=True, input=request, text=True, timeout=60,
            capture_output=True,
        )  # fmt: skip
        assert "Reused, TLSv1" in shake_hands(tls.server, version, "-sess_in", kept)


def test_plain_http_is_told_to_use_tls(tls: Platform) -> None:
    plain = tls.server.url.replace("https://", "http://")
    done = subprocess.run(
        ["curl", "--silent", "--header", "Authorization: Bearer arm_x", f"{plain}/api/v1/whoami"],
        check=True,
        capture_output=True,
        timeout=60,
    )
    assert json.loads(done.stdout)["code"] == "tls_required"


def test_the_sdk_trusts_the_authority_that_a_variable_names(
    tls: Platform, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    with (
        Client(tls.server.url, tls.server.operator_token) as client,
        pytest.raises(ConnectionFailed, match="name its file in SSL_CERT_FILE"),
    ):
        client.who_am_i()
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    for url in (tls.server.url, tls.server.url.replace("127.0.0.1", "localhost")):
        with Client(url, tls.server.operator_token) as client:
            assert client.who_am_i().name == "operator"


def test_the_command_line_works_from_end_to_end(
    tls: Platform, authority: Authority, tmp_path: Path
) -> None:
    tenant = unique("acme")
    tls.add_tenant(tenant)
    (tmp_path / "model.onnx").write_bytes(example_model())
    variables = {n: v for n, v in os.environ.items() if not n.startswith(("ARMILLARY_", "XDG_"))}
    variables |= {
        "HOME": str(tmp_path),
        "SSL_CERT_FILE": str(authority.file),
        "ARMILLARY_URL": tls.server.url,
        "ARMILLARY_TOKEN": tls.token(tenant, "scientist"),
    }

    def armillary(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", "from armillary.cli import main; main()", *arguments],
            check=False,
            capture_output=True,
            text=True,
            timeout=120,
            env=variables,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    armillary("models", "register", MODEL, str(tmp_path / "model.onnx"))
    armillary("deployments", "create", MODEL, "--version", "1")
    said = armillary("predict", MODEL, "--record", '{"tenure": 2}', "--json")
    assert len(json.loads(said)["predictions"]) == 1


def test_what_is_no_handshake_is_counted_and_not_logged(tls: Platform) -> None:
    chance = random.Random(6)
    before = figure(tls, "armillary_tls_handshake_failures_total")
    logged = tls.server.log.read_text()
    for _ in range(100):
        with tls.server.connect(bare=True) as stranger:
            stranger.sendall(b"\x16\x03\x01" + chance.randbytes(chance.randrange(1, 2_000)))
            stranger.shutdown(socket.SHUT_WR)
            while stranger.recv(4096):
                pass
    name = "armillary_tls_handshake_failures_total"
    assert eventually(lambda: figure(tls, name) == before + 100)
    assert tls.server.log.read_text() == logged


def test_handshakes_that_stand_still_stall_nobody(tls: Platform) -> None:
    standing = []
    for _ in range(200):
        standing.append(tls.server.connect(bare=True))
        standing[-1].sendall(b"\x16\x03\x01\x02\x00\x01\x00")
    try:
        for _ in range(20):
            began = time.monotonic()
            with tls.server.client(None) as client:
                assert client.get("/healthz").status_code == 200
            assert time.monotonic() - began < 1
        assert eventually(lambda: all(ended(one) for one in standing), 20)
    finally:
        for one in standing:
            one.close()


def ended(one: socket.socket) -> bool:
    one.setblocking(False)
    try:
        return one.recv(1) == b""
    except BlockingIOError:
        return False
    except ConnectionResetError:
        return True


def test_beyond_this_machine_only_over_tls(
    tmp_path: Path, start_server: StartServer, authority: Authority
) -> None:
    said = refused_start(tmp_path / "data", "tls_required", listen="0.0.0.0:0")
    assert "TLS" in said
    assert "`tls.certificate` and `tls.key`" in said
    flags = authority.sign().flags
    server = start_server(tmp_path / "data", *flags, listen="0.0.0.0:0", trusted=authority.file)
    assert server.url.startswith("https://127.0.0.1:")
    Tenant(Platform(server), "acme").assert_answers()
    assert server.stop() == 0


def spoiled(authority: Authority, how: str) -> tuple[Pair, str]:
    """A pair that cannot be used, and the file that is to be named."""
    pair = authority.sign(-1 if how == "expired" else 30)
    if how == "of another":
        pair = Pair(pair.certificate, authority.sign().key)
    elif how == "cut":
        pair.certificate.write_bytes(pair.certificate.read_bytes()[:300])
    elif how == "cut key":
        pair.key.write_bytes(pair.key.read_bytes()[:100])
    elif how == "encrypted":
        fresh = pair.key.with_suffix(".enc")
        openssl("pkey", "-in", pair.key, "-aes256", "-passout", "pass:abcd", "-out", fresh)
        fresh.replace(pair.key)
    elif how == "missing":
        pair.key.unlink()
    elif how == "open to all":
        pair.key.chmod(0o644)
    of_key = how in {"of another", "cut key", "encrypted", "missing", "open to all"}
    return pair, str(pair.key if of_key else pair.certificate)


UNUSABLE = {
    "expired": "it expired at",
    "of another": "it is not the key of",
    "cut": "damaged or cut short",
    "cut key": "no whole private key",
    "encrypted": "it is encrypted",
    "missing": "there is no such file",
    "open to all": "others than its owner and group have rights to it",
}


@pytest.mark.parametrize("how", UNUSABLE)
def test_an_unusable_pair_is_refused_before_anything_is_made(
    tmp_path: Path, authority: Authority, how: str
) -> None:
    pair, named = spoiled(authority, how)
    said = refused_start(tmp_path / "data", "certificate_unusable", *pair.flags)
    assert named in said
    assert UNUSABLE[how] in said
    assert ("chmod 0640" in said) == (how == "open to all")
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(("given", "missing"), [(0, "tls.key"), (2, "tls.certificate")])
def test_half_of_a_pair_is_refused(
    tmp_path: Path, authority: Authority, given: int, missing: str
) -> None:
    half = authority.sign().flags[given : given + 2]
    said = refused_start(tmp_path / "data", "config_invalid_value", *half)
    assert f"{missing} is missing" in said
