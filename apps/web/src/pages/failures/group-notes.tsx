import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { sendQuery } from '../../kit/graphql/send-query.js';
import { sentenceOf } from '../../kit/graphql/use-graphql.js';
import { Trouble } from '../../kit/notices/trouble.js';
import { useMay } from '../../kit/permissions/use-may.js';
import { Moment } from '../../kit/time/moment.js';
import { useFailuresText } from './failures.messages.js';
import { AnnotateFailureGroup, ReopenFailureGroup, ResolveFailureGroup, type ShownGroup } from './failures.query.js';
import { isLink, notePieces } from './note-links.js';

type Act = 'add' | 'resolve' | 'reopen';

/** What people wrote about a cause, and the form to write more, with the link to a ticket; or to resolve it. */
export function GroupNotes({ group }: { group: ShownGroup }) {
  const t = useFailuresText();
  const mayOperate = useMay('operate');
  const [note, setNote] = useState('');
  const [link, setLink] = useState('');
  const client = useQueryClient();
  const text = [note.trim(), link.trim()].filter((part) => part !== '').join('\n');
  const act = useMutation({
    mutationFn: async (what: Act) => {
      const errors = await send(what, group.id, text);
      if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join(' '));
    },
    onSuccess: async () => {
      setNote('');
      setLink('');
      await Promise.all(
        ['FailureGroup', 'FailureGroups'].map((name) => client.invalidateQueries({ queryKey: [name] })),
      );
    },
  });
  const linkIsWrong = link.trim() !== '' && !isLink(link.trim());
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (text !== '' && !linkIsWrong) act.mutate('add');
  };
  const turn: Act = group.state === 'resolved' ? 'reopen' : 'resolve';
  return (
    <section aria-label={t('notes')}>
      <h4>{t('notes')}</h4>
      {group.notes.nodes.length === 0 && <p className="muted">{t('noNotes')}</p>}
      <ol className="notes">
        {group.notes.nodes.map(({ kind, author, createdAt, text: said }) => (
          <li key={createdAt}>
            <span className="muted">
              {author} {t(`kind.${kind}`)} <Moment at={createdAt} />
            </span>
            {said !== null && <NoteText text={said} />}
          </li>
        ))}
      </ol>
      {mayOperate && (
        <form className="note-form" onSubmit={submit}>
          <label>
            {t('note')}
            <textarea rows={2} maxLength={9_000} value={note} onChange={({ target }) => setNote(target.value)} />
          </label>
          <label>
            {t('link')}
            <input
              type="url"
              value={link}
              maxLength={900}
              placeholder="https://"
              aria-invalid={linkIsWrong}
              onChange={({ target }) => setLink(target.value)}
            />
          </label>
          {linkIsWrong && <p className="filter-mistake">{t('linkWrong')}</p>}
          <Trouble error={act.error === null ? null : sentenceOf(act.error)} />
          <div className="note-buttons">
            <button type="submit" disabled={act.isPending || text === '' || linkIsWrong}>
              {t('add')}
            </button>
            <button
              type="button"
              className="primary"
              disabled={act.isPending || linkIsWrong}
              onClick={() => act.mutate(turn)}
            >
              {t(turn)}
            </button>
          </div>
        </form>
      )}
    </section>
  );
}

function NoteText({ text }: { text: string }) {
  return (
    <p>
      {notePieces(text).map((piece, index) =>
        piece.isLink ? (
          <a key={index} href={piece.text} rel="noopener noreferrer" target="_blank">
            {piece.text}
          </a>
        ) : (
          piece.text
        ),
      )}
    </p>
  );
}

/** Why it was not done, if it was not. */
async function send(what: Act, id: string, text: string): Promise<{ message: string }[]> {
  const { signal } = new AbortController();
  if (what === 'add')
    return (await sendQuery(AnnotateFailureGroup, { id, text }, signal)).annotateFailureGroup.userErrors;
  const note = text === '' ? null : text;
  if (what === 'resolve')
    return (await sendQuery(ResolveFailureGroup, { id, note }, signal)).resolveFailureGroup.userErrors;
  return (await sendQuery(ReopenFailureGroup, { id, note }, signal)).reopenFailureGroup.userErrors;
}
