/** Reads the text format of Prometheus, as far as the health screen needs it. Pure. */

export interface Sample { name: string; labels: Record<string, string>; value: number }

export function rows(text: string): Sample[] {
  const found: Sample[] = [];
  for (const line of text.split('\n')) {
    const match = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line);
    if (!match) continue;
    const labels: Record<string, string> = {};
    for (const [, name, value] of (match[2] ?? '').matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)) labels[name!] = value!;
    found.push({ name: match[1]!, labels, value: Number(match[3]) });
  }
  return found;
}

/** The sum of all samples of a name that have these labels. */
export function sum(samples: readonly Sample[], name: string, labels: Record<string, string> = {}): number {
  return samples.filter(each => each.name === name && Object.entries(labels).every(([key, value]) => each.labels[key] === value)).reduce((all, each) => all + each.value, 0);
}

/** The upper bound of the bucket in which a quantile of a histogram lies; undefined if nothing was counted. */
export function quantile(samples: readonly Sample[], name: string, q: number): number | undefined {
  const buckets = new Map<number, number>();
  for (const each of samples) {
    if (each.name !== `${name}_bucket`) continue;
    const bound = each.labels.le === '+Inf' ? Infinity : Number(each.labels.le);
    buckets.set(bound, (buckets.get(bound) ?? 0) + each.value);
  }
  const bounds = [...buckets.keys()].sort((a, b) => a - b);
  const all = buckets.get(Infinity) ?? 0;
  return all === 0 ? undefined : bounds.find(bound => buckets.get(bound)! >= q * all);
}
