"""From weights to results: measure models and baseline, run the study, generate the report."""
