import { useTitle } from '../../kit/navigation/use-title.js';
import { useMay } from '../../kit/permissions/use-may.js';
import './access.css';
import { useAccessText } from './access.messages.js';
import { AuditEntries } from './audit-entries.js';
import { RedactionForm } from './redaction-form.js';
import { RedactionList } from './redaction-list.js';
import { TokenForm } from './token-form.js';
import { TokenList } from './token-list.js';

/** Who may come in, which secrets were taken out, and what people did here. */
export function AccessPage() {
  const t = useAccessText();
  const [administers, audits] = [useMay('administer'), useMay('audit')];
  useTitle(t('title'));
  return (
    <>
      <h1>{t('title')}</h1>
      {!administers && !audits && <p className="empty panel">{t('notForYou')}</p>}
      {administers && (
        <section aria-label={t('tokens')}>
          <h2>{t('tokens')}</h2>
          <TokenForm />
          <TokenList />
        </section>
      )}
      {audits && (
        <section aria-label={t('redactions')}>
          <h2>{t('redactions')}</h2>
          <p className="muted">{t('redactionsMeaning')}</p>
          {administers && <RedactionForm />}
          <RedactionList />
        </section>
      )}
      {audits && (
        <section aria-label={t('auditLog')}>
          <h2>{t('auditLog')}</h2>
          <AuditEntries />
        </section>
      )}
    </>
  );
}
