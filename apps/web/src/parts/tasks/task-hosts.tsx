import { Link } from '@tanstack/react-router';
import { useFormat } from '../../kit/time/format.js';

const MOST = 6;

/** The first hosts of a task, and how many more there are; the title of each tells the rest. */
export function TaskHosts({ hosts }: { hosts: readonly { host: string; title: string }[] }) {
  const format = useFormat();
  const more = hosts.slice(MOST);
  return (
    <span className="labels">
      {hosts.slice(0, MOST).map(({ host, title }) => (
        <Link key={host} to="/hosts/$name" params={{ name: host }} className="tag" title={title}>
          {host}
        </Link>
      ))}
      {more.length > 0 && (
        <span className="muted" title={more.map(({ title }) => title).join('\n')}>
          +{format.number(more.length)}
        </span>
      )}
    </span>
  );
}
