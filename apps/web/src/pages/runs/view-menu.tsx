import { Popover } from '@base-ui/react/popover';
import { Link } from '@tanstack/react-router';
import { useState, type SyntheticEvent } from 'react';
import { useRunsText } from './runs.messages.js';
import { removeView, saveView, useSavedViews } from './saved-views.js';

/** Saved views: to go to, to keep what the page shows now, to remove. */
export function ViewMenu({ q, columns }: { q: string; columns: string }) {
  const t = useRunsText();
  const views = useSavedViews();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (name.trim() === '') return;
    saveView({ name: name.trim(), q, columns });
    setName('');
  };
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger>{t('views')} ▾</Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner align="end" sideOffset={4} className="popup-layer">
          <Popover.Popup className="popup" aria-label={t('views')}>
            {views.length === 0 && <p className="menu-label">{t('noViews')}</p>}
            {views.map((view) => (
              <div key={view.name} className="view-row">
                <Link
                  className="menu-item"
                  to="/runs"
                  search={{ q: view.q, columns: view.columns }}
                  onClick={() => setOpen(false)}
                >
                  {view.name}
                </Link>
                <button
                  type="button"
                  className="quiet icon-button"
                  aria-label={t('removeView', { name: view.name })}
                  onClick={() => removeView(view.name)}
                >
                  ✕
                </button>
              </div>
            ))}
            <form className="view-form" onSubmit={submit}>
              <input
                aria-label={t('viewName')}
                placeholder={t('viewName')}
                value={name}
                maxLength={60}
                onChange={({ target }) => setName(target.value)}
              />
              <button type="submit" disabled={name.trim() === ''}>
                {t('saveView')}
              </button>
            </form>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
