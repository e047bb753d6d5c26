"""What the two readers of a model do over the test split, as figures with n and 95% interval.

`python -m brnn.evaluation.study` writes assets/study: figures.json, and the page that
`report.study` makes of it. No sentence of a review is in either.

    intervals  shares, means and quartiles
    plane      agreement and muting: every test review, from the model's statistics
    readings   who knew first, half-reach, order: a sample that is read for it
    run        a model and the test reviews → all figures
"""
