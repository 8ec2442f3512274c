"""What a browser says of itself, in the words that people know their devices by."""

from flask_babel import gettext

# The first that is named counts: most browsers also name those that came before them.
BROWSERS = (
    ("SamsungBrowser", "Samsung Internet"),
    ("OPR", "Opera"),
    ("OPT", "Opera"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "Chromebook"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def device(user_agent: str) -> str:
    """`Chrome, Android`; what nobody would know is an unknown browser."""
    known = [_named(user_agent, BROWSERS), _named(user_agent, SYSTEMS)]
    return ", ".join(filter(None, known)) or gettext("An unnamed browser")


def _named(user_agent: str, names: tuple[tuple[str, str], ...]) -> str:
    return next((name for sign, name in names if sign in user_agent), "")
