import { CopyButton } from '../../kit/clipboard/copy-button.js';
import { Trouble } from '../../kit/notices/trouble.js';
import { useSession } from '../../kit/session/session.js';
import './first-run.css';
import { useFirstRunText } from './first-run.messages.js';

/** Shown until the first run arrives: how a control host reports to this server. */
export function FirstRun({ error }: { error: string | null }) {
  const t = useFirstRunText();
  const { credential } = useSession();
  const server = new URL('.', document.baseURI).href.replace(/\/$/, '');
  const collection = `${server}/downloads/${__COLLECTION_FILE__}`;
  return (
    <>
      <div role="status">
        <h1 className="waiting">{t('title')}</h1>
      </div>
      <Trouble error={error} />
      <ol className="steps panel">
        <li>
          <p>
            {t('install')} (<a href={collection}>{t('download', { file: __COLLECTION_FILE__ })}</a>)
          </p>
          <Snippet text={`ansible-galaxy collection install ${collection}`} />
        </li>
        <li>
          <p>{t(credential?.kind === 'token' ? 'configure' : 'configureWithOther')}</p>
          {credential?.kind === 'token' ? (
            <Snippet text={tokenCommand(credential.token)} shown={tokenCommand('••••••••')} />
          ) : (
            <Snippet text={tokenCommand('pl_...')} />
          )}
          <Snippet text={ansibleCfg(server)} />
        </li>
        <li>
          <p>{t('run')}</p>
        </li>
      </ol>
    </>
  );
}

/** `shown` stands in for a text that nobody should read over a shoulder. */
function Snippet({ text, shown = text }: { text: string; shown?: string }) {
  return (
    <div className="snippet">
      <pre tabIndex={0}>{shown}</pre>
      <CopyButton text={text} />
    </div>
  );
}

const TOKEN_FILE = '~/.ansible/playledger-token';

function tokenCommand(token: string): string {
  return `(umask 077; mkdir -p ~/.ansible; printf %s '${token}' > ${TOKEN_FILE})`;
}

function ansibleCfg(server: string): string {
  return [
    '[defaults]',
    'callbacks_enabled = playledger.reporter.playledger',
    '',
    '[callback_playledger]',
    `url = ${server}`,
    `token_file = ${TOKEN_FILE}`,
  ].join('\n');
}
