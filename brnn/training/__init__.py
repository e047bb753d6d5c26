"""From word ids to weights: presets, pretraining, teacher, fitting, calibration, checkpoints."""
