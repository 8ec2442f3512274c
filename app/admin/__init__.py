"""What those who run the installation do: accounts, messages, audit."""
