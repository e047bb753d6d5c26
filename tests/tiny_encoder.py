"""An encoder like the pretrained one, in the same files, but tiny and with random weights."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

SIZE, LAYERS, PIECES = 8, 1, 64


def write(folder: Path, words: list[str]) -> Path:
    """Write the files of an encoder that knows the words and single letters. Returns the folder."""
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
    letters = [prefix + letter for letter in "abcdefghijklmnopqrstuvwxyz" for prefix in ("", "##")]
    known = {piece: number for number, piece in enumerate(dict.fromkeys([*special, *letters, *words]))}
    tokenizer = Tokenizer(models.WordPiece(known, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    tokenizer.add_special_tokens(special)
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    config = {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_act": "gelu",
        "attention_probs_dropout_prob": 0.1,
        "hidden_dropout_prob": 0.1,
        "hidden_size": SIZE,
        "initializer_range": 0.02,
        "intermediate_size": 2 * SIZE,
        "layer_norm_eps": 1e-12,
        "max_position_embeddings": 512,
        "num_attention_heads": 2,
        "num_hidden_layers": LAYERS,
        "pad_token_id": 0,
        "type_vocab_size": 2,
        "vocab_size": len(known),
    }
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    save_file(_weights(len(known)), str(folder / "model.safetensors"))
    return folder


def _weights(pieces: int) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(0)

    def drawn(*shape: int) -> np.ndarray:
        return rng.normal(0, 0.3, shape).astype(np.float32)

    found = {
        "embeddings.word_embeddings.weight": drawn(pieces, SIZE),
        "embeddings.position_embeddings.weight": drawn(512, SIZE),
        "embeddings.token_type_embeddings.weight": drawn(2, SIZE),
    }
    norms, dense = ["embeddings.LayerNorm"], {"pooler.dense": (SIZE, SIZE)}
    for layer in range(LAYERS):
        at = f"encoder.layer.{layer}"
        for name in ("query", "key", "value"):
            dense[f"{at}.attention.self.{name}"] = (SIZE, SIZE)
        dense[f"{at}.attention.output.dense"] = (SIZE, SIZE)
        dense[f"{at}.intermediate.dense"] = (2 * SIZE, SIZE)
        dense[f"{at}.output.dense"] = (SIZE, 2 * SIZE)
        norms += [f"{at}.attention.output.LayerNorm", f"{at}.output.LayerNorm"]
    for name, (outputs, inputs) in dense.items():
        found |= {f"{name}.weight": drawn(outputs, inputs), f"{name}.bias": drawn(outputs)}
    for name in norms:
        found |= {f"{name}.weight": np.ones(SIZE, np.float32), f"{name}.bias": drawn(SIZE)}
    return found
