"""Files that the program writes: private, whole, and on file systems that have no modes or cannot flush a folder."""

import errno
import os
import stat
from pathlib import Path

import pytest

from ozon_returns.files import create, save
from tests.conftest import Run, needs_modes


@needs_modes
@pytest.mark.parametrize("words", ["export -o {}", "due --ics {}", "analyze --format md -o {}", "backup {}", "check --seal {}"])
def test_what_is_written_is_for_the_user_alone(run: Run, kettle: int, tmp_path: Path, words: str) -> None:
    assert kettle
    old = os.umask(0)
    try:
        assert run(*words.format(tmp_path / "file.zip").split()).exit == 0
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "file.zip").stat().st_mode) == 0o600
    assert {each.name for each in tmp_path.iterdir()} <= {"file.zip", "home"}


@needs_modes
def test_a_file_is_not_written_through_a_link_that_lies_in_wait(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "victim")
    with pytest.raises(FileExistsError):
        create(tmp_path / "link")
    assert not (tmp_path / "victim").exists()


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP, errno.EBADF])
def test_a_file_system_without_modes_and_folder_sync_will_do(
    run: Run, kettle: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    whole = os.fsync

    def fsync(opened: int) -> None:
        if stat.S_ISDIR(os.fstat(opened).st_mode):
            raise OSError(number, os.strerror(number))
        whole(opened)

    def chmod(path: Path, _mode: int) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM), str(path))

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "chmod", chmod)
    (tmp_path / "shot.jpg").write_bytes((tmp_path / "home/cases/000001/01-defect.jpg").read_bytes() + b" ")
    for words in (
        ["inspect", "--case", kettle, tmp_path / "shot.jpg"],
        ["ticket", kettle, "--ask", "1990"],
        ["backup", tmp_path / "b.zip"],
    ):
        assert run(*words).exit == 0, words
    assert run("restore", tmp_path / "b.zip", "--home", tmp_path / "new").exit == 0
    assert run("check", "--home", tmp_path / "new").exit == 0


def test_a_disk_that_fails_is_no_file_system_that_cannot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fsync(_opened: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(Exception, match="input/output error"):
        save(str(tmp_path / "x"), "text")
    assert list(tmp_path.iterdir()) == []
