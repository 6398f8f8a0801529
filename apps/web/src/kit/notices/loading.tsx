import { useNoticesText } from './notices.messages.js';

export function Loading() {
  const t = useNoticesText();
  return (
    <p className="muted" role="status">
      {t('loading')}
    </p>
  );
}
