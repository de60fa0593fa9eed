"""The tour: the jobs of a sales bot played by sandbox people, shown as they happen and checked against the truth."""

from sandbox.tour.tour import Cast, Tour

__all__ = ["Cast", "Tour"]
