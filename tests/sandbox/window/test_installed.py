"""What the manifest declares is what the window offers."""

from pathlib import Path

from sandbox.window.installed import Shortcut, installed

MANIFEST = """
features:
  agent_view:
    suggested_prompts: [{title: Push, message: Push my call.}]
  shortcuts:
    - {name: Record this call, type: message, callback_id: record_call}
    - {name: Ask, type: global, callback_id: ask}
  slash_commands: [{command: /chorister}]
"""


def test_shortcuts_are_told_apart_by_where_they_are(tmp_path: Path) -> None:
    file = tmp_path / "manifest.yml"
    file.write_text(MANIFEST)
    found = installed(file)
    assert found.on_messages == (Shortcut("Record this call", "record_call"),)
    assert found.everywhere == (Shortcut("Ask", "ask"),)
    assert found.commands == ("/chorister",)
    assert found.prompts == (("Push", "Push my call."),)


def test_without_a_manifest_nothing_is_offered(tmp_path: Path) -> None:
    assert not installed(tmp_path / "none.yml").commands


def test_our_own_manifest_is_read() -> None:
    assert "/chorister" in installed().commands
