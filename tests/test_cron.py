"""The lines of the README for cron run with the empty environment that cron gives them."""

import functools
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import TOP
from tests.shop.server import KEY, OWNER, claims_of, opened, returns_of, seller_of
from tests.test_ozon_case import told

README = (TOP / "README.md").read_text(encoding="utf-8")
LINES = [line for block in re.findall(r"```crontab\n(.*?)```", README, re.DOTALL) for line in block.splitlines() if line.strip()]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="cron is not of Windows")


@pytest.fixture
def user(tmp_path: Path) -> Path:
    """Return the folder of a user for whom the program is installed where pipx puts it."""
    program = tmp_path / ".local/bin/ozon-returns"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nPYTHONPATH={TOP} exec {sys.executable} -m ozon_returns "$@"\n')
    program.chmod(0o755)
    return tmp_path


def cron(line: str, user: Path) -> subprocess.CompletedProcess[str]:
    """Run the command of a line as cron does: by sh, with nothing but a home, a shell and a short PATH."""
    command = line.split(maxsplit=5)[5]
    environ = {"HOME": str(user), "LOGNAME": "seller", "SHELL": "/bin/sh", "PATH": "/usr/bin:/bin"}
    return subprocess.run(["/bin/sh", "-c", command], env=environ, cwd=user, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("line", LINES)
def test_a_line_of_cron_says_what_needs_attention_and_is_silent_else(user: Path, line: str) -> None:
    nowhere = cron(line, user)
    assert nowhere.returncode == 10, "a home that is not there is never reported as a quiet week"
    assert str(user / "returns") in nowhere.stderr
    assert not (user / "returns").exists()
    program = [str(user / ".local/bin/ozon-returns"), "--home", str(user / "returns")]
    subprocess.run([*program, "products", "158", "cost=1"], check=True, capture_output=True)
    quiet = cron(line, user)
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", ""), "nothing to mail when all is well"
    subprocess.run([*program, "import", str(TOP / "cases.example.yaml")], check=True, capture_output=True)
    told = cron(line, user)
    assert told.returncode in (0, 6)
    if "analyze" in line:
        assert re.search("[а-я]{4}", told.stdout + told.stderr), "in Russian, though cron knows no language"
    else:
        assert (told.stdout, told.stderr, (user / "ozon-returns.zip").exists()) == ("", "", True)


def test_the_morning_with_ozon_says_what_is_due_and_is_silent_else(user: Path) -> None:
    """The key is in a file, as the environment of cron has none; that of the test names the shop alone."""
    [line] = re.findall(r"^0 8 \* \* \* (\S+ --lang \w+ sync --quiet; .+)$", README, re.MULTILINE)
    home = user / "returns"
    command = line.replace("$HOME/.local/bin/ozon-returns", f'"$HOME/.local/bin/ozon-returns" --home "{home}"')
    home.mkdir()
    (home / "settings.toml").write_text('ozon_key_file = "ozon.toml"\nozon_calls_per_second = 100000\n', encoding="utf-8")
    (home / "ozon.toml").write_text(f'client_id = "{OWNER}"\napi_key = "{KEY}"\n', encoding="utf-8")
    (home / "ozon.toml").chmod(0o600)
    with opened() as shop:
        rows: list[dict[str, Any]] = []
        shop.methods = {"/v1/returns/list": returns_of(rows), **claims_of([]), **seller_of()}
        environ = {"HOME": str(user), "PATH": "/usr/bin:/bin", "OZON_API_URL": shop.url}
        morning = functools.partial(subprocess.run, ["/bin/sh", "-c", command], env=environ, capture_output=True, text=True, check=False)
        quiet = morning()
        assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")
        just_now = {"status": {"sys_name": "CompensationOffered"}, "change_moment": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"}
        rows.append({**told("CompensationOffered"), "visual": just_now})
        assert "Ожидает вашего решения по компенсации" in morning().stderr
        (home / "ozon.toml").chmod(0o644)
        refused = morning()
        assert refused.returncode in (0, 6), "deadlines are told although Ozon was not asked"
        assert "ozon.toml" in refused.stderr
        assert KEY not in refused.stdout + refused.stderr
