import { Trouble } from '../navigation/trouble.js';
import './first-run.css';

/** Shown until the first run arrives: how a control host reports to this server. */
export function FirstRun({ error }: { error: string | null }) {
  const server = new URL('.', document.baseURI).href.replace(/\/$/, '');
  const collection = `${server}/downloads/${__COLLECTION_FILE__}`;
  return (
    <>
      <h1 className="waiting" role="status">
        Waiting for the first run
      </h1>
      <Trouble error={error} />
      <ol className="steps panel">
        <li>
          <p>
            On the machine that runs Ansible, install the callback plugin (
            <a href={collection}>{__COLLECTION_FILE__}</a>):
          </p>
          <pre>ansible-galaxy collection install {collection}</pre>
        </li>
        <li>
          <p>
            Put this into its <code>ansible.cfg</code>. The token file holds the same token that you signed in with, or
            another one with the ingest scope:
          </p>
          <pre>{ansibleCfg(server)}</pre>
        </li>
        <li>
          <p>Run any playbook. It appears here by itself.</p>
        </li>
      </ol>
    </>
  );
}

function ansibleCfg(server: string): string {
  return [
    '[defaults]',
    'callbacks_enabled = playledger.reporter.playledger',
    '',
    '[callback_playledger]',
    `url = ${server}`,
    'token_file = /path/to/admin-token',
  ].join('\n');
}
