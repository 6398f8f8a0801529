import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { CopyButton } from '../../kit/clipboard/copy-button.js';
import { sendQuery } from '../../kit/graphql/send-query.js';
import { sentenceOf } from '../../kit/graphql/use-graphql.js';
import { Trouble } from '../../kit/notices/trouble.js';
import { MomentField } from '../../kit/time/moment-field.js';
import { useAccessText } from './access.messages.js';
import { CreateToken, type TokenInput } from './access.query.js';

const ROLES = ['reporter', 'viewer', 'operator', 'auditor', 'admin'] as const;
/** The server says what is wrong with the rest. */
const MAX_NAME = 100;

interface Wish {
  name: string;
  role: TokenInput['role'];
  environments: string;
  labels: string;
  expiresAt: string | undefined;
}

const EMPTY: Wish = { name: '', role: 'reporter', environments: '', labels: '', expiresAt: undefined };

/** Makes a token, and shows it: this once. */
export function TokenForm() {
  const t = useAccessText();
  const client = useQueryClient();
  const [wish, setWish] = useState(EMPTY);
  const change = (part: Partial<Wish>) => setWish({ ...wish, ...part });
  const create = useMutation({
    mutationFn: async () => {
      const { secret, userErrors } = (await sendQuery(CreateToken, variablesOf(wish), new AbortController().signal))
        .createToken;
      if (secret === null) throw new Error(userErrors.map(({ message }) => message).join(' '));
      return secret;
    },
    onSuccess: async () => {
      setWish(EMPTY);
      await client.invalidateQueries();
    },
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <form className="access-form panel" onSubmit={submit}>
      <label>
        {t('name')}
        <input
          required
          maxLength={MAX_NAME}
          value={wish.name}
          placeholder={t('nameHint')}
          onChange={({ target }) => change({ name: target.value })}
        />
      </label>
      <label>
        {t('role')}
        <select value={wish.role} onChange={({ target }) => change({ role: target.value as Wish['role'] })}>
          {ROLES.map((role) => (
            <option key={role}>{role}</option>
          ))}
        </select>
      </label>
      {(['environments', 'labels'] as const).map((scope) => (
        <label key={scope}>
          {t(scope)}
          <input
            value={wish[scope]}
            placeholder={t('scopeHint')}
            onChange={({ target }) => change({ [scope]: target.value })}
          />
        </label>
      ))}
      <MomentField title={t('expires')} at={wish.expiresAt} onChange={(expiresAt) => change({ expiresAt })} />
      <button type="submit" className="primary" disabled={create.isPending || wish.name.trim() === ''}>
        {t('create')}
      </button>
      <Trouble error={create.error === null ? null : sentenceOf(create.error)} />
      {create.data !== undefined && (
        <div className="token-secret" role="status">
          <p>{t('secret')}</p>
          <p>
            <code>{create.data}</code> <CopyButton text={create.data} />
          </p>
        </div>
      )}
    </form>
  );
}

function variablesOf({ name, role, environments, labels, expiresAt }: Wish): TokenInput {
  return {
    name: name.trim(),
    role,
    environments: namesIn(environments),
    labels: namesIn(labels),
    expiresAt: expiresAt ?? null,
  };
}

function namesIn(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
