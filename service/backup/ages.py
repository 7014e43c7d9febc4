"""How old the latest complete backup is, for whoever is to be woken when none was taken."""

from math import inf
from pathlib import Path

from service.backup.folders import BackupError, Folder
from service.foundation import clock, metrics

age = metrics.gauge(
    "backup_age_seconds", "How old the latest complete backup is; +Inf: there is none.", "kind"
)


def read(folder: str) -> None:
    """Look at a backup's folder, if there is one; one that cannot be read holds no backup."""
    if not folder:
        return
    try:
        summary = Folder(Path(folder)).summary()
    except (BackupError, OSError):
        summary = None
    taken = (clock.now() - summary.taken_at).total_seconds() if summary else inf
    age.labels("whole").set(taken)
