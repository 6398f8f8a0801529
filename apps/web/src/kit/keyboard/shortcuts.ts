import { useEffect, useSyncExternalStore } from 'react';
import { tinykeys } from 'tinykeys';

/** A key, or keys one after the other ("g r"), and what it does. */
export interface Shortcut {
  keys: string;
  title: string;
  run: () => void;
}

let active: readonly Shortcut[] = [];
const listeners = new Set<() => void>();

/** Shortcuts of what is on the page now; the help lists them. Give them memoised. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  useEffect(() => {
    const bindings = Object.fromEntries(
      shortcuts.flatMap(({ keys, run }) => bindingsOf(keys).map((binding) => [binding, unlessTyping(run)])),
    );
    const stop = tinykeys(window, bindings);
    change([...active, ...shortcuts]);
    return () => {
      stop();
      change(active.filter((shortcut) => !shortcuts.includes(shortcut)));
    };
  }, [shortcuts]);
}

export function useActiveShortcuts(): readonly Shortcut[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => active,
  );
}

function change(next: readonly Shortcut[]): void {
  active = next;
  for (const listener of listeners) listener();
}

/** Where a sign lies behind the shift key depends on the keyboard: a German one has / there. */
function bindingsOf(keys: string): string[] {
  return /^\W$/.test(keys) ? [keys, `Shift+${keys}`] : [keys];
}

/** Whoever types into a field means the letter; an open dialog has keys of its own. */
function unlessTyping(run: () => void): (event: KeyboardEvent) => void {
  return (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest('input, textarea, select, [contenteditable], [role="dialog"], [role="menu"]') != null) return;
    event.preventDefault();
    run();
  };
}
