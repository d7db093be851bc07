"""Rows made up here, and figures of them worked out here, apart from the code that is tested."""

import random
from collections import Counter, defaultdict
from statistics import NormalDist

from detente.batch.columns import FIXED_COLUMNS

STANCES = ("cooperative", "hostile", "neutral")
NAMES = {
    "US": "United States",
    "CN": "China",
    "KP": "North Korea",
    "KR": "South Korea",
    "JP": "Japan",
    "RU": "Russia",
    "UN": "United Nations",
    "other": "other",
    "author": "the author",
}
PUBLISHERS = ("The Tern", "Harbour Gazette", "Radio Lantern", "Northern Wire Service")
WORDS = {
    "cooperative": "praised {} for the flood relief and asked for a second round of harbour talks",
    "hostile": "accused {} of jamming the fishing fleet's radios and vowed to answer",
    "neutral": "said the delegation from {} would land on Thursday",
}


def make_rows(count, months=30, seed=7):
    """Statements with a target, a stance, a source, a month, a publisher and a document."""
    draw = random.Random(seed)
    rows = []
    for number in range(count):
        target = draw.choices(("CN", "US", "KR", "KP"), (5, 4, 2, 1))[0]
        month = draw.randrange(months)
        warmth = 0.25 + 0.4 * month / months if target in ("CN", "KR") else 0.35
        stance = draw.choices(STANCES, (warmth, 0.75 - warmth, 0.3))[0]
        source = None if stance == "neutral" else draw.choice([code for code in NAMES if code != target])
        rows.append(_row(number, target, stance, source, month, draw))
    return rows


def _row(number, target, stance, source, month, draw):
    score = round(draw.uniform(0.45, 0.99), 3)
    # A document has one publisher and one date.
    publisher = draw.randrange(len(PUBLISHERS))
    document = draw.randrange(2)
    return {
        "text": f"Speaker {number} {WORDS[stance].format(NAMES[target])}.",
        "target": target,
        "stance": stance,
        "score": score,
        "source": source,
        "p_source": None if source is None else round(draw.uniform(0.5, 1), 3),
        "date": f"{2021 + month // 12}-{month % 12 + 1:02d}-{5 + document:02d}",
        "period": month,
        "document": f"bulletins/harbour-{publisher}{month:02d}{document}.txt",
        "position": number + 1,
        "publisher": PUBLISHERS[publisher],
        "too_close": score < 0.55,
    }


def prediction_row(row):
    """A row as `detente predict` writes it."""
    shares = {f"p_{each}": round((1 - row["score"]) / 2, 4) for each in STANCES}
    shares[f"p_{row['stance']}"] = row["score"]
    kept = {name: row[name] for name in row if name not in ("text", "period")}
    fixed = {"statement": row["text"], "truncated": False, "error": None, "checkpoint": "tiny-0"}
    return dict.fromkeys(FIXED_COLUMNS) | kept | shares | fixed


def chosen(rows, *, stance=None, first=None, last=None, **wanted):
    """The rows of a selection; `first` and `last` bound the month."""
    found = [row for row in rows if all(row[name] == value for name, value in wanted.items())]
    if first is not None:
        found = [row for row in found if row["period"] is not None and first <= row["period"] <= last]
    return [row for row in found if stance is None or row["stance"] == stance]


def counts_by(rows, *names):
    """The counts of each stance for every combination of values."""
    groups = defaultdict(Counter)
    for row in rows:
        groups[tuple(row[name] for name in names)][row["stance"]] += 1
    return {key: tuple(counts[stance] for stance in STANCES) for key, counts in groups.items()}


def net_of(rows, *, polar=False):
    """Net stance and its interval by documents, for a checkpoint of unknown errors."""
    scores = {"cooperative": 1, "hostile": -1, "neutral": 0}
    clusters = defaultdict(list)
    for row in rows:
        clusters[row["document"]].append(scores[row["stance"]])
    all_scores = [score for cluster in clusters.values() for score in cluster]
    number, many = len(all_scores), len(clusters)
    net = sum(all_scores) / number
    plain = (sum(score**2 for score in all_scores) / number - net**2) / max(number - 1, 1)
    between = sum((sum(cluster) - net * len(cluster)) ** 2 for cluster in clusters.values())
    clustered = between * many / max(many - 1, 1) / number**2
    z = NormalDist().inv_cdf(0.975)
    if plain > 1e-12 and many > 1:
        small = (z / _student(many - 1)) ** 2 if many < number else 1
        worth = small / max(1, clustered / plain)
    else:
        worth = many / number
    return net, *(_wilson if polar else _agresti_min)(all_scores, worth, z)


def _agresti_min(scores, worth, z):
    size = len(scores) * worth
    net = sum(scores) * worth
    middle = net / (size + 2)
    spread = (sum(score**2 for score in scores) * worth + 1) / (size + 2) - middle**2
    half = z * (spread / (size + 2)) ** 0.5
    value = net / size
    return max(-1, min(value, middle - half)), min(1, max(value, middle + half))


def _wilson(scores, worth, z):
    size = len(scores) * worth
    share = scores.count(1) / len(scores)
    middle = (share + z * z / 2 / size) / (1 + z * z / size)
    half = z / (1 + z * z / size) * (share * (1 - share) / size + z * z / 4 / size**2) ** 0.5
    low, high = min(share, middle - half), max(share, middle + half)
    return 2 * low - 1, 2 * high - 1


def _student(freedom):
    from scipy.stats import t

    return float(t.ppf(0.975, freedom))
