"""Makes keras-steps.json: the first losses of Keras 3 on weights and digits that a formula gives.

    pip install tensorflow-cpu==2.21.0
    python test/model/keras_steps.py > test/model/keras-steps.json

formula.ts has the same formulas.
"""

import json

import keras
import numpy as np


def uniform(indices, salt):
    x = (indices.astype(np.uint64) * 2654435761 + salt * 40503) % 2**32
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        x = ((x ^ (x >> np.uint64(shift))) * np.uint64(factor)) % 2**32
    return (x ^ (x >> np.uint64(16))) / 2**32


def weights(shapes):
    made = []
    for salt, shape in enumerate(shapes):
        fan = np.prod(shape[:-2]) * (shape[-2] + shape[-1]) if len(shape) > 1 else 1000 * shape[0]
        limit = np.sqrt(6 / fan)
        made.append(((uniform(np.arange(np.prod(shape)), salt + 1) * 2 - 1) * limit).reshape(shape))
    return [w.astype("float32") for w in made]


def digits(count):
    n = np.arange(count * 784)
    labels = np.floor(uniform(np.arange(count), 101) * 10).astype(int)
    label, row, column = labels[n // 784], n % 784 // 28, n % 28
    top = 2 * label + 3
    ink = (row >= top) & (row < top + 5) & (column >= 6) & (column < 22)
    stain = uniform(n, 103) < 0.05
    pixels = np.where(ink ^ stain, 1 + np.floor(uniform(n, 102) * 255), 0)
    return pixels.astype("uint8").reshape(count, 28, 28, 1), labels


def cnn():
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


def run(optimizer, scale, steps):
    """The loss of every step, each taken from the epoch's running mean that Keras reports."""
    model = cnn()
    model.set_weights(weights([w.shape for w in model.get_weights()]))
    model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
    x, y = digits(320)
    x = x.astype("float32") * np.float32(scale)
    before = model.evaluate(x, y, batch_size=32, verbose=0)
    losses = []
    for step in range(steps):
        batch = slice(32 * step % 320, 32 * step % 320 + 32)
        losses.append(float(model.train_on_batch(x[batch], y[batch])[0]))
        model.reset_metrics()
    after = model.evaluate(x, y, batch_size=32, verbose=0)
    return {"losses": losses, "before": before, "after": after}


print(
    json.dumps(
        {
            "keras": keras.__version__,
            "adam": run(keras.optimizers.Adam(), 1 / 255, 10),
            "sgd": run(keras.optimizers.SGD(0.01, momentum=0.9), 1 / 255, 10),
            "raw": run(keras.optimizers.SGD(0.0), 1, 0),
        },
        indent=1,
    )
)
