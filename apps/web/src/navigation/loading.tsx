import { useNavigationText } from './navigation.messages.js';

export function Loading() {
  const t = useNavigationText();
  return (
    <p className="muted" role="status">
      {t('loading')}
    </p>
  );
}
