"""Two handfuls of scikit-learn's digits and what SciPy and scikit-learn say of them.

Made by: python test/drift/statistics/digits.py
With numpy 2.4.6, scipy 1.17.1 and scikit-learn 1.9.1. Prints digits.json.
"""

import json

import numpy as np
from scipy import stats
from scipy.spatial.distance import cdist, pdist
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.metrics.pairwise import rbf_kernel
from sklearn.preprocessing import StandardScaler

digits = load_digits()
m, n = 30, 36
first, second = digits.data[:m], digits.data[m : m + n]
# A little darker: enough to be noticed now and then.
second = np.clip(second - 1, 0, None)
both = np.vstack([first, second])
targets = np.r_[np.zeros(m), np.ones(n)]
sigma = float(np.median(pdist(both)))
ink, other = first.sum(1), second.sum(1)

kernel = rbf_kernel(both, gamma=1 / (2 * sigma**2))
distance = cdist(both, both)
for matrix in (kernel, distance):
    np.fill_diagonal(matrix, 0)


def means(matrix, order):
    a, b = order[:m], order[m:]
    within = matrix[np.ix_(a, a)].sum() / (m * (m - 1))
    return within, matrix[np.ix_(b, b)].sum() / (n * (n - 1)), matrix[np.ix_(a, b)].mean()


def mmd(order):
    xx, yy, xy = means(kernel, order)
    return xx + yy - 2 * xy


def energy(order):
    xx, yy, xy = means(distance, order)
    return 2 * xy - xx - yy


generator = np.random.default_rng(1)
orders = [generator.permutation(m + n) for _ in range(20000)]
identity = np.arange(m + n)


def p(statistic):
    return (1 + sum(statistic(order) >= statistic(identity) - 1e-12 for order in orders)) / (1 + len(orders))


def ks(a, b):
    return stats.ks_2samp(a, b).statistic


drawn = stats.permutation_test((ink, other), ks, n_resamples=5000, alternative="greater", rng=1)
scaled = StandardScaler().fit_transform(both)
learn = identity % 2 == 0
model = LogisticRegression(C=0.1, tol=1e-10, max_iter=10000).fit(scaled[learn], targets[learn])
labels = digits.target[:m], digits.target[m : m + n]
counts = [np.bincount(part, minlength=10).tolist() for part in labels]

print(
    json.dumps(
        {
            "first": digits.data[:m].astype(int).ravel().tolist(),
            "second": second.astype(int).ravel().tolist(),
            "sigma": sigma,
            "mmd": [mmd(identity), p(mmd)],
            "energy": [energy(identity), p(energy)],
            "ks": [float(drawn.statistic), float(drawn.pvalue)],
            "wasserstein": stats.wasserstein_distance(ink, other),
            "cliff": 2 * stats.mannwhitneyu(other, ink).statistic / (m * n) - 1,
            "auc": roc_auc_score(targets[~learn], model.decision_function(scaled[~learn])),
            "counts": counts,
            "chi": stats.chi2_contingency(counts, correction=False).statistic,
        }
    )
)
