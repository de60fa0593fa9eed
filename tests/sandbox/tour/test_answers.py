from sandbox.tour.answers import find_deal, help_table, people_table, thread_table


def test_the_tables_hold_what_was_asked_for(company, console, printed, a_said):
    root = a_said(("Hello",), is_reply=False)
    for table in (help_table(), people_table(company.people), thread_table([root, a_said(("Reply",))])):
        console.print(table)
    text = printed()
    assert "/click 2" in text
    assert "Chloé Dubois, Senior Account Executive" in text
    assert "1   Chorister: Hello" in text
    assert "Reply" not in text


def test_a_deal_is_found_by_a_part_of_its_name_or_by_whose_call_it_was(company):
    ana, ivo = company.person("ana"), company.person("ivo")
    assert find_deal(company, "northwind", ivo) == company.deals[0]
    assert find_deal(company, "", ana) == company.last_finished(ana).deal
    assert find_deal(company, "", ivo) is None
    assert find_deal(company, "no such deal", ana) is None
