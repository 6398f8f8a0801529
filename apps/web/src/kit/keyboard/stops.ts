import { useEffect, useRef, type RefObject } from 'react';

/** What j, k and n stop at: links and buttons marked with `data-stop`, in their order on the page. */
export type Stop = 'row' | 'failure';

/**
 * Asked of a list of which only a part is on the page: shows the stop that follows the focused one, or the first (going
 * back, the last) where one comes from outside, and gives a selector that finds it once it is there. null behind its
 * end.
 */
type Reveal = (step: 1 | -1, kind: Stop | undefined, fromOutside: boolean) => string | null;

const lists = new Map<HTMLElement, RefObject<Reveal>>();

/** Lets j, k and n reach all of such a list. */
export function useHiddenStops(frame: RefObject<HTMLElement | null>, reveal: Reveal): void {
  const latest = useRef(reveal);
  useEffect(() => {
    latest.current = reveal;
  });
  useEffect(() => {
    const list = frame.current;
    if (list === null) return;
    lists.set(list, latest);
    return () => void lists.delete(list);
  }, [frame]);
}

/**
 * Focuses the next such element after the focus; `step` -1 goes back. Behind the last failure comes the first again.
 */
export function moveToStop(step: 1 | -1, kind?: Stop): void {
  const selector = kind === undefined ? '[data-stop]' : `[data-stop="${kind}"]`;
  const stops = [...document.querySelectorAll<HTMLElement>(selector)].filter((stop) => stop.checkVisibility());
  const places = inOrder([...stops.filter((stop) => listAround(stop) === undefined), ...lists.keys()]);
  const focus = document.activeElement;
  const around = listAround(focus);
  if (around !== undefined && enter(around, step, kind, false)) return;
  const from = around ?? focus;
  const following =
    step === 1
      ? places.filter((place) => isAfter(place, from) && !place.contains(from))
      : places.filter((place) => isAfter(from, place) && !place.contains(from)).reverse();
  const isAround = kind === 'failure' || focus === null || focus === document.body;
  for (const place of isAround ? [...following, ...places] : following) {
    if (enter(place, step, kind, true)) return;
  }
}

/** Focuses a stop, or one in such a list; whether there is one. */
function enter(place: HTMLElement, step: 1 | -1, kind: Stop | undefined, fromOutside: boolean): boolean {
  const list = lists.get(place);
  if (list === undefined) {
    focusOn(place);
    return true;
  }
  const selector = list.current(step, kind, fromOutside);
  if (selector === null) return false;
  focusWhenThere(place, selector, FRAMES);
  return true;
}

/** So many frames a list may take until what it scrolls to is on the page. */
const FRAMES = 30;

function focusWhenThere(list: HTMLElement, selector: string, frames: number): void {
  const found = list.querySelector<HTMLElement>(selector);
  if (found !== null) focusOn(found);
  else if (frames > 0) requestAnimationFrame(() => focusWhenThere(list, selector, frames - 1));
}

function focusOn(stop: HTMLElement): void {
  stop.focus();
  stop.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

function listAround(element: Element | null): HTMLElement | undefined {
  return [...lists.keys()].find((list) => list !== element && list.contains(element));
}

function inOrder(elements: HTMLElement[]): HTMLElement[] {
  return elements.sort((a, b) => (isAfter(b, a) ? -1 : 1));
}

/** Puts the cursor into the search field of the page, else into that of the header. */
export function focusSearch(): void {
  const fields = [...document.querySelectorAll<HTMLInputElement>('input[data-search]')];
  const field = fields.find((one) => one.closest('main') !== null) ?? fields[0];
  field?.focus();
  field?.select();
}

function isAfter(later: Element | null, earlier: Element | null): boolean {
  if (later === null || earlier === null || earlier === document.body) return later !== null;
  return (earlier.compareDocumentPosition(later) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}
