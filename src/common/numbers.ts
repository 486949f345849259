/** A whole number with its thousands apart: 225,034. */
export function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** A number with so many decimals, thousands apart: 1,132.9. */
export function decimal(value: number, decimals: number): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/** A number with its sign and so many decimals: −0.37, +0.00. */
export function signed(value: number, decimals = 2): string {
  return `${value < 0 ? '−' : '+'}${decimal(Math.abs(value), decimals)}`;
}

/** A share of one as per cent: 0.9867 → 98.7 %. */
export function percent(share: number, decimals = 1): string {
  return `${decimal(100 * share, decimals)} %`;
}

/** A time span in the units a person would use: 850 ms, 12.4 s, 3 min 20 s, 1 h 4 min. */
export function duration(seconds: number): string {
  if (seconds < 0.9995) return `${Math.round(1000 * seconds)} ms`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** An amount of data: 812 B, 34.5 KB, 268 MB (1 KB is 1,024 B). */
export function bytes(count: number): string {
  const units = ['B', 'KB', 'MB', 'GB'];
  let value = count;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${decimal(value, unit === 0 || value >= 100 ? 0 : 1)} ${units[unit]}`;
}
