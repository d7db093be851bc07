"""The safetensors weights of a checkpoint, run by torch on a CPU or GPU."""

import inspect
from pathlib import Path
from typing import Literal

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import nn
from transformers import AutoModelForSequenceClassification, PreTrainedModel

from detente.model.checkpoint.folder import SOURCE_HEAD_FILE
from detente.model.checkpoint.weights import weight_files
from detente.model.encoders.encoder import Ids, PairLogits
from detente.model.encoders.machine import cores_for
from detente.model.errors import CheckpointError

_DTYPES = {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}
# Tokens a batch, padding counted.
_CPU_TOKENS, _GPU_TOKENS = 1024, 16_384
# In torch's message when the machine's memory runs out; for a GPU there is an exception class.
_NO_CPU_MEMORY = "DefaultCPUAllocator"


def final_linear(model: nn.Module) -> nn.Linear:
    """The last linear layer of a sequence classification model: its input is the pooled vector."""
    linears = [module for module in model.modules() if isinstance(module, nn.Linear)]
    return linears[-1]


class StanceNetwork(nn.Module):
    """A sequence classification model with a second linear head, for the source, over its pooled vector.

    `forward` takes (rows, tokens) arrays and gives stance logits (rows, 3) and source logits (rows, sources).
    """

    def __init__(self, stance_model: PreTrainedModel, *, sources: int) -> None:
        super().__init__()
        self.stance_model: PreTrainedModel = stance_model
        self.source_head = nn.Linear(final_linear(stance_model).in_features, sources)

    def forward(
        self,
        input_ids: torch.Tensor,
        attention_mask: torch.Tensor,
        token_type_ids: torch.Tensor | None = None,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Stance logits and source logits of a batch; type ids only where the model knows them."""
        inputs = {"input_ids": input_ids, "attention_mask": attention_mask}
        if token_type_ids is not None:
            inputs["token_type_ids"] = token_type_ids
        pooled: list[torch.Tensor] = []
        # Hooked for this call only: a replica on another GPU has a final layer of its own.
        hook = final_linear(self.stance_model).register_forward_pre_hook(
            lambda _module, given: pooled.append(given[0])
        )
        try:
            stance = self.stance_model(**inputs).logits
        finally:
            hook.remove()
        return stance, self.source_head(pooled[0])


def load_network(folder: Path, *, sources: int) -> StanceNetwork:
    """Load a checkpoint folder's safetensors files, in fp32; raises CheckpointError if they do not fit."""
    weight_files(folder)  # an index of shards is checked before transformers follows it
    try:
        model, found = AutoModelForSequenceClassification.from_pretrained(
            folder,
            use_safetensors=True,
            trust_remote_code=False,
            dtype=torch.float32,
            output_loading_info=True,
        )
        network = StanceNetwork(model, sources=sources)
        network.source_head.load_state_dict(load_file(folder / SOURCE_HEAD_FILE))
    except (OSError, ValueError, RuntimeError, SafetensorError) as error:
        raise CheckpointError(f"{folder}: the weights cannot be loaded: {error}") from error
    # transformers initializes these at random with no more than a warning.
    if missing := sorted(found["missing_keys"]):
        raise CheckpointError(
            f"{folder}: {len(missing)} weights are missing from the files, such as {missing[0]}"
        )
    return network.float().eval()


class TorchEncoder:
    """Runs a checkpoint folder's safetensors files; `device` as torch names it.

    `threads` limits the cores that torch uses in the whole process. `precision` is the number format of the
    weights in memory and of their products. Raises CheckpointError if the device is not available.
    """

    backend = "torch"
    side_by_side = 1  # torch uses all cores for one batch

    def __init__(
        self,
        folder: Path,
        *,
        sources: int,
        device: str,
        threads: int | None = None,
        precision: Literal["fp32", "bf16", "fp16"] = "fp32",
    ) -> None:
        if threads is not None:
            torch.set_num_threads(cores_for(threads))
        self._device = device
        self.token_budget = _CPU_TOKENS if device.partition(":")[0] == "cpu" else _GPU_TOKENS
        network = load_network(folder, sources=sources)
        try:
            self._network = network.to(device, _DTYPES[precision])
        except (RuntimeError, AssertionError) as error:  # torch has no class of its own for this
            raise CheckpointError(f"device {device!r} is not available: {error}") from error
        accepted = inspect.signature(self._network.stance_model.forward).parameters
        self._typed = "token_type_ids" in accepted

    def has_token(self, token_id: int) -> bool:
        """Whether the network has an embedding for the token."""
        embeddings = self._network.stance_model.get_input_embeddings()
        return isinstance(embeddings, nn.Embedding) and token_id < embeddings.num_embeddings

    def logits(self, *, ids: Ids, mask: Ids, type_ids: Ids) -> PairLogits:
        """Run a batch of (rows, tokens) arrays; raises MemoryError if it does not fit into memory."""
        try:
            return self._logits(ids, mask, type_ids)
        except RuntimeError as error:
            if not isinstance(error, torch.OutOfMemoryError) and _NO_CPU_MEMORY not in str(error):
                raise
            shortage = str(error)
        # Outside the handler, whose error holds on to the tensors.
        if torch.cuda.is_available():
            torch.cuda.empty_cache()
        raise MemoryError(shortage)

    @torch.inference_mode()
    def _logits(self, ids: Ids, mask: Ids, type_ids: Ids) -> PairLogits:
        inputs = {"input_ids": ids, "attention_mask": mask}
        if self._typed:
            inputs["token_type_ids"] = type_ids
        tensors = {name: torch.from_numpy(array).to(self._device) for name, array in inputs.items()}
        stance, source = self._network(**tensors)
        return PairLogits(*(logits.float().cpu().numpy().astype(np.float32) for logits in (stance, source)))
