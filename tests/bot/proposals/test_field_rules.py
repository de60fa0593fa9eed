"""Which rule holds for a field that has several names."""

import pytest

from bot.proposals.field_rules import DEFAULT, FieldPolicy, FieldRule, rule_of

REPLACE, NEVER = FieldRule(FieldPolicy.REPLACE), FieldRule(FieldPolicy.NEVER)


@pytest.mark.parametrize(
    "names, rules, rule",
    [
        (["Champion__c"], {}, DEFAULT),
        (["Champion__c", "champion"], {"champion": REPLACE}, REPLACE),
        ([None, "Economic Buyer"], {"economicbuyer": REPLACE}, REPLACE),
        (["Amount"], {}, NEVER),
        (["Amount", "Budget"], {"budget": REPLACE}, NEVER),
        (["Amount", "Budget"], {"amount": REPLACE}, REPLACE),
        (["Close Date"], {}, NEVER),
        (["OwnerId"], {}, NEVER),
        (["NextStep", "Next Steps"], {"nextsteps": REPLACE}, REPLACE),
        ([], {}, DEFAULT),
    ],
)
def test_the_crms_own_name_comes_first(names: list, rules: dict, rule: FieldRule) -> None:
    assert rule_of(names, rules) == rule
