import './share-bar.css';

interface Props {
  value: number;
  /** What the whole bar stands for. */
  of: number;
  label: string;
  title?: string;
}

/** How much `value` is of the largest that it could be. */
export function ShareBar({ value, of, label, title }: Props) {
  return <meter className="bar" min={0} max={of} value={value} title={title} aria-label={label} />;
}
