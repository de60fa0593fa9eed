"""What is said in calls that bears on a deal's risk, and what only sounds like it."""

TRACKED = {"Pricing": "pricing", "Competitors": "routely"}
"""Each of Chorus's trackers, and the word it listens for."""

PRICING = (
    "What does the pricing look like for three hundred seats?",
    "Let me walk you through our pricing for the two-year term.",
    "Your pricing is above what we pay today.",
    "Pricing per depot would suit us better.",
)
RIVAL = (
    "Routely offered us the same thing last week.",
    "How do you see us next to Routely?",
    "Routely has no offline mode, as far as I know.",
    "Somebody upstairs has a soft spot for Routely.",
)

RED_FLAGS: dict[str, tuple[str, ...]] = {
    "budget frozen": (
        "The budget is frozen until next fiscal year.",
        "Our CFO told us that the budget is frozen, for everybody.",
    ),
    "on hold": (
        "The project is on hold.",
        "To be honest, the project is on hold until the merger is through.",
    ),
    "going with another": (
        "We have decided to go with Routely.",
        "The board has decided to go with Routely, I’m sorry.",
    ),
    "champion leaving": (
        "I am leaving the company at the end of the month.",
        "You should know that I am leaving the company in spring.",
    ),
}
"""Words of a buyer after which a deal is in doubt, by kind."""

OURS = (
    "So the budget is frozen, or did I get that wrong?",
    "Another customer said the project is on hold, and signed a week later.",
    "Two banks decided to go with Routely and came back to us.",
    "I am leaving the company car at home today.",
)
"""The same sort of words from our side: no red flags."""

OVER = (
    "Last year the budget was frozen, that is over now.",
    "The project was on hold in spring, we picked it up again.",
    "We looked at Routely and decided against it.",
    "No, I am not leaving the company, that was a rumour.",
)
"""The same sort of words of a buyer, in the past or denied: no red flags."""
