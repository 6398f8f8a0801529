import { CopyButton } from '../../kit/clipboard/copy-button.js';
import './deployments.css';
import { useDeploymentsText } from './deployments.messages.js';
import type { Container } from './deployments.query.js';

/** Containers with image and tag, as a deployment left them. */
export function ContainerList({ containers }: { containers: readonly Container[] }) {
  const t = useDeploymentsText();
  if (containers.length === 0) return null;
  return (
    <ul className="containers" aria-label={t('containers')}>
      {containers.map(({ name, image, tag, confirmed }) => (
        <li key={`${name ?? ''} ${image}`}>
          <span className="container-name">{name ?? image}</span>
          {tag !== null && <code className="tag">{tag}</code>}
          {!confirmed && (
            <span className="tag tag-warn" title={t('unconfirmedMeaning')}>
              {t('unconfirmed')}
            </span>
          )}
          <code className="container-image muted">{image}</code>
          <CopyButton text={image} />
        </li>
      ))}
    </ul>
  );
}
