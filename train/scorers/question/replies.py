"""A network's replies whether targets are meant, beside what documents tell and what it says of the stance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detente.model import StanceClassifier
from detente.model.document.plan import alone_pair, context_pair, question_pair
from detente.model.document.reader import DocumentReader
from detente.model.document.scorers import network_features, reply_log_odds
from detente.model.errors import InputError
from detente.model.prediction import PairProbabilities
from detente.train.documents.labelled_documents import LabelledDocument

__all__ = ["Reply", "ask"]


@dataclass(frozen=True, slots=True)
class Reply:
    """A target that a statement may mean: the log odds of its features and of the network's yes, and the label.

    `stance` is what the network says of the statement alone and after its context, as `network_features` name it.
    """

    features: float
    reply: float
    stance: Mapping[str, float]
    meant: bool


def ask(documents: Sequence[LabelledDocument], classifier: StanceClassifier) -> list[Reply]:
    """Ask a network of every target of the documents that is planned and not named.

    Raises InputError if the network has not learnt to answer.
    """
    wording, finder = classifier.checkpoint.settings.wording, classifier.finder
    if not wording.question:
        raise InputError(f"{classifier.name} has not learnt to answer whether a target is meant")
    reader = DocumentReader(finder)
    asked, labelled = [], []
    for document in documents:
        plans = reader.read(document.texts, facts=document.facts, language=document.language)
        for statement, plan in zip(document.statements, plans, strict=True):
            labels = {stance.target for stance in statement.stances}
            unnamed = [meant for meant in plan.targets if not meant.named]
            asked += [(plan, meant) for meant in unnamed]
            labelled += [meant.target in labels for meant in unnamed]
    forms = (
        [question_pair(finder, plan, meant, wording=wording) for plan, meant in asked],
        [alone_pair(finder, plan, meant) for plan, meant in asked],
        [context_pair(finder, plan, meant, context_end=wording.context_end) for plan, meant in asked],
    )
    found = zip(*(classifier.predict_located(pairs) for pairs in forms), strict=True)
    replies = []
    for (_, meant), of_one, is_meant in zip(asked, found, labelled, strict=True):
        if all(one.error is None for one in of_one):
            reply, alone, context = map(PairProbabilities.of, of_one)
            stance = network_features(alone, context)
            replies.append(Reply(meant.meant_score, reply_log_odds(reply), stance, is_meant))
    return replies
