import { readFileSync } from 'node:fs';

interface Dashboard {
  panels: { targets: { expr: string }[] }[];
}

const METRIC = /playledger_\w+/g;

describe('the dashboard for Grafana', () => {
  it('asks for every metric that operations are told of, and for no other', () => {
    const { panels } = JSON.parse(readFileSync('docs/operations/grafana-dashboard.json', 'utf8')) as Dashboard;
    const asked = panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => expr.match(METRIC) ?? []));
    const rows = readFileSync('docs/operations.md', 'utf8').split('\n');
    const told = rows.filter((row) => row.startsWith('| `playledger_')).flatMap((row) => row.match(METRIC) ?? []);
    const series = asked.map((name) => name.replace(/_bucket$/, ''));
    expect([...new Set(series)].sort()).toEqual([...told].sort());
  });
});
