"""The MMD permutation test in NumPy, for `npm run bench:drift`: the kernel once, all permutations in one product.

Usage: python mmd_numpy.py ROWS WIDTH BANDWIDTH PERMUTATIONS

ROWS holds both samples, 32-bit floats, one after the other and equally many. Prints {statistic, p, seconds}.
"""

import json
import sys
import time

import numpy as np

path, width, bandwidth, permutations = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])
rows = np.fromfile(path, np.float32).reshape(-1, width)

start = time.perf_counter()
count = len(rows)
m = count // 2
n = count - m
squares = (rows * rows).sum(1)
kernel = rows @ rows.T
kernel *= 2
kernel -= squares[:, None]
kernel -= squares[None, :]
kernel *= np.float32(1 / (2 * bandwidth**2))
np.exp(kernel, out=kernel)
np.fill_diagonal(kernel, 0)

generator = np.random.default_rng(1)
labels = np.zeros((count, permutations + 1), np.float32)
labels[:m, 0] = 1
for k in range(1, permutations + 1):
    labels[generator.permutation(count)[:m], k] = 1
within = np.einsum("ij,ij->j", kernel @ labels, labels, dtype=np.float64)
sums = kernel.sum(1, dtype=np.float64)
reach = sums @ labels
mmd = within / (m * (m - 1)) + (sums.sum() - 2 * reach + within) / (n * (n - 1)) - 2 * (reach - within) / (m * n)
p = (1 + int((mmd[1:] >= mmd[0]).sum())) / (permutations + 1)
seconds = time.perf_counter() - start

print(json.dumps({"statistic": float(mmd[0]), "p": p, "seconds": seconds}))
