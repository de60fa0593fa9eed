"""One frozen model of the environment, read once at start."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import unquote

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
)
from sqlalchemy import URL

from bot import ways_in
from bot.database_url import beside, in_file, read_address
from bot.errors import SettingsError
from bot.queues import Caps
from bot.recorder.consent import NoGo
from bot.risk.rule_file import RuleFile, read_rules
from bot.setting_kinds import (
    Address,
    Apps,
    AppToken,
    Base,
    BotToken,
    Channels,
    DatabaseAddress,
    Dates,
    Keys,
    People,
    Positive,
    RecordAddress,
    RuleFilePath,
    Words,
)
from tools.policy import Rules, checked_effects, checked_routes, read_effects

WHERE = {
    **ways_in.WHERE,
    "ANTHROPIC_API_KEY": "platform.claude.com > API keys",
    "TRUTO_API_TOKEN": "app.truto.one > Settings > API tokens",
    "TRUTO_INTEGRATED_ACCOUNT_ID": "app.truto.one > Integrated accounts > your Chorus account (a UUID)",
}
"""Where a person finds each value that has no default."""


class Settings(BaseModel):
    """Everything the environment decides. No other module reads the environment."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    slack_bot_token: BotToken | None = None
    """The bot's token in your workspace. Needed unless workspaces install the app by themselves: then each has its own."""
    slack_app_token: AppToken | None = None
    """Socket Mode: no public address needed. Leave it out to listen for signed HTTP on `PORT`."""
    slack_signing_secret: SecretStr | None = None
    """Signed HTTP: proves that a request comes from Slack."""
    slack_client_id: str | None = None
    """Workspaces install the app by themselves: the app's id for that. Together with the next three."""
    slack_client_secret: SecretStr | None = None
    """The secret that goes with it."""
    chorister_public_url: Address | None = None
    """Under which address the world reaches `PORT`, say `https://chorister.example.com`: Slack sends installers there."""
    chorister_secret_key: Keys | None = None
    """
    Encrypts the tokens of installed workspaces at rest: 32 bytes in base64, as `openssl rand -base64 32` prints. Of several
    keys, comma-separated, the first encrypts and all decrypt.
    """
    slack_api_url: Base = "https://slack.com/api/"
    """Slack's Web API."""
    host: str = "127.0.0.1"
    """The address signed HTTP listens on; behind a proxy on another machine: `0.0.0.0`."""
    port: int = Field(default=3000, ge=1, le=65535)
    """Where signed HTTP listens, and where workspaces come that install the app."""
    chorister_ops_port: int | None = Field(default=None, ge=1, le=65535)
    """
    Where `/healthz`, `/readyz` and `/metrics` are answered; unset: nowhere, but for the first two on `PORT` with signed
    HTTP. Figures are never told on `PORT`, which the world can reach.
    """
    chorister_ops_host: str = "127.0.0.1"
    """The address of that port; in a container: `0.0.0.0`."""
    chorister_log: Literal["text", "json"] = "text"
    """`text`: lines for people. `json`: one object a line, with the ids of run, workspace, process and event."""
    otel_exporter_otlp_endpoint: Address | None = None
    """
    An OpenTelemetry collector (OTLP over HTTP, such as `http://localhost:4318`) that gets traces; needs `chorister[traces]`.
    Unset: no traces.
    """
    otel_exporter_otlp_headers: SecretStr | None = None
    """What the collector wants to see, such as `authorization=Bearer abc`; several with commas between."""
    anthropic_api_key: SecretStr
    """Claude."""
    anthropic_base_url: Address = "https://api.anthropic.com"
    """Claude's API."""
    chorister_model: str = "claude-opus-5-5"
    """Which Claude runs the loop; `claude-sonnet-5-5` costs about half."""
    chorister_cheap_model: str = "claude-haiku-5-5"
    """Which Claude reads transcripts for red-flag words; it only points at sentences, which are then verified."""
    truto_api_token: SecretStr
    """Truto."""
    truto_api_base_url: Address = "https://api.truto.one"
    """Truto's API."""
    truto_integrated_account_id: str = ""
    """The Chorus account that Truto holds for you; of many workspaces each has its own."""
    truto_connect_url: Address = "https://app.truto.one/connect-account"
    """Truto's page on which people connect a Chorus account of their own (`/chorister connect`)."""
    chorister_home: Path = Path(".chorister")
    """Where the SQLite files live."""
    database_url: DatabaseAddress | None = None
    """
    Another SQLite file (`sqlite:///path`) instead of the one in `CHORISTER_HOME`, or the PostgreSQL that several processes
    share (`postgresql://user:password@host/database`).
    """
    chorister_dead_after: float = Field(default=20.0, ge=2, allow_inf_nan=False)
    """Seconds of silence, at least 2, after which the other processes on one PostgreSQL take over the work of a process."""
    chorister_stop_within: float = Field(default=25.0, ge=1, allow_inf_nan=False)
    """
    Seconds from SIGTERM to the process's end, whatever hangs: most of them for running steps to end. What sends the signal
    has to wait a little longer before it kills (Docker: `stop_grace_period`).
    """
    chorister_turns_per_workspace: int = Field(default=50, ge=1)
    """Requests that are worked on at the same time for one workspace, over all processes; the others wait in line."""
    chorister_turns_per_process: int = Field(default=100, ge=1)
    """The same for one process, whichever workspaces they are of."""
    chorister_digests_per_workspace: int = Field(default=5, ge=1)
    """Digests that are gathered at the same time for one workspace, over all processes."""
    chorister_digests_per_process: int = Field(default=20, ge=1)
    """The same for one process."""
    chorister_writes: Literal["approve", "off"] = "approve"
    """`approve`: every CRM write waits for a person's click. `off`: cards are previews, nothing is written."""
    chorister_write_channels: Channels = ()
    """Slack channel ids in which CRM writes may be approved; empty: all. Elsewhere cards are previews."""
    chorister_write_people: People = ()
    """Slack user ids who may have writes; empty: all."""
    chorister_crm_url: RecordAddress | None = None
    """
    Address of an opportunity in your CRM with `{id}` in it, such as
    `https://you.lightning.force.com/lightning/r/Opportunity/{id}/view`: cards link to the record.
    """
    chorister_joins: Literal["on", "off"] = "on"
    """`off`: no recorder is sent anywhere."""
    chorister_tools: Literal["search", "flat"] = "search"
    """
    `search`: Claude sees the tools of the three jobs and finds the others by searching. `flat`: it sees all of them, in a
    longer prompt that is cached. A conversation keeps what it began with.
    """
    chorister_effects: Annotated[Words, AfterValidator(checked_effects)] = ()
    """
    What tools do where their method does not tell it, such as `conversations.bulk=destroy, engagements.export=read`: `read`
    (runs at once), `join`, `write` or `destroy`. An unknown method counts as a write.
    """
    chorister_allow: Annotated[Words, AfterValidator(checked_routes)] = ()
    """
    Tools that write or destroy and are offered all the same, such as `playlists.create, conversations.delete`; each call
    waits for a person. Empty: only the CRM write-back.
    """
    chorister_reading: Literal["participants", "workspace"] = "participants"
    """Who may read a call: its owner, participants, their managers and admins; or everybody in Chorus."""
    chorister_audience: Literal["seats", "strict"] = "seats"
    """
    When a call is told of in a channel: `seats`: everybody there is a full member with a Chorus seat; `strict`: everybody
    there may read it. Otherwise whoever asked is told alone.
    """
    chorister_admins: People = ()
    """Slack user ids of admins, comma-separated."""
    chorister_auto_join: Channels = ()
    """Slack channel ids where a posted meeting link gets the recorder at once, comma-separated."""
    chorister_confirm_words: Words = ()
    """Words beside a meeting link after which a person has to confirm the recording, comma-separated."""
    chorister_confirm_domains: Words = ()
    """Domains of links or e-mail addresses for which the same holds, comma-separated."""
    chorister_confirm_internal: Words = ()
    """
    Your own e-mail domains, comma-separated: a call beside whose link only addresses of these stand is internal, and a
    person has to confirm it.
    """
    chorister_link_apps: Apps = ()
    """Slack app ids of calendar and conferencing apps whose posts are looked at for meeting links, comma-separated."""
    chorister_after_call: Literal["on", "off"] = "on"
    """`on`: when Chorus has processed a call that was recorded from a thread, its summary and gaps are told there."""
    chorister_quiet: Channels = ()
    """Slack channel ids where a recorded call's content is never told, comma-separated."""
    chorister_not_seen_after: Positive = 300.0
    """Seconds after which an unseen recorder is said to be unseen."""
    chorister_not_processed_after: Positive = 3600.0
    """Seconds after a call's end when it is said that Chorus has still not processed it."""
    chorister_task_deadline: Positive = 1800.0
    """Seconds for which work that Chorus accepted, such as a deletion, is looked for; then it is unverified."""
    chorister_poll: Positive = 20.0
    """Seconds before the first look for a recorder; later looks come ever more seldom."""
    chorister_edit_pause: float = Field(default=3.0, ge=0, allow_inf_nan=False)
    """Seconds between two edits of one progress message (Slack advises three)."""
    chorister_stream: Literal["on", "off"] = "on"
    """`on`: a long answer appears while Claude writes it, as far as Slack's limits allow. `off`: when it is whole."""
    chorister_rules: RuleFilePath | None = None
    """A YAML file with your own rules of deal risk, and profiles of them; the rest is as in `bot/risk/rules.yaml`."""
    chorister_holidays: Dates = ()
    """Days without any scheduled digest, comma-separated: `2026-12-24, 2026-12-25`."""
    chorister_approval_hours: Positive = 24.0
    """Hours after which an undecided proposal expires."""
    chorister_keep_days: Positive = 30.0
    """Days after which conversations, with what Claude read in them, and finished runs are deleted."""
    chorister_audit_days: Positive = 365.0
    """Days after which the record of writes, proposals and their evidence are deleted."""
    chorister_max_turns: int = Field(default=30, gt=0)
    """Claude rounds in one run."""
    chorister_max_usd: Positive = 2.0
    """Money that one run may spend at Claude."""
    chorister_max_tokens: int = Field(default=2_000_000, ge=1)
    """Tokens that one run may send and receive, cached ones included."""
    chorister_max_minutes: Positive = 15.0
    """Wall time of one run."""
    chorister_person_usd_a_day: Positive = 10.0
    """Money that one person may spend at Claude on a day (UTC). No limit can be switched off; `0` is refused at start."""
    chorister_person_tokens_a_day: int = Field(default=10_000_000, ge=1)
    """Tokens that one person may spend on a day, cached ones included."""
    chorister_workspace_usd_a_day: Positive = 100.0
    """Money that all together may spend at Claude on a day, digests included."""
    chorister_workspace_tokens_a_day: int = Field(default=100_000_000, ge=1)
    """Tokens that all together may spend on a day."""
    chorister_digest_tokens: int = Field(default=300_000, ge=0)
    """Tokens that one digest may spend on looking for red-flag words in transcripts; `0`: nobody looks (rule R12 is off)."""

    @property
    def has_installs(self) -> bool:
        """Whether workspaces install the app by themselves."""
        return self.slack_client_id is not None

    @cached_property
    def rules_text(self) -> str:
        """The company's own rules of deal risk, as the file had them at the first look; empty without one."""
        return self.chorister_rules.read_text("utf-8") if self.chorister_rules else ""

    @cached_property
    def rules(self) -> RuleFile:
        """The rules of deal risk that the environment names. What an admin chose in Slack wins: see bot/choices.py."""
        return read_rules(self.rules_text, str(self.chorister_rules))

    @property
    def no_go(self) -> NoGo:
        """The calls that a person has to confirm."""
        return NoGo(
            self.chorister_confirm_words, self.chorister_confirm_domains, self.chorister_confirm_internal
        )

    @property
    def tool_rules(self) -> Rules:
        """What the admin has decided about tools."""
        return Rules(read_effects(self.chorister_effects), frozenset(self.chorister_allow))

    @property
    def caps(self) -> Caps:
        """How many runs may be under way at a time."""
        return Caps(
            self.chorister_turns_per_workspace,
            self.chorister_turns_per_process,
            self.chorister_digests_per_workspace,
            self.chorister_digests_per_process,
        )

    @property
    def otel_headers(self) -> dict[str, str]:
        """The collector's headers by name; a value may be percent-encoded, as OpenTelemetry has it."""
        given = self.otel_exporter_otlp_headers.get_secret_value() if self.otel_exporter_otlp_headers else ""
        pairs = (part.partition("=") for part in given.split(",") if "=" in part)
        return {name.strip().lower(): unquote(value.strip()) for name, _, value in pairs}

    @property
    def store(self) -> URL:
        """Where our own tables are."""
        if self.database_url:
            return read_address(self.database_url.get_secret_value())
        return in_file(self.chorister_home / "chorister.sqlite")

    @property
    def engine(self) -> URL:
        """Where the engine keeps its checkpoints: an SQLite file beside ours, or the same PostgreSQL."""
        return beside(self.store, "engine.sqlite")

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Self:
        """Read a mapping of variables; raises one SettingsError that names everything missing or malformed."""
        if problems := cls.problems(env):
            listed = "\n".join(f"  - {problem}" for problem in problems.values())
            raise SettingsError(
                f"Chorister cannot start. Missing or malformed:\n{listed}\nPut them into the environment or into .env"
            )
        return cls.model_validate(cls._given(env))

    @classmethod
    def problems(cls, env: Mapping[str, str]) -> dict[str, str]:
        """What is missing or malformed, by the variable's name; empty where a bot can start."""
        given, found = cls._given(env), dict[str, str]()
        try:
            cls.model_validate(given)
        except ValidationError as error:
            for e in error.errors():
                name = str(e["loc"][0]).upper()
                found[name] = problem(name, e["type"], e["msg"])
        if "truto_integrated_account_id" not in given and "slack_client_id" not in given:
            found["TRUTO_INTEGRATED_ACCOUNT_ID"] = problem("TRUTO_INTEGRATED_ACCOUNT_ID", "missing", "")
        return found | ways_in.half_set(given)

    @classmethod
    def _given(cls, env: Mapping[str, str]) -> dict[str, str]:
        return {k.lower(): v.strip() for k, v in env.items() if k.lower() in cls.model_fields and v.strip()}


def problem(name: str, kind: str, message: str) -> str:
    """What is wrong with a variable, in a line."""
    if kind == "missing":
        return f"{name}: {WHERE.get(name, 'see the README')}"
    return f"{name}: {message.removeprefix('Value error, ')}"
