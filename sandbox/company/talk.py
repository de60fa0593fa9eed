"""What people say in sales calls: values of framework fields, each with the sentence that proves it."""

Said = tuple[str, str]

FINDINGS: dict[str, tuple[Said, ...]] = {
    "metrics": (
        (
            "Cut month-end reporting from 6 h to 1 h",
            "Month end eats six hours of my week, every single time.",
        ),
        (
            "Reduce failed deliveries by 15 % by Q3",
            "If we lose fifteen percent fewer parcels by Q3, it pays for itself.",
        ),
        ("Save two FTEs in order entry", "Two people do nothing but re-type orders."),
        (
            "Onboard a new depot in < 5 days",
            "Today a depot takes us three weeks; five days would be a dream.",
        ),
        (
            "€ 180k/yr less licence spend",
            "We spend about a hundred and eighty thousand a year on tools nobody opens.",
        ),
        (
            "Forecast error below 8 %",
            "Our forecast is off by twenty percent, eight would make the board happy.",
        ),
    ),
    "economic_buyer": (
        ("{contact}, CFO", "Anything above fifty thousand goes over {first}'s desk, and {first} signs it."),
        ("{contact} (VP Operations)", "{first} owns that budget line, nobody else needs to sign."),
        ("{contact}, Managing Director", "In the end {first} says yes or no, we only recommend."),
        ("{contact}, COO", "It's {first}'s money. I can champion it, but {first} decides."),
    ),
    "decision_criteria": (
        ("SSO, EU hosting, SAP connector", "No SSO, no deal - and the data has to stay in the EU."),
        (
            "Time to value under 8 weeks; references in logistics",
            "Show me two logistics customers who were live in eight weeks.",
        ),
        (
            "Total cost over three years, audit trail",
            "We compare the three-year cost, and audit wants a full trail.",
        ),
        ("Works offline in the warehouse", "Half the hall has no Wi-Fi, so offline is not a nice-to-have."),
        (
            "API coverage & rate limits documented",
            "My team will read your API docs before they read your slides.",
        ),
    ),
    "decision_process": (
        (
            "Security review → procurement → board on the 14th",
            "Security looks first, then procurement, and the board meets on the fourteenth.",
        ),
        (
            "Pilot in one region, then steering committee",
            "We pilot in the north, and the steering committee decides after that.",
        ),
        (
            "Two vendors short-listed, decision before quarter end",
            "You're one of two left, and we want it off the table this quarter.",
        ),
        (
            "Works council must be heard before roll-out",
            "Don't forget the works council, they can hold this up for months.",
        ),
        (
            "Legal redlines, then CFO signature",
            "Legal will want a week with the paper, then it goes to the CFO.",
        ),
    ),
    "identified_pain": (
        (
            "Manual re-keying between three systems",
            "We key the same order into three systems, and then we wonder about typos.",
        ),
        (
            "No single view of the customer",
            "Ask three people what this customer bought and you get four answers.",
        ),
        ("Reps lose a day a week to admin", "Friday is admin day. Nobody sells on a Friday here."),
        (
            "Audit finding: access rights not reviewed",
            "The auditors wrote us up for the access rights, again.",
        ),
        ("Renewal dates are missed", "We found out the contract had lapsed from the customer. Embarrassing."),
    ),
    "champion": (
        (
            "{contact}, presented the business case internally",
            "I've already shown your numbers in our Monday round.",
        ),
        (
            "{contact} - used us at the previous company",
            "I ran this at my last place and I'm not going back to spreadsheets.",
        ),
        ("{contact} (Head of Sales Ops)", "Send me the deck, I'll walk it upstairs myself."),
    ),
}

NOTES: tuple[Said, ...] = (
    (
        "Walked through the current order flow. Three systems, two home-grown. {contact} liked the audit "
        "trail; asked twice about EU hosting. Budget is there (< € 90k), timing is the issue.",
        "The budget is there. What I don't have is people in March.",
    ),
    (
        "Demo of routing & alerts. Good energy, the team wants a sandbox. Pricing was shown, no push-back; "
        "procurement wants a 3-year quote. Competitor: Routely.",
        "Honestly, Routely showed us the same slide, but theirs crashed.",
    ),
    (
        "Discovery with {contact}: reporting is manual, error-prone and political. They want a pilot in one "
        "region before the summer break. Works council has to be informed.",
        "If the pilot works in one region, the others will want it.",
    ),
    (
        "Commercial call. They ask for 12 % off for a two-year term. I said I would come back with options. "
        "Legal contact is new.",
        "Twelve percent and I can sell it inside.",
    ),
    (
        "Technical deep-dive: SSO via Entra, SCIM later. Rate limits (50 calls / 10 s) are fine for them. "
        '"No blockers", says {contact}.',
        "From my side: no blockers.",
    ),
)

NEXT_STEPS: tuple[Said, ...] = (
    ("Send 3-year quote by Friday", "Can we have the quote by Friday?"),
    (
        "Security questionnaire back by the 12th, then call with InfoSec",
        "I'll send you our questionnaire tonight.",
    ),
    (
        "Pilot kick-off on Tuesday 10:00 with the northern region",
        "Tuesday at ten works, I'll bring the northern team.",
    ),
    ("Intro to the CFO - {contact} sets it up", "I'll make the introduction myself."),
    ("Share two logistics references", "Two references and I'm a happy man."),
)

SUMMARIES = (
    "{contact} described the current order flow and where it breaks.<br>EU hosting, SSO.<br>Pricing open.",
    "<p>Second demo for <b>{account}</b>. Routing &amp; alerts convinced.</p><p>Procurement is next.</p>",
    "Scope of the pilot agreed: one region, eight weeks.<br>Works council to be informed &lt; 1 June.",
    "Commercial terms: a two-year term against a discount was discussed.<br><br>No decision.",
    "<ul><li>Integration with SAP reviewed</li><li>SCIM is a later step</li></ul>{contact} sees no blockers.",
    "{contact} is new and starts from scratch. « On reprend tout à zéro. »<br>Discovery repeated.",
)

ACTIONS = (
    "Send the 3-year quote",
    "Share two logistics references",
    "Book the security review with InfoSec",
    "Draft a pilot plan for one region",
    "Ask product about offline mode",
    "Introduce the solution architect",
)

SUBJECTS = (
    "{account} discovery",
    "{account} – demo",
    "Pricing & terms: {account} / Seller",
    "{account}: technical deep-dive",
    "Weekly sync {account} ↔ Seller",
    "{account} | pilot kick-off 🚀",
    "Re: Re: {account} next steps",
    "Démo produit — {account}",
)

SMALL_TALK = (
    "Can everybody see my screen?",
    "Sorry, I was on mute.",
    "Let me share where we are today.",
    "That's a fair point, let me write it down.",
    "How do you handle that at the moment?",
    "And who else would have to look at this?",
    "Right, so that's the flow end to end.",
    "We tried something similar two years ago and it went nowhere.",
    "What would happen if you did nothing?",
    "I think Jürgen had a question about the export.",
    "Could you put a price on that?",
    "Let's take that offline, we have ten minutes left.",
    "Great - I'll send a recap after this.",
    "Our fiscal year ends in September, for what it's worth.",
)
