"""What is said once at the start: which version this is, how it hears, where it keeps its rows, and what is on."""

from importlib.metadata import version

from bot.database_url import file_of
from bot.settings import Settings


def about(settings: Settings) -> tuple[str, str, str]:
    """The version, the transport and the kind of database."""
    transport = "socket" if settings.slack_app_token else "http"
    return version("chorister"), transport, "sqlite" if file_of(settings.store) else "postgresql"


def said_of(settings: Settings) -> str:
    """The same in words, with what is on; nothing of it is secret."""
    release, transport, database = about(settings)
    ways = {"socket": "Socket Mode", "http": f"signed HTTP on {settings.host}:{settings.port}"}
    kinds = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
    at = f"{settings.chorister_ops_host}:{settings.chorister_ops_port}"
    parts = (
        f"Version {release}",
        ways[transport],
        kinds[database],
        f"writes {settings.chorister_writes}",
        f"joins {settings.chorister_joins}",
        f"operations on {at}" if settings.chorister_ops_port else "operations off",
        "traces on" if settings.otel_exporter_otlp_endpoint else "traces off",
        f"log as {settings.chorister_log}",
    )
    return "; ".join(parts) + "."
