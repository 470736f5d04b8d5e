// Scheduling latency in one strip: how long goroutines were runnable before they ran, how that is
// spread, and the worst of it in a sentence.
import { formatCount, formatNs } from '../../model/format';
import type { Latency } from '../../model/latency';
import { Sentence } from '../why/sentence';
import type { Selection } from '../../model/selection';

export interface LatencyStripProps {
  readonly latency: Latency | null;
  readonly worst: string;
  readonly onSelect: (selection: Selection) => void;
}

const width = 132;
const height = 24;

function Histogram({ latency }: { readonly latency: Latency }) {
  const { buckets, first } = latency;
  const highest = Math.max(...buckets);
  const step = Math.min(12, width / buckets.length);
  // A single long wait must be seen beside a million short ones.
  const heightOf = (count: number): number =>
    count === 0 ? 0 : 2 + (Math.log2(count + 1) / Math.log2(highest + 1)) * (height - 2);
  const words = `${formatCount(latency.count)} waits from ${formatNs(2 ** first)} to ${formatNs(latency.max)}`;
  return (
    <svg
      class="latency-bars"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={`Histogram: ${words}`}
    >
      {buckets.map((count, index) => (
        <rect
          key={first + index}
          x={index * step}
          y={height - heightOf(count)}
          width={Math.max(1, step - 1)}
          height={heightOf(count)}
        >
          <title>{`${formatNs(2 ** (first + index))} to ${formatNs(2 ** (first + index + 1))}: ${formatCount(count)}`}</title>
        </rect>
      ))}
    </svg>
  );
}

/** LatencyStrip draws it. */
export function LatencyStrip({ latency, worst, onSelect }: LatencyStripProps) {
  if (!latency) return null;
  return (
    <div class="latency" role="group" aria-label="Scheduling latency: runnable until running">
      <span class="latency-what">Runnable until running</span>
      <dl>
        {(['p50', 'p99', 'max'] as const).map((name) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{formatNs(latency[name])}</dd>
          </div>
        ))}
      </dl>
      <Histogram latency={latency} />
      <p>
        <Sentence
          text={worst}
          seen={new Set(['goroutine'])}
          onSelect={onSelect}
          onLine={() => undefined}
        />
      </p>
    </div>
  );
}
