"""A classifier without a network, and the rows that it gives."""

from collections import Counter

from detente.batch.predicting import predict_rows
from detente.model.prediction import Prediction
from detente.model.text.actor_finder import ActorFinder
from detente.report.demo.predicting import Progress, text_records


class FakeClassifier:
    """Predicts without a network: what is said with "thanked" is cooperative, with "condemned" hostile."""

    name = "fake-0"
    finder = ActorFinder.from_files()

    def for_language(self, language):
        return self

    def predict_pairs(self, pairs):
        return [self._predicted(*pair) for pair in pairs]

    def predict_plans(self, plans):
        return [self.predict_pairs([(p.statement, t.target) for t in p.targets if t.named]) for p in plans]

    def _predicted(self, statement, target):
        words = {"thanked": "cooperative", "condemned": "hostile"}
        stance = next((stance for word, stance in words.items() if word in statement), "neutral")
        probabilities = {"cooperative": 0.25, "hostile": 0.25, "neutral": 0.25, stance: 0.5}
        source, sure = (None, None) if stance == "neutral" else ("JP", 0.5)
        return Prediction(statement, target, stance, 0.5, probabilities, source, sure, too_close=True)


CLASSIFIER = FakeClassifier()


def predicted(text, targets=None):
    rows = tuple(predict_rows(text_records(text), CLASSIFIER, targets=targets))
    return Progress(rows, Counter(neutral=len(rows)))
