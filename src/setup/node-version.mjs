// In the syntax of old Nodes, which must get as far as the message.

/**
 * One line that says what to do where this Node is not supported, or '' where it is.
 *
 * @param {string} version `20.19.0`
 * @returns {string}
 */
export function unsupportedNode(version) {
  var parts = version.split('.').map(Number);
  var supported = (parts[0] === 20 && parts[1] >= 19) || (parts[0] === 22 && parts[1] >= 12);
  if (supported) return '';
  return (
    'Node ' +
    version +
    ' is not supported: Node 20 (20.19 or later) or 22 (22.12 or later) is needed, ' +
    'because the TensorFlow binding does not run on others. Install one of them, then run the same again.'
  );
}
