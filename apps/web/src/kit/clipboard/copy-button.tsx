import { useEffect, useState } from 'react';
import { useClipboardText } from './clipboard.messages.js';
import { copyText } from './copy-text.js';

const SAID_MS = 2_000;

/** Copies a text, and says so for a moment. `title` tells what, where there are several. */
export function CopyButton({ text, title }: { text: string | (() => string); title?: string }) {
  const t = useClipboardText();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => setCopied(await copyText(typeof text === 'string' ? text : text()));
  return (
    <button type="button" className="quiet copy" onClick={() => void copy()}>
      <span aria-live="polite">{copied ? t('copied') : (title ?? t('copy'))}</span>
    </button>
  );
}
