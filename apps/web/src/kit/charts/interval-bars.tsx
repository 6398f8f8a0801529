import { scaleBand, scaleLinear } from '@visx/scale';
import { AxisBottom } from '@visx/axis';
import { ValueAxis } from './axes.js';
import { Legend } from './legend.js';
import { Plot } from './plot.js';
import { useTimeTick } from './time-tick.js';

export interface BarPart {
  name: string;
  /** A class of charts.css. */
  className: string;
  /** In the order of the intervals. */
  values: readonly number[];
}

interface Props {
  title: string;
  /** When each interval begins, in UTC. */
  starts: readonly Date[];
  /** From the bottom of each bar to its top. */
  parts: readonly BarPart[];
  format: (value: number) => string;
}

/** A bar for each interval of a period, made of parts. */
export function IntervalBars({ title, starts, parts, format }: Props) {
  const tick = useTimeTick(starts[0] ?? new Date(0), starts.at(-1) ?? new Date(0), 'utc');
  const most = Math.max(
    1,
    ...starts.map((_, index) => parts.reduce((sum, { values }) => sum + (values[index] ?? 0), 0)),
  );
  return (
    <Plot title={title} legend={parts.length > 1 && <Legend entries={parts} />}>
      {({ width, height }) => {
        const x = scaleBand({ domain: starts.map(Number), range: [0, width], padding: 0.2 });
        const y = scaleLinear({ domain: [0, most], range: [height, 0], nice: true });
        const every = Math.max(1, Math.ceil(starts.length / Math.max(2, Math.floor(width / 80))));
        return (
          <>
            <ValueAxis scale={y} format={format} ticks={Math.min(4, most)} width={width} />
            <AxisBottom
              top={height}
              scale={x}
              axisClassName="time-axis"
              tickLength={4}
              tickValues={starts.filter((_, index) => index % every === 0).map(Number)}
              tickFormat={(start) => tick(new Date(start))}
              tickLabelProps={{ className: 'axis-label', textAnchor: 'middle', dy: '0.1em' }}
            />
            {starts.map((start, index) => {
              let below = 0;
              return (
                <g key={Number(start)} transform={`translate(${x(Number(start)) ?? 0},0)`}>
                  <title>
                    {[tick(start), ...parts.map(({ name, values }) => `${name}: ${format(values[index] ?? 0)}`)].join(
                      '\n',
                    )}
                  </title>
                  {parts.map(({ name, className, values }) => {
                    const value = values[index] ?? 0;
                    below += value;
                    return (
                      <rect
                        key={name}
                        className={className}
                        y={y(below)}
                        width={x.bandwidth()}
                        height={Math.max(0, y(below - value) - y(below))}
                      />
                    );
                  })}
                </g>
              );
            })}
          </>
        );
      }}
    </Plot>
  );
}
