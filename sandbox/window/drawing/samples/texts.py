"""Words with every mark there is."""

MARKED = (
    "*Northwind* moved from _Demo_ to ~Won~ *Negotiation*, see "
    "<https://crm.example/006?a=1&amp;b=2|the deal> or `AMOUNT &gt; 10k`.\n"
    "• <@UANA> owns it, <@UBEN> helps in <#CDEALS>\n"
    "• Next step <!date^1780491600^{date_short_pretty} at {time}|then>, say <!subteam^SREPS> and <!here>\n"
    "  ◦ nobody has answered :warning: :no_such_emoji:\n"
    "&gt; “We need the security review first.”\n&gt; (12:04)\n"
    "```\nSELECT stage\n  FROM deals;\n```"
)
MARKDOWN = (
    "## What changed\n\n**Northwind** is *at risk*: the champion left ([call](https://chorus.example/m/1), 12:04).\n\n"
    "1. Ask who signs now\n2. Send the `security` paper\n   - to Dana\n   - to [x] nobody else\n\n"
    "- [x] notes sent\n- [ ] date agreed\n\n"
    "| Deal | Stage | Amount |\n| --- | --- | ---: |\n| Northwind | Demo | 48,000 |\n| Contoso | ~~Won~~ Lost | 12,500 |\n\n"
    "> Quoted words\n\n---\n\n```python\nprint('<b>')\n```"
)
