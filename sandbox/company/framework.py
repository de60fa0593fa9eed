"""The qualification framework and where each of its fields lives in the CRM."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class FrameworkField:
    """One field of MEDDIC, the CRM field it writes to, and how."""

    id: str
    name: str
    mapping: str
    write_back: Literal["APPEND", "OVERWRITE"]


MEDDIC = (
    FrameworkField("metrics", "Metrics", "Metrics__c", "OVERWRITE"),
    FrameworkField("economic_buyer", "Economic Buyer", "Economic_Buyer__c", "OVERWRITE"),
    FrameworkField("decision_criteria", "Decision Criteria", "Decision_Criteria__c", "OVERWRITE"),
    FrameworkField("decision_process", "Decision Process", "Decision_Process__c", "OVERWRITE"),
    FrameworkField("identified_pain", "Identified Pain", "Identified_Pain__c", "OVERWRITE"),
    FrameworkField("champion", "Champion", "Champion__c", "OVERWRITE"),
)
NOTES = FrameworkField("notes", "Notes", "Chorus_Notes__c", "APPEND")
NEXT_STEPS = FrameworkField("next_steps", "Next Steps", "NextStep", "OVERWRITE")
ALL_FIELDS = (*MEDDIC, NOTES, NEXT_STEPS)
