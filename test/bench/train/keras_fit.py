"""Keras in the race: the same network, data and orders as the other contestants."""

import json
import os
import resource
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
import keras
import numpy as np

folder, epochs = sys.argv[1], int(sys.argv[2])


def read(part):
    x = np.fromfile(f"{folder}/{part}-images", "uint8").reshape(-1, 28, 28, 1)
    y = np.fromfile(f"{folder}/{part}-labels", "uint8").astype("int32")
    return x.astype("float32") / 255, y


def say(**answer):
    print(json.dumps(answer), flush=True)


class Turns(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        sys.stdin.readline()
        self.started = self.trained = time.perf_counter()

    def on_test_begin(self, logs=None):
        self.trained = time.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        now = time.perf_counter()
        say(
            seconds=now - self.started,
            trainSeconds=self.trained - self.started,
            loss=logs["loss"],
            val_accuracy=logs["val_accuracy"],
        )


train, test = read("train"), read("test")
keras.utils.set_random_seed(1)
layers = keras.layers
model = keras.Sequential(
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
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
say(ready=True)
model.fit(*train, batch_size=32, epochs=epochs, validation_data=test, verbose=0, callbacks=[Turns()])
while sys.stdin.readline().strip() == "predict":
    started = time.perf_counter()
    model.predict(test[0], verbose=0)
    say(seconds=time.perf_counter() - started)
say(peakMegabytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
