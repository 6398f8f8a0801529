import { useEffect, type ReactNode } from 'react';
import { forgetToken } from '../session/token.js';
import './page-frame.css';
import { hashOf, type Route } from './route.js';

const ENTRIES: { title: string; route: Route; pages: Route['page'][] }[] = [
  { title: 'Runs', route: { page: 'runs' }, pages: ['runs', 'run'] },
  { title: 'Hosts', route: { page: 'hosts' }, pages: ['hosts', 'host'] },
  { title: 'Failures', route: { page: 'failures' }, pages: ['failures'] },
];

/** What every page has around it. */
export function PageFrame({ page, children }: { page: Route['page']; children: ReactNode }) {
  return (
    <>
      <header className="page-header">
        <a className="brand" href={hashOf({ page: 'runs' })}>
          <span className="brand-mark" aria-hidden="true" />
          Playledger
        </a>
        <nav aria-label="Pages">
          {ENTRIES.map(({ title, route, pages }) => (
            <a key={title} href={hashOf(route)} aria-current={pages.includes(page) ? 'page' : undefined}>
              {title}
            </a>
          ))}
          <a href="graphiql/">GraphiQL</a>
        </nav>
        <button type="button" className="quiet" onClick={forgetToken}>
          Forget token
        </button>
      </header>
      <main className="page">{children}</main>
    </>
  );
}

/** The page's name in the browser's tab. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Playledger`;
  }, [title]);
}
