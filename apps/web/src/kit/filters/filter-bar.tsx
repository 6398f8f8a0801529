import { Autocomplete } from '@base-ui/react/autocomplete';
import { useRef, useState, type KeyboardEvent } from 'react';
import './filter-bar.css';
import { mistakesOf, type FilterField, type Mistake } from './filter-field.js';
import { parseFilterText } from './filter-text.js';
import { useFiltersText } from './filters.messages.js';
import { suggestionsFor, type Suggestion } from './suggestions.js';

interface Props {
  fields: readonly FilterField[];
  /** The text as the URL has it. */
  value: string;
  onChange: (text: string) => void;
  /** An example. */
  hint: string;
  /** Tells what is being typed, for fields whose values the server knows. */
  onTyping?: (text: string) => void;
}

/**
 * One line in which a filter is typed: `status:failed host:ctl-001 since:7d`. It counts when Enter is pressed, a value
 * is taken from the suggestions, or the line is left.
 */
export function FilterBar({ fields, value, onChange, hint, onTyping }: Props) {
  const t = useFiltersText();
  const [text, setText] = useState(value);
  const [seen, setSeen] = useState(value);
  const [told, setTold] = useState(value);
  const [open, setOpen] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const highlighted = useRef(false);
  // The URL repeats what was told a moment later; another value comes from a link, a saved view or the back button.
  if (value !== seen) {
    setSeen(value);
    if (value !== told) {
      setTold(value);
      setText(value);
    }
  }
  const cursor = field.current?.selectionStart ?? text.length;
  const suggestions = suggestionsFor(text, Math.min(cursor, text.length), fields);

  const settle = (next: string) => {
    setTold(next.trim());
    if (next.trim() !== value) onChange(next.trim());
  };
  const take = (taken: string) => {
    setText(taken);
    onTyping?.(taken);
    if (suggestions.find((one) => one.text === taken)?.open === true) setOpen(true);
    else settle(taken);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || highlighted.current) return;
    setOpen(false);
    settle(text);
  };
  return (
    <search className="filter-bar">
      <Autocomplete.Root
        items={suggestions}
        mode="none"
        value={text}
        open={open && suggestions.length > 0}
        itemToStringValue={(item: Suggestion) => item.text}
        onItemHighlighted={(item) => (highlighted.current = item !== undefined)}
        onOpenChange={(next, { reason }) => {
          if (reason === 'item-press') return;
          setOpen(next);
          if (reason === 'focus-out' || reason === 'outside-press') settle(text);
        }}
        onValueChange={(next, { reason }) => {
          if (reason === 'item-press') return take(next);
          setText(next);
          onTyping?.(next);
          setOpen(true);
          if (next === '') settle('');
        }}
      >
        <Autocomplete.Input
          ref={field}
          className="filter-input"
          aria-label={t('filter')}
          data-search=""
          placeholder={hint}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="none"
          onKeyDown={onKeyDown}
          onBlur={() => {
            // With suggestions open, leaving the field may be the way to one of them.
            if (!open || suggestions.length === 0) settle(text);
          }}
          onFocus={() => setOpen(true)}
        />
        {text !== '' && (
          <Autocomplete.Clear className="quiet filter-clear" aria-label={t('clear')}>
            ✕
          </Autocomplete.Clear>
        )}
        <Autocomplete.Portal>
          <Autocomplete.Positioner align="start" sideOffset={4} className="popup-layer">
            <Autocomplete.Popup className="popup" aria-label={t('suggestions')}>
              <Autocomplete.List>
                {(item: Suggestion) => (
                  <Autocomplete.Item key={item.text} value={item} className="menu-item">
                    <code>{item.shown}</code>
                    {item.title !== null && <span className="muted"> {item.title}</span>}
                  </Autocomplete.Item>
                )}
              </Autocomplete.List>
            </Autocomplete.Popup>
          </Autocomplete.Positioner>
        </Autocomplete.Portal>
      </Autocomplete.Root>
      {mistakesOf(parseFilterText(value).terms, fields).map((mistake, index) => (
        <p key={index} className="filter-mistake" role="alert">
          <MistakeText mistake={mistake} fields={fields} />
        </p>
      ))}
    </search>
  );
}

function MistakeText({ mistake, fields }: { mistake: Mistake; fields: readonly FilterField[] }) {
  const t = useFiltersText();
  if (mistake.kind === 'key') {
    return t('unknownKey', { key: mistake.key, known: fields.map(({ key }) => key).join(', ') });
  }
  const { kind, values = [] } = mistake.field;
  const expected = kind === 'moment' ? t('moments') : kind === 'choice' ? values.join(', ') : t('value');
  return t('badValue', { term: mistake.term, expected });
}
