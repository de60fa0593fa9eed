from sandbox.claude.planner.qualification import fields_of


def test_both_spellings_of_a_field_are_read():
    raw = {
        "field_id": "economic_buyer",
        "field_name": "Economic Buyer",
        "change_type": "NO_CHANGE",
        "previous_value": "Kim",
        "supporting_quote": None,
    }
    typed = {
        "field_id": "economic_buyer",
        "name": "Economic Buyer",
        "change": "no_change",
        "previous_value": "Kim",
    }
    for listed in ({"sqf_analysis": [raw, None]}, {"fields": [typed]}):
        (field,) = fields_of(listed)
        assert field.value == "Kim"
        assert field.change == "NO_CHANGE"
        assert field.quote == ""
        assert field.is_called("economic-buyer")
