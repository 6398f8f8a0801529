import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, type SyntheticEvent } from 'react';
import { sendQuery } from '../../kit/graphql/send-query.js';
import { sentenceOf } from '../../kit/graphql/use-graphql.js';
import { Trouble } from '../../kit/notices/trouble.js';
import { useAccessText } from './access.messages.js';
import { RedactSecret } from './access.query.js';

/** Takes a secret out of all that is held; first it is only looked for. The secret is kept in its field alone. */
export function RedactionForm() {
  const t = useAccessText();
  const client = useQueryClient();
  const secret = useRef<HTMLInputElement>(null);
  const reason = useRef<HTMLInputElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const redact = useMutation({
    mutationFn: async (dryRun: boolean) => {
      const wish = { secret: secret.current?.value ?? '', reason: reason.current?.value ?? '', dryRun };
      const { userErrors, redaction, ...found } = (await sendQuery(RedactSecret, wish, new AbortController().signal))
        .redactSecret;
      if (userErrors.length > 0) throw new Error(userErrors.map(({ message }) => message).join(' '));
      return { found, isGone: redaction !== null };
    },
    onSuccess: async ({ isGone }) => {
      if (!isGone) return;
      form.current?.reset();
      await client.invalidateQueries();
    },
  });
  const look = (event: SyntheticEvent) => {
    event.preventDefault();
    redact.mutate(true);
  };
  const { data, isPending, error } = redact;
  const found = data?.found;
  const isSomewhere = found !== undefined && found.batches + found.deadLetters + found.rowsElsewhere > 0;
  return (
    // What was found is no answer about another secret.
    <form ref={form} className="access-form panel" onSubmit={look} onChange={() => redact.reset()}>
      <label>
        {t('leaked')}
        <input ref={secret} type="password" required autoComplete="off" disabled={isPending} />
      </label>
      <label>
        {t('reason')}
        <input ref={reason} required placeholder={t('reasonHint')} disabled={isPending} />
      </label>
      <button type="submit" className="primary" disabled={isPending}>
        {t('look')}
      </button>
      <Trouble error={error === null ? null : sentenceOf(error)} />
      <p className="access-answer" role="status">
        {isPending && t('looking')}
        {found !== undefined && (isSomewhere ? t(data?.isGone === true ? 'gone' : 'stands', found) : t('nowhere'))}{' '}
        {isSomewhere && data?.isGone === false && (
          <button type="button" onClick={() => redact.mutate(false)}>
            {t('takeOut')}
          </button>
        )}
      </p>
    </form>
  );
}
