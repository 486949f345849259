"""Finds and normalises the digit of each photo in a folder with OpenCV, and prints photos per second.

The same steps as src/imaging: the photo opened as grey, the paper's light estimated and flattened, polarity
judged, ink told from paper, ruled lines and border shadows dropped, strokes gathered, the pen brought to
MNIST's range, 20 pixels in 28x28 with the centre of mass in the middle. It works on the whole picture, with
OpenCV's own threads, as such recipes do.

    python recipe.py FOLDER ROUNDS [DUMP]     prints {"photosPerSecond": ...}; DUMP gets the 28x28 bytes
"""

import json
import sys
import time
from pathlib import Path

import cv2
import numpy as np


def flatten(grey, light_ink):
    dark = 255 - grey if light_ink else grey
    # Light changes slowly: a picture a quarter as large is enough to see it.
    height, width = dark.shape
    small = cv2.resize(dark, (max(1, width // 4), max(1, height // 4)), interpolation=cv2.INTER_AREA)
    side = max(small.shape) // 8 | 1
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (side, side))
    closed = cv2.blur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, kernel), (side, side))
    paper = cv2.resize(closed, (width, height), interpolation=cv2.INTER_LINEAR)
    return 255 - cv2.divide(dark, np.maximum(paper, 1), scale=255)


def light_ink(grey):
    depth = max(1, round(0.03 * min(grey.shape)))
    ring = np.concatenate([grey[:depth].ravel(), grey[-depth:].ravel(), grey[:, :depth].ravel(), grey[:, -depth:].ravel()])
    paper = np.median(ring)
    low, high = np.percentile(grey[::4, ::4], [0.2, 99.8])
    return high - paper > paper - low


def drop_lines(mask):
    height, width = mask.shape
    for size in ((width // 2, 1), (1, height // 2)):
        lines = cv2.morphologyEx(mask, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, size))
        if lines.any():
            mask = cv2.subtract(mask, lines)
    return mask


def strokes(ink):
    _, mask = cv2.threshold(cv2.GaussianBlur(ink, (5, 5), 0), 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    mask = drop_lines(mask)
    count, labels, stats, centres = cv2.connectedComponentsWithStats(mask, connectivity=8)
    height, width = mask.shape
    best, worth = 0, 0.0
    for k in range(1, count):
        x, y, w, h, area = stats[k]
        touches = x == 0 or y == 0 or x + w == width or y + h == height
        middle = np.hypot(centres[k][0] / width - 0.5, centres[k][1] / height - 0.5)
        value = max(w, h) * np.exp(-2 * middle**2) * (0.3 if touches else 1)
        if area > 10 and value > worth:
            best, worth = k, value
    if best == 0:
        return None
    x, y, w, h, own = stats[best]
    reach = 0.35 * max(w, h)
    keep = [best]
    for k in range(1, count):
        a, b, c, d, area = stats[k]
        gap = np.hypot(max(0, a - x - w, x - a - c), max(0, b - y - h, y - b - d))
        if k != best and area > 0.02 * own and gap < reach and 0 < a and 0 < b and a + c < width and b + d < height:
            keep.append(k)
    wanted = np.zeros(count, bool)
    wanted[keep] = True
    return wanted[labels]


def normalise(grey):
    ink = flatten(grey, light_ink(grey))
    kept = strokes(ink)
    if kept is None:
        return np.zeros((28, 28), np.uint8)
    left, top, width, height = cv2.boundingRect(kept.view(np.uint8))
    right, bottom = left + width, top + height
    mask = kept[top:bottom, left:right].astype(np.uint8)
    digit = np.where(cv2.dilate(mask, np.ones((3, 3), np.uint8)) > 0, ink[top:bottom, left:right], 0)
    digit = np.clip(digit.astype(np.float32) * 255 / max(1, np.percentile(digit[mask > 0], 80)), 0, 255)
    long = max(digit.shape)
    pen = 2 * mask.sum() / max(1, cv2.morphologyEx(mask, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)).sum() / 2)
    want = round((2.0 - 20 * pen / long) * long / 20)
    if want > 0:
        pad = want
        digit = cv2.copyMakeBorder(digit, pad, pad, pad, pad, cv2.BORDER_CONSTANT, value=0)
        digit = cv2.dilate(digit, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (want + 1, want + 1)))
    scale = 20 / max(digit.shape)
    size = (max(1, round(digit.shape[1] * scale)), max(1, round(digit.shape[0] * scale)))
    small = cv2.resize(digit, size, interpolation=cv2.INTER_AREA)
    moments = cv2.moments(small)
    mass = max(1e-6, moments["m00"])
    x = int(np.clip(round(14.0 - moments["m10"] / mass), 0, 28 - size[0]))
    y = int(np.clip(round(14.0 - moments["m01"] / mass), 0, 28 - size[1]))
    picture = np.zeros((28, 28), np.uint8)
    picture[y : y + size[1], x : x + size[0]] = np.clip(small, 0, 255).astype(np.uint8)
    return picture


def prepare(data):
    return normalise(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE))


def main():
    folder, rounds = Path(sys.argv[1]), int(sys.argv[2])
    photos = [path.read_bytes() for path in sorted(folder.iterdir())]
    pictures = [prepare(photo) for photo in photos]
    if len(sys.argv) > 3:
        Path(sys.argv[3]).write_bytes(np.stack(pictures).tobytes())
    best = 0.0
    for _ in range(rounds):
        start = time.perf_counter()
        for photo in photos:
            prepare(photo)
        best = max(best, len(photos) / (time.perf_counter() - start))
    print(json.dumps({"photosPerSecond": best}))


main()
