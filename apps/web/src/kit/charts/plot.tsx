import { useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import './charts.css';

/** Around what is drawn: room for the axes. */
export const MARGIN = { top: 8, right: 12, bottom: 24, left: 76 };

interface Props {
  /** What the chart shows, for those who see it and those who do not. */
  title: string;
  /** What its colours stand for. */
  legend?: ReactNode;
  height?: number;
  /** Draws within the margins. */
  children: (size: { width: number; height: number }) => ReactNode;
}

/** A chart as wide as its place. It shows what stands in figures beside it: so it is one picture to a screen reader. */
export function Plot({ title, legend, height = 200, children }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = place.current;
    if (element === null) return;
    const measure = () => setWidth(element.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const inner = { width: width - MARGIN.left - MARGIN.right, height: height - MARGIN.top - MARGIN.bottom };
  return (
    <figure className="plot panel">
      <figcaption>
        {title}
        {legend}
      </figcaption>
      <div ref={place} className="plot-place">
        {inner.width > 0 && (
          <svg width={width} height={height} role="img" aria-label={title}>
            <g transform={`translate(${MARGIN.left},${MARGIN.top})`}>{children(inner)}</g>
          </svg>
        )}
      </div>
    </figure>
  );
}
