"""Deal risk as pure functions: facts in, verdicts out. No model decides here."""
