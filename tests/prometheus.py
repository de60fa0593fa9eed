"""Reading figures as Prometheus does."""

from prometheus_client.parser import text_string_to_metric_families


def read(page: bytes) -> dict[str, float]:
    """Every figure by its name and the values of its labels, those in the order of the labels' names."""
    return {
        " ".join([s.name, *(s.labels[name] for name in sorted(s.labels))]): s.value
        for family in text_string_to_metric_families(page.decode())
        for s in family.samples
    }
