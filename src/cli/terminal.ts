import type { OnProgress } from '../common/progress';
import { follow, paceLine } from '../report/progress';

/**
 * Draws progress on standard error: one line that is drawn over on a terminal, a line every ten seconds in a
 * log file.
 */
export function terminalProgress(stream: NodeJS.WriteStream = process.stderr): OnProgress {
  const pace = follow(stream.isTTY ? 0.1 : 10);
  return (update) => {
    const now = pace(update);
    if (!now.due) return;
    const line = paceLine(now);
    if (!stream.isTTY) stream.write(`  ${line}\n`);
    else {
      stream.write(`\r\u001b[K  ${line.slice(0, Math.max(10, (stream.columns ?? 80) - 3))}`);
      if (now.done >= now.total) stream.write('\n');
    }
  };
}
