import re
from dataclasses import fields
from pathlib import Path

import click
import pytest

from config import ROOT, Settings
from shared_services.accounts.commands import users
from shared_services.api.commands import tokens
from shared_services.booking.commands import capacity
from shared_services.demo.commands import demo
from shared_services.outbox.commands import outbox
from shared_services.scheduler.commands import scheduler
from shared_services.scheduler.registry import JOBS

OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("name", [field.name.upper() for field in fields(Settings)])
def test_every_setting_is_told(name: str) -> None:
    assert f"`{name}`" in (ROOT / "README.md").read_text() + OPERATIONS


@pytest.mark.parametrize("name", [job.name for job in JOBS])
def test_every_job_is_told(name: str) -> None:
    assert f"`{name}`" in OPERATIONS


@pytest.mark.parametrize(
    "group", [users, tokens, capacity, demo, outbox, scheduler], ids=lambda group: group.name
)
def test_every_command_is_told(group: click.Group) -> None:
    for name in group.commands:
        assert re.search(rf"`{group.name} {name}( [A-Z]+)?`", OPERATIONS)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text()):
        if "://" not in target:
            path = (page.parent / target).resolve()
            assert path.exists(), target
