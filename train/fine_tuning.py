"""Data, objective, network and arguments laid into a trainer that is ready to run."""

from collections.abc import Sequence

from transformers import PreTrainedTokenizerBase

from detente.model.encoders.torch_encoder import StanceNetwork
from detente.model.labels import STANCES
from detente.model.text.actor_finder import ActorFinder
from detente.model.wording import Wording
from detente.train.arguments import training_arguments
from detente.train.config import TrainConfig
from detente.train.curves import curve_callbacks
from detente.train.dataset import make_dataset, word_pairs
from detente.train.labels.pairs import LabelledPair, statement_id
from detente.train.labels.soft_labels import SoftPair
from detente.train.objective import Teaching, make_objective
from detente.train.trainer import PairCollator, StanceTrainer


def wording_of(config: TrainConfig) -> Wording:
    """The wording a run trains with, as its checkpoint will keep it."""
    section = config.wording
    return Wording(opening=section.opening, closing=section.closing, target=section.target)


def make_trainer(
    config: TrainConfig,
    network: StanceNetwork,
    tokenizer: PreTrainedTokenizerBase,
    *,
    train_pairs: list[LabelledPair],
    dev_pairs: list[LabelledPair],
    soft_pairs: Sequence[SoftPair] = (),
) -> StanceTrainer:
    """Lay data, objective and settings into a trainer that is ready to run.

    Pairs that only the teacher judged follow the labelled ones.
    """
    finder, wording = ActorFinder.from_files(), wording_of(config)
    teacher = {(soft.statement, soft.target): soft for soft in soft_pairs}
    labelled = {(statement_id(pair.text), pair.target) for pair in train_pairs}
    all_pairs: list[LabelledPair | SoftPair] = list(train_pairs)
    all_pairs += (soft for key, soft in teacher.items() if key not in labelled)
    marked = word_pairs(
        all_pairs,
        finder=finder,
        wording=wording,
        max_tokens=config.max_tokens,
        unmarked=config.wording.unmarked,
        seed=config.seed,
    )
    dev_marked = word_pairs(dev_pairs, finder=finder, wording=wording, max_tokens=config.max_tokens)
    training_set = make_dataset(
        all_pairs, marked, tokenizer=tokenizer, max_tokens=config.max_tokens, teacher=teacher
    )
    dev_set = make_dataset(dev_pairs, dev_marked, tokenizer=tokenizer, max_tokens=config.max_tokens)
    objective = make_objective(
        training_set["labels"],
        classes=len(STANCES),
        teaching=Teaching(**config.distillation.model_dump()),
        **config.objective.model_dump(),
    )
    return StanceTrainer(
        model=network,
        args=training_arguments(config, rows=len(training_set)),
        train_dataset=training_set,
        eval_dataset=dev_set,
        data_collator=PairCollator(tokenizer),
        objective=objective,
        group_by_length=config.group_by_length,
        callbacks=curve_callbacks(config),
    )
