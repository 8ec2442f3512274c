"""The demo programme: a deterministic, made-up partnership in which every page has something."""
