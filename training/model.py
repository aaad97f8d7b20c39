"""The network: a MiniLM encoder that also sees case, layout and quotation, and the attribution heads on it.

The encoder is BERT (Devlin et al. 2019) in the shape of all-MiniLM-L6-v2 (Wang et al. 2020). Heads answer
once per word, at its first piece. Attributions are read in two steps, both in the same forward pass:
linear-chain CRFs (Lafferty et al. 2001) tag cues, sources and contents; then, for each cue, a second CRF tags
that cue's own source and content from [word; cue; word x cue; distance].
"""

from __future__ import annotations

import math
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from sayso.reading.attribution import EDGES, INNER_TAGS, PARAGRAPHS, ROLES, TAGS

WIDTH, LAYERS, HEADS, INNER = 384, 6, 12, 1536
PAIR = 128  # width of the cue-conditional layer


class Layer(nn.Module):
    """One transformer layer, post-norm as in BERT."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """x: [batch, pieces, WIDTH]; mask: [batch, 1, 1, pieces], true where there is a piece."""
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        attended = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        x = self.norm1(x + self.dropout(self.out(attended.transpose(1, 2).reshape(batch, length, WIDTH))))
        return self.norm2(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Pieces and their features -> one vector per piece."""

    def __init__(self, vocabulary: int = 30522, positions: int = 512, dropout: float = 0.1) -> None:
        super().__init__()
        self.word = nn.Embedding(vocabulary, WIDTH)
        self.position = nn.Embedding(positions, WIDTH)
        self.case = nn.Embedding(5, WIDTH)
        self.layout = nn.Embedding(2, WIDTH)
        self.quote = nn.Embedding(3, WIDTH)
        for table in (self.case, self.layout, self.quote):
            nn.init.zeros_(table.weight)  # the pretrained encoder is unchanged at the start
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))

    def forward(self, ids: Tensor, case: Tensor, layout: Tensor, quote: Tensor) -> Tensor:
        """All arguments [batch, pieces] of int64; piece 0 is padding."""
        place = torch.arange(ids.shape[1])
        x = self.word(ids) + self.position(place) + self.case(case) + self.layout(layout) + self.quote(quote)
        x = self.dropout(self.norm(x))
        mask = (ids != 0)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        return x

    def load_minilm(self, path: Path) -> None:
        """Take the published weights of all-MiniLM-L6-v2 (safetensors)."""
        from safetensors.torch import load_file

        old = load_file(str(path))
        new = {
            "word.weight": old["embeddings.word_embeddings.weight"],
            # every piece is of segment 0, so its vector is folded into the positions'
            "position.weight": old["embeddings.position_embeddings.weight"]
            + old["embeddings.token_type_embeddings.weight"][0],
            "norm.weight": old["embeddings.LayerNorm.weight"],
            "norm.bias": old["embeddings.LayerNorm.bias"],
        }
        names = {
            "out": "attention.output.dense",
            "norm1": "attention.output.LayerNorm",
            "up": "intermediate.dense",
            "down": "output.dense",
            "norm2": "output.LayerNorm",
        }
        for i in range(LAYERS):
            here = f"encoder.layer.{i}."
            for part in ("weight", "bias"):
                new[f"layers.{i}.qkv.{part}"] = torch.cat(
                    [old[f"{here}attention.self.{name}.{part}"] for name in ("query", "key", "value")]
                )
                for name, theirs in names.items():
                    new[f"layers.{i}.{name}.{part}"] = old[f"{here}{theirs}.{part}"]
        missing, unexpected = self.load_state_dict(new, strict=False)
        if unexpected or set(missing) != {"case.weight", "layout.weight", "quote.weight"}:
            raise ValueError(
                f"not the weights of all-MiniLM-L6-v2: missing {missing}, unexpected {unexpected}"
            )


class Crf(nn.Module):
    """Linear-chain CRF; `loss` is the negative log-likelihood of the labels that `allowed` leaves open."""

    def __init__(self, tags: tuple[str, ...]) -> None:
        super().__init__()
        self.transition = nn.Parameter(torch.zeros(len(tags), len(tags)))
        self.begin = nn.Parameter(torch.zeros(len(tags)))
        # I-x may follow only B-x or I-x
        banned = torch.zeros(len(tags), len(tags))
        first = torch.zeros(len(tags))
        for j, to in enumerate(tags):
            if to[0] == "I":
                first[j] = -1e4
                for i, come in enumerate(tags):
                    if come == "O" or come[1:] != to[1:]:
                        banned[i, j] = -1e4
        self.register_buffer("banned", banned)
        self.register_buffer("banned_first", first)

    def tables(self) -> tuple[Tensor, Tensor]:
        """Transition scores [from, to] and begin scores, with what is banned."""
        return self.transition + self.banned, self.begin + self.banned_first

    def _partition(self, emissions: Tensor, mask: Tensor) -> Tensor:
        transition, begin = self.tables()
        alpha = begin + emissions[:, 0]
        for emission, here in zip(emissions.unbind(1)[1:], mask.unbind(1)[1:], strict=True):
            step = torch.logsumexp(alpha[:, :, None] + transition, dim=1) + emission
            alpha = torch.where(here[:, None], step, alpha)
        return torch.logsumexp(alpha, dim=1)

    def loss(self, emissions: Tensor, allowed: Tensor, mask: Tensor) -> Tensor:
        """emissions, allowed (boolean): [batch, words, tags]; mask: [batch, words]. Gives [batch]."""
        held = emissions.masked_fill(~allowed & mask[..., None], -1e4)
        both = self._partition(torch.cat([emissions, held]), torch.cat([mask, mask]))
        free, kept = both.chunk(2)
        return free - kept


class Network(nn.Module):
    """Encoder and heads."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = Encoder(dropout=dropout)
        self.tags = nn.Linear(WIDTH, len(TAGS))
        self.inner = nn.Linear(WIDTH, len(INNER_TAGS))
        self.pair = nn.Linear(WIDTH, 4 * PAIR)  # per word: as word, as factor, as cue, as cue's factor
        self.distance = nn.Embedding(2 * len(EDGES) + 1, PAIR)
        self.paragraph = nn.Embedding(PARAGRAPHS, PAIR)
        self.role = nn.Linear(PAIR, len(ROLES))
        self.tag_crf = Crf(TAGS)
        self.role_crf = Crf(ROLES)
        self.dropout = nn.Dropout(dropout)
        nn.init.normal_(self.distance.weight, std=0.02)
        nn.init.normal_(self.paragraph.weight, std=0.02)

    def words(self, ids: Tensor, case: Tensor, layout: Tensor, quote: Tensor, first: Tensor) -> Tensor:
        """One vector per word: [batch, words, WIDTH]; `first` [batch, words] says where it begins."""
        pieces = self.encoder(ids, case, layout, quote)
        return self.dropout(torch.gather(pieces, 1, first[..., None].expand(-1, -1, WIDTH)))

    def roles(
        self, pair: Tensor, where: Tensor, cue_first: Tensor, cue_last: Tensor, near: Tensor, para: Tensor
    ) -> Tensor:
        """Emissions of the cue-conditional tagger: [cues, words, ROLES].

        pair: [batch, words, 4 * PAIR]; per cue: `where` its row in the batch, `cue_first`, `cue_last` its
        words, `near`, `para` [cues, words] the buckets of distance and paragraph.
        """
        word, factor, cue, cue_factor = pair.split(PAIR, dim=-1)
        anchor = (cue[where, cue_first] + cue[where, cue_last]) / 2
        anchor_factor = (cue_factor[where, cue_first] + cue_factor[where, cue_last]) / 2
        x = word[where] + anchor[:, None] + factor[where] * anchor_factor[:, None]
        x = x + self.distance(near) + self.paragraph(para)
        return self.role(self.dropout(F.relu(x)))


def count_parameters(network: nn.Module) -> int:
    return sum(math.prod(p.shape) for p in network.parameters())
