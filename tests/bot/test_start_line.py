"""The line at the start says what runs here, and nothing that is secret."""

from bot.start_line import about, said_of
from tests.builders import settings


def test_it_names_version_transport_database_and_what_is_on() -> None:
    told = said_of(settings(CHORISTER_WRITES="off", CHORISTER_OPS_PORT="9464"))
    assert told.startswith("Version 0.")
    assert told.endswith(
        "; Socket Mode; SQLite; writes off; joins on; operations on 127.0.0.1:9464; traces off; log as text."
    )


def test_no_password_stands_in_it() -> None:
    given = settings(
        SLACK_APP_TOKEN="",
        SLACK_SIGNING_SECRET="s1gning",
        DATABASE_URL="postgresql://ana:p4ss@db/x",
        OTEL_EXPORTER_OTLP_ENDPOINT="http://otel:4318",
    )
    assert about(given)[1:] == ("http", "postgresql")
    told = said_of(given)
    assert "; signed HTTP on 127.0.0.1:3000; PostgreSQL; writes approve;" in told
    assert "operations off; traces on;" in told
    assert not [word for word in ("p4ss", "s1gning", "xoxb") if word in told]
