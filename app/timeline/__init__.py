"""One page per client on which every domain tells what happened."""
