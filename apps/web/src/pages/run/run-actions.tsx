import { Menu } from '@base-ui/react/menu';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { copyText } from '../../kit/clipboard/copy-text.js';
import { asCurl, asGraphql } from './as-query.js';
import { useRunText } from './run.messages.js';
import type { ShownRun } from './run.query.js';
import { useOfferedCommands } from './use-offered-commands.js';

const SAID_MS = 2_000;

/** What one does with a run: take it elsewhere, or compare it. */
export function RunActions({ run }: { run: ShownRun }) {
  const t = useRunText();
  const commands = useOfferedCommands(run);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const ways: [string, () => string][] = [
    [t('copyLink'), () => window.location.href],
    ...commands.map(({ title, text }): [string, () => string] => [title, () => text]),
    [t('copyGraphql'), () => asGraphql(run.uuid)],
    [t('copyCurl'), () => asCurl(run.uuid)],
  ];
  return (
    <div className="run-actions">
      <Link className="button" to="/runs/$uuid/compare" params={{ uuid: run.uuid }}>
        {t('compare')}
      </Link>
      <Menu.Root>
        <Menu.Trigger>
          <span aria-live="polite">{copied ? t('copied') : t('copy')}</span> ▾
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner align="end" sideOffset={4} className="popup-layer">
            <Menu.Popup className="popup">
              {ways.map(([title, text]) => (
                <Menu.Item key={title} className="menu-item" onClick={() => void copyText(text()).then(setCopied)}>
                  {title}
                </Menu.Item>
              ))}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </div>
  );
}
