"""Plants a breach of every rule of tidy.py and requires that it is found, at its place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

import tidy
from rules import architecture

MODULES = """
armillary_module(base LINKS dep_fmt)
armillary_module(net LINKS dep_boost_system)
armillary_module(metadata SQL LINKS dep_sqlite)
armillary_module(objects)
armillary_module(tenancy SQL USES metadata)
armillary_module(app USES net metadata objects tenancy
                 LINKS dep_cli11)
"""

PRIVATE = (
    "namespace objects {\nnamespace {\n\nnamespace fs = std::filesystem;\n"
    "constexpr std::size_t kRead = std::size_t{32} * 1024;\n"
    "std::string NameOf(const Blob& b, std::map<int, int> c) {\n  if (b) {\n    return x;\n  }\n}\n"
    "}  // namespace\n\nvoid Blob::Read() {}\n}  // namespace objects\n"
)

CLEAN = {
    "src/CMakeLists.txt": MODULES,
    "src/base/clock.h": "#pragma once\n\n// The only source of time.\nclass Clock {};\n",
    "src/base/guarded.h": "#pragma once\n\n#include <mutex>\n\nstd::mutex mutex_;\n",
    "src/metadata/scope.h": (
        "#pragma once\nclass TenantScope {\n  friend class armillary::tenancy::Access;\n"
        "  explicit TenantScope(int tenant);\n};\n"
    ),
    "src/metadata/database.cc": 'const char* kText = "SELECT 1";\n',
    "src/objects/blob.cc": (
        '#include "base/clock.h"\n#include "objects/internal/file.h"\n\n'
        "// The write goes on; then the folder is synced:\n//\n//   return Sync(folder);\n"
        'void Put() { Say("CREATE a folder; DELETE nothing"); }\n'
        "Blob(const Blob&) = delete;\nauto owned = std::unique_ptr<Blob>(new Blob);\n"
        "#include <new>\nstd::unique_ptr<Blob> named(new Blob(1));\n"
    ),
    "src/objects/internal/file.h": "#pragma once\n",
    "src/objects/internal/file.cc": PRIVATE,
    "src/objects/private_test.cc": PRIVATE,
    "src/objects/testing/fake.cc": PRIVATE,
    "src/objects/other.cc": PRIVATE.replace("Blob& b", "Other& b").replace("kRead", "kOther"),
    "src/objects/blob_test.cc": '#include "base/testing/fake_clock.h"\n',
    "src/base/testing/fake_clock.h": "#pragma once\n",
    "src/tenancy/token_store.cc": 'const char* kInsert = "INSERT INTO tokens VALUES ($1)";\n',
    "src/tenancy/token.h": "#pragma once\nvoid Insert(const TenantScope& scope);\n",
    "src/tenancy/schema/0001.sql": "CREATE TABLE tokens (tenant_id TEXT);\n",
    "src/net/session.cc": "void Step() { co_await Read(); }  // TODO(#7): gRPC\n",
    "tools/tidy.py": "TODO = 1\n",
    "tools/made.py": '"""Made by a tool; do not edit."""\n' + "#" * 200 + "\n" * 500,
}


@dataclass(frozen=True)
class Plant:
    rule: str
    path: str
    text: str
    line: int


def body(lines: int) -> str:
    return "void Long(int a) {\n" + "  Call();\n" * lines + "}\n"


def nested(levels: int) -> str:
    deeper = "if (a) {\n" * levels + "Call();\n" + "} else {\n}\n" * levels
    return "void Deep() {\n" + deeper + "}\n"


PLANTS = [
    Plant("file-length", "src/objects/long.cc", "\n" * 401, 401),
    Plant("line-length", "src/objects/wide.cc", "\n" + "x" * 101 + "\n", 2),
    Plant("function-length", "src/objects/long.cc", "namespace a {\n" + body(51) + "}\n", 2),
    Plant("nesting", "src/objects/deep.cc", nested(4), 5),
    Plant("coroutines", "src/objects/task.cc", "\nvoid f() { co_return; }\n", 2),
    Plant("banned-name", "src/objects/helper.cc", "\n", 1),
    Plant("banned-name", "src/objects/util/file.cc", "\n", 1),
    Plant("banned-name", "src/objects/misc_test.cc", "\n", 1),
    Plant("banned-name", "src/objects/blobs.cc", "class Manager {};\n", 1),
    Plant("detach", "src/objects/task.cc", "void f() { thread.detach(); }\n", 1),
    Plant("sleep", "src/objects/task_test.cc", "std::this_thread::sleep_for(1s);\n", 1),
    Plant("raw-memory", "src/objects/task.cc", "auto* x = new Task(1);\n", 1),
    Plant("raw-memory", "src/objects/task.cc", "void f(T* x) {\n  delete x;\n}\n", 2),
    Plant("mutex", "src/objects/cache.h", "#pragma once\nstd::shared_mutex mutex_;\n", 2),
    Plant("mutex", "src/objects/cache.h", "#pragma once\nstd::condition_variable c_;\n", 2),
    Plant("scope", "src/tenancy/token_service.cc", "auto scope = TenantScope(id);\n", 1),
    Plant("scope", "src/tenancy/token_service.cc", "SystemScope{};\n", 1),
    Plant("scope", "src/tenancy/token_service.cc", "SystemAuthority::Make();\n", 1),
    Plant("scope", "src/metadata/scope.h", "#pragma once\nfriend class Anybody;\n", 2),
    Plant("pragma-once", "src/objects/blob.h", "class Blob {};\n", 1),
    Plant("heavy-header", "src/net/server.h", "#pragma once\n#include <boost/asio.hpp>\n", 2),
    Plant("heavy-header", "src/net/e.h", "#pragma once\n#include <onnxruntime_c_api.h>\n", 2),
    Plant("todo", "src/objects/blob.h", "#pragma once\n// TODO: later\n", 2),
    Plant("todo", "src/objects/blob.h", "#pragma once\n/* FIXME */\n", 2),
    Plant("commented-code", "src/objects/put.cc", "\n// auto file = Open(path);\n", 2),
    Plant("commented-code", "src/objects/put.cc", "// if (ready) {\n", 1),
    Plant("commented-code", "src/objects/put.cc", "// store.Put(blob);\n", 1),
    Plant("undeclared-module", "src/batch/job.cc", "\n", 1),
    Plant("include", "src/objects/blob.cc", '#include "tenancy/token.h"\n', 1),
    Plant("include", "src/objects/blob.cc", '#include "file.h"\n', 1),
    Plant("include", "src/objects/blob.cc", '#include "../base/clock.h"\n', 1),
    Plant("include", "src/app/main.cc", '\n#include "objects/internal/file.h"\n', 2),
    Plant("testing-include", "src/app/main.cc", '#include "base/testing/fake_clock.h"\n', 1),
    Plant("sql", "src/objects/index.cc", 'Run("SELECT id FROM blobs");\n', 1),
    Plant("sql", "src/objects/index.cc", 'Run(R"sql(\n  UPDATE blobs SET a = 1)sql");\n', 1),
    Plant("sql", "src/tenancy/token.cc", 'Run("DELETE "\n    "FROM tokens");\n', 1),
    Plant("sql", "src/objects/schema/0001.sql", "CREATE TABLE blobs (id TEXT);\n", 1),
    Plant("sql", "src/tenancy/0002.sql", "CREATE TABLE more (id TEXT);\n", 1),
    Plant("private-name", "src/objects/put.cc", PRIVATE, 6),
    Plant("suppression", "src/objects/a.cc", "int a;  // NOLINT\n", 1),
    Plant("suppression", "src/objects/a.cc", "a;  // NOLINT(x-y)\nb;  // NOLINT(x-y)\n", 2),
    Plant("python-file-length", "tools/long.py", "\n" * 401, 401),
    Plant("python-line-length", "sdk/python/src/a.py", "#" * 101 + "\n", 1),
    Plant("python-banned-name", "sdk/python/src/armillary/utils.py", "\n", 1),
    Plant("python-todo", "tests/test_a.py", "x = 1  #" + " TODO later\n", 1),
]


def plant(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


def found(root: Path) -> list[tuple[str, str, int]]:
    return [(breach.rule, str(breach.path), breach.line) for breach in tidy.breaches(root)]


def test_a_clean_tree_passes(tmp_path: Path) -> None:
    plant(tmp_path, CLEAN)
    assert found(tmp_path) == []


@pytest.mark.parametrize("breach", PLANTS, ids=lambda p: f"{p.rule}:{p.path}:{p.line}")
def test_finds_a_planted_breach(tmp_path: Path, breach: Plant) -> None:
    plant(tmp_path, CLEAN | {breach.path: breach.text})
    assert (breach.rule, breach.path, breach.line) in found(tmp_path)


def test_finds_the_seventh_file_that_reaches_asio(tmp_path: Path) -> None:
    plant(tmp_path, CLEAN)
    plant(tmp_path, {"src/net/internal/heavy.h": "#pragma once\n#include <boost/beast.hpp>\n"})
    for number in range(6):
        plant(tmp_path, {f"src/net/a{number}.cc": '#include "net/internal/heavy.h"\n'})
    assert found(tmp_path) == []
    plant(tmp_path, {"src/net/seventh.cc": "#include <boost/asio/ip/tcp.hpp>\n"})
    assert found(tmp_path) == [("asio", "src/net/seventh.cc", 1)]


def test_a_function_of_the_longest_length_passes(tmp_path: Path) -> None:
    plant(tmp_path, CLEAN | {"src/objects/long.cc": body(50) + "class A {" + "\n" * 60 + "};\n"})
    assert found(tmp_path) == []


def test_the_deepest_nesting_passes(tmp_path: Path) -> None:
    plant(tmp_path, CLEAN | {"src/objects/deep.cc": nested(3) + "Blob b{{{{{1}}}}};\n"})
    assert found(tmp_path) == []


def test_every_rule_has_a_planted_breach() -> None:
    assert tidy.all_rules() - {breach.rule for breach in PLANTS} == {"asio"}


def test_the_modules_of_the_real_tree_are_read() -> None:
    modules = architecture.read_modules(tidy.ROOT)
    assert {"base", "metadata", "app"} <= set(modules)
    assert modules["metadata"].owns_tables
    assert "base" in modules["app"].uses
    assert not [name for module in modules.values() for name in module.uses if "dep_" in name]
