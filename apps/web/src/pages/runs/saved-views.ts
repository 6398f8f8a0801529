import { useSyncExternalStore } from 'react';

/** A filter and its columns under a name, kept in this browser. Whoever wants to share one sends its URL. */
export interface SavedView {
  name: string;
  q: string;
  columns: string;
}

const KEY = 'playledger.views';
const listeners = new Set<() => void>();
let views = read();

export function useSavedViews(): readonly SavedView[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => views,
  );
}

/** In the place of one of the same name. */
export function saveView(view: SavedView): void {
  change([...views.filter(({ name }) => name !== view.name), view].toSorted((a, b) => a.name.localeCompare(b.name)));
}

export function removeView(name: string): void {
  change(views.filter((view) => view.name !== name));
}

function change(next: readonly SavedView[]): void {
  views = next;
  localStorage.setItem(KEY, JSON.stringify(views));
  for (const listener of listeners) listener();
}

/** What is no view any more is left out. */
function read(): readonly SavedView[] {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '[]') as unknown;
    return Array.isArray(kept) ? kept.filter(isView) : [];
  } catch {
    return [];
  }
}

function isView(value: unknown): value is SavedView {
  const view = value as Partial<Record<keyof SavedView, unknown>> | null;
  return typeof view?.name === 'string' && typeof view.q === 'string' && typeof view.columns === 'string';
}
