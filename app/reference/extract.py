"""Names the text in the reference data that clients read, so that it can be translated.

babel.cfg registers `extract_reference`; Babel must run with the project's folder on its path.
"""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

import yaml

from app.reference.loader import DEFAULT
from app.reference.yaml_file import SafeLoader

# Where the text stands, list places left out. What is not here is for staff, in English.
CLIENT_TEXT = frozenset(
    {
        "pathways.title",
        "pathways.english.other",
        "pathways.english.oet_note",
        "pathways.steps.title",
        "pathways.steps.why",
        "pathways.steps.evidence",
        "pathways.steps.provided_by",
        "pathways.steps.note",
        "pathways.steps.fee_note",
        "pathways.steps.refugee_fee",
        "pathways.steps.condition",
        "pathways.steps.skippable_if",
        "pathways.steps.barriers",
        "pathways.steps.attempts_note",
        "pathways.steps.expiry_note",
        "pathways.steps.format",
        "pathways.steps.outcomes.title",
        "professions.title",
        "interim_roles.title",
        "interim_roles.plain_english",
        "languages.label",
        "right_to_work.plain_english",
        "english_tests.overall_rule",
        "english_tests.parts.minutes",
        "english_tests.parts.items",
        "support_schemes.what",
        "support_schemes.where",
        "support_schemes.amount_note",
        "fee_help.help",
        "fee_help.who",
        "referral_decline.label",
        "unmet_need.label",
    }
)

Extracted = tuple[int, None, str, list[str]]


def extract_reference(
    fileobj: IO[bytes],
    keywords: Collection[str],
    comment_tags: Collection[str],
    options: Mapping[str, Any],
) -> Iterator[Extracted]:
    """Babel's extraction method for the YAML files: line, no function, text, no comments."""
    del keywords, comment_tags, options  # Babel's protocol; the places alone decide
    node = yaml.compose(fileobj, Loader=SafeLoader)
    for line, text in _texts(node, ""):
        yield line, None, text, []


def messages(folder: Path = DEFAULT) -> Iterator[str]:
    """Every text that a client may read, each once, in the order of files and lines."""
    seen: set[str] = set()
    for path in sorted(folder.glob("*.yaml")):
        with path.open("rb") as file:
            for _, _, text, _ in extract_reference(file, (), (), {}):
                if text not in seen:
                    seen.add(text)
                    yield text


def _texts(node: yaml.Node | None, at: str) -> Iterator[tuple[int, str]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _texts(value, f"{at}.{key.value}" if at else key.value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _texts(item, at)
    elif isinstance(node, yaml.ScalarNode) and at in CLIENT_TEXT:
        yield node.start_mark.line + 1, node.value
