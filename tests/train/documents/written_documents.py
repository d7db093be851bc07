"""Two documents written for these tests, and a classifier that reads them as it was told."""

from types import SimpleNamespace

from detente.model.prediction import Prediction
from detente.model.text.actor_finder import ActorFinder
from detente.model.text.statement_id import statement_id
from detente.train.documents.labelled_documents import LabelledDocument, LabelledStance, LabelledStatement

FINDER = ActorFinder.from_files()


def statement(text, *stances):
    return LabelledStatement(statement_id(text), tuple(LabelledStance(*stance) for stance in stances), text)


THANKED = "The harbour office of Busan thanked the United States for two cranes."

DOCUMENTS = [
    LabelledDocument(
        "d1",
        (
            statement(THANKED, ("US", "cooperative", "KR", True)),
            statement("They had promised them in spring.", ("US", "cooperative", "other", False)),
            statement("Rain fell on the quay all day."),
        ),
        corpus="letters",
        publisher="Korea Herald",
        date="2024-05-02",
    ),
    LabelledDocument(
        "d2",
        (
            statement("The dispatch scolded South Korea over the ferry.", ("KR", "hostile", "KP", True)),
            statement("The puppets will pay for every late boat.", ("KR", "hostile", "KP", False)),
            statement("China sells rope by the metre.", ("CN", "neutral", None, True)),
        ),
        corpus="dispatches",
        publisher="KCNA",
        date="2024-06",
    ),
]


def prediction(text, target, stance, source=None, *, score=0.8, error=None):
    return Prediction(text, target, stance=stance, score=score, source=source, error=error)


class ReadsNames:
    """Finds by name and says hostile of everything, held by KP."""

    name = "names-1"
    finder = FINDER
    checkpoint = SimpleNamespace(fingerprint="ab" * 6, settings=SimpleNamespace(data={}, training={}))

    def predict_pairs(self, pairs, *, spans=None):
        return [prediction(text, target, "hostile", "KP") for text, target in pairs]

    def predict_document(self, statements, *, facts=None, targets=None):
        named = [sorted({mention.target for mention in FINDER.find(text)}) for text in statements]
        return [
            self.predict_pairs([(text, target) for target in found])
            for text, found in zip(statements, named, strict=True)
        ]


class ReadsDocuments(ReadsNames):
    """Reads a document of DOCUMENTS as its labels say, and notes the facts that it was given."""

    name = "whole-1"

    def __init__(self):
        self.facts = []

    def predict_document(self, statements, *, facts=None, targets=None):
        self.facts.append(facts)
        document = next(each for each in DOCUMENTS if each.texts == list(statements))
        return [
            [prediction(each.text, of.target, of.label, of.source) for of in each.stances]
            for each in document.statements
        ]
