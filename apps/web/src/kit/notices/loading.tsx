import { useNavigationText } from '../../parts/frame/frame.messages.js';

export function Loading() {
  const t = useNavigationText();
  return (
    <p className="muted" role="status">
      {t('loading')}
    </p>
  );
}
