import { AxisBottom, AxisLeft } from '@visx/axis';
import type { AnyD3Scale } from '@visx/scale';

interface Props<Value> {
  scale: AnyD3Scale;
  format: (value: Value) => string;
  ticks: number;
}

const tickLabel = (textAnchor: 'middle' | 'end', dy: string) => ({
  className: 'axis-label',
  // visx sets colours and fonts of its own as attributes, which our stylesheet overrules.
  textAnchor,
  dy,
});

/** The axis of values, at the left, with lines across the chart. */
export function ValueAxis({ scale, format, ticks, width }: Props<number> & { width: number }) {
  return (
    <AxisLeft
      scale={scale}
      numTicks={ticks}
      hideAxisLine
      tickLength={width}
      tickTransform={`translate(${width},0)`}
      tickClassName="axis-line"
      tickFormat={(value) => format(Number(value))}
      tickLabelProps={{ ...tickLabel('end', '0.3em'), dx: '-0.5em' }}
    />
  );
}

/** The axis of times, below. */
export function TimeAxis({ scale, format, ticks, height }: Props<Date> & { height: number }) {
  return (
    <AxisBottom
      top={height}
      scale={scale}
      numTicks={ticks}
      axisClassName="time-axis"
      tickLength={4}
      tickFormat={(value) => format(new Date(Number(value)))}
      tickLabelProps={tickLabel('middle', '0.1em')}
    />
  );
}
