"""The messages of the tour, word for word, and who writes them."""

INTERCEPT = (
    "@Chorister I just jumped into an ad-hoc demo at https://zoom.us/j/987654321. Get Chorus in there now."
)
ZOOM_MEETING = "987654321"

WRITE_BACK = "@Chorister Push the notes and framework data from my last meeting into the CRM."

REVIEW = (
    "@Chorister Review all meetings from today. For any meeting lasting longer than 30 minutes, fetch the sales "
    "qualification details. If the 'Economic Buyer' field is empty or marked at risk, alert me with the meeting ID "
    "and summary."
)
FIELD = "Economic Buyer"
LONGER_THAN = 1800.0
"""Seconds; a call of exactly this length is not longer."""

LINK = "https://meet.google.com/abc-defg-hij"
MEET_MEETING = "abc-defg-hij"

SEEN = "seen in the call"
"""What a thread says when Chorus shows the recorder."""
WRITTEN = "written"
"""What a card says when its changes were written."""
APPROVE, SEND = "Approve", "Send the recorder"
"""The words on the buttons that are pressed."""
