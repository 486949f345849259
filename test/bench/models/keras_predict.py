"""Opens Keras files and writes their predictions: keras_predict.py COUNT PIXELS JOBS.

PIXELS holds COUNT pictures of 28x28 bytes. JOBS is JSON: [{"file", "scale", "out"}]; each `out` becomes
COUNT rows of ten 32-bit floats. With "save", the model is saved there; with "labels" and "weights", Adam's state is
taken up as the README says, one step is trained on the first pictures, and the weights are left in "weights".
Prints one line of JSON: what Keras said while it opened each file, and the accuracy that it found, if any.
"""
import contextlib
import io
import json
import logging
import os
import sys
import warnings

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import h5py
import numpy as np
import keras
from absl import logging as absl_logging

said = []


class Listener(logging.Handler):
    def emit(self, record):
        said.append(record.getMessage())


absl_logging.get_absl_logger().addHandler(Listener())
count, pixels, jobs = int(sys.argv[1]), sys.argv[2], json.loads(sys.argv[3])
images = np.fromfile(pixels, np.uint8).reshape(count, 28, 28)
answers = []
for job in jobs:
    said.clear()
    with warnings.catch_warnings(record=True) as caught, contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("always")
        model = keras.models.load_model(job["file"])
    words = said + [str(warning.message) for warning in caught]
    inputs = (images * np.float32(job["scale"])).astype(np.float32)
    inputs = inputs.reshape(count, *model.input_shape[1:])
    model.predict(inputs, batch_size=500, verbose=0).astype("<f4").tofile(job["out"])
    answer = {"said": words, "keras": keras.__version__}
    if "save" in job:
        model.save(job["save"])
    if "labels" in job:
        labels = np.array(job["labels"])
        answer["accuracy"] = model.evaluate(inputs[: len(labels)], labels, verbose=0, return_dict=True)["accuracy"]
        model.optimizer.build(model.trainable_variables)
        with h5py.File(job["file"]) as file:
            kept = file["inkdrift/optimizer_weights"]
            model.optimizer.set_weights([kept[name][()] for name in kept.attrs["weight_names"]])
        model.train_on_batch(inputs[: len(labels)], labels)
        np.concatenate([w.ravel() for w in model.get_weights()]).astype("<f4").tofile(job["weights"])
    answers.append(answer)
print(json.dumps(answers))
