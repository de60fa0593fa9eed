"""The twelve people of the selling company, the same in every world."""

from dataclasses import dataclass
from typing import Literal

Role = Literal["rep", "manager", "revops", "it"]


@dataclass(frozen=True)
class Person:
    """One employee. `chorus_user_id` is None for those who have no Chorus user; `manager_id` is another's."""

    name: str
    email: str
    slack_id: str
    chorus_user_id: int | None
    person_id: int
    title: str
    role: Role
    manager_id: int | None
    tz: str

    @property
    def key(self) -> str:
        """The first name in lower-case ASCII, by which tests look people up."""
        return self.email.split(".", 1)[0]


_SAM, _MIA, _ROSA = 305900, 305901, 305990

# name, ASCII address, Slack id, Chorus user id, title, role, manager's Chorus user id
_ROSTER: tuple[tuple[str, str, str, int | None, str, Role, int | None], ...] = (
    ("Ana Ruiz", "ana.ruiz", "UANA000001", 305921, "Account Executive", "rep", _SAM),
    ("Ben Cole", "ben.cole", "UBEN000001", 305922, "Account Executive", "rep", _SAM),
    ("Chloé Dubois", "chloe.dubois", "UCHLOE0001", 305923, "Senior Account Executive", "rep", _SAM),
    ("Dev Patel", "dev.patel", "UDEV000001", 305924, "Account Executive", "rep", _SAM),
    ("Elif Şahin", "elif.sahin", "UELIF00001", 305925, "Enterprise Account Executive", "rep", _MIA),
    ("Finn O'Brien", "finn.obrien", "UFINN00001", 305926, "Account Executive", "rep", _MIA),
    ("Grace Kim", "grace.kim", "UGRACE0001", 305927, "Account Executive", "rep", _MIA),
    ("Hugo Müller", "hugo.muller", "UHUGO00001", 305928, "Account Executive", "rep", _MIA),
    ("Mia Lindqvist", "mia.lindqvist", "UMIA000001", _MIA, "Sales Manager", "manager", _SAM),
    ("Sam Okafor", "sam.okafor", "USAM000001", _SAM, "VP Sales", "manager", None),
    ("Rosa Marino", "rosa.marino", "UROSA00001", _ROSA, "Revenue Operations Lead", "revops", _SAM),
    ("Ivo Petrov", "ivo.petrov", "UIVO000001", None, "IT Administrator", "it", None),
)


def roster(tz: str) -> tuple[Person, ...]:
    """Return everyone, all living in the zone `tz`."""
    return tuple(
        Person(name, f"{address}@seller.example", slack, chorus, 18272271 + n * 137, title, role, boss, tz)
        for n, (name, address, slack, chorus, title, role, boss) in enumerate(_ROSTER)
    )
