"""From scores to tags, spans and trees. The engine decodes in the same way."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from .labels import ENTITY_LABELS

FloatArray = npt.NDArray[np.float32]
_FORBIDDEN = -1e9


def _transitions() -> tuple[FloatArray, FloatArray]:
    count = len(ENTITY_LABELS)
    start = np.zeros(count, dtype=np.float32)
    moves = np.zeros((count, count), dtype=np.float32)
    for column, label in enumerate(ENTITY_LABELS):
        if label[0] == "I":
            start[column] = _FORBIDDEN
            for row, before in enumerate(ENTITY_LABELS):
                if before[1:] != label[1:]:
                    moves[row, column] = _FORBIDDEN
    return start, moves


_START, _MOVES = _transitions()


def viterbi(scores: FloatArray) -> list[int]:
    """The best sequence of ENTITY_LABELS in which I-X follows B-X or I-X only. `scores` [words, labels]."""
    if len(scores) == 0:
        return []
    best = scores[0] + _START
    back = np.zeros(scores.shape, dtype=np.int64)
    for position in range(1, len(scores)):
        paths = best[:, None] + _MOVES
        back[position] = paths.argmax(0)
        best = paths.max(0) + scores[position]
    sequence = [int(best.argmax())]
    for position in range(len(scores) - 1, 0, -1):
        sequence.append(int(back[position, sequence[-1]]))
    return sequence[::-1]


def spans(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """(start, end, class) of BIO tags; an I that continues nothing begins a span."""
    found: list[tuple[int, int, str]] = []
    open_class = ""
    start = 0
    for position, tag in enumerate([*tags, "O"]):
        prefix, _, name = tag.partition("-")
        if open_class and (prefix != "I" or name != open_class):
            found.append((start, position, open_class))
            open_class = ""
        if prefix != "O" and not open_class:
            open_class, start = name, position
    return found


def tree(scores: FloatArray) -> list[int]:
    """Heads (0 = root) of the maximum spanning tree with a single root. `scores` [words, words + 1], column 0 the root.

    Chu-Liu/Edmonds, run once with every word free to be the root and, if that gives several roots, once for each
    of them as the only one. O(n^2) for each cycle contracted.
    """
    count = len(scores)
    if count == 0:
        return []
    weights = np.full((count + 1, count + 1), -np.inf)
    weights[1:] = scores.astype(np.float64)
    np.fill_diagonal(weights, -np.inf)
    heads = _edmonds(weights)
    roots = [word for word in range(1, count + 1) if heads[word] == 0]
    if len(roots) != 1:
        best = -np.inf
        for root in roots:
            single = weights.copy()
            single[1:, 0] = -np.inf
            single[root, :] = -np.inf
            single[root, 0] = weights[root, 0]
            candidate = _edmonds(single)
            total = sum(weights[word, candidate[word]] for word in range(1, count + 1))
            if total > best:
                best, heads = total, candidate
    return [int(head) for head in heads[1:]]


def _edmonds(weights: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Maximum spanning arborescence from node 0; weights[dependent, head]."""
    size = len(weights)
    heads = np.zeros(size, dtype=np.int64)
    heads[1:] = weights[1:].argmax(1)
    cycle = _cycle(heads)
    if cycle is None:
        return heads
    inside = np.zeros(size, dtype=np.bool_)
    inside[cycle] = True
    outside = np.flatnonzero(~inside)
    cycle_weights = weights[cycle, heads[cycle]]
    total = cycle_weights.sum()
    # Into the cycle: break it at the word that loses least. Out of the cycle: the best head inside.
    entering = weights[np.ix_(cycle, outside)] - cycle_weights[:, None]
    entering_word = cycle[entering.argmax(0)]
    leaving = weights[np.ix_(outside, cycle)]
    leaving_head = cycle[leaving.argmax(1)]
    smaller = np.full((len(outside) + 1, len(outside) + 1), -np.inf)
    smaller[:-1, :-1] = weights[np.ix_(outside, outside)]
    smaller[:-1, -1] = leaving.max(1)
    smaller[-1, :-1] = entering.max(0) + total
    smaller[0, :] = -np.inf
    contracted = _edmonds(smaller)
    result = heads.copy()
    for index, word in enumerate(outside[1:], start=1):
        head = contracted[index]
        result[word] = leaving_head[index] if head == len(outside) else outside[head]
    source = contracted[-1]
    result[entering_word[source]] = outside[source]
    return result


def _cycle(heads: npt.NDArray[np.int64]) -> npt.NDArray[np.int64] | None:
    state = np.zeros(len(heads), dtype=np.int64)
    state[0] = 2
    for start in range(1, len(heads)):
        path = []
        node = start
        while state[node] == 0:
            state[node] = 1
            path.append(node)
            node = int(heads[node])
        if state[node] == 1:
            return np.array(path[path.index(node) :], dtype=np.int64)
        for visited in path:
            state[visited] = 2
    return None
