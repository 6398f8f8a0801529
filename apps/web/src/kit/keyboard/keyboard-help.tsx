import { Dialog } from '@base-ui/react/dialog';
import { useMemo, useState } from 'react';
import './keyboard-help.css';
import { useKeyboardText } from './keyboard.messages.js';
import { useActiveShortcuts, useShortcuts, type Shortcut } from './shortcuts.js';
import { focusSearch, moveToStop } from './stops.js';

/** The keys that every page has, and the list of all that work now. */
export function KeyboardHelp() {
  const t = useKeyboardText();
  const [open, setOpen] = useState(false);
  const everywhere = useMemo<Shortcut[]>(
    () => [
      { keys: 'j', title: t('next'), run: () => moveToStop(1) },
      { keys: 'k', title: t('previous'), run: () => moveToStop(-1) },
      { keys: 'n', title: t('failure'), run: () => moveToStop(1, 'failure') },
      { keys: '/', title: t('search'), run: focusSearch },
      { keys: '?', title: t('help'), run: () => setOpen(true) },
    ],
    [t],
  );
  useShortcuts(everywhere);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className="quiet icon-button keyboard-button" aria-label={t('title')}>
        ?
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="popup dialog">
          <Dialog.Title>{t('title')}</Dialog.Title>
          <ShortcutList />
          <Dialog.Close>{t('close')}</Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function ShortcutList() {
  const t = useKeyboardText();
  const shortcuts = useActiveShortcuts();
  return (
    <dl className="shortcuts">
      {shortcuts.map(({ keys, title }) => (
        <div key={keys}>
          <dt>
            {keys.split(' ').map((key, index) => (
              <kbd key={index}>{key}</kbd>
            ))}
          </dt>
          <dd>{title}</dd>
        </div>
      ))}
      <div>
        <dt>
          <kbd>↵</kbd>
        </dt>
        <dd>{t('open')}</dd>
      </div>
    </dl>
  );
}
