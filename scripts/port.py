"""Prints the port to serve on, from PORT or .env; ends with a sentence when it is not free."""

import os
import socket
import sys

from dotenv import load_dotenv


def chosen_port() -> int:
    """PORT, which the environment sets or else .env; 8000 by default."""
    load_dotenv(".env")
    text = os.environ.get("PORT", "8000")
    if not text.isdigit() or not 0 < int(text) < 65536:
        sys.exit(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def main() -> None:
    """Try the port as the server will, so that nothing is set up in vain."""
    port = chosen_port()
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError as error:
            sys.exit(
                f"Port {port} cannot be used ({error.strerror}). "
                f"Choose another one, for example: PORT={port % 65000 + 1} make run"
            )
    print(port)


if __name__ == "__main__":
    main()
