/** What j, k and n stop at: links and buttons marked with `data-stop`, in their order on the page. */
export type Stop = 'row' | 'failure';

/** Focuses the next such element after the focus; `step` -1 goes back. Behind the last failure comes the first again. */
export function moveToStop(step: 1 | -1, kind?: Stop): void {
  const selector = kind === undefined ? '[data-stop]' : `[data-stop="${kind}"]`;
  const stops = [...document.querySelectorAll<HTMLElement>(selector)].filter((stop) => stop.checkVisibility());
  const focus = document.activeElement;
  const next =
    step === 1
      ? stops.find((stop) => isAfter(stop, focus) && !stop.contains(focus))
      : stops.findLast((stop) => isAfter(focus, stop) && !stop.contains(focus));
  const isAround = kind === 'failure' || focus === null || focus === document.body;
  const target = next ?? (isAround ? stops[0] : undefined);
  target?.focus();
  target?.scrollIntoView({ block: 'nearest' });
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
