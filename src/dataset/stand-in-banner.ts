/** What a report says at its head and on its figures when the real MNIST wasn't to be had. */
export const standInBanner =
  'STAND-IN, NOT MNIST: the real MNIST was not found and could not be downloaded. The digits called MNIST ' +
  'here were drawn by virtual writers in its format and recipe; no figure about MNIST in this report says ' +
  'anything about the real one. Put its four files into data/mnist, or name their folder in MNIST_DIR.';
