"""Personal pathway plans: made from a regulator's route, kept up by people, printed."""
