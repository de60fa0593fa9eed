"""The time zones of the form: Slack's select takes a hundred, so one or more for each offset, and the person's own."""

COMMON = (
    *("Africa/Cairo", "Africa/Casablanca", "Africa/Johannesburg", "Africa/Lagos", "Africa/Nairobi"),
    *("America/Anchorage", "America/Argentina/Buenos_Aires", "America/Bogota", "America/Caracas"),
    *("America/Chicago", "America/Denver", "America/Guatemala", "America/Halifax", "America/Lima"),
    *("America/Los_Angeles", "America/Mexico_City", "America/Montevideo", "America/New_York"),
    *("America/Noronha", "America/Phoenix", "America/Santiago", "America/Sao_Paulo", "America/St_Johns"),
    *("America/Toronto", "America/Vancouver", "Asia/Almaty", "Asia/Baghdad", "Asia/Baku", "Asia/Bangkok"),
    *("Asia/Colombo", "Asia/Dhaka", "Asia/Dubai", "Asia/Ho_Chi_Minh", "Asia/Hong_Kong", "Asia/Jakarta"),
    *("Asia/Jerusalem", "Asia/Kabul", "Asia/Karachi", "Asia/Kathmandu", "Asia/Kolkata", "Asia/Kuala_Lumpur"),
    *("Asia/Manila", "Asia/Riyadh", "Asia/Seoul", "Asia/Shanghai", "Asia/Singapore", "Asia/Taipei"),
    *("Asia/Tashkent", "Asia/Tehran", "Asia/Tokyo", "Asia/Yangon", "Atlantic/Azores", "Atlantic/Cape_Verde"),
    *("Atlantic/Reykjavik", "Australia/Adelaide", "Australia/Brisbane", "Australia/Darwin"),
    *("Australia/Perth", "Australia/Sydney", "Europe/Amsterdam", "Europe/Athens", "Europe/Berlin"),
    *("Europe/Brussels", "Europe/Bucharest", "Europe/Budapest", "Europe/Copenhagen", "Europe/Dublin"),
    *("Europe/Helsinki", "Europe/Istanbul", "Europe/Kyiv", "Europe/Lisbon", "Europe/London", "Europe/Madrid"),
    *("Europe/Moscow", "Europe/Oslo", "Europe/Paris", "Europe/Prague", "Europe/Rome", "Europe/Stockholm"),
    *("Europe/Vienna", "Europe/Warsaw", "Europe/Zurich", "Pacific/Apia", "Pacific/Auckland"),
    *("Pacific/Chatham", "Pacific/Fiji", "Pacific/Guam", "Pacific/Honolulu", "Pacific/Noumea", "UTC"),
)


def offered(own: str) -> tuple[str, ...]:
    """The person's own zone, then the common ones."""
    return tuple(dict.fromkeys((own, *COMMON)))
