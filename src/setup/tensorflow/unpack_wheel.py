"""Takes from a TensorFlow wheel what the Node binding is built on: two shared libraries and the C headers.

Usage: python unpack_wheel.py WHEEL FOLDER
Leaves FOLDER/lib/*.so.2 and FOLDER/include/.
"""

import os
import shutil
import sys
import zipfile

LIBRARIES = ("libtensorflow_cc.so.2", "libtensorflow_framework.so.2")


def target(name):
    """Where a file of the wheel goes, or None for the rest of it."""
    folder, _, file = name.rpartition("/")
    if folder == "tensorflow" and file in LIBRARIES:
        return os.path.join("lib", file)
    if name.startswith("tensorflow/include/") and name.endswith((".h", ".inc")):
        return name[len("tensorflow/") :]
    return None


def main(wheel, folder):
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            path = target(name)
            if path is None or ".." in name.split("/"):
                continue
            path = os.path.join(folder, path)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with archive.open(name) as source, open(path, "wb") as copy:
                shutil.copyfileobj(source, copy, 1 << 20)
    missing = [name for name in LIBRARIES if not os.path.exists(os.path.join(folder, "lib", name))]
    if missing:
        sys.exit("the wheel has no " + " and no ".join(missing))


main(*sys.argv[1:])
