import { scaleLinear, scaleUtc } from '@visx/scale';
import { LinePath } from '@visx/shape';
import { TimeAxis, ValueAxis } from './axes.js';
import { Legend } from './legend.js';
import { Plot } from './plot.js';
import { useTimeTick } from './time-tick.js';

export interface Line {
  name: string;
  points: readonly { start: Date; value: number }[];
}

interface Props {
  title: string;
  from: Date;
  to: Date;
  /** The first five are drawn: more colours nobody tells apart. */
  lines: readonly Line[];
  format: (value: number, step?: number) => string;
}

/** A line for each of some series. */
export function IntervalLines({ title, from, to, lines, format }: Props) {
  const tick = useTimeTick(from, to, 'utc');
  const drawn = lines.slice(0, 5).map((line, index) => ({ ...line, className: `series-${index}` }));
  const most = Math.max(0.1, ...drawn.flatMap(({ points }) => points.map(({ value }) => value)));
  return (
    <Plot title={title} legend={<Legend entries={drawn} />}>
      {({ width, height }) => {
        const x = scaleUtc({ domain: [from, to], range: [4, width - 4] });
        const y = scaleLinear({ domain: [0, most * 1.05], range: [height, 0] });
        return (
          <>
            <ValueAxis scale={y} format={format} ticks={4} durations width={width} />
            <TimeAxis scale={x} format={tick} ticks={Math.max(2, Math.floor(width / 100))} height={height} />
            {drawn.map(({ name, className, points }) => (
              <g key={name}>
                <LinePath
                  data={[...points]}
                  x={({ start }) => x(start)}
                  y={({ value }) => y(value)}
                  className={className}
                />
                {points.map(({ start, value }) => (
                  <circle key={Number(start)} cx={x(start)} cy={y(value)} r={3.5} className={className}>
                    <title>{`${name}, ${tick(start)}: ${format(value)}`}</title>
                  </circle>
                ))}
              </g>
            ))}
          </>
        );
      }}
    </Plot>
  );
}
