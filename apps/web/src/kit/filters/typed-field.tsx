import { useEffect, useRef, useState } from 'react';

const PAUSE_MS = 300;

interface Props {
  title: string;
  hint: string;
  value: string;
  onChange: (text: string) => void;
}

/** A text field that tells what was typed after a pause in typing, and follows the URL when that changes otherwise. */
export function TypedField({ title, hint, value, onChange }: Props) {
  const [text, setText] = useState(value);
  const [told, setTold] = useState(value);
  const [seen, setSeen] = useState(value);
  const tell = useRef(onChange);
  useEffect(() => {
    tell.current = onChange;
  });
  // The URL repeats what was told a moment later: only another value is news.
  if (value !== seen) {
    setSeen(value);
    if (value !== told) {
      setTold(value);
      setText(value);
    }
  }
  useEffect(() => {
    if (text.trim() === told) return;
    const timer = setTimeout(() => {
      setTold(text.trim());
      tell.current(text.trim());
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, told]);
  return (
    <input
      type="search"
      className="typed-field"
      data-search=""
      aria-label={title}
      value={text}
      placeholder={hint}
      spellCheck={false}
      autoComplete="off"
      onChange={({ target }) => setText(target.value)}
    />
  );
}
