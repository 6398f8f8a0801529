import { useCallback } from 'react';
import { outcomeOf } from '../counts/recap-counts.js';
import { StatusBadge } from '../counts/status-badge.js';
import { sendQuery } from '../graphql/send-query.js';
import { useTitle } from '../navigation/page-frame.js';
import { hashOf } from '../navigation/route.js';
import { Trouble } from '../navigation/trouble.js';
import { replaceLocation } from '../navigation/use-location.js';
import { MoreButton } from '../paging/more-button.js';
import { usePages, type AskPage } from '../paging/use-pages.js';
import { FilterText } from '../runs/filter-text.js';
import { Playbook } from '../runs/run-cells.js';
import { Moment } from '../time/moment.js';
import { HostsQuery, type ListedHost } from './hosts.query.js';

const keyOf = ({ name }: ListedHost) => name;

export function HostsPage({ query }: { query: URLSearchParams }) {
  useTitle('Hosts');
  const name = query.get('name') ?? '';
  const ask: AskPage<ListedHost> = useCallback(
    async (after, signal) => {
      const filter = name === '' ? null : { name };
      return (await sendQuery(HostsQuery, { after, filter }, signal)).hosts;
    },
    [name],
  );
  const paged = usePages(ask, { everyMs: null, at: 'head', keyOf });
  const { list, error, stale } = paged;
  const search = (text: string) =>
    replaceLocation({ page: 'hosts' }, new URLSearchParams(text === '' ? {} : { name: text }));
  return (
    <>
      <div className="title-row">
        <h1>Hosts</h1>
        {list !== null && (
          <p className="total numbers" role="status">
            {list.totalCount.toLocaleString('en')} {list.totalCount === 1 ? 'host' : 'hosts'}
          </p>
        )}
      </div>
      <search className="filter-bar">
        <FilterText title="Name" hint="part of its name" value={name} onChange={search} />
      </search>
      <Trouble error={error} />
      {list === null && error === null && <p className="muted">Loading…</p>}
      {list?.nodes.length === 0 && (
        <p className="empty panel">{name === '' ? 'No run has met a host yet.' : 'No host has such a name.'}</p>
      )}
      {list !== null && list.nodes.length > 0 && <HostsTable hosts={list.nodes} stale={stale} />}
      <MoreButton paged={paged} of="hosts" />
    </>
  );
}

function HostsTable({ hosts, stale }: { hosts: ListedHost[]; stale: boolean }) {
  return (
    <div className={stale ? 'panel scroll stale' : 'panel scroll'}>
      <table className="cards">
        <thead>
          <tr>
            <th scope="col">Host</th>
            <th scope="col">Last outcome</th>
            <th scope="col">Last run</th>
            <th scope="col">Started</th>
          </tr>
        </thead>
        <tbody>
          {hosts.map(({ name, lastRun }) => (
            <tr key={name}>
              <th scope="row">
                <a href={hashOf({ page: 'host', name })}>{name}</a>
              </th>
              <td>{lastRun && <StatusBadge status={outcomeOf(lastRun.counts)} />}</td>
              <td>
                {lastRun?.run && <Playbook run={lastRun.run} href={hashOf({ page: 'run', uuid: lastRun.run.uuid })} />}
              </td>
              <td>{lastRun?.run && <Moment at={lastRun.run.startedAt} age />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
