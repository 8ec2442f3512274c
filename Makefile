# What each command does, step by step, is in scripts/.
.PHONY: run test check

run:
	@scripts/run.sh

test:
	@scripts/test.sh

check:
	@scripts/check.sh
