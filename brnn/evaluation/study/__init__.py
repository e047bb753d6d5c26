"""Study the two readers of a model on the test split; every figure has its n and intervals.

`python -m brnn.evaluation.study` writes figures.json to assets/study, and the page that
`report.study` makes from it. Neither contains any text of a review.

    intervals  shares, means and quartiles, with intervals from a bootstrap over films
    plane      agreement and muting: on every test review, from the model's statistics
    readings   who knew first, half-reach, order: on a sample of reviews, which are read for this
    run        all figures of one model
"""
