"""The public documents that are made from the events and signals, and what would break those who rely on them."""

import json

import baseline
import event_schema
import examples
import signals
import topics
from model import Model


def made(model: Model) -> dict[str, str]:
    """The text of every document, by its path."""
    decided = signals.load()
    files = {
        "schemas/events.schema.json": event_schema.schema(model),
        "schemas/signals.schema.json": signals.schema(model, decided),
        "schemas/dead-letter.schema.json": signals.dead_letters(),
        "schemas/asyncapi.json": topics.document(model, decided),
        **examples.made(model),
    }
    return {path: json.dumps(each, indent=2, ensure_ascii=False) + "\n" for path, each in files.items()}


def breaches(model: Model) -> list[str]:
    """Each change that breaks those who use the schemas."""
    return baseline.breaches(baseline.load(), baseline.facts(model, signals.load()))


def faults(model: Model) -> list[str]:
    """Where the signals are not what the rules emit, and what the examples lack."""
    return signals.faults(signals.load()) + examples.faults(model)


def news(model: Model) -> list[str]:
    """Whether something is new that the baseline does not know yet."""
    return baseline.news(baseline.load(), baseline.facts(model, signals.load()))


def accept(model: Model) -> None:
    """Puts what is new into the baseline."""
    baseline.FILE.write_text(baseline.text(baseline.facts(model, signals.load())))
