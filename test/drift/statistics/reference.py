"""Values that the tests compare with. Made by: python test/drift/statistics/reference.py

With numpy 2.4.6, scipy 1.17.1 and scikit-learn 1.9.1. Prints reference.json.
"""

import json

import numpy as np
from scipy import linalg, special, stats
from scipy.spatial.distance import cdist, jensenshannon
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

# A small congruential generator, so that both sides draw the same numbers.
state = 12345


def uniform():
    global state
    state = (1103515245 * state + 12345) % 2**31
    return state / 2**31


def rows(count, width, shift):
    return np.array([[uniform() + uniform() + shift * (k == 0) for k in range(width)] for _ in range(count)])


a = np.round(rows(40, 1, 0)[:, 0], 2)
b = np.round(rows(60, 1, 0.3)[:, 0], 2)
x = np.round(rows(30, 3, 0), 3)
y = np.round(rows(50, 3, 0.4), 3)
p = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205]
one, other = [12, 9, 0, 30, 5], [8, 15, 0, 22, 14]
edges = np.quantile(a, np.arange(1, 10) / 10)


def shares(values):
    return np.bincount(np.searchsorted(edges, values, side="right"), minlength=10) / len(values)


def psi(q, r):
    q, r = np.maximum(q, 1e-4), np.maximum(r, 1e-4)
    return ((r - q) * np.log(r / q)).sum()


def unbiased(within, between, other_within):
    mean = lambda m: (m.sum() - np.trace(m)) / (len(m) * (len(m) - 1))
    return mean(within), mean(other_within), between.mean()


sigma = 0.7
kernel = lambda u, v: np.exp(-cdist(u, v, "sqeuclidean") / (2 * sigma**2))
kx, ky, kxy = unbiased(kernel(x, x), kernel(x, y), kernel(y, y))
dx, dy, dxy = unbiased(cdist(x, x), cdist(x, y), cdist(y, y))
cx, cy = np.cov(x.T), np.cov(y.T)
frechet = ((x.mean(0) - y.mean(0)) ** 2).sum() + np.trace(cx + cy - 2 * linalg.sqrtm(cx @ cy).real)
pooled = np.vstack([x, y])
targets = np.r_[np.zeros(len(x)), np.ones(len(y))]
model = LogisticRegression(C=0.1, tol=1e-10, max_iter=10000).fit(pooled, targets)
auc = roc_auc_score(np.r_[np.zeros(len(a)), np.ones(len(b))], np.r_[a, b])
chi = stats.chi2_contingency([[c for c in one if c], [c for c in other if c]], correction=False)
values, vectors = np.linalg.eigh(np.cov(pooled.T))

print(
    json.dumps(
        {
            "a": a.tolist(),
            "b": b.tolist(),
            "x": x.ravel().tolist(),
            "y": y.ravel().tolist(),
            "cliff": 2 * auc - 1,
            "auc": auc,
            "wasserstein": stats.wasserstein_distance(a, b),
            "ks": stats.ks_2samp(a, b).statistic,
            "ksTail": [[t, float(special.kolmogorov(t))] for t in (0.3, 0.7, 1.1, 1.3, 2.0)],
            "psi": psi(shares(a), shares(b)),
            "jensenShannon": jensenshannon(shares(a), shares(b), base=2) ** 2,
            "p": p,
            "fdr": stats.false_discovery_control(p).tolist(),
            "one": one,
            "other": other,
            "chi": [chi.statistic, chi.dof, chi.pvalue],
            "gamma": [[s, t, float(special.gammaincc(s, t))] for s, t in ((0.5, 0.1), (4.5, 3), (4.5, 20), (50, 40))],
            "sigma": sigma,
            "mmd": kx + ky - 2 * kxy,
            "energy": 2 * dxy - dx - dy,
            "frechet": frechet,
            "weights": [*model.coef_[0].tolist(), model.intercept_[0]],
            "explained": (values[::-1] / values.sum()).tolist(),
            "binomial": float(stats.binom.cdf(14, 200, 0.05)),
            "binomialRange": [int(stats.binom.ppf(q, 200, 0.05)) for q in (0.005, 0.995)],
        }
    )
)
