import { AxisBottom, AxisLeft } from '@visx/axis';
import type { AnyD3Scale, scaleUtc } from '@visx/scale';
import { durationTicks } from '../time/duration-ticks.js';
import { mostTicks } from './time-precision.js';

interface ValueProps {
  scale: AnyD3Scale;
  /** Writes values that are `step` apart such that they differ. */
  format: (value: number, step: number) => string;
  ticks: number;
  /** Whether the values are durations, whose round ones are those of a clock. */
  durations?: boolean;
  width: number;
}

interface TimeProps {
  scale: ReturnType<typeof scaleUtc<number>>;
  format: (moment: Date) => string;
  /** At most so many; fewer where `useTimeTick` would write two of them alike. */
  ticks: number;
  height: number;
}

const tickLabel = (textAnchor: 'middle' | 'end', dy: string) => ({
  className: 'axis-label',
  // visx sets colours and fonts of its own as attributes, which our stylesheet overrules.
  textAnchor,
  dy,
});

/** The axis of values, at the left, with lines across the chart. */
export function ValueAxis({ scale, format, ticks, durations = false, width }: ValueProps) {
  const tickValues = durations ? durationTicks(Number(scale.domain().at(-1)), ticks) : undefined;
  return (
    <AxisLeft
      scale={scale}
      numTicks={ticks}
      {...(tickValues !== undefined && { tickValues })}
      hideAxisLine
      tickLength={width}
      tickTransform={`translate(${width},0)`}
      tickClassName="axis-line"
      tickFormat={(value, _index, [first, second]) =>
        format(Number(value), Number(second?.value ?? 1) - Number(first?.value ?? 0))
      }
      tickLabelProps={{ ...tickLabel('end', '0.3em'), dx: '-0.5em' }}
    />
  );
}

/** The axis of times, below. */
export function TimeAxis({ scale, format, ticks, height }: TimeProps) {
  const [from, to] = scale.domain();
  return (
    <AxisBottom
      top={height}
      scale={scale}
      numTicks={Math.min(ticks, from && to ? mostTicks(from, to) : 1)}
      axisClassName="time-axis"
      tickLength={4}
      tickFormat={(value) => format(new Date(Number(value)))}
      tickLabelProps={tickLabel('middle', '0.1em')}
    />
  );
}
