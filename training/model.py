"""The network: a MiniLM encoder that also sees case, layout and quotation, and the heads on it.

The encoder is BERT (Devlin et al. 2019) in the shape of all-MiniLM-L6-v2 (Wang et al. 2020). Heads answer
once per word, at its first piece, all from the same forward pass. Attributions and events are read in two
steps: first every word is tagged (cue, source, content; event triggers by type); then, seen from each cue,
trigger or speaker, an anchored CRF (Lafferty et al. 2001) tags what belongs to it, from [word; anchor; word x
anchor; distance; paragraph]. Pairs of places (trigger and speaker; two parties) are classified alike.
"""

from __future__ import annotations

import math
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from sayso.reading.anchored import EDGES, PARAGRAPHS
from sayso.reading.attribution import INNER_TAGS, ROLES, TAGS
from sayso.reading.chains import ORIGIN_LABELS, OUTER_LABELS
from sayso.reading.events import MODE_LABELS, ROLE_LABELS, TRIGGER_LABELS
from sayso.reading.ontology import CONTEXTS, STANCES, TYPES

WIDTH, LAYERS, HEADS, INNER = 384, 6, 12, 1536
PAIR = 128  # width of the anchored layers


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
        self.mark = nn.Embedding(3, WIDTH)  # parties given by the caller: none, actor, recipient
        for table in (self.case, self.layout, self.quote, self.mark):
            nn.init.zeros_(table.weight)  # the pretrained encoder is unchanged at the start
        nn.init.normal_(self.mark.weight[1:], std=0.05)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))

    def forward(self, ids: Tensor, case: Tensor, layout: Tensor, quote: Tensor, mark: Tensor) -> Tensor:
        """All arguments [batch, pieces] of int64; piece 0 is padding."""
        place = torch.arange(ids.shape[1])
        x = self.word(ids) + self.position(place) + self.case(case) + self.layout(layout)
        x = x + self.quote(quote) + self.mark(mark)
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
        if unexpected or set(missing) != {"case.weight", "layout.weight", "quote.weight", "mark.weight"}:
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

    def _score(self, emissions: Tensor, labels: Tensor, mask: Tensor) -> Tensor:
        transition, begin = self.tables()
        here = emissions.gather(2, labels[..., None])[..., 0] * mask
        moves = transition[labels[:, :-1], labels[:, 1:]] * mask[:, 1:]
        return here.sum(1) + moves.sum(1) + begin[labels[:, 0]]

    def loss(self, emissions: Tensor, allowed: Tensor, mask: Tensor) -> Tensor:
        """emissions, allowed (boolean): [batch, words, tags]; mask: [batch, words]. Gives [batch]."""
        if bool(((allowed.sum(-1) == 1) | ~mask).all()):
            return self._partition(emissions, mask) - self._score(emissions, allowed.int().argmax(-1), mask)
        held = emissions.masked_fill(~allowed & mask[..., None], -1e4)
        both = self._partition(torch.cat([emissions, held]), torch.cat([mask, mask]))
        free, kept = both.chunk(2)
        return free - kept


class Anchored(nn.Module):
    """Tags words as seen from an anchor; see `sayso.reading.anchored`."""

    def __init__(self, labels: tuple[str, ...], dropout: float) -> None:
        super().__init__()
        self.project = nn.Linear(WIDTH, 4 * PAIR)  # per word: as word, as factor, as anchor, as its factor
        self.distance = nn.Embedding(2 * len(EDGES) + 1, PAIR)
        self.paragraph = nn.Embedding(PARAGRAPHS, PAIR)
        self.label = nn.Linear(PAIR, len(labels))
        self.crf = Crf(labels)
        self.dropout = nn.Dropout(dropout)
        nn.init.normal_(self.distance.weight, std=0.02)
        nn.init.normal_(self.paragraph.weight, std=0.02)

    def forward(
        self,
        words: Tensor,
        where: Tensor,
        first: Tensor,
        last: Tensor,
        seen: Tensor,
        near: Tensor,
        para: Tensor,
    ) -> Tensor:
        """Emissions: [anchors, words seen, labels].

        words: [batch, words, WIDTH]; per anchor: `where` its row in the batch, `first`, `last` its words;
        [anchors, words seen]: `seen` places of words, `near`, `para` their buckets of distance and paragraph.
        """
        word, factor, anchor, anchor_factor = self.project(words).split(PAIR, dim=-1)
        at = (anchor[where, first] + anchor[where, last]) / 2
        at_factor = (anchor_factor[where, first] + anchor_factor[where, last]) / 2
        rows = where[:, None]
        x = word[rows, seen] + at[:, None] + factor[rows, seen] * at_factor[:, None]
        x = x + self.distance(near) + self.paragraph(para)
        out: Tensor = self.label(self.dropout(F.relu(x)))
        return out

    def loss(self, words: Tensor, batch: dict[str, Tensor]) -> Tensor:
        """Negative log-likelihood of what `batch` allows, per anchor."""
        emissions = self(words, *(batch[n] for n in ("where", "first", "last", "seen", "near", "para")))
        return self.crf.loss(emissions, batch["allowed"], batch["mask"])


class Pair(nn.Module):
    """Classifies pairs of places; the second may be absent."""

    def __init__(self, classes: int, dropout: float) -> None:
        super().__init__()
        self.project = nn.Linear(WIDTH, 4 * PAIR)  # as first, its factor, as second, its factor
        self.absent = nn.Parameter(torch.randn(2 * PAIR) * 0.02)
        self.label = nn.Linear(PAIR, classes)
        self.dropout = nn.Dropout(dropout)

    def forward(self, words: Tensor, where: Tensor, one: Tensor, other: Tensor) -> Tensor:
        """Scores [pairs, classes]; `one`, `other` [pairs, 2] are first and last words, -1 where absent."""
        vectors = self.project(words)
        rows = where[:, None]
        a = vectors[..., : 2 * PAIR][rows, one].mean(1)
        b = vectors[..., 2 * PAIR :][rows, other.clamp(min=0)].mean(1)
        b = torch.where(other[:, :1] < 0, self.absent, b)
        x = a[:, :PAIR] + b[:, :PAIR] + a[:, PAIR:] * b[:, PAIR:]
        out: Tensor = self.label(self.dropout(F.relu(x)))
        return out


class Network(nn.Module):
    """Encoder and heads."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = Encoder(dropout=dropout)
        # attribution
        self.tags = nn.Linear(WIDTH, len(TAGS))
        self.tag_crf = Crf(TAGS)
        self.inner = nn.Linear(WIDTH, len(INNER_TAGS))
        self.cue = Anchored(ROLES, dropout)
        # claims
        self.trigger = nn.Linear(WIDTH, len(TRIGGER_LABELS))
        self.mode = nn.Linear(WIDTH, len(MODE_LABELS))
        self.context = nn.Linear(WIDTH, len(CONTEXTS))
        self.opinion = nn.Linear(WIDTH, 1)
        self.roles = Anchored(ROLE_LABELS, dropout)
        self.origin = Anchored(ORIGIN_LABELS, dropout)
        self.outer = Anchored(OUTER_LABELS, dropout)
        self.stance = Pair(len(STANCES), dropout)
        self.relation = Pair(len(TYPES), dropout)
        self.dropout = nn.Dropout(dropout)

    def words(
        self, ids: Tensor, case: Tensor, layout: Tensor, quote: Tensor, mark: Tensor, first: Tensor
    ) -> Tensor:
        """One vector per word: [batch, words, WIDTH]; `first` [batch, words] says where it begins."""
        pieces = self.encoder(ids, case, layout, quote, mark)
        return self.dropout(torch.gather(pieces, 1, first[..., None].expand(-1, -1, WIDTH)))


def count_parameters(network: nn.Module) -> int:
    return sum(math.prod(p.shape) for p in network.parameters())
