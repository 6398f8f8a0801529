import { scaleLinear, scaleUtc } from '@visx/scale';
import { LinePath } from '@visx/shape';
import { TimeAxis, ValueAxis } from '../../kit/charts/axes.js';
import { Legend } from '../../kit/charts/legend.js';
import { Plot } from '../../kit/charts/plot.js';
import { useTimeTick } from '../../kit/charts/time-tick.js';
import { useFormat } from '../../kit/time/format.js';
import { useDeploymentsText } from './deployments.messages.js';

export interface DeploymentPoint {
  key: string;
  startedAt: string;
  duration: number;
  outcome: string;
  checkMode: boolean;
  /** What was deployed, in a few words. */
  name: string;
}

const GOOD: readonly string[] = ['completed', 'ok', 'changed'];

interface Props {
  title: string;
  points: readonly DeploymentPoint[];
  /** Whether a line joins those that went well: where they are of one kind. */
  joined: boolean;
}

/** When something was deployed, what came of it and how long it took. */
export function DeploymentChart({ title, points, joined }: Props) {
  const t = useDeploymentsText();
  const format = useFormat();
  const times = points.map(({ startedAt }) => Date.parse(startedAt));
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const spare = Math.max(30_000, (last - first) * 0.03);
  const [from, to] = [new Date(first - spare), new Date(last + spare)];
  const tick = useTimeTick(from, to);
  if (points.length === 0) return null;
  const outcomes = [...new Set(points.filter(({ checkMode }) => !checkMode).map(({ outcome }) => outcome))];
  const legend = outcomes.map((name) => ({ className: `mark-${name}`, name }));
  if (points.some(({ checkMode }) => checkMode)) legend.push({ className: 'mark-check', name: t('check') });
  const longest = Math.max(...points.map(({ duration }) => duration));
  return (
    <Plot title={title} legend={<Legend entries={legend} />}>
      {({ width, height }) => {
        const x = scaleUtc({ domain: [from, to], range: [0, width] });
        const y = scaleLinear({ domain: [0, longest * 1.1], range: [height, 0] });
        const placeOf = ({ startedAt, duration }: DeploymentPoint) =>
          ({ x: x(new Date(startedAt)), y: y(duration) }) as const;
        const good = points
          .filter(({ outcome, checkMode }) => GOOD.includes(outcome) && !checkMode)
          .sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
        return (
          <>
            <ValueAxis scale={y} format={format.duration} ticks={4} durations width={width} />
            <TimeAxis scale={x} format={tick} ticks={Math.max(2, Math.floor(width / 110))} height={height} />
            {joined && (
              <LinePath data={good} x={(point) => placeOf(point).x} y={(point) => placeOf(point).y} className="trend" />
            )}
            {points.map((point) => (
              <Mark key={point.key} point={point} {...placeOf(point)} />
            ))}
          </>
        );
      }}
    </Plot>
  );
}

/** A disc for what went well, a diamond for what did not: not by colour alone. */
function Mark({ point, x, y }: { point: DeploymentPoint; x: number; y: number }) {
  const format = useFormat();
  const { name, outcome, startedAt, duration, checkMode } = point;
  const className = checkMode ? 'mark-check' : `mark-${outcome}`;
  return (
    <g transform={`translate(${x},${y})`}>
      <title>{`${name}: ${outcome}, ${format.moment(new Date(startedAt))}, ${format.duration(duration)}`}</title>
      {GOOD.includes(outcome) ? (
        <circle r={5} className={className} />
      ) : (
        <rect x={-5} y={-5} width={10} height={10} transform="rotate(45)" className={className} />
      )}
    </g>
  );
}
