import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { sendQuery } from '../../kit/graphql/send-query.js';
import { sentenceOf } from '../../kit/graphql/use-graphql.js';
import { Trouble } from '../../kit/notices/trouble.js';
import { usePages } from '../../kit/paging/use-pages.js';
import type { Column } from '../../kit/table/data-table.js';
import { PagedTable } from '../../kit/table/paged-table.js';
import { Moment } from '../../kit/time/moment.js';
import { useAccessText } from './access.messages.js';
import { ApiTokensQuery, RevokeToken, type ListedToken } from './access.query.js';

const keyOf = ({ id }: ListedToken) => id;

/** All tokens, newest first; the sessions of people who signed in among them. */
export function TokenList() {
  const t = useAccessText();
  const paged = usePages<ListedToken>({
    key: ['ApiTokens'],
    ask: async (after, signal) => (await sendQuery(ApiTokensQuery, { after }, signal)).apiTokens,
    everyMs: null,
    at: 'head',
    keyOf,
  });
  const columns = useMemo(() => columnsOf(t), [t]);
  return <PagedTable paged={paged} columns={columns} keyOf={keyOf} caption={t('tokens')} empty={null} />;
}

function columnsOf(t: ReturnType<typeof useAccessText>): Column<ListedToken>[] {
  return [
    {
      id: 'name',
      title: t('name'),
      header: true,
      cell: ({ name, isSession }) => (
        <>
          {name} {isSession && <span className="tag">{t('session')}</span>}
        </>
      ),
    },
    { id: 'role', title: t('role'), label: t('role'), cell: ({ role }) => role },
    {
      id: 'scope',
      title: t('scope'),
      label: t('scope'),
      cell: ({ environments, labels }) => [...environments, ...labels].join(', ') || t('everything'),
    },
    {
      id: 'created',
      title: t('created'),
      label: t('created'),
      cell: ({ createdAt, createdBy, isSession }) => (
        <>
          <Moment at={createdAt} /> {createdBy !== null && !isSession && `${t('createdBy')} ${createdBy}`}
        </>
      ),
    },
    {
      id: 'used',
      title: t('lastUsed'),
      label: t('lastUsed'),
      cell: ({ lastUsedAt }) => lastUsedAt !== null && <Moment at={lastUsedAt} />,
    },
    {
      id: 'expires',
      title: t('expires'),
      label: t('expires'),
      cell: ({ expiresAt }) => expiresAt !== null && <Moment at={expiresAt} exact />,
    },
    { id: 'state', title: t('state'), cell: (token) => <StateOfToken token={token} /> },
  ];
}

/** Of a good one, the button that revokes it; it asks once more. */
function StateOfToken({ token: { id, name, revokedAt, expiresAt } }: { token: ListedToken }) {
  const t = useAccessText();
  const client = useQueryClient();
  const [isSure, setSure] = useState(false);
  const revoke = useMutation({
    mutationFn: async () => {
      const { userErrors } = (await sendQuery(RevokeToken, { id }, new AbortController().signal)).revokeToken;
      if (userErrors.length > 0) throw new Error(userErrors.map(({ message }) => message).join(' '));
    },
    onSuccess: () => client.invalidateQueries(),
  });
  if (revokedAt !== null) return t('revoked');
  if (expiresAt !== null && new Date(expiresAt) <= new Date()) return t('expired');
  return (
    <>
      {t('good')}{' '}
      <button
        type="button"
        aria-label={isSure ? undefined : t('revokeNamed', { name })}
        disabled={revoke.isPending}
        onClick={() => (isSure ? revoke.mutate() : setSure(true))}
        onBlur={() => setSure(false)}
      >
        {isSure ? t('reallyRevoke') : t('revoke')}
      </button>
      <Trouble error={revoke.error === null ? null : sentenceOf(revoke.error)} />
    </>
  );
}
