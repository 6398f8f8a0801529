import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { KeyboardHelp } from '../../kit/keyboard/keyboard-help.js';
import { useShortcuts, type Shortcut } from '../../kit/keyboard/shortcuts.js';
import { useCurrentInSight } from '../../kit/navigation/use-current-in-sight.js';
import { useMay } from '../../kit/permissions/use-may.js';
import { signOut, useSession } from '../../kit/session/session.js';
import { CrashNotice } from './crash-notice.js';
import { useFrameText } from './frame.messages.js';
import './page-frame.css';
import { PAGES } from './pages.js';
import { PreferencesMenu } from './preferences-menu.js';

/** What every page has around it. */
export function PageFrame() {
  const t = useFrameText();
  const { credential } = useSession();
  const mayAudit = useMay('audit');
  const navigate = useNavigate();
  const place = useLocation({ select: ({ pathname }) => pathname });
  const nav = useCurrentInSight<HTMLElement>(place);
  const ways = useMemo<Shortcut[]>(
    () =>
      PAGES.map(({ to, title, letter }) => ({
        keys: `g ${letter}`,
        title: t('goTo', { page: t(title) }),
        run: () => void navigate({ to }),
      })),
    [t, navigate],
  );
  useShortcuts(ways);
  return (
    <>
      <button type="button" className="skip-link" onClick={() => document.querySelector('main')?.focus()}>
        {t('skip')}
      </button>
      <header className="page-header">
        <Link className="brand" to="/runs">
          <span className="brand-mark" aria-hidden="true" />
          Playledger
        </Link>
        <nav ref={nav} aria-label={t('pages')}>
          {PAGES.map(({ to, title }) => (
            <Link key={to} to={to} activeOptions={{ includeSearch: false }}>
              {t(title)}
            </Link>
          ))}
        </nav>
        <div className="header-tools">
          {mayAudit && (
            <Link className="quiet" to="/access">
              {t('access')}
            </Link>
          )}
          <a className="quiet" href="graphiql/">
            GraphiQL
          </a>
          <KeyboardHelp />
          <PreferencesMenu />
          <button type="button" className="quiet" onClick={() => void signOut()}>
            {credential?.kind === 'cookie' ? t('signOut', { name: credential.name }) : t('forgetToken')}
          </button>
        </div>
      </header>
      <main className="page" tabIndex={-1}>
        <CrashNotice key={place} text={t('crashed')}>
          <Outlet />
        </CrashNotice>
      </main>
    </>
  );
}
